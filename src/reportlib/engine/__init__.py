"""An engine of papermill's that forks its kernels from a process with everything imported.

An executed notebook is the same as by papermill's own engine, cell by cell, but for this:

- Times, process numbers and addresses in memory, which differ from run to run anyway, and into
  how many pieces a text was cut while it was printed.
- A cell that takes too long, whose kernel dies or that puts out more than anybody reads is a
  failed one, with an error as its last output; cells that never ran stay pending. papermill's
  own engine calls all of them completed.
- A cell that opens a comm, as widgets do, fails and says how to have papermill's own engine.
- What a thread prints after its cell has ended goes to the cell that runs then, or nowhere.
"""

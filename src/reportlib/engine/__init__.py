"""An engine of papermill's that forks its kernels from a process with everything imported.

``papermill --engine forked chapter.ipynb out.ipynb`` uses it, and from Python, in threads::

    with Server(warm=["package.module:function"]) as server:
        papermill.execute_notebook(source, output, engine_name="forked", server=server)

The processes: the one that executes owns a *server*, which has imported the scientific stack,
and forks a *kernel* for each notebook. Each ends with the one above it, however that ends.

What it gives is what papermill's own engine gives, cell by cell, apart from this:

- Texts printed one after the other are one output; papermill's are cut by time.
- What is written below Python, or by another process, stands where it was written.
- A time-out or a dead kernel is an error output of its cell and papermill's usual error, with
  the notebook saved; the cell is ``failed``, and cells that never ran stay ``pending``.
- A cell may put out 50 MB, and is then ended with an error.
- What a thread prints or shows after its cell has ended goes to the cell that runs then.
- ``sys.argv[0]``, attributes of ``sys.stdout`` that only ipykernel has, the connection file,
  and the number of IPython's session are others. IPython's own settings, startup files and
  extensions are not read.
- What Python and libraries do when they are imported was done in the server, with its
  environment and working folder: warnings they give then are not shown, ``PYTHON`` variables
  and a ``matplotlibrc`` of the working folder have no effect, and the seed of hashes is one
  for all notebooks of a server.
- At the end what was registered for it is done, but threads still running are not waited for,
  and no process that a cell has started lives on, also none in a session of its own.
- Comms, and so widgets, are refused with an error that says what to do; nbclient's hooks and
  kernels of other languages are not forked.

What cannot be forked runs on papermill's own engine, and the log says so and why: another
kernel than python3, a system other than Linux, an option that only nbclient has,
``engine="stock"``, or ``"reportlib": {"engine": "stock"}`` in the notebook's metadata.
"""

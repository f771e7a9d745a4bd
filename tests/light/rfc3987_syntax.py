"""Stands before the package of this name while tests run, and is not there.

JupyterLab brings that package, and `jsonschema`, and so `nbformat`, imports it where it is found,
for formats that no notebook has: a grammar is built in 1.4 s of every process that a test starts.
The environment of `make book` has no such package, so nothing is tested less.
"""

raise ImportError("left out of the tests' processes: nothing in them needs it")

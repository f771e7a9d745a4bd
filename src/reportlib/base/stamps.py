"""Whether a file or folder is the one read before, told without reading it again.

What is remembered of a file is remembered under its stamp, so that a changed file is seen: in a
session of JupyterLab, in a server, in a test.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path
from time import time_ns

Stamp = tuple[int, ...]

_YOUNG = 100_000_000  # nanoseconds; a file system's clock ticks every few milliseconds
_once = count()


def stamp(path: str | Path) -> Stamp:
    """What differs once a file is written anew, or a name in a folder comes or goes.

    What changed just now could change again within a tick of the file system's clock: its
    stamp is never given twice. What does not exist has an empty stamp.
    """
    try:
        found = os.stat(path)  # noqa: PTH116 - asked for at every reading
    except OSError:
        return ()
    own = (found.st_mtime_ns, found.st_ctime_ns, found.st_size, found.st_ino, found.st_dev)
    young = time_ns() - max(found.st_mtime_ns, found.st_ctime_ns) < _YOUNG
    return (*own, next(_once)) if young else own

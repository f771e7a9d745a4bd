"""Run a command for a benchmark: what it and all it starts took of processor and memory.

On Linux what it starts is counted also where that outlives who started it: this process is given
such orphans, and awaits them.
"""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

# Told not to keep what it compiles, Python takes half a second to three more for each process.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
SAMPLE = 0.05  # seconds between two looks at the memory
_SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER
_PATIENCE = 10  # seconds for orphans to end


def run(
    command: Sequence[str],
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
    *,
    said: Path | None = None,
    sample: float = SAMPLE,
) -> tuple[float, int]:
    """CPU seconds of a command with its children, and the peak of their memory in MB.

    Args:
        said: a file that takes what it says.
        sample: seconds between two looks at the memory, which take some themselves.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    before = _used()
    with said.open("w+b") if said else tempfile.TemporaryFile() as log:
        # The commands are the benchmarks' own.
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)  # noqa: S603
        peak, done = 0, 0
        while not done:
            peak = max(peak, held(process.pid))
            time.sleep(sample)
            done, status = os.waitpid(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            last = log.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(command)[:200]}: ended with {process.returncode}\n{last}")
    _await_orphans()
    return _used() - before, peak


def _used() -> float:
    """CPU seconds of all processes that were awaited, with those that they awaited."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _await_orphans() -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until:
        try:
            ended, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not ended:
            time.sleep(SAMPLE)


def held(pid: int) -> int:
    """The memory in MB that a process and all below it hold at this moment; shared parts once."""
    found = 0
    try:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            found += process.memory_full_info().pss
    except psutil.Error:
        pass  # it ended meanwhile
    return int(found // 2**20)

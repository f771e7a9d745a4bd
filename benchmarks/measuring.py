"""Run a command for a benchmark: what it and all it starts took of processor and memory."""

from __future__ import annotations

import os
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


def run(
    command: Sequence[str], cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> tuple[float, int]:
    """CPU seconds of a command with its children, and the peak of their memory in MB."""
    with tempfile.TemporaryFile() as log:
        # The commands are the benchmarks' own.
        process = subprocess.Popen(command, cwd=cwd, env=env, stdout=log, stderr=log)  # noqa: S603
        peak, done = 0, 0
        while not done:
            peak = max(peak, held(process.pid))
            time.sleep(SAMPLE)
            done, status, used = os.wait4(process.pid, os.WNOHANG)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            said = log.read().decode(errors="replace")[-2000:]
            sys.exit(f"{' '.join(command)[:200]}: ended with {process.returncode}\n{said}")
    return used.ru_utime + used.ru_stime, peak


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

"""The server's process: it imports once, then forks a clean kernel for each notebook.

Started by :mod:`reportlib.engine.server`, which holds the other end of its standard input; when
that is closed, by whatever end of the process, the server ends its kernels and itself.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":
    del sys.path[0]  # the engine's own folder, which Python puts there

import atexit
import ctypes
import gc
import importlib
import io
import os
import random
import resource
import select
import signal
import socket
import struct
import threading
import time
import traceback
import warnings
import weakref
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import psutil
from IPython.core.shellapp import InteractiveShellApp

from reportlib.engine import frames
from reportlib.engine.shell import make_kernel, run_cells

STATUS = struct.Struct("!i")
INTERRUPT = b"i"
DIE_WITH_PARENT = 1  # PR_SET_PDEATHSIG
TAKE_ORPHANS = 36  # PR_SET_CHILD_SUBREAPER
_PRCTL = ctypes.CDLL(None).prctl


def main(seconds: str, *warm: str) -> None:
    """Warm up within some seconds, then serve until standard input is closed."""
    signal.pthread_sigmask(signal.SIG_SETMASK, ())  # a thread that keeps signals away started it
    control = socket.socket(fileno=os.dup(0))
    with open(os.devnull, "rb") as nothing:  # noqa: PTH123
        os.dup2(nothing.fileno(), 0)
    signal.alarm(int(seconds))  # ends a warm-up that hangs
    gc.disable()  # what is made meanwhile stays, but for little, which is collected at the end
    kernel = make_kernel()
    InteractiveShellApp().init_path()  # type: ignore[no-untyped-call]
    sys.argv = ["ipykernel_launcher.py"]
    draw_once()
    faults = warm_up(warm)
    signal.alarm(0)
    with suppress(BrokenPipeError):  # its owner was killed, as it hears at once
        frames.send(control, {"faults": faults, "language_info": kernel.language_info})
    serve(control, kernel)
    atexit._run_exitfuncs()


def draw_once() -> None:
    """Import what drawings and tables need, and find the fonts; pyplot's backend stays unset."""
    import pandas as pd
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    importlib.import_module("matplotlib.pyplot")
    figure = Figure()
    FigureCanvasAgg(figure)
    figure.subplots().set_title("title")
    for form in ("png", "svg"):
        figure.savefig(io.BytesIO(), format=form)
    pd.DataFrame({"a": [1.5]}).to_html()


def warm_up(names: Sequence[str]) -> dict[str, str]:
    """Import modules and call functions (``module:function``); return what went wrong.

    A fault is no reason to stop: the cell that needs the same will tell it in its place.
    """
    faults = {}
    for name in names:
        module, _, function = name.partition(":")
        try:
            found = importlib.import_module(module)
            if function:
                getattr(found, function)()
        except Exception as error:
            faults[name] = f"{type(error).__name__}: {error}"
    if threading.active_count() > 1:
        faults["threads"] = f"left running: {threading.enumerate()[1:]}; a fork may hang"
    _as_new()
    gc.collect()
    gc.freeze()  # else each kernel would look through, and so copy, all that it shares
    gc.enable()
    return faults


def _as_new() -> None:
    """Undo what a warm-up may have set: matplotlib's settings, and which warnings were shown."""
    import matplotlib

    matplotlib.rc_file_defaults()
    with warnings.catch_warnings():  # entering it lets every warning be shown once more
        warnings.simplefilter("default")


def serve(control: socket.socket, kernel: Any) -> None:
    """Fork a kernel for each request; tell how it ended, kill it when asked to."""
    _PRCTL(TAKE_ORPHANS, 1)
    lives: dict[int, tuple[int, socket.socket]] = {}  # by pidfd: the kernel's pid, who waits for it
    while True:
        waiting = {life.fileno(): pidfd for pidfd, (_, life) in lives.items()}
        ready, _, _ = select.select([control.fileno(), *lives, *waiting], [], [])
        for pidfd in [one for one in ready if one in lives]:
            _tell_end(pidfd, lives)
        for pidfd in [waiting[one] for one in ready if one in waiting]:
            if pidfd in lives and not _obey(*lives[pidfd]):
                _tell_end(pidfd, lives)
        if control.fileno() in ready:
            request, descriptors = _hear(control)
            if not request:
                for pidfd in list(lives):
                    _kill(lives[pidfd][0])
                    _tell_end(pidfd, lives)
                return
            pid = _fork(kernel, descriptors, [control, *(life for _, life in lives.values())])
            for descriptor in descriptors[1:]:
                os.close(descriptor)
            lives[os.pidfd_open(pid)] = pid, socket.socket(fileno=descriptors[0])


def _hear(control: socket.socket) -> tuple[bytes, list[int]]:
    """A request with its descriptors; nothing where the owner has ended, or was killed."""
    with suppress(ConnectionResetError):
        request, descriptors, _, _ = socket.recv_fds(control, 1, 4)
        return request, descriptors
    return b"", []


def _obey(pid: int, life: socket.socket) -> bool:
    """Interrupt a kernel, or kill it where nobody waits for it any more."""
    with suppress(OSError):
        if life.recv(1) == INTERRUPT:
            os.killpg(pid, signal.SIGINT)
            return True
    _kill(pid)
    return False


def _kill(pid: int) -> None:
    """Kill a kernel that was not yet waited for, and all it has started."""
    for send, number in ((os.killpg, pid), (os.kill, pid)):
        with suppress(ProcessLookupError):
            send(number, signal.SIGKILL)


def _tell_end(pidfd: int, lives: dict[int, tuple[int, socket.socket]]) -> None:
    """End what a kernel has started, and say how it ended itself."""
    select.select([pidfd], [], [])
    pid, life = lives.pop(pidfd)
    _kill(pid)
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    os.close(pidfd)
    _kill_orphans({kernel for kernel, _ in lives.values()})
    with suppress(OSError), life:
        life.send(STATUS.pack(status))


def _kill_orphans(kernels: set[int]) -> None:
    """Kill what an ended kernel has started in sessions of its own: each comes to be a child here.

    What a running one has started stays below it.
    """
    while orphans := [each for each in psutil.Process().children() if each.pid not in kernels]:
        for orphan in orphans:
            with suppress(psutil.NoSuchProcess):
                orphan.kill()
            with suppress(ChildProcessError):
                os.waitpid(orphan.pid, 0)


def _fork(kernel: Any, descriptors: Sequence[int], servers: Sequence[socket.socket]) -> int:
    server = os.getpid()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of numpy's threads, which can fork
        pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for held in servers:
            held.close()
        run_notebook(kernel, descriptors, server)
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(Exception):
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def run_notebook(kernel: Any, descriptors: Sequence[int], server: int) -> None:
    """In the forked process: make it as clean as a new one, then run the cells."""
    os.setsid()
    _PRCTL(DIE_WITH_PARENT, signal.SIGKILL)
    _PRCTL(TAKE_ORPHANS, 1)
    if os.getppid() != server:  # it died before it could be tied to
        os._exit(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    life, messages, *pipes = descriptors
    os.close(life)
    for place, pipe in enumerate(pipes, start=1):
        os.dup2(pipe, place)
        os.close(pipe)
    atexit._clear()  # what the server would do at its end is not the kernel's to do
    weakref.finalize._registry.clear()  # type: ignore[attr-defined]
    weakref.finalize._registered_with_atexit = False  # type: ignore[attr-defined]
    connection = socket.socket(fileno=messages)
    request = frames.receive(connection)
    if request is None:
        return
    _settle(request)
    kernel.shell.init_environment()
    run_cells(kernel, connection, request["mark"].encode())


def _settle(request: dict[str, Any]) -> None:
    """Take over folder, environment and limit; draw random numbers anew."""
    import numpy as np

    backend = os.environ["MPLBACKEND"]
    os.environ.clear()
    os.environ.update({"MPLBACKEND": backend, **request["environment"]})
    time.tzset()
    os.chdir(request["folder"])
    random.seed()
    np.random.seed()
    if request["memory"]:
        pages = int(open("/proc/self/statm").read().split()[5])  # noqa: PTH123, SIM115
        limit = pages * resource.getpagesize() + request["memory"]
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


if __name__ == "__main__":
    main(*sys.argv[1:])

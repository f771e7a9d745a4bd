"""However a notebook ends: it is saved, every cell says the truth, and no process is left."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from pathlib import Path

import nbformat
import psutil
import pytest

from reportlib.engine import forked
from reportlib.engine.server import Server
from tests.engine.notebooks import code_cells, execute, notebook, plain, printed, statuses
from tests.projects import BIN

NEVER = "print('never')"
TOO_MUCH = (
    "shows more than 50 million characters, the most that a cell may. "
    "Show a part of it, or save it to a file"
)
ENDS = {
    "raises": ("1 / 0", "ZeroDivisionError", "division by zero"),
    "is killed": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
        "DeadKernelError",
        "the kernel died: its process was ended by SIGKILL, perhaps for lack of memory",
    ),
    "crashes": (
        "import os, signal\nos.kill(os.getpid(), signal.SIGABRT)",
        "DeadKernelError",
        "the kernel died: its process was ended by SIGABRT",
    ),
    "leaves": (
        "import os\nos._exit(3)",
        "DeadKernelError",
        "the kernel died: its process ended with exit code 3",
    ),
    "exits": ("import sys\nsys.exit(3)", "SystemExit", "3"),
    "fills the disk": (
        "with open('/dev/full', 'w') as file:\n    file.write('x')",
        "OSError",
        "[Errno 28] No space left on device",
    ),
    "takes memory": ("held = bytearray(900_000_000)", "MemoryError", ""),
    "prints without end": (
        "while True:\n    print('x' * 10_000)",
        "OutputError",
        TOO_MUCH,
    ),
    "shows too much": (
        "display({'text/plain': 'x' * 60_000_000}, raw=True)",
        "OutputError",
        TOO_MUCH,
    ),
    "opens a comm": (
        "from comm import create_comm\ncreate_comm(target_name='widget')",
        "NotImplementedError",
        "The cell opens a comm, as widgets do, which the forked engine does not carry. "
        'Write "reportlib": {"engine": "stock"} into the notebook\'s metadata.',
    ),
    "takes too long": (
        "import time\ntime.sleep(600)",
        "CellTimeoutError",
        "took longer than the 2 s that a cell may",
    ),
    "cannot be interrupted": (
        "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(600)",
        "CellTimeoutError",
        "took longer than the 2 s that a cell may",
    ),
}


@pytest.mark.parametrize(("source", "ename", "evalue"), ENDS.values(), ids=ENDS)
def test_a_notebook_is_saved_whose_cell(
    source: str,
    ename: str,
    evalue: str,
    server: Server,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(forked, "GRACE", 0.5)
    given = notebook("print('first')", f"print('before')\n{source}", NEVER)

    executed, raised = execute(
        tmp_path / "out.ipynb",
        given,
        server=server,
        execution_timeout=2,
        memory_limit=500_000_000,
    )

    first, failed, never = code_cells(executed)
    assert raised is not None
    assert (raised.ename, raised.evalue) == (ename, evalue)
    assert statuses(executed) == ["completed", "failed", "pending"]
    assert (printed(first), printed(failed)[:7], never.outputs) == ("first\n", "before\n", [])
    assert psutil.Process(server.pid).children() == []


def test_a_time_out_tells_where_the_cell_was(server: Server, tmp_path: Path) -> None:
    given = notebook("import time\n\nwhile True:\n    time.sleep(0.1)")

    _, raised = execute(tmp_path / "out.ipynb", given, server=server, execution_timeout=1)

    assert raised is not None
    assert "----> 4     time.sleep(0.1)" in plain(raised.traceback)
    told = "CellTimeoutError: took longer than the 1 s that a cell may"
    assert plain(raised.traceback).endswith(told)


def test_the_other_process_of_a_cell_that_forks_ends_with_the_cell(
    server: Server, tmp_path: Path
) -> None:
    given = notebook(
        "import os\npid = os.fork()\nif pid:\n    os.waitpid(pid, 0)\nprint(bool(pid))", "'next'"
    )

    executed, raised = execute(tmp_path / "out.ipynb", given, server=server)

    assert raised is None
    assert [printed(cell) for cell in code_cells(executed)] == ["False\nTrue\n", ""]
    assert statuses(executed) == ["completed", "completed"]


def test_bytes_that_are_no_text_are_replaced(server: Server, tmp_path: Path) -> None:
    given = notebook("import os\nos.write(1, b'a\\xffb\\n');")

    executed, _ = execute(tmp_path / "out.ipynb", given, server=server)

    assert printed(code_cells(executed)[0]) == "a\ufffdb\n"


def test_output_below_python_stands_where_it_was_written(server: Server, tmp_path: Path) -> None:
    given = notebook(
        "import ctypes, os, subprocess\nprint('python')\nos.write(1, b'bytes\\n')\n"
        "subprocess.run(['echo', 'process'])\nctypes.CDLL(None).puts(b'C')\n"
        "ctypes.CDLL(None).fflush(None)\ndisplay('shown')\nprint('last')"
    )

    executed, _ = execute(tmp_path / "out.ipynb", given, server=server)

    texts = [out.get("text", "shown") for out in code_cells(executed)[0].outputs]
    assert texts == ["python\nbytes\nprocess\nC\n", "shown", "last\n"]


def test_no_process_is_left_where_the_notebook_cannot_be_written(
    server: Server, tmp_path: Path
) -> None:
    output = tmp_path / "out.ipynb"
    output.symlink_to("/dev/full")

    with pytest.raises(OSError, match="No space left"):
        execute(output, notebook("1"), server=server, request_save_on_cell_execute=False)

    assert psutil.Process(server.pid).children() == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_all_processes_end_with_the_one_that_executes(number: int, tmp_path: Path) -> None:
    given = notebook(
        "import os, pathlib, subprocess, time\n"
        "child = subprocess.Popen(['sleep', '600'])\n"
        "apart = subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
        "pids = os.getppid(), os.getpid(), child.pid, apart.pid\n"
        "pathlib.Path('new').write_text(' '.join(map(str, pids)))\n"
        "os.rename('new', 'pids')\ntime.sleep(600)",
        NEVER,
    )
    nbformat.write(given, tmp_path / "in.ipynb")
    command = [str(BIN / "papermill"), "--engine", "forked", "in.ipynb", "out.ipynb"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE) as papermill:
        processes = [psutil.Process(int(pid)) for pid in wait_for(tmp_path / "pids").split()]

        os.kill(papermill.pid, number)

        papermill.communicate(timeout=20)
    _, alive = psutil.wait_procs(processes, timeout=20)
    saved = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert alive == []
    assert statuses(saved) == ["failed" if number == signal.SIGINT else "running", "pending"]


def test_a_cell_can_end_what_it_started_where_the_thread_above_keeps_signals_away(
    tmp_path: Path,
) -> None:
    given = notebook(
        "import subprocess\nchild = subprocess.Popen(['sleep', '600'])\nchild.terminate()\n"
        "print(child.wait(10))"
    )
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT, signal.SIGTERM])
    try:
        with Server() as server:
            executed, _ = execute(tmp_path / "out.ipynb", given, server=server)
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    assert printed(code_cells(executed)[0]) == f"{-signal.SIGTERM}\n"


def wait_for(path: Path) -> str:
    """The text of a file that another process writes."""
    until = time.monotonic() + 60
    while not path.exists() and time.monotonic() < until:
        time.sleep(0.05)
    return path.read_text()


def test_a_notebook_fails_whose_server_dies_and_the_next_has_a_new_one(tmp_path: Path) -> None:
    kill = "import os, signal, time\nos.kill(os.getppid(), signal.SIGKILL)\ntime.sleep(600)"
    with Server() as server:
        executed, raised = execute(tmp_path / "one.ipynb", notebook(kill, NEVER), server=server)
        died = server.pid
        again, _ = execute(tmp_path / "two.ipynb", notebook("1 + 1"), server=server)

    assert raised is not None
    assert raised.evalue == "the kernel died: the process it was forked from ended"
    assert (died, statuses(executed), statuses(again)) == (
        None,
        ["failed", "pending"],
        ["completed"],
    )

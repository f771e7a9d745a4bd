"""A server: what it warms up, how many it runs at once, and what it leaves to papermill."""

from __future__ import annotations

import io
import logging
import os
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE, Popen
from threading import Timer
from typing import Any

import psutil
import pytest

from reportlib.base.errors import ExecutionError
from reportlib.engine.server import Server
from tests.engine.notebooks import code_cells, execute, notebook, printed, statuses, tagged


def shown(output: Path, server: Server | None, *cells: str, **options: Any) -> str:
    """What the last cell printed."""
    executed, _ = execute(output, notebook(*cells), server=server, **options)
    return printed(code_cells(executed)[-1])


@pytest.fixture
def warming(tmp_path: Path) -> Path:
    """A folder with modules to warm up with."""
    (tmp_path / "warming.py").write_text(
        "import os\nheld = []\ndef up():\n    held.append(os.getpid())\n"
        "def fail():\n    raise ValueError('no data')\n"
    )
    return tmp_path


def test_kernels_begin_with_what_the_warm_up_loaded(warming: Path) -> None:
    look = "import os, warming\nprint(warming.held == [os.getppid()])"

    with Server(["warming:up"], environment={"PYTHONPATH": str(warming)}) as server:
        found = shown(warming / "out.ipynb", server, look)

    assert (server.faults, found) == ({}, "True\n")


def test_a_warm_up_that_fails_is_told_and_left_to_the_cells(warming: Path) -> None:
    names = ["warming:fail", "no_such_module", "warming:up"]

    with Server(names, environment={"PYTHONPATH": str(warming)}) as server:
        found = shown(warming / "out.ipynb", server, "import warming\nprint(len(warming.held))")

    assert (found, server.faults) == (
        "1\n",
        {
            "warming:fail": "ValueError: no data",
            "no_such_module": "ModuleNotFoundError: No module named 'no_such_module'",
        },
    )


def test_a_server_whose_owner_is_killed_while_it_warms_up_ends_without_a_word(
    tmp_path: Path,
) -> None:
    begun, going = tmp_path / "begun", tmp_path / "going"
    (tmp_path / "slow.py").write_text(
        "import time\nfrom pathlib import Path\n"
        f"Path({str(begun)!r}).touch()\n"
        f"while not Path({str(going)!r}).exists():\n    time.sleep(0.01)\n"
    )
    owner = "from reportlib.engine.server import Server; Server(['slow']).start()"
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    with Popen([sys.executable, "-c", owner], env=environment, stderr=PIPE, text=True) as started:
        while not begun.exists():
            assert started.poll() is None
            time.sleep(0.01)
        started.kill()
        going.touch()
        assert started.communicate(timeout=30)[1] == ""  # which the server holds open to its end


def test_another_stamp_replaces_the_process_and_the_same_does_not(server: Server) -> None:
    pids = []
    for stamp in ("one", "one", "two"):
        server.renew(stamp)
        server.start()
        pids.append(server.pid)

    assert pids[0] == pids[1] != pids[2]
    assert not psutil.pid_exists(pids[0] or 0)


def test_notebooks_run_at_once_in_threads(server: Server, tmp_path: Path) -> None:
    meet = (
        "import os, pathlib, time\n"
        "pathlib.Path(place).touch()\n"
        "while len(list(pathlib.Path().glob('here-*'))) < 3:\n    time.sleep(0.01)\n"
        "print(place, os.environ['PLACE'], os.getcwd())"
    )
    together = tmp_path / "together"
    together.mkdir()

    def run(name: str) -> str:
        folder = tmp_path / name
        folder.mkdir()
        executed, _ = execute(
            folder / "out.ipynb",
            notebook(tagged("place = ''", "parameters"), meet),
            server=server,
            parameters={"place": name},
            working_folder=together,
            environment={"PLACE": name.upper()},
            execution_timeout=60,
        )
        return printed(code_cells(executed)[-1])

    names = ["here-a", "here-b", "here-c"]
    with ThreadPoolExecutor(3) as pool:
        said = list(pool.map(run, names))

    assert said == [f"{name} {name.upper()} {together}\n" for name in names]


def test_the_server_outlives_the_thread_that_started_it(tmp_path: Path) -> None:
    with Server() as server:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(server.start).result()
        begun = server.pid
        shown(tmp_path / "out.ipynb", server, "1")

        assert begun == server.pid is not None


def test_a_server_that_is_closed_ends_its_kernels_and_starts_no_more(tmp_path: Path) -> None:
    server = Server()
    server.start()
    timer = Timer(1, server.close)
    timer.start()

    slow = notebook("import time\ntime.sleep(600)", "1")
    executed, raised = execute(tmp_path / "out.ipynb", slow, server=server)
    timer.join()

    assert raised is not None
    assert raised.ename == "DeadKernelError"
    assert (server.pid, statuses(executed)) == (None, ["failed", "pending"])
    with pytest.raises(ExecutionError, match="was closed"):
        execute(tmp_path / "out.ipynb", notebook("1", "2"), server=server)


def test_a_notebook_that_could_not_be_started_says_that_no_cell_ran(tmp_path: Path) -> None:
    server = Server()
    server.close()
    output = tmp_path / "out.ipynb"

    with pytest.raises(ExecutionError):
        execute(output, notebook("1", "2"), server=server)

    assert '"status": "completed"' not in output.read_text()


@pytest.mark.parametrize(
    ("metadata", "options", "reason"),
    [
        ({"reportlib": {"engine": "stock"}}, {}, "it is asked for"),
        ({}, {"engine_option": "stock"}, "it is asked for"),
        ({}, {"coalesce_streams": True}, "the options coalesce_streams"),
    ],
    ids=["metadata", "option", "an option that only nbclient has"],
)
def test_papermills_own_engine_is_used_where_needed_and_told(
    metadata: dict[str, object],
    options: dict[str, Any],
    reason: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    look = "from ipykernel.kernelapp import IPKernelApp\nimport os\n"
    look += "print(IPKernelApp.initialized(), os.getcwd(), os.environ['PLACE'])"

    with caplog.at_level(logging.INFO, "papermill"):
        executed, _ = execute(
            tmp_path / "out.ipynb",
            notebook(look, **metadata),
            working_folder=tmp_path,
            environment={"PLACE": "x"},
            **options,
        )

    assert printed(code_cells(executed)[0]) == f"True {tmp_path} x\n"
    assert f"Executed by papermill's own engine: {reason}" in caplog.messages


def test_an_engine_of_another_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExecutionError, match="engine: is 'other'; expected `forked` or `stock`"):
        execute(tmp_path / "out.ipynb", notebook("1"), engine_option="other")


def test_output_is_logged_and_written_as_it_comes(
    server: Server, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    out, err = io.StringIO(), io.StringIO()
    cell = "import sys, time\nprint('one')\ntime.sleep(0.7)\nprint('two', file=sys.stderr)\n3"

    with caplog.at_level(logging.INFO, "papermill"):
        execute(
            tmp_path / "out.ipynb",
            notebook(cell),
            server=server,
            log_output=True,
            stdout_file=out,
            stderr_file=err,
        )

    logged = [text for text in caplog.messages if text.strip() in ("one", "two", "3")]
    assert (logged, out.getvalue(), err.getvalue()) == (["one\n", "two\n", "3"], "one\n", "two\n")


@pytest.mark.parametrize("options", [{"allow_errors": True}, {"allow_error_names": ["KeyError"]}])
def test_errors_that_are_allowed_do_not_end_a_cell(
    options: dict[str, Any], server: Server, tmp_path: Path
) -> None:
    executed, _ = execute(
        tmp_path / "out.ipynb", notebook("{}['a']", "2"), server=server, **options
    )

    assert statuses(executed)[1] == "completed"

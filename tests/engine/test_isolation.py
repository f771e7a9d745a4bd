"""What one notebook leaves behind, the next does not find."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from reportlib.engine.server import Server
from tests.engine.notebooks import code_cells, execute, notebook

IMPORTS = "import builtins, json, os, random, sys, threading, time, warnings\nimport matplotlib\n"
LEFT_BEHIND = {
    "globals": ("left = 1", "'left' in globals()"),
    "builtins": ("builtins.left = 1", "hasattr(builtins, 'left')"),
    "patched modules": ("random.shuffle = None", "random.shuffle is None"),
    "imported modules": ("import colorsys", "'colorsys' in sys.modules"),
    "settings of matplotlib": (
        "matplotlib.rcParams['lines.linewidth'] = 77",
        "matplotlib.rcParams['lines.linewidth']",
    ),
    "figures": (
        "%config InlineBackend.close_figures = False\n"
        "import matplotlib.pyplot as plt\nplt.figure()",
        "from matplotlib._pylab_helpers import Gcf\nlen(Gcf.figs)",
    ),
    "working folder": ("os.chdir('/')", "os.getcwd()"),
    "environment": ("os.environ['LEFT'] = '1'", "'LEFT' in os.environ"),
    "open files": ("held = open(os.devnull)", "sorted(os.listdir('/proc/self/fd'))[:-1]"),
    "threads": (
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()",
        "threading.active_count()",
    ),
    "warnings turned off": ("warnings.simplefilter('error')", "warnings.filters[0][0]"),
    "path": ("sys.path.append('left')", "'left' in sys.path"),
    "history": ("1 + 1", "Out"),
}


def value(output: Path, server: Server, *cells: str) -> str:
    """The result of the last cell."""
    executed, _ = execute(output, notebook(IMPORTS, *cells), server=server)
    return str(code_cells(executed)[-1].outputs[-1].data["text/plain"])


@pytest.mark.parametrize(("mess", "look"), LEFT_BEHIND.values(), ids=LEFT_BEHIND)
def test_nothing_is_left_of(mess: str, look: str, server: Server, tmp_path: Path) -> None:
    before = value(tmp_path / "before.ipynb", server, "0", look)
    within = value(tmp_path / "within.ipynb", server, mess, look)
    after = value(tmp_path / "after.ipynb", server, "0", look)

    assert (within != before, after) == (True, before)


def test_random_numbers_are_others_in_each_notebook(server: Server, tmp_path: Path) -> None:
    look = "import numpy as np\nrandom.random(), np.random.rand(), np.random.default_rng().random()"

    first, second = (value(tmp_path / "out.ipynb", server, look) for _ in range(2))

    assert not set(first.strip("()").split(", ")) & set(second.strip("()").split(", "))


def runs(pid: int) -> bool:
    """Whether a process is there and has not ended; one that ended waits for its parent."""
    place = Path(f"/proc/{pid}/cmdline")
    return place.exists() and bool(place.read_bytes())


STARTS = {
    "in its session": "subprocess.Popen(['sleep', '600']).pid",
    "in one of its own": "subprocess.Popen(['sleep', '600'], start_new_session=True).pid",
    "by one that has ended": (
        "int(subprocess.check_output('setsid sleep 600 >&- 2>&- & echo $!', shell=True))"
    ),
}


@pytest.mark.parametrize("started", STARTS.values(), ids=STARTS)
def test_a_background_process_ends_with_its_notebook(
    started: str, server: Server, tmp_path: Path
) -> None:
    start = f"import subprocess\n{started}"

    pid = int(value(tmp_path / "out.ipynb", server, start))

    until = time.monotonic() + 20
    while runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not runs(pid)


def test_what_a_notebook_registers_for_its_end_is_done(server: Server, tmp_path: Path) -> None:
    made = value(
        tmp_path / "out.ipynb",
        server,
        "import tempfile\nfolder = tempfile.TemporaryDirectory()\nfolder.name",
    )

    assert not Path(made.strip("'")).exists()


def test_settings_that_the_warm_up_changed_are_as_new(tmp_path: Path) -> None:
    look = "matplotlib.rcParams['lines.linewidth']"
    (tmp_path / "warming.py").write_text(
        "import matplotlib\ndef up():\n    matplotlib.rcParams['lines.linewidth'] = 77\n"
    )

    with Server(["warming:up"], environment={"PYTHONPATH": str(tmp_path)}) as warm:
        found = value(tmp_path / "out.ipynb", warm, look)

    assert (warm.faults, found) == ({}, "1.5")


def test_figures_appear_after_a_warm_up_that_drew_by_pyplot(tmp_path: Path) -> None:
    (tmp_path / "warming.py").write_text(
        "import matplotlib.pyplot as plt\ndef up():\n    plt.close(plt.figure())\n"
    )
    draw = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"

    with Server(["warming:up"], environment={"PYTHONPATH": str(tmp_path)}) as warm:
        executed, _ = execute(tmp_path / "out.ipynb", notebook(draw), server=warm)

    assert "image/png" in code_cells(executed)[0].outputs[-1].data

"""What a forked kernel gives is what one of papermill's own gives, cell by cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode, v4

from tests.engine.notebooks import execute, notebook, tagged
from tests.projects import ROOT
from tools.same_as_stock import compare, differences

EXPECTED = "raises-exception"
STRESS = {
    "streams": (
        "import sys\nprint('out', 1, flush=True)\nprint('err', file=sys.stderr)\nprint('out 2')"
    ),
    "no line end": "print('no end', end='')",
    "result": "[1, 2.5, None, 'text']",
    "display and result": (
        "from IPython.display import display, HTML\ndisplay(HTML('<b>1</b>'))\n'last'"
    ),
    "text between displays": "for i in range(3):\n    print(i)\n    display(i)",
    "displayed, to be updated": "handle = display('first', display_id='here')\ndisplay('beside')",
    "updated from a later cell": "handle.update('second')",
    "cleared": (
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')"
    ),
    "cleared later": "display('gone')\nclear_output(wait=True)\ndisplay('kept')",
    "cleared never": "display('kept')\nclear_output(wait=True)",
    "mimebundle": (
        "display({'application/json': {'a': [1, None, True]}, 'text/plain': 'x'}, raw=True)"
    ),
    "history": "_, sorted(Out), In[3]",
    "semicolon": "5;",
    "unicode": "print('汉字 é \\U0001f600')",
    "not to be encoded": "print('\\udcff')",
    "threads": (
        "import threading\n"
        "threads = [threading.Thread(target=print, args=('thread',)) for _ in range(3)]\n"
        "for thread in threads:\n    thread.start()\n    thread.join()"
    ),
    "await": "import asyncio\nawait asyncio.sleep(0.01, 'awaited')",
    "gather": "await asyncio.gather(*(asyncio.sleep(0, i) for i in range(3)))",
    "a loop is running": "asyncio.get_running_loop().is_running()",
    "bash": "%%bash\necho one\necho two",
    "shell": "!echo three",
    "shell to a name": "lines = !echo four\nlines",
    "captured": "%%capture held\nprint('held')\ndisplay('held too')",
    "captured and shown": "held.show()",
    "cell magic that writes": "%%writefile written.txt\ntext",
    "line magic": "%pwd\n%cat written.txt",
    "frame": "import pandas as pd\npd.DataFrame({'a': [1, 2], 'b': ['x', None]})",
    "figure": "import matplotlib.pyplot as plt\nplt.plot([1, 3, 2])\nprint('drawn')",
    "two figures": (
        "plt.figure(); plt.plot([1]); plt.show()\nplt.figure(); plt.plot([2]); plt.title('t')"
    ),
    "figure as result": (
        "from matplotlib.figure import Figure\nf = Figure()\nf.subplots().bar([1], [2])\nf"
    ),
    "backend": "import matplotlib\nmatplotlib.get_backend(), plt.isinteractive()",
    "svg": "%config InlineBackend.figure_formats = ['svg']\nplt.rcParams['svg.hashsalt'] = 'x'",
    "warning": "import warnings\nwarnings.warn('careful')",
    "logging": "import logging\nlogging.warning('logged')",
    "notebook known": "'IPKernelApp' in get_ipython().config, type(get_ipython()).__name__",
    "environment": "import os\nsorted(n for n in os.environ if n not in ('JPY_PARENT_PID', '_'))",
    "terminal": "[os.environ[n] for n in ('TERM', 'PAGER', 'FORCE_COLOR', 'MPLBACKEND')]",
    "standard input": "sys.stdin.read()",
    "path": "sys.path",
    "large": "print('x' * 1_500_000)\ndisplay({'text/plain': 'y' * 1_500_000}, raw=True)",
}
FAILING = {
    "raise": "def f(x):\n    return 1 / x\n\nprint('before')\nf(0)",
    "chained": (
        "try:\n    f(0)\nexcept ZeroDivisionError as error:\n    raise KeyError('k') from error"
    ),
    "syntax": "1 +",
    "unknown name": "nothing_of_this_name",
    "input": "input('name? ')",
    "unknown magic": "%nothing_of_this_name",
    "awaited error": "await asyncio.sleep('x')",
    "repr fails": "class Bad:\n    def __repr__(self):\n        raise ValueError('no repr')\nBad()",
    "bash fails": "%%bash\nexit 3",
    "leave": "import sys\nsys.exit(3)",
}


def stress() -> NotebookNode:
    cells = [v4.new_markdown_cell("# Stress"), v4.new_raw_cell("raw")]
    cells += [tagged("economy = 'CHN'\nyear = 2000", "parameters")]
    cells += [v4.new_code_cell(source) for source in STRESS.values()]
    cells += [tagged(source, EXPECTED, name) for name, source in FAILING.items()]
    cells += [v4.new_code_cell("  \n"), tagged("1 / 0", "skip-execution")]
    cells += [v4.new_code_cell("economy, year")]
    return notebook(*cells)


def both(folder: Path, given: NotebookNode, **options: Any) -> tuple[NotebookNode, NotebookNode]:
    """The executed notebook by papermill's own engine, and by the forked one."""
    executed = []
    for engine in (None, "forked"):
        place = folder / (engine or "stock")
        place.mkdir()
        done, _ = execute(folder / f"{engine}.ipynb", given, engine, cwd=place, **options)
        executed.append(done)
    return executed[0], executed[1]


def test_outputs_counts_and_metadata_are_the_same(tmp_path: Path) -> None:
    stock, forked = both(tmp_path, stress(), parameters={"economy": "JPN"})

    assert list(differences(stock, forked)) == []


def test_a_notebook_that_fails_is_left_the_same(tmp_path: Path) -> None:
    given = notebook("print('before')", "1 / 0", "print('never')")

    stock, forked = both(tmp_path, given)

    assert list(differences(stock, forked)) == []
    assert forked.metadata.papermill.exception is True
    assert "Execution using papermill encountered" in "".join(c.source for c in forked.cells)


@pytest.mark.book
@pytest.mark.parametrize("name", ["index", "chapters/claims"])
def test_a_chapter_is_the_same(name: str) -> None:
    assert compare(ROOT / f"{name}.ipynb", {"economy": "KEN"}) == []

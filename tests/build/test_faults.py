"""What is said of a chapter that fails: cell and line, the module's file and line, the error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from reportlib.base.project import PACKAGE
from reportlib.build.chapters import Chapter
from reportlib.build.execution import Job, execute_chapters
from reportlib.build.faults import Fault, read_fault
from tests.conftest import use
from tests.projects import REPORTLIB, chapter, code, run_program, write_notebook, write_project

OFFICES = """\
import pandas


def check(office):
    if office != "US":
        raise ValueError(f"no such office: {office}")


def checked():
    check("XX")


def column(name):
    return pandas.DataFrame({"office": ["US"]})[name]


def first():
    try:
        column("grants")
    except KeyError as error:
        raise LookupError("no grants are held") from error
"""
BROKEN = "year = 2020\nyear = = 2021\n"
OURS = "import sys\nsys.path.insert(0, {folder!r})\nimport offices\n"
TRIED = """\
try:
    offices.column("grants")
except KeyError as error:
    raise LookupError("no grants are held") from error
"""
CHAPTERS = {
    "in-the-cell": ["\nfilings = {}\nfilings['US']"],
    "in-an-earlier-cell": ["def share():\n    return 1 / 0", "share()"],
    "in-a-module": [OURS, "offices.check(\n    'XX'\n)"],
    "in-a-module-by-another": [OURS + "offices.checked()"],
    "in-a-library": [OURS + "offices.column('grants')"],
    "in-a-library-alone": ["import pandas\npandas.DataFrame({'a': [1]})['b']"],
    "with-a-cause": [OURS + "offices.first()"],
    "with-a-cause-in-the-cell": [OURS, TRIED],
    "unreadable-cell": ["year = 2020\nyear = = 2021"],
    "unreadable-module": [OURS, "import broken"],
    "of-an-input": [
        "from reportlib.base.parameters import check_parameters\ncheck_parameters({'economy': 'X'})"
    ],
    "of-a-magic": ["%nosuchmagic"],
    "exits": ["import sys\nsys.exit('no more')"],
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is said of each chapter, on the first line."""
    root = tmp_path_factory.mktemp("faults") / "project"
    modules = root / "modules"
    cells = {
        name: chapter(name, *(code(source.format(folder=str(modules))) for source in sources))
        if OURS in sources[0]
        else chapter(name, *map(code, sources))
        for name, sources in CHAPTERS.items()
    }
    write_project(root, cells)
    modules.mkdir()
    (modules / "offices.py").write_text(OFFICES, encoding="utf-8")
    (modules / "broken.py").write_text(BROKEN, encoding="utf-8")
    jobs = [
        Job(
            Chapter(name, root / "chapters" / f"{name}.ipynb"),
            {"economy": "JPN", "peers": "top"},
            root / "_build" / f"{name}.ipynb",
        )
        for name in CHAPTERS
    ]
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        return {
            result.job.chapter.name: result.explain().partition("\n  The notebook")[0]
            for result in execute_chapters(jobs)
        }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("in-the-cell", "cell 3, line 3: filings['US']: KeyError: 'US'"),
        ("in-an-earlier-cell", "cell 4, line 1: share(): ZeroDivisionError: division by zero"),
        (
            "in-a-module",
            "cell 4, line 1: offices.check(: ValueError: no such office: XX "
            "(modules/offices.py, line 6)",
        ),
        (
            "in-a-module-by-another",
            "cell 3, line 4: offices.checked(): ValueError: no such office: XX "
            "(modules/offices.py, line 6)",
        ),
        (
            "in-a-library",
            "cell 3, line 4: offices.column('grants'): KeyError: 'grants' "
            "(modules/offices.py, line 14)",
        ),
        ("in-a-library-alone", "cell 3, line 2: pandas.DataFrame({'a': [1]})['b']: KeyError: 'b'"),
        (
            "with-a-cause",
            "cell 3, line 4: offices.first(): LookupError: no grants are held "
            "(modules/offices.py, line 21)",
        ),
        (
            "with-a-cause-in-the-cell",
            'cell 4, line 4: raise LookupError("no grants are held") from error: '
            "LookupError: no grants are held",
        ),
        ("unreadable-cell", "cell 3, line 2: year = = 2021: SyntaxError: invalid syntax"),
        (
            "unreadable-module",
            "cell 4, line 1: import broken: SyntaxError: invalid syntax "
            "(modules/broken.py, line 2)",
        ),
        ("exits", "cell 3: SystemExit: no more"),
    ],
)
def test_a_fault_is_told_with_its_place(name: str, expected: str, told: Mapping[str, str]) -> None:
    assert told[name] == f"chapters/{name}.ipynb, {expected}"


def test_an_error_of_an_input_is_told_with_its_place_too(told: Mapping[str, str]) -> None:
    said = told["of-an-input"]
    place = "cell 3, line 2: check_parameters({'economy': 'X'}): ParameterError: economy = 'X' is"
    assert said.startswith(f"chapters/of-an-input.ipynb, {place}")
    assert f"({PACKAGE / 'base' / 'parameters.py'}, line " in said


def test_what_ipython_only_says_on_standard_error_is_told(told: Mapping[str, str]) -> None:
    said = told["of-a-magic"]
    assert said.startswith("chapters/of-a-magic.ipynb, cell 3: ")
    assert "`%nosuchmagic` not found" in said


def test_a_message_like_a_frame_is_not_taken_for_one() -> None:
    message = "\nFile /project/src/other.py:7, in f\nCell In[9], line 8"
    frames = ["Cell In[2], line 1\n----> 1 f()", f"ValueError: {message}"]
    fault = read_fault(3, "f()", "ValueError", message, frames, Path("/project"))
    assert fault == Fault(f"ValueError: {message}", 3, 1, "f()")


def test_packages_installed_within_the_project_are_not_its_modules() -> None:
    library = "File /project/.venv/lib/python3.11/site-packages/pandas/core/frame.py:7, in g(x)"
    frames = ["Cell In[2], line 1", "File /project/src/own.py:5, in f()", library]
    fault = read_fault(3, "f()", "KeyError", "'x'", frames, Path("/project"))
    assert fault.module == "src/own.py, line 5"


@pytest.mark.parametrize("command", [("run", "first"), ("build",)], ids=" ".join)
def test_a_fault_is_told_once(command: tuple[str, ...], project: Path) -> None:
    for name in ("first", "second") if command == ("build",) else ("first",):
        cells = chapter(name, code("float('twelve')"))
        write_notebook(project / "chapters" / f"{name}.ipynb", cells)
    done = run_program(REPORTLIB, *command, cwd=project)
    failed = ["first", "second"] if command == ("build",) else ["first"]
    assert done.returncode == 1
    assert done.stderr.count("ValueError: could not convert string to float: 'twelve'") == len(
        failed
    )
    for name in failed:
        assert f"{name}: failed in " in done.stderr
        assert done.stderr.count(f"Error: chapters/{name}.ipynb, cell 3, line 1: float(") == 1

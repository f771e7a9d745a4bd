"""Errors keep their problems apart, and say where in a notebook they were raised."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from types import ModuleType

import pytest

from reportlib.base.errors import (
    BuildError,
    ChapterError,
    DatasetError,
    ExecutionError,
    ParameterError,
    ProjectError,
    ReportError,
    raise_all,
)

KINDS = (BuildError, ChapterError, DatasetError, ExecutionError, ParameterError, ProjectError)
RAISES = (
    "from reportlib.base.errors import DatasetError\n\n\ndef fail():\n    raise DatasetError('a')\n"
)


def test_an_error_says_each_problem_on_a_line_of_its_own() -> None:
    error = ReportError("one", "two")
    assert error.problems == ("one", "two")
    assert str(error) == "one\ntwo"


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_leaves_another_process_as_it_is(kind: type[ReportError]) -> None:
    error = pickle.loads(pickle.dumps(kind("one", "two")))  # noqa: S301
    assert type(error) is kind
    assert error.problems == ("one", "two")


def test_all_problems_are_raised_in_one_error() -> None:
    with pytest.raises(ChapterError) as error:
        raise_all(ChapterError, (f"problem {number}" for number in range(2)))
    assert error.value.problems == ("problem 0", "problem 1")


def test_where_there_is_no_problem_nothing_is_raised() -> None:
    raise_all(ChapterError, iter(()))


def module(name: str, file: str, source: str) -> ModuleType:
    """A module of this source, as it were in a file."""
    found = ModuleType(name)
    exec(compile(source, file, "exec"), vars(found))  # noqa: S102
    return found


def shown(call: Callable[[], object]) -> list[str]:
    """What IPython shows of the error that a call raises."""
    with pytest.raises(ReportError) as error:
        call()
    trace = error.value.__traceback__
    assert trace is not None
    return error.value.with_traceback(trace.tb_next)._render_traceback_()  # without this function


def test_an_error_raised_in_a_cell_is_shown_with_its_line_alone() -> None:
    cell = module("__main__", "cell", f"\n{RAISES}\n\ndef outer():\n    fail()\n")
    assert shown(cell.outer) == ["Cell, line 10", "DatasetError: a"]


def test_an_error_of_a_module_is_shown_with_the_lines_of_cell_and_module() -> None:
    own = module("own", "/project/own.py", RAISES)
    cell = module("__main__", "cell", "\n\ndef outer():\n    call()\n")
    vars(cell)["call"] = own.fail
    assert shown(cell.outer) == ["Cell, line 4", "File /project/own.py:5", "DatasetError: a"]


def test_of_several_modules_the_one_that_raised_is_shown() -> None:
    own = module("own", "/project/own.py", RAISES)
    other = module("other", "/project/other.py", "def outer():\n    call()\n")
    vars(other)["call"] = own.fail
    assert shown(other.outer) == ["File /project/own.py:5", "DatasetError: a"]


def test_an_error_that_several_problems_raised_is_shown_from_the_caller() -> None:
    own = module("own", "/project/own.py", "def check():\n    raise_all(kind, ['a', 'b'])\n")
    vars(own).update(raise_all=raise_all, kind=DatasetError)
    assert shown(own.check) == ["File /project/own.py:2", "DatasetError: a\nb"]


def test_an_error_that_was_never_raised_is_shown_by_its_words() -> None:
    assert DatasetError("a")._render_traceback_() == ["DatasetError: a"]

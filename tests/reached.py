"""A plugin of pytest: an assertion that no test ever reached fails the session.

A loop over nothing, a branch that is never taken, a line after the one that raises: a test with
such an assertion passes whatever the code does. So each assertion notes that it was reached; at
the end those that were not are told with file and line.

A test is judged where all its cases passed: not where one failed, was skipped, left out with
``-k`` or ``-m``, or named by itself. What stands in no test, but in a helper or a fixture of a
test module, is judged where all tests of the module passed.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import time
from typing import Any, cast

import pytest
from _pytest.assertion import rewrite

NOTE = "@note_reached"  # a name that no test can have


@dataclass
class Record:
    """What one process saw; under xdist the processes of the workers send theirs."""

    reached: set[tuple[str, int]] = field(default_factory=set)
    """Files and lines of assertions."""
    chosen: dict[str, tuple[str, str]] = field(default_factory=dict)
    """The file and function of each test that was to be run, by its id."""
    left_out: set[tuple[str, str]] = field(default_factory=set)
    passed: set[str] = field(default_factory=set)
    started: float = field(default_factory=time)

    def add(self, other: Record) -> None:
        """Take in what another process saw."""
        self.reached |= other.reached
        self.chosen |= other.chosen
        self.left_out |= other.left_out
        self.passed |= other.passed


SEEN = Record()


def note_reached(file: str, line: int) -> None:
    """Called by each assertion of a test module before it is tried."""
    SEEN.reached.add((file, line))


@dataclass(frozen=True, order=True)
class Assertion:
    """An assertion in a file, and the test that it stands in, if it stands in one."""

    file: str
    line: int
    test: str
    source: str


def unreached(record: Record) -> list[Assertion]:
    """The assertions of tests and modules that passed as a whole which were never reached."""
    spoilt = {record.chosen[test] for test in record.chosen.keys() - record.passed}
    spoilt |= record.left_out
    whole = {file for file, _ in record.chosen.values()} - {file for file, _ in spoilt}
    return [
        found
        for file in sorted({file for file, _ in record.chosen.values()})
        if Path(file).stat().st_mtime <= record.started  # else its lines are others by now
        for found in assertions_of(Path(file))
        if (file, found.line) not in record.reached
        and ((file, found.test) not in spoilt if found.test else file in whole)
    ]


def assertions_of(path: Path) -> Iterator[Assertion]:
    """All assertions of a test module, in its order."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    yield from sorted(_assertions(tree, str(path), ()))


def _assertions(node: ast.AST, file: str, within: Sequence[str]) -> Iterator[Assertion]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Assert):
            test = ".".join(within) if within and within[-1].startswith("test") else ""
            yield Assertion(file, child.lineno, test, ast.unparse(child))
        elif within and within[-1].startswith("test"):  # all in a test is the test's
            yield from _assertions(child, file, within)
        elif isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            yield from _assertions(child, file, (*within, child.name))
        else:
            yield from _assertions(child, file, within)


class _Noting(ast.NodeTransformer):
    """Puts a call before each assertion that notes it as reached."""

    def __init__(self, file: str) -> None:
        self.file = file

    def visit_Assert(self, node: ast.Assert) -> list[ast.stmt]:
        name = ast.Name(NOTE, ast.Load())
        arguments: list[ast.expr] = [ast.Constant(self.file), ast.Constant(node.lineno)]
        call = ast.Expr(ast.Call(name, arguments, []))
        return [ast.fix_missing_locations(ast.copy_location(call, node)), node]


def _note_in(tree: ast.Module, path: str) -> None:
    _Noting(path).visit(tree)
    alias = ast.alias(note_reached.__name__, NOTE)
    place = next(
        (at for at, node in enumerate(tree.body) if not _comes_first(node)), len(tree.body)
    )
    imported = ast.ImportFrom(__name__, [alias], 0)
    if tree.body:
        ast.copy_location(imported, tree.body[0])
    tree.body.insert(place, ast.fix_missing_locations(imported))


def _comes_first(node: ast.stmt) -> bool:
    """Whether it is the docstring, or an import that must stand above all others."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.ImportFrom) and node.module == "__future__"


# The hooks


def pytest_configure(config: pytest.Config) -> None:
    """Let pytest compile test modules with the notes, apart from those it holds without."""
    if rewrite.PYC_TAIL.startswith("-reached"):
        return
    rewrite.PYC_TAIL = f"-reached{rewrite.PYC_TAIL}"
    by_pytest = rewrite.rewrite_asserts

    def rewrite_asserts(
        mod: ast.Module,
        source: bytes,
        module_path: str | None = None,
        config: pytest.Config | None = None,
    ) -> None:
        if module_path and Path(module_path).name.startswith("test_"):
            _note_in(mod, module_path)
        by_pytest(mod, source, module_path, config)

    rewrite.rewrite_asserts = rewrite_asserts


def pytest_collection_finish(session: pytest.Session) -> None:
    """Know which tests are to be run."""
    SEEN.chosen |= {item.nodeid: place for item in session.items if (place := _place(item))}


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    """Know which tests are not judged, since some of their cases are left out."""
    SEEN.left_out |= {place for item in items if (place := _place(item))}


def _place(item: pytest.Item) -> tuple[str, str] | None:
    if not isinstance(item, pytest.Function):
        return None
    within = f"{item.cls.__qualname__}." if item.cls else ""
    return str(item.path), within + item.originalname


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Know which tests passed."""
    if report.when == "call" and report.outcome == "passed" and not hasattr(report, "wasxfail"):
        SEEN.passed.add(report.nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Take in what a worker of xdist saw; one that died has nothing to say."""
    output = getattr(node, "workeroutput", {})
    if "reached" in output:
        reached, chosen, left_out, passed = output["reached"]
        SEEN.add(
            Record(
                {(file, line) for file, line in reached},
                {test: (file, name) for test, (file, name) in chosen.items()},
                {(file, name) for file, name in left_out},
                set(passed),
            )
        )


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the session, or hand the record to the process that can."""
    config = session.config
    if hasattr(config, "workeroutput"):
        config.workeroutput["reached"] = [
            [list(each) for each in SEEN.reached],
            {test: list(place) for test, place in SEEN.chosen.items()},
            [list(each) for each in SEEN.left_out],
            list(SEEN.passed),
        ]
    elif session.exitstatus == pytest.ExitCode.OK and _found(config):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Name the assertions that were never reached."""
    found = _found(config)
    if found:
        terminalreporter.section("assertions that were never reached")
    for one in found:
        place = f"{Path(one.file).relative_to(config.rootpath)}:{one.line}"
        terminalreporter.line(f"{place}: in {one.test or 'a helper'}: {one.source}", red=True)


def _found(config: pytest.Config) -> list[Assertion]:
    """Nothing where single tests were named: of the others' cases nothing is known."""
    named = any("::" in argument for argument in config.args)
    again = cast(bool, config.getoption("lf", default=False))
    return [] if named or again else unreached(SEEN)

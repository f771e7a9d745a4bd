"""Break the code in small ways, one at a time, and tell which breaks no test notices.

    python tools/mutants.py [--sample N] [--seed S] [--jobs N] [--every] [PATH[:LINE] ...]

The breaks are mutmut's: another number, a text with XX around it, ``<`` for ``<=``, ``None``
for an argument, an argument left out, and so on. So many lines are drawn as ``--sample`` says,
from base, content, build and topics by their lengths, or from the files below the paths named,
and one break of each; the same seed draws the same. A break is judged by those fast tests of
its folder that reach the line, themselves or in a process that they start, each time in a new
process and in a copy of the project.

A test that fails kills the mutant, and so does one that takes far longer than it should.
tests/mutants.yaml names the mutants that may live, each with why; they are told apart. The
report is printed, and written to _build/mutants.json. Ends with code 1 where fewer than nine
of ten are killed, or where an accepted mutant has no place in the code any more.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import gc
import json
import multiprocessing
import os
import random
import re
import shutil
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from importlib import import_module
from itertools import count, islice, repeat
from pathlib import Path
from time import perf_counter
from typing import Any, NamedTuple

import coverage
import libcst as cst
import pytest
import yaml
from libcst.metadata import MetadataWrapper, PositionProvider
from mutmut.mutation.mutators import mutation_operators

ROOT = Path(__file__).resolve().parents[1]
JUDGES = {
    "base": ("tests/base",),
    "content": ("tests/content",),
    "build": ("tests/build",),
    "topics": ("tests/topics",),
}
"""The folders that mutants are drawn from, each with the tests that judge it."""

WANTED = 0.9
GRACE = "beyond five times what the tests take without a mutant, before they are stopped"
ACCEPTED = "tests/mutants.yaml"
REPORT = "_build/mutants.json"
NOT_COPIED = (".git", ".venv", "_build", "node_modules", "dist", ".*_cache", ".hypothesis")
# Imported once, so that no mutant waits for them; the code under test is not among them.
PRELOADED = (
    "pandas",
    "matplotlib.pyplot",
    "frictionless",
    "hypothesis.strategies",
    "papermill",
    "playwright.sync_api",
    "pydantic",
    "sphinx",
)
NEVER_MUTATED_CALLS = {"len", "isinstance", "TypeVar", "NewType"}
"""As in mutmut: nothing is left of these calls without their arguments."""

Lines = tuple[int, int]
Folders = Mapping[str, Mapping[Path, set[int]]]
"""The files to draw from, by folder, each with the lines asked for, if any are."""


class Mutant(NamedTuple):
    """A break: its place, the lines before and after, and the whole file with it."""

    file: str
    line: int
    before: str
    after: str
    statement: Lines
    called: bool  # not run when the file is imported
    code: str


class Verdict(NamedTuple):
    """What became of a mutant."""

    mutant: Mutant
    outcome: str  # killed, timed out, survived, unreached
    tests: int
    seconds: float


class Reached(NamedTuple):
    """What the tests of a folder reach: per file and line the tests, and how long each takes."""

    lines: dict[str, dict[int, set[str]]]
    importing: dict[str, set[str]]
    seconds: dict[str, float]


# 1 Mutants: where they are, and which are drawn


class Places(cst.CSTVisitor):
    """Collects every break that mutmut's operators make in a file, by line."""

    METADATA_DEPENDENCIES = (PositionProvider,)

    def __init__(self) -> None:
        self.found: dict[int, list[Place]] = defaultdict(list)
        self._line = 1
        self._statements: list[Lines] = []
        self._functions: list[Lines] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Note the breaks of a node; go below unless nothing there can be judged."""
        if self._passed_over(node):
            return False
        first, last = self._lines_of(node) or (self._line, self._line)
        self._line = first
        if isinstance(node, cst.BaseCompoundStatement):
            body, _ = self._lines_of(node.body) or (last, last)
            self._statements.append((first, max(first, body - 1)))
        elif isinstance(node, cst.SimpleStatementLine):
            self._statements.append((first, last))
        if isinstance(node, cst.FunctionDef):
            self._functions.append(self._statements[-1])
        for kind, breaks in mutation_operators:
            if isinstance(node, kind):
                self.found[self._line] += [self._place(node, new) for new in breaks(node)]
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        """Leave a statement or a function."""
        if isinstance(original_node, cst.BaseCompoundStatement | cst.SimpleStatementLine):
            self._statements.pop()
        if isinstance(original_node, cst.FunctionDef):
            self._functions.pop()

    def _lines_of(self, node: cst.CSTNode) -> Lines | None:
        position = self.get_metadata(PositionProvider, node, None)  # operators have none
        return (position.start.line, position.end.line) if position else None

    def _place(self, old: cst.CSTNode, new: cst.CSTNode) -> Place:
        heads = self._functions[-1:]  # what stands in a function's head is run on import
        called = bool(heads) and heads[0] != self._statements[-1]
        return Place(self._line, old, new, self._statements[-1], called)

    @staticmethod
    def _passed_over(node: cst.CSTNode) -> bool:
        """Annotations, decorators, docstrings, and what cannot change the outcome here."""
        if isinstance(node, cst.Annotation | cst.Decorator | cst.Import | cst.ImportFrom):
            return True
        if isinstance(node, cst.Expr) and isinstance(node.value, cst.SimpleString):
            return True
        if isinstance(node, cst.Arg) and node.keyword is not None:
            return node.keyword.value == "encoding"  # UTF-8 is the default where tests run
        called = node.func if isinstance(node, cst.Call) else None
        return isinstance(called, cst.Name) and called.value in NEVER_MUTATED_CALLS


class Place(NamedTuple):
    """A break that can be made: a node and another in its place."""

    line: int
    old: cst.CSTNode
    new: cst.CSTNode
    statement: Lines
    called: bool  # not run when the file is imported


class Source:
    """A file of the package, with the breaks that can be made in it."""

    def __init__(self, root: Path, path: Path) -> None:
        """Parse a file and find its breaks."""
        self.file = path.relative_to(root).as_posix()
        self.text = path.read_text(encoding="utf-8")
        wrapper = MetadataWrapper(cst.parse_module(self.text))
        places = Places()
        wrapper.visit(places)
        self.module = wrapper.module
        self.places = {line: found for line, found in places.found.items() if found}

    def mutants(self, line: int, chance: random.Random) -> Iterator[Mutant]:
        """A line's breaks that leave valid code which is not the same, in any order."""
        for place in chance.sample(self.places[line], len(self.places[line])):
            code = cst.ensure_type(self.module.deep_replace(place.old, place.new), cst.Module).code
            if _differs(self.text, code):
                before, after = _changed(self.text, code)
                yield Mutant(self.file, line, before, after, place.statement, place.called, code)


def _differs(before: str, after: str) -> bool:
    try:
        return ast.dump(ast.parse(before)) != ast.dump(ast.parse(after))
    except SyntaxError:
        return False


def _changed(before: str, after: str) -> tuple[str, str]:
    """The lines that differ, without their indentation."""
    told = list(difflib.ndiff(before.splitlines(), after.splitlines()))
    old, new = ([line[2:].strip() for line in told if line[:2] == sign] for sign in ("- ", "+ "))
    return "\n".join(old), "\n".join(new)


def draw(root: Path, folders: Folders, sample: int, seed: int) -> list[Mutant]:
    """Draw mutants, from each folder as many as its share of the lines that can break."""
    lines = _lines(root, folders)
    total = sum(map(len, lines.values()))
    drawn = []
    for folder, places in lines.items():
        chance = random.Random(f"{seed} {folder}")  # noqa: S311
        wanted = max(1, round(sample * len(places) / total)) if places else 0
        shuffled = chance.sample(places, len(places))
        made = (next(source.mutants(line, chance), None) for source, line in shuffled)
        drawn += list(islice(filter(None, made), wanted))
    return drawn


def every(root: Path, folders: Folders) -> list[Mutant]:
    """All mutants."""
    chance = random.Random(0)  # noqa: S311
    places = [place for places in _lines(root, folders).values() for place in places]
    return [mutant for source, line in places for mutant in source.mutants(line, chance)]


def _lines(root: Path, folders: Folders) -> dict[str, list[tuple[Source, int]]]:
    """The lines that can break, by folder."""
    return {
        folder: [
            (source, line)
            for path, lines in files.items()
            for source in [Source(root, path)]
            for line in source.places
            if not lines or line in lines
        ]
        for folder, files in folders.items()
    }


def folder_of(file: str) -> str:
    """The folder of the package in which a file lies."""
    return Path(file).parts[2]


# 2 Tests: which reach a line, and what they say of a mutant


class Recorder:
    """A pytest plugin: tells coverage which test runs, and how long each takes.

    What a fixture of a module reaches counts for all its tests: the first to ask for it is not
    the only one to use it. What the code judged keeps for later calls is thrown away before each
    test, and what other code and the tests' helpers keep before each file of tests, so that
    every test reaches what it needs of the one, and every file of the other. A process that a
    test starts is told for whom it works.
    """

    def __init__(self, measured: coverage.Coverage, package: str, folder: str) -> None:
        self._measured = measured
        self._package = package
        self._folder = f"{package}.{folder}"
        self._file = ""
        self.seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Measure one test."""
        file = item.nodeid.partition("::")[0]
        self._forget(*([self._package, "tests"] if file != self._file else [self._folder]))
        self._file = file
        self._switch(item.nodeid)
        started = perf_counter()
        result = yield
        self.seconds[item.nodeid] = perf_counter() - started
        self._switch("")
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Iterator[None]:
        """Measure a fixture that tests share."""
        if fixturedef.scope == "function":
            return (yield)
        test = request._pyfuncitem.nodeid  # the test that asked first
        self._switch(request.node.nodeid)
        result = yield
        self._switch(test)
        return result

    def _switch(self, test: str) -> None:
        self._measured.switch_context(test)
        os.environ[TEST] = test

    def _forget(self, *above: str) -> None:
        for name, module in list(sys.modules.items()):
            if any(f"{name}.".startswith(f"{each}.") for each in above):
                for value in list(vars(module).values()):
                    with suppress(AttributeError, TypeError):
                        if value.__annotations__.get("return", "") not in (None, "None"):
                            value.cache_clear()  # what returns nothing is done once, not kept


class Chosen:
    """A pytest plugin: runs the tests that reach the mutant, and those it brings to life."""

    def __init__(self, tests: set[str], known: Iterable[str]) -> None:
        self._tests = tests
        self._known = set(known)

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what cannot see the mutant."""
        items[:] = [i for i in items if i.nodeid in self._tests or i.nodeid not in self._known]


def run_pytest(root: Path, arguments: Sequence[str], plugin: object, log: Path) -> int:
    """Run tests in this process, what they say going to a file."""
    os.chdir(root)
    handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    sys.path[:0] = [str(root), str(root / "src")]
    vars(sys.modules["__main__"]).pop("__file__", None)  # no spawned process needs this program
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # they take longer than most tests
    options = ["-x", "-q", "-p", "no:cacheprovider", "-m", "not book"]
    return int(pytest.main([*options, *arguments], plugins=[plugin]))


def measure(root: Path, folder: str, tests: Sequence[str], log: Path, found: Path) -> None:
    """Run a folder's tests without a mutant, and write down what each reaches."""
    package = _package(root)
    with _children_measured(package) as place:
        measured = coverage.Coverage(data_file=None, source=[str(package)], config_file=False)
        recorder = Recorder(measured, package.name, folder)
        measured.start()
        code = run_pytest(root, tests, recorder, log)
        measured.stop()
        every = [measured.get_data(), *_read_data(place)]
        lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for data in every:
            for path in data.measured_files():
                file = Path(path).relative_to(root).as_posix()
                for line, contexts in data.contexts_by_lineno(path).items():
                    lines[file][line] += contexts
    written = {"code": code, "lines": lines, "seconds": recorder.seconds}
    found.write_text(json.dumps(written), encoding="utf-8")


@contextmanager
def _children_measured(package: Path) -> Iterator[Path]:
    """Let every Python process that is started meanwhile write down what it reaches in a folder."""
    with tempfile.TemporaryDirectory() as name:
        (Path(name) / "sitecustomize.py").write_text(
            CHILD.format(data=str(Path(name) / "child"), package=str(package)), encoding="utf-8"
        )
        os.environ["PYTHONPATH"] = os.pathsep.join([name, os.environ["PYTHONPATH"]])
        yield Path(name)


CHILD = """\
import atexit
import os
from contextlib import suppress

import coverage

measured = coverage.Coverage(
    data_file={data!r}, data_suffix=True, source=[{package!r}], config_file=False,
    context=os.environ.get("MUTANTS_TEST", ""),
)
measured.set_option(
    "run:disable_warnings", ["no-data-collected", "module-not-imported", "module-not-measured"]
)
measured.start()


@atexit.register
def end():
    with suppress(Exception):  # such as a full disk, which is another's fault
        measured.stop()
        measured.save()
"""
TEST = "MUTANTS_TEST"
"""The variable that tells a process for which test it works."""


def _read_data(folder: Path) -> Iterator[coverage.CoverageData]:
    """What the children wrote down; some were stopped over it, or had no room for it."""
    for path in folder.glob("child.*"):
        data = coverage.CoverageData(str(path))
        with suppress(coverage.CoverageException):
            data.read()
            yield data


def reached(folder: str) -> Reached:
    """What the tests of a folder reach, measured in the copy of this process."""
    found, log = HERE.folder / "reached.json", HERE.folder / "log.txt"
    tests = [test for test in JUDGES[folder] if (HERE.root / test).exists()]
    if not tests:
        return Reached({}, {}, {})
    _apart(None, measure, HERE.root, folder, tests, log, found)
    held: dict[str, Any] = json.loads(found.read_text("utf-8")) if found.is_file() else {}
    if held.get("code", 1):
        raise RuntimeError(
            f"The tests of {folder} fail without any mutant. Mend them first.\n{log.read_text()}"
        )
    seconds: dict[str, float] = held["seconds"]
    inside: dict[str, set[str]] = defaultdict(set)  # what ran in no test is in none
    for test in seconds:
        inside[test] |= {test}
        inside[test.partition("::")[0]] |= {test}
    lines = {
        file: {int(line): _united(inside[c] for c in contexts) for line, contexts in found.items()}
        for file, found in held["lines"].items()
    }
    return Reached(lines, _importing(lines, inside), seconds)


def _united(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def _importing(files: Iterable[str], tests: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """The tests of the modules that name a file's module."""
    texts = {
        test: (HERE.root / test).read_text(encoding="utf-8")
        for test in tests
        if test.endswith(".py")
    }
    found = {}
    for file in files:
        module = ".".join(Path(file).with_suffix("").parts[1:]).removesuffix(".__init__")
        package, _, name = module.rpartition(".")
        words = re.compile(rf"from {package}\.{name} |from {package} import .*\b{name}\b")
        naming = (tests[test] for test, text in texts.items() if words.search(text))
        found[file] = _united(naming)
    return found


def tests_of(mutant: Mutant, reach: Reached) -> set[str]:
    """The tests that reach a mutant's statement.

    What is run on import is judged by all that reach the file or whose module imports it.
    """
    lines = reach.lines.get(mutant.file, {})
    first, last = mutant.statement
    found = [tests for line, tests in lines.items() if first <= line <= last]
    if mutant.called and (any(found) or not found):
        return _united(found)
    return reach.importing.get(mutant.file, set()) | _united(lines.values())


def judge(mutant: Mutant, tests: set[str], seconds: Mapping[str, float], grace: float) -> Verdict:
    """Put a mutant in its place in this process's copy, and run the tests that reach it."""
    started = perf_counter()
    if not tests:
        return Verdict(mutant, "unreached", 0, 0)
    path, kept, log = HERE.root / mutant.file, HERE.folder / "kept.py", HERE.folder / "log.txt"
    per_file: dict[str, float] = defaultdict(float)
    for test in tests:
        per_file[test.partition("::")[0]] += seconds[test]
    name = f"test_{path.stem}.py"  # those that are named for the file first, then the quickest
    files = sorted(per_file, key=lambda file: (not file.endswith(name), per_file[file]))
    limit = grace + 5 * sum(per_file.values())
    shutil.copy2(path, kept)
    try:
        path.write_text(mutant.code, encoding="utf-8")
        os.utime(path, (next(TIMES),) * 2)
        code = _apart(limit, run_pytest, HERE.root, files, Chosen(tests, seconds), log)
    finally:
        shutil.copy2(kept, path)
    outcome = "timed out" if code is None else "killed" if code else "survived"
    return Verdict(mutant, outcome, len(tests), perf_counter() - started)


def _apart(limit: float | None, function: Callable[..., Any], *arguments: Any) -> int | None:
    """Call a function in a process of its own; return how it ended, or nothing after the limit."""

    def alone() -> None:
        os.setsid()
        sys.exit(function(*arguments))

    process = multiprocessing.get_context("fork").Process(target=alone)
    process.start()
    try:
        process.join(limit)
        return process.exitcode
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)  # also what a test started and left
        process.join()


TIMES = count(10**9)
"""When mutants were written, as far as their files tell. Python takes compiled code for that of
a file of the same size and second, and two mutants are often that near."""


class Here(NamedTuple):
    """A process's own folder, and the copy of the project in it."""

    folder: Path
    root: Path


HERE = Here(Path(), Path())


def settle(root: Path, above: Path) -> None:
    """Make this process its own copy of the project."""
    global HERE
    folder = Path(tempfile.mkdtemp(dir=above)).resolve()
    HERE = Here(folder, folder / "project")
    shutil.copytree(root, HERE.root, ignore=shutil.ignore_patterns(*NOT_COPIED, "__pycache__"))
    os.environ["PYTHONPATH"] = str(HERE.root / "src")
    os.environ.pop("REPORTLIB_ROOT", None)


# 3 The report


def report(verdicts: Sequence[Verdict], accepted: Sequence[Mapping[str, str]]) -> tuple[str, bool]:
    """The figures per folder, the mutants that live and why; and whether enough are killed."""
    why = {(e["file"], _flat(e["before"]), _flat(e["after"])): e["why"] for e in accepted}
    reasons = {
        verdict: why.get((v.file, _flat(v.before), _flat(v.after)))
        for verdict in verdicts
        for v in [verdict.mutant]
        if verdict.outcome in ("survived", "unreached")
    }
    told, killed, judged = [], 0, 0
    for folder in dict.fromkeys(folder_of(verdict.mutant.file) for verdict in verdicts):
        own = [verdict for verdict in verdicts if folder_of(verdict.mutant.file) == folder]
        dead = sum(verdict not in reasons for verdict in own)
        living = sum(1 for verdict in own if verdict in reasons and not reasons[verdict])
        killed, judged = killed + dead, judged + dead + living
        told.append(_share(folder, dead, dead + living, len(own) - dead - living))
    told.append(_share("together", killed, judged, len(verdicts) - judged))
    for verdict, reason in reasons.items():
        mutant = verdict.mutant
        told.append(f"\n{mutant.file}:{mutant.line}: {'accepted' if reason else verdict.outcome}")
        told += [f"  - {line}" for line in mutant.before.splitlines()]
        told += [f"  + {line}" for line in mutant.after.splitlines()]
        told += [f"  {reason.strip()}"] if reason else []
    return "\n".join(told), killed >= WANTED * judged


def _share(name: str, killed: int, judged: int, accepted: int) -> str:
    share = f" ({killed / judged:.0%})" if judged else ""
    return f"{name}: {killed} of {judged} killed{share}, {accepted} accepted"


def _flat(text: str) -> str:
    return " ".join(text.split())


def read_accepted(root: Path) -> list[dict[str, str]]:
    """The mutants that may live; those whose lines are gone are an error."""
    path = root / ACCEPTED
    entries = yaml.safe_load(path.read_text(encoding="utf-8")) or [] if path.is_file() else []
    stale = [
        f"{ACCEPTED}: {entry['file']} has no lines {entry['before']!r} any more. Remove the entry."
        for entry in entries
        if not (root / entry["file"]).is_file()
        or _flat(entry["before"]) not in _flat((root / entry["file"]).read_text(encoding="utf-8"))
    ]
    if stale:
        raise ValueError("\n".join(stale))
    return list(entries)


def files_of(root: Path, asked: Sequence[str]) -> dict[str, dict[Path, set[int]]]:
    """The files to draw from, by folder: those at or below the paths asked for, or all."""
    package = _package(root)
    lines: dict[Path, set[int]] = defaultdict(set)
    for place, _, line in (each.partition(":") for each in asked or [str(package)]):
        lines[(root / place).resolve()] |= {int(line)} if line else set()
    found: dict[str, dict[Path, set[int]]] = {}
    for folder in JUDGES:
        for path in sorted((package / folder).rglob("*.py")):
            if not lines.keys().isdisjoint({path, *path.parents}):
                found.setdefault(folder, {})[path] = lines.get(path, set())
    return found


def _package(root: Path) -> Path:
    return next((root / "src").glob("*/__init__.py")).parent


def main() -> int:
    """Draw mutants, judge them, report."""
    parser = argparse.ArgumentParser(description="Tell which small breaks no test notices.")
    parser.add_argument("paths", nargs="*", metavar="PATH", help="draw from here only")
    parser.add_argument("--sample", type=int, default=200, metavar="N", help="so many mutants")
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="another sample")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="so many at a time")
    parser.add_argument("--every", action="store_true", help="draw all, whatever --sample says")
    parser.add_argument("--grace", type=float, default=30, metavar="SECONDS", help=GRACE)
    parser.add_argument("--root", type=Path, default=ROOT, help=argparse.SUPPRESS)
    options = parser.parse_args()
    root = options.root.resolve()
    folders = files_of(root, options.paths)
    if not folders:
        parser.error(f"no file of {', '.join(JUDGES)} lies below {', '.join(options.paths)}")
    try:
        accepted = read_accepted(root)
        drawn = (
            every(root, folders)
            if options.every
            else draw(root, folders, options.sample, options.seed)
        )
        verdicts = judge_all(root, drawn, options.jobs, options.grace)
    except (RuntimeError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    text, enough = report(verdicts, accepted)
    print(text)
    path = root / REPORT
    path.parent.mkdir(exist_ok=True)
    kept = [v.mutant._asdict() | v._asdict() | {"mutant": None, "code": None} for v in verdicts]
    path.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    return 0 if enough else 1


def judge_all(root: Path, mutants: Sequence[Mutant], jobs: int, grace: float) -> list[Verdict]:
    """Judge mutants, so many at a time, each process in its own copy; say how far it is."""
    for name in PRELOADED:
        with suppress(ImportError):
            import_module(name)
    if hypothesis := sys.modules.get("hypothesis"):
        hypothesis.settings.register_profile("mutants", derandomize=True, database=None)
        hypothesis.settings.load_profile("mutants")
    gc.freeze()  # a new process does not look for garbage in what it was born with
    folders = list(dict.fromkeys(folder_of(mutant.file) for mutant in mutants))
    verdicts = []
    context = multiprocessing.get_context("fork")
    with (
        tempfile.TemporaryDirectory() as above,
        ProcessPoolExecutor(jobs, context, settle, (root, Path(above))) as pool,
    ):
        reach = dict(zip(folders, pool.map(reached, folders), strict=True))
        each = [reach[folder_of(mutant.file)] for mutant in mutants]
        tests = map(tests_of, mutants, each)
        for verdict in pool.map(judge, mutants, tests, [e.seconds for e in each], repeat(grace)):
            verdicts.append(verdict)
            place = f"{verdict.mutant.file}:{verdict.mutant.line}"
            print(
                f"{len(verdicts)}/{len(mutants)} {verdict.outcome} {place} "
                f"({verdict.tests} tests, {verdict.seconds:.1f} s)",
                file=sys.stderr,
                flush=True,
            )
    return verdicts


if __name__ == "__main__":
    sys.exit(main())

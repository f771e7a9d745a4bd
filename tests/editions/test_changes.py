"""What is made again after a change: all that the change reaches, and nothing else."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportlib.base.project import PACKAGE
from reportlib.build.ingredients import words_digest
from reportlib.editions.choosing import choose
from reportlib.editions.plan import Plan
from reportlib.editions.pools import LocalPool
from reportlib.editions.running import Event, Run
from tests.conftest import use
from tests.projects import (
    SOUND,
    add_dataset,
    add_filings,
    chapter,
    code,
    run_program,
    write_project,
)

NAMED = ("CHN", "BRA")
SHOWS = """\
from IPython.display import display
from reportlib import dataset
from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row

table = dataset("filings").table
row = table[(table["economy"] == economy) & (table["year"] == 2020)].iloc[0]
number = Piece(
    kind="number", text=str(row["applications"]), value=float(row["applications"]),
    rows=(f"filings:{economy}-2020",),
)
payload = Payload(
    kind="table",
    label="tbl-filings",
    title="Applications",
    headline=(Piece(text="There were "), number, Piece(text=".")),
    caption="Applications.",
    columns=(Column(title="Number"),),
    rows=(Row(cells=(number,)),),
)
display({EXHIBIT_MIME: payload.model_dump(mode="json"), "text/plain": economy}, raw=True)
"""
EXECUTIONS = {(name, "filings") for name in NAMED}
PAGES = {(name, "pages") for name in NAMED}
PDFS = {(name, "pdf") for name in NAMED}


def edit(file: str, old: str, new: str) -> Callable[[Path], object]:
    def change(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def value(old: str, new: str) -> Callable[[Path], object]:
    """Another value in the table, of which the descriptor tells the checksum."""

    def change(root: Path) -> None:
        content = root.parent / "filings.csv"
        content.write_text((SOUND / "filings.csv").read_text("utf-8").replace(old, new), "utf-8")
        add_filings(root, content)

    return change


def more(root: Path) -> None:
    add_dataset(root, "more", "economy,number\nCHN,1\n", ["economy"])


def words(root: Path) -> None:
    """The table's title, of which the table's page alone would tell nothing to an edition."""
    edit("data/filings.resource.yaml", "short_title: Filings", "short_title: Requests")(root)


CHANGES: dict[str, tuple[Callable[[Path], object], set[tuple[str, str]]]] = {
    "a value that one edition shows": (
        value("1497159", "1497160"),
        EXECUTIONS | {("CHN", "pages")},
    ),
    "a value that none shows": (value("1585663", "1585664"), EXECUTIONS),
    "a cell beside a value that one shows": (
        value("24338,", "24338,revised"),
        EXECUTIONS | {("BRA", "pages")},
    ),
    "the words of a descriptor": (words, EXECUTIONS | PAGES),
    "a settled word": (edit("_config.yml", "\nauthor: ", "\nauthor: Others and "), PAGES),
    "a reference": (edit("references.bib", "@", "% more\n@"), PAGES),
    "prose": (edit("chapters/other.ipynb", "A question?", "A question, asked?"), PAGES),
    "code": (edit("chapters/filings.ipynb", "There were ", "There are "), EXECUTIONS | PAGES),
    "a dataset more": (
        more,
        {(name, each) for name in NAMED for each in ("index", "other", "filings", "pages")},
    ),
    "a table of contents": (
        edit("_toc.yml", "  - file: chapters/other\n", ""),
        PAGES,
    ),
    "nothing": (lambda _: None, set()),
}


class Small:
    """A book of two chapters, of which one draws on a dataset; two editions were made of it."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def make(self, *, pdf: bool = False, base: str = "") -> tuple[Plan, set[tuple[str, str]]]:
        """Make what is due of the editions; with the tasks that were done."""
        events: list[Event] = []
        plan = Plan(self.root, choose(",".join(NAMED)), pdf=pdf, base=base)
        with LocalPool(1) as pool:
            Run(plan, pool, events.append).work()
        assert plan.failures == []
        done = [each.step for each in events if each.what == "done"]
        return plan, {(step.edition, step.chapter or step.kind) for step in done}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Small]:
    folder = tmp_path_factory.mktemp("changes")
    shows = chapter("filings")[:3]
    chapters = {"filings": [*shows, code(SHOWS)], "other": chapter("other")}
    root = write_project(folder / "project", chapters)
    add_filings(root)
    settings = root / "_config.yml"  # of which the small book has no measure to show
    kept = [line for line in settings.read_text("utf-8").splitlines() if "world:" not in line]
    settings.write_text("\n".join(kept), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        use(root, patch)
        small = Small(root)
        for pdf in (True, False):
            small.make(pdf=pdf)
        yield small


@pytest.fixture
def small(made: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Small]:
    """The same, with its files as they were when it was made."""
    use(made.root, monkeypatch)
    shutil.copytree(made.root, tmp_path / "kept", ignore=shutil.ignore_patterns("_build"))
    yield made
    for path in made.root.iterdir():
        if path.name != "_build":
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(tmp_path / "kept", made.root, dirs_exist_ok=True)


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_has_made_again_what_it_reaches(what: str, small: Small) -> None:
    change, due = CHANGES[what]
    change(small.root)
    _, done = small.make()
    assert done == due
    assert small.make()[1] == set()


def test_what_is_left_as_it_was_is_what_would_be_made_now(small: Small) -> None:
    value("1497159", "1497160")(small.root)
    kept, _ = small.make()
    shutil.move(small.root / "_build" / "cache", small.root / "_build" / "away")
    fresh, done = small.make()
    assert done > PAGES
    pairs = list(zip(kept.made(), fresh.made(), strict=True))
    assert len(pairs) == len(NAMED)
    contents = [
        (kept.results.get(key), fresh.results.get(other)) for (_, key, _), (_, other, _) in pairs
    ]
    shutil.rmtree(small.root / "_build" / "cache")
    shutil.move(small.root / "_build" / "away", small.root / "_build" / "cache")
    assert [small.make()[0].results.get(key) for _, key, _ in kept.made()] == [
        b for _, b in contents
    ]


def test_a_pdf_names_the_checksum_of_every_table_and_is_made_again_with_any(small: Small) -> None:
    value("not published", "kept back")(small.root)
    _, done = small.make(pdf=True)
    assert done == EXECUTIONS | PDFS


def test_another_date_for_the_files_makes_all_again(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    _, done = small.make(pdf=True)
    assert done == PAGES | PDFS


def test_another_address_makes_pages_again_and_no_pdf(small: Small) -> None:
    _, done = small.make(pdf=True, base="https://example.org/")
    assert done == PAGES


def test_another_theme_makes_all_pages_again(small: Small, tmp_path: Path) -> None:
    left_out = shutil.ignore_patterns("__pycache__")
    shutil.copytree(PACKAGE, tmp_path / "site" / "reportlib", ignore=left_out)
    sheet = tmp_path / "site" / "reportlib" / "web" / "static" / "report.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\nbody { color: red; }\n", "utf-8")
    done = run_program(
        "env", f"PYTHONPATH={tmp_path / 'site'}", sys.executable, "-c",
        "from reportlib.start import main; main()", "editions", "--economies", ",".join(NAMED),
        "--jobs", "1", "--log-json", "--out", tmp_path / "out", cwd=small.root,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines()]
    ended = {(each["edition"], each["task"]) for each in events if each["event"] == "done"}
    assert ended == PAGES


SUMS = b"hash: sha256:" + b"0" * 64 + b"\nbytes: 12\n"


@pytest.mark.parametrize(
    ("changed", "same"),
    [
        (b"title: A\n" + SUMS.replace(b"12", b"13"), True),
        (b"title: A\n" + SUMS.replace(b"0000", b"1111"), True),
        (b"title: B\n" + SUMS, False),
        (b"title: A\n" + SUMS + b"bytes: 14\n", False),
        (b"title: A\n" + SUMS.replace(b"12", b"12 # about"), False),
    ],
)
def test_the_words_of_a_descriptor_are_all_but_checksum_and_size(
    changed: bytes, same: bool
) -> None:
    assert (words_digest(b"title: A\n" + SUMS) == words_digest(changed)) is same

"""Another book: what is written is sound, runs at once, and knows nothing of this one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pymupdf
import pytest
from click.testing import CliRunner

from reportlib.base.errors import BuildError
from reportlib.base.parameters import Parameters
from reportlib.build.frontmatter import all_manifests, front_matter
from reportlib.build.provenance import read_provenance
from reportlib.cli import main
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.starting import FILES, start_book
from tests.conftest import use
from tests.projects import REPORTLIB, digests, run_program

OF_THIS_BOOK = re.compile(
    r"patent|trademark|inventor|intellectual property|\bIP\b|WIPO|USPTO|\bPCT\b|China|Chinese"
    r"|\bCHN\b|中国|creative goods|copyright (?:law|register)|talent|generative|claims and checks"
    r"|218 econ",
    re.IGNORECASE,
)


@pytest.fixture
def started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new book, in use for the test's length."""
    place = start_book(tmp_path / "energy")
    use(place, monkeypatch)
    return place


def test_what_is_written_has_no_fault(started: Path) -> None:
    assert check_project() == ()


def test_its_files_are_those_of_a_project(started: Path) -> None:
    written = {path.relative_to(started).as_posix() for path in started.rglob("*")}
    assert {"_config.yml", "_toc.yml", ".gitignore", "Makefile", "README.md"} <= written
    assert {"data/measures.yaml", "data/economies.csv", "chapters/electricity.ipynb"} <= written
    assert "gitignore" not in written


def test_its_figures_are_said_to_be_made(started: Path) -> None:
    said = [f"{each.title} {each.reportlib.publisher}" for each in all_manifests()]
    assert [words for words in said if "ade " not in words] == []
    assert "figures are made" in (started / "index.md").read_text(encoding="utf-8")


def test_no_file_of_it_names_anything_of_this_book() -> None:
    files = [path for path in FILES.rglob("*") if path.is_file()]
    assert [path for path in files if OF_THIS_BOOK.search(path.read_text("utf-8"))] == []


def test_its_readme_is_short() -> None:
    assert len((FILES / "README.md").read_text(encoding="utf-8").splitlines()) <= 10


def test_an_empty_folder_is_filled_even_where_one_stands_in_it(elsewhere: Path) -> None:
    result = CliRunner().invoke(main, ["new", "."])

    assert result.exit_code == 0, result.output
    assert result.stdout == ".\n"
    assert (Path.cwd() / "_config.yml").is_file()
    assert [path.name for path in elsewhere.parent.iterdir()] == [elsewhere.name]


def test_a_folder_that_holds_something_is_refused_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "notes.txt").write_text("mine", encoding="utf-8")
    before = digests(tmp_path)

    result = CliRunner().invoke(main, ["new", str(tmp_path / "own")])

    assert result.exit_code == 1
    assert result.stderr == (
        f"Error: {tmp_path / 'own'} is not empty, and nothing in it was touched. "
        "Name a folder that does not exist yet, or is empty.\n"
    )
    assert digests(tmp_path) == before


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match="own is a file"):
        start_book(tmp_path / "own")


def test_nothing_is_left_where_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("shutil.copyfile", full)
    with pytest.raises(BuildError, match=r"energy: cannot be written \(No space left on device\)"):
        start_book(tmp_path / "energy")
    assert list(tmp_path.iterdir()) == []


def test_another_default_economy_changes_the_words_of_the_edition(started: Path) -> None:
    assert front_matter(started, Parameters(), all_manifests())["subtitle"] == "Edition for Brazil"
    for place in (started / "_config.yml", started / "chapters" / "electricity.ipynb"):
        text = place.read_text(encoding="utf-8")
        place.write_text(text.replace("BRA", "KEN"), encoding="utf-8")

    found = front_matter(started, Parameters(), all_manifests())

    assert check_project() == ()
    assert found["subtitle"] == "Edition for Kenya"
    assert found["citation"] == ("A small report book. Version 0.1, edition for Kenya, 2010–2024.")
    assert found["edition"][:3] == [
        ("Economy", "Kenya (KEN)"),
        ("Peers", "the 6 with the most electricity generated"),
        ("Years", "2010–2024"),
    ]


def test_a_chapter_must_agree_with_the_default_of_the_settings(started: Path) -> None:
    place = started / "_config.yml"
    place.write_text(place.read_text(encoding="utf-8").replace("BRA", "KEN"), encoding="utf-8")

    (fault,) = check_project()

    assert fault.endswith("economy: default is 'BRA', expected 'KEN' as _config.yml has it.")


def texts_of(pages: Path) -> Iterator[tuple[str, str]]:
    """All that a reader of the pages may be given, but what every Sphinx book has."""
    for path in sorted(pages.rglob("*")):
        own = "_static" not in path.parts
        if own and path.suffix in {".html", ".js", ".json", ".csv", ".svg", ".yaml"}:
            yield path.name, path.read_text(encoding="utf-8")


def texts_in(pdf: Path, typeset: Path) -> Iterator[tuple[str, str]]:
    """What a PDF says: its own description, what it was set from, and the text of its pages."""
    with pikepdf.open(pdf) as opened:
        yield "description", " ".join(map(str, opened.docinfo.values()))
        yield "metadata", str(opened.open_metadata())
    for path in sorted(typeset.iterdir()):
        if path.is_file() and path.suffix in {".typ", ".json"} and path.name != "template.typ":
            yield path.name, path.read_text(encoding="utf-8")
    library: Any = pymupdf  # it carries no types
    with library.open(pdf) as read:
        yield "pages", "\f".join(page.get_text() for page in read)


@pytest.mark.book
def test_it_is_built_and_printed_at_once_and_says_nothing_of_this_book(tmp_path: Path) -> None:
    for command in (["new", "energy"], ["build"], ["pdf"], ["check"]):
        folder = tmp_path if command[0] == "new" else tmp_path / "energy"
        done = run_program(REPORTLIB, *command, cwd=folder)
        assert done.returncode == 0, done.stdout + done.stderr
    build = tmp_path / "energy" / "_build"

    texts = [
        *texts_of(build / "html"),
        *texts_in(build / "pdf" / "default.pdf", build / "work" / "default" / "print" / "out"),
    ]

    assert {"index.html", "electricity.html", "search.html", "provenance.json"} <= {
        name for name, _ in texts
    }
    assert "Edition for Brazil" in dict(texts)["description"]
    found = {name: OF_THIS_BOOK.findall(text) for name, text in texts}
    assert {name: words for name, words in found.items() if words} == {}
    assert len(read_provenance(build / "html").exhibits) == 3

"""Printing the book: three editions as a reader gets them, and what happens when it fails."""

from __future__ import annotations

import json
import re
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import outloud
import pikepdf
import pytest
from click.testing import CliRunner

from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.parameters import Parameters
from reportlib.build.book import work_folder
from reportlib.build.cache import cache_folder
from reportlib.build.pages import Options
from reportlib.build.pdf import default_place, print_book
from reportlib.cli import main
from tests.build.filling import low_pages
from tests.conftest import Built, use
from tests.projects import (
    REPORTLIB,
    TABLE,
    chapter,
    code,
    copy_repository,
    digests,
    run_program,
    text,
    write_notebook,
    write_project,
)

DEFAULT = Parameters()
EDITIONS = {"default": (), "japan": ("-p", "economy", "JPN"), "tuvalu": ("-p", "economy", "TUV")}
NAMED = {"default": "default", "japan": "economy-JPN", "tuvalu": "economy-TUV"}
SMALLEST = 6  # points: 7.1 in a drawing of its own size, of which it may have 85 percent
_NOTHING = pikepdf.Dictionary()


# The whole book, in three editions


@dataclass(frozen=True)
class Library:
    """A copy of the repository with its printed books."""

    root: Path

    def book(self, edition: str) -> Path:
        """The PDF of an edition."""
        return self.root / "_build" / "pdf" / f"{NAMED[edition]}.pdf"

    @property
    def archive(self) -> Path:
        """The default edition, printed for an archive."""
        return self.root / "archive.pdf"


@pytest.fixture(scope="session")
def library(default_book: Built, once: Callable[[str, Callable[[Path], None]], Path]) -> Library:
    """The books, printed once in a test run; the default one from what was executed for pages."""

    def fill(folder: Path) -> None:
        root = copy_repository(folder / "repository", source=default_book.root)
        executed = work_folder(DEFAULT, default_book.root)
        shutil.copytree(executed, work_folder(DEFAULT, root))
        shutil.copytree(cache_folder(default_book.root), cache_folder(root))
        said = {}
        for name, options in (
            *EDITIONS.items(),
            ("archive", ("--archival", "--out", "archive.pdf")),
        ):
            done = run_program(REPORTLIB, "pdf", *options, cwd=root)
            assert done.returncode == 0, done.stderr
            said[name] = [done.stdout, done.stderr]
        (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")

    return Library(once("library", fill) / "repository")


@pytest.fixture(params=EDITIONS)
def edition(request: pytest.FixtureRequest) -> str:
    """The name of each edition."""
    return str(request.param)


@pytest.fixture
def book(library: Library, edition: str) -> Iterator[pikepdf.Pdf]:
    """Each edition, opened."""
    with pikepdf.open(library.book(edition)) as pdf:
        yield pdf


def said(library: Library, name: str) -> tuple[str, str]:
    """What was printed on standard output and on standard error."""
    found = json.loads((library.root.parent / "said.json").read_text(encoding="utf-8"))
    return found[name][0], found[name][1]


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """The elements of the structure tree that have a type, in reading order."""
    return [found for found in _walk(pdf.Root.StructTreeRoot) if found.get("/S") == f"/{kind}"]


def _walk(element: pikepdf.Object) -> Iterator[pikepdf.Object]:
    if not isinstance(element, pikepdf.Dictionary):
        return
    yield element
    kids = element.get("/K", pikepdf.Array())
    for kid in list(kids) if isinstance(kids, pikepdf.Array) else [kids]:
        yield from _walk(kid)


@pytest.mark.book
def test_the_last_line_printed_is_the_path(library: Library, edition: str) -> None:
    assert said(library, edition)[0] == f"_build/pdf/{NAMED[edition]}.pdf\n"


@pytest.mark.book
def test_what_the_pages_were_made_from_is_not_executed_again(library: Library) -> None:
    assert "patents: unchanged in" in said(library, "default")[1]
    assert "executed in" not in said(library, "default")[1]
    assert "patents: executed in" in said(library, "japan")[1]


@pytest.mark.book
def test_the_checker_finds_no_failure(library: Library, edition: str) -> None:
    result = outloud.check(str(library.book(edition)))
    assert result.error is None
    assert [found for found in result.findings if found.severity == "error"] == []


@pytest.mark.book
def test_a_reader_is_told_title_and_language(book: pikepdf.Pdf) -> None:
    assert str(book.docinfo["/Title"]).startswith("Intellectual property: a report book – Edition")
    assert str(book.Root.Lang).startswith("en")
    assert book.Root.ViewerPreferences.DisplayDocTitle
    assert book.Root.MarkInfo.Marked


@pytest.mark.book
def test_every_figure_has_an_alternative_text(book: pikepdf.Pdf) -> None:
    figures = elements(book, "Figure")
    assert len(figures) > 10
    for figure in figures:
        assert len(str(figure.get("/Alt", ""))) > 20


@pytest.mark.book
def test_every_table_has_headers(book: pikepdf.Pdf) -> None:
    tables = elements(book, "Table")
    assert len(tables) > 10
    for table in tables:
        kinds = {str(found.get("/S")) for found in _walk(table)}
        assert "/TH" in kinds or "/TD" not in kinds


@pytest.mark.book
def test_bookmarks_lead_to_the_chapters(book: pikepdf.Pdf) -> None:
    with book.open_outline() as outline:
        titles = [entry.title for top in outline.root for entry in (top, *top.children)]
    said_of_all = " ".join(titles)
    for title in ("Overview", "Patents", "Copyright", "Talent", "Known faults"):
        assert title in said_of_all


@pytest.mark.book
def test_links_inside_the_book_lead_somewhere(book: pikepdf.Pdf) -> None:
    pages = {page.objgen for page in book.pages}
    inside = list(_destinations(book))
    assert len(inside) > 100
    for found in inside:
        assert found[0].objgen in pages


def _destinations(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Array]:
    named = _named_destinations(pdf)
    for page in pdf.pages:
        for note in page.obj.get("/Annots", pikepdf.Array()):
            action = note.get("/A", _NOTHING)
            target = note.get("/Dest", action.get("/D"))
            if target is None:
                assert str(action.URI).startswith(("https://", "http://"))
                continue
            yield target if isinstance(target, pikepdf.Array) else named[str(target)]


def _named_destinations(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Array]:
    if "/Names" not in pdf.Root or "/Dests" not in pdf.Root.Names:
        return {}
    tree = pikepdf.NameTree(pdf.Root.Names.Dests)
    return {
        str(name): found if isinstance(found, pikepdf.Array) else pikepdf.Array(found.D)
        for name, found in tree.items()
    }


Pages = list[list[tuple[float, int]]]


@pytest.fixture(scope="module")
def texts_of(library: Library) -> Callable[[str], Pages]:
    """What each page of an edition shows; each book is gone through once, which takes seconds."""

    @cache
    def read(edition: str) -> Pages:
        with pikepdf.open(library.book(edition)) as pdf:
            return [list(shown(page)) for page in pdf.pages]

    return read


@pytest.mark.book
def test_no_text_is_smaller_than_six_points(edition: str, texts_of: Callable[[str], Pages]) -> None:
    pages = texts_of(edition)
    assert sum(map(len, pages)) > 1000
    small = {
        (number, round(size, 1))
        for number, page in enumerate(pages, start=1)
        for size, _ in page
        if size < SMALLEST - 0.05
    }
    assert small == set()


@pytest.mark.book
def test_no_page_is_nearly_empty(edition: str, texts_of: Callable[[str], Pages]) -> None:
    """A page holds a drawing or text over a fair part of it; title and imprint are set loosely."""
    for number, page in enumerate(texts_of(edition), start=1):
        letters = sum(count for _, count in page)
        assert letters > (10 if number <= 2 else 120), f"page {number} has {letters} letters"


@pytest.mark.book
def test_few_pages_are_filled_less_than_three_quarters(library: Library, edition: str) -> None:
    low = low_pages(library.book(edition))
    assert len(low) <= 12, low


@pytest.mark.book
def test_the_book_has_no_more_than_eighty_pages(book: pikepdf.Pdf) -> None:
    assert 30 < len(book.pages) <= 80


def shown(page: pikepdf.Page) -> Iterator[tuple[float, int]]:
    """The size in points of each text on a page, and how many bytes of glyphs it shows."""
    yield from _shown(page, pikepdf.Matrix(), page.obj.get("/Resources", _NOTHING))


def _shown(
    stream: pikepdf.Page | pikepdf.Object, outer: pikepdf.Matrix, resources: pikepdf.Object
) -> Iterator[tuple[float, int]]:
    at, kept, size, line = outer, [], 0.0, pikepdf.Matrix()
    for instruction in pikepdf.parse_content_stream(stream):
        operands = list(instruction.operands)
        match str(instruction.operator):
            case "q":
                kept.append((at, size))
            case "Q":
                at, size = kept.pop()
            case "cm":
                at = pikepdf.Matrix(*map(float, operands)) @ at
            case "BT":
                line = pikepdf.Matrix()
            case "Tm":
                line = pikepdf.Matrix(*map(float, operands))
            case "Tf":
                size = float(operands[1])
            case "Tj" | "TJ":
                parts = operands[0] if isinstance(operands[0], pikepdf.Array) else operands
                whole = line @ at
                height = abs(whole.a * whole.d - whole.b * whole.c) ** 0.5
                count = sum(len(bytes(p)) // 2 for p in parts if isinstance(p, pikepdf.String))
                yield size * height, count
            case "Do":
                form = resources.get("/XObject", _NOTHING).get(str(operands[0]))
                if form is not None and form.get("/Subtype") == "/Form":
                    own = pikepdf.Matrix(*map(float, form.get("/Matrix", [1, 0, 0, 1, 0, 0])))
                    yield from _shown(form, own @ at, form.get("/Resources", resources))


@pytest.mark.book
def test_all_fonts_are_in_the_file(book: pikepdf.Pdf) -> None:
    fonts = [found for found in book.objects if _is_kind(found, "/FontDescriptor")]
    assert len(fonts) > 3
    for font in fonts:
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(font.keys())


def _is_kind(found: pikepdf.Object, kind: str) -> bool:
    return isinstance(found, pikepdf.Dictionary) and found.get("/Type") == kind


@pytest.mark.book
def test_an_archival_book_says_so_and_carries_tables_and_provenance(library: Library) -> None:
    data = library.root / "data"
    free = {
        manifest.path
        for manifest in (read_manifest(name, data) for name in dataset_names(data))
        if manifest.reportlib.redistribute == "yes"
    }
    with pikepdf.open(library.archive) as pdf:
        attached = {Path(name).name: pdf.attachments[name] for name in pdf.attachments}
        about = pdf.open_metadata()
        assert about.pdfa_status == "3A"
        assert about["pdfuaid:part"] == "1"
        assert attached.keys() == {*free, "provenance.json"}
        table = attached["patent_applications.csv"].get_file().read_bytes()
        rows = json.loads(attached["provenance.json"].get_file().read_bytes())
    assert table == (data / "patent_applications.csv").read_bytes()
    assert rows["numbers"]


@pytest.mark.book
def test_the_same_book_is_the_same_file_byte_for_byte(library: Library, tmp_path: Path) -> None:
    other = tmp_path / "again.pdf"
    done = run_program(REPORTLIB, "pdf", "--out", other, cwd=library.root)
    assert done.returncode == 0, done.stderr
    assert other.read_bytes() == library.book("default").read_bytes()


@pytest.mark.book
def test_a_book_that_is_up_to_date_is_left_alone(library: Library) -> None:
    place = library.book("default")
    before = place.stat().st_mtime_ns
    done = run_program(REPORTLIB, "pdf", cwd=library.root)
    assert done.stderr == "nothing changed\n"
    assert done.stdout == "_build/pdf/default.pdf\n"
    assert place.stat().st_mtime_ns == before


# Small books


@pytest.fixture
def old(project: Path) -> Path:
    """A PDF that stands where the small project's would be written."""
    place = default_place(DEFAULT)
    place.parent.mkdir(parents=True)
    place.write_bytes(b"%PDF-1.7 an older book")
    return place


@pytest.fixture(scope="session")
def small_print(once: Callable[[str, Callable[[Path], None]], Path]) -> Path:
    """A small project with its PDF."""

    def fill(folder: Path) -> None:
        write_project(folder)
        done = run_program(REPORTLIB, "pdf", cwd=folder)
        assert done.returncode == 0, done.stderr

    return once("small-print", fill)


@pytest.fixture
def printed(small_print: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small project with its PDF, for a test to change."""
    root = tmp_path / "project"
    shutil.copytree(small_print, root)
    use(root, monkeypatch)
    return root


def executed_again(root: Path, *options: str) -> set[str]:
    """The chapters that printing executes."""
    done = run_program(REPORTLIB, "pdf", *options, cwd=root)
    assert done.returncode == 0, done.stderr
    return set(re.findall(r"(\w+): executed", done.stderr))


@pytest.mark.book
def test_only_a_chapter_that_changed_is_executed_again(printed: Path) -> None:
    cells = chapter("second", text("New words."))
    write_notebook(printed / "chapters" / "second.ipynb", cells)
    assert executed_again(printed) == {"second"}


@pytest.mark.book
def test_changed_data_execute_every_chapter_again(printed: Path) -> None:
    table = printed / "data" / "economies.csv"
    table.write_text(table.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    assert executed_again(printed) == {"index", "first", "second"}


@pytest.mark.book
def test_a_notebook_that_was_edited_after_its_execution_is_not_what_is_printed(
    printed: Path,
) -> None:
    executed = work_folder(DEFAULT, printed) / "executed" / "chapters" / "first.ipynb"
    before = executed.read_bytes()
    executed.write_bytes(before + b" ")
    assert executed_again(printed, "--paper", "letter") == set()
    assert executed.read_bytes() == before


@pytest.mark.book
def test_chosen_chapters_are_printed_alone_in_a_file_of_their_own(printed: Path) -> None:
    before = (printed / "_build" / "pdf" / "default.pdf").read_bytes()
    done = run_program(REPORTLIB, "pdf", "--chapters", "second", cwd=printed)
    assert done.stdout == "_build/pdf/default_second.pdf\n", done.stderr
    place = printed / "_build" / "pdf" / "default_second.pdf"
    with pikepdf.open(place) as pdf, pdf.open_outline() as outline:
        titles = " ".join(entry.title for entry in outline.root)
    assert "Chapter second" in titles
    assert "Chapter first" not in titles
    assert (printed / "_build" / "pdf" / "default.pdf").read_bytes() == before


def second_says(root: Path, words: str) -> None:
    """Replace the second chapter of a small project by a text, without an exhibit."""
    cells = chapter("second", text(words))
    write_notebook(root / "chapters" / "second.ipynb", cells)


def print_second(root: Path, out: str = "second.pdf") -> bytes:
    """The second chapter of a small project, printed alone."""
    done = run_program(REPORTLIB, "pdf", "--chapters", "second", "--out", out, cwd=root)
    assert done.returncode == 0, done.stderr
    return (root / out).read_bytes()


@pytest.mark.book
@pytest.mark.parametrize("words", ["See {numref}`tbl-first`.", "See [that](#tbl-first)."])
def test_what_leads_to_a_chapter_that_was_not_chosen_is_plain_text(
    words: str, printed: Path
) -> None:
    second_says(printed, words)
    print_second(printed)
    with pikepdf.open(printed / "second.pdf") as pdf:
        assert not [found for found in _destinations(pdf) if "first" in str(found)]


@pytest.mark.book
@pytest.mark.parametrize(
    "words", ["See {numref}`tbl-frist`.", "See {ref}`nobody`.", "See [that](#nobody)."]
)
def test_what_leads_nowhere_is_refused_in_chosen_chapters_too(words: str, printed: Path) -> None:
    second_says(printed, words)
    done = run_program(REPORTLIB, "pdf", "--chapters", "second", cwd=printed)
    assert done.returncode == 1
    assert "Error: The book could not be printed without warnings" in done.stderr


@pytest.mark.book
def test_an_exhibit_may_lead_to_a_row_of_a_chapter_that_was_not_chosen(printed: Path) -> None:
    source = TABLE.format(name="second").replace(
        "Piece(text=economy)", 'Piece(kind="reference", text="there", target="row-of-first")'
    )
    write_notebook(printed / "chapters" / "second.ipynb", chapter("second", code(source)))
    print_second(printed)


@pytest.mark.book
def test_chosen_chapters_are_the_same_whatever_was_executed_before(
    printed: Path, tmp_path: Path
) -> None:
    second_says(printed, "See {numref}`tbl-first`.")
    fresh = copy_repository(tmp_path / "fresh", source=printed)
    assert not (fresh / "_build").exists()
    assert print_second(printed) == print_second(fresh)


@pytest.mark.book
def test_chosen_chapters_follow_the_titles_of_the_others(printed: Path) -> None:
    print_second(printed)
    cells = chapter("first", text("(named)=\n## A section"))
    write_notebook(printed / "chapters" / "first.ipynb", cells)
    options = ("--chapters", "second", "--out", "second.pdf")
    done = run_program(REPORTLIB, "pdf", *options, cwd=printed, check=True)
    assert "nothing changed" not in done.stderr


@pytest.mark.book
def test_the_paper_has_the_size_asked_for(printed: Path) -> None:
    out = printed / "out.pdf"
    run_program(REPORTLIB, "pdf", "--paper", "letter", "--out", out, cwd=printed, check=True)
    for place, width in ((default_place(DEFAULT), 595.28), (out, 612.0)):
        with pikepdf.open(place) as pdf:
            assert abs(float(pdf.pages[0].mediabox[2]) - width) < 1


# Faults: a message, no half file, and the older book kept


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--paper", "a5"], "paper = 'a5' is not a size of paper known here. Allowed: a4, letter"),
        (["--chapters", "frist"], "There is no chapter 'frist'. Did you mean first?"),
        (["--chapters", ""], "There is no chapter ''."),
        (["--out", "book.txt"], "is not named as a PDF. Let its name end in .pdf"),
        (["--out", "data/book.pdf"], "is among the book's sources"),
        (["-p", "economy", "JPM"], "economy = 'JPM' is not an economy of the book"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_choice_is_refused_before_anything_runs(
    options: list[str], expected: str, old: Path, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(project)
    before = digests(project)
    result = CliRunner().invoke(main, ["pdf", *options])
    assert result.exit_code == 1
    assert expected in result.stderr
    assert digests(project) == before


def test_a_folder_in_the_files_place_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").mkdir()
    with pytest.raises(BuildError, match=r"is a folder\. Name a file"):
        print_book(DEFAULT, tmp_path / "book.pdf")


def test_a_file_that_is_no_pdf_is_left_alone(project: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.pdf").write_text("my notes", encoding="utf-8")
    with pytest.raises(BuildError, match=r"exists and is no PDF\. Name another file"):
        print_book(DEFAULT, tmp_path / "notes.pdf")
    assert (tmp_path / "notes.pdf").read_text(encoding="utf-8") == "my notes"


def test_a_device_is_refused_and_stays_a_device(project: Path, tmp_path: Path) -> None:
    (tmp_path / "book.pdf").symlink_to("/dev/full")
    for place in (Path("/dev/full"), tmp_path / "book.pdf"):
        with pytest.raises(BuildError, match="/dev/full is not a file"):
            print_book(DEFAULT, place)
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


def test_a_template_that_is_missing_is_refused(project: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="there is no such template"):
        print_book(DEFAULT, options=Options(template=tmp_path / "none.typ"))


@pytest.mark.book
def test_a_failed_chapter_is_told_and_the_older_book_stays(old: Path, project: Path) -> None:
    write_notebook(project / "chapters" / "second.ipynb", chapter("second", code("1 / 0")))
    with pytest.raises(ExecutionError, match=r"second\.ipynb, cell 3, line 1: 1 / 0: Zero"):
        print_book(DEFAULT)
    assert old.read_bytes() == b"%PDF-1.7 an older book"


@pytest.mark.book
def test_a_chapter_that_failed_is_executed_again_although_it_did_not_change(
    printed: Path, tmp_path: Path
) -> None:
    marker = tmp_path / "there"
    source = f"from pathlib import Path\nassert Path({str(marker)!r}).exists()"
    write_notebook(printed / "chapters" / "second.ipynb", chapter("second", code(source)))
    with pytest.raises(ExecutionError):
        print_book(DEFAULT)
    marker.touch()
    assert executed_again(printed) == {"second"}


@pytest.mark.book
def test_a_warning_stops_the_print_and_the_older_book_stays(old: Path, project: Path) -> None:
    cells = chapter("first")
    write_notebook(project / "chapters" / "first.ipynb", [text("# First\n\n[](#no)"), *cells[1:]])
    done = run_program(REPORTLIB, "pdf", cwd=project)
    assert done.returncode == 1
    assert "Error: The book could not be printed without warnings" in done.stderr
    assert "chapters/first.ipynb" in done.stderr
    assert "Traceback" not in done.stderr
    assert old.read_bytes() == b"%PDF-1.7 an older book"


@pytest.mark.book
def test_a_broken_template_is_told_and_the_older_book_stays(printed: Path, tmp_path: Path) -> None:
    place = printed / "_build" / "pdf" / "default.pdf"
    before = place.read_bytes()
    (tmp_path / "own.typ").write_text("#let broken = (", encoding="utf-8")
    done = run_program(REPORTLIB, "pdf", "--template", tmp_path / "own.typ", cwd=printed)
    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr
    assert place.read_bytes() == before


@pytest.mark.book
def test_a_full_disk_is_told_and_the_older_book_stays(printed: Path) -> None:
    place = printed / "_build" / "pdf" / "default.pdf"
    before = place.read_bytes()
    command = f"ulimit -f 20; exec {REPORTLIB} pdf --paper letter"
    done = run_program("/bin/sh", "-c", command, cwd=printed)
    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "File too large" in done.stderr
    assert "the limit" in done.stderr
    assert "Traceback" not in done.stderr
    assert place.read_bytes() == before
    assert [found.name for found in place.parent.iterdir()] == ["default.pdf"]


@pytest.mark.book
def test_a_folder_that_cannot_be_made_is_told(printed: Path) -> None:
    done = run_program(REPORTLIB, "pdf", "--out", "_config.yml/book.pdf", cwd=printed)
    assert done.returncode == 1
    assert "_config.yml: cannot be written (File exists)" in done.stderr
    assert "Traceback" not in done.stderr

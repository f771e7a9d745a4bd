"""Building the book: an edition has its own folder, and a failure leaves the old one whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from filelock import FileLock

from reportlib import __version__
from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.manifests import read_manifest
from reportlib.base.parameters import Parameters, check_parameters
from reportlib.build.book import build_book, default_output, edition_name, work_folder
from reportlib.build.chapters import list_chapters
from reportlib.build.outputs import list_files
from tests.conftest import Built, use
from tests.projects import (
    REPORTLIB,
    chapter,
    code,
    digests,
    run_program,
    text,
    write_notebook,
    write_toc,
)

DEFAULT = Parameters()
JPN = Parameters(economy="JPN")


@pytest.fixture
def built(small_book: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the small book, built, for a test to spoil."""
    root = tmp_path / "project"
    shutil.copytree(small_book.root, root)
    use(root, monkeypatch)
    return root


def replace_chapter(root: Path, name: str, *cells: object) -> None:
    """Put these cells in the place of what a chapter shows."""
    write_notebook(root / "chapters" / f"{name}.ipynb", chapter(name, *cells))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({}, "default"),
        ({"economy": "CHN", "top_n": 10}, "default"),
        ({"economy": "JPN"}, "economy-JPN"),
        ({"top_n": 5, "economy": "JPN"}, "economy-JPN_top_n-5"),
        ({"peers": "USA,KOR"}, "peers-USA-KOR"),
    ],
    ids=str,
)
def test_an_edition_is_named_for_what_differs_from_the_default(
    values: Mapping[str, object], name: str
) -> None:
    assert edition_name(check_parameters(values)) == name


def test_long_names_of_editions_stay_short_and_apart() -> None:
    peers = "USA,KOR,DEU,JPN,GBR,FRA,IND,BRA,CAN,ITA,ESP,AUS"
    values = {"economy": "NLD", "first_year": 2000, "scale": "per_million", "top_n": 12}
    one = edition_name(check_parameters({**values, "peers": peers}))
    other = edition_name(check_parameters({**values, "peers": peers.replace("AUS", "AUT")}))
    assert len(one) < 80
    assert one != other


def test_a_name_of_an_edition_has_at_most_eighty_characters() -> None:
    whole, longer = Parameters(economy="X" * 72), Parameters(economy="X" * 73)
    assert edition_name(whole) == "economy-" + "X" * 72
    digest = sha256(f"economy-{'X' * 73}".encode()).hexdigest()
    assert edition_name(longer) == f"economy-{'X' * 52}_{digest[:12]}"


def test_the_default_edition_and_others_have_folders_of_their_own(project: Path) -> None:
    assert default_output(DEFAULT) == project / "_build" / "html"
    assert default_output(JPN) == project / "_build" / "editions" / "economy-JPN" / "html"


@pytest.mark.book
def test_a_book_has_a_page_for_every_document(small_book: Built) -> None:
    for page in ("index.html", "chapters/first.html", "chapters/second.html"):
        assert "<h1" in (small_book.pages / page).read_text(encoding="utf-8")


@pytest.mark.book
def test_the_pages_show_what_the_chapters_computed(small_book: Built) -> None:
    page = (small_book.pages / "chapters" / "first.html").read_text(encoding="utf-8")
    assert "CHN" in page
    assert "check_parameters" not in page


@pytest.mark.book
def test_building_leaves_the_sources_as_they_are(small_book: Built, tmp_path: Path) -> None:
    found = {name for name in digests(small_book.root) if not name.startswith("_build/")}
    assert found == {
        "_config.yml",
        "_toc.yml",
        "chapters/first.ipynb",
        "chapters/second.ipynb",
        "data/datapackage.json",
        "data/economies.csv",
        "data/economies.resource.yaml",
        "index.ipynb",
        "references.bib",
    }
    for listed in list_chapters(small_book.root):
        assert '"outputs": []' in listed.path.read_text(encoding="utf-8")


@pytest.mark.book
def test_the_record_says_what_edition_the_folder_holds(small_book: Built) -> None:
    record = json.loads((small_book.pages / "edition.json").read_text(encoding="utf-8"))
    assert record == {
        "reportlib": __version__,
        "parameters": {
            "economy": "CHN",
            "peers": "nearest",
            "first_year": 1990,
            "last_year": 2025,
            "scale": "count",
            "top_n": 10,
        },
        "chapters": ["first", "index", "second"],
        "datasets": {"economies": read_manifest("economies", small_book.root / "data").hash},
    }


@pytest.mark.book
def test_another_edition_leaves_the_default_one_untouched(built: Path) -> None:
    before = digests(built / "_build" / "html")
    book = build_book(JPN)
    assert book.index == built / "_build" / "editions" / "economy-JPN" / "html" / "index.html"
    assert "JPN" in (book.index.parent / "chapters" / "first.html").read_text(encoding="utf-8")
    assert digests(built / "_build" / "html") == before


@pytest.mark.book
def test_every_chapter_gets_those_parameters_it_declares(built: Path) -> None:
    write_notebook(built / "chapters" / "second.ipynb", chapter("second", names=("top_n",)))
    replace_chapter(built, "second", code("print(economy)"))
    seen = []
    build_book(JPN, watch=lambda result: seen.append(dict(result.job.parameters)))
    assert {"economy": "JPN", "peers": "nearest"} in seen


@pytest.mark.book
def test_stages_and_results_are_told_as_they_come(built: Path) -> None:
    told: list[str] = []
    build_book(DEFAULT, say=told.append, watch=lambda result: told.append(result.job.chapter.name))
    assert sorted(told[:3]) == ["first", "index", "second"]
    assert told[3] == "compiling the pages"


@pytest.mark.book
def test_hidden_code_that_shows_the_same_is_executed_and_nothing_is_compiled(built: Path) -> None:
    replace_chapter(built, "first", code("print(40 + 2)"))
    build_book(DEFAULT)
    before = (built / "_build" / "html" / "index.html").stat()
    told: list[str] = []

    replace_chapter(built, "first", code("print(6 * 7)"))
    book = build_book(DEFAULT, say=told.append)

    assert [r.status for r in book.results if r.job.chapter.name == "first"] == ["succeeded"]
    assert (told, book.changed) == ([], False)
    assert (built / "_build" / "html" / "index.html").stat() == before
    assert build_book(DEFAULT).results == ()

    replace_chapter(built, "first", code("print(6 * 8)"))
    assert build_book(DEFAULT).changed
    page = built / "_build" / "html" / "chapters" / "first.html"
    assert "48" in page.read_text(encoding="utf-8")


@pytest.mark.book
def test_a_page_changed_by_hand_is_compiled_again_for_hidden_code_alone(built: Path) -> None:
    replace_chapter(built, "first", code("print(40 + 2)"))
    page = build_book(DEFAULT).index
    as_built = page.read_bytes()
    page.write_bytes(b"by hand")

    replace_chapter(built, "first", code("print(6 * 7)"))

    assert build_book(DEFAULT).changed
    assert page.read_bytes() == as_built


@pytest.mark.book
def test_a_failed_chapter_stops_the_build_and_the_old_book_stays(built: Path) -> None:
    before = digests(built / "_build" / "html")
    replace_chapter(built, "second", code('raise ValueError("no such office")'))
    done = run_program(REPORTLIB, "build", cwd=built)
    kept = work_folder(DEFAULT, built) / "executed" / "chapters" / "second.ipynb"
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("no such office") == 2  # the line, and what it raised
    assert done.stderr.count("chapters/second.ipynb, cell 3, line 1: raise ValueError(") == 1
    assert f"The notebook up to there is {kept}" in done.stderr
    assert "Traceback" not in done.stderr
    assert kept.is_file()
    assert digests(built / "_build" / "html") == before


def test_every_failed_chapter_is_told_at_once(project: Path) -> None:
    replace_chapter(project, "first", code("1 / 0"))
    replace_chapter(project, "second", code("import os\nos._exit(1)"))
    with pytest.raises(ExecutionError) as error:
        build_book(DEFAULT)
    first, second, last = error.value.problems
    assert first.startswith("chapters/first.ipynb, cell 3, line 1: 1 / 0: ZeroDivisionError: ")
    died = "the kernel died: its process ended with exit code 1"
    assert second.startswith(f"chapters/second.ipynb, cell 3: {died}\n")
    assert last.startswith("Nothing was compiled")


@pytest.mark.book
@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# First\n\n[](#nowhere)", "nowhere"),
        ("# First\n\n{nosuchrole}`x`", "nosuchrole"),
        ("# First\n\n### Two levels down", "eader level"),
    ],
    ids=["reference", "role", "levels"],
)
def test_a_warning_stops_the_build_with_its_words_and_the_old_book_stays(
    source: str, expected: str, built: Path
) -> None:
    before = digests(built / "_build" / "html")
    cells = chapter("first")
    write_notebook(built / "chapters" / "first.ipynb", [text(source), *cells[1:]])
    with pytest.raises(BuildError, match="could not compile the book without warnings") as error:
        build_book(DEFAULT)
    assert expected in str(error.value)
    assert "chapters/first.ipynb" in str(error.value)
    assert "All it said is in " in str(error.value)
    assert digests(built / "_build" / "html") == before


@pytest.mark.book
def test_a_page_without_text_is_refused(built: Path) -> None:
    cells = chapter("first")
    write_notebook(built / "chapters" / "first.ipynb", cells[1:3])
    with pytest.raises(BuildError, match=r"chapters/first"):
        build_book(DEFAULT)


@pytest.mark.book
def test_a_full_disk_leaves_the_old_book_whole(built: Path) -> None:
    before = digests(built / "_build" / "html")
    # No file may grow beyond some tens of kB: the chapters fit, the pages' styles do not.
    done = run_program("/bin/sh", "-c", f"ulimit -f 60; exec {REPORTLIB} build", cwd=built)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: ") or "\nError: " in done.stderr
    assert digests(built / "_build" / "html") == before


@pytest.mark.book
@pytest.mark.parametrize("name", ["{economy}", "deep/er 网站"])
def test_a_book_can_be_put_in_any_new_folder(name: str, built: Path, tmp_path: Path) -> None:
    book = build_book(DEFAULT, tmp_path / "out" / name)
    assert book.index == tmp_path / "out" / name / "index.html"
    assert book.index.is_file()


@pytest.mark.book
def test_a_book_takes_the_place_of_a_book(built: Path, tmp_path: Path) -> None:
    shutil.copytree(built / "_build" / "html", tmp_path / "site")
    (tmp_path / "site" / "chapters" / "removed.html").touch()
    list_files(tmp_path / "site")
    build_book(DEFAULT, tmp_path / "site")
    assert not (tmp_path / "site" / "chapters" / "removed.html").exists()


@pytest.mark.book
def test_a_plain_jupyter_book_may_be_replaced_where_it_lies(built: Path) -> None:
    (built / "_build" / "html" / "edition.json").unlink()
    assert build_book(DEFAULT).index.is_file()
    assert (built / "_build" / "html" / "edition.json").is_file()


def refused(out: Path, project: Path, expected: str) -> None:
    """Build into a folder that must not be touched; nothing may have been executed."""
    before = digests(project.parent)
    with pytest.raises(BuildError, match=expected):
        build_book(DEFAULT, out)
    assert digests(project.parent) == before


@pytest.mark.parametrize(
    "name", ["chapters", "data", "docs", "tools", "src", "chapters/new", "docs/new", ".git/x"]
)
def test_a_folder_of_the_sources_is_refused(name: str, project: Path) -> None:
    refused(project / name, project, "is among the book's sources")


@pytest.mark.parametrize("name", [".", "..", "/", "chapters/.."])
def test_the_project_and_what_it_lies_in_are_refused(name: str, project: Path) -> None:
    refused(project / name, project, "holds the book's sources")


@pytest.mark.parametrize("name", ["LICENSES", "mine"])
def test_any_other_folder_with_things_in_it_is_refused(name: str, project: Path) -> None:
    (project / name).mkdir()
    (project / name / "kept.txt").write_text("kept", encoding="utf-8")
    refused(project / name, project, "is a folder with other things in it")


@pytest.mark.parametrize("name", ["_build", "_build/editions", "_build/runs", "_build/work"])
def test_the_folder_of_all_that_was_built_is_refused(name: str, project: Path) -> None:
    page = project / name / "economy-JPN" / "html" / "index.html"
    page.parent.mkdir(parents=True)
    page.touch()
    refused(project / name, project, "is a folder with other things in it")


def test_a_folder_elsewhere_with_other_things_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letters.txt").write_text("kept", encoding="utf-8")
    refused(tmp_path / "home", project, "Choose an empty or a new folder with --out")


def test_a_link_to_a_folder_with_other_things_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project / "chapters")
    refused(tmp_path / "link", project, "is among the book's sources")


def test_a_file_in_the_pages_place_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("kept", encoding="utf-8")
    refused(tmp_path / "site", project, "is a file; a folder is needed")


def test_a_file_above_the_pages_place_is_refused(project: Path, tmp_path: Path) -> None:
    (tmp_path / "site").write_text("kept", encoding="utf-8")
    refused(tmp_path / "site" / "deep", project, "site")


def test_a_file_in_the_build_folders_place_is_an_error(project: Path, tmp_path: Path) -> None:
    (project / "_build").write_text("kept", encoding="utf-8")
    refused(tmp_path / "site", project, "_build.*cannot be written")


def test_a_second_build_of_an_edition_is_refused_while_one_runs(project: Path) -> None:
    work = project / "_build" / "work"
    work.mkdir(parents=True)
    with FileLock(work / "default.lock"), pytest.raises(BuildError) as error:
        build_book(DEFAULT)
    told = "another build of this edition is running. Wait for it, or stop it."
    assert str(error.value) == f"{work / 'default'}: {told}"
    assert list(digests(work)) == ["default.lock"]


def test_a_book_without_a_table_of_contents_is_an_error(project: Path) -> None:
    (project / "_toc.yml").unlink()
    done = run_program(REPORTLIB, "build", cwd=project)
    assert done.returncode == 1
    assert "_toc.yml" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_named_document_that_is_missing_stops_the_build_before_it_runs(project: Path) -> None:
    write_toc(project, "chapters/first", "chapters/third")
    done = run_program(REPORTLIB, "build", cwd=project)
    assert done.returncode == 1
    assert "names chapters/third, but there is no chapters/third.ipynb" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "content", [b"", b"- a", b"title: [", b"\xff", b"execute: force"], ids=repr
)
def test_broken_settings_are_an_error_without_a_traceback(content: bytes, project: Path) -> None:
    (project / "_config.yml").write_bytes(content)
    done = run_program(REPORTLIB, "build", cwd=project)
    assert done.returncode == 1
    assert "Error: " in done.stderr
    assert "Traceback" not in done.stderr

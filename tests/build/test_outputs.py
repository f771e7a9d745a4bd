"""Where a book may be published: over its own files alone, and never over anybody else's."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.parameters import Parameters
from reportlib.build.book import build_book
from reportlib.build.outputs import list_files, refuse_foreign_folder
from tests.projects import REPORTLIB, digests, run_program


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A book that was built into a folder of its own."""
    place = tmp_path / "site"
    for name in ("edition.json", "index.html", "chapters/first.html"):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text("built", encoding="utf-8")
    list_files(place)
    return place


def refused(place: Path, project: Path) -> str:
    """What is said of a place; it is said before anything is executed or touched."""
    before = digests(project.parent)
    with pytest.raises(BuildError) as error:
        build_book(Parameters(), place)
    assert digests(project.parent) == before
    return str(error.value)


def test_a_book_has_a_list_of_its_files_with_the_list_itself(site: Path) -> None:
    listed = (site / "files.txt").read_text(encoding="utf-8").splitlines()
    assert listed == ["chapters/first.html", "edition.json", "files.txt", "index.html"]
    assert set(listed) == digests(site).keys()


def test_a_book_of_listed_files_may_be_replaced(site: Path, project: Path) -> None:
    (site / "index.html").write_text("changed", encoding="utf-8")
    refuse_foreign_folder(site, project, project / "_build" / "html")


@pytest.mark.parametrize(
    "name", ["CNAME", ".git/HEAD", "chapters/mine.html", "japan/edition.json", "chapters/第一.html"]
)
def test_a_file_that_is_not_in_the_list_is_refused_and_named(
    name: str, site: Path, project: Path
) -> None:
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).touch()
    told = (
        "Nothing was executed or touched. Move them away; or build into another folder with "
        "--out and copy the pages from there."
    )
    expected = f"{site} holds files that the book did not write: {name}. {told}"
    assert refused(site, project) == expected


def test_a_link_that_is_not_in_the_list_is_refused(site: Path, project: Path) -> None:
    (site / "archive").symlink_to(project)
    assert "that the book did not write: archive. " in refused(site, project)


def test_of_many_files_the_first_are_named(site: Path, project: Path) -> None:
    for number in range(7):
        (site / f"{number}.txt").touch()
    named = "0.txt, 1.txt, 2.txt, 3.txt, 4.txt and 2 more"
    assert f"that the book did not write: {named}. Nothing" in refused(site, project)


def test_a_book_without_a_list_is_refused(site: Path, project: Path) -> None:
    (site / "files.txt").unlink()
    assert "without the list of its files, files.txt: an older version" in refused(site, project)


def test_a_folder_in_another_book_is_refused(site: Path, project: Path) -> None:
    told = f"lies in the book {site}, which is replaced when it is built again."
    assert told in refused(site / "deep" / "japan", project)


@pytest.mark.parametrize("name", ["brazil/edition.json", ".git/HEAD", ".git"])
def test_in_its_own_folder_an_edition_replaces_no_other_book(name: str, project: Path) -> None:
    own = project / "_build" / "html"
    (own / name).parent.mkdir(parents=True)
    (own / name).touch()
    with pytest.raises(BuildError, match=f"that the book did not write: {name}"):
        build_book(Parameters())
    assert (own / name).is_file()


def test_in_its_own_folder_an_edition_replaces_a_plain_jupyter_book(project: Path) -> None:
    own = project / "_build" / "html"
    own.mkdir(parents=True)
    for name in ("index.html", ".buildinfo", "searchindex.js"):
        (own / name).touch()
    refuse_foreign_folder(own, project, own)


@pytest.mark.parametrize("place", ["work/default/site", "runs/default/site"])
def test_where_books_are_made_none_is_published(place: str, project: Path) -> None:
    assert "is where books are made" in refused(project / "_build" / place, project)


def test_a_name_that_is_too_long_is_refused_before_anything_runs(project: Path) -> None:
    assert "cannot be written (File name too long)" in refused(project / ("x" * 300), project)


def test_links_in_a_circle_are_refused_before_anything_runs(project: Path) -> None:
    (project / "site").symlink_to("site")
    done = run_program(REPORTLIB, "build", "--out", "site/pages", "-q", cwd=project)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: site/pages: cannot be written (")
    assert not (project / "_build").exists()

"""What a printed book says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from reportlib.base.errors import BuildError
from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.parameters import Parameters
from reportlib.build.chapters import Chapter, find_chapter
from reportlib.build.frontmatter import all_manifests, front_matter, timestamp
from tests.projects import chapter, write_notebook

DEFAULT = Parameters()


@pytest.fixture
def chosen(project: Path) -> list[Chapter]:
    """Two chapters of a numbered book of three."""
    write_notebook(project / "chapters" / "third.ipynb", chapter("third"))
    (project / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n"
        "- numbered: true\n  chapters: [{file: chapters/first}, {file: chapters/second}]\n"
        "- numbered: true\n  chapters: [{file: chapters/third}]\n",
        encoding="utf-8",
    )
    return [find_chapter("first"), find_chapter("third")]


def cite(project: Path, **values: object) -> None:
    """Write a citation file."""
    content = {"title": "A book", "authors": [{"name": "Its authors"}], **values}
    (project / "CITATION.cff").write_text(yaml.safe_dump(content), encoding="utf-8")


def closed(manifest: Manifest) -> Manifest:
    """A dataset of which no more than derived figures may be passed on."""
    about = manifest.reportlib.model_copy(update={"redistribute": "derived-only"})
    return manifest.model_copy(update={"reportlib": about})


def test_it_is_made_of_checked_values(project: Path) -> None:
    parameters = Parameters(economy="JPN", peers="KOR,USA", last_year=2020)
    found = front_matter(project, parameters, all_manifests())
    assert found["subtitle"] == "Edition for Japan"
    assert dict(found["edition"])["Economy"] == "Japan 日本 (JPN)"
    assert dict(found["edition"])["Peers"] == "Republic of Korea, United States"
    assert dict(found["edition"])["Years"] == "1990–2020"
    assert found["citation"].endswith("edition for Japan, 1990–2020 (peers KOR,USA).")
    assert dict(found["checksums"])["economies"] == read_manifest("economies").hash[7:23]


def test_the_rights_are_those_of_the_authors_to_cite(project: Path) -> None:
    cite(project, **{"date-released": "2026-11-22"})
    assert front_matter(project, DEFAULT, ())["copyright"] == "2026 Its authors"


def test_the_address_of_the_book_is_cited_where_it_has_one(project: Path) -> None:
    cite(project)
    assert "http" not in front_matter(project, DEFAULT, ())["citation"]
    cite(project, url="https://example.org/book")
    assert front_matter(project, DEFAULT, ())["citation"].endswith(" https://example.org/book")


def test_chosen_chapters_are_named_as_the_book_numbers_them(
    project: Path, chosen: list[Chapter]
) -> None:
    found = front_matter(project, DEFAULT, all_manifests(), chosen)
    named = "Chapters 1 and 3: Chapter first, Chapter third"
    assert found["subtitle"] == f"Edition for China. {named}"
    assert f"{named}. In: " in found["citation"]
    assert named in found["imprint"][0]
    assert any("Trust classes: A: the publisher's own figures" in said for said in found["imprint"])


def test_chosen_chapters_tell_only_of_the_datasets_they_draw_on(
    project: Path, chosen: list[Chapter]
) -> None:
    found = front_matter(project, DEFAULT, (), chosen)
    assert "from the 0 datasets that the selection draws on" in found["colophon"][0]
    assert "economies" not in dict(found["checksums"])
    assert "Newest data" not in dict(found["edition"])


def test_an_archive_names_the_tables_that_are_not_attached(project: Path) -> None:
    one = read_manifest("economies")
    said = " ".join(front_matter(project, DEFAULT, [closed(one)], archival=True)["colophon"])
    assert "The file is PDF/A-3a" in said
    assert "0 tables as CSV. Left out, for their terms: economies." in said
    said = " ".join(front_matter(project, DEFAULT, [one])["colophon"])
    assert "PDF/A" not in said
    assert "Attached" not in said


def test_the_date_is_that_on_which_data_were_last_read(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert timestamp() % 86_400 == 0
    assert "data were last read" in front_matter(project, DEFAULT, ())["colophon"][0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert timestamp() == 1_700_000_000
    assert "data were last read" not in front_matter(project, DEFAULT, ())["colophon"][0]


def test_a_date_that_is_none_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(BuildError, match="expected seconds since 1970"):
        timestamp()

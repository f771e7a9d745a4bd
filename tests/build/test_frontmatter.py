"""What a printed book says of itself."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from reportlib import __version__
from reportlib.base.errors import BuildError, ProjectError
from reportlib.base.manifests import Manifest, read_manifest, trust_classes
from reportlib.base.parameters import GROUP_SIZE, Parameters
from reportlib.base.program import content_digest
from reportlib.base.project import PACKAGE
from reportlib.build.chapters import Chapter, find_chapter
from reportlib.build.frontmatter import all_manifests, front_matter, timestamp
from tests.projects import ROOT, add_filings, chapter, write_notebook

DEFAULT = Parameters(peers="top")  # as the project of these tests has it


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


def copy_measures(project: Path) -> None:
    """Give the project the measures of the book, by which peers are chosen."""
    shutil.copy(ROOT / "data" / "measures.yaml", project / "data" / "measures.yaml")


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
    assert any("Trust classes: A: the publisher’s own figures" in said for said in found["imprint"])


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


@pytest.fixture
def filings(project: Path, monkeypatch: pytest.MonkeyPatch) -> Manifest:
    """The small dataset, in a project whose books are dated by whoever makes them."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    add_filings(project)
    return read_manifest("filings")


MADE = (
    f"Made by reportlib {__version__} and the typst package {version('typst')} from {{drawn}}. The "
    "same inputs give the same file, byte for byte; its date was given by whoever made it."
)
DIGESTS = (
    "Below stand the first 16 digits of SHA-256 digests: of the parts of the book, and of the "
    "table of each dataset. The descriptors beside the tables have them in full."
)
IMPRINT = [
    "Each exhibit names the publishers of its data with vintage and licence. Where the data hold "
    "nothing on the economy, the page says so; nothing is filled in by an estimate.",
    "The name or code of an economy says nothing about its legal status.",
]


def test_a_whole_book_says_of_itself(project: Path, filings: Manifest) -> None:
    found = front_matter(project, Parameters(), [filings])
    checksums = found.pop("checksums")
    assert found == {
        "title": "Intellectual property: a report book",
        "subtitle": "Edition for China",
        "authors": ["The IP report book developers"],
        "date": "14 November 2023",
        "version": __version__,
        "citation": f"Intellectual property: a report book. Version {__version__}, edition for "
        "China, 1990–2025.",
        "edition": [
            ("Economy", "China 中国 (CHN)"),
            ("Peers", found["edition"][1][1]),
            ("Years", "1990–2025"),
            ("Scale", "counts as they are"),
            ("Rows in a ranking", "10"),
            ("Newest data", "2024"),
            ("Data read up to", "2025-01-01"),
        ],
        "imprint": IMPRINT,
        "colophon": [
            MADE.format(drawn="1 datasets"),
            "The file is tagged for reading aloud, and was written in the mode of the typesetter "
            "that refuses what PDF/UA-1 does not allow. Nobody has certified it.",
            DIGESTS,
        ],
        "words": {
            "folded": "Further rows are in the book on the web and in the dataset itself; not "
            "printed here:",
            "left": "Left to the same table of the book on the web, where it can be searched; "
            "reportlib pdf --appendix-data prints it. Rows not printed here:",
        },
        "keywords": [],
        "licence": "Code under the MIT licence, text and charts under CC BY 4.0, data under the "
        "terms named below each exhibit.",
    }
    assert [name for name, _ in checksums] == [
        "tables together", "settings", "template", "fonts", "filings",
    ]  # fmt: skip
    assert all(re.fullmatch("[0-9a-f]{16}", value) for _, value in checksums)
    assert dict(checksums)["settings"] == content_digest(project / "_config.yml")[:16]
    assert dict(checksums)["filings"] == filings.hash.removeprefix("sha256:")[:16]


def test_an_archive_says_what_it_is_and_carries(project: Path, filings: Manifest) -> None:
    held = [filings, closed(filings)]
    _, file, attached, _ = front_matter(project, DEFAULT, held, archival=True)["colophon"]
    assert file == (
        "The file is PDF/A-3a, tagged for reading aloud, and was written in the mode of the "
        "typesetter that refuses what PDF/A-3a and PDF/UA-1 do not allow. Nobody has certified it."
    )
    assert attached == (
        "Attached are provenance.json, with the rows behind every number, figure and table, and 1 "
        "tables as CSV. Left out, for their terms: filings."
    )
    _, _, attached, _ = front_matter(project, DEFAULT, [filings], archival=True)["colophon"]
    assert attached.endswith("and 1 tables as CSV.")


@pytest.mark.parametrize(
    ("scale", "told"),
    [
        ("count", "counts as they are"),
        ("per_million", "counts per million people"),
        ("per_gdp", "counts per billion PPP dollars of GDP"),
    ],
)
def test_the_scale_is_told_in_words(scale: str, told: str, project: Path) -> None:
    copy_measures(project)
    assert dict(front_matter(project, Parameters(scale=scale), ())["edition"])["Scale"] == told


@pytest.mark.parametrize("peers", ["top", "region", "income"])
def test_a_group_of_peers_is_told_with_its_rule(peers: str, project: Path) -> None:
    copy_measures(project)
    told = dict(front_matter(project, Parameters(peers=peers), ())["edition"])["Peers"]
    assert str(GROUP_SIZE) in told
    assert "patent applications" in told
    assert ("region" in told, "income" in told) == (peers == "region", peers == "income")


def test_without_a_measure_to_choose_by_no_peers_are_told(project: Path) -> None:
    told = dict(front_matter(project, Parameters(peers="top"), ())["edition"])
    assert told["Peers"] == "none, as the book names no measure by which to choose them"


def configure(project: Path, settings: object) -> None:
    """Put other settings in the place of the project's."""
    (project / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")


def test_the_version_is_that_of_the_settings_else_of_the_citation_file(project: Path) -> None:
    cite(project, version="2.5")
    configure(project, {})
    assert front_matter(project, DEFAULT, ())["version"] == "2.5"
    configure(project, {"reportlib": {"version": "3"}})
    found = front_matter(project, DEFAULT, ())
    assert found["version"] == "3"
    assert "Version 3, edition for China, 1990–2025." in found["citation"]
    assert f"Made by reportlib {__version__}" in found["colophon"][0]


def test_the_words_of_the_edition_and_the_imprint_are_the_settings(project: Path) -> None:
    words = {"edition": "The case of {economy}", "imprint": ["All is made."]}
    configure(project, {"reportlib": {"words": words}})
    found = front_matter(project, DEFAULT, ())
    assert found["subtitle"] == "The case of China"
    assert found["citation"] == "A report book. The case of China, 1990–2025."
    assert found["imprint"] == ["All is made."]


def test_what_the_book_does_not_use_is_not_told(project: Path) -> None:
    configure(project, {"title": "A", "reportlib": {"parameters": {"top_n": 5}}})
    found = front_matter(project, Parameters(), ())
    assert found["edition"] == [("Rows in a ranking", "5")]
    assert (found["subtitle"], found["citation"]) == ("", "A.")


def test_a_citation_names_authors_year_and_address(project: Path, filings: Manifest) -> None:
    cite(
        project,
        authors=[{"name": "One"}, {"name": "Two"}],
        keywords=["patents", 2026],
        **{"date-released": "2026-11-22", "repository-code": "https://example.org/code"},
    )
    found = front_matter(project, Parameters(top_n=5, first_year=2000), [filings])
    assert found["citation"] == (
        f"One, Two (2026). A book. Version {__version__}, edition for China, 2000–2025 "
        "(top_n 5). https://example.org/code"
    )
    assert found["authors"] == ["One", "Two"]
    assert found["copyright"] == "2026 One, Two"
    assert found["keywords"] == ["patents", "2026"]
    assert found["title"] == "A book"


def test_one_chosen_chapter_is_told_as_one(
    project: Path, chosen: list[Chapter], filings: Manifest
) -> None:
    found = front_matter(project, DEFAULT, [filings], chosen[1:])
    assert found["subtitle"] == "Edition for China. Chapter 3: Chapter third"
    assert found["imprint"] == [
        "A selection from the book, numbered as in the whole book: Chapter 3: Chapter third. What "
        "refers to another chapter stands as plain text.",
        trust_classes(),
        *IMPRINT,
    ]
    drawn = "the 1 datasets that the selection draws on"
    assert found["colophon"][0] == MADE.format(drawn=drawn)


def test_a_chosen_page_without_a_number_is_told_by_its_title(
    project: Path, chosen: list[Chapter]
) -> None:
    found = front_matter(project, DEFAULT, (), [find_chapter("index")])
    assert found["subtitle"] == "Edition for China. Chapter index"


def test_the_settings_have_the_last_word(project: Path) -> None:
    settings = yaml.safe_load((project / "_config.yml").read_text(encoding="utf-8"))
    settings["sphinx"]["config"]["typst_meta"] = {"subtitle": "My own"}
    (project / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    assert front_matter(project, DEFAULT, ())["subtitle"] == "My own"


@pytest.mark.parametrize(
    ("settings", "title", "authors"),
    [({}, "A report book", [""]), ({"title": "A", "author": "B"}, "A", ["B"])],
)
def test_a_book_without_a_citation_file_is_named_by_its_settings(
    settings: dict[str, str], title: str, authors: list[str], project: Path
) -> None:
    (project / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    found = front_matter(project, DEFAULT, ())
    assert (found["title"], found["authors"]) == (title, authors)
    assert "copyright" not in found


def test_a_citation_file_that_is_none_is_refused_with_its_place(project: Path) -> None:
    place = project / "CITATION.cff"
    place.write_text("title: [", encoding="utf-8")
    with pytest.raises(ProjectError) as error:
        front_matter(project, DEFAULT, ())
    assert str(error.value).startswith(f"{place}: not readable as YAML in UTF-8: ")
    place.write_text("- a list", encoding="utf-8")
    assert front_matter(project, DEFAULT, ())["title"] == "Intellectual property: a report book"


def test_the_digests_tell_of_template_and_tables(
    project: Path, filings: Manifest, tmp_path: Path
) -> None:
    template = tmp_path / "own.typ"
    template.write_text("// own", encoding="utf-8")
    economies = read_manifest("economies")

    def told(*manifests: Manifest, template: Path | None = None) -> dict[str, str]:
        return dict(front_matter(project, DEFAULT, manifests, template=template)["checksums"])

    built_in = content_digest(PACKAGE / "typst" / "template.typ")[:16]
    assert told(filings)["template"] == built_in
    assert told(filings, template=template)["template"] == content_digest(template)[:16]
    assert told(filings)["tables together"] != told(filings, economies)["tables together"]
    assert told(filings)["tables together"] == told(filings)["tables together"]


def test_the_date_is_midnight_of_the_newest_reading(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    add_filings(project)
    newest = max(read_manifest(name).reportlib.retrieved for name in ("filings", "economies"))
    assert datetime.fromtimestamp(timestamp(), tz=UTC).isoformat() == f"{newest}T00:00:00+00:00"

"""A book as an edition of a site, and the root with what the editions share."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from lxml import etree
from lxml import html as lxml_html
from pydantic import ValidationError

from reportlib.base.editions import EditionRecord
from reportlib.base.errors import BuildError
from reportlib.build.site_root import compile_root
from tests.web.books import text_of
from tests.web.site.sites import NAMES, Site, files

pytestmark = pytest.mark.book


def page(path: Path) -> lxml_html.HtmlElement:
    return lxml_html.parse(path).getroot()


def test_an_edition_holds_nothing_that_stands_at_the_root(site: Site) -> None:
    edition = {name.partition("/")[0] for name in files(site.folder / "CHN")}

    assert not edition & {"_static", "data", "sitemap.xml"}
    assert {"index.html", "one.html", "downloads", "provenance.json", "find-index.js"} <= edition


def test_a_picture_of_the_sources_stands_once_at_the_root(site: Site) -> None:
    (picture,) = page(site.folder / "CHN" / "one.html").xpath("//article//img")

    assert picture.get("src") == "../_images/dot.png"
    assert [name for name in files(site.folder) if name.endswith(".png")] == ["_images/dot.png"]


def test_an_edition_holds_nothing_that_sphinx_keeps_for_itself(site: Site) -> None:
    assert not {".buildinfo", "objects.inv"} & set(files(site.folder / "CHN"))


def test_every_link_of_every_page_leads_to_a_file(site: Site) -> None:
    pages = sorted(site.folder.rglob("*.html"))
    dead = []
    for path in pages:
        for address in page(path).xpath("//@href | //@src"):
            to = urlsplit(urljoin(path.as_uri(), address))
            if to.scheme == "file" and not Path(unquote(to.path)).is_file():
                dead.append((path.name, address))

    assert len(pages) > 2 * 4
    assert dead == []


def test_pages_of_an_edition_load_theme_and_scripts_of_the_root(site: Site) -> None:
    loaded = page(site.folder / "CHN" / "one.html").xpath("//link[@rel='stylesheet']/@href")
    loaded += page(site.folder / "CHN" / "one.html").xpath("//script/@src")

    names = {address.partition("?")[0].rpartition("/")[2] for address in loaded}
    assert names == {"report.css", "switch.css", "theme.js", "report.js", "switch.js"}
    assert all((site.folder / "_static" / name).is_file() for name in names)
    assert {address.partition("?v=")[0].rpartition("/")[0] for address in loaded} == {"../_static"}
    root = page(site.folder / "data" / "index.html").xpath("//link[@rel='stylesheet']/@href")
    assert "annex.css" in root.pop()
    assert root
    assert set(root) <= set(loaded)  # the same, with its checksum


def test_a_number_leads_to_its_row_at_the_root(site: Site) -> None:
    tips = page(site.folder / "CHN" / "one.html").xpath("//div[@class='tip']//a/@href")

    assert tips == ["../data/closed.html#row-CHN-2020"]


def test_an_edition_has_no_files_of_drawings_and_leads_to_those_of_its_pages(site: Site) -> None:
    (link,) = page(site.folder / "CHN" / "two.html").xpath("//a[@class='action-svg']")
    record = json.loads((site.folder / "CHN" / "downloads" / "fig-first.json").read_bytes())

    assert (link.get("href"), link.get("download")) == ("#fig-first", None)
    assert [name for name in files(site.folder / "CHN" / "downloads") if name.endswith("svg")] == []
    assert "svg" not in record["files"]


def test_files_for_machines_lead_to_the_root(site: Site) -> None:
    record = json.loads((site.folder / "CHN" / "downloads" / "tbl-two.json").read_bytes())
    listed = (site.folder / "CHN" / "llms.txt").read_text(encoding="utf-8")

    described = site.folder / "CHN" / "downloads" / record["datasets"][0]["croissant"]
    assert described.resolve().is_file()
    assert "(../data/index.md)" in listed
    assert "(../llms.txt)" in listed
    at_root = (site.folder / "llms.txt").read_text(encoding="utf-8")
    assert "(data/filings.md)" in at_root
    assert "(data/filings.croissant.json)" in at_root
    assert '"data/filings.html"' in (site.folder / "find-datasets.js").read_text("utf-8")
    assert "filings.html" not in (site.folder / "CHN" / "find-index.js").read_text("utf-8")


def test_the_list_for_language_models_names_the_editions_that_there_are(site: Site) -> None:
    listed = (site.folder / "llms.txt").read_text(encoding="utf-8")

    assert "- [All of them as JSON](editions.json)" in listed
    assert [name for name in ("CHN", "NAM", "TUV") if f"({name}/llms.txt)" in listed] == [*NAMES]
    assert "## Editions" not in (site.folder / "CHN" / "llms.txt").read_text(encoding="utf-8")


def test_the_annex_of_a_site_has_twins_at_its_root(site: Site) -> None:
    data = site.folder / "data"
    (link,) = page(data / "closed.html").xpath("//head/link[@rel='alternate']/@href")
    closed = (data / link).read_text(encoding="utf-8")
    listed = (data / "index.md").read_text(encoding="utf-8")

    assert "rows are not shown" in closed
    assert "- One\n" in closed
    assert "|[Filings](filings.md)|" in listed
    assert "that the editions draw on" in listed
    assert "rows: [CSV](filings.csv)." in (data / "filings.md").read_text(encoding="utf-8")


def test_a_dataset_is_described_once_with_the_chapters_that_show_it(site: Site) -> None:
    found = page(site.folder / "data" / "filings.html")

    assert text_of(found.xpath("//article//h1")[0]) == "Filings"
    assert found.xpath("//dd/a[starts-with(@href, 'filings')]/@href") == [
        "filings.csv",
        "filings.resource.yaml",
        "filings.croissant.json",
    ]
    (chapter, *others) = found.xpath("//section[h2='Where it is shown']//li")
    assert (chapter.get("data-page"), text_of(chapter)) == ("one.html", "One")
    assert [text_of(each) for each in others] == ["Two & *more*"]


def test_the_rows_of_a_dataset_are_one_file(site: Site) -> None:
    text = (site.folder / "data" / "filings.rows.js").read_text(encoding="utf-8")
    told = json.loads(text.removeprefix("window.reportRows(").removesuffix(");\n"))

    assert told["columns"][2] == ["Applications", "applications", True]
    assert (told["key"], told["economy"]) == ([0, 1], 0)
    assert told["names"] == {"BRA": "Brazil", "CHN": "China", "NAM": "Namibia"}
    assert told["rows"][1] == ["CHN", "2020", "1497159", "revised"]
    assert len(told["rows"]) == 4


def test_rows_that_may_not_be_passed_on_stand_nowhere_at_the_root(site: Site) -> None:
    names = [name for name in files(site.folder / "data") if name.startswith("closed")]
    found = page(site.folder / "data" / "closed.html")

    assert [name.partition(".")[2] for name in names] == [
        *("croissant.json", "html", "md", "resource.yaml"),
    ]
    assert "terms forbid passing the file on" in text_of(found)
    for name in names:
        assert "1497159" not in (site.folder / "data" / name).read_text(encoding="utf-8"), name


def test_the_sitemap_lists_the_root_and_every_edition(site: Site) -> None:
    listed = [str(each.text) for each in etree.parse(site.folder / "sitemap.xml").iter("{*}loc")]

    assert listed[:4] == [
        "https://example.org/ip/index.html",
        "https://example.org/ip/data/index.html",
        "https://example.org/ip/data/closed.html",
        "https://example.org/ip/data/filings.html",
    ]
    assert [each for each in listed if each.endswith("one.html")] == [
        f"https://example.org/ip/{name}/one.html" for name in NAMES
    ]
    assert not [each for each in listed if "search" in each]


def test_a_page_of_an_edition_names_its_own_address(site: Site) -> None:
    found = page(site.folder / "NAM" / "one.html").xpath("//link[@rel='canonical']/@href")

    assert found == ["https://example.org/ip/NAM/one.html"]


def test_the_root_has_the_name_of_the_book(site: Site) -> None:
    assert page(site.folder / "index.html").xpath("//h1/text()") == [
        "Intellectual property: a report book"
    ]


@pytest.mark.parametrize("name", ["data", "_static", "../up", "a/b", "", ".hidden", "Docs"])
def test_an_edition_lies_in_a_folder_of_its_own(name: str) -> None:
    with pytest.raises(ValidationError):
        EditionRecord(name=name, title="An edition")


def test_an_edition_without_provenance_is_told(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTLIB_ROOT", str(site.book.folder))
    record = EditionRecord(name="CHN", title="China", pages=tmp_path)

    with pytest.raises(BuildError, match=r"provenance\.json: cannot be read"):
        compile_root(tmp_path / "root", [record])

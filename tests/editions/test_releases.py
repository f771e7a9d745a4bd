"""Releases of a site: made once and never again, listed, and compared with the one before."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html

from reportlib.base.editions import EditionRecord
from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.places import hold
from reportlib.base.project import EPOCH_VARIABLE
from reportlib.base.releases import Changes, Listed, Release
from reportlib.editions.changes import changes_between
from reportlib.editions.choosing import choose
from reportlib.editions.feed import feed
from reportlib.editions.pools import LocalPool, Pool
from reportlib.editions.releases import make_release, read_releases, release_faults
from reportlib.editions.site import Site, make_site
from tests.conftest import use
from tests.projects import (
    REPORTLIB,
    ROOT,
    add_filings,
    chapter,
    code,
    digests,
    run_program,
    write_project,
)

FILED = """\
from IPython.display import display
from reportlib import dataset
from reportlib.base.payload import EXHIBIT_MIME, Payload, Piece

if economy == "KOR":
    raise ValueError("no data")
filed = dataset("filings").where(economy=economy, year=2020).applications.dropna()
said = Piece(text="no number is known.")
if len(filed):
    said = Piece(kind="number", text=f"{int(filed.iloc[0]):,}", value=int(filed.iloc[0]),
                 unit="applications", rows=(f"filings:{economy}-2020",))
payload = Payload(
    kind="findings", label="find-first", title="Findings",
    sentences=((Piece(text="Filed: "), said),),
)
display({EXHIBIT_MIME: payload.model_dump(mode="json"), "text/plain": economy}, raw=True)
"""
FIRST_DAY, SECOND_DAY = "1767225600", "1769904000"  # of January and of February 2026


class World:
    """A project, and the folder of its two releases: a figure of China was revised between them."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "releases"

    @property
    def copied(self) -> Callable[[Path], Path]:
        """Copies the folder to another place."""
        return partial(shutil.copytree, self.folder)

    def revise(self, filed: str, place: Path) -> None:
        """Let the dataset say otherwise what China filed."""
        text = (ROOT / "tests" / "sound" / "filings.csv").read_text(encoding="utf-8")
        place.write_text(text.replace("1497159", filed), encoding="utf-8")
        add_filings(self.root, place)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("released")
    first = chapter("first")
    chapters = {"first": [*first[:3], code(FILED)]}
    world = World(write_project(folder / "project", chapters))
    add_filings(world.root)
    settings = world.root / "_config.yml"  # of which the small book has no measure to show
    kept = [line for line in settings.read_text("utf-8").splitlines() if "world:" not in line]
    settings.write_text("\n".join(kept), encoding="utf-8")
    _release(world, "2026.1", "CHN,BRA", FIRST_DAY)
    (folder / "first.json").write_text(json.dumps(digests(world.folder / "2026.1")))
    world.revise("1500000", folder / "filings.csv")
    _release(world, "2026.2", "CHN,NAM", SECOND_DAY)
    return world


def _release(world: World, name: str, named: str, day: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(EPOCH_VARIABLE, day)
        done = run_program(
            REPORTLIB, "editions", "--economies", named, "--jobs", "1",
            "--release", name, "--out", "releases", cwd=world.root,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"releases/{name}\n"


@pytest.fixture
def world(made: World, monkeypatch: pytest.MonkeyPatch) -> World:
    use(made.root, monkeypatch)
    monkeypatch.setenv(EPOCH_VARIABLE, SECOND_DAY)
    return made


def refuse_work() -> Pool:
    raise AssertionError("something is worked")


def release(out: Path, name: str, named: str = "CHN,NAM", **more: Any) -> Site:
    """Make a release of what is kept."""
    return make_release(choose(named), out, refuse_work, name=name, **more)


def listed(folder: Path) -> list[dict[str, Any]]:
    content = json.loads((folder / "releases.json").read_text(encoding="utf-8"))
    return list(content["releases"])


def changes(folder: Path, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / name / "changes.json").read_text("utf-8"))
    return content


def said(place: Path) -> str:
    return " ".join(html.parse(place).getroot().text_content().split())


def test_a_release_leaves_the_ones_before_as_they_were(world: World) -> None:
    before = json.loads((world.root.parent / "first.json").read_text("utf-8"))
    assert digests(world.folder / "2026.1") == before


def test_releases_are_listed_the_newest_first(world: World) -> None:
    newest, first = listed(world.folder)
    assert (newest["name"], newest["date"], newest["editions"]) == (
        "2026.2", "2026-02-01", ["CHN", "NAM"],
    )  # fmt: skip
    assert (first["name"], first["date"]) == ("2026.1", "2026-01-01")
    assert newest["inputs"] != first["inputs"]
    assert newest["digest"] != first["digest"]
    names = html.parse(world.folder / "index.html").xpath("//tbody//th/a/@href")
    assert names == ["2026.2/index.html", "2026.1/index.html"]


def test_the_first_release_is_said_to_be_the_first(world: World) -> None:
    assert listed(world.folder)[1]["summary"] == "The first release."
    assert "There is none before it" in said(world.folder / "2026.1" / "changes.html")


def test_a_release_tells_which_numbers_which_data_revised(world: World) -> None:
    found = changes(world.folder, "2026.2")
    assert found["before"] == "2026.1"
    (data,) = found["datasets"]
    assert (data["name"], data["what"], data["revised"], data["editions"]) == (
        "filings", "changed", 1, 1,
    )  # fmt: skip
    (china,) = found["editions"]
    assert (china["name"], china["revised"], china["by_data"], china["unexplained"]) == (
        "CHN", 1, {"filings": 1}, 0,
    )  # fmt: skip
    (largest,) = china["largest"]
    assert (largest["old"], largest["new"]) == ("1,497,159", "1,500,000")


def test_editions_that_came_and_went_are_told(world: World) -> None:
    found = changes(world.folder, "2026.2")
    assert [each["title"] for each in found["added"]] == ["Namibia"]
    assert [each["title"] for each in found["gone"]] == ["Brazil"]
    assert listed(world.folder)[0]["summary"] == (
        "1 number revised in 1 edition, 1 dataset with other rows, 1 edition added, 1 edition gone."
    )


def test_the_page_of_changes_leads_to_the_numbers(world: World) -> None:
    place = world.folder / "2026.2" / "changes.html"
    (link,) = html.parse(place).xpath("//details//li/a")
    assert link.text_content() == "1,497,159 → 1,500,000"
    assert link.get("href") == "CHN/chapters/first.html#find-first"
    (row,) = html.parse(place).xpath("//section[@id='data']//tbody/tr")
    cells = [each.text_content() for each in row]
    assert cells == ["Filings", "other rows", "2024", "2024", "1", "1"]


def test_the_crawler_finds_no_fault_in_a_folder_of_releases(world: World) -> None:
    crawl = ROOT / "tools" / "crawl.py"
    command = [sys.executable, str(crawl), "--jobs", "1", "--json", str(world.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    names = [each["name"] for each in json.loads(done.stdout)]
    assert names == ["releases", "BRA", "CHN", "CHN", "NAM"]


def test_latest_leads_to_the_newest_and_where_that_has_no_such_page_to_what_is_near(
    world: World,
) -> None:
    latest = world.folder / "latest"
    leads = {
        page: html.parse(latest / page).xpath("//a/@href")
        for page in ("index.html", "CHN/chapters/first.html", "BRA/chapters/first.html")
    }
    assert leads == {
        "index.html": ["../2026.2/index.html"],
        "CHN/chapters/first.html": ["../../../2026.2/CHN/chapters/first.html"],
        "BRA/chapters/first.html": ["../../../2026.2/index.html"],
    }
    assert "no such page" in said(latest / "BRA" / "chapters" / "first.html")


def test_pages_know_where_the_releases_are_listed_and_no_name_of_one(world: World) -> None:
    folder = world.folder / "2026.2"
    for page, lead in (("index.html", "../"), ("CHN/chapters/first.html", "../../../")):
        text = (folder / page).read_text(encoding="utf-8")
        assert html.fromstring(text).xpath("//*[@class='releases']/a/@href") == [
            f"{lead}index.html"
        ]
        assert "2026." not in text


def test_a_script_tells_pages_of_the_releases_and_their_pages(world: World) -> None:
    text = (world.folder / "releases.js").read_text(encoding="utf-8")
    told = json.loads(text.removeprefix("window.reportReleases = ").removesuffix(";\n"))
    newest, first = told["releases"]
    assert newest[:2] == ["2026.2", "2026-02-01"]
    assert [told["lists"][place[2]] for place in (newest, first)] == [
        ["CHN", "NAM"],
        ["BRA", "CHN"],
    ]
    assert "chapters/first.html" in told["lists"][newest[3]]
    assert "changes.html" in told["lists"][newest[4]]


def test_the_same_inputs_give_the_same_release(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    release(folder, "2026.2")
    again = digests(folder / "2026.2")
    expected = digests(world.folder / "2026.2")
    others = {"changes.html", "changes.json"}  # as this is the first
    assert {name for name in expected if again.get(name) != expected[name]} == others


def test_where_nothing_changed_a_release_says_so(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    release(folder, "2026.3")
    assert changes(folder, "2026.3")["same"] == 2
    words = "Nothing changed since 2026.2: the same editions, numbers and data."
    assert listed(folder)[0]["summary"] == words
    assert words in said(folder / "2026.3" / "changes.html")


def test_what_a_stopped_command_left_unlisted_is_made_again(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    place = folder / "releases.json"
    content = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps({**content, "releases": content["releases"][1:]}))
    shutil.rmtree(folder / "latest")
    (folder / "2026.2" / "CHN" / "index.html").unlink()
    release(folder, "2026.2")
    assert digests(folder) == digests(world.folder)


def test_a_release_that_cannot_be_compared_says_so(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    (folder / "2026.2" / "CHN" / "provenance.json").write_text('{"format": "of another time"}')
    lines: list[str] = []
    release(folder, "2026.3", say=lines.append)
    assert "What changed since 2026.2 is not known" in listed(folder)[0]["summary"]
    assert any("is not a provenance.json of this program" in line for line in lines)


def test_a_failed_edition_puts_no_release(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    pool = partial(LocalPool, 1)
    with pytest.raises(ExecutionError, match="no data"):
        make_release(choose("KOR,CHN"), folder, pool, name="2026.1")
    assert not folder.exists()


def test_an_edition_may_be_missing_and_the_list_says_so(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    pool = partial(LocalPool, 1)
    chosen = choose("KOR,CHN,NAM")
    make_release(chosen, folder, pool, name="2026.3", allow_missing=True)
    assert listed(folder)[0]["missing"] == ["KOR"]
    assert "1 edition could not be made" in said(folder / "index.html")


def test_two_commands_make_no_release_in_one_folder_at_once(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "releases"
    with hold(folder / "latest"), pytest.raises(BuildError, match="another command is writing"):
        release(folder, "2026.1")
    assert not folder.exists()


# What is refused


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../x", "a/b", "a\\b", ".hidden", "2026.", "2026..1", "a b", "é", "١", "x" * 41,
     "a\n", "-a", "a\0"],
)  # fmt: skip
def test_a_name_that_is_none_of_a_folder_is_refused(name: str, world: World) -> None:
    (fault,) = release_faults(world.folder, name)
    assert "cannot be the name of a release" in fault


@pytest.mark.parametrize(
    "name",
    [
        "latest",
        "Latest",
        "releases",
        "index.html",
        "con",
        "NUL.1",
        "data",
        "Sitemap.xml",
        "editions.json",
    ],
)
def test_a_name_that_is_kept_is_refused(name: str, world: World) -> None:
    (fault,) = release_faults(world.folder, name)
    assert "is kept for other things" in fault


@pytest.mark.parametrize("name", ["r1", "R1"])
def test_a_release_that_is_there_is_refused(name: str, world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    (folder / "2026.2").rename(folder / "r1")
    place = folder / "releases.json"
    place.write_text(place.read_text("utf-8").replace('"2026.2"', '"r1"'), encoding="utf-8")
    (fault,) = release_faults(folder, name)
    assert "r1 was released on 2026-02-01, and stays as it is" in fault


def test_a_listed_release_that_is_gone_is_told(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    shutil.rmtree(folder / "2026.1")
    (fault,) = release_faults(folder, "2026.3")
    assert fault.endswith("is not there. Restore it, or take it out of that list.")


@pytest.mark.parametrize("name", ["../2026.1", "/etc", "2026.1/x", ""])
def test_a_list_that_names_other_folders_is_refused(
    name: str, world: World, tmp_path: Path
) -> None:
    text = (world.folder / "releases.json").read_text(encoding="utf-8")
    (tmp_path / "releases.json").write_text(text.replace("2026.1", name), encoding="utf-8")
    (fault,) = release_faults(tmp_path, "2026.3")
    assert "is no list of releases" in fault


def test_a_list_that_has_a_release_twice_is_refused(world: World, tmp_path: Path) -> None:
    folder = world.copied(tmp_path / "releases")
    place = folder / "releases.json"
    place.write_text(place.read_text("utf-8").replace('"2026.2"', '"2026.1"'), encoding="utf-8")
    (fault,) = release_faults(folder, "2026.3")
    assert "expected each release once; 2026.1 is there 2×" in fault


def test_a_list_with_a_day_that_is_none_is_refused(world: World, tmp_path: Path) -> None:
    text = (world.folder / "releases.json").read_text(encoding="utf-8")
    (tmp_path / "releases.json").write_text(text.replace("2026-01-01", "2026-13-01"), "utf-8")
    (fault,) = release_faults(tmp_path, "2026.3")
    assert "releases.1.date" in fault


def test_the_project_itself_is_no_folder_of_releases(world: World) -> None:
    (fault,) = release_faults(world.root, "2026.3")
    assert fault.endswith("holds the book's sources. Choose another with --out.")


@pytest.mark.parametrize("where", ["", "nowhere", "latest"])
def test_a_file_or_a_link_in_the_place_of_latest_is_not_replaced(
    where: str, world: World, tmp_path: Path
) -> None:
    folder = world.copied(tmp_path / "releases")
    shutil.rmtree(folder / "latest")
    if where:
        (folder / "latest").symlink_to(where)
    else:
        (folder / "latest").write_text("mine", encoding="utf-8")
    (fault,) = release_faults(folder, "2026.3")
    assert "latest is a file or a link that no release wrote" in fault


def test_a_folder_in_the_place_of_a_file_is_told_before_anything_runs(
    world: World, tmp_path: Path
) -> None:
    folder = world.copied(tmp_path / "releases")
    (folder / "releases.js").unlink()
    (folder / "releases.js").mkdir()
    (fault,) = release_faults(folder, "2026.3")
    assert "releases.js is a folder; a file is written there" in fault


@pytest.mark.parametrize("text", ["", "[]", '{"releases": 3}', "\x00"])
def test_a_list_that_is_none_is_refused(text: str, world: World, tmp_path: Path) -> None:
    (tmp_path / "releases.json").write_text(text, encoding="utf-8")
    (fault,) = release_faults(tmp_path, "2026.1")
    assert "is no list of releases" in fault


def test_a_site_without_releases_is_no_folder_of_them(world: World, tmp_path: Path) -> None:
    make_site(choose("NAM"), tmp_path / "site", partial(LocalPool, 1))
    (fault,) = release_faults(tmp_path / "site", "2026.1")
    assert "holds a site without releases" in fault
    (tmp_path / "site").rename(tmp_path / "2026.1")
    (fault,) = release_faults(tmp_path, "2026.1")
    assert fault.endswith("is a folder that no release wrote. Move it away, or name another.")


def test_what_somebody_else_put_there_is_not_written_over(world: World, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine", encoding="utf-8")
    (fault,) = release_faults(tmp_path, "2026.1")
    assert "holds index.html, which no release wrote" in fault


def test_what_somebody_put_among_the_pages_that_lead_on_is_not_lost(
    world: World, tmp_path: Path
) -> None:
    folder = world.copied(tmp_path / "releases")
    (folder / "latest" / "notes.txt").write_text("mine", encoding="utf-8")
    (fault,) = release_faults(folder, "2026.3")
    assert "latest holds files that the book did not write: notes.txt" in fault


@pytest.mark.parametrize("within", ["", "2026.2", "2026.2/CHN", "other"])
def test_no_site_and_no_book_is_put_among_releases(within: str, world: World) -> None:
    with pytest.raises(BuildError, match="holds releases of a site, which stay as they are"):
        make_site(choose("CHN"), world.folder / within, refuse_work)
    done = run_program(REPORTLIB, "build", "--out", world.folder / within, cwd=world.root)
    assert done.returncode == 1
    assert "holds releases of a site" in done.stderr


def test_all_faults_are_told_before_anything_runs(world: World, tmp_path: Path) -> None:
    done = run_program(
        REPORTLIB, "editions", "--economies", "Nowhere", "--release", "../x",
        "--out", tmp_path / "releases", cwd=world.root,
    )  # fmt: skip
    assert done.returncode == 1
    first, second = done.stderr.splitlines()
    assert "'../x' cannot be the name of a release" in first
    assert "'Nowhere' is no economy" in second
    assert not (tmp_path / "releases").exists()


def test_a_day_that_is_none_is_refused(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(EPOCH_VARIABLE, "yesterday")
    with pytest.raises(BuildError, match="expected seconds since 1970"):
        release(tmp_path / "releases", "2026.1")


# What changed


def test_datasets_that_came_went_or_are_described_otherwise_are_told_apart(
    world: World, tmp_path: Path
) -> None:
    old = tmp_path / "old"
    shutil.copytree(world.folder / "2026.2", old)
    place = old / "data" / "datasets.json"
    known = json.loads(place.read_text(encoding="utf-8"))
    filings = known["filings"]
    kites = {**filings, "title": "Kites", "vintage": "2020"}
    changed = {**filings, "licence": "CC BY 4.0"}
    place.write_text(json.dumps({"filings": changed, "kites": kites}), encoding="utf-8")
    editions = [EditionRecord(name=name, title=name) for name in ("CHN", "NAM")]
    found = changes_between("b", world.folder / "2026.2", editions, "a", old)
    assert [(each.name, each.what, each.old, each.new) for each in found.datasets] == [
        ("filings", "described", "2024", "2024"),
        ("kites", "withdrawn", "2020", ""),
    ]
    back = changes_between("b", old, editions, "a", world.folder / "2026.2")
    assert [(each.name, each.what) for each in back.datasets][1] == ("kites", "added")
    assert back.summary == "No number revised, 1 dataset described otherwise, 1 dataset added."


def test_a_number_without_a_row_that_changed_is_of_no_dataset(world: World, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(world.folder / "2026.2", old)
    place = old / "CHN" / "provenance" / "chapters" / "first.json"
    text = place.read_text(encoding="utf-8")
    assert "1,500,000" in text
    place.write_text(text.replace("1,500,000", "1.5 million"), encoding="utf-8")
    editions = [EditionRecord(name="CHN", title="China")]
    (china,) = changes_between("b", world.folder / "2026.2", editions, "a", old).editions
    assert (china.revised, china.unexplained, china.by_data) == (1, 1, {})


# The feed

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def found_in(tree: Any, path: str) -> list[str]:
    return [str(each) for each in tree.xpath(path, namespaces=ATOM)]


def _listed(*names: str, title: str = "A book") -> Listed:
    releases = [
        Release(
            name=name, date=f"2026-0{at}-01", editions=("CHN",), reportlib="1", inputs="x",
            digest="y", summary=Changes(release=name).summary,
        )
        for at, name in reversed([*enumerate(names, start=1)])
    ]  # fmt: skip
    return Listed(id="urn:uuid:x", title=title, author="We", releases=tuple(releases))


def test_the_feed_has_what_the_standard_asks_for() -> None:
    found = etree.fromstring(feed(_listed("2026.1", "2026.2")))
    for each in (found, *found.findall("a:entry", ATOM)):
        assert [len(each.findall(f"a:{name}", ATOM)) for name in ("id", "title", "updated")] == [
            1, 1, 1,
        ]  # fmt: skip
    assert found.findtext("a:author/a:name", namespaces=ATOM) == "We"
    assert found.findtext("a:updated", namespaces=ATOM) == "2026-02-01T00:00:00Z"
    ids = found_in(found, "//a:id/text()")
    assert len(set(ids)) == 3
    assert all(each.startswith("urn:uuid:") for each in ids)


def test_the_feed_can_be_read_whatever_its_list_says() -> None:
    told = _listed("2026.1", title="A\x00 <b> book\ud800\x1b")
    assert etree.fromstring(feed(told)).findtext("a:title", namespaces=ATOM) == "A� <b> book��"


def test_entries_keep_their_ids_when_others_come_or_the_title_changes() -> None:
    def ids(listed: Listed) -> list[str]:
        return found_in(etree.fromstring(feed(listed)), "//a:id/text()")

    before = ids(_listed("2026.1"))
    after = ids(_listed("2026.1", "2026.2", title="Another"))
    assert before == [after[0], after[2]]


def test_links_of_the_feed_begin_with_the_address_where_one_is_known() -> None:
    def links(base: str) -> list[str]:
        return found_in(etree.fromstring(feed(_listed("2026.1"), base)), "//a:link/@href")

    relative = ["releases.atom", "index.html", "2026.1/index.html", "2026.1/changes.html"]
    assert links("") == relative
    assert links("https://example.org/ip/") == [f"https://example.org/ip/{x}" for x in relative]


def test_the_id_of_a_feed_stays_with_its_list(world: World, tmp_path: Path) -> None:
    found = read_releases(world.folder)
    assert found is not None
    feeds = etree.parse(world.folder / "releases.atom")
    assert feeds.findtext("a:id", namespaces=ATOM) == found.id
    assert read_releases(tmp_path) is None

"""A site of many editions: whole or not there, made once, and only what is missing."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest
from lxml import html

from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.files import write_whole
from reportlib.base.parameters import check_parameters
from reportlib.build.book import compile_executed, execute_book
from reportlib.editions.choosing import choose
from reportlib.editions.pools import LocalPool, Pool
from reportlib.editions.running import Event
from reportlib.editions.site import Site, make_site, share_images
from tests.conftest import Built, use
from tests.projects import (
    REPORTLIB,
    chapter,
    code,
    digests,
    environment,
    run_program,
    write_notebook,
    write_project,
)

NAMED = "CHN,JPN"
PATIENCE = 60  # seconds until a test gives up; a cell sleeps much longer

SOMETIMES = """\
import os, time
from pathlib import Path
import psutil

orders = Path({orders!r})
order = orders / economy
if order.exists():
    said = order.read_text()
    if said == "raise":
        raise ValueError("no data for " + economy)
    (orders / f"{{economy}}-begun").touch()
    if said == "sleep":
        time.sleep(1000)
    if said == "kill once":
        order.unlink()
    for each in psutil.Process().parents():
        if "spawn_main" in " ".join(each.cmdline()):
            each.kill()
    time.sleep(1000)
"""


COVER = """\
from IPython.display import display
from reportlib.base.payload import EXHIBIT_MIME, Payload

cover = Payload(kind="cover", label="find-edition", title=economy, missing="Nothing is told.")
display({EXHIBIT_MIME: cover.model_dump(mode="json"), "text/plain": economy}, raw=True)
"""


class World:
    """A small book of which some editions do as they are ordered; its site was made once."""

    def __init__(self, root: Path) -> None:
        self.root, self.site, self.orders = root, root / "site", root.parent / "orders"

    def order(self, economy: str, said: str) -> None:
        (self.orders / economy).write_text(said, encoding="utf-8")

    def withdraw(self) -> None:
        for path in self.orders.iterdir():
            path.unlink()

    def make(self, out: Path, named: str = NAMED, **more: object) -> tuple[Site, list[Event]]:
        """Make a site; with the events of it."""
        events: list[Event] = []
        pool: Callable[[], Pool] = partial(LocalPool, 1)
        given = {"watch": events.append, **more}
        return make_site(choose(named), out, pool, **given), events  # type: ignore[arg-type]

    def start(self, out: Path, named: str) -> subprocess.Popen[str]:
        command = [REPORTLIB, "editions", "--economies", named, "--jobs", "1", "--out", str(out)]
        return subprocess.Popen(
            command,
            cwd=self.root,
            env=environment(),
            start_new_session=True,  # as what a shell starts: a group that Ctrl-C reaches whole
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def await_sleep(self, economy: str, command: subprocess.Popen[str]) -> list[psutil.Process]:
        """Wait until a cell sleeps; the processes below the command."""
        until = time.monotonic() + PATIENCE
        while not (self.orders / f"{economy}-begun").exists():
            assert command.poll() is None
            assert time.monotonic() < until
            time.sleep(0.05)
        found: list[psutil.Process] = psutil.Process(command.pid).children(recursive=True)
        return found


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> World:
    """The world with the site of two editions, and one of them without PDFs."""
    folder = tmp_path_factory.mktemp("world")
    (folder / "orders").mkdir()
    cell = code(SOMETIMES.format(orders=str(folder / "orders")))
    first = chapter("first")
    chapters = {"first": [*first[:3], cell, *first[3:]]}
    world = World(write_project(folder / "project", chapters))
    write_notebook(world.root / "index.ipynb", chapter("index", code(COVER)))
    settings = world.root / "_config.yml"  # of which the small book has no measure to show
    kept = [line for line in settings.read_text("utf-8").splitlines() if "world:" not in line]
    settings.write_text("\n".join(kept), encoding="utf-8")
    done = run_program(
        REPORTLIB, "editions", "--economies", NAMED, "--pdf", "--out", "site", cwd=world.root
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "site\n"
    (folder / "said.txt").write_text(done.stderr, encoding="utf-8")
    plain = ("--economies", NAMED, "--quiet", "--out", "plain")  # without PDFs
    assert run_program(REPORTLIB, "editions", *plain, cwd=world.root).returncode == 0
    return world


@pytest.fixture
def world(made: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The same, with no orders left by another test."""
    use(made.root, monkeypatch)
    made.withdraw()
    yield made
    made.withdraw()


def tasks(events: list[Event], what: str = "done") -> list[tuple[str, str]]:
    return [(each.step.edition, each.step.chapter or each.step.kind) for each in events
            if each.what == what]  # fmt: skip


def refuse_work() -> Pool:
    raise AssertionError("something is worked")


def test_an_edition_is_what_a_fresh_process_compiles(world: World, tmp_path: Path) -> None:
    parameters = check_parameters({"economy": "JPN"})
    results = execute_book(parameters, tmp_path)
    pages = compile_executed(
        world.root, tmp_path, parameters, results, None, site="../", pdf="JPN.pdf"
    )
    alone, within = digests(pages), digests(world.site / "JPN")
    assert within.pop("JPN.pdf")
    assert alone.pop("files.txt") != within.pop("files.txt")
    assert alone == within


def test_editions_share_what_stands_at_the_root(world: World) -> None:
    files = digests(world.site)
    assert {"_static/report.css", "index.html", "data/datasets.json"} <= files.keys()
    assert not [name for name in files if name.startswith("JPN/_static/")]
    page = html.parse(world.site / "JPN" / "chapters" / "first.html")
    (sheet,) = page.xpath("//link[@rel='stylesheet'][contains(@href, 'report.css')]/@href")
    assert sheet.startswith("../../_static/report.css")


def test_a_pdf_is_what_print_gives(world: World, tmp_path: Path) -> None:
    place = tmp_path / "one.pdf"
    printed = run_program(REPORTLIB, "pdf", "-q", "--out", place, cwd=world.root)
    assert printed.returncode == 0, printed.stderr
    assert place.read_bytes() == (world.site / "CHN" / "CHN.pdf").read_bytes()


def test_the_root_lists_editions_and_files(world: World) -> None:
    listed = json.loads((world.site / "editions.json").read_text(encoding="utf-8"))["editions"]
    assert [each["name"] for each in listed] == ["CHN", "JPN"]
    assert [each["title"] for each in listed] == ["China", "Japan"]
    assert [each["address"] for each in listed] == ["CHN/index.html", "JPN/index.html"]
    assert listed[0]["pdf"] == "CHN/CHN.pdf"
    files = (world.site / "files.txt").read_text(encoding="utf-8").splitlines()
    assert sorted(files) == sorted(digests(world.site))


def test_progress_is_told_in_lines_where_there_is_no_terminal(world: World) -> None:
    said = (world.root.parent / "said.txt").read_text(encoding="utf-8")
    assert "2 editions, 8 tasks" in said
    assert "JPN: pdf (" in said
    assert said.endswith("2 editions\n")


def test_where_nothing_changed_nothing_is_done(world: World) -> None:
    before = (world.site / "editions.json").stat().st_ino
    site, _ = world.make(world.site, pdf=True)
    assert not site.changed
    assert (world.site / "editions.json").stat().st_ino == before


def test_another_site_is_made_of_what_is_kept(world: World, tmp_path: Path) -> None:
    for pdf, like in ((True, world.site), (False, world.root / "plain")):
        site = make_site(choose("JPN"), tmp_path / "site", refuse_work, pdf=pdf)
        assert site.changed
        assert digests(tmp_path / "site" / "JPN") == digests(like / "JPN")


def test_a_cover_leads_to_the_pdf_beside_it_where_there_is_one(world: World) -> None:
    led = {}
    for site in (world.site, world.root / "plain"):
        page = html.parse(site / "JPN" / "index.html")
        led[site.name] = page.xpath("//a[text()='PDF']/@href")
        assert led[site.name] == [path.name for path in (site / "JPN").glob("*.pdf")]
    assert led == {"site": ["JPN.pdf"], "plain": []}


def test_what_was_changed_by_hand_in_a_site_is_put_right(world: World, tmp_path: Path) -> None:
    out = tmp_path / "site"
    make_site(choose("JPN"), out, refuse_work)
    good = digests(out)
    (out / "JPN" / "index.html").write_text("spoilt", encoding="utf-8")
    assert make_site(choose("JPN"), out, refuse_work).changed
    assert digests(out) == good


def test_what_is_no_longer_whole_is_told_and_then_made_again(world: World, tmp_path: Path) -> None:
    folder = world.root / "_build" / "cache" / "editions"
    kept = {path: path.read_bytes() for path in folder.glob("*/*")}
    for path, content in kept.items():
        path.write_bytes(content[:-9])
    with pytest.raises(BuildError, match=r"is not whole\. Run the same command again"):
        make_site(choose("JPN"), tmp_path / "site", refuse_work)
    _, events = world.make(tmp_path / "site", "JPN")
    assert tasks(events) == [("JPN", "pages")]
    for path, content in kept.items():
        path.write_bytes(content)


def test_the_last_event_has_done_all_where_pages_are_kept_and_notebooks_are_not(
    world: World, tmp_path: Path
) -> None:
    cache = world.root / "_build" / "cache"
    shutil.rmtree(cache / "notebooks")
    _, events = world.make(tmp_path / "site")
    assert {each.step.kind for each in events} == {"execution"}
    assert events[-1].done == events[-1].total


def test_clearing_up_leaves_a_site_that_is_being_made(world: World, tmp_path: Path) -> None:
    world.order("DNK", "sleep")
    command = world.start(tmp_path / "site", "DNK")
    try:
        world.await_sleep("DNK", command)
        cleared = run_program(REPORTLIB, "clean", cwd=world.root)
        assert cleared.returncode == 0, cleared.stderr
        assert list((world.root / "_build" / "rooms").iterdir())
    finally:
        command.terminate()
        command.communicate(timeout=PATIENCE)


def test_one_failed_edition_stops_no_other_and_puts_no_site(world: World, tmp_path: Path) -> None:
    world.order("KOR", "raise")
    events: list[Event] = []
    with pytest.raises(ExecutionError) as caught:
        world.make(tmp_path / "site", "KOR,BRA", watch=events.append)
    told, untouched = caught.value.problems
    assert told.startswith("KOR: chapters/first.ipynb, cell 3, line")
    assert "ValueError: no data for KOR" in told
    assert "does only what is missing" in untouched
    assert ("BRA", "pages") in tasks(events)
    assert tasks(events, "failed") == [("KOR", "first")]
    assert not (tmp_path / "site").exists()


def test_a_site_may_lack_an_edition_and_says_why(world: World, tmp_path: Path) -> None:
    world.order("KOR", "raise")
    site, _ = world.make(tmp_path / "site", "KOR,JPN", allow_missing=True)
    assert [each.name for each in site.missing] == ["KOR"]
    listed = json.loads((tmp_path / "site" / "editions.json").read_text(encoding="utf-8"))
    (missing,) = [each for each in listed["editions"] if "missing" in each]
    assert "no data for KOR" in missing["missing"]
    assert not (tmp_path / "site" / "KOR").exists()
    assert (tmp_path / "site" / "JPN" / "index.html").is_file()


def test_a_command_that_made_a_site_without_an_edition_fails_and_says_why(
    world: World, tmp_path: Path
) -> None:
    world.order("KOR", "raise")
    done = run_program(
        REPORTLIB, "editions", "--economies", "KOR,JPN", "--allow-missing", "-q", "--jobs", "1",
        "--out", tmp_path / "site", cwd=world.root,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stdout == f"{tmp_path / 'site'}\n"
    assert "KOR: chapters/first.ipynb, cell 3" in done.stderr
    assert done.stderr.endswith("The site was made without these editions.\n")
    assert (tmp_path / "site" / "JPN" / "index.html").is_file()


def test_a_task_whose_worker_was_killed_is_done_by_another(world: World, tmp_path: Path) -> None:
    world.order("FRA", "kill once")
    site, events = world.make(tmp_path / "site", "FRA")
    assert site.changed
    assert tasks(events, "again") == [("FRA", "first")]
    assert tasks(events).count(("FRA", "first")) == 1
    assert not list((world.root / "_build" / "rooms").iterdir())


def test_a_task_that_kills_its_worker_twice_has_failed(world: World, tmp_path: Path) -> None:
    world.order("DEU", "kill")
    with pytest.raises(ExecutionError, match="DEU: first: its worker died 2 times"):
        world.make(tmp_path / "site", "DEU,JPN")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL], ids=str)
def test_what_was_stopped_is_gone_on_with(
    number: signal.Signals, world: World, tmp_path: Path
) -> None:
    economy = {signal.SIGINT: "AUT", signal.SIGTERM: "BEL", signal.SIGKILL: "CHE"}[number]
    world.order(economy, "sleep")
    command = world.start(tmp_path / "site", f"JPN,{economy}")
    below = world.await_sleep(economy, command)
    assert len(below) >= 3
    stopped = time.monotonic()
    (os.killpg if number == signal.SIGINT else os.kill)(command.pid, number)
    _, said = command.communicate(timeout=PATIENCE)
    _, alive = psutil.wait_procs(below, timeout=PATIENCE)
    assert alive == []
    assert time.monotonic() - stopped < 4  # of which one for a slow machine
    if number != signal.SIGKILL:
        assert said.endswith(f"Stopped by {number.name} before the end.\n")
        assert "Traceback" not in said
    assert not (tmp_path / "site").exists()
    world.withdraw()
    site, events = world.make(tmp_path / "site", f"JPN,{economy}")
    assert site.editions == 2
    assert {edition for edition, _ in tasks(events)} == {economy}
    assert "index" not in {chapter for _, chapter in tasks(events)}


def test_two_commands_make_no_site_at_once(world: World, tmp_path: Path) -> None:
    world.order("CAN", "sleep")
    command = world.start(tmp_path / "site", "CAN")
    try:
        world.await_sleep("CAN", command)
        with pytest.raises(BuildError, match="another command is making this site"):
            make_site(choose("JPN"), tmp_path / "site", refuse_work)
    finally:
        command.terminate()
        command.communicate(timeout=PATIENCE)


def test_a_foreign_file_in_the_folder_is_refused(world: World, tmp_path: Path) -> None:
    out = tmp_path / "site"
    make_site(choose("JPN"), out, refuse_work)
    (out / "JPN" / "notes.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildError, match=r"did not write: JPN/notes\.txt"):
        make_site(choose("CHN"), out, refuse_work)
    assert (out / "JPN" / "notes.txt").read_text(encoding="utf-8") == "mine"


def test_a_book_is_no_site_and_no_book_lies_in_one(
    world: World, small_book: Built, tmp_path: Path
) -> None:
    shutil.copytree(small_book.pages, tmp_path / "book")
    with pytest.raises(BuildError, match="a folder with other things in it"):
        make_site(choose("JPN"), tmp_path / "book", refuse_work)
    done = run_program(REPORTLIB, "build", "--out", world.site / "JPN", cwd=world.root)
    assert done.returncode == 1
    assert "lies in the book" in done.stderr


def test_events_are_lines_of_json(world: World, tmp_path: Path) -> None:
    done = run_program(
        REPORTLIB, "editions", "--economies", "AUS", "--log-json", "--jobs", "1",
        "--out", tmp_path / "site", cwd=world.root,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    events = [json.loads(line) for line in done.stderr.splitlines()]
    last = [each for each in events if each["event"] == "done"][-1]
    assert (last["task"], last["edition"], last["done"], last["total"]) == ("pages", "AUS", 3, 3)


def test_a_fault_in_the_choice_is_told_before_anything_runs(world: World, tmp_path: Path) -> None:
    done = run_program(
        REPORTLIB, "editions", "--economies", "AUS,Nowhere", "--out", tmp_path / "x", cwd=world.root
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Error: 'Nowhere' is no economy")
    assert not (tmp_path / "x").exists()


def with_picture(site: Path, name: str, content: bytes) -> Path:
    folder = site / name
    write_whole(folder / "_images" / "a.png", content)
    write_whole(folder / "index.html", b"")
    return folder


def test_a_picture_that_editions_share_stands_once_at_the_root(tmp_path: Path) -> None:
    for name in ("CHN", "NAM"):
        share_images(with_picture(tmp_path, name, b"same"))

    assert (tmp_path / "_images" / "a.png").read_bytes() == b"same"
    assert sorted(path.name for path in (tmp_path / "NAM").iterdir()) == ["files.txt", "index.html"]
    assert (tmp_path / "NAM" / "files.txt").read_text("utf-8") == "files.txt\nindex.html\n"


def test_no_edition_takes_the_place_of_anothers_picture(tmp_path: Path) -> None:
    share_images(with_picture(tmp_path, "CHN", b"one"))

    with pytest.raises(BuildError, match=r"NAM: the picture a\.png differs"):
        share_images(with_picture(tmp_path, "NAM", b"other"))
    assert (tmp_path / "_images" / "a.png").read_bytes() == b"one"

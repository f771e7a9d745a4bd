"""A real server of a small book: pages of any edition, what is taken along, what goes wrong."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import socket
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import nbformat
import psutil
import pytest

from tests.projects import REPORTLIB, environment, run_program, write_project
from tests.serving.servers import JSON, Served, serving

NAVIGATED = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "navigate"}
FOREIGN = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}


def cells(page: httpx.Response) -> list[str]:
    """The codes that the tables of a page show."""
    bodies = re.findall(r"<tbody>(.*?)</tbody>", page.text, re.DOTALL)
    return [code for body in bodies for code in re.findall(r">\s*([A-Z]{3})\s*<", body)]


# Pages


def test_the_built_book_is_served_with_a_panel_and_lies_there_as_built(served: Served) -> None:
    page = served.client.get("/chapters/first.html")

    assert page.status_code == 200
    assert "Change this edition" in page.text
    assert cells(page) == ["CHN"]


def test_a_page_of_another_economy_is_made_and_shows_it(served: Served) -> None:
    told = served.begin("chapters/first", economy="Japan")
    page = served.awaited(told)

    assert told["address"] == "/with/economy=JPN/chapters/first.html"
    assert cells(page) == ["JPN"]


def test_the_page_again_is_there_at_once(served: Served) -> None:
    served.page("chapters/first", economy="JPN")

    assert served.begin("chapters/first", economy="日本") == {
        "address": "/with/economy=JPN/chapters/first.html",
        "task": None,
    }


def test_defaults_are_left_out_of_the_address(served: Served) -> None:
    told = served.begin("chapters/second", economy="CHN", last_year="2025", top_n="", scale="count")

    assert told["address"] == "/chapters/second.html"


def test_a_query_leads_to_the_address_that_is_kept(served: Served) -> None:
    answer = served.client.get("/chapters/first.html?last_year=2015&economy=japan&v=1")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/with/economy=JPN&last_year=2015/chapters/first.html"


def test_another_order_of_parameters_leads_to_the_address_that_is_kept(served: Served) -> None:
    answer = served.client.get("/with/last_year=2015&economy=JPN&scale=count/")

    assert answer.headers["location"] == "/with/economy=JPN&last_year=2015/"


def test_links_of_a_page_stay_in_its_edition(served: Served) -> None:
    page = served.page("chapters/first", economy="FRA")
    link = re.search(r'<a rel="next" href="([^"]+)"', page.text)

    assert link
    assert str(page.url.join(link[1]).path) == "/with/economy=FRA/chapters/second.html"


def test_a_page_is_made_when_the_chapters_it_speaks_of_are_executed(served: Served) -> None:
    told = served.begin("chapters/first", economy="DEU")
    steps = served.ended(told["task"])["steps"]

    assert set(steps) == {"executing first", "executing second", "writing the page"}
    assert "#tbl-second" in served.awaited(told).text


def test_peers_are_a_group_or_named(served: Served) -> None:
    group = served.begin("index", economy="JPN", peers_group="region", peers_codes="USA")
    named = served.begin("index", economy="KOR", peers_group="", peers_codes="USA, japan")

    assert group["address"] == "/with/economy=JPN&peers=region/"
    assert named["address"].startswith("/with/economy=KOR&peers=USA,JPN/")


def test_what_is_refused_is_told_at_its_field(served: Served) -> None:
    given = {"token": served.token, "page": "index", "economy": "Jappan", "first_year": "12"}
    answer = served.client.post("/-/change", data=given, headers=JSON)

    assert answer.status_code == 422
    assert [each["name"] for each in answer.json()["problems"]] == ["economy", "first_year"]


# Without a script


def test_the_form_leads_to_the_page_by_itself(served: Served) -> None:
    given = {"token": served.token, "page": "chapters/first", "economy": "Italy"}
    sent = served.client.post("/-/change", data=given)
    place = sent.headers["location"]
    seen = [served.client.get(place, headers=NAVIGATED)]
    while seen[-1].status_code == 202:
        time.sleep(0.1)
        seen.append(served.client.get(place, headers=NAVIGATED))

    assert sent.status_code == 303
    assert 'http-equiv="refresh"' in seen[0].text
    assert cells(seen[-1]) == ["ITA"]


def test_a_refused_form_comes_back_with_what_was_given(served: Served) -> None:
    given = {"token": served.token, "page": "index", "economy": 'x"><script>', "top_n": "5"}
    answer = served.client.post("/-/change", data=given)

    assert answer.status_code == 422
    assert "is not an economy of the book" in answer.text
    assert "<script>" not in answer.text.replace("<script src", "").replace("<script defer", "")
    assert 'value="5"' in answer.text


def test_another_site_that_leads_here_has_nothing_made(served: Served) -> None:
    page = served.client.get("/with/economy=ESP/chapters/first.html", headers=FOREIGN)

    assert page.status_code == 404
    assert "Make it" in page.text


def test_a_page_fetched_ahead_is_not_made(served: Served) -> None:
    ahead = {**NAVIGATED, "Sec-Purpose": "prefetch"}
    page = served.client.get("/with/economy=ESP/chapters/second.html", headers=ahead)

    assert page.status_code == 404


# What goes wrong


def test_a_failure_tells_cell_and_message_and_keeps_the_notebook(served: Served) -> None:
    told = served.begin("chapters/third", economy="NAM")
    task = served.ended(told["task"])
    kept = re.search(r"The notebook up to there is (\S+)", task["problems"][0])

    assert task["state"] == "failed"
    assert "chapters/third.ipynb, cell 4" in task["problems"][0]
    assert "no page of NAM" in task["problems"][0]
    assert kept
    assert nbformat.read(kept[1], as_version=4).cells
    assert served.client.get(told["address"], headers=NAVIGATED).status_code == 500
    assert cells(served.client.get("/chapters/third.html")) == ["CHN"]


def test_what_is_cancelled_ends_at_once(served: Served) -> None:
    told = served.begin("chapters/third", economy="TUV")
    time.sleep(1.5)
    began = time.monotonic()
    served.client.post(f"/-/tasks/{told['task']}/cancel", data={"token": served.token})
    task = served.ended(told["task"])

    assert task["state"] == "cancelled"
    assert time.monotonic() - began < 20
    assert "cancelled" in task["problems"][0]


def test_what_nobody_waits_for_is_given_up(served: Served) -> None:
    told = served.begin("chapters/third", economy="TUV", last_year="2020")
    time.sleep(13)  # longer than a reader's page is silent
    task = served.client.get(f"/-/tasks/{told['task']}").json()

    assert task["state"] == "cancelled"
    assert "nobody waits" in task["problems"][0]


def test_an_engine_that_is_killed_is_started_again(served: Served) -> None:
    served.page("chapters/first", economy="AUS")
    for process in psutil.Process(served.process.pid).children():
        process.send_signal(signal.SIGKILL)

    assert cells(served.page("chapters/first", economy="AUT")) == ["AUT"]


def test_too_much_at_once_is_told_and_not_queued(served: Served) -> None:
    begun = []
    answers = []
    for year in range(1991, 2020):
        given = {"token": served.token, "page": "chapters/third", "economy": "TUV"}
        answer = served.client.post(
            "/-/change", data={**given, "first_year": str(year)}, headers=JSON
        )
        answers.append(answer)
        if answer.status_code == 200:
            begun.append(answer.json()["task"])
    for task in begun:
        served.client.post(f"/-/tasks/{task}/cancel", data={"token": served.token})
    for task in begun:
        served.ended(task)
    busy = [answer for answer in answers if answer.status_code == 503]

    assert busy
    assert busy[0].headers["retry-after"] == "5"
    assert len(begun) <= 16 + (os.cpu_count() or 1) + 1


def test_what_is_cancelled_while_it_waits_leaves_its_place_to_others(served: Served) -> None:
    def ask(year: int) -> httpx.Response:
        given = {"token": served.token, "page": "chapters/third", "economy": "TUV"}
        return served.client.post("/-/change", data={**given, "last_year": str(year)}, headers=JSON)

    def cancel(task: str) -> httpx.Response:
        return served.client.post(
            f"/-/tasks/{task}/cancel", data={"token": served.token}, headers=JSON
        )

    begun = [
        answer.json()["task"] for year in range(1995, 2019) if (answer := ask(year)).is_success
    ]
    full = ask(2019).status_code
    waiting = [t for t in begun if served.client.get(f"/-/tasks/{t}").json()["state"] == "waiting"]
    states = [cancel(task).json()["state"] for task in waiting]
    again = ask(2019)
    for task in [*begun, again.json()["task"]]:
        cancel(task)
        served.ended(task)

    assert (full, again.status_code) == (503, 200)
    assert set(states) == {"cancelled"}


# What is taken along


def test_the_whole_book_is_packed(served: Served) -> None:
    saved = served.make("zip", edition="economy=JPN")
    with zipfile.ZipFile(io.BytesIO(saved.content)) as packed:
        names = packed.namelist()
        record = packed.read("edition.json")

    assert {"index.html", "chapters/first.html", "files.txt"} <= set(names)
    assert b'"economy": "JPN"' in record
    assert 'filename="economy-JPN.zip"' in saved.headers["content-disposition"]


def test_a_page_made_alone_is_what_the_whole_book_has(served: Served) -> None:
    alone = {n: served.page(f"chapters/{n}", economy="KOR").text for n in ("first", "second")}
    saved = served.make("zip", edition="economy=KOR")
    whole = {name: served.page(f"chapters/{name}", economy="KOR").text for name in alone}

    assert saved.status_code == 200
    assert alone == whole


def test_the_chapter_is_saved_as_executed(served: Served) -> None:
    saved = served.make("notebook", "chapters/first", "economy=JPN")
    notebook = nbformat.reads(saved.text, as_version=4)

    assert notebook.metadata.papermill.parameters.economy == "JPN"


def test_the_data_of_the_page_are_packed(served: Served) -> None:
    saved = served.make("data", "chapters/first", "economy=JPN")
    with zipfile.ZipFile(io.BytesIO(saved.content)) as packed:
        assert "tbl-first.json" in packed.namelist()
        assert not any("second" in name for name in packed.namelist())


@pytest.mark.book
def test_the_book_is_printed(served: Served) -> None:
    assert served.make("pdf", edition="economy=JPN").content.startswith(b"%PDF-")


@pytest.mark.book
def test_the_book_is_bound(served: Served) -> None:
    assert b"application/epub+zip" in served.make("epub", edition="economy=JPN").content[:100]


def test_a_file_that_only_the_whole_book_has_is_waited_for(served: Served) -> None:
    own = {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Mode": "no-cors"}
    found = served.client.get("/with/economy=JPN/find-index.js", headers=own)

    assert found.status_code == 200
    assert "window.reportFind" in found.text


# Starting


def test_another_address_is_refused_unless_it_is_meant(project: Path) -> None:
    found = run_program(REPORTLIB, "serve", "--host", "192.0.2.1", cwd=project)

    assert found.returncode == 1
    assert "--allow-remote" in found.stderr


def test_a_port_that_is_taken_is_told(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        found = run_program(REPORTLIB, "serve", "--port", port, cwd=project)

    assert found.returncode == 1
    assert "Choose another port" in found.stderr


@pytest.mark.parametrize("host", ["\udcff", "a" * 3000])
def test_what_cannot_be_a_name_is_told(project: Path, host: str) -> None:
    found = run_program(REPORTLIB, "serve", "--allow-remote", "--host", host, cwd=project)

    assert found.returncode == 1
    assert "cannot be listened at" in found.stderr
    assert "Traceback" not in found.stderr


def test_an_end_leaves_no_process_and_no_working_folder(tmp_path: Path) -> None:
    root = write_project(tmp_path / "book")
    with serving(root) as found:
        found.page("chapters/first", economy="JPN")
        below = psutil.Process(found.process.pid).children(recursive=True)

    assert below
    assert not psutil.wait_procs(below, timeout=10)[1]
    assert not list((root / "_build" / "served").glob("work.*"))
    assert environment(root)


# An author's changes


def test_what_an_author_writes_is_on_the_page_and_a_fault_is_told(tmp_path: Path) -> None:
    root = write_project(tmp_path / "book")
    place = root / "chapters" / "first.ipynb"
    with serving(root, "--watch") as found:
        served_first = found.client.get("/chapters/first.html").text
        before = found.client.get("/-/revision").json()["revision"]
        sound = place.read_text(encoding="utf-8")
        place.write_text(sound.replace("A question?", "Another question?"), encoding="utf-8")
        _await(lambda: found.client.get("/-/revision").json()["revision"] > before)
        page = found.page("chapters/first")
        place.write_text("{", encoding="utf-8")
        _await(lambda: bool(found.client.get("/-/revision").json()["problems"]))
        problems = found.client.get("/-/revision").json()["problems"]

    assert 'data-revision="0"' in served_first
    assert "Another question?" in page.text
    assert "first.ipynb" in problems[0]


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Served]]:
    """A project and its server, for tests that write into the project and mend it again."""
    root = write_project(tmp_path_factory.mktemp("watched") / "book")
    with serving(root, "--watch") as found:
        yield root, found


def test_a_page_that_is_gone_is_told_and_the_watch_goes_on(watched: tuple[Path, Served]) -> None:
    root, found = watched
    toc = root / "_toc.yml"
    sound = toc.read_text(encoding="utf-8")
    toc.write_text(f"{sound}  - file: chapters/gone\n", encoding="utf-8")
    _await(lambda: bool(found.client.get("/-/revision").json()["problems"]))
    problems = found.client.get("/-/revision").json()["problems"]
    toc.write_text(sound, encoding="utf-8")
    _await(lambda: not found.client.get("/-/revision").json()["problems"])

    assert "names chapters/gone, and there is neither" in problems[0]


def test_settings_that_cannot_be_read_are_told_by_every_page(watched: tuple[Path, Served]) -> None:
    root, found = watched
    settings = root / "_config.yml"
    sound = settings.read_bytes()
    settings.write_bytes(b"[" * 5000)
    page = found.client.get("/chapters/first.html")
    settings.write_bytes(sound)

    assert page.status_code == 500
    assert "nested too deeply" in page.text
    assert found.client.get("/chapters/first.html").status_code == 200


def test_a_book_that_could_not_be_read_is_read_again_once_it_is_mended(
    watched: tuple[Path, Served],
) -> None:
    root, found = watched
    settings = root / "_config.yml"
    sound = settings.read_bytes()
    found.page("chapters/first", economy="FRA")
    settings.write_bytes(sound.replace(b"- reportlib.typst", b"- no_such_extension"))
    failed = found.ended(found.begin("chapters/first", economy="ITA")["task"])
    settings.write_bytes(sound)

    assert failed["state"] == "failed"
    assert cells(found.page("chapters/first", economy="ITA")) == ["ITA"]


def test_what_is_kept_may_be_cleared_while_it_serves(watched: tuple[Path, Served]) -> None:
    root, found = watched
    found.page("chapters/first", economy="JPN")
    shutil.rmtree(root / "_build" / "served")

    assert cells(found.page("chapters/first", economy="BRA")) == ["BRA"]


def test_a_full_disk_is_told_as_such(watched: tuple[Path, Served]) -> None:
    _, found = watched
    found.page("chapters/first", economy="JPN")
    server = psutil.Process(found.process.pid)
    before = [(each, each.rlimit(psutil.RLIMIT_FSIZE)) for each in _with_children(server)]
    for each, (_, hard) in before:
        each.rlimit(psutil.RLIMIT_FSIZE, (5_000, hard))
    task = found.ended(found.begin("chapters/first", economy="COL")["task"])
    for each, limits in before:
        each.rlimit(psutil.RLIMIT_FSIZE, limits)

    assert task["state"] == "failed"
    assert "File too large" in task["problems"][0]
    assert "fault of the server" not in task["problems"][0]
    assert cells(found.page("chapters/first", economy="COL")) == ["COL"]


def _with_children(process: psutil.Process) -> list[psutil.Process]:
    return [process, *process.children(recursive=True)]


def test_a_page_whose_writing_hangs_can_be_cancelled(watched: tuple[Path, Served]) -> None:
    _, found = watched
    found.page("chapters/first", economy="NOR")
    below = psutil.Process(found.process.pid).children(recursive=True)
    (writer,) = [each for each in below if "reportlib.build.warm" in str(each.cmdline())]
    writer.suspend()
    task = found.begin("chapters/first", economy="DEU")["task"]
    steps = f"/-/tasks/{task}"
    _await(lambda: "writing the page" in found.client.get(steps).json()["steps"])
    found.client.post(f"{steps}/cancel", data={"token": found.token})

    assert found.ended(task)["state"] == "cancelled"
    assert cells(found.page("chapters/first", economy="DEU")) == ["DEU"]


def _await(holds: object, seconds: float = 60) -> None:
    assert callable(holds)
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)

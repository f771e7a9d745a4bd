"""Measure `reportlib serve`: how long a reader waits, and what many at once do to it.

    python benchmarks/serving.py [--seconds 300] [--clients 50] [--economies JPN,DEU,BRA]

It serves a copy of the book, so that nothing here is changed, by the program of this environment.
First come the waits, each the median: `start` from the command to the first page; `warm` from the
click to a chapter for another economy, that nobody has asked for; `cached` the same again; `prose`
from an author's change of a sentence to the page. Then the clients ask pages of mixed parameters
all at once, while what executes and what compiles is killed three times. Each page must be of the
economy that was asked for and the same whenever it is asked for, and some are compared with those
that `reportlib build` makes. Nothing but a told "busy" may go wrong.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import httpx
import psutil

from reportlib.base.economies import economies
from reportlib.build.chapters import report_chapters

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # as in measuring.py
ROOT = Path(__file__).resolve().parents[1]
PROGRAM = str(Path(sys.executable).parent / "reportlib")
JSON = {"Accept": "application/json"}
LEFT_OUT = (".git", ".venv", "node_modules", "dist", "_build", "__pycache__", ".*_cache")
KILLS = 3
SAMPLE = 12  # editions that the clients ask for
COMPARED = 2  # of them, with what `reportlib build` makes


class Server:
    """A server of a project."""

    def __init__(self, root: Path, *options: str) -> None:
        self.began = time.perf_counter()
        command = [PROGRAM, "serve", "--port", "0", *options]
        self.process = subprocess.Popen(  # noqa: S603
            command, cwd=root, env=environment(root), stdout=subprocess.PIPE, text=True
        )
        self.address = self.process.stdout.readline().strip()
        self.client = httpx.Client(base_url=self.address, timeout=600)
        first = self.client.get("/")
        self.start = time.perf_counter() - self.began
        found = re.search(r'name="token" value="([^"]+)"', first.text)
        if first.status_code != 200 or not found:
            sys.exit(f"The first page: {first.status_code}")
        self.token = found[1]

    def click(self, page: str, **values: str) -> tuple[float, str]:
        """Seconds from the click to the page, and the page."""
        began = time.perf_counter()
        given = {"token": self.token, "page": page, **values}
        told = self.client.post("/-/change", data=given, headers=JSON).json()
        while task := told.get("task"):
            state = self.client.get(f"/-/tasks/{task}").json()
            if state["state"] not in ("waiting", "running"):
                if state["state"] != "done":
                    sys.exit(f"{page} {values}: {state}")
                break
            time.sleep(0.05)
        answer = self.client.get(told["address"])
        if answer.status_code != 200:
            sys.exit(f"{page} {values}: {answer.status_code}")
        return time.perf_counter() - began, answer.text

    def cpu(self) -> float:
        """CPU seconds of the server and all that it has started."""
        server = psutil.Process(self.process.pid)
        each = [process.cpu_times() for process in (server, *server.children(recursive=True))]
        return sum(sum(times[:4]) for times in each)

    def memory(self) -> int:
        """MB of the server by itself."""
        return int(psutil.Process(self.process.pid).memory_full_info().pss // 2**20)

    def end(self) -> None:
        """End it."""
        self.client.close()
        self.process.terminate()
        self.process.wait(30)


def environment(root: Path) -> dict[str, str]:
    """Variables that name the project."""
    return {**os.environ, "REPORTLIB_ROOT": str(root)}


def measure_waits(root: Path, chapters: list[str], codes: list[str]) -> dict[str, list[float]]:
    """Seconds of each wait."""
    names = ("start", "warm", "warm, CPU", "cached", "prose", "prose, CPU")
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(3):
        server = Server(root)
        found["start"].append(server.start)
        server.end()
    server = Server(root)
    server.click(chapters[0], economy=codes[0], top_n="9")  # what the process begins with
    for place, chapter in enumerate(chapters):
        code = codes[place % len(codes)]
        before = server.cpu()
        seconds, _ = server.click(chapter, economy=code)
        found["warm"].append(seconds)
        found["warm, CPU"].append(server.cpu() - before)
        print(
            f"  {chapter} for {code}: {seconds:.2f} s, {found['warm, CPU'][-1]:.2f} CPU", flush=True
        )
        found["cached"].append(server.click(chapter, economy=code)[0])
    server.end()
    server = Server(root, "--watch")
    server.click(chapters[0], economy=codes[0], top_n="8")
    for number in range(3):
        before = server.cpu()
        found["prose"].append(edited(server, root / f"{chapters[0]}.ipynb", chapters[0], number))
        found["prose, CPU"].append(server.cpu() - before)
    server.end()
    return found


def edited(server: Server, place: Path, page: str, number: int) -> float:
    """Seconds from an author's change to the page that has it."""
    notebook = json.loads(place.read_text(encoding="utf-8"))
    last = [cell for cell in notebook["cells"] if cell["cell_type"] == "markdown"][-1]
    words = f"Sentence number {number} of the author."
    last["source"] = "".join(last["source"]) + f"\n\n{words}"
    before = server.client.get("/-/revision").json()["revision"]
    place.write_text(json.dumps(notebook, indent=1), encoding="utf-8")
    began = time.perf_counter()
    while server.client.get("/-/revision").json()["revision"] == before:
        time.sleep(0.1)
    _, text = server.click(page)
    if words not in text:
        sys.exit("The page has not what the author wrote.")
    return time.perf_counter() - began


class Load:
    """Many clients at once."""

    def __init__(self, server: Server, chapters: list[str], codes: list[str]) -> None:
        self.server, self.chapters = server, chapters
        years = ("2015", "2020", "2025")
        self.editions = [{"economy": c, "last_year": random.choice(years)} for c in codes]  # noqa: S311
        self.names = {code: each.name for code, each in economies().items()}
        self.seen: dict[str, str] = {}
        self.told: Counter[str] = Counter()
        self.faults: list[str] = []
        self.waits: list[float] = []

    async def run(self, clients: int, seconds: float) -> list[int]:
        """Ask until the time is over; the memory meanwhile."""
        until = time.monotonic() + seconds
        limits = httpx.Limits(max_connections=clients)
        async with httpx.AsyncClient(
            base_url=self.server.address, timeout=600, limits=limits
        ) as client:
            asking = [asyncio.create_task(self._ask(client, until)) for _ in range(clients)]
            memory = []
            for part in range(10):
                await asyncio.sleep(seconds / 10)
                memory.append(self.server.memory())
                if part % 3 == 1 and part // 3 < KILLS:
                    self._kill()
            await asyncio.gather(*asking)
        return memory

    def _kill(self) -> None:
        """Kill what executes and what compiles."""
        for process in psutil.Process(self.server.process.pid).children():
            process.send_signal(signal.SIGKILL)
        self.told["kills"] += 1

    async def _ask(self, client: httpx.AsyncClient, until: float) -> None:
        while time.monotonic() < until:
            page = random.choice(self.chapters)  # noqa: S311
            edition = random.choice(self.editions)  # noqa: S311
            try:
                await self._one(client, page, edition)
            except httpx.HTTPError as error:
                self.faults.append(f"{page} {edition}: {error!r}")
            await asyncio.sleep(random.random())  # noqa: S311

    async def _one(self, client: httpx.AsyncClient, page: str, edition: dict[str, str]) -> None:
        began = time.monotonic()
        given = {"token": self.server.token, "page": page, **edition}
        answer = await client.post("/-/change", data=given, headers=JSON)
        if answer.status_code == 503 and "retry-after" in answer.headers:
            self.told["busy"] += 1
            await asyncio.sleep(1)
            return
        told = answer.json()
        while task := told.get("task"):
            state = (await client.get(f"/-/tasks/{task}")).json()
            if state["state"] not in ("waiting", "running"):
                if state["state"] != "done":
                    self.faults.append(f"{page} {edition}: {state}")
                    return
                break
            await asyncio.sleep(0.3)
        shown = await client.get(told["address"])
        self.waits.append(time.monotonic() - began)
        if shown.status_code != 200:
            self.faults.append(f"{told['address']}: {shown.status_code}")
            return
        self.told["pages"] += 1
        body = article(shown.text)
        if self.names[edition["economy"]] not in body:
            self.faults.append(f"{told['address']} does not name its economy")
        if self.seen.setdefault(told["address"], body) != body:
            self.faults.append(f"{told['address']} is another page than before")

    def compare(self, root: Path) -> int:
        """Compare pages with those that a build makes; how many were."""
        compared = 0
        for place, edition in enumerate(self.editions[:COMPARED]):
            out = root / "_build" / "compared" / str(place)
            options = [
                word for name, value in edition.items() for word in ("-p", f"{name}={value}")
            ]
            command = [PROGRAM, "build", "-q", *options, "--out", str(out)]
            subprocess.run(command, cwd=root, env=environment(root), check=True)  # noqa: S603
            start = "&".join(f"{n}={v}" for n, v in edition.items() if (n, v) != YEAR_OF_DEFAULT)
            for page in self.chapters:
                address = f"/with/{start}/{page}.html"
                built = (out / f"{page}.html").read_text(encoding="utf-8")
                if address in self.seen:
                    compared += 1
                    if self.seen[address] != (made := article(built)):
                        said = first_difference(self.seen[address], made)
                        self.faults.append(f"{address} is not what a build makes: {said}")
        return compared


YEAR_OF_DEFAULT = ("last_year", "2025")


def first_difference(one: str, other: str) -> str:
    """Where two texts part."""
    at = next(n for n, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1])
    return f"{one[at - 60 : at + 60]!r}, not {other[at - 60 : at + 60]!r}"


def article(page: str) -> str:
    """What a page shows beside its frame."""
    return page[page.index("<main") : page.index("</main>")]


def main() -> None:
    """Measure, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--economies", default="JPN,DEU,BRA,KEN,IND,NAM,TUV,KOR,FRA,MEX,EGY,VNM")
    parser.add_argument("--no-waits", action="store_true")
    given = parser.parse_args()
    random.seed(1)
    codes = given.economies.split(",")[:SAMPLE]
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "book"
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*LEFT_OUT))
        pages = [
            chapter.path.relative_to(ROOT).with_suffix("").as_posix()
            for chapter in report_chapters(ROOT)
        ]
        chapters = [page for page in pages if page.startswith("chapters/")][:6]
        Server(root).end()  # builds the book
        if not given.no_waits:
            for name, seconds in measure_waits(root, chapters, codes).items():
                print(f"{name}: {statistics.median(seconds):.2f} s, median of {len(seconds)}")
        server = Server(root)
        load = Load(server, chapters, codes)
        memory = asyncio.run(load.run(given.clients, given.seconds))
        server.end()
        compared = load.compare(root)
    print(f"{given.clients} clients, {given.seconds:.0f} s: {dict(load.told)}")
    print(f"pages in the end different: {len(load.seen)}; compared with a build: {compared}")
    print(f"wait, median {statistics.median(load.waits):.2f} s, longest {max(load.waits):.1f} s")
    print(f"memory of the server, MB: {memory}")
    print(f"faults: {len(load.faults)}")
    sys.exit("\n".join(load.faults[:20]) if load.faults else 0)


if __name__ == "__main__":
    main()

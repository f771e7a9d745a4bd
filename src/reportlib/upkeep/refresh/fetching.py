"""Download files by recorded addresses: patiently, within limits, and resumed where cut off.

A file is written beside its place under the name ``FILE.part`` until it is whole. What arrived
before a connection broke is kept there and not asked for again, as long as the server says that
its file is still the same. The checksums of what was downloaded stand in ``checksums.json``.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from reportlib import __version__
from reportlib.base.errors import DatasetError
from reportlib.base.files import cannot_be_written, make_folder, write_whole
from reportlib.upkeep.refresh.downloads import LARGEST
from reportlib.upkeep.refresh.recipes import Download

if TYPE_CHECKING:
    import httpx

CHECKSUMS = "checksums.json"
ATTEMPTS = 5
_AGAIN = {408, 425, 429, 500, 502, 503, 504}
_WHOLE, _PART, _UNSATISFIABLE = 200, 206, 416

Told = Callable[[int, int | None], None]
"""Is told how many bytes are there, and of how many where that is known."""


@dataclass(frozen=True)
class Limits:
    """How long to wait, and how much to take; seconds and bytes."""

    answer: float = 30
    whole: float = 900
    wait: float = 120
    size: int = LARGEST


@dataclass(frozen=True)
class Fetched:
    """A file that was downloaded; ``dated`` is the day that the server gives it, or empty."""

    path: Path
    sha256: str
    size: int
    dated: str
    is_new: bool


class _AgainError(Exception):
    """An attempt failed in a way that another may not; ``after`` is how long to wait first."""

    def __init__(self, said: str, after: float = 0) -> None:
        super().__init__(said)
        self.after = after


def fetch_all(
    downloads: Sequence[Download],
    folder: Path,
    *,
    limits: Limits | None = None,
    told: Callable[[str], Told] = lambda _: lambda _done, _whole: None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Fetched]:
    """Download the files of a recipe into a folder.

    Args:
        told: gives for the name of a file what is told of its progress.

    Raises:
        DatasetError: a file cannot be had; what arrived of it stays for the next attempt.
        BuildError: the folder cannot be written.
    """
    import httpx

    limits = limits or Limits()
    make_folder(folder)
    with httpx.Client(
        timeout=limits.answer,
        follow_redirects=True,
        headers={"User-Agent": f"reportlib/{__version__}"},
    ) as client:
        return [
            _Fetch(client, download, folder, limits, told(download.file)).run(sleep)
            for download in downloads
        ]


class _Fetch:
    """The download of one file."""

    def __init__(
        self, client: httpx.Client, download: Download, folder: Path, limits: Limits, told: Told
    ) -> None:
        self._client, self._download, self._limits, self._told = client, download, limits, told
        self._place = folder / download.file
        self._part = folder / f"{download.file}.part"
        self._mark = folder / f"{download.file}.part.json"
        self._dated = ""
        self._end = time.monotonic() + limits.whole

    def run(self, sleep: Callable[[float], None]) -> Fetched:
        """Try until it is there, or until it is no use."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                self._attempt()
                return self._kept()
            except _AgainError as error:
                wait = error.after or 2.0 ** (attempt - 1)
                if attempt == ATTEMPTS or wait > self._limits.wait:
                    asked = f" It asks to wait {wait:.0f} seconds." if error.after else ""
                    raise self._refusal(
                        f"{error}, after {attempt} attempts.{asked} Try again later: what arrived "
                        f"is kept in {self._part.name}."
                    ) from error
                sleep(wait)
        raise AssertionError

    def _attempt(self) -> None:
        import httpx

        try:
            with self._client.stream(
                "GET", self._download.url, headers=self._headers()
            ) as response:
                self._refuse(response)
                self._write(response)
        except httpx.TimeoutException as error:
            raise _AgainError(f"did not answer within {self._limits.answer:.0f} seconds") from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _AgainError(f"broke off ({error or type(error).__name__})") from error
        except (httpx.InvalidURL, httpx.TooManyRedirects) as error:
            raise self._refusal(f"leads nowhere ({error}).") from error
        except OSError as error:
            raise cannot_be_written(self._part, error) from error

    def _headers(self) -> dict[str, str]:
        """Those of the recipe, and what is there already, if the server's file is the same."""
        headers = {"Accept-Encoding": "identity", **self._download.headers}
        with suppress(OSError, ValueError, KeyError):
            mark = json.loads(self._mark.read_text(encoding="utf-8"))
            size = self._part.stat().st_size
            if size and mark["url"] == self._download.url:
                headers |= {"Range": f"bytes={size}-", "If-Range": mark["validator"]}
        return headers

    def _refuse(self, response: httpx.Response) -> None:
        status = response.status_code
        if status in _AGAIN:
            raise _AgainError(f"answered {status} {response.reason_phrase}", _after(response))
        if status == _UNSATISFIABLE:
            self._part.unlink(missing_ok=True)
            raise _AgainError("has fewer bytes than arrived before")
        if status not in (_WHOLE, _PART):
            raise self._refusal(
                f"answered {status} {response.reason_phrase}. Look whether the publisher moved "
                f"the file, and correct `fetch` in the recipe."
            )
        if response.headers.get("Content-Type", "").startswith(("text/html", "application/xhtml")):
            raise self._refusal(
                "answered with a web page, not with data: perhaps a notice, or the file moved. "
                "Open the address in a browser, and correct `fetch` in the recipe."
            )

    def _write(self, response: httpx.Response) -> None:
        resumed = response.status_code == _PART and self._part.is_file()
        size = self._part.stat().st_size if resumed else 0
        expected = _length(response, size)
        self._refuse_size(expected or 0)
        self._note(response)
        with self._part.open("ab" if resumed else "wb") as file:
            for block in response.iter_raw():
                file.write(block)
                size += len(block)
                self._refuse_size(size)
                self._told(size, expected)
                if time.monotonic() > self._end:
                    raise self._refusal(
                        f"is not whole after {self._limits.whole:.0f} seconds. Repeat the command: "
                        f"what arrived is kept."
                    )
        if expected is not None and size != expected:
            raise _AgainError(f"sent {size:,} bytes of {expected:,}")

    def _note(self, response: httpx.Response) -> None:
        """Remember by what the server tells its file from another, to ask for the rest of it."""
        headers = response.headers
        self._dated = _day(headers.get("Last-Modified", ""))
        strong = headers.get("ETag", "") if not headers.get("ETag", "W/").startswith("W/") else ""
        validator = strong or headers.get("Last-Modified", "")
        if validator:
            mark = {"url": self._download.url, "validator": validator}
            write_whole(self._mark, json.dumps(mark).encode())
        else:
            self._mark.unlink(missing_ok=True)

    def _refuse_size(self, size: int) -> None:
        if size > self._limits.size:
            self._part.unlink(missing_ok=True)
            raise self._refusal(
                f"is larger than {self._limits.size:,} bytes. Expected one table; ask for less of "
                f"it in the recipe."
            )

    def _kept(self) -> Fetched:
        content = self._part.read_bytes()
        if not content.strip():
            self._part.unlink()
            raise self._refusal("sent an empty file.")
        checksum = sha256(content).hexdigest()
        known = checksums(self._place.parent)
        is_new = known.get(self._place.name) != checksum
        self._part.replace(self._place)
        self._mark.unlink(missing_ok=True)
        text = json.dumps({**known, self._place.name: checksum}, indent=1, sort_keys=True)
        write_whole(self._place.parent / CHECKSUMS, f"{text}\n".encode())
        return Fetched(self._place, checksum, len(content), self._dated, is_new)

    def _refusal(self, said: str) -> DatasetError:
        return DatasetError(f"{self._download.url}: {said}")


def checksums(folder: Path) -> dict[str, str]:
    """The checksums of what was downloaded into a folder, by the names of the files."""
    with suppress(OSError, ValueError):
        found: object = json.loads((folder / CHECKSUMS).read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {str(name): str(value) for name, value in found.items()}
    return {}


def _after(response: httpx.Response) -> float:
    """How many seconds the server asks to wait; it may give a day and a time."""
    said = response.headers.get("Retry-After", "")
    if said.isdecimal():
        return float(said)
    with suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(said) - datetime.now(UTC)).total_seconds())
    return 0


def _length(response: httpx.Response, before: int) -> int | None:
    """The size of the whole file, where the server says it."""
    said = response.headers.get("Content-Length", "")
    return before + int(said) if said.isdecimal() else None


def _day(text: str) -> str:
    with suppress(ValueError, TypeError):
        return parsedate_to_datetime(text).date().isoformat()
    return ""


@contextmanager
def progress_bars(names: Mapping[str, str]) -> Iterator[Callable[[str], Told]]:
    """Bars on a terminal, one a file; ``names`` are what is said of each."""
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:

        def told(name: str) -> Told:
            task = bars.add_task(names.get(name, name), total=None)
            return lambda done, whole: bars.update(task, completed=done, total=whole)

        yield told

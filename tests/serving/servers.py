"""A server of a small book, started as a person starts it, and who asks it."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from tests.projects import REPORTLIB, environment

ENDED = ("done", "failed", "cancelled")
SECONDS = 120.0
JSON = {"Accept": "application/json"}


@dataclass
class Served:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    client: httpx.Client = field(init=False)
    token: str = field(init=False)

    def __post_init__(self) -> None:
        self.client = httpx.Client(base_url=self.address, timeout=SECONDS)
        found = re.search(r'name="token" value="([^"]+)"', self.client.get("/").text)
        assert found
        self.token = found[1]

    def begin(self, page: str = "index", **values: str) -> dict[str, Any]:
        """Apply the panel's form."""
        answer = self.client.post(
            "/-/change", data={"token": self.token, "page": page, **values}, headers=JSON
        )
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def make(self, kind: str, page: str = "index", edition: str = "") -> httpx.Response:
        """Have something made and follow where that leads, until it is there."""
        given = {"token": self.token, "page": page, "kind": kind, "edition": edition}
        answer = self.client.post("/-/make", data=given, headers=JSON)
        assert answer.status_code == 200, answer.text
        return self.awaited(answer.json())

    def awaited(self, told: dict[str, Any]) -> httpx.Response:
        """What was begun, once it is there."""
        if told["task"]:
            task = self.ended(told["task"])
            assert task["state"] == "done", task
        return self.client.get(told["address"])

    def ended(self, task: str) -> dict[str, Any]:
        """A task once it has ended."""
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            told = dict(self.client.get(f"/-/tasks/{task}").json())
            if told["state"] in ENDED:
                return told
            time.sleep(0.05)
        raise AssertionError(f"{task} does not end")

    def page(self, page: str, **values: str) -> httpx.Response:
        """A page with other parameters, once it is there."""
        return self.awaited(self.begin(page, **values))


@contextmanager
def serving(root: Path, *options: str) -> Iterator[Served]:
    """Serve a project at a port that is free."""
    log = root / "serve.log"
    with log.open("w") as stderr:
        process = subprocess.Popen(
            [REPORTLIB, "serve", "--port", "0", *options],
            cwd=root,
            env=environment(root),
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), log.read_text()
        served = Served(address, process)
        try:
            yield served
        finally:
            served.client.close()
    finally:
        process.terminate()
        process.wait(20)
        if process.stdout:
            process.stdout.close()

"""Firefox without a window, driven by the protocol that browsers share (WebDriver BiDi)."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import websocket  # comes with JupyterLab

FIREFOX = Path("/usr/bin/firefox-esr")
_ADDRESS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")
_SECONDS = 60.0
_CUT_OFF = "status=2152398850"  # NS_BINDING_ABORTED: of a load that the next page cut off


class Firefox:
    """One tab; what its pages log and ask for is kept."""

    def __init__(self, socket: websocket.WebSocket) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.call("session.new", {"capabilities": {}})
        events = ["log.entryAdded", "network.beforeRequestSent"]
        self.call("session.subscribe", {"events": events})
        tree = self.call("browsingContext.getTree", {})
        self._tab = tree["contexts"][0]["context"]

    def call(self, method: str, parameters: Mapping[str, object]) -> dict[str, Any]:
        """Ask for something and wait for the answer; what happens meanwhile is kept."""
        number = next(self._numbers)
        self._socket.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            said = json.loads(self._socket.recv())
            if said.get("id") == number:
                assert said["type"] == "success", said
                return dict(said["result"])
            self._keep(said)

    def _keep(self, said: Mapping[str, Any]) -> None:
        parameters = said.get("params", {})
        if said.get("method") == "log.entryAdded" and parameters["level"] in ("error", "warn"):
            if _CUT_OFF not in parameters["text"]:
                self.complaints.append(parameters["text"])
        elif said.get("method") == "network.beforeRequestSent":
            self.requests.append(parameters["request"]["url"])

    def open(self, address: str) -> None:
        """Open a page and wait until it is loaded."""
        where = {"context": self._tab, "url": address, "wait": "complete"}
        self.call("browsingContext.navigate", where)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page, a string, a number or a truth value."""
        target = {"context": self._tab}
        asked = {"expression": expression, "target": target, "awaitPromise": True}
        found = self.call("script.evaluate", asked)
        assert found["type"] == "success", found
        return found["result"].get("value")


@contextmanager
def firefox(profile: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile; end it afterwards."""
    profile.mkdir()
    options = ["--headless", "--no-remote", "--profile", str(profile)]
    command = [str(FIREFOX), *options, "--remote-debugging-port", "0"]
    said = profile / "stderr.txt"
    with said.open("w") as stderr:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        address = _address(process, said)
        socket = websocket.create_connection(
            f"{address}/session", timeout=_SECONDS, suppress_origin=True
        )
        yield Firefox(socket)
        socket.close()
    finally:
        process.kill()
        process.wait()


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    """Where it listens, once it says so."""
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := _ADDRESS.search(said.read_text(errors="replace")):
            return found[1]
        time.sleep(0.1)
    raise AssertionError(f"Firefox did not say where it listens: {said.read_text()[-500:]}")

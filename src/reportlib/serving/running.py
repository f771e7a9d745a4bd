"""Run the server until it is ended."""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from reportlib.base.errors import BuildError
from reportlib.serving.app import application
from reportlib.serving.desk import LASTING, Desk
from reportlib.serving.making import LIMIT, Making
from reportlib.serving.safety import PROMPT, Token
from reportlib.serving.watching import Watching

LOOPBACK = "127.0.0.1"
_CONNECTIONS = 256


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens at an address of this machine.

    Raises:
        BuildError: it cannot, such as where another program does.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(_CONNECTIONS)
    except (OSError, TypeError, ValueError) as error:  # also what cannot be a name
        found.close()
        reason = getattr(error, "strerror", None) or error
        raise BuildError(
            f"{host[:60]}, port {port}: cannot be listened at ({reason}). Choose "
            "another port with --port, or 0 for any that is free."
        ) from error
    return found


class _Prompt(H11Protocol):
    """Closes a connection on which no request comes to the end of its head.

    Else a few hundred that are left so would keep every reader out.
    """

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request."""
        super().connection_made(transport)
        self._reckon()

    def data_received(self, data: bytes) -> None:
        """Take what came, and go on waiting or no more."""
        super().data_received(data)
        self._reckon()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._wait_no_more()

    def _reckon(self) -> None:
        answering = self.cycle is not None and not self.cycle.response_complete
        if answering or self.timeout_keep_alive_task is not None:
            self._wait_no_more()
        elif self._late is None:
            self._late = self.loop.call_later(PROMPT, self.transport.close)

    def _wait_no_more(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def serve(
    root: Path,
    built: Path,
    listening: socket.socket,
    *,
    watch: bool = False,
    remote: bool = False,
    timeout: int | None = None,
    lasting: float = LASTING,
    limit: int = LIMIT,
    ready: Callable[[str], None] = lambda _: None,
) -> None:
    """Serve a built book until a signal ends it.

    Args:
        built: the folder of the default edition's pages.
        listening: see :func:`listen`.
        watch: whether pages are shown anew where the project changes.
        remote: whether other machines ask it, by its number or by its name.
        timeout: seconds that a cell may take.
        lasting: seconds that anything may take.
        limit: bytes that are kept of pages and files.
        ready: called with the address.
    """
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    hosts = {f"{name}:{port}" for name in (shown, "localhost", LOOPBACK, "[::1]")}
    hosts |= {f"{socket.gethostname().lower()}:{port}"} if remote else set()
    hosts |= {name.rpartition(":")[0] for name in hosts} if port == 80 else set()
    making = Making(root, built, timeout=timeout, limit=limit)
    watching = Watching(making, tells=watch)
    desk = Desk(making, lasting=lasting)
    try:
        app = application(making, desk, watching, hosts, token=Token(), remote=remote)
        config = uvicorn.Config(
            app,
            http=_Prompt,
            ws="none",
            log_level="error",  # what is below is what anybody sends
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            lifespan="off",
            timeout_keep_alive=75,  # longer than browsers and libraries keep theirs
            timeout_graceful_shutdown=1,
            h11_max_incomplete_event_size=16_384,
            proxy_headers=False,
        )
        watching.start()
        ready(f"http://{shown}:{port}/")
        uvicorn.Server(config).run(sockets=[listening])
    finally:
        watching.close()
        desk.close()
        making.close()
        listening.close()

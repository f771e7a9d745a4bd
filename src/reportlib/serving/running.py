"""Run the server until it is ended."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from reportlib.base.errors import BuildError
from reportlib.serving.app import application
from reportlib.serving.desk import LASTING, Desk
from reportlib.serving.making import LIMIT, Making
from reportlib.serving.safety import Token
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
    except OSError as error:
        found.close()
        raise BuildError(
            f"{host}, port {port}: cannot be listened at ({error.strerror or error}). Choose "
            "another port with --port, or 0 for any that is free."
        ) from error
    return found


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
            log_level="warning",
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

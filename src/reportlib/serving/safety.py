"""What keeps the server to its reader: whom it answers, what it takes, what its pages may do.

A page of another site may send requests to this machine, by its own name or by a name that leads
here (DNS rebinding). So a request must name this server as its host; one that another site causes
gets nothing but what a link may lead to; and what changes anything needs a token, which is in the
pages of this server alone.
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Iterable
from contextlib import suppress
from ipaddress import ip_address

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

METHODS = ("GET", "HEAD", "POST")
MOST = 16_384  # bytes of a body, far more than a form has
POLICY = "; ".join(
    (
        "default-src 'self'",
        "object-src 'none'",
        "img-src 'self' data: blob:",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


PROMPT = 5.0  # seconds in which the head of a request must be here, and its body


class TooLargeError(Exception):
    """A body is larger than anything that is sent here."""


class TooSlowError(Exception):
    """A body does not come to its end."""


class Safety:
    """Refuses what does not come from the reader, before anything else looks at it.

    Args:
        hosts: the names with their port under which the server is asked.
        numbers: whether it may be asked by any number as well, as from other machines: to lead a
            reader here by a name of one's own takes a name.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str], *, numbers: bool = False) -> None:
        self._app, self._hosts, self._numbers = app, frozenset(hosts), numbers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or have it answered."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        taken, whole = 0, False
        end = asyncio.get_running_loop().time() + PROMPT

        async def bounded() -> Message:
            nonlocal taken, whole
            try:
                async with asyncio.timeout_at(None if whole else end):
                    message = await receive()
            except TimeoutError as error:
                raise TooSlowError from error
            taken += len(message.get("body", b""))
            whole = not message.get("more_body", False)
            if taken > MOST:
                raise TooLargeError
            return message

        refusal = self._refusal(scope)
        if refusal is not None:
            with suppress(TooLargeError, TooSlowError):
                while not whole:  # else who sends still would be cut off before the answer
                    await bounded()
            await refusal(scope, receive, safely)
            return
        try:
            await self._app(scope, bounded, safely)
        except TooLargeError:
            await _refuse(413, f"A body may have {MOST} bytes.")(scope, receive, safely)
        except TooSlowError:
            await _refuse(408, f"A body must be here in {PROMPT:.0f} s.")(scope, receive, safely)
        except ClientDisconnect:  # there is nobody to answer
            return

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers, method = Headers(scope=scope), scope["method"]
        host = headers.get("host", "").lower()
        known = host in self._hosts or (self._numbers and _is_number(host))
        if not known or len(headers.getlist("host")) != 1:
            return _refuse(421, "This server is asked by its own name only.")
        if method not in METHODS:
            refusal = _refuse(405, f"Allowed: {', '.join(METHODS)}.")
            refusal.headers["Allow"] = ", ".join(METHODS)
            return refusal
        site, origin = headers.get("sec-fetch-site"), headers.get("origin")
        own = origin is None or origin.lower() == f"{scope['scheme']}://{host}"
        if method == "POST" and (not own or site not in (None, "same-origin")):
            return _refuse(403, "Only the pages of this server may change anything.")
        followed = headers.get("sec-fetch-mode") == "navigate"
        if not own or (site in ("cross-site", "same-site") and not followed):
            return _refuse(403, "This server is for its own pages only.")
        length = headers.get("content-length", "0")
        if not length.isdecimal() or len(length) > 9 or int(length) > MOST:
            return _refuse(413, f"A body may have {MOST} bytes.")
        if b"\0" in scope["path"].encode("utf-8", "surrogateescape"):
            return _refuse(400, "An address has no NUL.")
        return None


class Token:
    """A word drawn at the start, which what changes anything must have."""

    def __init__(self) -> None:
        self.word = secrets.token_urlsafe(24)

    def fits(self, given: object) -> bool:
        """Whether it was given."""
        return isinstance(given, str) and secrets.compare_digest(given.encode(), self.word.encode())


def _is_number(host: str) -> bool:
    """Whether a host is named by its number."""
    name = host.rpartition("]")[0].lstrip("[") or host.partition(":")[0]
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def may_start(request: Request) -> bool:
    """Whether to ask for a page may start work: the reader wants it, and no other site does."""
    fetched = request.headers.get("sec-fetch-site") in ("same-origin", "none")
    ahead = "prefetch" in request.headers.get("sec-purpose", request.headers.get("x-moz", ""))
    return fetched and not ahead


def _refuse(status: int, said: str) -> PlainTextResponse:
    """A refusal, after which who was refused holds no connection that a reader needs."""
    return PlainTextResponse(f"{said}\n", status, {"Connection": "close"})

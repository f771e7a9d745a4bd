"""The server's addresses, and what each answers."""

from __future__ import annotations

import asyncio
import hashlib
import mimetypes
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import parse_qsl, quote

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
)
from starlette.routing import Route

from reportlib.base.economies import economies
from reportlib.base.errors import ParameterError, ReportError
from reportlib.base.parameters import Parameters, schema
from reportlib.serving import panel
from reportlib.serving.addresses import (
    LONGEST,
    PREFIX,
    SERVICE,
    edition_path,
    pairs_of,
    read_edition,
    read_values,
)
from reportlib.serving.description import description
from reportlib.serving.desk import ENDED, BusyError, Desk, Task
from reportlib.serving.making import Asked, Kind, Making, file_name
from reportlib.serving.pages import STATIC
from reportlib.serving.safety import Safety, Token, may_start
from reportlib.serving.watching import Watching

OWN = Path(__file__).resolve().parent / "static"
OWN_FILES = ("serve.css", "serve.js")
RETRY = 5  # seconds after which who was told "busy" may ask again
_TICK = 0.05
_FIRST = "index"
_FORM = "application/x-www-form-urlencoded"


class Service:
    """Answers requests; each method is of one address."""

    def __init__(self, making: Making, desk: Desk, watching: Watching, token: Token) -> None:
        self._making, self._desk, self._watching, self._token = making, desk, watching, token

    def routes(self) -> list[Route]:
        """The addresses, the first that fits counts."""
        get, post = ["GET"], ["POST"]
        return [
            Route("/openapi.json", self.describe, methods=get),
            Route(f"{SERVICE}economies", self.economies, methods=get),
            Route(f"{SERVICE}revision", self.revision, methods=get),
            Route(f"{SERVICE}change", self.change, methods=post),
            Route(f"{SERVICE}make", self.make, methods=post),
            Route(f"{SERVICE}files", self.files, methods=get),
            Route(f"{SERVICE}tasks/{{task}}", self.task, methods=get),
            Route(f"{SERVICE}tasks/{{task}}/cancel", self.cancel, methods=post),
            Route(f"{SERVICE}{{name}}", self.own, methods=get),
            Route(f"{PREFIX}{{edition}}/{{path:path}}", self.of_edition, methods=get),
            Route("/{path:path}", self.of_default, methods=get),
        ]

    # Pages

    async def of_default(self, request: Request) -> Response:
        """A page or file of the default edition; of another one where the query says so."""
        path = request.path_params["path"]
        query = {k: v for k, v in request.query_params.items() if k in schema()}
        if query:
            try:
                if len(request.url.query) > LONGEST:
                    raise ParameterError("The address is too long. Shorten it.")
                parameters = read_values(query)
            except ParameterError as error:
                return self._refused(self._asked(path), query, error)
            return _led(parameters, path)
        return await self._answer(request, self._making.now.defaults, path)

    async def of_edition(self, request: Request) -> Response:
        """A page or file of the edition that the path names."""
        name, path = request.path_params["edition"], request.path_params["path"]
        try:
            parameters = read_edition(name)
        except ParameterError as error:
            return self._refused(self._asked(path), {}, error)
        if edition_path(parameters) != f"{PREFIX}{name}/":
            return _led(parameters, path)
        return await self._answer(request, parameters, path)

    def _asked(self, path: str, parameters: Parameters | None = None) -> Asked:
        name = path.removesuffix(".html")
        document = name if name in self._making.now.documents else _FIRST
        return Asked("page", parameters or self._making.now.defaults, document)

    def _refused(self, asked: Asked, given: Mapping[str, str], error: ParameterError) -> Response:
        text = panel.change_page(asked, self._token.word, given, error.problems)
        return HTMLResponse(text, 422)

    async def _answer(self, request: Request, parameters: Parameters, path: str) -> Response:
        name = f"{path}{_FIRST}.html" if not path or path.endswith("/") else path
        making = self._making
        if not _is_plain(name):
            return await self._absent()
        if name.startswith(f"{STATIC}/"):
            return await self._file(request, making.static(), name.removeprefix(f"{STATIC}/"))
        document = name.removesuffix(".html")
        page = Asked("page", parameters, document)
        if name.endswith(".html") and document in making.now.documents:
            if making.is_made(page):
                making.note_used(parameters)
                return await self._page(request, page)
            return await self._or_make(request, page)
        pages = making.pages(parameters)
        if _within(pages, name):
            if name.endswith(".html"):
                return await self._page(request, page, pages / name)
            return await self._file(request, pages, name)
        book = Asked("book", parameters)
        may_be = _within(making.built, name) or name.startswith(("data/", "downloads/"))
        if making.is_made(book) or not may_be:
            return await self._absent()
        if name.endswith(".html"):
            return await self._or_make(request, book)
        if not may_start(request):
            return await self._absent()
        return await self._awaited(request, book, name)

    async def _page(self, request: Request, page: Asked, place: Path | None = None) -> Response:
        try:
            text = (place or self._making.place(page)).read_text(encoding="utf-8")
        except OSError:  # removed for space meanwhile
            return await self._or_make(request, page)
        found = self._making.now.chapters.get(page.document)
        chapter = found.name if found and page.document in self._making.now.varying else ""
        watch = self._making.revision if self._watching.tells else None
        shown = panel.with_panel(text, page, self._token.word, chapter=chapter, watch=watch)
        return _with_tag(request, HTMLResponse(shown))

    async def _file(self, request: Request, folder: Path, name: str) -> Response:
        if not _within(folder, name):
            return await self._absent()
        try:
            content = (folder / name).read_bytes()
        except OSError:  # removed for space meanwhile
            return await self._absent()
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        kind = "text/markdown" if name.endswith(".md") else kind
        kind += "; charset=utf-8" if kind.startswith("text/") else ""
        return _with_tag(request, Response(content, media_type=kind))

    async def _absent(self) -> Response:
        text = panel.page_of(
            "Not found", '<p>The book has no such page. <a href="/">Its first</a></p>'
        )
        return HTMLResponse(text, 404)

    async def _or_make(self, request: Request, asked: Asked) -> Response:
        """How far it is, why it failed, or the offer to make it."""
        last, token = self._desk.last(asked), self._token.word
        if last is not None and last.state == "failed":
            return HTMLResponse(panel.failure_page(last, token), 500)
        if last is None or last.state in ENDED:
            if not may_start(request) or (last is not None and last.state == "cancelled"):
                return HTMLResponse(panel.offer_page(asked, token), 404)
            try:
                last = self._desk.ask(asked)
            except BusyError:
                return self._busy()
        self._desk.find(last.id)
        return HTMLResponse(panel.progress_page(last, token), 202)

    async def _awaited(self, request: Request, book: Asked, name: str) -> Response:
        """A file of a book, when the book is made; who goes away does not hold it."""
        try:
            task = self._desk.ask(book)
        except BusyError:
            return self._busy()
        task.holders += 1
        try:
            while task.state not in ENDED:
                if await request.is_disconnected():
                    return Response(status_code=499)
                await asyncio.sleep(_TICK)
        finally:
            task.holders -= 1
        if task.state != "done":
            return PlainTextResponse("\n".join(task.problems), 500)
        return await self._file(request, self._making.pages(book.parameters), name)

    def _busy(self, *, as_json: bool = False) -> Response:
        said = "Busy: too much is being made already. Try again in some seconds."
        headers = {"Retry-After": str(RETRY)}
        if as_json:
            return JSONResponse({"problems": [{"name": "", "message": said}]}, 503, headers)
        return HTMLResponse(panel.page_of("Busy", f"<p>{said}</p>"), 503, headers)

    # What changes anything

    async def change(self, request: Request) -> Response:
        """Take the form: have the page made with other parameters."""
        given = await _form(request)
        self._check(given)
        as_json = request.headers.get("accept") == "application/json"
        if panel.GROUP in given or panel.CODES in given:
            given["peers"] = given.get(panel.GROUP) or given.get(panel.CODES, "")
        values = {name: text for name, text in given.items() if name in schema()}
        asked = self._asked(f"{given.get('page', '')}.html")
        try:
            parameters = await run_in_threadpool(read_values, values)
        except ParameterError as error:
            if as_json:
                fields = panel.by_field(error.problems)
                told = [{"name": n, "message": said} for n, all_ in fields.items() for said in all_]
                return JSONResponse({"problems": told}, 422)
            return self._refused(asked, given, error)
        return self._begun(replace(asked, parameters=parameters), as_json=as_json)

    async def make(self, request: Request) -> Response:
        """Have something of an edition made."""
        given = await _form(request)
        self._check(given)
        as_json = request.headers.get("accept") == "application/json"
        asked = self._read(given)
        if isinstance(asked, Response):
            return asked
        return self._begun(asked, as_json=as_json)

    def _begun(self, asked: Asked, *, as_json: bool) -> Response:
        address = self._address(asked)
        if self._making.is_made(asked):
            told: dict[str, object] = {"address": address, "task": None}
            return JSONResponse(told) if as_json else RedirectResponse(address, 303)
        try:
            task = self._desk.ask(asked)
        except BusyError:
            return self._busy(as_json=as_json)
        if as_json:
            return JSONResponse({"address": address, "task": task.id})
        return RedirectResponse(address, 303)

    def _address(self, asked: Asked) -> str:
        start = edition_path(asked.parameters)
        if asked.kind == "page":
            return f"{start}{'' if asked.document == _FIRST else f'{quote(asked.document)}.html'}"
        if asked.kind == "book":
            return start
        edition = quote(start.removeprefix(PREFIX).strip("/"), safe="")
        page = quote(asked.document)
        return f"{SERVICE}files?kind={asked.kind}&page={page}&edition={edition}"

    def _read(self, given: Mapping[str, str]) -> Asked | Response:
        """What is asked for by kind, edition and page."""
        kind, document = given.get("kind", ""), given.get("page", "")
        now = self._making.now
        if kind not in get_args(Kind) or (document or _FIRST) not in now.documents:
            return PlainTextResponse("There is no such thing to make.\n", 422)
        of_page = kind in ("page", "notebook", "data")
        if kind == "notebook" and document not in now.chapters:
            return PlainTextResponse("That page is no notebook.\n", 422)
        try:
            parameters = read_edition(given.get("edition", ""))
        except ParameterError as error:
            return PlainTextResponse("\n".join([*error.problems, ""]), 422)
        return Asked(cast(Kind, kind), parameters, (document or _FIRST) if of_page else "")

    async def cancel(self, request: Request) -> Response:
        """Give a task up."""
        self._check(await _form(request))
        task = self._desk.find(request.path_params["task"])
        if task is None:
            return PlainTextResponse("There is no such task.\n", 404)
        await run_in_threadpool(task.stop, "it was cancelled")
        if request.headers.get("accept") == "application/json":
            return JSONResponse(self._told(task))
        return RedirectResponse("/", 303)

    def _check(self, given: Mapping[str, str]) -> None:
        if not self._token.fits(given.get("token")):
            raise HTTPException(
                403, "The token is missing or of an earlier start. Reload the page."
            )

    # What is asked after

    async def task(self, request: Request) -> Response:
        """How far a task is."""
        task = self._desk.find(request.path_params["task"])
        if task is None:
            return JSONResponse({"problems": ["There is no such task."]}, 404)
        return JSONResponse(self._told(task))

    def _told(self, task: Task) -> dict[str, Any]:
        return {
            "id": task.id,
            "state": task.state,
            "steps": list(task.steps),
            "seconds": round(task.seconds(), 2),
            "problems": list(task.problems),
            "address": self._address(task.asked),
        }

    async def files(self, request: Request) -> Response:
        """A file of an edition, to be saved."""
        try:
            given = pairs_of(request.url.query)
        except ParameterError as error:
            return PlainTextResponse("\n".join([*error.problems, ""]), 422)
        asked = self._read(given)
        if isinstance(asked, Response):
            return asked
        if asked.kind in ("page", "book"):
            return RedirectResponse(self._address(asked), 303)
        place = self._making.place(asked)
        if place.is_file():
            self._making.note_used(asked.parameters)
            return FileResponse(place, filename=file_name(asked, place))
        return await self._or_make(request, asked)

    async def economies(self, request: Request) -> Response:
        """The economies by code, English and Chinese name."""
        told = [[each.code, each.name, each.name_zh] for each in economies().values()]
        return _with_tag(request, JSONResponse(told))

    async def revision(self, _: Request) -> Response:
        """Which state of the project is served, and what is wrong with a later one."""
        told = {"revision": self._making.revision, "problems": list(self._watching.problems)}
        return JSONResponse(told)

    async def describe(self, _: Request) -> Response:
        """The description of all this."""
        return JSONResponse(description())

    async def own(self, request: Request) -> Response:
        """The style sheet and the script of the panel."""
        name = request.path_params["name"]
        if name not in OWN_FILES:
            return await self._absent()
        return await self._file(request, OWN, name)


def application(
    making: Making,
    desk: Desk,
    watching: Watching,
    hosts: Iterable[str],
    *,
    token: Token,
    remote: bool = False,
) -> Starlette:
    """The server as an ASGI application; ``hosts`` are the names it is asked by, with port."""
    service = Service(making, desk, watching, token)
    return Starlette(
        routes=cast("list[Any]", service.routes()),
        exception_handlers={ReportError: _unreadable},
        middleware=[Middleware(Safety, hosts=frozenset(hosts), numbers=remote)],
    )


async def _unreadable(request: Request, error: Exception) -> Response:
    """What is wrong with the project, where no page can be sent for it, such as its settings."""
    problems = error.problems if isinstance(error, ReportError) else ()
    if request.headers.get("accept") == "application/json":
        told = [{"name": "", "message": problem} for problem in problems]
        return JSONResponse({"problems": told}, 500)
    return HTMLResponse(panel.unreadable_page(problems), 500)


async def _form(request: Request) -> dict[str, str]:
    """The texts of a form, as pages send it; what is sent in another way has none."""
    content = await request.body()
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        return {}
    text = content.decode("utf-8", "replace")
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise HTTPException(400, f"The form cannot be read: {error}.") from error


def _led(parameters: Parameters, path: str) -> Response:
    """Lead to a page by the address that is kept; never to another site, as //name would."""
    return RedirectResponse(f"{edition_path(parameters)}{quote(path.lstrip('/'))}", 303)


def _with_tag(request: Request, response: Response) -> Response:
    """The response, or that the reader has it."""
    tag = f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def _is_plain(name: str) -> bool:
    """Whether a path has no part that leads elsewhere, or is hidden."""
    parts = name.split("/")
    return (
        "\\" not in name
        and "\0" not in name
        and all(part and not part.startswith(".") for part in parts)
    )


def _within(folder: Path, name: str) -> bool:
    """Whether a folder has such a file in itself, not by a link elsewhere."""
    try:
        place = (folder / name).resolve()
        return place.is_relative_to(folder.resolve()) and place.is_file()
    except (OSError, RuntimeError, ValueError):  # links in a circle among them
        return False

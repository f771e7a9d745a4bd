"""The exhibits of all pages, gathered while reading, for what needs the whole book.

The data annex, the downloads and the check of row ids ask which rows the book rests on;
a page by itself cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import chdir
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from reportlib.base.errors import BuildError, raise_all
from reportlib.base.payload import Payload, Piece
from reportlib.base.rows import datasets_of, unknown
from reportlib.web.addresses import USES
from reportlib.web.page_store import PageStore

STORE: PageStore[dict[str, Payload]] = PageStore("reportlib_exhibits")  # by their labels


class RowsError(BuildError, SphinxError):
    """Numbers rest on rows that no dataset has; Sphinx shows it as its own, without traceback."""


class Traced(NamedTuple):
    """A piece of an exhibit, and where it is shown."""

    page: str
    exhibit: Payload
    piece: Piece


def gather(env: BuildEnvironment, payload: Payload) -> None:
    """Keep an exhibit of the page being read, without what only its page needs."""
    drawings = {size: svg for size, svg in payload.drawings.items() if size == "wide"}
    kept = payload.model_copy(update={"drawings": drawings, "tiles": ()})
    STORE.of(env).setdefault(env.docname, {})[payload.label] = kept


def gathered(env: BuildEnvironment) -> list[tuple[str, Payload]]:
    """Every exhibit of the book with its page, in the order of the pages' names."""
    store = STORE.of(env)
    return [(page, exhibit) for page in sorted(store) for exhibit in store[page].values()]


def exhibit_of(env: BuildEnvironment, label: str) -> Payload | None:
    """The exhibit with this label."""
    return next((found for _, found in gathered(env) if found.label == label), None)


def exhibit_on(env: BuildEnvironment, page: str, label: str) -> Payload:
    """The exhibit with this label that was gathered from the page."""
    return STORE.of(env)[page][label]


def datasets(env: BuildEnvironment) -> list[str]:
    """The datasets that the book, or at a site's root any edition, rests on or names, by name."""
    if uses := env.config[USES]:
        return sorted(uses)
    return sorted({name for _, exhibit in gathered(env) for name in datasets_of(exhibit)})


def traced(exhibits: Iterable[tuple[str, Payload]]) -> Iterator[Traced]:
    """Every piece of the exhibits that names rows or datasets, or is a number."""
    for page, exhibit in exhibits:
        for piece in exhibit.pieces():
            if piece.kind == "number" or piece.rows or piece.whole:
                yield Traced(page, exhibit, piece)


def check_rows(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a book whose exhibits name rows or datasets that do not exist.

    Raises:
        RowsError: names page, exhibit, number and id of each, in one pass.
    """
    if not app.config.reportlib_check_rows:
        return
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        raise_all(RowsError, [f"Error: {fault}" for fault in unknown(gathered(env))])

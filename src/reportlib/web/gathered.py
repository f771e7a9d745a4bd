"""The exhibits of all pages, gathered while reading, for what needs the whole book.

The data annex, the downloads and the check of row ids ask which rows the book rests on;
a page by itself cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from reportlib.base.errors import BuildError, raise_all
from reportlib.base.payload import Payload, Piece
from reportlib.base.rows import unknown

_STORE = "reportlib_exhibits"  # an attribute of the environment, which Sphinx keeps on disk


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
    _store(env).setdefault(env.docname, {})[payload.label] = kept


def gathered(env: BuildEnvironment) -> list[tuple[str, Payload]]:
    """Every exhibit of the book with its page, in the order of the pages' names."""
    store = _store(env)
    return [(page, exhibit) for page in sorted(store) for exhibit in store[page].values()]


def exhibit_of(env: BuildEnvironment, label: str) -> Payload | None:
    """The exhibit with this label."""
    return next((found for _, found in gathered(env) if found.label == label), None)


def exhibit_on(env: BuildEnvironment, page: str, label: str) -> Payload:
    """The exhibit with this label that was gathered from the page."""
    return _store(env)[page][label]


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


def forget(app: Sphinx, env: BuildEnvironment, docname: str) -> None:  # noqa: ARG001
    """Drop the exhibits of a page that is read again or gone."""
    _store(env).pop(docname, None)


def merge(
    app: Sphinx,  # noqa: ARG001
    env: BuildEnvironment,
    docnames: Iterable[str],
    other: BuildEnvironment,
) -> None:
    """Take over what a parallel process has read."""
    read: Mapping[str, dict[str, Payload]] = _store(other)
    _store(env).update({name: read[name] for name in docnames if name in read})


def _store(env: BuildEnvironment) -> dict[str, dict[str, Payload]]:
    if not hasattr(env, _STORE):
        setattr(env, _STORE, {})
    store: dict[str, dict[str, Payload]] = getattr(env, _STORE)
    return store

"""The exhibits of all pages, gathered while reading, for what needs the whole book.

The data annex, the downloads and the check of row ids ask which rows the book rests on;
a page by itself cannot say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import chdir
from functools import cache
from typing import NamedTuple

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import SphinxError

from reportlib.errors import BuildError, raise_all
from reportlib.manifests import dataset_names
from reportlib.payload import Payload, Piece
from reportlib.rows import dataset_of, rows_of

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
    kept = payload.model_copy(update={"drawings": drawings})
    _store(env).setdefault(env.docname, {})[payload.label] = kept


def gathered(env: BuildEnvironment) -> list[tuple[str, Payload]]:
    """Every exhibit of the book with its page, in the order of the pages' names."""
    store = _store(env)
    return [(page, exhibit) for page in sorted(store) for exhibit in store[page].values()]


def exhibit_of(env: BuildEnvironment, label: str) -> Payload | None:
    """The exhibit with this label."""
    return next((found for _, found in gathered(env) if found.label == label), None)


def traced(exhibits: Iterable[tuple[str, Payload]]) -> Iterator[Traced]:
    """Every piece of the exhibits that names rows or datasets, or is a number."""
    for page, exhibit in exhibits:
        said = [exhibit.headline, *exhibit.notes, *exhibit.sentences]
        for pieces in (*said, *(row.cells for row in exhibit.rows)):
            for piece in pieces:
                if piece.kind == "number" or piece.rows or piece.whole:
                    yield Traced(page, exhibit, piece)


def untraced(exhibits: Iterable[tuple[str, Payload]]) -> list[Traced]:
    """The numbers that say neither what they rest on nor how they were made."""
    return [
        found
        for found in traced(exhibits)
        if not (found.piece.rows or found.piece.whole or found.piece.derivation)
    ]


def datasets_of(exhibit: Payload) -> tuple[str, ...]:
    """The datasets that an exhibit rests on or names, sorted."""
    names = {source.dataset for source in exhibit.sources}
    for _, _, piece in traced([("", exhibit)]):
        names |= {dataset_of(row) for row in piece.rows} | set(piece.whole)
    return tuple(sorted(names))


def check_rows(app: Sphinx, env: BuildEnvironment) -> None:
    """Refuse a book whose exhibits name rows or datasets that do not exist.

    Raises:
        RowsError: names page, exhibit, number and id of each, in one pass.
    """
    with chdir(app.srcdir):  # from where the project is found, unless a variable names it
        raise_all(RowsError, dict.fromkeys(_unknown(gathered(env))))


def _unknown(exhibits: list[tuple[str, Payload]]) -> Iterator[str]:
    datasets = {stem.replace("_", "-") for stem in dataset_names()}
    table = cache(rows_of)  # asked for tens of thousands of rows
    for page, exhibit, piece in traced(exhibits):
        place = f"Error: {page}: {exhibit.label}: {piece.text!r} rests on"
        for row in piece.rows:
            if row not in table(dataset_of(row)):
                yield f"{place} {row}, and no dataset has such a row. Execute the chapter again."
        for name in piece.whole:
            if name not in datasets:
                yield f"{place} all rows of {name}, and there is no such dataset."
    for page, exhibit in exhibits:
        for source in exhibit.sources:
            if source.dataset not in datasets:
                yield (
                    f"Error: {page}: {exhibit.label}: cites {source.dataset}, "
                    f"and there is no such dataset."
                )


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

"""Text and exhibits as Markdown in which nothing that data say is taken for markup.

Tables are cut: a text is read whole, and the CSV has all rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import quote

from reportlib.base.payload import CAUTION, Column, Payload, Piece, Row, Sentence, Source
from reportlib.web.prose import MOST_SOURCES, SAFE_SCHEMES, counted

Refer = Callable[[Piece], str]
"""How a reference to an exhibit is written."""

_MARKUP = re.compile(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)")
_BLANKS = re.compile(r"[\x00-\x20\x7f\x85\u2028\u2029]+")
_STARTS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+=#:])")
_KEPT = "/:?#@!$&'*+,;=%-._~"
MOST_ALONE = 60  # rows of a table in the twin of an exhibit


def escape(text: str) -> str:
    """A text in which no sign is markup, and which ends no line."""
    return _MARKUP.sub(r"\\\g<0>", _BLANKS.sub(" ", text))


def block(inline: str) -> str:
    """A paragraph of inline Markdown that is nothing else, such as an item of a list."""
    return _STARTS.sub(lambda found: rf"{found[1] or ''}\{found[2] or found[3]}", inline.strip())


def link(text: str, address: str) -> str:
    """A link to a file of ours; ``text`` is Markdown already."""
    return f"[{text}]({quote(address, safe=_KEPT)})"


def public_link(text: str, address: str) -> str:
    """A link where the address is one a reader may follow, else the text alone."""
    written = escape(text)
    return link(written, address) if address.lower().startswith(SAFE_SCHEMES) else written


def sentence(pieces: Sentence, refer: Refer) -> str:
    """A sentence with its numbers as printed; the marks of a number stand behind it."""
    return "".join(_piece(piece, refer) for piece in pieces)


def _piece(piece: Piece, refer: Refer) -> str:
    if piece.kind == "reference":
        return refer(piece)
    marks = f"*{piece.flags}*" if piece.flags else ""
    return f"{escape(piece.text)}{marks}"


def exhibit(
    payload: Payload, number: str, refer: Refer, *, closed: Sequence[str], most: int, top: str
) -> Iterator[str]:
    """An exhibit as paragraphs: title, headline, what it shows and its notes.

    Args:
        number: what the book calls it, such as ``Fig. 4.5``.
        closed: datasets whose terms keep its rows back.
        most: rows of its table; a longer one is cut.
        top: how the files of the book's first folder are reached from there.
    """
    if title := escape(payload.caption or payload.title):
        yield f"**{number}. {title}**" if number else f"**{title}**"
    if payload.headline:
        yield block(sentence(payload.headline, refer))
    if payload.subtitle and payload.kind != "tiles":  # which say beside their title what they show
        yield block(f"Unit: {escape(payload.subtitle)}")
    if payload.missing:
        yield block(escape(payload.missing))
    yield from _sentences(payload, refer)
    if payload.columns and payload.rows:
        kept = closed and payload.kind in ("figure", "table")  # tiles say a few numbers
        yield from _withheld(closed) if kept else _table(payload, refer, most, top)
    if payload.caution:
        yield block(f"**{CAUTION}.** {escape(payload.caution)}")
    if payload.notes:
        yield "\n".join(f"- {block(sentence(note, refer))}" for note in payload.notes)


def source_line(sources: Sequence[Source]) -> str:
    """The datasets by their titles; of many how many there are."""
    if len(sources) > MOST_SOURCES:
        return f"{counted(sources)}."
    return block(f"Source: {'; '.join(escape(each.title) for each in sources)}.")


def _sentences(payload: Payload, refer: Refer) -> Iterator[str]:
    said = [sentence(each, refer) for each in payload.sentences]
    if payload.title and len(said) > 1:
        yield "\n".join(f"- {block(each)}" for each in said)
    elif said:
        yield block(" ".join(said))


def _withheld(closed: Sequence[str]) -> Iterator[str]:
    yield block(f"Rows are not offered: terms of the publisher ({escape('; '.join(closed))}).")


def _table(payload: Payload, refer: Refer, most: int, top: str) -> Iterator[str]:
    head = [_head(column) for column in payload.columns]
    rows = [_cells(row, refer) for row in payload.rows]
    places = shown(len(rows), most)
    kind = "json" if payload.kind == "findings" else "csv"  # which texts have none of
    whole = link(f"all rows ({kind.upper()})", f"{top}downloads/{payload.label}.{kind}")
    left = f"{len(rows) - len(places)} of {len(rows)} rows between are left out here: {whole}."
    every, short = pipe_table(head, rows), pipe_table(head, [rows[at] for at in places])
    if len(every) <= len(short) + len(left):  # what tells of them is no shorter than they are
        yield every
    else:
        yield short
        yield left


def shown(count: int, most: int) -> list[int]:
    """Which rows stand in a table of at most so many: the first, and the last."""
    if count <= most:
        return list(range(count))
    first = (most + 1) // 2
    return [*range(first), *range(count - (most - first), count)]


def _cells(row: Row, refer: Refer) -> list[str]:
    return [sentence((cell,), refer) for cell in row.cells]


def _head(column: Column) -> str:
    return escape(f"{column.title} ({column.unit})" if column.unit else column.title)


def pipe_table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of inline Markdown."""
    lines = [heads, ["-"] * len(heads), *rows]
    return "\n".join(f"|{'|'.join(cell.strip() for cell in cells)}|" for cells in lines)


def described(sources: Sequence[Source], annex: str, suffix: str, listed: str) -> str:
    """A list of datasets, each once: licence, and its description, which has terms and citation.

    Args:
        annex: the folder of descriptions.
        suffix: how their names end.
        listed: the list of all datasets, to which many lead together.
    """
    named = {source.dataset: source for source in sources}
    if len(named) > MOST_SOURCES:
        return f"{counted(sources)}. Each is described: {link('list of all', listed)}."
    return "\n".join(f"- {block(_described(each, annex, suffix))}" for each in named.values())


def _described(source: Source, annex: str, suffix: str) -> str:
    address = f"{annex}{source.dataset.replace('-', '_')}{suffix}"
    told = escape(", ".join(filter(None, (source.publisher, source.vintage))))
    return f"{link(escape(source.title), address)} ({told}): {escape(source.licence)}"


def citations(sources: Iterable[Source]) -> str:
    """A list of datasets, each once: publisher and vintage, licence and terms, citation.

    What a licence allows is told where it is named first, or each time where that differs.
    """
    named = {source.dataset: source for source in sources}
    terms: dict[tuple[str, str], set[str]] = {}
    for each in named.values():
        terms.setdefault((each.licence, each.licence_url), set()).add(each.redistribute)
    told = []
    for each in named.values():
        known = terms.get((each.licence, each.licence_url), set())
        told.append(f"- {block(_citation(each, told=not known))}")
        if len(known) == 1:
            known.clear()
    return "\n".join(told)


def _citation(source: Source, *, told: bool) -> str:
    about = escape(", ".join(filter(None, (source.publisher, source.vintage))))
    licence = public_link(source.licence, "" if told else source.licence_url)
    allowed = "" if told else f", redistribute: {source.redistribute}"
    title = public_link(source.title, source.url)
    return f"{title} ({about}): {licence}{allowed}. Cite as: {escape(source.citation)}"

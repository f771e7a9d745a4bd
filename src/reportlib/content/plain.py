"""An exhibit as plain text and as HTML, for notebooks without the book’s own renderer."""

from __future__ import annotations

import html
from collections.abc import Sequence

from reportlib.base.payload import CAUTION, Column, Payload, Piece, Sentence, Source
from reportlib.content.sentences import plain, shown

IN_ROWS = ("table", "tiles")


def as_text(payload: Payload) -> str:
    """The exhibit as plain text, for a terminal."""
    lines = [payload.title, *_names(payload), plain(payload.headline), payload.missing, payload.alt]
    lines += [f"- {plain(said)}" for said in _sentences(payload)]
    if payload.kind in IN_ROWS:
        lines += ["\t".join(shown(cell) for cell in row.cells) for row in payload.rows]
    lines += [f"{CAUTION}: {payload.caution}"] if payload.caution else []
    return "\n".join(line for line in lines if line)


def as_html(payload: Payload, drawing: str = "") -> str:
    """The exhibit as HTML for JupyterLab and other notebook viewers; all text is escaped.

    Args:
        drawing: a PNG in base64. Viewers that do not trust a notebook drop an SVG.
    """
    parts = [
        _tag("strong", plain(payload.headline), "p"),
        _tag("strong", payload.title, "p") if payload.kind == "cover" else "",
        _tag("em", payload.subtitle, "p"),
        _tag("em", payload.missing, "p"),
        f'<img alt="{html.escape(payload.alt)}" src="data:image/png;base64,{drawing}" '
        'style="max-width: 45em; width: 100%">'
        if drawing
        else "",
        _html_list(_sentences(payload)),
        _html_table(payload) if payload.kind in IN_ROWS else "",
        _tag("span", payload.caption, "p"),
        _tag("small", f"{CAUTION}: {payload.caution}" if payload.caution else "", "p"),
        *(_tag("small", plain(note), "p") for note in payload.notes),
        _html_sources(payload.sources) if payload.kind not in ("findings", "cover") else "",
    ]
    return f"<figure>{''.join(parts)}</figure>"


def _names(payload: Payload) -> list[str]:
    """What a cover says beside its title and its text."""
    return [payload.subtitle, payload.caption] if payload.kind == "cover" else []


def _sentences(payload: Payload) -> Sequence[Sentence]:
    """Those of tiles after the titles of these."""
    if payload.kind != "tiles":
        return payload.sentences
    pairs = zip(payload.tiles, payload.sentences, strict=False)
    return [(Piece(text=f"{tile.title}: "), *said) for tile, said in pairs]


def _tag(tag: str, text: str, outer: str) -> str:
    return f"<{outer}><{tag}>{html.escape(text)}</{tag}></{outer}>" if text else ""


def _html_list(sentences: Sequence[Sentence]) -> str:
    items = "".join(f"<li>{html.escape(plain(said))}</li>" for said in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _html_table(payload: Payload) -> str:
    head = "".join(f'<th scope="col">{html.escape(_head(c))}</th>' for c in payload.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(shown(cell))}</td>" for cell in row.cells) + "</tr>"
        for row in payload.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""


def _head(column: Column) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _html_sources(found: Sequence[Source]) -> str:
    said = "; ".join(f"{s.publisher}: {s.title} ({s.vintage}, {s.licence})" for s in found)
    return _tag("small", f"Source: {said}.", "p") if said else ""

"""An exhibit as a notebook viewer shows it: all that is said, and none of it as markup."""

from __future__ import annotations

import pytest

from reportlib.base.payload import Column, Payload, Piece, Row, Source
from reportlib.content.plain import as_html

SIGNS = "<b>R&D</b> \"1'"
ESCAPED = "&lt;b&gt;R&amp;D&lt;/b&gt; &quot;1&#x27;"


def source(**other: str) -> Source:
    return Source.model_validate(
        {
            "dataset": "filings",
            "title": "Filings",
            "publisher": "An office",
            "vintage": "2024",
            "url": "https://example.org/",
            "licence": "CC0-1.0",
            "licence_url": "https://example.org/",
            "redistribute": "yes",
            "citation": "An office.",
            **other,
        }
    )


def shown(kind: str = "table", **other: object) -> str:
    return as_html(
        Payload.model_validate({"kind": kind, "label": "tbl-a", "title": "Filings", **other})
    )


@pytest.mark.parametrize("field", ["caption", "subtitle", "missing"])
def test_a_text_is_escaped(field: str) -> None:
    html = shown(**{field: SIGNS})
    assert ESCAPED in html
    assert "<b>" not in html


def test_the_alternative_text_stays_within_its_quotes() -> None:
    figure = Payload.model_validate(
        {"kind": "figure", "label": "fig-a", "title": "Filings", "alt": SIGNS}
    )
    html = as_html(figure, "aGVsbG8=")
    assert f'<img alt="{ESCAPED}" src="data:image/png;base64,aGVsbG8="' in html


@pytest.mark.parametrize("field", ["headline", "notes", "sentences"])
def test_a_sentence_is_escaped(field: str) -> None:
    said: object = (Piece(text=SIGNS),)
    html = shown("table", **{field: said if field == "headline" else (said,)})
    assert ESCAPED in html
    assert "<b>" not in html


def test_titles_units_and_cells_of_a_table_are_escaped() -> None:
    columns = (Column(title=SIGNS, unit=SIGNS),)
    html = shown(columns=columns, rows=(Row(cells=(Piece(text=SIGNS),)),))
    assert f'<th scope="col">{ESCAPED} ({ESCAPED})</th>' in html
    assert f"<td>{ESCAPED}</td>" in html


@pytest.mark.parametrize("field", ["publisher", "title", "vintage", "licence"])
def test_what_a_source_is_called_is_escaped(field: str) -> None:
    html = shown(sources=(source(**{field: SIGNS}),))
    assert ESCAPED in html
    assert "<b>" not in html

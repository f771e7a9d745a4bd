"""The exhibit as the notebook carries it: whole, checked, and data only."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from reportlib.base.payload import EXHIBIT_MIME, Column, Payload, Piece, Row
from tests.made import source

SOURCE = source()
FULL = Payload(
    kind="figure",
    label="fig-filings-by-office",
    title="Filings by office",
    headline=(
        Piece(text="Filings reached "),
        Piece(kind="number", text="2.1", value=2.1, unit="million", rows=("filings:CHN-2020",)),
        Piece(kind="reference", text="the table", target="tbl-filings"),
    ),
    caption="Filings by office, 2020.",
    alt="Line chart.",
    notes=((Piece(text="A note."),),),
    sources=(SOURCE,),
    drawings={"wide": "<svg/>", "narrow": "<svg/>"},
    columns=(Column(title="Office"), Column(title="Filings", numeric=True)),
    rows=(Row(cells=(Piece(text="中国"), Piece(text="..")), strong=True),),
)


@pytest.mark.parametrize("leave_defaults_out", [True, False])
def test_an_exhibit_comes_back_from_json_as_it_was(leave_defaults_out: bool) -> None:
    written = json.dumps(FULL.model_dump(mode="json", exclude_defaults=leave_defaults_out))
    assert Payload.model_validate_json(written) == FULL


@pytest.mark.parametrize("label", ["fig-a", "tbl-patents-by-office", "find-key", "fig-2020"])
def test_a_label_names_kind_and_topic(label: str) -> None:
    assert Payload(kind="figure", label=label, title="x").label == label


@pytest.mark.parametrize(
    "label",
    ["", "fig", "fig-", "fig--a", "Fig-a", "fig-A", "fig_a", "fig-a b", "fig-a\n", "x-a", 'fig-"'],
)
def test_any_other_label_is_refused(label: str) -> None:
    with pytest.raises(ValidationError, match="label"):
        Payload(kind="figure", label=label, title="x")


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(ValidationError, match="script"):
        Payload.model_validate({"kind": "table", "label": "tbl-a", "title": "x", "script": "x"})


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValidationError, match="kind"):
        Payload.model_validate({"kind": "video", "label": "fig-a", "title": "x"})


def test_an_unknown_size_of_drawing_is_refused() -> None:
    with pytest.raises(ValidationError, match="drawings"):
        Payload.model_validate(
            {"kind": "figure", "label": "fig-a", "title": "x", "drawings": {"huge": "<svg/>"}}
        )


def test_another_version_is_refused() -> None:
    with pytest.raises(ValidationError, match="version"):
        Payload.model_validate({"version": 2, "kind": "figure", "label": "fig-a", "title": "x"})


def test_an_exhibit_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        FULL.title = "other"


def test_the_media_type_is_one_of_our_own_in_json() -> None:
    assert EXHIBIT_MIME == "application/vnd.reportlib.exhibit+json"


def test_what_an_exhibit_does_not_say_is_empty() -> None:
    least = Payload(kind="table", label="tbl-a", title="x")
    assert least.model_dump() == {
        "version": 1, "kind": "table", "label": "tbl-a", "title": "x", "headline": (),
        "subtitle": "", "caption": "", "alt": "", "notes": (), "sources": (), "missing": "",
        "drawings": {}, "columns": (), "rows": (), "sentences": (), "filters": (), "cards": False,
        "caution": "", "chip": "", "tiles": (),
    }  # fmt: skip


def test_what_a_piece_does_not_say_is_empty() -> None:
    assert Piece(text="x").model_dump() == {
        "kind": "text", "text": "x", "value": None, "unit": "", "rows": (), "derivation": "",
        "whole": (), "target": "", "flags": "", "unmarked": False, "aside": False,
    }  # fmt: skip


def test_a_plain_row_and_column_have_no_marks() -> None:
    assert Row(cells=()).model_dump() == {
        "cells": (), "strong": False, "key": "", "target": "",
    }  # fmt: skip
    assert Column(title="x").model_dump() == {
        "title": "x", "unit": "", "numeric": False, "series": "", "panel": "", "lead": False,
    }  # fmt: skip


@pytest.mark.parametrize("kind", ["figure", "table", "findings"])
def test_an_exhibit_is_of_one_of_three_kinds(kind: str) -> None:
    assert Payload.model_validate({"kind": kind, "label": "tbl-a", "title": "x"}).kind == kind


@pytest.mark.parametrize("target", ["claim-1", "a", ""])
def test_a_row_has_an_address_for_links_or_none(target: str) -> None:
    assert Row(cells=(), target=target).target == target


@pytest.mark.parametrize("target", ["1", "A", "-a", "a b", 'a"', "a\n"])
def test_a_row_has_no_other_address(target: str) -> None:
    with pytest.raises(ValidationError, match="target"):
        Row(cells=(), target=target)


def test_the_pieces_of_an_exhibit_are_those_of_its_texts_and_then_its_cells() -> None:
    first, second, third, fourth = (Piece(text=str(number)) for number in range(4))
    exhibit = Payload(
        kind="table",
        label="tbl-a",
        title="x",
        rows=(Row(cells=(fourth,)),),
        sentences=((third,),),
        notes=((second,),),
        headline=(first,),
    )
    assert list(exhibit.pieces()) == [first, second, third, fourth]

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

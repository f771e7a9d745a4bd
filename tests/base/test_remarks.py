"""What descriptors say of some of their rows: breaks, provisional years, caveats, derived rows."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from reportlib.base.manifests import (
    SHORT_MOST,
    Additions,
    Caveat,
    Derived,
    SeriesBreak,
    dataset_names,
    read_manifest,
)
from tests.projects import ROOT, SOUND

NAMES = dataset_names(ROOT / "data")


def test_a_plain_text_is_a_caveat_for_readers_on_all_rows() -> None:
    found = Caveat.model_validate("Offices count alike.")
    assert found == Caveat(text="Offices count alike.", audience="reader")


def test_caveats_may_be_texts_and_mappings_in_one_list() -> None:
    held = read_manifest("filings", SOUND).reportlib.model_dump(by_alias=True)
    caveats = ["One.", {"text": "Two.", "audience": "maker"}]
    found = Additions.model_validate(held | {"caveats": caveats}).caveats
    assert [(c.text, c.audience) for c in found] == [("One.", "reader"), ("Two.", "maker")]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({}, True),
        ({"level": "first"}, True),
        ({"level": "doctoral"}, False),
        ({"level": "first", "field": "all"}, True),
        ({"field": "all"}, True),
    ],
)
def test_a_break_touches_what_its_where_does_not_shut_out(
    wanted: dict[str, str], expected: bool
) -> None:
    found = SeriesBreak.model_validate({"year": 2014, "where": {"level": "first"}, "text": "New."})
    assert found.selects(wanted) is expected


def test_where_may_name_several_values_of_a_column() -> None:
    found = Derived.model_validate(
        {"kind": "rounded", "where": {"year": [2014, 2015]}, "text": "Rounded."}
    )
    assert [found.selects({"year": year}) for year in (2013, 2014, 2015)] == [False, True, True]


def test_a_column_named_kind_is_not_the_kind_of_a_break() -> None:
    found = SeriesBreak.model_validate({"year": 2017, "where": {"kind": "total"}, "text": "New."})
    assert found.kind == "break"
    assert not found.selects({"kind": "works"})


@pytest.mark.parametrize("length", [SHORT_MOST, SHORT_MOST + 1])
def test_a_short_has_room_in_a_drawing(length: int) -> None:
    content: dict[str, Any] = {"year": 2017, "text": "New.", "short": "x" * length}
    if length <= SHORT_MOST:
        assert len(SeriesBreak.model_validate(content).short) == length
    else:
        with pytest.raises(ValidationError, match="at most 28 characters"):
            SeriesBreak.model_validate(content)


def test_a_misspelt_key_of_a_break_is_refused() -> None:
    with pytest.raises(ValidationError, match="shrot"):
        SeriesBreak.model_validate({"year": 2017, "text": "New.", "shrot": "new"})


def test_every_remark_is_named_with_its_place() -> None:
    held = read_manifest("filings", SOUND).reportlib.model_dump(by_alias=True)
    rounded = {"kind": "rounded", "text": "Rounded."}
    about = Additions.model_validate(held | {"caveats": ["One.", "Two."], "derived": [rounded]})
    assert [(place, remark.text) for place, remark in about.remarks()] == [
        ("reportlib.caveats.0", "One."),
        ("reportlib.caveats.1", "Two."),
        ("reportlib.derived.0", "Rounded."),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_drawing_may_have_to_say_has_a_short(name: str) -> None:
    about = read_manifest(name, ROOT / "data").reportlib
    told = [*about.breaks, *about.provisional, *about.derived]
    told += [caveat for caveat in about.caveats if caveat.economies]
    assert [remark.text for remark in told if not remark.short] == []


@pytest.mark.parametrize("name", NAMES)
def test_readers_are_not_told_what_the_maker_must_do(name: str) -> None:
    asks = (
        "do not join", "do not mix", "do not rank", "do not show", "do not state", "do not splice",
        "compute no", "leave a gap", "leave gaps", "show points", "name the source", "before print",
    )  # fmt: skip
    about = read_manifest(name, ROOT / "data").reportlib
    shown = [*about.breaks, *about.provisional, *about.derived]
    shown += [caveat for caveat in about.caveats if caveat.audience == "reader"]
    assert [r.text for r in shown if any(words in r.text.lower() for words in asks)] == []

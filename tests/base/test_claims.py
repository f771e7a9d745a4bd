"""Ids of claims: the same for what is claimed, whatever the value; no two in a page are alike."""

from __future__ import annotations

import pytest

from reportlib.base.claims import ClaimIds, claim_id, claims_of, rounding
from reportlib.base.payload import Payload, Piece


def number(text: str, value: float, **changes: object) -> Piece:
    given = {"unit": "applications", "rows": ("filings:CHN-2020",), **changes}
    return Piece.model_validate({"kind": "number", "text": text, "value": value, **given})


FIRST = number("1,234", 1234)


def test_a_revised_value_keeps_its_id() -> None:
    assert claim_id(number("1,301", 1301)) == claim_id(FIRST)


@pytest.mark.parametrize(
    "other",
    [
        number("1,234", 1234, rows=("filings:CHN-2021",)),
        number("1,234", 1234, unit="grants"),
        number("1,234", 1234, derivation="sum over offices"),
        number("1,234.5", 1234.5),
        number("1,234", 1234, rows=(), whole=("filings",)),
    ],
)
def test_another_claim_has_another_id(other: Piece) -> None:
    assert claim_id(other) != claim_id(FIRST)


def test_the_order_of_the_rows_is_no_part_of_a_claim() -> None:
    rows = ("filings:CHN-2020", "filings:CHN-2021")

    assert claim_id(number("1", 1, rows=rows)) == claim_id(number("1", 1, rows=rows[::-1]))


def test_among_how_many_a_place_is_may_change_from_edition_to_edition_and_its_year_not() -> None:
    first, later, other = (
        claim_id(number("2nd", 2, unit="rank", derivation=f"rank among {words}"))
        for words in ("139 economies in 2020", "1,141 economies in 2020", "139 economies in 2021")
    )

    assert first == later != other


def test_an_id_is_a_short_word_that_can_be_an_id_of_a_page() -> None:
    assert claim_id(FIRST) == "c-u5yzsioia2"


def test_what_a_page_says_again_is_numbered() -> None:
    ids = ClaimIds()

    assert [ids.next(FIRST).removeprefix(claim_id(FIRST)) for _ in range(3)] == ["", "-2", "-3"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1,234", 1),
        ("1.43\N{NO-BREAK SPACE}million", 10_000),
        ("32 billion", 10**9),
        ("0.25%", 0.01),
        ("11th", 1),
        ("3.5-fold", 0.1),
        ("twice", None),
    ],
)
def test_the_rounding_is_the_step_to_which_a_number_is_printed(
    text: str, step: float | None
) -> None:
    assert rounding(text) == step


def test_the_claims_of_a_page_are_the_numbers_of_its_texts_in_order() -> None:
    words = Piece(text="of ")
    figure = Payload(
        kind="figure",
        label="fig-a",
        title="A",
        headline=(words, number("1", 1)),
        notes=((number("2", 2, unit="offices"),),),
    )
    found = Payload(kind="findings", label="find-a", title="A", sentences=((number("1", 3),),))

    claims = list(claims_of([figure, found]))

    assert [(c.exhibit, c.place, c.piece.value) for c in claims] == [
        ("fig-a", "headline", 1), ("fig-a", "note", 2), ("find-a", "finding", 3),
    ]  # fmt: skip
    assert claims[2].id == f"{claims[0].id}-2"

"""A claim has one id in every edition, and no two claims of the book share one."""

from __future__ import annotations

import pytest

from reportlib.base.claims import Claim, cells_of, claim_id, claims_of, rounding
from tests.topics.editions import chapter

Claimed = tuple[object, ...]


def claimed(claim: Claim) -> Claimed:
    piece = claim.piece
    step = rounding(piece.text)
    return (*sorted(piece.rows), piece.whole, piece.unit, piece.derivation, step)


def ids(economy: str) -> dict[Claimed, str]:
    """What an edition's chapter on patents claims, each with its id."""
    return {claimed(c): claim_id(c.piece) for c in claims_of(chapter("patents", economy=economy))}


@pytest.fixture(scope="module")
def china() -> dict[Claimed, str]:
    return ids("CHN")


def test_two_editions_that_cite_the_same_rows_give_the_same_id(china: dict[Claimed, str]) -> None:
    other = ids("USA")
    both = china.keys() & other.keys()

    assert len(both) > 2
    assert {each: other[each] for each in both} == {each: china[each] for each in both}


def test_other_claims_have_other_ids(china: dict[Claimed, str]) -> None:
    assert len(set(china.values())) == len(china) > 20


def test_every_claim_of_a_page_has_an_id_of_its_own() -> None:
    found = [claim.id for claim in claims_of(chapter("patents", economy="CHN"))]

    assert len(set(found)) == len(found)


def ids_of_cells(economy: str) -> dict[Claimed, str]:
    """What the tables of an edition's chapter claim; of what is shown twice the first id."""
    found = cells_of(chapter("patents", economy=economy))
    return {claimed(c): c.id for c in reversed(list(found))}


def test_cells_of_two_editions_that_claim_the_same_have_the_same_id() -> None:
    china, other = ids_of_cells("CHN"), ids_of_cells("USA")
    both = china.keys() & other.keys()

    assert len(both) > 100
    assert {each: other[each] for each in both} == {each: china[each] for each in both}
    assert len(set(china.values())) == len(china)

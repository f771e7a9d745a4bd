"""A list that somebody selected is no population: no headline counts or ranks over it."""

from __future__ import annotations

import pytest

from reportlib.base.errors import ExhibitError
from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import number_cell
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, count_of, rank_of, say_count
from reportlib.content.sentences import plain, sentence

ROW = "pct-applicants:Huawei_Technologies-2023"


def listed(part: Number) -> Exhibit:
    return exhibits.table(
        label="tbl-x",
        title="X",
        where="",
        columns=[Column(title="Applications", numeric=True)],
        rows=[Row(cells=(number_cell(6494, ROW, "applications"),))],
        missing="",
        headline=sentence("It is {n}.", n=part),
    )


@pytest.mark.parametrize(
    "part",
    [count_of([ROW], "applicants"), rank_of(1, ROW, "8 applicants")],
    ids=["a count", "a rank"],
)
def test_a_headline_over_a_selection_is_refused(part: Number) -> None:
    with pytest.raises(ExhibitError, match=r"tbl-x: .* over pct-applicants, which is a selection"):
        listed(part)


def test_a_finding_over_a_selection_is_refused() -> None:
    said = sentence("{n} applicants.", n=count_of([ROW], "applicants"))

    with pytest.raises(ExhibitError, match="find-x: "):
        exhibits.findings(label="find-x", title="X", sentences=[said], missing="")


def test_a_headline_may_say_a_value_and_the_notes_say_the_rule() -> None:
    made = listed(Number(6494, say_count, "applications", (ROW,)))

    assert plain(made.headline) == "It is 6,494."
    assert any("A selection: The companies that press reports" in plain(n) for n in made.told.notes)

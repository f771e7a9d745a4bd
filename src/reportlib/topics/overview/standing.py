"""The profile of the economy: measures of all chapters, and its best and weakest places."""

from __future__ import annotations

from collections.abc import Sequence
from math import nan

import pandas as pd

from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, count_of
from reportlib.content.sentences import Reference, sentence
from reportlib.topics.overview.measures import Indicator, Standing, runs, standings
from reportlib.topics.places import quarter

COLUMNS = [
    "group", "label", "role", "detail", "text", "value", "rank", "n", "place", "trend", "falls",
    "target", "unit", "year", "rows", "counted", "derivation",
]  # fmt: skip
MOST = 3  # places told of each kind, best and weakest
NOT_RANKED = (
    "Not ranked: zeros; rates with fewer than twenty applications behind them; patents in force, "
    "since newer figures are known of a few offices alone."
)
APPROXIMATE = (
    "Trademarks and designs are approximate, and have what members of the European Union file at "
    "its common office."
)
NOTES = (
    "A tick is an economy with data, the first on the right; the year ranked is the latest with at "
    "least 80 percent of the best coverage. Where the economy has no value of it, its own newest "
    "stands, not ranked.",
    NOT_RANKED,
    "Each trend has its own scale, the better rank on top; breaks and missing years interrupt it.",
    APPROXIMATE,
)


def profile(edition: Edition) -> Exhibit:
    """Measures of all chapters with value, year, trend and place."""
    found = standings(edition)
    held = [one for _, one in found if one]
    rows = [_row(edition, indicator, one) for indicator, one in found] if held else []
    return exhibits.figure(
        form=forms.PROFILE,
        label="fig-overview-profile",
        caution="Totals are large where an economy is large; rates can be compared.",
        title="The economy in numbers",
        where=edition.named,
        unit="units as the rows name them",
        table=pd.DataFrame(rows, columns=COLUMNS),
        missing=f"The book holds none of these measures for {edition.named} up to "
        f"{edition.parameters.last_year}.",
        headline=_profile_headline(edition, held),
        notes=[*NOTES, _shown_in(held)],
    )


def _row(edition: Edition, found: Indicator, own: Standing | None) -> dict[str, object]:
    named = {
        "group": found.group,
        "label": found.title,
        "role": "focus",
        "falls": found.series.measure.better == "less",
        "target": found.target,
        "unit": found.unit,
        "derivation": found.series.measure.derivation,
    }
    if own is None:
        return {**named, "value": nan, "rank": nan, "n": nan, "trend": (), "rows": ""}
    return {
        **named,
        "detail": own.detail,
        "text": own.written,
        "value": own.value.value,
        "rank": own.place.value if own.place else nan,
        "n": own.count.value if own.count else nan,
        "place": _place(own),
        "trend": tuple(runs(edition, own)),
        "year": own.year,
        "rows": " ".join(own.value.rows),
        "counted": " ".join(own.ranked),
    }


def _place(own: Standing) -> str:
    if own.place is None:
        return "not ranked"
    return f"{own.place.text} of {own.count.text}" if own.count else own.place.text


def _shown_in(held: Sequence[Standing]) -> Sentence:
    """Where each measure is shown in full."""
    shown = [one.indicator for one in held if one.indicator.target]
    pieces = [Piece(text="Shown in full: ")]
    for at, found in enumerate(shown):
        pieces += [Piece(text=f"{'; ' if at else ''}{found.title}, ")]
        pieces += [Reference(found.target, "its chapter").piece()]
    return (*pieces, Piece(text=".")) if shown else ()


def _profile_headline(edition: Edition, held: Sequence[Standing]) -> Sentence | None:
    ranked = [one for one in held if one.place and one.count]
    if not ranked:
        return sentence("{name} has no place on these measures.", name=edition.named)
    quarters = {role: _in_quarter(ranked, role) for role in ("strength", "gap")}
    n = len(ranked)
    if n == 1:
        where = "first quarter" if quarters["strength"] else "last quarter"
        within = f"in the {where}" if any(quarters.values()) else "in the middle half"
        return sentence(
            "{name} has a place on one of these measures alone, {within} of the economies ranked.",
            name=edition.named,
            within=within,
        )
    return sentence(
        "{name} is in the first quarter of the economies ranked on {first} of {n} measures, in the "
        "last quarter on {last}.",
        name=edition.named,
        n=count_of([_rows(one) for one in ranked], "measures with a place", "measures"),
        first=_some(quarters["strength"], n, "measures with a place in the first quarter"),
        last=_some(quarters["gap"], n, "measures with a place in the last quarter"),
    )


def _in_quarter(ranked: Sequence[Standing], role: str) -> list[Standing]:
    return [
        one
        for one in ranked
        if one.place and one.count and quarter(int(one.place.value), int(one.count.value)) == role
    ]


def _rows(one: Standing) -> str:
    return " ".join(one.value.rows)


def _some(found: Sequence[Standing], n: int, what: str) -> str | Number:
    """How many of ``n`` measures, two or more."""
    if not found:
        return "none"
    return "all" if len(found) == n else count_of(map(_rows, found), what, "measures")


def strengths(edition: Edition) -> Exhibit:
    """The best and the weakest places of the economy, by the printed rule."""
    best, weakest = _ends(edition)
    return exhibits.table(
        label="tbl-overview-strengths",
        caution="A weak place is no failure: some economies have little use for patents, and some "
        "buy rights rather than make them.",
        title="Best and weakest places",
        where=edition.named,
        columns=[
            Column(title="Places"),
            Column(title="Measure, year"),
            Column(title="Rank", numeric=True),
            Column(title="Economies ranked", numeric=True),
            Column(title="Ahead of", unit="percent of the others", numeric=True),
        ],
        rows=[
            *(_place_row("best", one) for one in best),
            *(_place_row("weakest", one) for one in weakest),
        ],
        missing=f"{edition.name} has no two places among thirty economies or more on measures that "
        "do not grow with size.",
        headline=_strengths_headline(edition, best, weakest),
        notes=[
            "The rule: the three measures on which the largest and the smallest share of the other "
            "economies rank below. Those count that do not grow with the size of an economy, "
            "where thirty economies or more are ranked and the value is not zero. Economies "
            "without data are not in the count."
        ],
    )


def _ends(edition: Edition) -> tuple[list[Standing], list[Standing]]:
    """The best places, best first, and the weakest, weakest first; none of a single place."""
    ranked = [one for _, one in standings(edition) if one and one.counts]
    ranked.sort(key=lambda one: -one.ahead.value if one.ahead else 0.0)
    weakest = min(MOST, len(ranked) // 2)
    best = min(MOST, len(ranked) - weakest) if weakest else 0
    return ranked[:best], ranked[::-1][:weakest]


def _place_row(kind: str, one: Standing) -> Row:
    numbers = [number.piece() for number in (one.place, one.count, one.ahead) if number]
    title = f"{one.indicator.title}, {one.year}"
    return Row(cells=(text_cell(kind), text_cell(title), *numbers))


def _strengths_headline(
    edition: Edition, best: Sequence[Standing], weakest: Sequence[Standing]
) -> Sentence | None:
    if not best:
        return None
    return sentence(
        "{name} stands best by {best} ({first}) and weakest by {weakest} ({last}).",
        name=edition.named,
        best=best[0].indicator.said,
        first=str(best[0].year),
        weakest=weakest[0].indicator.said,
        last=str(weakest[0].year),
    )

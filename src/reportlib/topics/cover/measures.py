"""The economy in six numbers: a tile each, with its trend and its place among all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlib.base.payload import MISSING, Column, Piece, Row, Tile
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.figures import is_trend, plot_spark, plot_strip, to_svg
from reportlib.content.numbers import say_whole
from reportlib.topics.overview.measures import Standing, runs, standings
from reportlib.topics.overview.standing import NOTES

LABEL = "find-edition-numbers"
WORDS = ("one", "two", "three", "four", "five", "six")
MOST = len(WORDS)
UNRANKED = "not ranked"

DECLARED = (
    "Patent applications, at home and abroad",
    "Patent applications per head",
    "R&D expenditure",
    "Researchers, full-time equivalents",
    "Receipts for intellectual property",
    "Global Innovation Index",
    "Payments for intellectual property",
    "Trademark classes, by residents",
    "Designs, by residents",
    "AI articles",
    "Tertiary enrolment",
    "Government AI readiness",
    "Exports of creative goods",
    "Patents in force at the office",
)
"""Measures of the profile, by their titles there, in the order in which tiles show them."""

RULE = (
    f"Shown are the first {WORDS[-1]} of the measures of the profile, in an order that is the same "
    "for every economy, on which it has a place; then those on which it has a value alone."
)


def numbers(edition: Edition) -> Exhibit:
    """The measures on which the economy stands somewhere, six at most."""
    held = chosen(edition)
    made = exhibits.table(
        label=LABEL,
        title=_title(edition, len(held)),
        where="",
        columns=[
            Column(title="Measure"),
            Column(title="Value", numeric=True),
            Column(title="Unit, year"),
            Column(title="Rank", numeric=True),
            Column(title="Economies with data", numeric=True),
        ],
        rows=[_row(own) for own in held],
        missing=f"The book holds none of these measures for {edition.named} up to "
        f"{edition.parameters.last_year}.",
        notes=[*NOTES, RULE],
    )
    tiles = tuple(_tiles(edition, held))
    about = f"{made.told.title}. Each tick is an economy with data, the first on the right."
    own = {"kind": "tiles", "tiles": tiles, "subtitle": about if held else ""}
    return Exhibit(made.told.model_copy(update=own))


def _title(edition: Edition, count: int) -> str:
    if count < 1:
        return f"{edition.name} in numbers"
    return f"{edition.name} in {WORDS[count - 1]} {'number' if count == 1 else 'numbers'}"


def chosen(edition: Edition) -> list[Standing]:
    """The first declared measures with a place, then those with a value, in their order."""
    found = {indicator.title: own for indicator, own in standings(edition)}
    held = [own for title in DECLARED if (own := found[title])]
    first = [own for own in held if own.place and own.count]
    taken = [*first, *(own for own in held if own not in first)][:MOST]
    return [own for own in held if own in taken]


def _row(own: Standing) -> Row:
    value = own.value.piece().model_copy(update={"text": own.written})
    return Row(
        cells=(text_cell(own.indicator.title), value, text_cell(own.detail), *_place(own)),
    )


def _place(own: Standing) -> tuple[Piece, Piece]:
    if own.place is None or own.count is None:
        return text_cell(UNRANKED), text_cell(MISSING)
    return replace(own.place, say=say_whole).piece(), own.count.piece()


def _tiles(edition: Edition, held: Sequence[Standing]) -> Iterator[Tile]:
    for at, own in enumerate(held, start=1):
        trend = tuple(runs(edition, own))
        falls = own.indicator.series.measure.better == "less"
        spark, alt = "", ""
        if is_trend(trend) and any(value for run in trend for _, value in run):
            spark = to_svg(plot_spark(trend, falls=falls), f"{LABEL}-{at}-trend")
            alt = _tell(own, trend)
        strip = ""
        if own.place and own.count:
            drawn = plot_strip(int(own.place.value), int(own.count.value))
            strip = to_svg(drawn, f"{LABEL}-{at}-place")
        yield Tile(
            title=own.indicator.title,
            target=own.indicator.target,
            drawing=spark,
            alt=alt,
            strip=strip,
        )


def _tell(own: Standing, trend: Sequence[Sequence[tuple[int, float]]]) -> str:
    """The ends of a trend in words."""
    spots = [spot for run in trend for spot in run]
    ends = [f"{own.value.say(value) if value else 0} in {year}" for year, value in spots]
    return f"{own.indicator.title}: {ends[0]}, {ends[-1]}"

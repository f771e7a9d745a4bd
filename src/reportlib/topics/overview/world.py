"""The profile of every economy at once, for the pages of a site of many editions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reportlib.base.economies import economies
from reportlib.base.rows import dataset_of
from reportlib.base.world import Value, World, WorldMeasure
from reportlib.content.datasets import manifest_of_row
from reportlib.content.edition import Edition
from reportlib.content.exhibits import licence_words
from reportlib.content.figures.steps import quantile_bounds, step_role, step_swatches
from reportlib.content.figures.style import STEPS
from reportlib.content.notes import notes_of, remarks
from reportlib.content.sentences import plain
from reportlib.topics.overview.measures import Indicator, Standing, standings
from reportlib.topics.overview.standing import APPROXIMATE, NOT_RANKED

_NO_WORD = re.compile(r"[^a-z0-9]+")
MAIN = (
    "Global Innovation Index",
    "R&D expenditure",
    "Researchers, full-time equivalents",
    "Patent applications, at home and abroad",
    "Patent applications per head",
    "Receipts for intellectual property",
    "AI articles",
)
"""The measures that the map is coloured by and the table of all economies shows, by title."""


NOTES = (
    "The year ranked is the latest with at least 80 percent of the best coverage. Where an economy "
    "has no value of it, its own newest stands, not ranked.",
    NOT_RANKED,
    APPROXIMATE,
)


def world() -> World:
    """All measures of the profile, each with the standing of every economy that has a value."""
    found: dict[str, tuple[Indicator, dict[str, Standing]]] = {}
    for code in economies():
        for indicator, own in standings(Edition(economy=code)):
            _, held = found.setdefault(indicator.title, (indicator, {}))
            if own:
                held[code] = own
    return World(tuple(_measure(*each) for each in found.values()), NOTES)


def _measure(indicator: Indicator, held: Mapping[str, Standing]) -> WorldMeasure:
    less = indicator.series.measure.better == "less"
    ranked = _ranked_together(held)
    bounds = quantile_bounds(own.value.value for own in ranked.values()) if ranked else []
    swatches = step_swatches(bounds) if ranked else []
    order = _order({own.value.value for own in held.values()}, less=less)
    return WorldMeasure(
        key=_NO_WORD.sub("-", indicator.title.casefold()),
        group=indicator.group,
        title=indicator.title,
        unit=indicator.unit,
        values={
            code: _value(
                own,
                order[own.value.value],
                _step(step_role(own.value.value, bounds), less=less) if code in ranked else 0,
            )
            for code, own in held.items()
        },
        sources=tuple(_sources(held.values())),
        steps=tuple(sorted((_step(each.role, less=less), each.text) for each in swatches)),
        main=indicator.title in MAIN,
        printed=indicator.printed,
    )


def _ranked_together(held: Mapping[str, Standing]) -> dict[str, Standing]:
    """Those with a place in one and the same year, the newest: ranks of others are not compared."""
    newest = max((own.year for own in held.values() if own.place), default=0)
    return {code: own for code, own in held.items() if own.place and own.year == newest}


def _order(values: Iterable[float], *, less: bool) -> dict[float, int]:
    """The place of each value among the different ones, the best or else the largest first."""
    return {value: at for at, value in enumerate(sorted(values, reverse=not less))}


def _value(own: Standing, order: int, step: int) -> Value:
    told = remarks(own.value.rows)
    return Value(
        text=own.written,
        year=own.year,
        order=order,
        place=int(own.place.value) if own.place else None,
        among=int(own.count.value) if own.count else None,
        step=step,
        marks=told.of(own.value.rows),
        notes=tuple(map(plain, notes_of([told]))),
        rows=own.value.rows,
        derivation=own.value.derivation,
    )


def _step(role: str, *, less: bool) -> int:
    """The number of a step of colour, 1 the palest; where less is better, the least is dark."""
    number = int(role.rpartition("-")[2])
    return len(STEPS) + 1 - number if less else number


def _sources(held: Iterable[Standing]) -> Iterator[str]:
    """Publisher, dataset, vintage and licence of each dataset that the values rest on."""
    first = {dataset_of(row): row for own in held for row in own.value.rows}
    for row in first.values():
        manifest = manifest_of_row(row)
        about = manifest.reportlib
        licence = " and ".join(licence_words(each.name) for each in manifest.licenses)
        yield f"{about.publisher}, {about.short_title} ({about.vintage}); {licence}"

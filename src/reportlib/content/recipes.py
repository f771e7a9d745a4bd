"""Recipes: the common ways to make an exhibit of a measure, and to say what it shows.

An exhibit of one of these kinds is one call: the measure, its words, and the headlines to
attempt in order. The first that is true and can be said for the economy stands; where none
can, the exhibit says that the economy has no values. What is of no common kind calls
:mod:`reportlib.content.exhibits` itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.caveats import withheld
from reportlib.content.cells import text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.forms import Form
from reportlib.content.names import name_in_words
from reportlib.content.numbers import say_list
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.content.trends import trend

Notes = Sequence[str | Sentence]
UNRANKED = (
    "A hollow dot, and two dots for a rank: no value for {year}; shown is the newest of the three "
    "years before."
)
MOST_LEVEL = 3  # economies named as level with the first


class Attempt(Protocol):
    """A headline to attempt: a sentence on the economy's values, None where it cannot be said."""

    def __call__(self, edition: Edition, series: Series) -> Sentence | None:
        """Say it of a series within the years asked for."""


@dataclass(frozen=True)
class Trend:
    """How the value went since the last break, or what it was then and now.

    ``template`` holds the words up to the years; ``{change}`` says how the value went,
    ``{name}`` whose it is. :mod:`reportlib.content.trends` has the rule.
    """

    template: str

    def __call__(self, edition: Edition, series: Series) -> Sentence | None:
        """Say how the economy's value went."""
        last_year = edition.parameters.last_year
        return trend(series, edition.code, last_year, self.template, name=edition.named)


@dataclass(frozen=True)
class Latest:
    """The economy's newest value; ``template`` may name ``{name}``, ``{value}``, ``{year}``."""

    template: str

    def __call__(self, edition: Edition, series: Series) -> Sentence | None:
        """Say the newest value."""
        found = series.concluded(edition.code).latest(edition.code)
        if found is None:
            return None
        return sentence(self.template, name=edition.named, value=found[1], year=str(found[0]))


@dataclass(frozen=True)
class Ranked:
    """The economy's place in the reference year, or its newest value where it has none of it.

    ``template`` may name ``{name}``, ``{place}`` (an ordinal), ``{n}``, ``{year}``, ``{value}``
    and ``{unit}``. ``newest``, which may be empty, may name ``{name}``, ``{value}``, ``{unit}``
    and ``{then}``, the year of a value from before the ranking; no full stop ends it.
    """

    template: str
    newest: str = ""

    def __call__(self, edition: Edition, series: Series) -> Sentence | None:
        """Say the place in a ranking of all economies with a value."""
        return self.of(edition, rank(series, edition.reference_year(series)))

    def of(self, edition: Edition, ranking: Ranking | None) -> Sentence | None:
        """Say the place in a ranking made already."""
        if ranking is None:
            return None
        if ranking.rank(edition.code) is None:
            return newest_said(edition, ranking, self.newest) if self.newest else None
        value = ranking.number(edition.code)
        return sentence(
            self.template,
            name=edition.named,
            place=ranking.ordinal(edition.code),
            n=ranking.count,
            year=str(ranking.year),
            value=value,
            unit=ranking.measure.unit_after(value.value) if value else "",
        )


def newest_said(edition: Edition, ranking: Ranking, template: str) -> Sentence | None:
    """The economy's newest value from before the ranking's year; None where it has none."""
    found = ranking.newest(edition.code)
    if found is None:
        return None
    then, value = found
    return sentence(
        f"{template}; there is no value for {{year}}, the year ranked.",
        name=edition.named,
        value=value,
        unit=ranking.measure.unit_after(value.value),
        then=str(then),
        year=str(ranking.year),
    )


def leader_said(ranking: Ranking) -> str:
    """The first of a ranking, as in a sentence, and who is level with it."""
    first = str(ranking.table["economy"].iloc[0])
    level = [name_in_words(str(code)) for code in ranking.level_with(first)["economy"]]
    if not level:
        return name_in_words(first)
    others = say_list(level) if len(level) <= MOST_LEVEL else f"{len(level)} others"
    return f"{name_in_words(first)} (level with {others})"


def headline(
    edition: Edition, series: Series, attempts: Iterable[Attempt | Sentence | None]
) -> Sentence | None:
    """The first of the attempts that can be said, else that the economy has no values.

    A sentence among them stands for an attempt made already.
    """
    within = edition.window(series).concluded(edition.code)
    for attempt in attempts:
        if told := attempt(edition, within) if callable(attempt) else attempt:
            return told
    return withheld_values(edition, series) or no_values(edition, series)


def compared(
    edition: Edition,
    series: Series,
    *attempts: Attempt | Sentence | None,
    label: str,
    title: str,
    unit: str = "",
    form: Form = forms.LINES,
    missing: str = "",
    notes: Notes = (),
    newer: Sequence[Series] = (),
    **choices: Any,
) -> Exhibit:
    """Make a figure of a measure over time: the economy and its peers, a line or panel each.

    Nothing is drawn of the peers alone.

    Args:
        newer: the same measure, derived or quoted, after the last year of a line.
    """
    table = with_focus(tables.compared(series, edition, newer))
    if form is forms.SMALL_MULTIPLES:
        table = tables.panels(table)
    return exhibits.figure(
        form=form,
        label=label,
        title=title,
        where=edition.place(table),
        chip=edition.chip(table),
        unit=unit or series.measure.unit,
        table=table,
        missing=missing or edition.missing(series),
        headline=headline(edition, series, attempts),
        notes=[*series.measure.caveats, *notes],
        **choices,
    )


def own_lines(
    edition: Edition,
    lines: Mapping[str, tuple[str, Series]],
    *attempts: Attempt | Sentence | None,
    label: str,
    title: str,
    where: str = "",
    unit: str = "",
    missing: str = "",
    notes: Notes = (),
    newer: Mapping[str, Sequence[Series]] | None = None,
    **choices: Any,
) -> Exhibit:
    """Make a figure of several measures of the economy over time.

    Args:
        lines: of each role the name of the line, and the series.
        attempts: headlines, said of the first series where they are not yet sentences.
        newer: of a role the same measure, derived or quoted, after the last year of its line.
    """

    def shown(series: Series) -> Series:
        return edition.scaled(edition.window(series))

    scaled = {role: shown(series) for role, (_, series) in lines.items()}
    later = {role: tuple(map(shown, found)) for role, found in (newer or {}).items()}
    parts = [
        tables.series_of(
            scaled[role], edition.code, label=name, role=role, newer=later.get(role, ())
        )
        for role, (name, _) in lines.items()
    ]
    first = next(iter(scaled.values()))
    measures = [series for _, series in lines.values()]
    return exhibits.figure(
        form=forms.LINES,
        label=label,
        title=title,
        where=where or edition.named,
        unit=unit or f"{first.measure.unit}, a year",
        table=pd.concat(parts, ignore_index=True),
        missing=missing or edition.missing(*measures),
        headline=headline(edition, measures[0], attempts),
        notes=[*dict.fromkeys(c for one in measures for c in one.measure.caveats), *notes],
        **choices,
    )


def ranked(
    edition: Edition,
    series: Series | Ranking | None,
    attempt: Ranked,
    *,
    label: str,
    title: str,
    what: str,
    unit: str = "",
    notes: Notes = (),
    complete: bool = False,
    world: bool = False,
    caution: str = "",
) -> Exhibit:
    """Make a figure of a ranking in which the economy stands.

    Args:
        series: ranked in the reference year, or a ranking made already.
        what: who is ranked, for the caption: "offices with data".
        complete: every economy that is not in the ranking has nothing of what is counted.
        world: it tells of the world, so that it is drawn whether or not the economy is in it.
    """
    ranking = rank(series, edition.reference_year(series)) if isinstance(series, Series) else series
    year = ranking.year if ranking else None
    if ranking is not None and ranking.rank(edition.code) is None and not complete:
        absent = sentence(
            "{name} has too few in {year} to be ranked."
            if edition.code in ranking.few
            else "{name} has no value for {year}.",
            name=edition.named,
            year=str(year),
        )
        notes = [absent or (), *notes]
    table = tables.ranked(ranking, edition)
    missing = f"There is no year up to {edition.parameters.last_year} for this ranking."
    if not world and ranking is not None:
        table = with_focus(table)
        missing = _not_ranked(edition, ranking, complete=complete)
    if table["rank"].isna().any():
        notes = [*notes, UNRANKED.format(year=year)]
    return exhibits.figure(
        form=forms.RANKING,
        label=label,
        title=title,
        where=f"{what}, {year}",
        unit=unit or (ranking.measure.unit if ranking else ""),
        table=table,
        missing=missing,
        headline=attempt.of(edition, ranking),
        notes=[*(ranking.measure.caveats if ranking else ()), *notes],
        n=ranking.n if ranking else 0,
        caution=caution,
    )


def two_years(
    edition: Edition,
    series: Series,
    years: tuple[int | None, int | None],
    said: Sentence | None,
    *,
    label: str,
    title: str,
    form: Form = forms.DUMBBELL,
    where: str = "{place}",
    item: str = "Economy",
    notes: Notes = (),
    caution: str = "",
) -> Exhibit:
    """Make a figure of what a measure was in two years, for the economy and its peers.

    Args:
        years: the first and the last; nothing is drawn where one of them is None, or both
            are the same.
        said: the headline.
        where: who is drawn; ``{place}`` are the economy and its peers.
        item: what an economy is called in the table view.
    """
    start, end = years
    table = pd.DataFrame(columns=tables.TWO_YEARS)
    changed: list[str] = []
    if start is not None and end is not None and start < end:
        table = with_focus(tables.first_and_last(series, edition, start, end))
        changed = tables.changed_notes(series, edition, start, end)
    return exhibits.figure(
        form=form,
        label=label,
        title=title,
        where=f"{where.format(place=edition.place(table))}, {start} and {end}",
        chip=edition.chip(table),
        caution=caution,
        unit=series.measure.unit,
        table=table,
        missing=f"There are no values for {edition.named} in two years of {edition.years_said} "
        f"that can be compared.",
        headline=said,
        notes=[*notes, *changed],
        names={"start": str(start), "end": str(end), "item": item},
        start_label=str(start),
        end_label=str(end),
    )


def crossed(
    table: pd.DataFrame,
    said: Sentence | None,
    *,
    label: str,
    title: str,
    where: str,
    unit: str,
    x: str,
    y: str,
    missing: str,
    notes: Notes = (),
    **choices: Any,
) -> Exhibit:
    """Make a figure of two measures of every economy that has both, the edition's among them.

    Args:
        table: as :func:`reportlib.content.tables.crossed` makes it.
        said: the headline.
        x: what lies across, with its unit; ``y`` likewise what stands up.
    """
    return exhibits.figure(
        form=forms.SCATTER,
        label=label,
        title=title,
        where=where,
        unit=unit,
        table=with_focus(table),
        missing=missing,
        headline=said,
        notes=notes,
        names={"x": f"{x[:1].upper()}{x[1:]}", "y": f"{y[:1].upper()}{y[1:]}"},
        x_unit=x,
        y_unit=y,
        **choices,
    )


def with_focus(table: pd.DataFrame) -> pd.DataFrame:
    """The table; without rows where none is the economy's."""
    return table if (table["role"] == "focus").any() else table.iloc[:0]


def _not_ranked(edition: Edition, ranking: Ranking, *, complete: bool) -> str:
    """Why an economy stands in no ranking."""
    if complete:
        return f"{edition.named} has none in {ranking.year}."
    few = "too few" if edition.code in ranking.few else "no value"
    return f"{edition.named} has {few} for {ranking.year}."


def no_value(edition: Edition, ranking: Ranking, newest: str) -> Sentence | None:
    """Say an economy's newest value, as :class:`Ranked` does, or how many have one of the year."""
    return newest_said(edition, ranking, newest) or sentence(
        "{name} has no value for {year}; {n} economies have.",
        name=edition.named,
        year=str(ranking.year),
        n=ranking.count,
    )


def no_values(edition: Edition, series: Series) -> Sentence | None:
    """Say that an economy has no values in the years asked for; None where it has."""
    if edition.window(series).latest(edition.code) is not None:
        return None
    return sentence(
        "{name} has no values on {what} within {years}.",
        name=edition.named,
        what=series.measure.name,
        years=edition.years_said,
    )


def withheld_values(edition: Edition, series: Series) -> Sentence | None:
    """Say that an economy's values are not to be concluded from, and why; None where they are."""
    newest = edition.window(series).latest(edition.code)
    caveat = withheld(" ".join(newest[1].rows)) if newest else None
    if caveat is None:
        return None
    return sentence(
        "The figures on {what} of {name} are shown, and nothing is concluded from them: {reason}.",
        what=series.measure.name,
        name=edition.named,
        reason=caveat.short or "see the notes",
    )


def caveats(label: str, datasets: Sequence[str], missing: str = "") -> Exhibit:
    """What the series of a chapter do not mean, as their descriptors say it."""
    additions = [read_dataset(name).manifest.reportlib for name in datasets]
    return exhibits.table(
        label=label,
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Counted by"),
            Column(title="Not to conclude"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(about.short_title),
                    text_cell(about.counted_by),
                    text_cell(about.does_not_mean),
                )
            )
            for about in additions
        ],
        missing=missing,
    )

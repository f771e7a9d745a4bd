"""What the chapters share: a figure or a sentence made the same way for any measure."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.cells import text_cell
from reportlib.content.datasets import read_dataset
from reportlib.content.edition import Edition, said
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, noun_after, say_count, say_list
from reportlib.content.sentences import change, sentence
from reportlib.content.series import Ranking, Series


def no_value(edition: Edition, ranking: Ranking) -> Sentence | None:
    """Say that an economy is not in a ranking, and how many are."""
    return sentence(
        "{name} has no value for {year}; {n} economies have.",
        name=edition.said,
        year=str(ranking.year),
        n=ranking.count,
    )


def trend(own: Series, edition: Edition, template: str) -> Sentence | None:
    """First and last value since the last break, in a sentence; None where there are not two.

    Args:
        own: the series within the years asked for.
        template: words up to the years; ``{change}`` says how the value went, ``{name}``
            whose it is. Values of a rate get their unit.
    """
    own = own.since_break(edition.code)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None or first[0] == last[0] or first[1].value <= 0:
        return None
    return sentence(
        template + " between {first_year} and {last_year}, from {first} to {last}{unit}.",
        name=edition.said,
        change=change(first[1], last[1]),
        first_year=str(first[0]),
        last_year=str(last[0]),
        first=first[1],
        last=last[1],
        unit="" if own.measure.count or own.measure.percent else f" {own.measure.unit}",
    )


def no_values(edition: Edition, series: Series) -> Sentence | None:
    """Say that an economy has no values in the years asked for; None where it has."""
    if edition.window(series).latest(edition.code) is not None:
        return None
    return sentence(
        "{name} has no values on {what} within {years}.",
        name=edition.said,
        what=series.measure.name,
        years=edition.years_said,
    )


def left_out_notes(unseen: pd.DataFrame, one: str, many: str) -> list[Sentence]:
    """Which economies :func:`reportlib.content.tables.apart_from_zero` left out, and why.

    ``one`` and ``many`` are the unit after one and after any other number.
    """
    notes = []
    for label, own in unseen.groupby("label", sort=False):
        largest = own.sort_values("value").iloc[-1]
        most = Number(float(largest["value"]), say_count, many, tuple(str(largest["rows"]).split()))
        said_so = sentence(
            "{name} is not drawn: with {most} {unit} at most, its line could not be told from zero "
            "on this scale.",
            name=str(label),
            most=most,
            unit=noun_after(most.value, one, many),
        )
        notes += [said_so] if said_so else []
    return notes


def trust_note(dataset: str, code: str, by: str, years: tuple[int, int]) -> str:
    """Which of an economy's values were read from copies of low trust; empty for none."""
    table = read_dataset(dataset).where(**{by: code})
    low = table[table["trust"].isin(["C", "D"]) & table["year"].between(*years)]
    if low.empty:
        return ""
    said = say_list(str(year) for year in sorted(set(low["year"])))
    return (
        f"Values of {said} were read from summaries or copies of agency texts (trust classes C "
        "and D in the chapter on data and method), not at the publisher's."
    )


def ranking_figure(
    ranking: Ranking | None,
    edition: Edition,
    *,
    label: str,
    title: str,
    unit: str,
    what: str,
    headline: str,
    otherwise: str,
    notes: Sequence[str | Sentence],
    complete: bool = False,
) -> Exhibit:
    """Make a figure of a ranking, whether or not the economy is in it.

    Args:
        what: who is ranked, for the subtitle: "offices with data".
        headline: template of the finding where the economy has a rank; may name name, rank,
            n, year, value and unit.
        otherwise: template where it has none; leader stands for the first in the ranking.
        complete: every economy that is not in the ranking has nothing of what is counted.
    """
    table = tables.ranked(ranking, edition)
    year = ranking.year if ranking else None
    if ranking is not None and ranking.rank(edition.code) is None and not complete:
        notes = [f"{edition.name} has no value for {year}.", *notes]
    return exhibits.figure(
        form=forms.RANKING,
        label=label,
        title=title,
        where=f"{what}, {year}",
        unit=unit,
        table=table,
        missing=f"The book holds no year up to {edition.parameters.last_year} for this ranking.",
        headline=_ranking_headline(ranking, edition, headline, otherwise),
        notes=notes,
        n=ranking.n if ranking else 0,
    )


def _ranking_headline(
    ranking: Ranking | None, edition: Edition, headline: str, otherwise: str
) -> Sentence | None:
    if ranking is None:
        return None
    own = ranking.rank(edition.code)
    code = edition.code if own is not None else str(ranking.table["economy"].iloc[0])
    value = ranking.number(code)
    return sentence(
        headline if own is not None else otherwise,
        name=edition.said,
        leader=said(code),
        rank=ranking.place(code),
        n=ranking.count,
        year=str(ranking.year),
        value=value,
        unit=ranking.measure.unit_after(value.value) if value else "",
    )


def latest(edition: Edition, series: Series, template: str) -> Sentence | None:
    """The economy's newest value in a sentence; None where it has none.

    Args:
        template: may name ``{name}``, ``{value}`` and ``{year}``.
    """
    found = series.latest(edition.code)
    if found is None:
        return None
    return sentence(template, name=edition.said, value=found[1], year=str(found[0]))


def caveats(label: str, datasets: Sequence[str]) -> Exhibit:
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
        missing="",
    )

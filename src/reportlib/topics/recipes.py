"""What the chapters share: a figure or a sentence made the same way for any measure."""

from __future__ import annotations

from reportlib import drawn, exhibits
from reportlib.edition import Edition, said
from reportlib.exhibits import Exhibit
from reportlib.findings import Number, say_change, sentence
from reportlib.indicators import Ranking, Series
from reportlib.payload import Sentence


def rank_number(ranking: Ranking, code: str) -> Number:
    """An economy's rank as a number that names the row it rests on.

    Raises:
        KeyError: the economy is not in the ranking.
    """
    place = ranking.rank(code)
    if place is None:
        raise KeyError(code)
    rows = ranking.table.loc[ranking.table["economy"] == code, "rows"].iloc[0]
    return Number(
        place,
        str(place),
        rows=tuple(str(rows).split()),
        derivation=f"rank among {ranking.n} economies with data for {ranking.year}",
    )


def no_value(edition: Edition, ranking: Ranking) -> Sentence | None:
    """Say that an economy is not in a ranking, and how many are."""
    return sentence(
        "{name} has no value for {year}; {n} economies have.",
        name=edition.said,
        year=str(ranking.year),
        n=str(ranking.n),
    )


def trend(own: Series, edition: Edition, template: str) -> Sentence | None:
    """First and last value of a series in a sentence; None where there are not two.

    Args:
        template: words up to the years; ``{change}`` says how the value went, ``{name}``
            whose it is. The series must not hold a break: use :meth:`Series.since_break`.
    """
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None or first[0] == last[0] or first[1].value <= 0:
        return None
    change = say_change(first[1].value, last[1].value)
    return sentence(
        template + " between {first_year} and {last_year}, from {first} to {last}.",
        name=edition.said,
        change=change,
        first_year=str(first[0]),
        last_year=str(last[0]),
        first=first[1],
        last=last[1],
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
    notes: list[str],
) -> Exhibit:
    """Make a figure of a ranking, whether or not the economy is in it.

    Args:
        what: who is ranked, for the subtitle: "offices with data".
        headline: template of the finding where the economy has a rank; may name name, rank,
            n, year and value.
        otherwise: template where it has none; leader stands for the first in the ranking.
    """
    table = drawn.ranked(ranking, edition)
    n = ranking.n if ranking else 0
    year = ranking.year if ranking else None
    if ranking is not None and ranking.rank(edition.code) is None:
        notes = [f"{edition.name} has no value for {year}.", *notes]
    return exhibits.figure(
        form=exhibits.RANKING,
        label=label,
        title=title,
        where=f"{n} {what}, {year}",
        unit=unit,
        table=table,
        missing=f"The book holds no year up to {edition.parameters.last_year} for this ranking.",
        headline=_ranking_headline(ranking, edition, headline, otherwise),
        notes=notes,
        n=n,
    )


def _ranking_headline(
    ranking: Ranking | None, edition: Edition, headline: str, otherwise: str
) -> Sentence | None:
    if ranking is None:
        return None
    own = ranking.rank(edition.code)
    code = edition.code if own is not None else str(ranking.table["economy"].iloc[0])
    row = ranking.table[ranking.table["economy"] == code].iloc[0]
    value = Number(
        float(row["value"]),
        ranking.measure.say(float(row["value"])),
        ranking.measure.unit,
        tuple(str(row["rows"]).split()),
        ranking.measure.derivation,
    )
    return sentence(
        headline if own is not None else otherwise,
        name=edition.said,
        leader=said(code),
        rank=rank_number(ranking, code),
        n=str(ranking.n),
        year=str(ranking.year),
        value=value,
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

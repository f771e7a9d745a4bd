"""Where the economy stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure, on_scale
from reportlib.content.numbers import Number, Rank, count_of, rank_of, say_ordinal
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics import places
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.shared import LEAST_RANKED_COUNT, is_ranked, nth, sum_ranking


@dataclass(frozen=True)
class Place:
    """An economy's place on a measure of AI that does not grow with its size."""

    title: str
    short: str
    years: str
    rank: int
    n: int
    rows: str
    counted: Sequence[str]
    shared: Sequence[str]

    @property
    def count(self) -> Number:
        """How many economies have data."""
        return count_of(self.counted, "economies with data")

    @property
    def role(self) -> str:
        """Strength, gap or neither, by the printed rule."""
        return places.quarter(self.rank, self.n)


Ranked = tuple[str, str, str, Ranking | None]


def ranked_places(edition: Edition) -> list[Place]:
    """The economy's places among the economies with data, where more than a few are behind one."""
    found = [
        Place(
            f"{title}, {years}",
            short,
            years,
            place,
            ranking.n,
            str(ranking.table.loc[ranking.table["economy"] == edition.code, "rows"].iloc[0]),
            list(ranking.table["rows"]),
            list(ranking.level_with(edition.code)["rows"]),
        )
        for title, short, years, ranking in (*_by_counts(edition), *_by_shares(edition))
        if ranking is not None and (place := ranking.rank(edition.code)) is not None
    ]
    return found + _readiness(edition, edition.parameters.last_year)


def _by_counts(edition: Edition) -> Iterator[Ranked]:
    """The rankings by rates of counts, where the economy's count bears a place."""
    years = held.span("ai_patent_families")
    families = sum_ranking(on_scale(held.ai_families(), "per_million"), years, edition)
    if _is_enough(held.ai_families(), edition, years.last):
        yield (
            "AI patent families per million people",
            "AI patent families per head",
            str(years),
            families,
        )
    for short, count in (("AI articles", "ai_articles"), ("works tagged AI", "ai_works")):
        rate = measure(f"{count}_per_million")
        year = edition.reference_year(rate)
        if _is_enough(measure(count), edition, year):
            title = f"{short[:1].upper()}{short[1:]} per million people"
            yield title, f"{short} per head", str(year), rank(rate, year)


def _is_enough(counts: Series, edition: Edition, year: int | None) -> bool:
    number = counts.number(edition.code, year) if year is not None else None
    return number is not None and number.value >= LEAST_RANKED_COUNT


def _by_shares(edition: Edition) -> Iterator[Ranked]:
    """The rankings by shares, where the economy's is above zero."""
    for title, short, series in (
        (
            "Most cited articles, all fields",
            "most cited articles of all fields",
            measure("top_cited"),
        ),
        ("Users of AI tools, second half", "users of AI tools", held.diffusion()),
        ("Firms using AI", "firms using AI", measure("firms_using_ai")),
    ):
        ranking = rank(series, edition.reference_year(series))
        own = ranking.number(edition.code) if ranking else None
        if ranking and own and own.value > 0:
            yield title, short, str(ranking.year), ranking


def _readiness(edition: Edition, last: int) -> list[Place]:
    """The rank of the government as its newest edition prints it."""
    series = measure("ai_readiness_rank").between(0, last)
    year = max(series.years(), default=0)
    number = series.number(edition.code, year)
    if number is None:
        return []
    ranked = series.table[series.table["year"] == year]
    level = ranked[(ranked["value"] == number.value) & (ranked["economy"] != edition.code)]
    counted, shared = list(ranked["rows"]), list(level["rows"])
    title = f"Government AI readiness, edition {year}"
    place, rows = int(number.value), " ".join(number.rows)
    return [
        Place(
            title, "government AI readiness", str(year), place, len(counted), rows, counted, shared
        )
    ]


def positions(edition: Edition) -> Exhibit:
    """Where the economy stands on measures of AI that do not depend on size."""
    rows = [
        {
            "label": place.title,
            "rank": place.rank,
            "n": place.n,
            "role": place.role,
            "text": f"{place.rank} of {place.n}",
            "rows": place.rows,
            "counted": " ".join(place.counted),
        }
        for place in ranked_places(edition)
    ]
    columns = ["label", "rank", "n", "role", "text", "rows", "counted"]
    return exhibits.figure(
        form=forms.POSITIONS,
        label="fig-ai-positions",
        title="Rank on measures of AI that do not depend on size",
        where=edition.named,
        unit="rank among the economies with data",
        table=pd.DataFrame(rows, columns=columns),
        missing=f"{edition.name} has no rank on any of these measures up to "
        f"{edition.parameters.last_year}.",
        headline=positions_headline(edition),
        notes=[
            places.RULE,
            "A rate is left out where fewer than twenty families, articles or works stand behind "
            "it. Firms using AI were asked in few economies, most of them in Europe. The measures "
            "are not averaged, since no weights would be right for every purpose.",
        ],
    )


def positions_headline(edition: Edition) -> Sentence | None:
    """The highest place where it is a strength, the lowest where it is a gap, or that none is."""
    found = sorted(ranked_places(edition), key=lambda place: (place.rank / place.n, place.title))
    if not found:
        return None
    best, worst = found[0], found[-1]
    strong, weak = best.role == "strength", worst.role == "gap"
    if len(found) == 1:
        template = "{name} has a rank on one measure of AI only: {best} of {best_n} by {high}."
    elif strong and weak:
        template = "{name} ranks {best} of {best_n} by {high}, but {worst} of {worst_n} by {low}."
    elif strong:
        template = "{name} stands highest by {high}: {best} of {best_n}."
    elif weak:
        template = "{name} stands lowest by {low}: {worst} of {worst_n}."
    else:
        template = "On none of {all} measures of AI is {name} in the first or the last quarter."
    return sentence(
        template,
        name=edition.named,
        high=f"{best.short} ({best.years})",
        best=_place_number(best),
        best_n=best.count,
        low=f"{worst.short} ({worst.years})",
        worst=_place_number(worst),
        worst_n=worst.count,
        all=count_of((place.rows for place in found), "measures with a rank", "measures"),
    )


def has_strength_or_gap(edition: Edition) -> bool:
    """Whether a place is in the first or the last quarter; one between is no finding."""
    return any(place.role != "neutral" for place in ranked_places(edition))


def _place_number(place: Place) -> Rank:
    among = f"{place.n} economies with data"
    return replace(rank_of(place.rank, place.rows, among, place.shared), say=say_ordinal)


def users(edition: Edition) -> Exhibit:
    """Estimated users of AI tools in the two halves of the year: the economy and its peers."""
    halves = {half: held.diffusion(half) for half in (1, 2)}
    year = max(halves[2].years(), default=0)
    late = year > edition.parameters.last_year
    ranking = rank(halves[2], year) if year and not late else None
    own = is_ranked(ranking, edition)
    rows = []
    for code in ranking.top(0, *edition.compared)["economy"] if ranking and own else ():
        first, last = (halves[half].number(str(code), year) for half in (1, 2))
        if first and last:
            rows.append(
                {
                    "label": economies()[str(code)].name,
                    "role": edition.role(str(code)),
                    "start": first.value,
                    "end": last.value,
                    **tables.two_rows(first.rows, last.rows),
                }
            )
    columns = ["label", "role", "start", "end", "rows", "start_rows", "end_rows"]
    table = pd.DataFrame(rows, columns=columns)
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-ai-users",
        title="Users of AI tools, as one firm estimates",
        where=f"{edition.place(table)}, first and second half of {year}",
        chip=edition.chip(table),
        unit="percent of the working-age population",
        table=table,
        missing=f"The estimates are of {year}, after the last year asked for."
        if late
        else edition.missing(halves[2]),
        headline=users_headline(edition),
        notes=[
            "The firm sells such tools, sees the use of its own products and reckons the rest; "
            "this is no survey. Estimates for a whole group of neighbours are left out.",
        ],
        names={"start": "First half", "end": "Second half"},
        start_label="first half",
        end_label="second half",
    )


def users_headline(edition: Edition) -> Sentence | None:
    """The estimated users in the second half of the year and the place; None without any."""
    series = held.diffusion().between(0, edition.parameters.last_year)
    ranking = rank(series, max(series.years(), default=None))
    if ranking is None or not is_ranked(ranking, edition):
        return None
    return sentence(
        "By one firm’s estimate, {value} of working-age people in {name} used AI tools in the "
        "second half of {year}: {rank} of {n}.",
        value=ranking.number(edition.code),
        name=edition.named,
        year=str(ranking.year),
        rank=nth(ranking, edition.code),
        n=ranking.count,
    )

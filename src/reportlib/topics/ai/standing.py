"""Where the economy stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure, on_scale
from reportlib.content.numbers import Number, Rank, count_of, rank_of
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.topics import places
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.shared import sum_ranking


@dataclass(frozen=True)
class Place:
    """An economy's place on a measure of AI that does not grow with its size."""

    title: str
    short: str
    rank: int
    n: int
    rows: str
    counted: Sequence[str]
    shared: Sequence[str]

    @property
    def count(self) -> Number:
        """How many economies have data."""
        return count_of(self.counted, "economies with data")


def ranked_places(edition: Edition) -> list[Place]:
    """The economy's places among the economies with data, where it has any."""
    years = held.span("ai_patent_families")
    last = edition.parameters.last_year
    rankings = [
        (
            f"AI patent families per million people, {years}",
            "AI patent families",
            sum_ranking(on_scale(held.ai_families(), "per_million"), years, edition),
        ),
        *(
            (title, short, rank(series, edition.reference_year(series)))
            for title, short, series in (
                (
                    "AI articles per million people",
                    "AI articles",
                    measure("ai_articles_per_million"),
                ),
                (
                    "Most cited articles, all fields",
                    "most cited articles of all fields",
                    measure("top_cited"),
                ),
                ("Works tagged AI per million people", "works tagged AI", _works()),
                ("Users of AI tools, second half", "users of AI tools", held.diffusion()),
                ("Firms using AI", "firms using AI", measure("firms_using_ai")),
            )
        ),
    ]
    found = [
        Place(
            title if str(years) in title else f"{title}, {ranking.year}",
            short,
            place,
            ranking.n,
            str(ranking.table.loc[ranking.table["economy"] == edition.code, "rows"].iloc[0]),
            list(ranking.table["rows"]),
            list(ranking.level_with(edition.code)["rows"]),
        )
        for title, short, ranking in rankings
        if ranking is not None
        and (place := ranking.rank(edition.code)) is not None
        and _above_zero(ranking, edition.code)
    ]
    return found + _readiness(edition, last)


def _works() -> Series:
    return measure("ai_works_per_million")


def _above_zero(ranking: Ranking, code: str) -> bool:
    own = ranking.table[ranking.table["economy"] == code]
    return bool((own["value"] > 0).any())


def _readiness(edition: Edition, last: int) -> list[Place]:
    """The rank of the government as its newest edition prints it."""
    series = measure("ai_readiness_rank").between(0, last)
    edition_year = max(series.years(), default=0)
    number = series.number(edition.code, edition_year)
    if number is None:
        return []
    ranked = series.table[series.table["year"] == edition_year]
    level = ranked[(ranked["value"] == number.value) & (ranked["economy"] != edition.code)]
    counted, shared = list(ranked["rows"]), list(level["rows"])
    title = f"Government AI readiness, edition {edition_year}"
    rank, rows = int(number.value), " ".join(number.rows)
    return [Place(title, "government readiness", rank, len(counted), rows, counted, shared)]


def positions(edition: Edition) -> Exhibit:
    """Where the economy stands on measures of AI that do not depend on size."""
    rows = [
        {
            "label": place.title,
            "rank": place.rank,
            "n": place.n,
            "role": places.quarter(place.rank, place.n),
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
            "A measure on which the economy has nothing to count is left out; small economies "
            "stand high by a few articles. Users of AI tools are estimates of one firm; those it "
            "prints for a whole group of neighbours are left out. Firms using AI were asked in few "
            "economies, most of them in Europe. Works tagged AI are found by a program, which "
            "tags broadly. Readiness rates governments, not industries or research, and is ranked "
            "within its edition.",
        ],
    )


def positions_headline(edition: Edition) -> Sentence | None:
    """On which measure the economy stands highest, and on which lowest."""
    found = sorted(ranked_places(edition), key=lambda place: (place.rank / place.n, place.title))
    if not found:
        return None
    best, worst = found[0], found[-1]
    if len(found) == 1:
        return sentence(
            "{name} has a rank on one measure of AI only: {place} of {n} by {short}.",
            name=edition.named,
            place=_place_number(best),
            n=best.count,
            short=best.short,
        )
    return sentence(
        "{name} stands highest by {best} (rank {best_rank} of {best_n}), lowest by {worst} (rank "
        "{worst_rank} of {worst_n}).",
        name=edition.named,
        best=best.short,
        best_rank=_place_number(best),
        best_n=best.count,
        worst=worst.short,
        worst_rank=_place_number(worst),
        worst_n=worst.count,
    )


def _place_number(place: Place) -> Rank:
    return rank_of(place.rank, place.rows, f"{place.n} economies with data", place.shared)


def users(edition: Edition) -> Exhibit:
    """Estimated users of AI tools in the two halves of the year: the economy and its peers."""
    halves = {half: held.diffusion(half) for half in (1, 2)}
    year = max(halves[2].years(), default=0)
    late = year > edition.parameters.last_year
    ranking = rank(halves[2], year) if year and not late else None
    rows = []
    for code in ranking.top(0, *edition.compared)["economy"] if ranking else ():
        first, last = (halves[half].number(str(code), year) for half in (1, 2))
        if first and last:
            rows.append(
                {
                    "label": economies()[str(code)].name,
                    "role": edition.role(str(code)),
                    "start": first.value,
                    "end": last.value,
                    "rows": " ".join((*first.rows, *last.rows)),
                }
            )
    table = pd.DataFrame(rows, columns=["label", "role", "start", "end", "rows"])
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-ai-users",
        title="People who use AI tools, as one firm estimates",
        where=f"{edition.place(table)}, first and second half of {year}",
        unit="percent of the working-age population",
        table=table,
        missing=f"The estimates are of {year}, after the last year asked for."
        if late
        else f"The source has no estimate of its own for {edition.named} or its peers.",
        headline=_users_headline(edition, halves, ranking, year),
        notes=[
            "Estimates of a model by a firm that sells such tools, and no survey; those it prints "
            "for a whole group of neighbours are left out.",
        ],
        names={"start": "First half", "end": "Second half"},
        start_label="first half",
        end_label="second half",
    )


def _users_headline(
    edition: Edition, halves: Mapping[int, Series], ranking: Ranking | None, year: int
) -> Sentence | None:
    if ranking is None:
        return None
    first, last = (halves[half].number(edition.code, year) for half in (1, 2))
    if first is None or last is None:
        return sentence(
            "The source has no estimate for {name} alone; it has for {n} economies.",
            name=edition.named,
            n=ranking.count,
        )
    return sentence(
        "By the estimate of one firm, {last} of the people of working age in {name} used AI tools "
        "in the second half of {year}, {first} in the first: rank {rank} of {n}.",
        last=last,
        name=edition.named,
        year=str(year),
        first=first,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )

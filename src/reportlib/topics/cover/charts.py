"""The chart that leads the book: the first of those declared that the economy has values for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from reportlib.base.payload import Piece, Sentence
from reportlib.content import recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.sentences import Reference, sentence
from reportlib.content.series import Series
from reportlib.topics import ai, overview, patents, talent

LABEL = "fig-edition-lead"
LEAST_YEARS = 4  # with values: fewer make no chart to lead with
SEEN = 0.1  # of the highest line: an economy below it would lie on the axis


@dataclass(frozen=True)
class Candidate:
    """A chart that may lead; ``source`` is the exhibit of a chapter that shows it, or more."""

    make: Callable[[Edition], Exhibit]
    source: str
    words: str


def lead(edition: Edition) -> Exhibit | None:
    """The first chart with values of some years, else the first with any; None without any."""
    made = ((found, _of_own(found.make(edition))) for found in candidates(edition))
    shown = [(found, exhibit) for found, exhibit in made if exhibit]
    long = [each for each in shown if len(each[1].told.rows) >= LEAST_YEARS]
    for found, exhibit in (*long, *shown):
        return _on_cover(exhibit, found)
    return None


def candidates(edition: Edition) -> Iterable[Candidate]:
    """The charts that may lead, in their order."""
    filed = ("fig-patents-by-origin", "figure on filings by origin")
    if _is_seen(edition, _filed(edition)):
        yield Candidate(beside_peers, *filed)
    yield Candidate(patents.by_origin, *filed)
    yield Candidate(patents.filings, "fig-patents-filings", "figure on filings")
    yield Candidate(overview.ip_trade, "fig-overview-ip-trade", "figure on trade in rights")
    yield Candidate(talent.enrolment, "fig-talent-enrolment", "figure on enrolment")
    yield Candidate(ai.articles, "fig-ai-articles", "figure on AI articles")


def _of_own(exhibit: Exhibit) -> Exhibit | None:
    """The exhibit, if it shows anything and says of what."""
    return exhibit if exhibit.told.rows and exhibit.headline else None


def _on_cover(exhibit: Exhibit, found: Candidate) -> Exhibit:
    """The exhibit with a label of its own, and where a chapter says more."""
    more = (Piece(text="In its chapter: "), Reference(found.source, found.words).piece())
    notes = (*exhibit.told.notes, (*more, Piece(text=".")))
    told = exhibit.told.model_copy(update={"label": LABEL, "notes": notes})
    return replace(exhibit, told=told)


def beside_peers(edition: Edition) -> Exhibit:
    """What residents file at home and abroad, beside those of the peers."""
    series = _filed(edition)
    return recipes.compared(
        edition,
        series,
        _beside_the_largest,
        label=LABEL,
        title="Patent applications by residents, at home and abroad",
        unit=f"{series.measure.unit} a year, by residence of the applicant",
        notes=[
            "A filing at a regional office counts once. Earlier years, in which only filings at "
            "home were counted, are left out."
        ],
    )


def _filed(edition: Edition) -> Series:
    return edition.scaled(measure("origin_totals"))


def _is_seen(edition: Edition, series: Series) -> bool:
    """Whether the economy's line would rise from the axis that it shares with its peers."""
    table = edition.window(series).of(*edition.compared).table
    own = table.loc[table["economy"] == edition.code, "value"]
    return len(own) >= LEAST_YEARS and float(own.max()) >= SEEN * float(table["value"].max())


def _beside_the_largest(edition: Edition, series: Series) -> Sentence | None:
    """The newest value, and that of the peer with most in the same year."""
    latest = series.concluded(edition.code).latest(edition.code)
    if latest is None:
        return None
    year, value = latest
    return sentence(
        "Residents of {name} filed {value} patent {noun} at home and abroad in {year}{peer}.",
        name=edition.named,
        value=value,
        noun=series.measure.unit_after(value.value),
        year=str(year),
        peer=_largest(edition.compared[1:], series, year) or "",
    )


def _largest(codes: Sequence[str], series: Series, year: int) -> Sentence | None:
    """What the peer with most has in a year; None where none has a value."""
    found = {code: series.concluded(code).number(code, year) for code in codes}
    held = [(number.value, code) for code, number in found.items() if number]
    if not held:
        return None
    code = max(held)[1]
    return sentence("; those of {name}, {value}", name=name_in_words(code), value=found[code])

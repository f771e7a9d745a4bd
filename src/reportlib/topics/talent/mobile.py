"""What is held on students and researchers who move."""

from __future__ import annotations

from reportlib.base.payload import Sentence
from reportlib.content import exhibits
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.talent.abroad import _whole
from reportlib.topics.talent.shared import UNITED_STATES, WORLD, share_of


def mobility(edition: Edition) -> Exhibit:
    """What is too thin for a figure: students abroad and the places of leading researchers."""
    return exhibits.findings(
        label="find-talent-mobility",
        title="Students in the United States, and where leading AI researchers work",
        sentences=[
            _students_sentence(edition, "doctoral", "doctoral students"),
            _students_sentence(edition, "masters", "master’s students"),
            _hosted_sentence(edition),
            *_ai_sentences(edition),
        ],
        missing=f"The book holds no such figures within {edition.years_said}.",
    )


def _students_sentence(edition: Edition, level: str, who: str) -> Sentence | None:
    series = edition.window(measure(f"us_students_{level}"))
    latest = series.latest(edition.code)
    if edition.code == UNITED_STATES or series.table.empty:
        return None
    year = series.years()[-1]
    if latest is None:
        return sentence(
            "{name} is not among the {n} leading places of origin of {who} in the United States, "
            "the only ones published for {year}.",
            name=edition.named,
            n=count_of(series.table["rows"], "places of origin with a value", "places of origin"),
            who=who,
            year=str(year),
        )
    ranking = rank(series, year)
    total = measure(f"us_students_{level}_total").number(WORLD, year)
    if ranking is None or total is None:
        return None
    return sentence(
        "{value} {who} from {name} were enrolled on visas in the United States in {year}, {share} "
        "of all {total}: rank {rank} of the {n} leading places of origin.",
        value=latest[1],
        who=who,
        name=edition.named,
        year=str(year),
        share=share_of(latest[1], total),
        total=total,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def _hosted_sentence(edition: Edition) -> Sentence | None:
    """What the host sees: only for the edition on the United States."""
    doctoral = edition.window(measure("us_students_doctoral_total")).latest(WORLD)
    masters = edition.window(measure("us_students_masters_total")).latest(WORLD)
    if edition.code != UNITED_STATES or doctoral is None or masters is None:
        return None
    return sentence(
        "Universities in the United States had {doctoral} doctoral and {masters} master’s students "
        "on visas in {year}.",
        doctoral=doctoral[1],
        masters=masters[1],
        year=str(doctoral[0]),
    )


def _ai_sentences(edition: Edition) -> list[Sentence | None]:
    """Where the authors of selected papers work: the few figures that are held."""
    series = edition.window(measure("top_ai_researchers"))
    if series.table.empty:
        return []
    year = series.years()[-1]
    codes = sorted(series.between(year, year).table["economy"])
    found = [_ai_sentence(series, str(code), year) for code in codes]
    if edition.code not in codes:
        found.append(sentence("The source gives no such figure for {name}.", name=edition.named))
    return found


def _ai_sentence(series: Series, code: str, year: int) -> Sentence | None:
    last, first = series.number(code, year), series.earliest(code)
    if last is None or first is None:
        return None
    said_last = sentence(
        "Of the authors of the papers chosen for oral presentation at one conference on AI in "
        "{year}, {value} worked in {name}",
        year=str(year),
        value=_whole(last),
        name=name_in_words(code),
    )
    if first[0] == year:
        return sentence("{said}.", said=said_last)
    return sentence(
        "{said}; in {year} it was {value}.",
        said=said_last,
        year=str(first[0]),
        value=_whole(first[1]),
    )

"""What is granted, and what is in force."""

from __future__ import annotations

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.sentences import sentence
from reportlib.content.series import Ranking, rank
from reportlib.topics.patents import scope


def grants(edition: Edition) -> Exhibit:
    """Patents granted by the office in the years that the United Nations publish."""
    series = edition.scaled(edition.window(measure("grants")))
    own = series.of(edition.code)
    table = own.table.sort_values("year").assign(
        category=own.table["year"].astype(str), series="grants", label="Granted", role="focus"
    )
    return exhibits.figure(
        form=forms.BARS,
        label="fig-patents-grants",
        title="Patents granted by the office, selected years",
        where=f"office of {edition.named}",
        unit=f"{series.measure.unit}, in the year",
        table=table,
        missing=edition.missing(measure("grants")),
        headline=recipes.Trend("Patents granted by the office of {name} {change}")(edition, own)
        or recipes.Latest("The office of {name} granted {value} in {year}.")(edition, own),
        notes=[
            "The source gives selected years only; a year without a bar is missing, not zero.",
            *filter(None, (scope.granted_note(edition),)),
        ],
        names={"category": "Year"},
    )


def in_force(edition: Edition) -> Exhibit:
    """Patents in force: the economy and its peers in the years that are published."""
    return recipes.compared(
        edition,
        edition.scaled(measure("in_force")),
        in_force_headline(edition),
        label="fig-patents-in-force",
        title="Patents in force at the office",
        newer=(edition.scaled(measure("in_force_quoted")),),
        observed_only=True,
        notes=[
            "Patents alive at the end of the year, whoever owns them. The United Nations publish "
            "selected years; WIPO’s report is quoted for a few large offices after them.",
        ],
    )


def in_force_headline(edition: Edition) -> Sentence | None:
    """The stock as quoted, beside the largest quoted; else the rank of the last full year."""
    quoted = edition.window(measure("in_force_quoted"))
    own = quoted.latest(edition.code)
    if own is None:
        series = edition.scaled(edition.window(measure("in_force")))
        return _ranked_headline(edition, rank(series, edition.reference_year(series)))
    year, value = own
    named = rank(quoted, year, among=economies())
    if named is None:
        return None
    leader = str(named.table["economy"].iloc[0])
    others = sentence(
        ", the most among the {n} offices that WIPO names"
        if leader == edition.code
        else "; {leader} had most among the {n} offices that WIPO names, {most}",
        n=named.count,
        leader=name_in_words(leader),
        most=named.number(leader),
    )
    return sentence(
        "{value} patents were in force at the office of {name} at the end of {year}{others}.",
        name=edition.named,
        year=str(year),
        value=value,
        others=others,
    )


def _ranked_headline(edition: Edition, ranking: Ranking | None) -> Sentence | None:
    if ranking is None:
        return None
    value = ranking.number(edition.code)
    if value is None:
        return recipes.no_value(
            edition, ranking, "The office of {name} had {value} {unit} in {then}"
        )
    return sentence(
        "The office of {name} ranks {place} of {n} by {unit}: {value} in {year}.",
        value=value,
        unit=ranking.measure.unit,
        name=edition.named,
        year=str(ranking.year),
        place=ranking.ordinal(edition.code),
        n=ranking.count,
    )

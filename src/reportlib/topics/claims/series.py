"""Series with the statements marked on them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.forms import Form
from reportlib.content.measures import measure
from reportlib.content.names import name_in_words
from reportlib.content.numbers import noun_after, say_list
from reportlib.content.sentences import sentence
from reportlib.content.series import Series
from reportlib.topics.claims.shared import (
    ABOUT,
    CLUSTERS,
    GRANTS,
    RANKS,
    about_notes,
    count,
    speaker,
)
from reportlib.topics.statements import checking


def innovation_rank(edition: Edition) -> Exhibit:
    """The rank in the Global Innovation Index by edition, with the ranks that articles state."""
    return _marked(
        edition,
        edition.window(measure("gii_rank")),
        RANKS,
        form=forms.RANK_LINES,
        label="fig-claims-gii",
        title="Rank in the Global Innovation Index, and the ranks that articles state",
        unit="rank",
        what="rank in the index",
        note="Ranks belong to an edition: method and coverage change between editions.",
    )


def clusters(edition: Edition) -> Exhibit:
    """Clusters among the first hundred by edition, with the counts that articles state."""
    return _marked(
        edition,
        edition.window(measure("clusters")),
        CLUSTERS,
        form=forms.LINES,
        label="fig-claims-clusters",
        title="Clusters among the hundred largest, and the counts that articles state",
        unit="clusters",
        what="count of clusters",
        note="A cluster of several economies counts for the one named first.",
    )


def _marked(
    edition: Edition,
    series: Series,
    ids: Sequence[str],
    *,
    form: Form,
    label: str,
    title: str,
    unit: str,
    what: str,
    note: str,
) -> Exhibit:
    """Make a figure of a series with the statements on it as marks; ``what`` they are of."""
    table = _two_economies(series, edition)
    return exhibits.figure(
        form=form,
        label=label,
        title=title,
        where=_place(table),
        unit=unit,
        table=table,
        missing=_not_in_years(edition),
        headline=_marked_headline(ids, what, edition),
        notes=[note, *about_notes(edition)],
        marks=_marks(ids, edition),
    )


def grants(edition: Edition) -> Exhibit:
    """Invention patents granted by year, with what the article states and implies."""
    both = pd.concat([_office_grants(edition), _other_grants(edition)], ignore_index=True)
    table, unseen = tables.apart_from_zero(both)
    return exhibits.figure(
        form=forms.LINES,
        label="fig-claims-grants",
        title="Invention patents granted, and the figures that an article states",
        where=_place(table),
        unit="patents",
        table=table,
        missing=_cut_off(edition) or _not_in_years(edition),
        headline=_grants_headline(edition),
        notes=[
            _cut_off(edition),
            "China’s figures are those of its office, most of them rounded to thousands; years "
            "without a figure stay open. Grants are a flow: patents in force are another count.",
            "The figure of the year before is not in the article: it follows from the growth that "
            "the article states.",
            *recipes.left_out_notes(unseen, "patent in a year", "patents in a year"),
            *about_notes(edition),
        ],
        marks=_grant_marks(edition),
    )


def _two_economies(series: Series, edition: Edition) -> pd.DataFrame:
    """China and, where it is another, the economy of the edition; drawn as what each is here."""
    own = [
        tables.series_of(series, code, label=economies()[code].name, role=_role(code, edition))
        for code in _codes(edition)
    ]
    return pd.concat(own, ignore_index=True)


def _codes(edition: Edition) -> tuple[str, ...]:
    return tuple(dict.fromkeys((edition.code, ABOUT)))


def _role(code: str, edition: Edition) -> str:
    return "focus" if code == edition.code else "peer"


def _office_grants(edition: Edition) -> pd.DataFrame:
    found = read_dataset("cnipa_patents").where(right="invention", event="grant", applicant="total")
    first, last = edition.parameters.first_year, edition.parameters.last_year
    found = found[found["year"].between(max(first, FIRST_GRANTS), last)]
    role = _role(ABOUT, edition)
    table = pd.DataFrame(
        {
            "series": role,
            "label": economies()[ABOUT].name,
            "role": role,
            "year": found["year"],
            "value": found["patents"].astype("float64"),
            "rows": found[ROW],
            "derivation": "",
        }
    )
    return table.sort_values("year")


FIRST_GRANTS = 2013
"""Before it the office's figures held are of single years, decades of gaps apart."""


def _cut_off(edition: Edition) -> str:
    """From when grants are drawn, where figures of China are held for earlier years."""
    found = read_dataset("cnipa_patents").where(right="invention", event="grant", applicant="total")
    held = edition.window(measure("grants")).of(ABOUT).years()
    asked = range(edition.parameters.first_year, edition.parameters.last_year + 1)
    earlier = sorted({year for year in (*held, *found["year"]) if year in asked})
    earlier = [year for year in earlier if year < FIRST_GRANTS]
    if not earlier:
        return ""
    return (
        f"The figure starts in {FIRST_GRANTS}. Of the years before, the book holds grants in China "
        f"for {say_list(map(str, earlier))} only, too far apart for a line; they are not shown."
    )


def _other_grants(edition: Edition) -> pd.DataFrame:
    """Grants at the office of the edition's economy, from the years that are held."""
    series = edition.window(measure("grants")).between(FIRST_GRANTS, 9999)
    table = tables.series_of(series, edition.code, label=edition.name, role="focus")
    return table if edition.code != ABOUT else table.head(0)


def _marks(ids: Iterable[str], edition: Edition) -> pd.DataFrame:
    """Statements as marks: the year they are about, the figure they give, who says it."""
    rows = [
        {
            "year": int(one.cells["period"][:4]),
            "value": float(one.cells["value"]),
            "label": speaker(one),
            "verdict": one.verdict,
            "rows": one.row,
        }
        for name in ids
        if (one := checking.statement_of(name))
    ]
    table = pd.DataFrame(rows, columns=["year", "value", "label", "verdict", "rows"])
    last = edition.parameters.last_year
    return table[table["year"].between(edition.parameters.first_year, last)]


def _grant_marks(edition: Edition) -> pd.DataFrame:
    """The grants stated and, a year earlier, those that the stated growth implies."""
    stated = _marks(GRANTS, edition)
    implied = [
        {
            "year": int(one.cells["period"][:4]) - 1,
            "value": result.claimed.value,
            "label": f"implied by the growth, {speaker(one)}",
            "verdict": result.verdict,
            "rows": " ".join(result.claimed.rows),
        }
        for name in GRANTS
        if (one := checking.statement_of(name))
        for result in one.results
        if result.check.figure == "base_of_growth" and result.claimed
    ]
    table = pd.concat([stated, pd.DataFrame(implied, columns=stated.columns)], ignore_index=True)
    last = edition.parameters.last_year
    return table[table["year"].between(edition.parameters.first_year, last)]


def _marked_headline(ids: Iterable[str], what: str, edition: Edition) -> Sentence | None:
    """How many of the marked statements agree with the series they are marked on."""
    years = set(_marks(ids, edition)["rows"])
    found = [one for name in ids if (one := checking.statement_of(name)) and one.row in years]
    agreeing = [one for one in found if one.verdict == "confirmed"]
    if not found:
        return None
    return sentence(
        "Of {all} {statements} on China’s {what}, {agreeing} {agree} with the published one.",
        all=count(found),
        statements=noun_after(len(found), "statement", "statements"),
        what=what,
        agreeing="all" if agreeing == found and len(found) > 1 else count(agreeing),
        agree="agrees" if len(agreeing) == 1 else "agree",
    )


def _grants_headline(edition: Edition) -> Sentence | None:
    """What is stated of the grants, and what the office has."""
    one = checking.statement_of(GRANTS[0])
    if one is None or _marks(GRANTS, edition).empty:
        return None
    result = one.results[0]
    return sentence(
        "{claimed} grants in China are stated for {year} as a lower bound; its office has "
        "{checked}.",
        claimed=result.claimed,
        year=one.cells["period"][:4],
        checked=result.checked,
    )


def _place(table: pd.DataFrame) -> str:
    names = {str(label) for label in table["label"]}
    order = [code for code, economy in economies().items() if economy.name in names]
    ordered = sorted(order, key=lambda code: code != ABOUT)
    return " and ".join(name_in_words(code) for code in ordered)


def _not_in_years(edition: Edition) -> str:
    return f"The book holds no figure on this for China within {edition.years_said}."

"""Where an exhibit shows nothing, the data lack it, and the reason given is the true one."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.truth.again import in_year, of, values, within
from tests.truth.again_said import Cells, rows_of, years
from tests.truth.published import (
    EVERY,
    FIRST_YEAR,
    code,
    headline,
    labels,
    last_year,
    missing,
    numbers,
    rows,
    said,
    table,
    texts,
)
from tests.truth.test_claims import statements
from tests.truth.test_patents import index_indicator, index_ranked

each = pytest.mark.parametrize("edition", EVERY)


def span(edition: str) -> str:
    return f"{FIRST_YEAR}–{last_year(edition)}"


def no_series(edition: str, *series: pd.Series) -> str | None:
    """Why a series of the economy is not shown; None where it has values to show."""
    own = [of(one, code(edition)) for one in series]
    if any(len(within_years(one, edition)) for one in own):
        return None
    reason = f"There are no values for {said(code(edition))}"
    held = sorted({int(year) for one in own for year in one.index})
    if not held:
        return f"{reason}."
    time = str(held[0]) if len(held) == 1 else f"{held[0]} to {held[-1]}"
    return f"{reason} within {span(edition)}, but for {time}."


def within_years(own: pd.Series, edition: str) -> pd.Series:
    return own[(own.index >= FIRST_YEAR) & (own.index <= last_year(edition))]


def no_families(edition: str, first: int) -> str | None:
    """Why an economy has no place by international families."""
    if last_year(edition) < first:
        return f"There is no year up to {last_year(edition)} for this ranking."
    ranked = index_ranked("patent_families", edition)
    known = index_indicator("patent_families", edition)
    assert ranked is not None
    assert known is not None
    if code(edition) in ranked.index:
        return None
    has = code(edition) in in_year(known, int(str(ranked.name))).index
    return f"{said(code(edition))} has {'too few' if has else 'no value'} for {ranked.name}."


def of_china_only(edition: str, shown: pd.DataFrame) -> str | None:
    if code(edition) != "CHN":
        return "The book has a national office’s own series for China only."
    held = shown[(shown["year"] >= FIRST_YEAR) & (shown["year"] <= last_year(edition))]
    if len(held):
        return None
    return f"The office’s series has no values within {span(edition)}."


def by_office(applicant: str) -> pd.Series:
    return values("patent_applications", "applications", by="office", applicant=applicant)


def classes(applicant: str) -> pd.Series:
    return values("trademark_classes", "classes", by="office", applicant=applicant)


def none_known(edition: str, found: list[Cells], sentence: str) -> str | None:
    """The sentence, where each of these is known from later years only."""
    last = last_year(edition)
    late = all(years(one.get("date", ""), one["as_of"]) > last for one in found)
    return sentence.format(last=last) if late else None


def none_named(edition: str, found: list[Cells]) -> str | None:
    """Why nothing is shown that the articles name; None where something is."""
    if code(edition) != "CHN":
        return f"The articles are about China and WIPO, and name none of {said(code(edition))}."
    return none_known(
        edition, found, "The articles name none up to {last}, the last year asked for."
    )


def no_rank(edition: str, ranks: int) -> str | None:
    """Why no rank of China is drawn beside those that articles state."""
    if code(edition) != "CHN":
        return f"The articles state ranks of China only, none of {said(code(edition))}."
    return None if ranks else f"The book has no rank of China within {span(edition)}."


def reasons(edition: str) -> dict[str, str | None]:
    """Why each exhibit shows nothing; None for one that shows something."""
    last, name = last_year(edition), said(code(edition))
    index = values("gii_ranks", "rank", year="edition")
    china = of(within(index, edition), "CHN")
    services = list(rows_of("wipo-services").values())
    milestones = list(rows_of("ip-milestones").values())
    kinds = ("forum", "award", "publication", "school")
    others = [one for one in services if one["type"] in kinds]
    later = "The statements found are all of years after {last}, the last year asked for."
    cnipa = numbers("cnipa_patents", "patents")
    world = numbers("patent_applications_world", "applications", applicant="total")
    indicators = numbers("gii_indicators", "value")
    first_index = int(indicators["edition"].min())
    lists = numbers("pct_applicants", "applications")
    return {
        "fig-patents-by-origin": no_series(
            edition,
            values("patent_origin_totals", "applications", by="origin"),
        ),
        "fig-patents-filings": no_series(
            edition,
            values("patent_office_totals", "applications", by="office"),
            by_office("resident"),
            by_office("nonresident"),
        ),
        "fig-patents-world": f"The book holds no estimate for the world up to {last}."
        if last < world["year"].min()
        else None,
        "fig-patents-families": no_families(edition, first_index),
        "fig-patents-pct": no_series(
            edition,
            values("pct_receiving_office", "applications", by="office"),
            values("pct_by_origin", "applications", by="origin"),
        ),
        "tbl-patents-applicants": f"The book holds no list of applicants up to {last}."
        if last < lists["year"].min()
        else None
        if any(
            len(of(within(values(one, "applications", by=by), edition), code(edition)))
            for one, by in (("pct_by_origin", "origin"), ("pct_receiving_office", "office"))
        )
        else f"No PCT applications are counted for {name}.",
        "fig-patents-grants": no_series(edition, values("patent_grants", "patents", by="office")),
        "fig-patents-in-force": no_series(
            edition,
            values("patents_in_force", "patents", by="office"),
            values("patent_headline_figures", "value", indicator="patents_in_force"),
        ),
        "fig-patents-gii": no_series(edition, index),
        "fig-patents-china-applications": of_china_only(
            edition, cnipa[cnipa["event"] == "application"]
        ),
        "fig-patents-china-in-force": of_china_only(edition, cnipa[cnipa["event"] == "in_force"]),
        "fig-patents-china-high-value": of_china_only(
            edition,
            numbers(
                "cnipa_indicators", "value", indicator="high_value_invention_patents_per_10000"
            ),
        ),
        "fig-overview-trademarks": no_series(
            edition,
            classes("resident"),
            classes("nonresident"),
        ),
        "tbl-copyright-platforms": none_known(
            edition, [one for one in services if one["type"] == "platform"], later
        ),
        "fig-overview-milestones": none_named(edition, [one for one in milestones if one["date"]]),
        "tbl-overview-undated": none_named(
            edition, [*(one for one in milestones if not one["date"]), *others]
        ),
        "fig-ai-centres": none_known(
            edition,
            list(rows_of("protection-centre-services").values()),
            "The statements on protection centres are of years after {last}, the last year asked "
            "for.",
        )
        if code(edition) == "CHN"
        else f"The articles are about China; the book holds no such statements on {name}.",
        "fig-claims-gii": no_rank(edition, len(china)),
        "find-patents": f"The book has no patent statistics of {name} within {span(edition)}."
        if not any(
            len(of(within(series, edition), code(edition)))
            for series in (by_office("resident"), by_office("nonresident"), index)
        )
        else None,
    }


@each
def test_the_reason_why_nothing_is_shown_is_the_true_one(edition: str) -> None:
    for label, expected in reasons(edition).items():
        assert missing(edition, label) == expected, label


@each
def test_an_exhibit_shows_something_or_says_why_not(edition: str) -> None:
    for label in labels():
        if label.startswith("find-"):
            continue
        assert bool(rows(edition, label)) is not bool(missing(edition, label)), label
        if missing(edition, label):
            assert headline(edition, label) is None, label


@each
def test_no_statement_that_was_checked_is_about_another_economy_than_china(edition: str) -> None:
    if code(edition) == "CHN":
        return
    name = said(code(edition)).removeprefix("the ")
    assert not [one["id"] for one, _ in statements() if name in (one["subject"], one["place"])]
    told = (
        f"The statements are about China and the world; none is about {said(code(edition))} alone."
    )
    for label in ("tbl-claims-all", "tbl-claims-telling", "fig-claims-verdicts"):
        assert told in texts(edition, label, "note"), label


@each
def test_nothing_that_the_articles_name_is_of_another_economy(edition: str) -> None:
    assert set(table("ip_milestones")["scope"]) == {"china", "world"}
    told = f"The articles are about China and WIPO, and name none of {said(code(edition))}."
    for label in ("fig-overview-milestones", "tbl-overview-undated"):
        assert (missing(edition, label) == told) is (code(edition) != "CHN")


def test_clusters_are_held_in_full_in_one_edition() -> None:
    counts = values("gii_cluster_counts", "clusters", year="edition")
    editions = sorted({int(year) for year in counts.index.get_level_values("when")})
    assert [year for year in editions if in_year(counts, year).sum() == 100] == [2022]

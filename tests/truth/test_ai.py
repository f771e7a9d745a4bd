"""The chapter on AI says what the data say."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.truth import published, reading
from tests.truth.again_said import descriptor
from tests.truth.published import (
    EDITIONS6,
    EVERY,
    begin,
    code,
    economy,
    headline,
    last_year,
    missing,
    rows,
    said,
)

TECHNIQUES = {
    "machine_learning": "Machine learning",
    "logic_programming": "Logic programming",
    "probabilistic_reasoning": "Probabilistic reasoning",
    "fuzzy_logic": "Fuzzy logic",
    "ontology_engineering": "Ontology engineering",
    "search_methods": "Search methods",
    "generic_or_unspecified": "Generic or unspecified",
    "computer_vision": "Computer vision",
    "control": "Control",
    "measuring_and_testing": "Measuring and testing",
    "planning_and_scheduling": "Planning and scheduling",
    "language_processing": "Language processing",
    "speech_processing": "Speech processing",
    "analytics_and_algorithms": "Analytics and algorithms",
    "knowledge_representation": "Knowledge representation",
}
OTHER_WORDS = {
    "document_management_and_publishing": "Documents and publishing",
    "industrial_and_manufacturing": "Industry and manufacturing",
    "networks": "Networks, internet of things",
}
SUMS = {
    "fig-ai-families": ("ai_patent_families", "2000-2022"),
    "fig-ai-techniques": ("ai_patents_by_technique", "2000-2022"),
    "fig-ai-fields": ("ai_patents_by_technique", "2000-2022"),
    "fig-ai-two-offices": ("ai_patent_families", "2000-2022"),
    "fig-ai-genai": ("genai_families", "2014-2023"),
    "fig-ai-applicants": ("genai_applicants", "2014-2023"),
    "fig-ai-deals": ("ai_investment_cset", "2014-2023"),
}
every_edition = pytest.mark.parametrize("edition", EVERY)
late_edition = pytest.mark.parametrize("edition", [one for one in EVERY if last_year(one) == 2025])


def summed(dataset: str, column: str) -> pd.Series[float]:
    """What a dataset of sums gives by economy, largest first."""
    found = published.numbers(dataset, column)
    return found.set_index("economy")[column].sort_values(ascending=False, kind="stable")


def own_or_first(values: pd.Series[float], edition: str) -> str:
    """The edition's economy where it has a value, else the one with the largest."""
    return code(edition) if code(edition) in values.index else str(values.index[0])


def people(year: int) -> pd.Series[float]:
    """Inhabitants by economy."""
    found = published.numbers("population", "persons")
    return found[found["year"] == year].set_index("economy")["persons"]


@pytest.mark.parametrize(("label", "source"), SUMS.items())
@pytest.mark.parametrize("edition", published.EARLY)
def test_a_sum_that_ends_later_is_not_shown(
    edition: str, label: str, source: tuple[str, str]
) -> None:
    dataset, period = source
    assert set(published.table(dataset)["period"]) == {period}
    assert int(period[-4:]) > last_year(edition)
    assert headline(edition, label) is None
    assert period.replace("-", "–") in str(missing(edition, label))


# Patents


@late_edition
def test_families_are_counted_shared_and_ranked(edition: str) -> None:
    values = summed("ai_patent_families", "families")
    world = published.numbers("ai_patent_families_world", "families")["families"].item()
    own = own_or_first(values, edition)
    lead = "I" if own == code(edition) else f"{said(code(edition))} is not in the source; i"
    assert headline(edition, "fig-ai-families") == begin(
        f"{lead}nventors in {said(own)} are credited with {reading.count(values[own])} AI patent "
        f"families granted in 2000–2022, {reading.percent(100 * values[own] / world)} of the "
        f"world’s: rank {reading.told(values, own)} of {len(values)}."
    )
    reading.assert_ranked_rows(edition, "fig-ai-families", values)


def international() -> pd.DataFrame:
    """AI families filed at two offices at least, by economy and year."""
    found = published.numbers("ai_international_families", "families")
    return found.rename(columns={"families": "value"})


@late_edition
def test_families_granted_anywhere_and_at_two_offices_stand_side_by_side(edition: str) -> None:
    label, own = "fig-ai-two-offices", code(edition)
    granted = summed("ai_patent_families", "families")
    filed = international().groupby("economy")["value"].sum().round()
    leader = str(filed.idxmax())
    whose = own if own in filed.index else leader
    lead = "I" if whose == own else f"{said(own)} is not in both counts; i"
    assert headline(edition, label) == begin(
        f"{lead}nventors in {said(whose)} are credited with {reading.count(granted[whose])} AI "
        "families granted anywhere (2000–2022) by one count, and with "
        f"{reading.count(filed[whose])} filed at two offices at least (2010–2022) by another."
    )
    shown = {row[0]: row[1:] for row in rows(edition, label)}
    either = own in granted.index or own in filed.index
    assert {economy(own) if either else economy(leader), economy(leader)} <= set(shown)
    names = {economy(str(one)): str(one) for one in {own, *filed.index}}
    for name, cells in shown.items():
        one = names[name]
        assert cells == reading.cells([granted.get(one), filed.get(one)])


@every_edition
def test_international_families_are_told_up_to_the_last_complete_year(edition: str) -> None:
    label, own = "fig-ai-international", code(edition)
    found = international()
    assert_compared(edition, label, by_scale(found, edition))
    years = found[(found["economy"] == own) & (found["year"] <= min(last_year(edition), 2021))]
    told = headline(edition, label) or ""
    if years.empty:
        assert "at two offices" not in told
        return
    own_years = by_scale(years, edition)
    first, last = own_years.iloc[0], own_years.iloc[-1]
    counted = published.scale(edition) == "count"
    say, unit = (reading.count, "") if counted else (reading.ratio, " families per million people")
    assert told == (
        f"AI families from {said(own)} filed at two offices at least came to {say(last['value'])}"
        f"{unit} in {last['year']:.0f}, after {say(first['value'])} in {first['year']:.0f}."
    )


def grouped() -> set[str]:
    """The economies for which the source prints one value of a whole group."""
    derived = descriptor("ai_diffusion")["reportlib"]["derived"]
    return {one for each in derived if each["kind"] == "group" for one in each["where"]["economy"]}


@late_edition
def test_users_of_ai_are_ranked_without_groups_of_neighbours(edition: str) -> None:
    label, own = "fig-ai-users", code(edition)
    found = published.numbers("ai_diffusion", "percent")
    found = found[~found["economy"].isin(grouped())]
    first, last = (
        found[found["half"].astype(str) == half].set_index("economy")["percent"]
        for half in ("1", "2")
    )
    values = last.sort_values(ascending=False)
    assert headline(edition, label) == (
        f"By the estimate of one firm, {reading.percent(last[own])} of the people of working age "
        f"in {said(own)} used AI tools in the second half of 2025, {reading.percent(first[own])} "
        f"in the first: rank {reading.told(values, own)} of {len(values)}."
        if own in values.index
        else f"The source has no estimate for {said(own)} alone; it has for {len(values)} "
        "economies."
    )


def classed(*groups: str) -> pd.DataFrame:
    """Families of the four economies by category, in percent of their AI families."""
    found = published.numbers("ai_patents_by_technique", "families")
    found = found[found["group"].isin(groups)]
    wide = found.pivot_table(index="economy", columns="category", values="families")
    return wide.mul(100).div(summed("ai_patent_families", "families")[wide.index], axis="index")


def together(shares: pd.DataFrame) -> pd.Series[float]:
    """Shares of several economies as one: weighed by their AI families."""
    weights = summed("ai_patent_families", "families")[shares.index]
    return shares.mul(weights, axis="index").sum() / weights.sum()


def rounded_share(value: float) -> str:
    """A share of these classes as a sentence says it."""
    return f"{reading.decimal(value, 0 if value >= 9.95 else 1)}%"


@late_edition
def test_the_technique_that_stands_out_is_the_farthest_above_the_other_three(edition: str) -> None:
    label, own = "fig-ai-techniques", code(edition)
    shares = classed("technique", "function")[list(TECHNIQUES)]
    left_out = set(classed("technique", "function")) - set(TECHNIQUES)
    assert classed("technique", "function")[list(left_out)].max().max() < 1
    if own in shares.index:
        others = together(shares.drop(own))
        lead = str((shares.loc[own] - others).drop("generic_or_unspecified").idxmax())
        expected = (
            f"{TECHNIQUES[lead]} stands out for {said(own)}: "
            f"{rounded_share(shares[lead][own])} of its AI families, "
            f"{rounded_share(others[lead])} in the other three economies together."
        )
    else:
        every = together(shares)
        lead = str(every.idxmax())
        expected = (
            f"In the four economies of the source together, {rounded_share(every[lead])} of AI "
            f"families use {TECHNIQUES[lead].lower()}."
        )
    assert headline(edition, label) == expected
    assert published.columns(edition, label)[1:] == list(TECHNIQUES.values())
    assert {row[0]: row[1:] for row in rows(edition, label)} == {
        economy(str(one)): [rounded_share(value).removesuffix("%") for value in of]
        for one, of in zip(shares.index, shares.to_numpy(), strict=True)
    }


@late_edition
def test_the_largest_fields_are_those_with_most_families(edition: str) -> None:
    label, own = "fig-ai-fields", code(edition)
    shares = classed("field")
    if own in shares.index:
        whose, shown = f"for {said(own)}", [shares.T[own], together(shares.drop(own))]
    else:
        whose, shown = "of the four economies together", [together(shares)]
    order = shown[0].sort_values(ascending=False)
    names = {one: OTHER_WORDS.get(one, begin(str(one).replace("_", " "))) for one in order.index}
    first, second = order.index[:2]
    assert headline(edition, label) == (
        f"{names[first]} is the largest field {whose} ({rounded_share(order[first])}), "
        f"{names[second].lower()} the second ({rounded_share(order[second])})."
    )
    assert rows(edition, label) == [
        [names[one], *reading.cells(of[one] for of in shown)] for one in order.index[:10]
    ]


@late_edition
def test_generative_families_are_set_against_the_rounded_sum_of_the_world(edition: str) -> None:
    label = "fig-ai-genai"
    values = summed("genai_families", "families")
    world = published.numbers("genai_families_world", "families")["families"].item()
    own = own_or_first(values, edition)
    lead = "I" if own == code(edition) else f"{said(code(edition))} is not in the source; i"
    part = 100 * values[own] / world
    assert headline(edition, label) == begin(
        f"{lead}nventors in {said(own)} stand behind {reading.count(values[own])} generative AI "
        f"families published in 2014–2023, about {reading.decimal(part, 0 if part >= 1.95 else 1)}"
        f"% of some {reading.count(world)} worldwide."
    )
    reading.assert_ranked_rows(edition, label, values)


@late_edition
def test_the_first_and_the_tenth_applicant_are_named(edition: str) -> None:
    label = "fig-ai-applicants"
    found = published.numbers("genai_applicants", "families").set_index("applicant")["families"]
    found = found.sort_values(ascending=False)
    assert len(found) == 10
    assert headline(edition, label) == (
        f"{found.index[0]} leads with {reading.count(found.iloc[0])} families of 2014–2023; the "
        f"tenth, {found.index[-1]}, has {reading.count(found.iloc[-1])}."
    )
    assert rows(edition, label) == [[str(one), reading.cell(n)] for one, n in found.items()]


# Research


def ai_articles(edition: str) -> pd.DataFrame:
    """AI articles by economy and year, in the years of the edition, on its scale."""
    found = published.numbers("ai_articles", "articles").rename(columns={"articles": "value"})
    return by_scale(found, edition)


def by_scale(found: pd.DataFrame, edition: str) -> pd.DataFrame:
    """Counts up to the last year of the edition, on its scale."""
    found = found[found["year"] <= last_year(edition)]
    return per_million(found) if published.scale(edition) == "per_million" else found


def per_million(found: pd.DataFrame) -> pd.DataFrame:
    """Counts for a million people of the same year."""
    both = found.merge(published.numbers("population", "persons"), on=["economy", "year"])
    return both.assign(value=1e6 * both["value"] / both["persons"])


def series(found: pd.DataFrame, one: str) -> pd.Series[float]:
    """The values of an economy by year."""
    return found[found["economy"] == one].set_index("year")["value"].sort_index()


def assert_compared(edition: str, label: str, found: pd.DataFrame) -> None:
    """The economy and its peers side by side, year by year."""
    shown = [
        one
        for one in (code(edition), *reading.peers(edition, "ai"))
        if economy(one) in published.columns(edition, label)
    ]
    assert published.columns(edition, label)[1:] == [economy(one) for one in shown]
    with_data = {
        one for one in (code(edition), *reading.peers(edition, "ai")) if len(series(found, one))
    }
    assert with_data == set(shown)
    table = pd.DataFrame({one: series(found, one) for one in shown})
    assert rows(edition, label) == [
        [str(year), *reading.cells(of)]
        for year, of in zip(table.index, table.to_numpy(), strict=True)
    ]


@every_edition
def test_articles_are_told_from_the_first_to_the_last_year(edition: str) -> None:
    label = "fig-ai-articles"
    own = series(ai_articles(edition), code(edition))
    (then, now), last = own.iloc[[0, -1]], own.index[-1]
    name = said(code(edition))
    if then > 0:
        counted = published.scale(edition) == "count"
        say, unit = (
            (reading.count, "") if counted else (reading.ratio, " articles per million people")
        )
        expected = reading.went(
            f"AI articles with an author in {name}", own, last_year(edition), say, unit
        )
    elif now > 0:
        expected = (
            f"The source counts {reading.count(now)} AI articles of {last} with an author in "
            f"{name}."
        )
    else:
        expected = f"The source counts no AI article of {last} with an author in {name}."
    assert headline(edition, label) == expected


@pytest.mark.parametrize("edition", [*EDITIONS6, *published.EARLY])
def test_articles_of_the_economy_and_its_peers_stand_in_their_years(edition: str) -> None:
    assert_compared(edition, "fig-ai-articles", ai_articles(edition))


def shares_of_world(dataset: str, column: str, edition: str) -> pd.Series[float]:
    """An economy's part of the world's articles by year, in percent."""
    own = published.numbers(dataset, column, economy=code(edition)).set_index("year")[column]
    world = published.numbers(f"{dataset}_world", column).set_index("year")[column]
    shares = (100 * own / world).dropna().sort_index()
    return shares[shares.index <= last_year(edition)]


@every_edition
def test_the_share_in_ai_articles_is_set_beside_that_in_all_of_the_same_year(edition: str) -> None:
    label = "fig-ai-share"
    ai = shares_of_world("ai_articles", "articles", edition)
    every = shares_of_world("articles", "whole", edition)
    year, name = ai.index[-1], said(code(edition))
    expected = (
        f"Of the world’s AI articles of {year}, {reading.percent(ai[year])} have an author in "
        f"{name}; of its articles in all fields, {reading.percent(every[year])}."
        if ai[year] > 0
        else f"The source counts no AI article of {year} with an author in {name}."
    )
    assert headline(edition, label) == expected
    table = pd.DataFrame({"ai": ai, "every": every})
    assert rows(edition, label) == [
        [str(one), *reading.cells(of)]
        for one, of in zip(table.index, table.to_numpy(), strict=True)
    ]


@every_edition
def test_articles_for_a_million_people_are_mapped_and_ranked(edition: str) -> None:
    label = "fig-ai-map"
    found = published.numbers("ai_articles", "articles").rename(columns={"articles": "value"})
    values, year = reading.ranked(per_million(found), edition)
    own = code(edition)
    expected = (
        f"{said(own)} had {reading.ratio(values[own])} AI articles per million people in {year}: "
        f"rank {reading.told(values, own)} of {len(values)}."
        if values[own] > 0
        else f"{said(own)} is one of {(values == 0).sum()} economies, of {len(values)} with data, "
        f"without an AI article in {year}."
    )
    assert headline(edition, label) == begin(expected)
    assert {tuple(row) for row in rows(edition, label)} == {
        (economy(str(one)), reading.cell(value)) for one, value in values.items()
    }


@every_edition
def test_most_cited_articles_are_set_against_the_one_percent_of_the_world(edition: str) -> None:
    label, own = "fig-ai-top-cited", code(edition)
    found = published.numbers("top_cited_share", "percent").rename(columns={"percent": "value"})
    values, year = reading.ranked(found, edition)
    if own in values.index:
        against = "more" if values[own] > 1 else "less"
        assert values[own] != 1
        expected = (
            f"Of the articles of {said(own)} of {year}, {reading.percent(values[own])} are among "
            f"the world’s one percent most cited, {against} often than the world’s: rank "
            f"{reading.told(values, own)} of {len(values)}."
        )
    else:
        expected = begin(f"{said(own)} has no value for {year}; {len(values)} economies have.")
    assert headline(edition, label) == expected
    assert_compared(edition, label, found[found["year"] <= last_year(edition)])


# Money, models and machines


def invested() -> pd.DataFrame:
    """Private investment in AI firms of all kinds, by economy and year."""
    found = published.numbers("ai_private_investment", "usd", scope="all")
    return found.rename(columns={"usd": "value"})


@every_edition
def test_investment_is_ranked_among_the_economies_that_are_printed(edition: str) -> None:
    found = invested()
    found = found[found["year"] <= last_year(edition)]
    most = found.groupby("year").size().max() if len(found) else 0
    values, year = reading.ranked(found, edition)
    reading.assert_ranked(
        edition,
        "fig-ai-investment",
        values if most >= 10 else values.head(0),
        "{name} ranks {place} of {n} economies that the AI Index prints by private investment in "
        f"AI firms in {year}, with {{value}} US dollars.",
        "{name} leads the {n} economies that the AI Index prints by private investment in AI firms "
        f"in {year}, with {{value}} US dollars.",
        reading.count,
    )


@every_edition
def test_investment_over_time_is_that_of_the_economy_or_of_the_world(edition: str) -> None:
    label = "fig-ai-investment-years"
    areas = published.numbers("ai_index_areas", "value", indicator="private_investment")
    found = invested()
    table = pd.DataFrame(
        {
            "China": series(found, "CHN"),
            "United States": series(found, "USA"),
            "Europe": series(areas.rename(columns={"area": "economy"}), "europe"),
            "World": series(areas.rename(columns={"area": "economy"}), "world"),
        }
    )
    table = table[table.index <= last_year(edition)]
    if table.empty:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    name = economy(code(edition))
    own = table[name if name in table else "World"].dropna()
    whose = (
        f"In dollars of the source, private investment in AI firms of {said(code(edition))}"
        if name in table
        else "Private investment in the world’s AI firms"
    )
    assert headline(edition, label) == reading.went(whose, own, last_year(edition), reading.count)
    assert published.columns(edition, label)[1:] == list(table)
    assert rows(edition, label) == [
        [str(year), *reading.cells(of)]
        for year, of in zip(table.index, table.to_numpy(), strict=True)
    ]


@late_edition
def test_deals_below_ten_million_dollars_are_not_ranked(edition: str) -> None:
    label = "fig-ai-deals"
    values = summed("ai_investment_cset", "usd_2021")
    assert (values < 10_000_000).any()
    values = values[values >= 10_000_000]
    own = own_or_first(values, edition)
    assert headline(edition, label) == begin(
        f"{said(own)} ranks {reading.told(values, own)} of {len(values)} by private investment in "
        f"AI firms in 2014–2023: {reading.count(values[own])} US dollars of 2021."
    )
    reading.assert_ranked_rows(edition, label, values)


@every_edition
def test_notable_models_of_ten_years_are_counted_and_ranked(edition: str) -> None:
    label, own = "fig-ai-models", code(edition)
    found = published.numbers("notable_models_epoch", "models")
    found = found[found["year"] <= last_year(edition)]
    last = found["year"].max()
    found = found[found["year"] > last - 10]
    values = found.groupby("economy")["models"].sum().sort_values(ascending=False)
    years = f"{last - 9}–{last}"
    expected = (
        f"Organisations in {said(own)} had a part in {values[own]:.0f} notable models of {years}: "
        f"rank {reading.told(values, own)} of {len(values)} economies with any."
        if own in values.index
        else f"The list has no notable model of {years} from an organisation in {said(own)}; "
        f"{len(values)} economies have any."
    )
    assert headline(edition, label) == expected
    wide = found.pivot_table(index="economy", columns="year", values="models")
    years_shown = [int(one) for one in published.columns(edition, label)[1:]]
    assert years_shown == list(wide.columns)
    order = reading.by_size(values)
    shown = [one for place, one in enumerate(order) if place < 10 or one == own]
    assert rows(edition, label) == [
        [economy(one), *reading.cells(wide.loc[one, year] for year in years_shown)] for one in shown
    ]


def november_lists(edition: str) -> pd.DataFrame:
    """Systems on the lists of November up to the edition's last year."""
    found = published.numbers("top500", "systems", month="11").rename(columns={"systems": "value"})
    return found[found["year"] <= last_year(edition)]


@every_edition
def test_supercomputers_of_the_newest_list_of_november_are_counted_and_ranked(edition: str) -> None:
    label, own = "fig-ai-supercomputers", code(edition)
    found = november_lists(edition)
    year = int(found["year"].max())
    values = reading.ranking(found, year)
    assert values.sum() == 500
    expected = (
        f"{values[own]:.0f} of the 500 systems on the TOP500 list of November {year} stand in "
        f"{said(own)}: rank {reading.told(values, own)} of {len(values)} economies with any."
        if own in values.index
        else f"The TOP500 list of November {year} has no system in {said(own)}; {len(values)} "
        "economies have any."
    )
    assert headline(edition, label) == expected
    assert_compared(edition, label, found[found["year"] >= published.FIRST_YEAR])


# Standing


def place_told(values: pd.Series[float], economy: str) -> tuple[int, str]:
    return reading.place(values, economy), reading.told(values, economy)


def places(edition: str) -> list[tuple[str, str, tuple[int, str], int]]:
    """Title, short name, rank and number of economies of each measure on which one stands."""
    own, last = code(edition), last_year(edition)
    ranked: list[tuple[str, str, pd.Series[float]]] = []
    if last >= 2022:
        families = summed("ai_patent_families", "families")
        rates = (families / people(2022)).dropna()
        title = "AI patent families per million people, 2000–2022"
        ranked.append((title, "AI patent families", rates))
    articles = published.numbers("ai_articles", "articles").rename(columns={"articles": "value"})
    cited = published.numbers("top_cited_share", "percent").rename(columns={"percent": "value"})
    works = published.numbers("ai_works", "works").rename(columns={"works": "value"})
    users = published.numbers("ai_diffusion", "percent", half="2")
    users = users[~users["economy"].isin(grouped())].rename(columns={"percent": "value"})
    firms = published.numbers("firms_using_ai", "percent").rename(columns={"percent": "value"})
    for title, short, found in (
        ("AI articles per million people", "AI articles", per_million(articles)),
        ("Most cited articles, all fields", "most cited articles of all fields", cited),
        ("Works tagged AI per million people", "works tagged AI", per_million(works)),
        ("Users of AI tools, second half", "users of AI tools", users),
        ("Firms using AI", "firms using AI", firms),
    ):
        values, year = reading.ranked(found, edition)
        ranked.append((f"{title}, {year}", short, values))
    found_places = [
        (title, short, place_told(values, own), len(values))
        for title, short, values in ranked
        if values.get(own, 0) > 0
    ]
    ready = published.numbers("ai_readiness", "rank")
    ready = ready[ready["year"] <= last]
    newest = ready[ready["year"] == ready["year"].max()].set_index("economy")["rank"]
    if own in newest.index:
        title = f"Government AI readiness, edition {ready['year'].max()}"
        level = int((newest == newest[own]).sum()) - 1
        assert level == 0
        place = int(newest[own])
        found_places.append((title, "government readiness", (place, str(place)), len(newest)))
    return found_places


@every_edition
def test_places_stand_among_all_with_data_and_best_and_worst_are_told(edition: str) -> None:
    label, own = "fig-ai-positions", code(edition)
    found = places(edition)
    assert rows(edition, label) == [[title, str(at), str(n)] for title, _, (at, _), n in found]
    order = sorted(found, key=lambda one: one[2][0] / one[3])
    (_, best, (_, first), of), (_, worst, (_, last), of_last) = order[0], order[-1]
    expected = (
        f"{said(own)} has a rank on one measure of AI only: {first} of {of} by {best}."
        if len(found) == 1
        else f"{said(own)} stands highest by {best} (rank {first} of {of}), lowest by {worst} "
        f"(rank {last} of {of_last})."
    )
    assert headline(edition, label) == begin(expected)


# Offices


@late_edition
def test_requests_and_grants_of_the_office_are_not_confused(edition: str) -> None:
    facts = published.numbers("article_facts", "value")
    own = facts[facts["id"].str.startswith("cnipa-ai-")].set_index("indicator")["value"]
    requests, grants = own["requests for pre-examination"], own["patents granted by fast review"]
    assert headline(edition, "tbl-ai-office") == (
        f"By the account of China’s office, its centres received {reading.count(requests)} "
        "requests to examine AI applications in advance in 2024; "
        f"{reading.count(grants)} AI patents were granted by fast review, which may rest on "
        "earlier requests."
    )


@late_edition
def test_sessions_and_participants_of_the_conversation_are_those_told(edition: str) -> None:
    facts = published.numbers("article_facts", "value")
    own = facts[facts["id"].str.startswith("wipo-china-")].set_index("indicator")["value"]
    sessions, persons = own["sessions held"], own["participants"]
    assert headline(edition, "tbl-ai-wipo") == (
        "In the copy read, the director of WIPO’s office in China counts "
        f"{reading.count(sessions)} sessions of the conversation from 2019 to March 2024, and more "
        f"than {reading.count(persons)} participants in the one on generative AI."
    )


@late_edition
def test_centres_are_counted_with_what_they_do(edition: str) -> None:
    facts = published.numbers("article_facts", "value").set_index("id")["value"]
    centres = published.table("protection_centre_services").set_index("service")["quantity"]
    said_of = {
        name: f"{facts[centres[name].removeprefix('article-facts:')]:.0f}"
        for name in ("centres", "pre-examination", "joint-offices")
    }
    assert headline(edition, "fig-ai-centres") == (
        f"Of {said_of['centres']} national centres, {said_of['pre-examination']} examine "
        f"applications on AI in advance, and in {said_of['joint-offices']} other authorities were "
        "asked to have offices, as their office says."
    )


@pytest.mark.parametrize("label", ["tbl-ai-office", "tbl-ai-wipo", "fig-ai-centres"])
@pytest.mark.parametrize("edition", published.EARLY)
def test_statements_of_later_years_are_not_shown(edition: str, label: str) -> None:
    assert headline(edition, label) is None
    assert str(last_year(edition)) in str(missing(edition, label))


# Key findings


@every_edition
def test_key_findings_repeat_the_headlines_of_the_economy_itself(edition: str) -> None:
    name = said(code(edition))
    elsewhere = [
        ("fig-ai-two-offices", "not in both counts"),
        ("fig-ai-families", "in the source"),
        ("fig-ai-share", "-"),
        ("fig-ai-investment", " leads the "),
        ("fig-ai-models", "The list has no"),
    ]
    told = {
        label: found
        for label, without in elsewhere
        if (found := headline(edition, label)) is not None and without not in found
    }
    if "fig-ai-two-offices" in told:
        told.pop("fig-ai-families", None)
    if "fig-ai-models" not in told:
        told["fig-ai-positions"] = str(headline(edition, "fig-ai-positions"))
    assert all(name in found or begin(name) in found for found in told.values())
    assert published.findings(edition, "find-ai") == list(told.values())

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


def no_values(edition: str) -> str:
    """What is said of an economy that a source does not name."""
    return f"There are no values for {said(code(edition))}."


def noun(value: float) -> str:
    """Families, after a number."""
    return "family" if value == 1 else "families"


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


def international() -> pd.DataFrame:
    """AI families filed at two offices at least, by economy and year."""
    found = published.numbers("ai_international_families", "families")
    return found.rename(columns={"families": "value"})


@late_edition
def test_families_granted_anywhere_and_at_two_offices_stand_side_by_side(edition: str) -> None:
    label, own = "fig-ai-two-offices", code(edition)
    granted = summed("ai_patent_families", "families")
    filed = international().groupby("economy")["value"].sum().round()
    if own not in granted.index and own not in filed.index:
        assert missing(edition, label) == no_values(edition)
        return
    first = (
        f"Inventors in {said(own)} have {reading.count(granted[own])} AI patent "
        f"{noun(granted[own])} granted anywhere (2000–2022); "
    )
    assert granted[own] > 0
    assert headline(edition, label) == first + (
        f"another count has {reading.count(filed[own])} filed at two offices, granted or not "
        "(2010–2022)."
        if own in filed.index
        else "the count of those filed at two offices does not name it."
    )
    shown = {row[0]: row[1:] for row in rows(edition, label)}
    assert {economy(own), economy(str(filed.idxmax()))} <= set(shown)
    names = {economy(str(one)): str(one) for one in {own, *filed.index}}
    for name, cells in shown.items():
        one = names[name]
        assert cells == reading.cells([granted.get(one), filed.get(one)])


@late_edition
def test_the_part_in_the_worlds_families_is_told_where_twenty_are_behind_it(edition: str) -> None:
    own = code(edition)
    granted = summed("ai_patent_families", "families")
    world = published.numbers("ai_patent_families_world", "families")["families"].item()
    told = [one for one in published.texts(edition, "fig-ai-two-offices", "note") if "By AI" in one]
    assert told == (
        [
            f"By AI families granted anywhere {said(own)} is {reading.told_ordinal(granted, own)} "
            f"of {len(granted)}, with {reading.percent(100 * granted[own] / world)} of the world’s."
        ]
        if granted.get(own, 0) >= 20
        else []
    )


@every_edition
def test_international_families_are_told_up_to_the_last_complete_year(edition: str) -> None:
    label, own = "fig-ai-international", code(edition)
    found = by_scale(international(), edition)
    if found[found["economy"] == own].empty:
        assert rows(edition, label) == []
        assert str(missing(edition, label)).startswith(no_values(edition).removesuffix("."))
        return
    assert_compared(edition, label, found)
    own_years = found[(found["economy"] == own) & (found["year"] <= 2021)]
    first, last = own_years.iloc[0], own_years.iloc[-1]
    counted = published.scale(edition) == "count"
    say, unit = (reading.count, "") if counted else (reading.ratio, " families per million people")
    assert not counted or own_years["value"].max() >= 20
    assert headline(edition, label) == (
        f"AI families from {said(own)} filed at two offices came to {say(last['value'])}{unit} in "
        f"{last['year']:.0f}, after {say(first['value'])} in {first['year']:.0f}."
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
    if own not in values.index:
        assert missing(edition, label) == no_values(edition)
        return
    assert headline(edition, label) == (
        f"By one firm’s estimate, {reading.percent(last[own])} of working-age people in "
        f"{said(own)} used AI tools in the second half of 2025: "
        f"{reading.told_ordinal(values, own)} of {len(values)}."
    )
    assert [economy(own), reading.cell(first[own]), reading.cell(last[own])] in rows(edition, label)


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


ONLY_FOUR = (
    "The source classes the AI families of China, Japan, the Republic of Korea and the United "
    "States only."
)


@late_edition
def test_the_technique_that_stands_out_is_the_farthest_above_the_other_three(edition: str) -> None:
    label, own = "fig-ai-techniques", code(edition)
    shares = classed("technique", "function")[list(TECHNIQUES)]
    assert sorted(shares.index) == ["CHN", "JPN", "KOR", "USA"]
    left_out = set(classed("technique", "function")) - set(TECHNIQUES)
    assert classed("technique", "function")[list(left_out)].max().max() < 1
    if own not in shares.index:
        assert missing(edition, label) == ONLY_FOUR
        return
    others = together(shares.drop(own))
    lead = str((shares.loc[own] - others).drop("generic_or_unspecified").idxmax())
    assert headline(edition, label) == (
        f"{TECHNIQUES[lead]} stands out for {said(own)}: {rounded_share(shares[lead][own])} of its "
        f"AI families, {rounded_share(others[lead])} in the other three economies together."
    )
    assert published.columns(edition, label)[1:] == list(TECHNIQUES.values())
    assert {row[0]: row[1:] for row in rows(edition, label)} == {
        economy(str(one)): [rounded_share(value).removesuffix("%") for value in of]
        for one, of in zip(shares.index, shares.to_numpy(), strict=True)
    }


@late_edition
def test_the_largest_fields_are_those_with_most_families(edition: str) -> None:
    label, own = "fig-ai-fields", code(edition)
    shares = classed("field")
    if own not in shares.index:
        assert missing(edition, label) == ONLY_FOUR
        return
    shown = [shares.T[own], together(shares.drop(own))]
    order = shown[0].sort_values(ascending=False)
    names = {one: OTHER_WORDS.get(one, begin(str(one).replace("_", " "))) for one in order.index}
    first, second = order.index[:2]
    assert headline(edition, label) == (
        f"{names[first]} is the largest field for {said(own)} ({rounded_share(order[first])}), "
        f"{names[second].lower()} the second ({rounded_share(order[second])})."
    )
    assert rows(edition, label) == [
        [names[one], *reading.cells(of[one] for of in shown)] for one in order.index[:10]
    ]


def not_named(edition: str) -> str:
    """What is said where the figures on generative AI do not name an economy."""
    return (
        f"The source names seven economies and ten applicants only; {said(code(edition))} may have "
        "such families or none."
    )


@late_edition
def test_generative_families_are_set_against_the_rounded_sum_of_the_world(edition: str) -> None:
    label, own = "fig-ai-genai", code(edition)
    values = summed("genai_families", "families")
    assert len(values) == 7
    if own not in values.index:
        assert missing(edition, label) == begin(not_named(edition))
        return
    world = published.numbers("genai_families_world", "families")["families"].item()
    part = 100 * values[own] / world
    assert headline(edition, label) == (
        f"Inventors in {said(own)} stand behind {reading.count(values[own])} generative AI "
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
    if code(edition) not in summed("genai_families", "families").index:
        assert missing(edition, label) == begin(not_named(edition))
        return
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


def has_articles(edition: str) -> bool:
    """Whether any AI article of the years asked for is the economy's."""
    return bool(series(ai_articles(edition), code(edition)).any())


def no_articles(edition: str) -> str:
    """What is said of an economy of which the source counts no article."""
    return f"The source counts no AI article with an author in {said(code(edition))}."


@every_edition
def test_articles_are_told_from_the_first_to_the_last_year(edition: str) -> None:
    label = "fig-ai-articles"
    own = series(ai_articles(edition), code(edition))
    if not has_articles(edition):
        assert missing(edition, label) == no_articles(edition)
        return
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
    else:
        expected = articles_of(now, last, name)
    assert headline(edition, label) == expected


def articles_of(number: float, year: int, name: str) -> str:
    """How many articles of a year an economy has, as a sentence."""
    if number == 0:
        return f"The source counts no AI article of {year} with an author in {name}."
    return (
        f"The source counts {reading.count(number)} AI articles of {year} with an author in {name}."
    )


@pytest.mark.parametrize("edition", [*EDITIONS6, *published.EARLY])
def test_articles_of_the_economy_and_its_peers_stand_in_their_years(edition: str) -> None:
    assert_compared(edition, "fig-ai-articles", ai_articles(edition))


def shares_of_world(dataset: str, column: str, edition: str) -> pd.Series[float]:
    """An economy's part of the world's articles by year, in percent."""
    own = published.numbers(dataset, column, economy=code(edition)).set_index("year")[column]
    world = published.numbers(f"{dataset}_world", column).set_index("year")[column]
    shares = (100 * own / world).dropna().sort_index()
    return shares[shares.index <= last_year(edition)]


def share_said(edition: str) -> str:
    """The share in the world's AI articles of the newest year, and how it stands to that in all."""
    ai = shares_of_world("ai_articles", "articles", edition)
    every = shares_of_world("articles", "whole", edition)
    year, name = ai.index[-1], said(code(edition))
    counts = published.numbers("ai_articles", "articles", economy=code(edition))
    number = counts.set_index("year")["articles"][year]
    if number == 0:
        return articles_of(0, year, name)
    times = reading.decimal(ai[year] / every[year], 1)
    assert times != "1.0"
    beside = f", {times} times its share of all articles" if number >= 100 else ""
    return (
        f"Of the world’s AI articles of {year}, {reading.percent(ai[year])} have an author in "
        f"{name}{beside}."
    )


@every_edition
def test_the_share_in_ai_articles_is_set_beside_that_in_all_of_the_same_year(edition: str) -> None:
    label = "fig-ai-share"
    if not has_articles(edition):
        assert missing(edition, label) == no_articles(edition)
        return
    assert headline(edition, label) == share_said(edition)
    ai = shares_of_world("ai_articles", "articles", edition)
    every = shares_of_world("articles", "whole", edition)
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
        f"{reading.told_ordinal(values, own)} of {len(values)}."
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
    if own not in values.index:
        assert rows(edition, label) == []
        assert missing(edition, label) == no_values(edition)
        return
    assert headline(edition, label) == (
        f"{reading.percent(values[own])} of the articles of {said(own)} of {year} are among the "
        f"world’s one percent most cited: {reading.told_ordinal(values, own)} of {len(values)}."
    )
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
    label, own = "fig-ai-investment", code(edition)
    if most < 10:
        last = last_year(edition)
        assert missing(edition, label) == f"The AI Index ranks economies in no year up to {last}."
        return
    if own not in values.index:
        assert len(values) == 15
        assert missing(edition, label) == (
            f"The AI Index prints the first fifteen economies of {year} only."
        )
        return
    assert headline(edition, label) == begin(
        f"{said(own)} ranks {reading.told_ordinal(values, own)} of the {len(values)} economies "
        f"that the AI Index prints by private AI investment in {year}: "
        f"{reading.count(values[own])} US dollars."
    )
    reading.assert_ranked_rows(edition, label, values)


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
        f"Private investment in AI firms of {said(code(edition))}, in US dollars,"
        if name in table
        else "Private investment in the world’s AI firms, in US dollars,"
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
    every, values = values, values[values >= 10_000_000]
    own = code(edition)
    if own not in values.index:
        assert own not in every.index
        assert missing(edition, label) == no_values(edition)
        return
    assert headline(edition, label) == begin(
        f"{said(own)} ranks {reading.told_ordinal(values, own)} of {len(values)} by private "
        f"investment in AI firms in 2014–2023: {reading.count(values[own])} US dollars of 2021."
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
    if own not in values.index:
        assert missing(edition, label) == f"The list has no model of {years} made in {said(own)}."
        return
    place = (
        f": {reading.told_ordinal(values, own)} of {len(values)} economies with any"
        if values[own] >= 5
        else f"; {len(values)} economies had a part in any"
    )
    assert headline(edition, label) == (
        f"Organisations in {said(own)} had a part in {values[own]:.0f} notable models of "
        f"{years}{place}."
    )
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
    shown = found[found["year"] >= published.FIRST_YEAR]
    if series(shown, own).empty:
        assert missing(edition, label) == no_values(edition)
        return
    assert headline(edition, label) == (
        f"{values[own]:.0f} of the 500 systems on the TOP500 list of November {year} stand in "
        f"{said(own)}: {reading.told_ordinal(values, own)} of {len(values)} economies with any."
    )
    assert_compared(edition, label, shown)


# Standing


def places(edition: str) -> list[tuple[str, str, pd.Series[float]]]:
    """Title, short name with years, and the places on each measure on which one stands."""
    own, last = code(edition), last_year(edition)
    ranked: list[tuple[str, str, str, pd.Series[float]]] = []
    if last >= 2022:
        families = summed("ai_patent_families", "families")
        if families.get(own, 0) >= 20:
            rates = (families / people(2022)).dropna()
            title = "AI patent families per million people"
            ranked.append((title, "AI patent families per head", "2000–2022", rates))
    for short, dataset, column in (
        ("AI articles", "ai_articles", "articles"),
        ("works tagged AI", "ai_works", "works"),
    ):
        found = published.numbers(dataset, column).rename(columns={column: "value"})
        values, year = reading.ranked(per_million(found), edition)
        if reading.ranking(found, year).get(own, 0) >= 20:
            title = f"{begin(short)} per million people"
            ranked.append((title, f"{short} per head", str(year), values))
    users = published.numbers("ai_diffusion", "percent", half="2")
    for title, short, found in (
        (
            "Most cited articles, all fields",
            "most cited articles of all fields",
            published.numbers("top_cited_share", "percent"),
        ),
        (
            "Users of AI tools, second half",
            "users of AI tools",
            users[~users["economy"].isin(grouped())],
        ),
        ("Firms using AI", "firms using AI", published.numbers("firms_using_ai", "percent")),
    ):
        values, year = reading.ranked(found.rename(columns={"percent": "value"}), edition)
        if values.get(own, 0) > 0:
            ranked.append((title, short, str(year), values))
    found_places = [
        (f"{title}, {years}", f"{short} ({years})", v) for title, short, years, v in ranked
    ]
    ready = published.numbers("ai_readiness", "rank")
    ready = ready[ready["year"] <= last]
    newest = ready[ready["year"] == ready["year"].max()].set_index("economy")["rank"]
    if own in newest.index:
        year = ready["year"].max()
        title = f"Government AI readiness, edition {year}"
        found_places.append((title, f"government AI readiness ({year})", -newest))
    return found_places


def place_told(edition: str, values: pd.Series[float]) -> str:
    """A place with the number of economies."""
    own = code(edition)
    if values.max() < 0:  # ranks as they are printed
        return f"{reading.ordinal(-values[own])} of {len(values)}"
    return f"{reading.told_ordinal(values, own)} of {len(values)}"


def quarter(edition: str, values: pd.Series[float]) -> float:
    """How far down the list an economy stands, from 0 to 1."""
    own = code(edition)
    at = -values[own] if values.max() < 0 else reading.place(values, own)
    return float(at) / len(values)


def standing_said(edition: str) -> str:
    """The headline on places: a strength, a gap, both, or neither."""
    found = sorted(places(edition), key=lambda one: quarter(edition, one[2]))
    name = said(code(edition))
    (_, best, high), (_, worst, low) = found[0], found[-1]
    first, last = place_told(edition, high), place_told(edition, low)
    strong, weak = quarter(edition, high) <= 0.25, quarter(edition, low) > 0.75
    if len(found) == 1:
        return f"{name} has a rank on one measure of AI only: {first} by {best}."
    if strong and weak:
        return f"{name} ranks {first} by {best}, but {last} by {worst}."
    if strong:
        return f"{name} stands highest by {best}: {first}."
    if weak:
        return f"{name} stands lowest by {worst}: {last}."
    return f"On none of {len(found)} measures of AI is {name} in the first or the last quarter."


@every_edition
def test_places_stand_among_all_with_data_and_a_strength_or_gap_is_told(edition: str) -> None:
    label = "fig-ai-positions"
    assert rows(edition, label) == [
        [title, str(round(quarter(edition, values) * len(values))), str(len(values))]
        for title, _, values in places(edition)
    ]
    assert headline(edition, label) == begin(standing_said(edition))


# Offices


@pytest.mark.parametrize("edition", [one for one in EVERY if code(one) != "CHN"])
@pytest.mark.parametrize("label", ["tbl-ai-office", "fig-ai-centres"])
def test_statements_about_china_are_not_shown_of_another_economy(edition: str, label: str) -> None:
    assert rows(edition, label) == []
    assert missing(edition, label) == (
        f"The articles are about China; the book holds no such statements on {said(code(edition))}."
    )


def test_requests_and_grants_of_the_office_are_not_confused() -> None:
    facts = published.numbers("article_facts", "value")
    own = facts[facts["id"].str.startswith("cnipa-ai-")].set_index("indicator")["value"]
    requests, grants = own["requests for pre-examination"], own["patents granted by fast review"]
    assert headline("CHN", "tbl-ai-office") == (
        f"China’s office says that its centres received {reading.count(requests)} "
        f"requests to examine AI applications in advance in 2024; {reading.count(grants)} AI "
        "patents were granted by fast review."
    )


def test_sessions_and_participants_of_the_conversation_are_those_told() -> None:
    facts = published.numbers("article_facts", "value")
    own = facts.set_index("id")["value"]
    assert [own[f"wipo-china-{number}"] for number in (32, 34, 35)] == [8, 5000, 162]
    told = " ".join(row[1] for row in rows("CHN", "tbl-ai-office"))
    assert "Eight sessions took place from 2019 on." in told
    assert "More than 5,000 people took part." in told
    assert "Participants came from 162 countries." in told


def test_centres_are_counted_with_what_they_do() -> None:
    facts = published.numbers("article_facts", "value").set_index("id")["value"]
    centres = published.table("protection_centre_services").set_index("service")["quantity"]
    said_of = {
        name: f"{facts[centres[name].removeprefix('article-facts:')]:.0f}"
        for name in ("centres", "pre-examination", "joint-offices")
    }
    assert headline("CHN", "fig-ai-centres") == (
        f"By their office’s account, {said_of['pre-examination']} of {said_of['centres']} national "
        f"centres examine AI applications in advance; in {said_of['joint-offices']} other "
        "authorities were asked to have offices."
    )


@pytest.mark.parametrize("label", ["tbl-ai-office", "fig-ai-centres"])
def test_statements_of_later_years_are_not_shown(label: str) -> None:
    assert headline("CHN-2008", label) is None
    assert "2008" in str(missing("CHN-2008", label))


# Key findings


@every_edition
def test_key_findings_repeat_the_headlines_of_the_economy_itself(edition: str) -> None:
    newest_first = ("fig-ai-investment", "fig-ai-models", "fig-ai-users", "fig-ai-two-offices")
    told = [found for label in newest_first if (found := headline(edition, label))]
    shares = shares_of_world("ai_articles", "articles", edition)
    counts = published.numbers("ai_articles", "articles", economy=code(edition))
    number = counts.set_index("year")["articles"][shares.index[-1]]
    told.append(
        share_said(edition)
        if shares.iloc[-1] >= 0.1
        else articles_of(number, shares.index[-1], said(code(edition)))
    )
    ends = [quarter(edition, values) for _, _, values in places(edition)]
    if min(ends) <= 0.25 or max(ends) > 0.75:
        told.append(begin(standing_said(edition)))
    assert published.findings(edition, "find-ai") == told[:5]

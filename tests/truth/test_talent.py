"""The chapter on talent says what the data say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd
import pytest

from tests.truth import published, reading
from tests.truth.published import (
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

REDEFINED = {"CHN": 2009}  # from when researchers are counted by another definition
WHO = {
    "practising": "patent agents with a licence to practise",
    "registered": "registered patent attorneys (benrishi)",
    "roll": "patent practitioners on the roll, which keeps the inactive",
    "european_representatives": "representatives before the European Patent Office",
}
EACH = {"practising": "licensed patent agent", "registered": "registered patent attorney"}
ORDER = (
    "practising",
    "registered",
    "active_estimate",
    "roll",
    "qualified",
    "newly_registered",
    "exam_registrations",
)
every_edition = pytest.mark.parametrize("edition", EVERY)
late_edition = pytest.mark.parametrize("edition", [one for one in EVERY if last_year(one) == 2025])


def held(dataset: str, column: str, edition: str | None = None, **where: str) -> pd.DataFrame:
    """Values by economy and year, in the years of an edition."""
    found = published.numbers(dataset, column, **where).rename(columns={column: "value"})
    first, last = (
        (published.FIRST_YEAR, last_year(edition))
        if edition is not None
        else (0, published.last_year("CHN"))
    )
    return found[found["year"].between(first, last)].sort_values("year")


def per_million(found: pd.DataFrame) -> pd.DataFrame:
    """Counts for a million people of the same year."""
    both = found.merge(published.numbers("population", "persons"), on=["economy", "year"])
    return both.assign(value=1e6 * both["value"] / both["persons"])


def researchers() -> pd.DataFrame:
    """Researchers in full-time equivalents: the published rate times the people of the year."""
    rate = held("researchers", "per_million")
    both = rate.merge(published.numbers("population", "persons"), on=["economy", "year"])
    return both.assign(value=both["value"] * both["persons"] / 1e6)


def on_scale(
    edition: str, counts: pd.DataFrame
) -> tuple[pd.DataFrame, Callable[[float], str], str]:
    """Counts as an edition shows them, how it says them, and how its sentences go on."""
    if published.scale(edition) == "per_million":
        return per_million(counts), reading.ratio, " per million people"
    return counts, reading.count, ""


def of(found: pd.DataFrame, one: str) -> pd.Series[float]:
    """An economy's values by year."""
    return found[found["economy"] == one].set_index("year")["value"].sort_index()


def compared(edition: str, found: pd.DataFrame) -> list[str]:
    """The economy and those of its peers that have any value, the economy first."""
    return [
        one for one in (code(edition), *reading.peers(edition, "talent")) if len(of(found, one))
    ]


def assert_side_by_side(edition: str, label: str, found: pd.DataFrame) -> None:
    """The economy and its peers in columns, year by year; nothing where it has no value."""
    shown = compared(edition, found)
    if code(edition) not in shown:
        assert rows(edition, label) == []
        assert missing(edition, label)
        return
    assert published.columns(edition, label)[1:] == [economy(one) for one in shown]
    table = pd.DataFrame({one: of(found, one) for one in shown})
    assert rows(edition, label) == [
        [str(year), *reading.cells(values)]
        for year, values in zip(table.index, table.to_numpy(), strict=True)
    ]


def ordinal(values: pd.Series[float], own: str) -> str:
    """A place as a sentence tells it: 1st, 2nd, 3rd, 11th; and with how many it is shared."""
    place = reading.place(values, own)
    ends = {1: "st", 2: "nd", 3: "rd"} if place % 100 not in (11, 12, 13) else {}
    shared = reading.told(values, own).removeprefix(str(place))
    return f"{place}{ends.get(place % 10, 'th')}{shared}"


def assert_placed(
    edition: str,
    label: str,
    values: pd.Series[float],
    year: int | None,
    by: str,
    say: Callable[[float], str],
) -> None:
    """The economy stands in the ranking, or the exhibit says that it does not."""
    own = code(edition)
    if own not in values.index:
        assert_unranked(edition, label, year)
        return
    assert headline(edition, label) == begin(
        f"{said(own)} ranks {ordinal(values, own)} of {len(values)} "
        f"{by.format(value=say(values[own]))}"
    )
    reading.assert_ranked_rows(edition, label, values)


def assert_unranked(edition: str, label: str, year: int | None) -> None:
    """Nothing is shown, and the year is named for which the economy has no value."""
    assert headline(edition, label) is None
    assert rows(edition, label) == []
    assert str(year or last_year(edition)) in str(missing(edition, label))


# Researchers


@every_edition
def test_researchers_are_the_rate_times_the_people_and_ranked(edition: str) -> None:
    label, own = "fig-talent-stock", code(edition)
    rate = published.scale(edition) == "per_million"
    found = held("researchers", "per_million") if rate else researchers()
    say, scale = (reading.ratio, " per million people") if rate else (reading.count, "")
    values, year = reading.ranked(found, edition)
    assert year is not None
    older = found[found["year"].between(year - 3, year - 1) & ~found["economy"].isin(values.index)]
    newest = older.sort_values("year").drop_duplicates("economy", keep="last")
    among_ten = newest[newest["value"] >= values.iloc[9]]
    if own not in values.index and own not in set(among_ten["economy"]):
        assert_unranked(edition, label, year)
        return
    latest = newest.set_index("economy")
    assert headline(edition, label) == begin(
        f"{said(own)} ranks {ordinal(values, own)} of {len(values)} by researchers in {year}, with "
        f"{say(values[own])} full-time equivalents{scale}."
        if own in values.index
        else f"{said(own)} had {say(latest['value'][own])} researchers, in full-time "
        f"equivalents{scale}, in {latest['year'][own]}; there is no value for {year}, the year "
        "ranked."
    )
    reading.assert_ranked_rows(edition, label, values)
    above = newest[newest["value"] >= values.iloc[2]].sort_values("value", ascending=False)
    if own in values.index and values[own] >= values.iloc[2]:
        lacking = published.lacking(edition, label)
        for name, then, value in above[["economy", "year", "value"]].head(2).to_numpy().tolist():
            assert f"{said(name)} ({say(value)} in {then})" in lacking


@every_edition
def test_the_number_of_researchers_is_followed_since_its_definition_changed(edition: str) -> None:
    label, own = "fig-talent-growth", code(edition)
    found = researchers()
    found = found[found["year"] <= last_year(edition)]
    assert_side_by_side(edition, label, found)
    values = of(found, own)
    changed = REDEFINED.get(own, 0)
    values = values[values.index >= changed] if changed <= last_year(edition) else values
    if values.empty:
        assert headline(edition, label) is None
        return
    assert headline(edition, label) == reading.went(
        f"The number of researchers in {said(own)}", values, last_year(edition), reading.count
    )


@every_edition
def test_the_map_has_the_newest_value_of_ten_years_and_their_median(edition: str) -> None:
    label, own = "fig-talent-map", code(edition)
    found = held("researchers", "per_million")
    last = min(last_year(edition), found["year"].max())
    found = found[found["year"].between(last - 10, last)]
    newest = found.drop_duplicates("economy", keep="last").set_index("economy")
    n, middle = len(newest), reading.ratio(newest["value"].median())
    expected = (
        f"{said(own)} had {reading.ratio(newest['value'][own])} researchers per million people in "
        f"{newest['year'][own]}; half of {n} economies have more than {middle}."
        if own in newest.index
        else f"Half of {n} economies have more than {middle} researchers per million people; for "
        f"{said(own)} there is no value."
    )
    assert headline(edition, label) == begin(expected)
    expected_rows = {
        (f"{economy(str(one))}, {year}", reading.cell(value))
        for one, year, value in zip(newest.index, newest["year"], newest["value"], strict=True)
    }
    shown = {(row[0], row[1]) for row in rows(edition, label)}
    assert shown - {(economy(own), published.MISSING)} == expected_rows


@every_edition
def test_technicians_are_set_against_researchers_and_not_the_reverse(edition: str) -> None:
    label, own = "fig-talent-technicians", code(edition)
    technicians, year = reading.ranked(held("technicians", "per_million"), edition)
    both = pd.DataFrame(
        {
            "researchers": reading.ranking(held("researchers", "per_million"), year),
            "technicians": technicians,
        }
    ).dropna()
    both = both[(both > 0).all(axis=1)]
    each = both["technicians"] / both["researchers"]
    middle = reading.decimal(each.median(), 2)
    if own not in each.index:
        assert headline(edition, label) is None
        assert said(own) in str(missing(edition, label))
        return
    assert headline(edition, label) == begin(
        f"{said(own)} had {reading.decimal(each[own], 2)} technicians for each researcher in "
        f"{year}; the median of {len(each)} economies is {middle}."
    )
    assert published.columns(edition, label)[1:] == [
        "Researchers per million people",
        "Technicians per million people",
    ]
    assert {tuple(row) for row in rows(edition, label)} == {
        (economy(str(one)), *reading.cells(pair))
        for one, pair in zip(both.index, both.to_numpy(), strict=True)
    }


# Learners and degrees


@every_edition
def test_enrolment_is_set_beside_the_median_of_the_same_year(edition: str) -> None:
    label, own = "fig-talent-enrolment", code(edition)
    found = held("tertiary_enrolment", "percent_gross", edition)
    assert_side_by_side(edition, label, found)
    values = of(found, own)
    if values.empty:
        assert headline(edition, label) is None
        return
    ranked = reading.ranked_year(found, last_year(edition)) or 0
    year = max(values.index[values.index <= ranked], default=values.index[-1])
    others = found[found["year"] == year]["value"]
    assert headline(edition, label) == (
        f"Tertiary enrolment in {said(own)} was {reading.percent(values[year])} of the age group, "
        f"counted gross, in {year}; the median of {len(others)} economies was "
        f"{reading.percent(others.median())}."
    )


def degrees(level: str, edition: str) -> pd.DataFrame:
    """Degrees of a level by economy and year, a column for each group of fields."""
    found = held("degrees", "degrees", edition)
    found = found[found["level"] == level]
    wide = found.pivot_table(index=["economy", "year"], columns="field", values="value")
    return wide.reindex(columns=["all", "science_engineering", "engineering", "computer_sciences"])


def newest_with(wide: pd.DataFrame, *fields: str) -> dict[str, tuple[int, dict[str, float]]]:
    """The newest year of each economy in which it has all these fields, and all its values."""
    complete = wide.dropna(subset=list(fields)).reset_index().sort_values("year")
    return {
        str(row["economy"]): (int(row["year"]), {str(name): row[name] for name in wide})
        for row in complete.to_dict("records")
    }


@every_edition
def test_engineering_and_other_science_and_the_rest_make_up_all_degrees(edition: str) -> None:
    label, own = "fig-talent-degrees", code(edition)
    newest = newest_with(degrees("first", edition), "all", "science_engineering", "engineering")
    if own not in newest:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    parts = {
        one: (
            year,
            100 * found["engineering"] / found["all"],
            100 * found["science_engineering"] / found["all"],
        )
        for one, (year, found) in newest.items()
    }
    year, engineering, science = parts[own]
    assert headline(edition, label) == (
        f"In {said(own)}, {reading.percent(science)} of the first degrees of {year} were in "
        f"science and engineering, {reading.percent(engineering)} in engineering alone."
    )
    assert rows(edition, label) == [
        [
            f"{economy(one)}, {parts[one][0]}",
            *reading.cells([parts[one][1], parts[one][2] - parts[one][1], 100 - parts[one][2]]),
        ]
        for one in (own, *reading.peers(edition, "talent"))
        if one in parts
    ]


@every_edition
def test_doctorates_are_for_a_million_people_and_their_fields_in_percent(edition: str) -> None:
    label, own = "fig-talent-doctorates", code(edition)
    newest = newest_with(degrees("doctoral", edition), "all")
    if own not in newest:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    people = published.numbers("population", "persons")
    persons = {
        one: of(people.rename(columns={"persons": "value"}), one)
        for one in (own, *reading.peers(edition, "talent"))
    }
    lines = {}
    for one in [one for one in persons if one in newest]:
        year, found = newest[one]
        rate = 1e6 * found["all"] / persons[one][year]
        shares = [
            100 * found[field] / found["all"]
            for field in ("science_engineering", "engineering", "computer_sciences")
        ]
        lines[one] = (year, rate, shares)
    year, rate, shares = lines[own]
    assert headline(edition, label) == begin(
        f"{said(own)} awarded {reading.ratio(rate)} doctorates per million people in {year}, "
        f"{reading.percent(shares[0])} of them in science and engineering."
    )
    assert rows(edition, label) == [
        [
            f"{economy(one)}, {lines[one][0]}",
            reading.ratio(lines[one][1]),
            *(
                published.MISSING if pd.isna(share) else reading.decimal(share, 1)
                for share in lines[one][2]
            ),
        ]
        for one in (own, *reading.peers(edition, "talent"))
        if one in lines
    ]


@every_edition
def test_doctorates_in_science_and_engineering_are_ranked(edition: str) -> None:
    counts = held("degrees", "degrees", level="doctoral", field="science_engineering")
    found, say, scale = on_scale(edition, counts)
    values, year = reading.ranked(found, edition)
    assert_placed(
        edition,
        "fig-talent-doctorates-world",
        values,
        year,
        f"by doctorates in science and engineering in {year}, with {{value}}{scale}.",
        say,
    )


# Abroad


@late_edition
def test_doctorates_in_the_united_states_are_those_of_citizens_on_visas(edition: str) -> None:
    label, own = "fig-talent-us-doctorates", code(edition)
    found = held("us_doctorates_temporary_visa", "doctorates", edition)
    values, year = reading.ranked(found, edition)
    first = str(values.index[0])
    if own not in values.index and own != "USA":
        assert headline(edition, label) is None
        assert said(own) in str(missing(edition, label))
        return
    expected = (
        f"Citizens of {said(own)} on temporary visas took {reading.count(values[own])} doctorates "
        f"of universities in the United States in {year}: {ordinal(values, own)} of {len(values)} "
        "citizenships."
        if own in values.index
        else f"Of {len(values)} citizenships, that of {said(first)} took the most doctorates of "
        f"universities in the United States in {year}: {reading.count(values[first])}."
    )
    assert headline(edition, label) == begin(expected)
    start = found["year"].min()
    before = reading.ranking(found, start)
    assert published.columns(edition, label)[1:] == [
        f"{start} [doctorates]",
        f"{year} [doctorates]",
    ]
    assert rows(edition, label) == [
        [economy(one), *reading.cells([before.get(one), values[one]])]
        for place, one in enumerate(reading.by_size(values))
        if place < 10 or one == own
    ]


@late_edition
def test_intentions_to_stay_are_those_of_citizenships_with_thirty_doctors(edition: str) -> None:
    label, own = "fig-talent-stay-intentions", code(edition)
    stay, year = reading.ranked(held("us_stay_intentions", "percent", edition), edition)
    doctors = reading.ranking(held("us_doctorates_temporary_visa", "doctorates", edition), year)
    both = pd.DataFrame({"doctors": doctors, "stay": stay}).dropna()
    both = both[(both["doctors"] >= 30) & (both["stay"] > 0)]
    middle = reading.percent(both["stay"].median())
    if own not in both.index and own != "USA":
        assert headline(edition, label) is None
        assert said(own) in str(missing(edition, label))
        return
    expected = (
        f"Of the new doctors who are citizens of {said(own)}, {reading.percent(stay[own])} "
        f"intended to stay in {year}; the median of {len(both)} citizenships was {middle}."
        if own in both.index
        else f"Of the new doctors of {year}, {middle} intended to stay, as the median of "
        f"{len(both)} citizenships."
    )
    assert headline(edition, label) == expected
    assert {tuple(row) for row in rows(edition, label)} == {
        (economy(str(one)), *reading.cells(pair))
        for one, pair in zip(both.index, both.to_numpy(), strict=True)
    }


@pytest.mark.parametrize("label", ["fig-talent-us-doctorates", "fig-talent-stay-intentions"])
@pytest.mark.parametrize("edition", published.EARLY)
def test_doctors_on_visas_are_counted_from_later_years_on(edition: str, label: str) -> None:
    assert held("us_doctorates_temporary_visa", "doctorates")["year"].min() > last_year(edition)
    assert held("us_stay_intentions", "percent")["year"].min() > last_year(edition)
    assert headline(edition, label) is None
    assert re.search("2017 to 2023|no values for", str(missing(edition, label)))


@every_edition
def test_stay_rates_are_told_of_the_newest_year_and_of_the_first(edition: str) -> None:
    label, own = "fig-talent-stay-rates", code(edition)
    found = held("us_stay_rates", "percent", edition)
    values = of(found, own)
    if values.empty and own != "USA":
        assert headline(edition, label) is None
        assert f"no values for {said(own)}" in str(missing(edition, label))
        return
    if values.empty:
        year = found["year"].max()
        newest = found[found["year"] == year]["value"]
        expected = (
            f"Of the doctors from {len(newest)} economies, {newest.min():.0f}% to "
            f"{newest.max():.0f}% were in the United States five years after the degree in {year}."
        )
    else:
        since = values[values.index >= 2013] if values.index[-1] >= 2013 else values
        expected = (
            f"Of the doctors from {said(own)}, {since.iloc[-1]:.0f}% were in the United States "
            f"five years after the degree in {since.index[-1]}; in {since.index[0]} it was "
            f"{since.iloc[0]:.0f}%."
        )
    assert headline(edition, label) == expected
    wide = found.pivot_table(index="year", columns="economy", values="value").sort_index(axis=1)
    assert published.columns(edition, label)[1:] == [economy(str(one)) for one in wide]
    assert rows(edition, label) == [
        [str(year), *reading.cells(line)]
        for year, line in zip(wide.index, wide.to_numpy(), strict=True)
    ]


LEVELS = {"doctoral": "doctoral students", "masters": "master’s students"}


def students(edition: str, level: str, dataset: str = "us_international_students") -> pd.DataFrame:
    """Students of a level on visas in the United States, in all fields."""
    return held(dataset, "students", edition, level=level, field="all")


def visas(edition: str, level: str) -> pd.Series[float]:
    """All students of a level on visas by year."""
    found = students(edition, level, "us_international_students_total")
    return found.set_index("year")["value"]


@every_edition
def test_students_abroad_are_told_with_their_share_of_all_on_visas(edition: str) -> None:
    own, label = code(edition), "tbl-talent-mobility"
    if own == "USA":
        doctoral, masters = (visas(edition, level) for level in LEVELS)
        assert headline(edition, label) == (
            f"Universities in the United States had {reading.count(doctoral.iloc[-1])} doctoral "
            f"and {reading.count(masters.iloc[-1])} master’s students on visas in "
            f"{doctoral.index[-1]}."
        )
        return
    levels = [level for level in LEVELS if len(of(students(edition, level), own))]
    if not levels:
        assert headline(edition, label) is None
        assert rows(edition, label) == []
        assert said(own) in str(missing(edition, label))
        return
    found = students(edition, levels[0])
    year = int(of(found, own).index[-1])
    values = reading.ranking(found, year)
    share = reading.percent(100 * values[own] / visas(edition, levels[0])[year])
    assert headline(edition, label) == (
        f"Universities in the United States had {reading.count(values[own])} {LEVELS[levels[0]]} "
        f"from {said(own)} in {year}, {share} of those on visas: {ordinal(values, own)} of "
        f"{len(values)} leading origins."
    )


@every_edition
def test_students_and_the_places_of_leading_researchers_stand_in_rows(edition: str) -> None:
    own = code(edition)
    expected = []
    for level, who in LEVELS.items():
        total = visas(edition, level)
        if own == "USA":
            newest = f"{total.iloc[-1]:,.0f}"
            expected.append((f"{who} on visas", total.index[-1], newest, published.MISSING))
            continue
        values = of(students(edition, level), own)
        for year in map(int, values.index[-1:]):
            share = reading.cell(100 * values[year] / total[year])
            expected.append((f"{who} from {said(own)}", year, f"{values[year]:,.0f}", share))
    ai = held("top_ai_researchers", "percent", edition)
    if own in set(ai["economy"]):
        expected += [
            (f"leading AI researchers who work in {said(one)}", year, published.MISSING, share)
            for one, year, value in ai[["economy", "year", "value"]].itertuples(index=False)
            for share in [reading.cell(value)]
        ]
    assert {tuple(row) for row in rows(edition, "tbl-talent-mobility")} == {
        (begin(who), str(year), *others) for who, year, *others in expected
    }


# Professions


@every_edition
def test_representatives_are_ranked_among_the_states_with_a_count(edition: str) -> None:
    counts = held("patent_attorneys", "persons", indicator="european_representatives")
    found, say, scale = on_scale(edition, counts)
    values, year = reading.ranked(found, edition)
    assert_placed(
        edition,
        "fig-talent-representatives",
        values,
        year,
        f"states with a count by representatives in {year}, with {{value}}{scale}.",
        say,
    )


def span(edition: str) -> str:
    return f"{published.FIRST_YEAR}–{published.last_year(edition)}"


def attorneys(edition: str) -> pd.DataFrame:
    """The counts of attorneys of the economy and its peers, in the years of the edition."""
    found = held("patent_attorneys", "persons", edition)
    return found[found["economy"].isin([code(edition), *reading.peers(edition, "talent")])]


@every_edition
def test_first_and_newest_count_of_every_profession_stand_in_one_row(edition: str) -> None:
    found = attorneys(edition)
    expected = []
    shown_counts = []
    for one in (code(edition), *reading.peers(edition, "talent")):
        for indicator in ORDER:
            counts = found[(found["economy"] == one) & (found["indicator"] == indicator)]
            if counts.empty:
                continue
            first, last = counts.iloc[0], counts.iloc[-1]
            several = len(counts) > 1
            expected.append(
                [
                    economy(one),
                    f"{first['value']:,.0f}" if several else published.MISSING,
                    str(first["year"]) if several else published.MISSING,
                    f"{last['value']:,.0f}",
                    str(last["year"]),
                ]
            )
            shown_counts.append(counts.iloc[[0, -1]])
    shown = rows(edition, "tbl-talent-attorneys")
    if economy(code(edition)) not in [row[0] for row in expected]:
        assert shown == []
        assert said(code(edition)) in str(missing(edition, "tbl-talent-attorneys"))
        return
    assert [row[:1] + row[2:] for row in shown] == expected
    notes = set(found["note"])
    assert all(any(row[1].startswith(note) for note in notes) for row in shown)
    reading.assert_low_told(edition, "tbl-talent-attorneys", *shown_counts)


@every_edition
def test_the_narrowest_newest_count_of_attorneys_is_told(edition: str) -> None:
    found = attorneys(edition)
    own = found[found["economy"] == code(edition)]
    narrow = ("practising", "registered", "roll")
    known = [one for one in (*narrow, *ORDER) if one in set(own["indicator"])]
    if known:
        newest = own[own["indicator"] == known[0]].iloc[-1]
        assert headline(edition, "tbl-talent-attorneys") == (
            f"In {newest['year']} {said(code(edition))} had {reading.count(newest['value'])} "
            f"{WHO[known[0]]}."
        )
    else:
        assert headline(edition, "tbl-talent-attorneys") is None
        assert missing(edition, "tbl-talent-attorneys")


def filed() -> pd.Series[float]:
    """Applications at each office and year: of residents and of others, where both are held."""
    found = published.numbers("patent_applications", "applications")
    wide = found.pivot_table(index=["office", "year"], columns="applicant", values="applications")
    return (wide["resident"] + wide["nonresident"]).dropna()


def every_right(own: str, year: int, persons: str) -> str:
    """What the office of China received of all three rights, for each person."""
    if own != "CHN":
        return ""
    rights = published.numbers("cnipa_patents", "patents", event="application")
    rights = rights[(rights["year"] == year) & (rights["applicant"] != "total")]
    models = rights[rights["right"].isin(["utility_model", "design"])]["patents"]
    received = filed()[own, year] + models.sum()
    return (
        "; with utility models and designs, "
        f"{reading.ratio(received / float(persons.replace(',', '')))}"
    )


def test_applications_for_each_agent_in_china_are_59_for_inventions_and_195_in_all() -> None:
    told = str(headline("CHN", "tbl-talent-per-application"))
    assert "In 2021 the office of China received 59.1 applications for inventions" in told
    assert "with utility models and designs, 195." in told


@every_edition
def test_applications_for_each_attorney_are_of_the_same_year(edition: str) -> None:
    label, own = "tbl-talent-per-application", code(edition)
    applications = filed()
    found = attorneys(edition)
    found = found[found["indicator"].isin(EACH)]
    expected = []
    classes = {}
    for one in (own, *reading.peers(edition, "talent")):
        counts = found[found["economy"] == one].sort_values(["indicator", "year"])
        for item in counts.to_dict("records"):
            received = applications.get((one, item["year"]))
            if received is None:
                continue
            who, year = item["indicator"], str(item["year"])
            each = reading.ratio(received / item["value"])
            counted = [f"{item['value']:,.0f}", f"{received:,.0f}"]
            expected.append([economy(one), WHO[who], year, *counted, each])
            classes[one, who, year] = item["trust"]
    if economy(own) not in [row[0] for row in expected]:
        assert rows(edition, label) == []
        assert said(own) in str(missing(edition, label))
        return
    assert rows(edition, label) == expected
    counted_in = [(one, year, trust) for (one, _, year), trust in classes.items()]
    shown = pd.DataFrame(counted_in, columns=["economy", "year", "trust"])
    reading.assert_low_told(edition, label, shown)
    newest = max((key for key in classes if key[0] == own), key=lambda key: key[2])
    _, who, year = newest
    line = next(row for row in expected if row[:3] == [economy(own), WHO[who], year])
    reading.assert_low_marked(edition, label, line[5], classes[newest])
    assert headline(edition, label) == (
        f"In {year} the office of {said(own)} received {line[5]} applications for inventions for "
        f"each {EACH[who]}{every_right(own, int(year), line[3])}."
    )


def counted(item: Mapping[Any, Any]) -> list[str]:
    """A count and its year; a lower bound with its word."""
    over = "over " if "printed as over" in item["note"] else ""
    return [f"{over}{item['value']:,.0f}", str(item["year"])]


def test_people_and_agencies_of_china_stand_as_its_office_counts_them() -> None:
    label = "tbl-talent-workforce"
    found = published.numbers("ip_workforce", "value", economy="CHN")
    found = found.sort_values(["indicator", "year"])
    people = found[found["indicator"] == "ip_professionals"].sort_values("year").iloc[-1]
    assert headline("CHN", label) == (
        f"The office counts {reading.count(people['value'])} people of all kinds who worked in "
        f"intellectual property in {people['year']}."
    )
    first = found.drop_duplicates("indicator")
    newest = found.drop_duplicates("indicator", keep="last")
    assert sorted(row[1:] for row in rows("CHN", label)) == sorted(
        [*(counted(early) if early["year"] < late["year"] else ["..", ".."]), *counted(late)]
        for early, late in zip(first.to_dict("records"), newest.to_dict("records"), strict=True)
    )
    reading.assert_low_marked("CHN", label, reading.count(people["value"]), people["trust"])
    reading.assert_low_told("CHN", label, pd.concat([first, newest]).drop_duplicates())


def test_counts_of_people_in_intellectual_property_are_held_of_china_alone() -> None:
    assert set(published.table("ip_workforce")["economy"]) == {"CHN"}
    for edition in EVERY:
        if edition != "CHN":
            assert headline(edition, "tbl-talent-workforce") is None
            assert missing(edition, "tbl-talent-workforce")


# Training


@every_edition
def test_participants_of_the_academy_are_told_of_last_and_first_year(edition: str) -> None:
    label = "fig-talent-academy"
    found = held("wipo_academy", "participants", edition).set_index("year")["value"]
    if found.empty:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    assert headline(edition, label) == (
        f"The WIPO Academy counted {reading.count(found.iloc[-1])} participants in "
        f"{found.index[-1]} and {reading.count(found.iloc[0])} in {found.index[0]}."
    )
    assert rows(edition, label) == [[str(year), reading.cell(n)] for year, n in found.items()]


@late_edition
def test_online_courses_and_places_planned_are_those_of_the_digest(edition: str) -> None:
    if edition != "CHN":
        assert headline(edition, "tbl-talent-training") is None
        assert said(code(edition)) in str(missing(edition, "tbl-talent-training"))
        return
    quantities = published.table("training_programmes").set_index("programme")["quantity"]
    facts = published.numbers("article_facts", "value").set_index("id")["value"]
    courses, places = (
        reading.count(facts[str(quantities[one]).removeprefix("article-facts:")])
        for one in ("online", "master")
    )
    assert headline(edition, "tbl-talent-training") == (
        f"A digest written by software reports {courses} online courses in China, and about "
        f"{places} places planned in a master’s programme that WIPO shares."
    )


# Women


@late_edition
def test_the_field_with_the_largest_share_of_women_is_named(edition: str) -> None:
    label = "fig-talent-women-fields"
    found = published.numbers("women_inventors_world", "percent", measure="women_inventors")
    newest = found[found["year"] == 2023].set_index("field")["percent"]
    assert found[found["field"] != "all"]["year"].max() == 2023
    fields = newest.drop("all").sort_values(ascending=False)
    assert headline(edition, label) == (
        f"Worldwide, women were {reading.percent(newest['all'])} of the inventors in PCT "
        f"applications in 2023; the largest share was in {str(fields.index[0]).replace('_', ' ')}, "
        f"{reading.percent(fields.iloc[0])}."
    )
    assert [row[1] for row in rows(edition, label)] == [
        reading.cell(value) for value in newest.sort_values(ascending=False)
    ]


@every_edition
def test_the_share_of_women_is_that_of_inventors_or_else_of_attorneys(edition: str) -> None:
    own = code(edition)
    inventors = of(held("women_inventors", "percent", edition), own)
    world = held("women_inventors_world", "percent", measure="women_inventors", field="all")
    registered = of(held("patent_attorneys", "persons", edition, indicator="registered"), own)
    women = of(held("patent_attorneys", "persons", edition, indicator="registered_women"), own)
    if len(inventors):
        year = inventors.index[-1]
        expected = (
            f"Women were {reading.percent(inventors[year])} of the inventors from {said(own)} in "
            f"PCT applications in {year}; worldwide it was "
            f"{reading.percent(world.set_index('year')['value'][year])}."
        )
    elif len(women):
        year = women.index[-1]
        expected = (
            f"Women were {reading.percent(100 * women[year] / registered[year])} of the registered "
            f"patent attorneys of {said(own)} in {year}."
        )
    else:
        assert headline(edition, "tbl-talent-women") is None
        assert said(own) in str(missing(edition, "tbl-talent-women"))
        return
    assert headline(edition, "tbl-talent-women") == expected


@every_edition
def test_every_share_of_women_stands_with_its_year(edition: str) -> None:
    lines = [
        (economy(one), "women among inventors in PCT applications", year, value)
        for one, year, value in held("women_inventors", "percent", edition)[
            ["economy", "year", "value"]
        ].itertuples(index=False)
    ]
    words = {
        "women_inventors": "women among inventors in PCT applications",
        "applications_with_a_woman": "PCT applications that name at least one woman",
    }
    lines += [
        ("World", words[measure], year, value)
        for measure, year, value in held("women_inventors_world", "percent", edition, field="all")[
            ["measure", "year", "value"]
        ].itertuples(index=False)
    ]
    registered = of(held("patent_attorneys", "persons", edition, indicator="registered"), "JPN")
    women = of(held("patent_attorneys", "persons", edition, indicator="registered_women"), "JPN")
    lines += [
        ("Japan", "women among registered patent attorneys", year, part)
        for year, part in (100 * women / registered).dropna().items()
    ]
    lines += [
        ("World", "women among participants of the WIPO Academy", year, value)
        for year, value in held("wipo_academy", "women_percent", edition)[
            ["year", "value"]
        ].itertuples(index=False)
    ]
    own = economy(code(edition)) in [place for place, *_ in lines]
    assert {tuple(row[:4]) for row in rows(edition, "tbl-talent-women")} == {
        (place, what, str(year), reading.cell(value)) for place, what, year, value in lines if own
    }


# Key findings


def newest_year(told: str) -> int:
    """The newest year that a sentence names."""
    return max(map(int, re.findall(r"\b(?:19|20)\d\d\b", told)))


@every_edition
def test_key_findings_are_the_weightiest_headlines_and_the_newest_comes_first(edition: str) -> None:
    ranked = headline(edition, "fig-talent-stock")
    weighed = {
        "fig-talent-stock": "ranks",
        "fig-talent-growth": "The number of" if ranked else "researchers",
        "fig-talent-doctorates-world": "ranks",
        "fig-talent-us-doctorates": "itizens of",
        "tbl-talent-women": "of the inventors from",
        "fig-talent-enrolment": "Tertiary",
        "tbl-talent-attorneys": "had",
    }
    told = [one for label in weighed if weighed[label] in (one := headline(edition, label) or "")]
    expected = sorted(told[:5], key=newest_year, reverse=True)
    assert published.findings(edition, "find-talent") == expected
    assert expected or missing(edition, "find-talent")

"""The chapter on patents, computed again."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tests.truth import reading
from tests.truth.again import (
    breaks,
    cell,
    compared,
    continued,
    counted,
    covered,
    fixed,
    gdp_ppp,
    in_year,
    kinds_table,
    leaders,
    lines_table,
    of,
    peers_table,
    per,
    percent,
    place,
    plural,
    population,
    ranking_rows,
    rate,
    ratio,
    resident_applications,
    scaled,
    since,
    trend,
    values,
    within,
    without_few,
)
from tests.truth.published import (
    EVERY,
    MISSING,
    begin,
    code,
    columns,
    economy,
    findings,
    headline,
    last_year,
    missing,
    numbers,
    rows,
    said,
    sources,
    strong,
    table,
    texts,
)

each = pytest.mark.parametrize("edition", EVERY)


def nonresident_applications() -> pd.Series:
    return values("patent_applications", "applications", by="office", applicant="nonresident")


def all_applications() -> pd.Series:
    return (resident_applications() + nonresident_applications()).dropna()


def origin_totals() -> pd.Series:
    return values("patent_origin_totals", "applications", by="origin")


def origin_quoted() -> pd.Series:
    return values("patent_applications_by_origin", "applications", by="origin", count="total")


def office_totals() -> pd.Series:
    return values("patent_office_totals", "applications", by="office")


def office_quoted() -> pd.Series:
    return headline_figures("applications_at_office")


def headline_figures(indicator: str) -> pd.Series:
    return values("patent_headline_figures", "value", indicator=indicator)


def derived(right: str) -> pd.Series:
    return values("resident_filings_derived", "filings", right=right)


def flow(name: str) -> pd.Series:
    return values("patent_flows", "applications", flow=name)


DERIVED = {2022: "derived, ±5 percent", 2023: "derived, ±1 percent"}
QUOTED = "quoted headline figure"


def regional(own: str, right: str) -> list[str]:
    """The regional offices that serve an economy."""
    held = table("regional_offices")
    return list(held[(held["economy"] == own) & (held["right"] == right)]["office"])


def by_origin_sentence(edition: str) -> str | None:
    own = of(within(origin_totals(), edition), code(edition))
    if own.empty:
        return None
    noun = plural(own.iloc[-1], "application")
    newer = of(within(origin_quoted(), edition), code(edition))
    newer = newer[newer.index > own.index[-1]]
    table = f"{counted(own.iloc[-1])} patent {noun} at home and abroad in {own.index[-1]}"
    if len(newer):
        table = (
            f"{counted(newer.iloc[-1])} patent applications at home and abroad in "
            f"{newer.index[-1]}, as quoted from WIPO, after {counted(own.iloc[-1])} in "
            f"{own.index[-1]}"
        )
    return f"Residents of {said(code(edition))} filed {table}."


@each
def test_what_residents_file_anywhere_is_told_and_drawn_with_what_is_quoted(edition: str) -> None:
    label, own = "fig-patents-by-origin", code(edition)
    held, newer = (
        of(within(scaled(one, edition), edition), own) for one in (origin_totals(), origin_quoted())
    )
    if held.empty:
        assert missing(edition, label)
        return
    assert headline(edition, label) == by_origin_sentence(edition)
    title = "At home and abroad"
    frame = pd.DataFrame({title: continued(held, newer)})
    kinds = {(title, int(year)): QUOTED for year in newer.index if year > held.index[-1]}
    assert (columns(edition, label), rows(edition, label)) == kinds_table(frame, kinds)


def part(residents: float, whole: float) -> str:
    """A part of an office's applications, as a sentence tells it."""
    if whole < 100:
        return f"{fixed(residents, 0)} of the {fixed(whole, 0)}"
    return percent(100 * residents / whole)


def filings_sentence(edition: str) -> str | None:
    name, own = said(code(edition)), code(edition)
    both = of(within(all_applications(), edition), own)
    total = of(within(office_totals(), edition), own)
    total = total if len(total) else both
    if total.empty:
        return one_kind_sentence(edition)
    year, whole = int(total.index[-1]), float(total.iloc[-1])
    start = (
        f"The office of {name} received {counted(whole) if whole else 'no'} patent "
        f"{plural(whole, 'application')} in {year}"
    )
    if whole == 0:
        return f"{start}."
    printed = headline_figures("resident_share_of_applications").get((own, year))
    if printed is not None:
        return f"{start}; residents filed {percent(printed)} of them."
    computed = derived("patents").get((own, year))
    if computed is not None and not regional(own, "patents"):
        return f"{start}; residents filed about {part(computed, whole)} of them."
    if both.empty or both.iloc[-1] == 0:
        return f"{start}."
    then = int(both.index[-1])
    share = part(resident_applications()[own, then], both.iloc[-1])
    if then == year:
        return f"{start}; residents filed {share} of them."
    of_these = "" if "of the" in share else "those of "
    return f"{start}; residents filed {share} of {of_these}{then}."


def one_kind_sentence(edition: str) -> str | None:
    name, own = said(code(edition)), code(edition)
    for who, series in (
        ("Residents", resident_applications()),
        ("Non-residents", nonresident_applications()),
    ):
        found = of(within(series, edition), own)
        if len(found):
            noun = plural(found.iloc[-1], "application")
            return (
                f"{who} filed {counted(found.iloc[-1])} patent {noun} at the office of {name} "
                f"in {found.index[-1]}."
            )
    return None


@each
def test_the_newest_count_of_the_office_is_told_with_the_part_of_residents(edition: str) -> None:
    assert headline(edition, "fig-patents-filings") == filings_sentence(edition)


@each
def test_filings_are_drawn_by_residence_year_by_year(edition: str) -> None:
    own = code(edition)

    def mine(series: pd.Series) -> pd.Series:
        return of(within(scaled(series, edition), edition), own)

    computed = mine(derived("patents"))
    frame = pd.DataFrame(
        {
            "All applicants": continued(mine(office_totals()), mine(office_quoted())),
            "Residents": continued(
                mine(resident_applications()),
                computed.head(0) if regional(own, "patents") else computed,
            ),
            "Non-residents": continued(mine(nonresident_applications()), mine(flow("foreign"))),
        }
    ).dropna(axis="columns", how="all")
    if frame.empty:
        assert missing(edition, "fig-patents-filings")
        return
    width = values("patent_flows", "tolerance", flow="foreign").get((own, 2023), 0)
    kinds = {
        **{("Residents", year): words for year, words in DERIVED.items()},
        ("Non-residents", 2023): f"derived, ±{width:.0f} percent",
        ("All applicants", 2024): "derived" if own == "IND" else QUOTED,  # a sum of two quoted
        ("All applicants", 2025): QUOTED,
    }
    assert (columns(edition, "fig-patents-filings"), rows(edition, "fig-patents-filings")) == (
        kinds_table(frame, kinds)
    )


def estimates(edition: str) -> pd.DataFrame:
    world = numbers("patent_applications_world", "applications", applicant="total")
    return world[world["year"] <= last_year(edition)].sort_values("year")


def part_of_world(edition: str) -> str | None:
    """The office's part of the world's applications in the year of the newest estimate."""
    world = estimates(edition)
    if world.empty:
        return None
    year = int(world["year"].iloc[-1])
    found = headline_figures("office_share_of_world_applications").get((code(edition), year))
    return None if found is None else percent(found)


def world_sentence(edition: str) -> str:
    newest, received = estimates(edition).iloc[-1], part_of_world(edition)
    value = (
        f"about {fixed(newest['applications'] / 1e6, 1)} million"
        if newest["rounded"] == "true"
        else counted(newest["applications"])
    )
    more = f"; the office of {said(code(edition))} received {received} of them" if received else ""
    return (
        f"WIPO puts the patent applications filed worldwide in {newest['year']} at {value}{more}."
    )


@each
def test_the_world_total_is_the_newest_estimate_up_to_the_last_year(edition: str) -> None:
    world = estimates(edition)
    if world.empty:
        assert headline(edition, "fig-patents-world") is None
        assert str(last_year(edition)) in str(missing(edition, "fig-patents-world"))
        return
    assert headline(edition, "fig-patents-world") == world_sentence(edition)
    assert rows(edition, "fig-patents-world") == [
        [str(year), cell(value)]
        for year, value in zip(world["year"], world["applications"], strict=True)
    ]


def assert_absent(edition: str, label: str) -> None:
    """The exhibit has nothing to show, and says why."""
    assert (headline(edition, label), rows(edition, label)) == (None, [])
    assert missing(edition, label)


def check_ranking(edition: str, label: str, found: pd.Series, sentence: str) -> None:
    """A ranking's sentence, which names rank, n and name, and its rows; absent without a place."""
    own = code(edition)
    if own not in found.index:
        assert_absent(edition, label)
        return
    rank, n = place(found, own)
    assert headline(edition, label) == begin(
        sentence.format(name=said(own), rank=reading.ordinal(rank), n=n)
    )
    assert rows(edition, label) == ranking_rows(found, own)
    marked = [
        row[1]
        for row, is_own in zip(rows(edition, label), strong(edition, label), strict=True)
        if is_own
    ]
    assert marked == [economy(own)]


@each
def test_offices_are_ranked_by_all_applications(edition: str) -> None:
    total = scaled(office_totals(), edition)
    year = covered(total, edition)
    assert year is not None
    found = in_year(total, year)
    names = {
        "ARIPO": "the African Regional Intellectual Property Organization",
        "EAPO": "the Eurasian Patent Office",
        "EPO": "the European Patent Office",
        "GCC": "the patent office of the Gulf Cooperation Council",
        "OAPI": "the African Intellectual Property Organization",
    }
    others = " and ".join(names[one] for one in regional(code(edition), "patents"))
    elsewhere = f"; those at {others} are not in" if others else ""
    check_ranking(
        edition,
        "fig-patents-offices",
        found,
        f"The office of {{name}} ranks {{rank}} of {{n}} national offices by applications"
        f"{per(edition)} in {year}{elsewhere}.",
    )


def per_million() -> pd.Series:
    return ratio(origin_totals(), population(), 1e6)


def per_million_years(edition: str) -> tuple[int | None, int]:
    held = within(per_million(), edition)
    end = covered(held, edition)
    assert end is not None
    first = max(int(held.index.get_level_values("when").min()), end - 10)
    return (first if first != end else None), end


def per_million_sentence(edition: str) -> str | None:
    own, held = code(edition), within(per_million(), edition)
    start, end = per_million_years(edition)
    found = in_year(held, end)
    ranked = without_few(found, in_year(origin_totals(), end))
    if own not in found.index:
        return None
    value = float(found[own])
    broken = any((start or 0) < year <= end for year in breaks("patent_origin_totals", own))
    before = held.get((own, start)) if start else None
    then = f", after {rate(before)} in {start}" if before and not broken else ""
    if own in ranked.index:
        return begin(
            f"{said(own)} ranks {reading.told_ordinal(ranked, own)} of {len(ranked)} by residents’ "
            "patent applications per million people, at home and abroad: "
            f"{rate(value)} in {end}{then}."
        )
    return (
        f"Residents of {said(own)} filed {rate(value)} patent {plural(value, 'application')} per "
        f"million people in {end}{then}, too few to be ranked."
    )


@each
def test_the_rate_per_head_has_its_rank_and_its_change(edition: str) -> None:
    assert headline(edition, "fig-patents-per-million") == per_million_sentence(edition)


def two_years(series: pd.Series, edition: str, start: int, end: int, data: str) -> list[list[str]]:
    """Rows of a drawing of two years, largest last value first; a broken first value is open."""
    last = in_year(series, end)
    shown = [one for one in compared(edition) if one in last.index]
    rows_of = []
    for one in sorted(shown, key=lambda one: -last[one]):
        broken = any(start < year <= end for year in breaks(data, one))
        before = None if broken else series.get((one, start))
        rows_of.append([economy(one), cell(before), cell(float(last[one]))])
    return rows_of


@each
def test_rates_per_head_of_peers_are_those_of_the_first_and_the_last_year(edition: str) -> None:
    start, end = per_million_years(edition)
    assert start is not None
    label = "fig-patents-per-million"
    if (code(edition), end) not in per_million().index:
        assert_absent(edition, label)
        return
    assert [title.split(" [")[0] for title in columns(edition, label)] == [
        "Economy",
        str(start),
        str(end),
    ]
    assert rows(edition, label) == two_years(
        within(per_million(), edition), edition, start, end, "patent_origin_totals"
    )


def index_indicator(indicator: str, edition: str, newest: int = 9999) -> pd.Series | None:
    """An indicator as the newest edition of the index up to the last year prints it."""
    held = numbers("gii_indicators", "value", indicator=indicator)
    up_to = min(last_year(edition), newest)
    editions = [int(year) for year in table("gii_indicators")["edition"] if int(year) <= up_to]
    if not editions:
        return None
    shown = held[held["edition"] == max(editions)]
    return shown.set_index(["economy", "data_year"])["value"].rename_axis(["code", "when"])


def index_ranked(indicator: str, edition: str, newest: int = 9999) -> pd.Series | None:
    """The same in the year that is ranked, without those that stand for fewer than twenty."""
    series = index_indicator(indicator, edition, newest)
    year = covered(series, edition) if series is not None else None
    if series is None or year is None:
        return None
    counts = (series * gdp_ppp() / 1e9).dropna()
    return without_few(in_year(series, year), in_year(counts, year)).rename(year)


@each
def test_international_families_are_ranked_where_they_are_twenty_or_more(edition: str) -> None:
    label, found = "fig-patents-families", index_ranked("patent_families", edition)
    if found is None:
        assert headline(edition, label) is None
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    own, year = code(edition), found.name
    value = rate(float(found[own])) if own in found.index else ""
    check_ranking(
        edition,
        label,
        found,
        f"{{name}} ranks {{rank}} of {{n}} by international patent families in relation to GDP: "
        f"{value} per billion PPP dollars in {year}.",
    )


FLOWS = {"At home": "home", "Abroad": "abroad", "From abroad": "foreign"}


@each
def test_what_is_filed_at_home_and_abroad_has_its_values_and_its_years(edition: str) -> None:
    titles = ["Economy"]
    body = [[economy(one)] for one in compared(edition)]
    for title, name in FLOWS.items():
        year = covered(flow(name), edition)
        titles.append(f"{title}, {year} [applications]" if year else f"{title} [applications]")
        for row, one in zip(body, compared(edition), strict=True):
            row.append(cell(flow(name).get((one, year))))
    shown = [row for row in body if set(row[1:]) != {MISSING}]
    shown = shown if economy(code(edition)) in [row[0] for row in shown] else []
    assert bool(missing(edition, "tbl-patents-scales")) is not bool(shown)
    assert rows(edition, "tbl-patents-scales") == shown
    if shown:
        assert columns(edition, "tbl-patents-scales") == titles
    own = of(within(flow("abroad"), edition), code(edition))
    expected = None
    if len(own):
        year, value = own.index[-1], own.iloc[-1]
        share = part(value, origin_totals()[code(edition), year])
        expected = (
            f"Of the applications that residents of {said(code(edition))} filed in {year}, about "
            f"{share} went abroad."
        )
    assert headline(edition, "tbl-patents-scales") == (expected if shown else None)


SOUGHT = (
    "Applications at the European Patent Office",
    "Patents granted in the United States",
    "Trademark applications, Madrid System",
)


@each
def test_what_is_sought_beyond_the_own_office_is_the_newest_of_each_count(edition: str) -> None:
    label, own = "tbl-patents-sought", code(edition)
    counts = (
        values("epo_applications", "value", by="origin", indicator="applications"),
        values("uspto_patents", "patents", by="origin"),
        values("madrid_by_origin", "applications", by="origin"),
    )
    kinds = (QUOTED, "table", QUOTED)
    expected = []
    for title, series, kind in zip(SOUGHT, counts, kinds, strict=True):
        held = of(within(series, edition), own)
        at_home = own == "USA" and title == "Patents granted in the United States"
        if len(held) and not at_home:
            year, value = held.index[-1], held.iloc[-1]
            expected.append([title, counted(value), str(year), kind])
    assert rows(edition, label) == expected
    assert bool(missing(edition, label)) is not bool(expected)


def test_patents_of_the_own_office_are_not_sought_abroad() -> None:
    assert headline("USA", "tbl-patents-sought") == (
        "Applicants from the United States filed 10,987 trademark applications in the Madrid "
        "System in 2023."
    )


@pytest.mark.parametrize(
    ("edition", "office"),
    [("NAM", "the African Regional Intellectual Property Organization"), ("IND", ""), ("DEU", "")],
)
def test_grants_of_a_regional_office_are_said_not_to_be_in(edition: str, office: str) -> None:
    told = [note for note in texts(edition, "fig-patents-grants", "note") if "grants for" in note]
    expected = f"Patents that {office} grants for {said(code(edition))} are not counted here."
    assert told == ([expected] if office else [])


@each
def test_fields_are_the_largest_of_the_newest_year_beside_those_of_the_world(edition: str) -> None:
    label, own = "fig-patents-fields", code(edition)
    held = numbers("patent_families_by_field", "families", origin=own)
    world = numbers("patent_families_by_field_world", "families")
    held, world = (
        one[(one["field"] != "unassigned") & one["year"].between(1990, last_year(edition))]
        for one in (held, world)
    )
    sums = held.groupby("year")["families"].sum()
    if held.empty or sums.max() < 100:
        assert missing(edition, label)
        return
    year = int(sums[sums >= 100].index.max())
    mine, all_of = (
        one[one["year"] == year].set_index("field")["families"] for one in (held, world)
    )
    shares = (100 * mine / mine.sum()).sort_values(ascending=False)
    shown = rows(edition, label)
    assert [row[2] for row in shown] == [cell(value) for value in shares.head(10)]
    first = shares.index[0]
    assert shown[0][1] == cell(100 * all_of[first] / all_of.sum())
    assert str(headline(edition, label)).endswith(
        f"{percent(shares.iloc[0])} of their families in {year}, against "
        f"{percent(100 * all_of[first] / all_of.sum())} in the world."
    )


def pct_sentence(edition: str) -> str | None:
    own = code(edition)
    origin = of(within(values("pct_by_origin", "applications", by="origin"), edition), own)
    office = of(within(values("pct_receiving_office", "applications", by="office"), edition), own)
    if len(origin) and (not len(office) or origin.index[-1] >= office.index[-1]):
        year = int(origin.index[-1])
        growth = within(headline_figures("pct_applications_growth"), edition).get((own, year + 1))
        more = (
            f"; WIPO’s first figures for {year + 1}, as quoted, are {fixed(abs(growth), 1)}% "
            f"{'higher' if growth > 0 else 'lower'}"
            if growth is not None
            else ""
        )
        return (
            f"Applicants from {said(own)} filed {counted(origin.iloc[-1])} PCT applications in "
            f"{year}{more}."
        )
    if not len(office) or office.iloc[-1] == 0:
        return None
    one = office.iloc[-1] == 1
    return (
        f"{counted(office.iloc[-1])} PCT application{'' if one else 's'} published in "
        f"{office.index[-1]} {'is' if one else 'are'} counted for {said(own)}, mainly by receiving "
        "office."
    )


@each
def test_pct_applications_are_told_by_origin_where_that_is_not_the_older_count(
    edition: str,
) -> None:
    assert headline(edition, "fig-patents-pct") == pct_sentence(edition)


@each
def test_pct_counts_by_office_and_by_origin_stand_in_their_own_columns(edition: str) -> None:
    counts = {
        "Receiving office": values("pct_receiving_office", "applications", by="office"),
        "Origin": values("pct_by_origin", "applications", by="origin"),
    }
    frame = pd.DataFrame(
        {
            title: of(within(scaled(series, edition), edition), code(edition))
            for title, series in counts.items()
        }
    ).dropna(axis="columns", how="all")
    if frame.empty:
        assert missing(edition, "fig-patents-pct")
        return
    drawn = columns(edition, "fig-patents-pct"), rows(edition, "fig-patents-pct")
    assert drawn == lines_table(frame)


@each
def test_the_largest_pct_applicants_are_named_and_not_counted(edition: str) -> None:
    held = numbers("pct_applicants", "applications")
    held = held[held["year"] <= last_year(edition)]
    label = "tbl-patents-applicants"
    if held.empty:
        assert headline(edition, label) is None
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    counts = (
        of(within(values(name, "applications", by=by), edition), code(edition))
        for name, by in (("pct_by_origin", "origin"), ("pct_receiving_office", "office"))
    )
    if not any(len(one) for one in counts):
        assert (
            missing(edition, label) == f"No PCT applications are counted for {said(code(edition))}."
        )
        return
    newest = held[held["year"] == held["year"].max()].sort_values("applications", ascending=False)
    first = newest.iloc[0]
    assert headline(edition, label) == (
        f"Of the applicants listed here, {first['applicant']} ({economy(first['economy'])}) had "
        f"most PCT applications published in {first['year']}: {counted(first['applications'])}."
    )
    assert rows(edition, label) == [
        [one.applicant, economy(one.economy), cell(one.applications)] for one in newest.itertuples()
    ]
    reading.assert_low_marked(edition, label, counted(first["applications"]), first["trust"])
    reading.assert_low_told(edition, label, newest)


@each
def test_grants_go_from_the_first_year_to_the_last(edition: str) -> None:
    own = code(edition)
    series = scaled(values("patent_grants", "patents", by="office"), edition)
    granted = of(within(series, edition), own)
    if granted.empty:
        assert headline(edition, "fig-patents-grants") is None
        assert missing(edition, "fig-patents-grants")
        return
    expected = trend(
        since(granted, breaks("patent_grants", own)),
        f"Patents granted by the office of {said(own)}",
        last_year(edition),
        f" patents granted{per(edition)}" if per(edition) else "",
        rate if per(edition) else counted,
    )
    assert headline(edition, "fig-patents-grants") == expected
    assert rows(edition, "fig-patents-grants") == [
        [str(year), cell(value)] for year, value in granted.items()
    ]


@each
def test_patents_in_force_are_as_quoted_or_ranked_in_the_last_full_year(edition: str) -> None:
    own, label = code(edition), "fig-patents-in-force"
    held = within(scaled(values("patents_in_force", "patents", by="office"), edition), edition)
    quoted = within(headline_figures("patents_in_force"), edition)
    end = covered(held, edition)
    named = of(quoted, own)
    if not len(named) and of(held, own).empty:
        assert_absent(edition, label)
        return
    if len(named):
        year, value = int(named.index[-1]), float(named.iloc[-1])
        among = in_year(quoted, year).drop("", errors="ignore")
        first = leaders(among)[0]
        others = (
            f", the most among the {len(among)} offices that WIPO names"
            if first == own
            else f"; {said(first)} had most among the {len(among)} offices that WIPO names, "
            f"{counted(float(among[first]))}"
        )
        expected: str | None = (
            f"{counted(value)} patents were in force at the office of {said(own)} at the end of "
            f"{year}{others}."
        )
    elif end is None:
        expected = None
    elif own in in_year(held, end).index:
        found = in_year(held, end)
        expected = (
            f"The office of {said(own)} ranks {reading.told_ordinal(found, own)} of {len(found)} "
            f"by patents in force{per(edition)}: "
            f"{(rate if per(edition) else counted)(float(held[own, end]))} in {end}."
        )
    else:
        n = len(in_year(held, end))
        expected = begin(f"{said(own)} has no value for {end}; {n} economies have.")
    assert headline(edition, label) == expected
    frame = pd.DataFrame(
        {
            economy(one): continued(of(held, one), of(scaled(quoted, edition), one))
            for one in compared(edition)
        }
    ).dropna(axis="columns", how="all")
    kinds = {(title, 2022): QUOTED for title in map(str, frame)}
    drawn = columns(edition, label), rows(edition, label)
    assert drawn == kinds_table(frame, kinds)


def effort_and_result(edition: str) -> tuple[int, pd.DataFrame]:
    filed = per_million()
    year = covered(filed, edition)
    assert year is not None
    both = pd.DataFrame(
        {
            "spent": in_year(values("rd_expenditure", "percent_of_gdp"), year),
            "filed": in_year(filed, year),
        }
    ).dropna()
    return year, both[both["filed"] > 0]


@each
def test_effort_and_result_are_ranked_each_on_its_own(edition: str) -> None:
    own = code(edition)
    year, both = effort_and_result(edition)
    if own not in both.index:
        assert headline(edition, "fig-patents-effort") is None
        assert missing(edition, "fig-patents-effort")
        return
    spent, filed = (reading.told_ordinal(both[name], own) for name in ("spent", "filed"))
    assert headline(edition, "fig-patents-effort") == (
        f"Of {len(both)} economies, {said(own)} ranks {spent} by R&D expenditure and {filed} by "
        f"patent applications per head in {year}."
    )


@each
def test_effort_stands_on_the_axis_across_and_result_on_the_axis_up(edition: str) -> None:
    _, both = effort_and_result(edition)
    label = "fig-patents-effort"
    if code(edition) not in both.index:
        assert rows(edition, label) == []
        return
    assert columns(edition, label) == [
        "Economy",
        "R&D expenditure, percent of GDP",
        "Applications per million people",
    ]
    assert sorted(rows(edition, label)) == sorted(
        [economy(str(one)), cell(float(row["spent"])), cell(float(row["filed"]))]
        for one, row in both.iterrows()
    )
    assert sources(edition, label) == {"rd-expenditure", "patent-origin-totals", "population"}


@each
def test_researchers_per_head_go_from_the_last_break_to_the_last_year(edition: str) -> None:
    own = code(edition)
    series = values("researchers", "per_million")
    if of(within(series, edition), own).empty:
        assert_absent(edition, "fig-patents-researchers")
        return
    held = since(of(within(series, edition), own), breaks("researchers", own))
    expected = trend(
        held,
        f"The density of researchers in {said(own)}",
        last_year(edition),
        " researchers (FTE) per million people",
        rate,
    )
    assert headline(edition, "fig-patents-researchers") == expected
    drawn = columns(edition, "fig-patents-researchers"), rows(edition, "fig-patents-researchers")
    assert drawn == peers_table(series, edition)


def index_sentence(edition: str) -> str | None:
    own = code(edition)
    ranks = values("gii_ranks", "rank", year="edition")
    held = of(within(ranks, edition), own)
    if held.empty:
        return None
    newest = int(held.index[-1])
    everyone = in_year(ranks, newest)
    of_all = f" of {len(everyone)}" if len(everyone) == everyone.max() else ""
    then, now = int(held.iloc[0]), int(held.iloc[-1])
    moved = ""
    if len(held) > 1:
        moved = f", as in {held.index[0]}"
        if now != then:
            moved = f", after {reading.ordinal(then)} in {held.index[0]}"
    return begin(
        f"{said(own)} ranks {reading.ordinal(now)}{of_all} in the Global Innovation Index of "
        f"{newest}{moved}."
    )


@each
def test_the_rank_in_the_index_is_told_then_and_now(edition: str) -> None:
    label = "fig-patents-gii"
    if last_year(edition) < 2013:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    expected = index_sentence(edition)
    if expected is None:
        assert_absent(edition, label)
        return
    assert headline(edition, label) == expected
    assert (columns(edition, label), rows(edition, label)) == peers_table(
        values("gii_ranks", "rank", year="edition"), edition
    )


RIGHTS = {"invention": "Inventions", "utility_model": "Utility models", "design": "Designs"}


def office_of_china(edition: str, event: str, right: str, applicant: str) -> pd.Series:
    """A count of China's office by year."""
    held = numbers("cnipa_patents", "patents", right=right, event=event, applicant=applicant)
    held = held[(held["year"] >= 1990) & (held["year"] <= last_year(edition))]
    return held.set_index("year")["patents"].sort_index()


@each
def test_applications_at_the_office_of_china_are_told_right_by_right(edition: str) -> None:
    label = "fig-patents-china-applications"
    if code(edition) != "CHN":
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    inventions = office_of_china(edition, "application", "invention", "domestic")
    models = office_of_china(edition, "application", "utility_model", "domestic")
    expected = None
    if len(inventions) and inventions.index[-1] in models.index:
        year = inventions.index[-1]
        expected = (
            f"Domestic applicants filed {counted(inventions[year])} applications for inventions "
            f"and {counted(models[year])} for utility models with China’s office in {year}."
        )
    assert headline(edition, label) == expected
    frame = pd.DataFrame(
        {
            f"{title}, {applicant.capitalize()}": office_of_china(
                edition, "application", right, applicant
            )
            for right, title in RIGHTS.items()
            for applicant in ("domestic", "foreign")
        }
    ).dropna(axis="columns", how="all")
    assert (columns(edition, label), rows(edition, label)) == lines_table(frame)


@each
def test_rights_in_force_in_china_are_told_right_by_right(edition: str) -> None:
    label = "fig-patents-china-in-force"
    stock = pd.DataFrame(
        {
            title: office_of_china(edition, "in_force", right, "total")
            for right, title in RIGHTS.items()
        }
    ).dropna()
    if code(edition) != "CHN" or stock.empty:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    inventions, models = stock["Inventions"].iloc[-1], stock["Utility models"].iloc[-1]
    assert headline(edition, label) == (
        f"At the end of {stock.index[-1]}, {fixed(models / inventions, 1)} utility models were in "
        "force in China for each invention."
    )
    assert [title.split(" [")[0] for title in columns(edition, label)] == ["Year", *RIGHTS.values()]
    assert rows(edition, label) == lines_table(stock)[1]


@each
def test_high_value_patents_are_the_newest_figure_of_the_office_of_china(edition: str) -> None:
    label = "fig-patents-china-high-value"
    held = numbers(
        "cnipa_indicators", "value", indicator="high_value_invention_patents_per_10000"
    ).sort_values("year")
    held = held[held["year"] <= last_year(edition)]
    if code(edition) != "CHN" or held.empty:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    newest = held.iloc[-1]
    assert set(held["unit"]) == {"per 10,000 people"}
    assert headline(edition, label) == (
        f"China’s office counts {rate(newest['value'])} high-value invention patents per 10,000 "
        f"people in {newest['year']}."
    )
    assert rows(edition, label) == [
        [str(year), cell(value)] for year, value in zip(held["year"], held["value"], strict=True)
    ]


@each
def test_the_key_findings_are_these_sentences_and_no_others(edition: str) -> None:
    by_weight = [
        by_origin_sentence(edition),
        world_sentence(edition) if part_of_world(edition) else None,
        pct_sentence(edition),
        filings_sentence(edition),
        per_million_sentence(edition),
        index_sentence(edition),
    ]
    expected = [found for found in by_weight if found][:5]
    shown = findings(edition, "find-patents")
    assert sorted(shown) == sorted(expected)
    assert bool(missing(edition, "find-patents")) is not bool(expected)


def year_told(sentence: str) -> int:
    """The year of the newest value that a finding tells, which it tells first."""
    return int(re.findall(r"\b(?:in|of) ((?:19|20)\d\d)\b", sentence)[0])


@each
def test_the_key_findings_of_the_newest_year_stand_first(edition: str) -> None:
    years = [year_told(found) for found in findings(edition, "find-patents")]
    assert years == sorted(years, reverse=True)


@each
def test_caveats_are_told_of_the_series_that_have_values(edition: str) -> None:
    own, label = code(edition), "tbl-patents-caveats"
    told_of = {row[0] for row in rows(edition, label)}
    has = {
        "Patent applications by origin": origin_totals(),
        "Patent applications": pd.concat(
            [office_totals(), resident_applications(), nonresident_applications()]
        ),
        "Patent flows 2023, approximate": flow("abroad"),
        "PCT applications by receiving office": values(
            "pct_receiving_office", "applications", by="office"
        ),
        "Patents granted": values("patent_grants", "patents", by="office"),
        "Patents in force": values("patents_in_force", "patents", by="office"),
        "Global Innovation Index ranks": values("gii_ranks", "rank", year="edition"),
    }
    expected = {title for title, one in has.items() if len(of(within(one, edition), own))}
    if not missing(edition, "fig-patents-fields"):
        expected.add("Patent families by field")
    assert told_of == expected

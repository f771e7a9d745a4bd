"""The chapter on patents, computed again."""

from __future__ import annotations

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
    told,
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
    more = (
        f"; the figure quoted from WIPO for {newer.index[-1]} is {counted(newer.iloc[-1])}"
        if len(newer)
        else ""
    )
    return (
        f"Residents of {said(code(edition))} filed {counted(own.iloc[-1])} patent {noun} at home "
        f"and abroad in {own.index[-1]}{more}."
    )


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
    return f"{start}; of those of {then} residents filed {share}."


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


@each
def test_the_world_total_is_the_newest_estimate_up_to_the_last_year(edition: str) -> None:
    world = numbers("patent_applications_world", "applications", applicant="total")
    world = world[world["year"] <= last_year(edition)].sort_values("year")
    if world.empty:
        assert headline(edition, "fig-patents-world") is None
        assert str(last_year(edition)) in str(missing(edition, "fig-patents-world"))
        return
    newest = world.iloc[-1]
    rounded = newest["rounded"] == "true"
    value = (
        f"about {fixed(newest['applications'] / 1e6, 1)} million"
        if rounded
        else counted(newest["applications"])
    )
    assert headline(edition, "fig-patents-world") == (
        f"WIPO puts the patent applications filed worldwide in {newest['year']} at {value}."
    )
    assert rows(edition, "fig-patents-world") == [
        [str(year), cell(value)]
        for year, value in zip(world["year"], world["applications"], strict=True)
    ]


def check_ranking(
    edition: str, label: str, found: pd.Series, own_sentence: str, otherwise: str
) -> None:
    """A ranking's sentence and rows; templates name rank, n, value, name and leader."""
    own = code(edition)
    subject = own if own in found.index else leaders(found)[0]
    rank, n = place(found, subject)
    template = own_sentence if subject == own else otherwise
    assert headline(edition, label) == begin(
        template.format(name=said(subject), rank=rank, n=n, value=float(found[subject]))
    )
    assert rows(edition, label) == ranking_rows(found, own)
    marked = [
        row[1]
        for row, is_own in zip(rows(edition, label), strong(edition, label), strict=True)
        if is_own
    ]
    assert marked == ([economy(own)] if own in found.index else [])


@each
def test_offices_are_ranked_by_all_applications(edition: str) -> None:
    total = scaled(office_totals(), edition)
    year = covered(total, edition)
    assert year is not None
    found = in_year(total, year)
    own = code(edition)
    value = float(found[own if own in found.index else leaders(found)[0]])
    shown = (rate if per(edition) else counted)(value)
    check_ranking(
        edition,
        "fig-patents-offices",
        found,
        f"The office of {{name}} ranks {{rank}} of {{n}} national offices in {year}, with "
        f"{shown} applications{per(edition)}.",
        f"The office of {{name}} is first of {{n}} offices with data in {year}, with {shown} "
        f"applications{per(edition)}.",
    )


def per_million() -> pd.Series:
    return ratio(origin_totals(), population(), 1e6)


def per_million_years(edition: str) -> tuple[int | None, int]:
    held = within(per_million(), edition)
    end = covered(held, edition)
    assert end is not None
    first = max(int(held.index.get_level_values("when").min()), end - 10)
    return (first if first != end else None), end


def per_million_sentence(edition: str) -> str:
    own, held = code(edition), within(per_million(), edition)
    start, end = per_million_years(edition)
    found = in_year(held, end)
    ranked = without_few(found, in_year(origin_totals(), end))
    if own not in found.index:
        return begin(f"{said(own)} has no value for {end}; {len(ranked)} economies have.")
    value = float(found[own])
    sentence = (
        f"{said(own)}: residents filed {rate(value)} {plural(value, 'application')} per million "
        f"people at home and abroad in {end}"
    )
    if own in ranked.index:
        rank, n = place(ranked, own)
        sentence += f" (rank {rank} of {n})"
    else:
        sentence += ", too few to be ranked"
    broken = any((start or 0) < year <= end for year in breaks("patent_origin_totals", own))
    before = held.get((own, start)) if start else None
    if before and not broken:
        sentence += f", and {rate(before)} in {start}"
    return begin(f"{sentence}.")


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
    subject = code(edition) if code(edition) in found.index else leaders(found)[0]
    value, year = rate(float(found[subject])), found.name
    check_ranking(
        edition,
        label,
        found,
        f"{{name}} ranks {{rank}} of {{n}} by international patent families in relation to GDP: "
        f"{value} per billion PPP dollars in {year}.",
        f"{{name}} has most international patent families in relation to GDP: {value} per billion "
        f"PPP dollars in {year}, among {{n}} economies with twenty or more.",
    )


def activity(edition: str) -> list[tuple[str, str, pd.Series | None, int | None]]:
    """Title, unit, series and year of the measures, in their order."""
    found = [
        ("At home", "applications", flow("home")),
        ("Abroad", "applications", flow("abroad")),
        ("From abroad", "applications", flow("foreign")),
        ("Home and abroad", "per million", per_million()),
        ("International families", "per bn PPP$", index_indicator("patent_families", edition)),
    ]
    return [
        (title, unit, series, covered(series, edition) if series is not None else None)
        for title, unit, series in found
    ]


@each
def test_what_is_filed_at_home_and_abroad_has_its_values_and_its_years(edition: str) -> None:
    titles = ["Economy"]
    body = [[economy(one)] for one in compared(edition)]
    for title, unit, series, year in activity(edition):
        titles.append(f"{title}, {year} [{unit}]" if year else f"{title} [{unit}]")
        for row, one in zip(body, compared(edition), strict=True):
            row.append(cell(series.get((one, year)) if series is not None else None))
    shown = [row for row in body if set(row[1:]) != {MISSING}]
    assert rows(edition, "tbl-patents-scales") == shown
    if shown:
        assert columns(edition, "tbl-patents-scales") == titles
    own = of(within(flow("abroad"), edition), code(edition))
    if own.empty:
        expected = (
            f"The book cannot tell what residents of {said(code(edition))} file at home from what "
            "they file abroad."
        )
    else:
        year, value = own.index[-1], own.iloc[-1]
        share = part(value, origin_totals()[code(edition), year])
        expected = (
            f"Of the applications that residents of {said(code(edition))} filed in {year}, about "
            f"{share} went abroad."
        )
    assert headline(edition, "tbl-patents-scales") == (expected if shown else None)


SOUGHT = (
    ("Patent applications abroad", "applications"),
    ("PCT applications", "applications"),
    ("At the European Patent Office", "applications"),
    ("In the United States", "patents granted"),
    ("Trademarks, Madrid System", "applications"),
)


@each
def test_what_is_sought_beyond_the_own_office_is_the_newest_of_each_count(edition: str) -> None:
    label, own = "tbl-patents-sought", code(edition)
    counts = (
        flow("abroad"),
        values("pct_by_origin", "applications", by="origin"),
        values("epo_applications", "value", by="origin", indicator="applications"),
        values("uspto_patents", "patents", by="origin"),
        values("madrid_by_origin", "applications", by="origin"),
    )
    width = values("patent_flows", "tolerance", flow="abroad").get((own, 2023), 0)
    kinds = (f"derived, ±{width:.0f} percent", QUOTED, QUOTED, "table", QUOTED)
    expected = []
    for (title, unit), series, kind in zip(SOUGHT, counts, kinds, strict=True):
        held = of(within(series, edition), own)
        if len(held):
            year, value = held.index[-1], held.iloc[-1]
            expected.append([title, counted(value), unit, str(year), kind])
    assert rows(edition, label) == expected
    assert bool(missing(edition, label)) is not bool(expected)


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
        return (
            f"Applicants from {said(own)} filed {counted(origin.iloc[-1])} PCT applications in "
            f"{origin.index[-1]}."
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
    newest = held[held["year"] == held["year"].max()].sort_values("applications", ascending=False)
    first = newest.iloc[0]
    assert headline(edition, label) == (
        f"Of the applicants held for {first['year']}, {first['applicant']} "
        f"({economy(first['economy'])}) published most PCT applications, "
        f"{counted(first['applications'])}."
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
    if len(named):
        year, value = int(named.index[-1]), float(named.iloc[-1])
        among = in_year(quoted, year).drop("", errors="ignore")
        first = leaders(among)[0]
        others = (
            f", the most of the {len(among)} offices that it names"
            if first == own
            else f"; of the {len(among)} offices that it names, that of {said(first)} has most, "
            f"{counted(float(among[first]))}"
        )
        expected: str | None = (
            f"WIPO puts the patents in force at the office of {said(own)} at the end of {year} at "
            f"{counted(value)}{others}."
        )
    elif end is None:
        expected = None
    elif own in in_year(held, end).index:
        rank, n = place(in_year(held, end), own)
        expected = (
            f"The office of {said(own)} had "
            f"{(rate if per(edition) else counted)(float(held[own, end]))} patents in "
            f"force{per(edition)} in {end}: rank {rank} of {n} offices with data."
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
    if own in both.index:
        spent, filed = (told(both[name], own) for name in ("spent", "filed"))
        expected = (
            f"Of the {len(both)} economies with both measures in {year}, {said(own)} ranks {spent} "
            f"by R&D expenditure and {filed} by patent applications at home and abroad per head."
        )
    else:
        ranks = both.rank()
        centred = ranks - ranks.mean()
        rho = (centred["spent"] * centred["filed"]).sum() / (
            (centred["spent"] ** 2).sum() * (centred["filed"] ** 2).sum()
        ) ** 0.5
        assert rho > 0.3
        expected = (
            "Economies that spend a larger share on R&D tend to file more per head: rank "
            f"correlation {fixed(rho, 2)} among {len(both)} economies in {year}."
        )
    assert headline(edition, "fig-patents-effort") == expected


@each
def test_effort_stands_on_the_axis_across_and_result_on_the_axis_up(edition: str) -> None:
    _, both = effort_and_result(edition)
    label = "fig-patents-effort"
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
    held = since(of(within(series, edition), own), breaks("researchers", own))
    expected = trend(
        held,
        f"The number of researchers in relation to people in {said(own)}",
        last_year(edition),
        " researchers (FTE) per million people",
        rate,
    )
    if held.empty:
        expected = begin(
            f"{said(own)} has no values on researchers per million people within "
            f"1990–{last_year(edition)}."
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
        moved = f"; in that of {held.index[0]} it had the same rank"
        if now != then:
            moved = f"; in that of {held.index[0]} it ranked {then}"
    return begin(
        f"{said(own)} ranks {now}{of_all} in the {newest} edition of the Global Innovation "
        f"Index{moved}."
    )


@each
def test_the_rank_in_the_index_is_told_then_and_now(edition: str) -> None:
    label = "fig-patents-gii"
    if last_year(edition) < 2013:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    expected = index_sentence(edition) or begin(
        f"{said(code(edition))} has no values on the rank in the Global Innovation Index within "
        f"1990–{last_year(edition)}."
    )
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
    inventions = office_of_china(edition, "application", "invention", "total")
    models = office_of_china(edition, "application", "utility_model", "total")
    expected = None
    if len(inventions) and inventions.index[-1] in models.index:
        year = inventions.index[-1]
        expected = (
            f"In {year} the office received {counted(inventions[year])} applications for "
            f"inventions and {counted(models[year])} for utility models."
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
        f"At the end of {stock.index[-1]}, {counted(inventions)} inventions and {counted(models)} "
        f"utility models were in force: {fixed(models / inventions, 1)} utility models for each "
        "invention."
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
        f"China's office counts {rate(newest['value'])} high-value invention patents per 10,000 "
        f"people in its figure of {newest['year']}."
    )
    assert rows(edition, label) == [
        [str(year), cell(value)] for year, value in zip(held["year"], held["value"], strict=True)
    ]


@each
def test_the_key_findings_are_these_sentences_and_no_others(edition: str) -> None:
    own = code(edition)
    _, end = per_million_years(edition)
    has_rate = (own, end) in per_million().index
    expected = [
        by_origin_sentence(edition),
        filings_sentence(edition),
        per_million_sentence(edition) if has_rate else None,
        pct_sentence(edition),
        index_sentence(edition),
    ]
    assert findings(edition, "find-patents") == [found for found in expected if found]
    assert bool(missing(edition, "find-patents")) is not any(expected)

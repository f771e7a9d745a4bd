"""The chapter on patents, computed again."""

from __future__ import annotations

import pandas as pd
import pytest

from tests.truth import reading
from tests.truth.again import (
    breaks,
    cell,
    change,
    compared,
    counted,
    covered,
    fixed,
    in_year,
    leaders,
    lines_table,
    of,
    peers_table,
    per,
    percent,
    place,
    plural,
    ranking_rows,
    rate,
    resident_applications,
    scaled,
    since,
    told,
    trend,
    values,
    within,
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

# Members of the European Patent Convention among the editions; their residents file at the EPO.
EPC = {"DEU"}


def nonresident_applications() -> pd.Series:
    return values("patent_applications", "applications", by="office", applicant="nonresident")


def all_applications() -> pd.Series:
    return (resident_applications() + nonresident_applications()).dropna()


def filings_sentence(edition: str) -> str | None:
    name, own = said(code(edition)), code(edition)
    total = of(within(all_applications(), edition), own)
    if len(total):
        year, whole = total.index[-1], total.iloc[-1]
        by_residents = resident_applications()[own, year]
        if whole == 0:
            return f"The office of {name} received no patent applications in {year}."
        part = (
            f"{fixed(by_residents, 0)} of the {fixed(whole, 0)}"
            if whole < 100
            else f"{percent(100 * by_residents / whole)} of the {counted(whole)}"
        )
        noun = plural(whole, "application")
        return f"Residents filed {part} patent {noun} that the office of {name} received in {year}."
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


def filings_trend(edition: str) -> str | None:
    own = code(edition)
    if own in EPC:
        return None
    filed = of(within(resident_applications(), edition), own)
    filed = since(filed, breaks("patent_applications", own, applicant="resident"))
    return trend(filed, f"At the office of {said(own)}, applications by residents")


@each
def test_the_share_of_residents_is_that_of_the_latest_year_with_both_kinds(edition: str) -> None:
    assert headline(edition, "fig-patents-filings") == filings_sentence(edition)


@each
def test_filings_are_drawn_by_residence_year_by_year(edition: str) -> None:
    own = code(edition)
    frame = pd.DataFrame(
        {
            "Residents": of(within(scaled(resident_applications(), edition), edition), own),
            "Non-residents": of(within(scaled(nonresident_applications(), edition), edition), own),
        }
    ).dropna(axis="columns", how="all")
    if frame.empty:
        assert missing(edition, "fig-patents-filings")
        return
    assert (columns(edition, "fig-patents-filings"), rows(edition, "fig-patents-filings")) == (
        lines_table(frame)
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
    total = scaled(all_applications(), edition)
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
        f"The office of {{name}} ranks {{rank}} of {{n}} in {year}, with {shown} "
        f"applications{per(edition)}.",
        f"The office of {{name}} is first of {{n}} offices with data in {year}, with {shown} "
        f"applications{per(edition)}.",
    )


def per_million() -> pd.Series:
    return values("resident_patents_per_million", "per_million", by="origin")


def per_million_years(edition: str) -> tuple[int | None, int]:
    held = within(per_million(), edition)
    end = covered(held, edition)
    assert end is not None
    first = int(held.index.get_level_values("when").min())
    return (first if first != end else None), end


def per_million_sentence(edition: str) -> str:
    own, held = code(edition), within(per_million(), edition)
    start, end = per_million_years(edition)
    found = in_year(held, end)
    if own not in found.index:
        return begin(f"{said(own)} has no value for {end}; {len(found)} economies have.")
    value = float(found[own])
    rank, n = place(found, own)
    sentence = (
        f"{said(own)}: residents filed {rate(value)} {plural(value, 'application')} per million "
        f"people in {end}"
    )
    sentence += f" (rank {rank} of {n})" if value >= 20 else ", too few to be ranked"
    broken = any((start or 0) < year <= end for year in breaks("resident_patents_per_million", own))
    before = held.get((own, start)) if start else None
    if before and not broken:
        sentence += f"; since {start}, when it was {rate(before)}, the rate {change(before, value)}"
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
        within(per_million(), edition), edition, start, end, "resident_patents_per_million"
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


@each
@pytest.mark.parametrize(
    ("label", "indicator", "newest", "own", "otherwise"),
    [
        (
            "fig-patents-origins",
            "patents_by_origin",
            9999,
            "For its size, {{name}} ranks {{rank}} of {{n}}: {value} resident applications per "
            "billion PPP dollars of GDP in {year}.",
            "For its size, {{name}} files most: {value} resident applications per billion PPP "
            "dollars of GDP in {year}, among {{n}} economies with data.",
        ),
        (
            "fig-patents-pct-world",
            "pct_by_origin",
            2024,
            "{{name}} ranks {{rank}} of {{n}} by PCT applications in relation to GDP: {value} per "
            "billion PPP dollars in {year}.",
            "{{name}} files most PCT applications in relation to GDP: {value} per billion PPP "
            "dollars in {year}, among {{n}} economies with data.",
        ),
    ],
)
def test_rates_by_gdp_are_those_the_index_prints(
    edition: str, label: str, indicator: str, newest: int, own: str, otherwise: str
) -> None:
    series = index_indicator(indicator, edition, newest)
    year = covered(series, edition) if series is not None else None
    if series is None or year is None:
        assert headline(edition, label) is None
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    found = in_year(series, year)
    subject = code(edition) if code(edition) in found.index else leaders(found)[0]
    value = rate(float(found[subject]))
    check_ranking(
        edition,
        label,
        found,
        own.format(value=value, year=year),
        otherwise.format(value=value, year=year),
    )


def concluded(counts: pd.Series) -> pd.Series:
    """Families without those that the publisher calls incomplete or counts otherwise."""
    codes, years = (counts.index.get_level_values(at) for at in (0, 1))
    return counts[~(codes.isin(["IND", "ITA"]) | ((codes == "ZAF") & (years == 2018)))]


def families() -> pd.Series:
    return values("patent_families", "families", by="origin")


def scales(edition: str) -> list[tuple[str, str, pd.Series | None, int | None]]:
    """Title, unit, series and year of the four measures, in their order."""
    found = [
        ("At own office", "applications", resident_applications()),
        ("Filings per head, regional included", "per million", per_million()),
        ("Filings by GDP", "per bn PPP$", index_indicator("patents_by_origin", edition)),
        ("Families granted", "families", families()),
    ]
    return [
        (title, unit, series, covered(series, edition) if series is not None else None)
        for title, unit, series in found
    ]


@each
def test_four_measures_have_their_values_and_their_years(edition: str) -> None:
    titles = ["Economy"]
    body = [[economy(one)] for one in compared(edition)]
    for title, unit, series, year in scales(edition):
        titles.append(f"{title}, {year} [{unit}]" if year else f"{title} [{unit}]")
        for row, one in zip(body, compared(edition), strict=True):
            row.append(cell(series.get((one, year)) if series is not None else None))
    assert columns(edition, "tbl-patents-scales") == titles
    assert rows(edition, "tbl-patents-scales") == [row for row in body if set(row[1:]) != {MISSING}]


@each
def test_the_best_and_the_worst_place_on_four_measures_are_told(edition: str) -> None:
    own = code(edition)
    held, told = False, []
    for title, _, series, year in scales(edition):
        if series is None or year is None:
            continue
        held |= own in in_year(series, year).index
        found = in_year(concluded(series) if title == "Families granted" else series, year)
        if own not in found.index:
            continue
        ranked = title != "At own office" and not (
            title.startswith("Filings per") and found[own] < 20
        )
        if ranked:
            rank, n = place(found, own)
            told.append((rank, f"{rank} of {n} by {title[0].lower()}{title[1:]} in {year}"))
    ranks = [rank for rank, _ in told]
    if len(told) > 1:
        best = told[ranks.index(min(ranks))][1]
        worst = [words for rank, words in told if rank == max(ranks)][-1]
        expected = f"The rank of {said(own)} depends on the measure: {best}, {worst}."
    elif told:
        expected = begin(f"{said(own)} ranks {told[0][1]}.")
    elif held:
        expected = begin(f"{said(own)} cannot be ranked on any of these four measures.")
    else:
        expected = (
            f"The book holds no value of {said(own)} on any of these four measures in the years "
            "shown."
        )
    assert headline(edition, "tbl-patents-scales") == expected


@each
def test_families_go_from_the_first_year_to_the_last(edition: str) -> None:
    own, series = code(edition), scaled(families(), edition)
    unit = f" families{per(edition)}" if per(edition) else ""
    expected = trend(
        of(within(concluded(series), edition), own),
        f"Patent families with inventors in {said(own)}",
        unit,
        rate if unit else counted,
    )
    if expected is None:
        year = covered(series, edition)
        assert year is not None
        found = in_year(concluded(series), year)
        first = leaders(found)[0]
        expected = (
            f"Of {len(found)} economies with a value in {year}, {said(first)} is first, with "
            f"{counted(found[first])} families."
        )
    assert headline(edition, "fig-patents-families") == expected
    drawn = columns(edition, "fig-patents-families"), rows(edition, "fig-patents-families")
    assert drawn == peers_table(series, edition)


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
def test_the_largest_pct_applicants_are_counted_by_economy(edition: str) -> None:
    held = numbers("pct_applicants", "applications")
    held = held[held["year"] <= last_year(edition)]
    label = "tbl-patents-applicants"
    if held.empty:
        assert headline(edition, label) is None
        assert str(last_year(edition)) in str(missing(edition, label))
        return
    newest = held[held["year"] == held["year"].max()].sort_values("applications", ascending=False)
    own = int((newest["economy"] == code(edition)).sum())
    first = newest.iloc[0]
    assert headline(edition, label) == (
        f"{first['applicant']} leads the applicants held for {first['year']}, with "
        f"{counted(first['applications'])}; {own or 'none'} of the {len(newest)} "
        f"{'is' if own == 1 else 'are'} from {said(code(edition))}."
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
        f" patents granted{per(edition)}" if per(edition) else "",
        rate if per(edition) else counted,
    )
    assert headline(edition, "fig-patents-grants") == expected
    assert rows(edition, "fig-patents-grants") == [
        [str(year), cell(value)] for year, value in granted.items()
    ]


@each
def test_patents_in_force_are_ranked_in_the_last_year_with_enough_offices(edition: str) -> None:
    own = code(edition)
    held = within(scaled(values("patents_in_force", "patents", by="office"), edition), edition)
    label = "fig-patents-in-force"
    end = covered(held, edition)
    years = sorted({int(year) for year in held.index.get_level_values("when")})
    if end is None or years[0] == end:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    found = in_year(held, end)
    if own in found.index:
        rank, n = place(found, own)
        value = (rate if per(edition) else counted)(float(found[own]))
        expected = (
            f"The office of {said(own)} had {value} patents in force{per(edition)} in {end}: rank "
            f"{rank} of {n} offices with data."
        )
    else:
        expected = begin(f"{said(own)} has no value for {end}; {len(found)} economies have.")
    assert headline(edition, label) == expected
    assert [title.split(" [")[0] for title in columns(edition, label)] == [
        "Office",
        str(years[0]),
        str(end),
    ]
    assert rows(edition, label) == two_years(held, edition, years[0], end, "patents_in_force")


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
            f"by R&D expenditure and {filed} by resident applications per head."
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
    assert sources(edition, label) == {"rd-expenditure", "resident-patents-per-million"}


@each
def test_researchers_per_head_go_from_the_last_break_to_the_last_year(edition: str) -> None:
    own = code(edition)
    series = values("researchers", "per_million")
    held = since(of(within(series, edition), own), breaks("researchers", own))
    expected = trend(
        held,
        f"The number of researchers in relation to people in {said(own)}",
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
        moved = f", the same rank as in {held.index[0]}"
        if now != then:
            moved = f", {'up' if now < then else 'down'} from {then} in {held.index[0]}"
    return begin(
        f"{said(own)} ranks {now}{of_all} in the {newest} edition of the Global Innovation "
        f"Index{moved}."
    )


@each
def test_a_smaller_rank_number_in_the_index_is_told_as_up(edition: str) -> None:
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
        filings_sentence(edition),
        filings_trend(edition),
        per_million_sentence(edition) if has_rate else None,
        pct_sentence(edition),
        index_sentence(edition),
    ]
    assert findings(edition, "find-patents") == [found for found in expected if found]
    assert bool(missing(edition, "find-patents")) is not any(expected)

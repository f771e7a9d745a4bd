"""The chapter on copyright says what the data say."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from tests.truth import published, reading
from tests.truth.again_said import descriptor
from tests.truth.published import EVERY, code, headline, last_year, missing, rows, said

NAMES = {
    "berne": "Berne Convention",
    "ucc_geneva": "Universal Copyright Convention (Geneva text)",
    "rome": "Rome Convention",
    "phonograms": "Phonograms Convention",
    "ucc_paris": "Universal Copyright Convention (Paris text)",
    "brussels_satellites": "Brussels Satellites Convention",
    "trips": "TRIPS Agreement",
    "wct": "WIPO Copyright Treaty",
    "wppt": "WIPO Performances and Phonograms Treaty",
    "beijing": "Beijing Treaty",
    "marrakesh": "Marrakesh Treaty",
}
every_edition = pytest.mark.parametrize("edition", EVERY)


# Treaties


def parties() -> pd.DataFrame:
    """Who is in the lists of the treaties on copyright, and the day from which each is bound."""
    lists = published.table("treaties")
    lists = lists[lists["treaty"].isin(NAMES)].copy()
    through_union = lists["note"].str.extract(r"European Union since (\S+)")[0].fillna("")
    lists["since"] = lists["date_in_force"].where(
        lists["status"] != "bound_through_eu", through_union
    )
    return lists


def bound(edition: str) -> pd.DataFrame:
    """Those bound at the end of the edition's last year."""
    found = parties()
    return found[
        (found["since"] != "") & (found["since"].str[:4].astype(str) <= str(last_year(edition)))
    ]


def adopted(edition: str) -> list[str]:
    """The treaties of the time, oldest first."""
    facts = published.numbers("treaty_facts", "adopted")
    facts = facts[facts["treaty"].isin(NAMES) & (facts["adopted"] <= last_year(edition))]
    return list(facts.sort_values(["adopted", "treaty"])["treaty"])


def test_the_treaties_are_all_those_on_copyright_and_related_rights() -> None:
    facts = published.table("treaty_facts")
    kinds = facts["kind"].str.contains("copyright|related rights")
    assert set(facts.loc[kinds, "treaty"]) == set(NAMES)


@every_edition
def test_the_treaties_of_an_economy_are_counted_and_the_first_is_named(edition: str) -> None:
    own = bound(edition)
    own = own[own["economy"] == code(edition)].sort_values(["since", "treaty"])
    told = headline(edition, "fig-copyright-accessions")
    if own.empty:
        assert told is None
        assert missing(edition, "fig-copyright-accessions")
        return
    first = own.iloc[0]
    through_union = "bound_through_eu" in set(own["status"])
    start = f"the {NAMES[first['treaty']]}", first["since"][:4]
    beginning = ", beginning with {} in {}." if len(own) > 1 else ": {}, since {}."
    assert told == published.begin(
        f"{said(code(edition))} is {'bound by' if through_union else 'party to'} {len(own)} of "
        f"{len(adopted(edition))} treaties on copyright and related rights"
        + beginning.format(*start)
    )


@every_edition
def test_every_treaty_that_binds_an_economy_stands_in_its_row_of_dates(edition: str) -> None:
    in_force = bound(edition)
    own = in_force[in_force["economy"] == code(edition)]
    expected = {
        (day, NAMES[treaty], str((in_force["treaty"] == treaty).sum()))
        for treaty, day in zip(own["treaty"], own["since"], strict=True)
    }
    shown = rows(edition, "fig-copyright-accessions")
    assert {tuple(row) for row in shown} == expected
    assert [row[0] for row in shown] == sorted(row[0] for row in shown)


@every_edition
def test_every_treaty_has_its_parties_peers_and_date(edition: str) -> None:
    facts = published.table("treaty_facts").set_index("treaty")
    everybody, in_force = parties(), bound(edition)
    shown = rows(edition, "tbl-copyright-treaties")
    assert [row[0] for row in shown] == [NAMES[treaty] for treaty in adopted(edition)]
    for row, treaty in zip(shown, adopted(edition), strict=True):
        members = in_force[in_force["treaty"] == treaty]
        own = everybody[(everybody["treaty"] == treaty) & (everybody["economy"] == code(edition))]
        peers = members["economy"].isin(reading.peers(edition, "copyright")).sum()
        assert row[1] == facts.loc[treaty, "adopted"]
        assert row[3:] == [str(peers), str(len(members)), facts.loc[treaty, "complete_until"]]
        assert row[2] == standing(own, edition)


def standing(own: pd.DataFrame, edition: str) -> str:
    """What the table says of an economy in a list."""
    if own.empty:
        return "not in the list"
    since = str(own["since"].iloc[0])
    if not since:
        return "signed only"
    if since[:4] > str(last_year(edition)):
        return f"later: {since}"
    through_union = own["status"].iloc[0] == "bound_through_eu"
    return f"{since}, through the EU" if through_union else since


@every_edition
def test_the_widest_and_the_narrowest_treaty_are_named(edition: str) -> None:
    size = bound(edition).groupby("treaty").size().sort_values()
    assert headline(edition, "tbl-copyright-treaties") == (
        f"The {NAMES[size.index[-1]]} binds {size.iloc[-1]} economies, "
        f"the {NAMES[size.index[0]]} {size.iloc[0]}."
    )


@every_edition
def test_the_standing_towards_the_copyright_treaty_of_wipo_is_told(edition: str) -> None:
    in_force = bound(edition)
    members = set(in_force.loc[in_force["treaty"] == "wct", "economy"])
    listed = parties()
    signed = set(listed.loc[listed["treaty"] == "wct", "economy"]) - members
    name, n = said(code(edition)), len(members)
    expected = (
        f"{name} is one of the {n} economies bound by the WIPO Copyright Treaty."
        if code(edition) in members
        else f"{name} has signed but is not bound by the WIPO Copyright Treaty; {n} economies are."
        if code(edition) in signed
        else f"{name} is not in the list of parties to the WIPO Copyright Treaty; it binds {n} "
        "economies."
    )
    assert headline(edition, "fig-copyright-map") == published.begin(expected)


@every_edition
def test_the_map_shows_every_economy_as_bound_or_not(edition: str) -> None:
    members = parties()
    members = members[members["treaty"] == "wct"]
    listed = dict(zip(members["economy"], members["since"], strict=True))
    end = f"{last_year(edition)}-12-31"
    names = published.table("economies").set_index("economy")["name"].drop(["HKG", "MAC"])
    words = {
        name: "Not in the list"
        if own not in listed
        else "Signed only"
        if not listed[own]
        else "Bound"
        if listed[own] <= end
        else "Bound later"
        for own, name in names.items()
    }
    assert {row[0]: row[1] for row in rows(edition, "fig-copyright-map")} == words


# Registers


def registered(kind: str, economy: str, edition: str) -> pd.DataFrame:
    """An economy's registrations of a kind in the years of the edition, oldest first."""
    found = published.numbers("copyright_registrations", "registrations", kind=kind)
    found = found[(found["economy"] == economy) & (found["year"] <= last_year(edition))]
    return found.sort_values("year").set_index("year")


@every_edition
def test_a_register_is_told_of_from_its_first_to_its_last_year(edition: str) -> None:
    own, label = code(edition), "fig-copyright-registers"
    told = registered("total", own, edition)
    if told.empty:
        assert headline(edition, label) is None
        assert str(missing(edition, label)).startswith(
            "The register of China has no such figures"
            if own == "CHN"
            else f"No register of {said(own)} was found"
        )
        return
    assert headline(edition, label) == reading.went(
        f"Entries in the register of {said(own)}",
        told["registrations"],
        last_year(edition),
        reading.count,
    )
    for _, end in told.iloc[[0, -1]].iterrows():
        number = reading.count(end["registrations"])
        reading.assert_low_marked(edition, label, number, end["trust"])


@every_edition
def test_every_registration_stands_in_its_year_and_under_its_economy(edition: str) -> None:
    if missing(edition, "fig-copyright-registers"):
        assert registered("total", code(edition), edition).empty
        return
    known = {published.economy(economy): economy for economy in ("CAN", "CHN", "KOR", "USA")}
    columns = published.columns(edition, "fig-copyright-registers")[1:]
    totals = {name: registered("total", known[name], edition)["registrations"] for name in columns}
    drawn = [registered("total", known[name], edition).reset_index() for name in columns]
    reading.assert_low_told(edition, "fig-copyright-registers", *drawn)
    years = sorted({year for own in totals.values() for year in own.index})
    assert rows(edition, "fig-copyright-registers") == [
        [str(year), *reading.cells(totals[name].get(year) for name in columns)] for year in years
    ]


@every_edition
def test_software_is_a_part_of_all_registrations(edition: str) -> None:
    software = registered("software", code(edition), edition)
    total = registered("total", code(edition), edition)
    told = headline(edition, "fig-copyright-software")
    if software.empty:
        assert told is None
        assert missing(edition, "fig-copyright-software")
        return
    then, now = software.index[0], software.index[-1]
    shares = {
        year: 100 * software.loc[year, "registrations"] / total.loc[year, "registrations"]
        for year in (then, now)
    }
    assert told == (
        f"Software made up {reading.percent(shares[now])} of the registrations in China in {now}, "
        f"against {reading.percent(shares[then])} in {then}."
    )
    for year in (then, now):
        reading.assert_low_marked(
            edition,
            "fig-copyright-software",
            reading.percent(shares[year]),
            software.loc[year, "trust"],
            total.loc[year, "trust"],
        )
    works = registered("works", code(edition), edition)
    assert rows(edition, "fig-copyright-software") == [
        [
            str(year),
            *reading.cells([one["registrations"].get(year) for one in (works, software)]),
        ]
        for year in sorted({*works.index, *software.index})
    ]
    shown = [works, software, total.loc[[then, now]]]
    reading.assert_low_told(
        edition, "fig-copyright-software", *(one.reset_index() for one in shown)
    )


@every_edition
def test_genres_are_parts_of_the_works_and_the_rest_fills_up(edition: str) -> None:
    kinds = ("works_art", "works_photography", "works_literary", "works_film_tv")
    own = {kind: registered(kind, code(edition), edition) for kind in (*kinds, "works")}
    years = [year for year in own["works"].index if all(year in own[kind].index for kind in kinds)]
    told = headline(edition, "fig-copyright-genres")
    if not years:
        assert told is None
        assert missing(edition, "fig-copyright-genres")
        return
    shares = {
        year: [
            100 * own[kind].loc[year, "registrations"] / own["works"].loc[year, "registrations"]
            for kind in kinds
        ]
        for year in years
    }
    newest = years[-1]
    classes = [own[kind].loc[newest, "trust"] for kind in (*kinds[:2], "works")]
    assert told == (
        f"Artworks and photographs made up {reading.percent(sum(shares[newest][:2]))} of the works "
        f"registered in China in {newest}."
    )
    reading.assert_low_marked(
        edition, "fig-copyright-genres", reading.percent(sum(shares[newest][:2])), *classes
    )
    shown = [one.loc[one.index.isin(years)].reset_index() for one in own.values()]
    reading.assert_low_told(edition, "fig-copyright-genres", *shown)
    assert rows(edition, "fig-copyright-genres") == [
        [str(year), *reading.cells([*parts, 100 - sum(parts)])] for year, parts in shares.items()
    ]


# Industries


def weighed(indicator: str, edition: str) -> pd.DataFrame:
    """What studies say of the weight of copyright industries, up to the edition's last year."""
    found = published.numbers("copyright_industries", "value", indicator=indicator)
    return found[found["year"] <= last_year(edition)].sort_values("year")


@every_edition
def test_the_newest_study_of_an_economy_is_told(edition: str) -> None:
    studies = weighed("share_of_gdp", edition)
    own = studies[studies["economy"] == code(edition)]
    if own.empty:
        assert headline(edition, "fig-copyright-industries") is None
        assert missing(edition, "fig-copyright-industries")
        return
    newest = own.iloc[-1]
    body = newest["source"].startswith("iipa")
    who = "Figures of the industries’ own trade body" if body else "National studies"
    assert headline(edition, "fig-copyright-industries") == (
        f"{who} put copyright industries, those that depend on them included, at "
        f"{reading.percent(newest['value'])} of GDP in {said(code(edition))} in {newest['year']}."
    )
    number = reading.percent(newest["value"])
    reading.assert_low_marked(edition, "fig-copyright-industries", number, newest["trust"])


@every_edition
def test_the_core_of_the_industries_is_of_the_same_year_as_the_whole(edition: str) -> None:
    if missing(edition, "fig-copyright-industries"):
        assert code(edition) not in set(weighed("share_of_gdp", edition)["economy"])
        return
    core = weighed("core_share_of_gdp", edition)
    newest = weighed("share_of_gdp", edition).drop_duplicates("entity", keep="last")
    expected, parts = [], []
    for study in newest.sort_values("value", ascending=False).to_dict("records"):
        entity, year = study["entity"], study["year"]
        part = core[(core["entity"] == entity) & (core["year"] == year)]
        shares = reading.cells([part["value"].max(), study["value"]])
        expected.append([f"{entity}, {year}", *shares])
        parts.append(part)
    assert rows(edition, "fig-copyright-industries") == expected
    reading.assert_low_told(edition, "fig-copyright-industries", newest, *parts)


@every_edition
def test_the_share_of_the_industries_is_followed_since_its_last_break(edition: str) -> None:
    own = weighed("share_of_gdp", edition)
    own = own[own["economy"] == code(edition)]
    told = headline(edition, "fig-copyright-industry-shares")
    if own["year"].nunique() < 2:
        assert told is None
        assert missing(edition, "fig-copyright-industry-shares")
        return
    since = {"CHN": 2013, "USA": 0}[code(edition)]  # China's are of another kind up to 2012
    own = own[own["year"] >= since]
    ends = []
    for _, end in own.iloc[[0, -1]].iterrows():
        share = reading.percent(end["value"])
        ends.append(f"{share} in {end['year']}")
        reading.assert_low_marked(edition, "fig-copyright-industry-shares", share, end["trust"])
    assert told == f"In {said(code(edition))} the share in GDP was {ends[0]} and {ends[1]}."


SHARES = {
    "share_of_gdp": "All copyright industries, share of GDP",
    "core_share_of_gdp": "Core industries, share of GDP",
    "share_of_urban_employment": "Share of urban employment",
    "share_of_employment": "Share of employment",
    "share_of_goods_exports": "Share of goods exports",
}


@pytest.mark.parametrize("edition", ["CHN", "USA"])
def test_shares_of_one_economy_stand_in_their_years(edition: str) -> None:
    label = "fig-copyright-industry-shares"
    own = {
        title: found[found["economy"] == code(edition)].set_index("year")["value"]
        for indicator, title in SHARES.items()
        for found in [weighed(indicator, edition)]
    }
    shown = [weighed(indicator, edition) for indicator in SHARES]
    reading.assert_low_told(
        edition, label, *(found[found["economy"] == code(edition)] for found in shown)
    )
    wide = pd.DataFrame({title: values for title, values in own.items() if len(values)})
    assert published.columns(edition, label)[1:] == list(wide)
    assert rows(edition, label) == [
        [str(year), *reading.cells(values)]
        for year, values in zip(wide.sort_index().index, wide.sort_index().to_numpy(), strict=True)
    ]


# Trade


def creative(indicator: str, edition: str) -> pd.DataFrame:
    """Creative exports in the newest edition of the index, by the year of the data."""
    found = published.numbers("creative_exports", "value", indicator=indicator)
    found = found[found["edition"] <= last_year(edition)]
    newest: pd.DataFrame = found[found["edition"] == found["edition"].max()]
    return newest.drop(columns="edition").rename(columns={"data_year": "year"})


@every_edition
def test_creative_goods_are_ranked_by_their_share_of_trade(edition: str) -> None:
    values, year = reading.ranked(creative("creative_goods_exports", edition), edition)
    told = headline(edition, "fig-copyright-creative-goods")
    own = code(edition)
    if values.empty:
        assert told is None
        assert missing(edition, "fig-copyright-creative-goods")
    elif own in values.index:
        assert told == (
            f"Creative goods made up {reading.percent(values[own])} of the trade of {said(own)} in "
            f"{year}: {reading.told_ordinal(values, own)} of {len(values)}."
        )
        reading.assert_ranked_rows(edition, "fig-copyright-creative-goods", values)
    else:
        assert missing(edition, "fig-copyright-creative-goods") == (
            f"{said(own).removeprefix('the ')} has no value for {year}."
        )


@every_edition
def test_exports_in_dollars_are_those_of_the_economy(edition: str) -> None:
    trade = published.numbers("creative_trade", "value")
    trade = trade[trade["year"] <= last_year(edition)].sort_values("year")
    goods = trade[trade["indicator"] == "goods_exports"]
    own = goods[goods["economy"] == code(edition)]
    is_listed = code(edition) in set(trade["economy"])
    assert bool(missing(edition, "tbl-copyright-exporters")) is not is_listed
    if own.empty:
        assert headline(edition, "tbl-copyright-exporters") is None
        return
    newest = own.iloc[-1]
    whole = goods[goods["entity"] == "World"].set_index("year").loc[newest["year"]]
    assert headline(edition, "tbl-copyright-exporters") == published.begin(
        f"{said(code(edition))} exported creative goods worth "
        f"{reading.count(1e9 * newest['value'])} US dollars in {newest['year']}; the world "
        f"exported {reading.count(1e9 * whole['value'])}."
    )
    for one in (newest, whole):
        number = reading.count(1e9 * one["value"])
        reading.assert_low_marked(edition, "tbl-copyright-exporters", number, one["trust"])
    reading.assert_low_told(edition, "tbl-copyright-exporters", trade)
    shown = [
        (row[0], row[1], row[3].replace(",", ""))
        for row in rows(edition, "tbl-copyright-exporters")
    ]
    assert sorted(shown) == sorted(
        (entity, str(year), str(value).removesuffix(".0"))
        for entity, year, value in zip(trade["entity"], trade["year"], trade["value"], strict=True)
    )


def receipts() -> pd.DataFrame:
    """Receipts for intellectual property in percent of GDP, both in current dollars."""
    paid = published.numbers("ip_charges", "usd", flow="receipts")
    both = paid.merge(published.numbers("gdp", "gdp_usd"), on=["economy", "year"])
    return both.assign(value=100 * both["usd"] / both["gdp_usd"])


@every_edition
def test_receipts_are_ranked_in_relation_to_gdp(edition: str) -> None:
    values, year = reading.ranked(receipts(), edition)
    own, label = code(edition), "fig-copyright-receipts"
    if own not in values.index:
        assert (
            missing(edition, label) == f"{said(own).removeprefix('the ')} has no value for {year}."
        )
        return
    assert headline(edition, label) == (
        f"Receipts of {said(own)} for the use of intellectual property came to "
        f"{reading.percent(values[own])} of GDP in {year}: {reading.told_ordinal(values, own)} of "
        f"{len(values)}."
    )
    reading.assert_ranked_rows(edition, label, values)


# Creative output, collections and music

OUTPUT = {
    "feature_films": "feature films per million people aged 15 to 69",
    "entertainment_media_market": "entertainment and media market per thousand people",
    "mobile_app_creation": "downloads of apps, in relation to GDP",
    "global_brand_value": "value of the leading brands, percent of GDP",
    "intangible_asset_intensity": "intangible assets, share of companies’ value",
}

SERVICES = "exports of cultural and creative services, percent of all trade"


@every_edition
def test_places_of_creative_output_are_counted_and_the_best_is_named(edition: str) -> None:
    held = published.numbers("creative_economy_indicators", "value")
    held = held[held["edition"] <= last_year(edition)]
    held = held[held["edition"] == held["edition"].max()]
    held = held.drop(columns="edition").rename(columns={"data_year": "year"})
    own = code(edition)
    places = []
    indicators = [(words, held[held["indicator"] == one]) for one, words in OUTPUT.items()]
    exported = creative("cultural_creative_services_exports", edition)
    for words, found in (*indicators, (SERVICES, exported)):
        values, year = reading.ranked(found, edition)
        if values.get(own, 0) > 0:
            places.append((f"{words}, {year}", reading.place(values, own), len(values)))
    label = "fig-copyright-creative-output"
    assert rows(edition, label) == [
        [published.begin(words), str(rank), str(n)] for words, rank, n in places
    ]
    if not places:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    words, rank, n = min(places, key=lambda one: one[1] / one[2])
    assert headline(edition, label) == published.begin(
        f"{said(own)} is in the first half on none of these indicators."
        if rank > n / 2
        else f"In creative output and services {said(own)} stands highest by {words}: "
        f"{reading.ordinal(rank)} of {n}."
    )


@every_edition
def test_digital_uses_are_a_part_of_what_societies_collect(edition: str) -> None:
    label = "fig-copyright-collections"
    held = published.numbers("royalty_collections", "value", region="World")
    held = held[held["year"] <= last_year(edition)].pivot_table(
        index="indicator", columns="year", values="value"
    )
    if held.columns.empty or "total" not in held.index:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    money = held.loc[["total", "digital", "tv_radio", "live_background"]].dropna(axis=1, how="all")
    newest = money.columns[-1]
    total, digital = money[newest]["total"], money[newest]["digital"]
    assert headline(edition, label) == (
        f"Authors’ societies collected {reading.count(1e9 * total)} euros in {newest}, "
        f"{reading.percent(100 * digital / total)} of it for digital uses."
    )
    assert [row[1:] for row in rows(edition, label)] == [
        reading.cells(values) for values in money.to_numpy()
    ]


@every_edition
def test_the_place_among_music_markets_is_told_then_and_now(edition: str) -> None:
    label = "fig-copyright-music"
    ranks = published.numbers("recorded_music_ranks", "rank")
    ranks = ranks[ranks["year"] <= last_year(edition)].sort_values("year")
    own = ranks[ranks["economy"] == code(edition)]
    if own.empty:
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    (then, now), (first, last) = own["rank"].iloc[[0, -1]], own["year"].iloc[[0, -1]]
    way = f", as in {first}" if now == then else f"; in {first} it was {reading.ordinal(then)}"
    assert headline(edition, label) == published.begin(
        f"{said(code(edition))} ranked {reading.ordinal(now)} among the markets for recorded "
        f"music in {last}{way}."
    )
    numbers = [reading.ordinal(now), *([] if now == then else [reading.ordinal(then)])]
    assert descriptor("recorded_music_ranks")["reportlib"]["trust"] == "C"
    for number in numbers:
        reading.assert_low_marked(edition, label, number, "C")
    reading.assert_low_told(edition, label, ranks.assign(trust="C"))
    wide = ranks.pivot_table(index="year", columns="economy", values="rank")
    wide = wide.rename(columns=published.economy).sort_index(axis=1)
    assert published.columns(edition, label)[1:] == list(wide.columns)
    assert rows(edition, label) == [
        [str(year), *reading.cells(row)]
        for year, row in zip(wide.index, wide.to_numpy(), strict=True)
    ]


@every_edition
def test_the_share_of_streaming_is_told_as_it_is_printed(edition: str) -> None:
    held = published.numbers("recorded_music", "value")
    held = held[held["year"] <= last_year(edition)]
    printed = held[held["indicator"] == "streaming_share"]
    expected = None
    if len(printed):
        newest = printed.iloc[-1]
        expected = (
            f"Streaming brought {newest['value']:g}% of the world’s revenue from "
            f"recorded music in {newest['year']}."
        )
    assert headline(edition, "tbl-copyright-music") == expected
    if expected:
        number = f"{newest['value']:g}%"
        reading.assert_low_marked(edition, "tbl-copyright-music", number, newest["trust"])
    words = {
        "recorded_music_revenue": "revenue from recorded music",
        "streaming_revenue": "of it from streaming",
        "streaming_share": "share of streaming, as printed",
        "paid_subscription_users": "users of paid subscriptions",
    }
    assert {tuple(row) for row in rows(edition, "tbl-copyright-music")} == {
        (str(year), words[what], f"{value:g}", unit)
        for year, what, value, unit in held[["year", "indicator", "value", "unit"]].itertuples(
            index=False
        )
    }
    reading.assert_low_told(edition, "tbl-copyright-music", held)


# China alone


def test_pledges_and_sums_of_china_stand_in_their_years() -> None:
    label = "tbl-copyright-pledges"
    pledged = registered("pledges", "CHN", "CHN")
    paid = published.numbers(
        "ip_transactions_china", "value", indicator="copyright_pledge_financing"
    ).set_index("year")
    newest = pledged.iloc[-1]
    assert headline("CHN", label) == (
        f"China’s register entered {newest['registrations']:.0f} pledges of copyright in "
        f"{pledged.index[-1]}."
    )
    number = f"{newest['registrations']:.0f}"
    reading.assert_low_marked("CHN", label, number, newest["trust"])
    reading.assert_low_told("CHN", label, pledged.reset_index(), paid.reset_index())
    both = pd.DataFrame({"pledges": pledged["registrations"], "sum": paid["value"]})
    assert [row[:3] for row in rows("CHN", label)] == [
        [str(year), *reading.cells(row)]
        for year, row in zip(both.index[::-1], both.to_numpy()[::-1], strict=True)
    ]


def test_enforcement_in_china_is_told_as_the_authorities_count_it() -> None:
    held = published.numbers("enforcement_china", "value")
    cases = held[held["indicator"] == "copyright_market_cases"].iloc[-1]
    assert headline("CHN", "tbl-copyright-enforcement") == (
        f"China’s copyright administration reports {reading.count(cases['value'])} cases in "
        f"markets for physical goods in {cases['year']}."
    )
    label, number = "tbl-copyright-enforcement", reading.count(cases["value"])
    reading.assert_low_marked("CHN", label, number, cases["trust"])
    reading.assert_low_told("CHN", label, held)
    assert {tuple(row[:2] + row[3:4]) for row in rows("CHN", "tbl-copyright-enforcement")} == {
        (str(year), authority.capitalize(), f"{value:,.0f}")
        for year, authority, value in held[["year", "authority", "value"]].itertuples(index=False)
    }


@pytest.mark.parametrize("label", ["tbl-copyright-pledges", "tbl-copyright-enforcement"])
@pytest.mark.parametrize("edition", [one for one in EVERY if one != "CHN"])
def test_what_is_held_of_china_alone_or_of_later_years_is_missing(edition: str, label: str) -> None:
    assert published.numbers("ip_transactions_china", "value")["year"].min() > 2008
    assert registered("pledges", "CHN", "CHN").index.min() > 2008
    assert published.numbers("enforcement_china", "value")["year"].min() > 2008
    assert headline(edition, label) is None
    assert missing(edition, label)


def test_the_first_year_of_services_in_chongqing_is_the_reported_one() -> None:
    facts = published.table("article_facts")
    first = facts[(facts["indicator"] == "first_year") & (facts["chapter"] == "copyright")]
    assert len(first) == 1
    fact = first.iloc[0]
    assert headline("CHN", "tbl-copyright-services") == (
        f"The city of {fact['place']} has offered copyright services to the public every year "
        f"since {float(fact['value']):.0f}, reports {fact['said_by']}."
    )


@every_edition
def test_statements_on_bodies_of_china_are_none_later_than_the_last_year(edition: str) -> None:
    label = "tbl-copyright-services"
    if code(edition) != "CHN":
        assert missing(edition, label) == "Found of China only."
        return
    years = [int(year) for row in rows("CHN", label) for year in re.findall(r"\b20\d\d\b", row[2])]
    assert years
    later = min(years) > last_year(edition)
    assert bool(rows(edition, label)) is not later
    assert missing(edition, label) == (
        "The statements found are all of years after "
        f"{last_year(edition)}, the last year asked for."
        if later
        else None
    )
    assert bool(headline(edition, label)) is not later


# Answers of the law, and platforms

ASKED = {
    "authorship": "Does copyright arise in what a machine makes?",
    "training": "May a machine be trained on protected works?",
    "liability": "Who answers where its output copies a work?",
    "inventorship": "Can a machine be an inventor?",
    "patentability": "What must a patent on AI show?",
}
PARTNERS = "article-facts:roundtable-81"


def acts(edition: str) -> pd.DataFrame:
    """The acts on AI and the law up to an edition's last year."""
    found = published.table("ai_law")
    return found[found["date"].str[:4].astype(int) <= last_year(edition)]


@every_edition
def test_an_economys_own_acts_stand_in_the_table_newest_first(edition: str) -> None:
    label, found = "tbl-copyright-ai-law", acts(edition)
    members = published.table("treaties").query("status == 'bound_through_eu'")["economy"]
    union = found["place"].eq("European Union") & (code(edition) in set(members))
    own = found[found["economy"].eq(code(edition)) | union]
    own = own.sort_values(["date", "id"], ascending=[False, True])
    assert [row[1] for row in rows(edition, label)] == list(own["outcome"])
    assert bool(missing(edition, label)) is own.empty
    if len(own):
        newest = own.iloc[0]
        same = own[own["question"] == newest["question"]]
        other = same[same["answer"] != newest["answer"]].head(1)
        told = "; ".join(
            [
                answered(newest, f"{newest['place']}, "),
                *(answered(act) for _, act in other.iterrows()),
            ]
        )
        assert headline(edition, label) == f"{ASKED[newest['question']]} {told}."


def answered(act: pd.Series, place: str = "") -> str:
    answer = act["answer"][0].lower() + act["answer"][1:].replace(": ", ", ")
    proposal = ", a proposal" if act["kind"] == "proposal" else ""
    return f"{act['body']} ({place}{act['date'][:4]}): {answer}{proposal}"


@every_edition
def test_every_act_stands_under_its_answer_with_place_and_year(edition: str) -> None:
    label, found = "fig-copyright-questions", acts(edition)
    shown = {(row[0], row[1]): row[2] for row in rows(edition, label)}
    assert len(shown) == len(found.groupby(["question", "answer"]))
    for (_, answer), own in found.groupby(["question", "answer"]):
        (told,) = [text for (_, said_so), text in shown.items() if said_so.endswith(str(answer))]
        for place, date in zip(own["place"], own["date"], strict=True):
            assert re.search(rf"{place} [\d, ]*{date[:4]}", told)


@every_edition
def test_a_patent_that_names_a_machine_is_the_one_exception_told(edition: str) -> None:
    asked = acts(edition).query("question == 'inventorship'")
    others = set(asked.loc[asked["answer"] != "No: an inventor is a human being", "place"])
    told = headline(edition, "fig-copyright-questions")
    if asked.empty:
        assert told is None
        return
    assert others == {"South Africa"}
    assert told == (
        "All acts found on inventors ask for a human being, save for a patent granted in South "
        "Africa."
    )


@every_edition
def test_platforms_of_partners_are_counted_and_named(edition: str) -> None:
    facts = published.table("article_facts").set_index("id")
    assert "public and private partners" in str(facts.loc["roundtable-81", "statement"])
    services = published.table("wipo_services")
    presented = services[services["basis"].str.split().map(lambda ids: PARTNERS in ids)]
    names = sorted(presented["name"])
    label = "tbl-copyright-platforms"
    if last_year(edition) < 2022:  # the year in which they were presented
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    assert set(presented["as_of"]) == {"2022"}
    assert headline(edition, label) == (
        f"{len(names)} platforms of WIPO were presented in 2022 as the work of public and private "
        "partners."
    )
    assert [row[0] for row in rows(edition, label)] == names


# Key findings


@every_edition
def test_key_findings_repeat_the_headlines_they_rest_on(edition: str) -> None:
    newest = {
        "fig-copyright-registers": registered("total", code(edition), edition).index.max(),
        "fig-copyright-industries": weighed("share_of_gdp", edition)
        .query("economy == @economy", local_dict={"economy": code(edition)})["year"]
        .max(),
    }
    old = [label for label, year in newest.items() if year < last_year(edition) - 5]
    said_elsewhere = [
        str(headline(edition, label) or "").removesuffix(".")
        for label in sorted(
            (
                "fig-copyright-registers",
                "tbl-copyright-ai-law",
                "fig-copyright-industries",
                "fig-copyright-creative-goods",
                "fig-copyright-receipts",
                "fig-copyright-accessions",
                "fig-copyright-music",
            ),
            key=old.__contains__,
        )
    ]
    found = published.findings(edition, "find-copyright")
    assert [one.removesuffix(".") for one in found] == [one for one in said_elsewhere if one][:5]
    assert found or missing(edition, "find-copyright")

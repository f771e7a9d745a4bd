"""Treaties, systems, services and institutions, read again from their tables."""

from __future__ import annotations

import pytest

from tests.truth.again import cell, counted
from tests.truth.again_said import (
    STATES,
    Cells,
    purpose,
    row,
    rows_of,
    sentences,
    told_by,
    years,
)
from tests.truth.published import (
    EVERY,
    MISSING,
    begin,
    code,
    headline,
    last_year,
    missing,
    numbers,
    rows,
    said,
    table,
    texts,
)

each = pytest.mark.parametrize("edition", EVERY)

SYSTEMS = "tbl-overview-systems"
TITLES = {
    "budapest": "Budapest Treaty",
    "gratk": "Treaty on Genetic Resources and Traditional Knowledge",
    "hague_1960": "Hague Agreement, Act of 1960",
    "hague_1999": "Hague Agreement, Geneva Act",
    "lisbon_2015": "Lisbon Agreement, Geneva Act",
    "madrid_agreement": "Madrid Agreement on marks",
    "madrid_protocol": "Madrid Protocol",
    "madrid_sources": "Madrid Agreement on indications of source",
    "nairobi": "Nairobi Treaty",
    "paris": "Paris Convention",
    "pct": "Patent Cooperation Treaty",
    "plt": "Patent Law Treaty",
    "riyadh": "Riyadh Design Law Treaty",
    "singapore": "Singapore Treaty",
    "tlt": "Trademark Law Treaty",
    "trips": "TRIPS Agreement",
    "washington": "Washington Treaty",
}


def facts() -> dict[str, Cells]:
    return {cells["treaty"]: cells for cells in rows_of("treaty-facts").values()}


def adopted(edition: str) -> list[Cells]:
    """Treaties that are not on copyright or related rights alone, oldest first."""
    found = [
        cells
        for cells in facts().values()
        if cells["kind"] not in ("copyright", "related rights")
        and int(cells["adopted"]) <= last_year(edition)
    ]
    return sorted(found, key=lambda cells: (int(cells["adopted"]), cells["treaty"]))


def memberships(edition: str) -> dict[str, Cells]:
    """What the lists say of the economy, by treaty."""
    every = rows_of("treaties").values()
    return {cells["treaty"]: cells for cells in every if cells["economy"] == code(edition)}


def bound(edition: str) -> list[Cells]:
    """The economy's treaties in force by the end of the edition, the first in force first."""
    shown = {cells["treaty"] for cells in adopted(edition)}
    found = [
        cells
        for cells in memberships(edition).values()
        if cells["treaty"] in shown
        and cells["status"] == "in_force"
        and 0 < years(cells["date_in_force"][:4]) <= last_year(edition)
    ]
    return sorted(found, key=lambda cells: (cells["date_in_force"], cells["treaty"]))


def test_short_titles_have_the_words_of_the_titles() -> None:
    for treaty, short in TITLES.items():
        words = facts()[treaty]["title"].replace(",", "").lower().split()
        wanted = short.replace(",", "").replace("TRIPS", "trade-related").lower().split()
        # The protocol relating to the Madrid Agreement is named by its place alone.
        assert set(wanted) <= set(words), treaty


@each
def test_the_treaty_named_first_is_the_first_that_bound_the_economy(edition: str) -> None:
    own, name = bound(edition), said(code(edition))
    label = "fig-overview-treaties"
    if not own:
        assert headline(edition, label) is None
        assert missing(edition, label) == (
            f"The lists that were read give no date since which one of these treaties binds {name}."
        )
        return
    first = own[0]
    assert all(one["date_in_force"] >= first["date_in_force"] for one in own)
    lead = "" if len(own) == 1 else "beginning with "
    assert headline(edition, label) == begin(
        f"{name} is party to {len(own)} of these treaties, {lead}the {TITLES[first['treaty']]} in "
        f"{first['date_in_force'][:4]}."
    )


@each
def test_treaties_stand_on_the_line_of_time_by_adoption_and_by_entry_into_force(
    edition: str,
) -> None:
    expected = []
    for cells in adopted(edition) if bound(edition) else []:
        system = ", a system of registration" if cells["kind"] == "registration system" else ""
        expected.append((cells["adopted"], 0, TITLES[cells["treaty"]], f"adopted{system}"))
    for cells in bound(edition):
        title = TITLES[cells["treaty"]]
        expected.append((cells["date_in_force"], 1, title, f"in force for {said(code(edition))}"))
    published = rows(edition, "fig-overview-treaties")
    assert sorted(published) == sorted([date, title, what] for date, _, title, what in expected)
    assert [one[0] for one in published] == sorted(one[0] for one in published)


def services(edition: str, *types: str) -> list[Cells]:
    """Services of these types known by the last year, by type and name."""
    found = [
        cells
        for cells in rows_of("wipo-services").values()
        if cells["type"] in types and years(cells["as_of"]) <= last_year(edition)
    ]
    return sorted(found, key=lambda cells: (cells["type"], cells["name"]))


def systems(edition: str) -> list[Cells]:
    held = {cells["treaty"] for cells in adopted(edition)}
    return [one for one in services(edition, "registration system") if one["treaty"] in held]


TWO_TEXTS = {
    "madrid_protocol": ("madrid_agreement", "Agreement", "Protocol"),
    "hague_1999": ("hague_1960", "Act of 1960", "Geneva Act"),
}


def earlier_text(edition: str, treaty: str) -> str:
    """What the earlier text of a system says."""
    name, said_first, _ = TWO_TEXTS.get(treaty, ("", "", ""))
    held = memberships(edition).get(name)
    if held is None:
        return ""
    later = int(held["date_in_force"][:4]) > last_year(edition)
    return f"{said_first} {'later: ' if later else 'since '}{held['date_in_force']}"


def standing(edition: str, treaty: str) -> str:
    """What the list of a treaty says of the economy."""
    own, fact = memberships(edition).get(treaty), facts()[treaty]
    before = earlier_text(edition, treaty)
    if own is None and before:
        return f"{before}; {TWO_TEXTS[treaty][2]} not known"
    if own is None:
        if fact["coverage"] == "partial":
            return "not known: list " + fact["note"].removesuffix(" in alphabetical order")
        return f"not in the list up to {fact['complete_until']}"
    if not own["date_in_force"]:
        return "signed only" if own["status"] == "signed" else "party, date not known"
    later = int(own["date_in_force"][:4]) > last_year(edition)
    words = f"{'later: ' if later else 'since '}{own['date_in_force']}"
    if treaty in TWO_TEXTS:
        words = f"{TWO_TEXTS[treaty][2]} {words}"
    return f"{before}, {words}" if before else words


def test_china_and_germany_joined_the_madrid_system_before_the_protocol() -> None:
    told = {one: {row[0][:6]: row[1] for row in rows(one, SYSTEMS)} for one in ("CHN", "DEU")}
    assert told["CHN"]["Madrid"] == "Agreement since 1989-10-04, Protocol since 1995-12-01"
    assert told["DEU"]["Madrid"].startswith("Agreement since 1922-12-01")


def test_the_hague_system_has_its_members_whichever_act_they_are_in() -> None:
    told = {row[0][:5]: row[1] for row in rows("DEU", SYSTEMS)}
    assert told["Hague"] == "Act of 1960 since 1984-08-01; Geneva Act not known"
    told = {row[0][:5]: row[1] for row in rows("USA", SYSTEMS)}
    assert told["Hague"] == "Geneva Act since 2015-05-13"
    told = {row[0][:5]: row[1] for row in rows("CHN", SYSTEMS)}
    assert told["Hague"] == "Geneva Act since 2022-05-05"
    told = {row[0][:5]: row[1] for row in rows("IND", SYSTEMS)}
    assert told["Hague"] == "not in the list up to 2023-08"


def test_the_members_of_the_hague_system_are_as_many_as_wipo_counts() -> None:
    held = [one for one in rows_of("treaties").values() if one["treaty"].startswith("hague_")]
    members = {one["economy"] for one in held if one["status"] != "signed"}
    assert len(members) + len({"European Union", "OAPI"}) == 79
    assert sum(one["treaty"] == "hague_1960" for one in held) == 34


def world_applications(edition: str, service: str) -> tuple[str, str]:
    """Applications in the world in the latest year held, and that year with its class."""
    held = {
        "pct": lambda: numbers("pct_world", "applications"),
        "madrid": lambda: numbers("madrid_world", "value", indicator="applications"),
        "hague": lambda: numbers("hague_world", "value", indicator="applications"),
    }
    if service not in held:
        return MISSING, MISSING
    found = held[service]()
    found = found[found["year"] <= last_year(edition)].sort_values("year")
    if found.empty:
        return MISSING, MISSING
    newest = found.iloc[-1]
    value = newest["applications" if service == "pct" else "value"]
    return cell(value), f"{newest['year']}, {newest['trust']}"


@each
def test_systems_have_their_members_and_their_applications(edition: str) -> None:
    published = rows(edition, SYSTEMS)
    if missing(edition, SYSTEMS):
        assert published == []
        return
    assert published == [
        [
            f"{one['name']}, for {one['subject']}; {one['for_whom']}",
            standing(edition, one["treaty"]),
            *world_applications(edition, one["service"]),
        ]
        for one in systems(edition)
    ]


@each
def test_a_system_counts_where_its_treaty_is_in_force_and_an_unread_list_tells_nothing(
    edition: str,
) -> None:
    shown = [one["treaty"] for one in systems(edition)]
    words = {treaty: standing(edition, treaty) for treaty in shown}
    unsaid = [treaty for treaty in shown if words[treaty] == "party, date not known"]
    # Whoever was a party when the list was made was one in every later year.
    by_then = [
        treaty
        for treaty in unsaid
        if years(memberships(edition)[treaty]["note"]) <= last_year(edition)
    ]
    n = sum(" since " in f" {one}" for one in words.values()) + len(by_then)
    unknown = sum(one.startswith("not known") for one in words.values())
    unknown += len(unsaid) - len(by_then)
    name = said(code(edition))
    expected = f"{name} is in {n} of the {len(shown)} systems"
    expected += f"; of {unknown} no whole list with dates was read." if unknown else "."
    assert headline(edition, SYSTEMS) == (begin(expected) if n else None)
    assert bool(missing(edition, SYSTEMS)) is not bool(n)


TOLD = (
    "Director of the WIPO Office in China, in IPR Daily, 2022-04-06 (attributed statement, class B)"
)


def service_rows(found: list[Cells]) -> list[list[str]]:
    shared = len({one["note"] for one in found}) == 1
    return [
        [
            one["name"],
            purpose(one["subject"], {**one, "note": ""} if shared else one),
            (f"since {one['since']}" if one["since"] else "first year not said")
            + f"; {STATES[one['status']]}, {one['as_of']}",
            told_by(one["basis"]),
        ]
        for one in found
    ]


@each
def test_platforms_are_told_with_their_use_and_users_and_share_state_and_speaker(
    edition: str,
) -> None:
    label, found = "tbl-copyright-platforms", services(edition, "platform")
    if not found:
        assert str(last_year(edition)) in str(missing(edition, label))
    assert rows(edition, label) == [[one["name"], one["subject"], one["for_whom"]] for one in found]
    if found:
        note = texts(edition, label, "note")[0]
        assert {(one["since"], one["status"], one["as_of"]) for one in found} == {
            ("", "existing", "2022")
        }
        assert note.startswith("First year not said; in place, 2022. Said by ")
        assert {told_by(one["basis"]) for one in found} == {TOLD}
        assert TOLD in note


@each
def test_the_platforms_are_counted(edition: str) -> None:
    names = [one["name"] for one in services(edition, "platform")]
    expected = (
        f"{len(names)} platforms of WIPO were presented in 2022 as the work of public and private "
        "partners."
        if names
        else None
    )
    assert headline(edition, "tbl-copyright-platforms") == expected


def milestones(edition: str) -> list[Cells]:
    """What the articles name, in the edition of the economy that they are about."""
    return [
        cells
        for cells in rows_of("ip-milestones").values()
        if code(edition) == "CHN" and years(cells["date"], cells["as_of"]) <= last_year(edition)
    ]


@each
def test_of_the_dated_events_those_announced_only_are_counted(edition: str) -> None:
    dated = [one for one in milestones(edition) if one["date"]]
    planned = sum(one["status"] == "planned" for one in dated)
    label = "fig-overview-milestones"
    expected = (
        f"Of {len(dated)} dated events and programmes, {planned} "
        f"{'was' if planned == 1 else 'were'} announced only."
        if planned
        else None
    )
    assert headline(edition, label) == expected
    published = rows(edition, label)
    assert sorted(published) == sorted(
        [
            one["date"],
            one["name"],
            sentences(purpose(one["what"], one, one["who"]), told_by(one["basis"])),
        ]
        for one in dated
    )
    assert [one[0] for one in published] == sorted(one[0] for one in published)
    assert bool(dated) is not bool(missing(edition, label))


@each
def test_services_and_what_has_no_date_are_listed_with_their_state(edition: str) -> None:
    others = services(edition, "forum", "award", "publication", "school")
    offered = service_rows(others) if code(edition) == "CHN" else []
    undated = [one for one in milestones(edition) if not one["date"]]
    undated.sort(key=lambda one: (one["scope"] != "world", one["kind"], one["name"]))
    assert rows(edition, "tbl-overview-undated") == offered + [
        [
            one["name"],
            purpose(one["what"], one, one["who"]),
            STATES[one["status"]] + (f", {one['as_of']}" if one["as_of"] else ""),
            told_by(one["basis"]),
        ]
        for one in undated
    ]


def centres(edition: str) -> dict[str, Cells]:
    """What is known of the centres by the last year asked for; it is about China alone."""
    if code(edition) != "CHN":
        return {}
    found = [
        cells
        for cells in rows_of("protection-centre-services").values()
        if years(cells["as_of"]) <= last_year(edition)
    ]
    found.sort(key=lambda cells: int(cells["position"]))
    known = {"", *(cells["service"] for cells in found)}
    return {cells["service"]: cells for cells in found if cells["parent"] in known}


def quantity(cells: Cells) -> str:
    return counted(float(row(cells["quantity"])["value"]))


@each
def test_centres_are_counted_as_their_office_states_them(edition: str) -> None:
    found, label = centres(edition), "fig-ai-centres"
    if not found:
        assert headline(edition, label) is None
        assert rows(edition, label) == []
        return
    every, examining, joint = (
        quantity(found[name]) for name in ("centres", "pre-examination", "joint-offices")
    )
    assert headline(edition, label) == (
        f"By their office’s account, {examining} of {every} national centres examine AI "
        f"applications in advance; in {joint} other authorities were asked to have offices."
    )


@each
def test_a_service_that_was_asked_for_is_not_told_as_one_that_exists(edition: str) -> None:
    found, expected = centres(edition), []
    parents = {cells["parent"] for cells in found.values()}
    for cells in found.values():
        path: list[str] = []
        at = cells
        while at:
            path.insert(0, at["label"].replace("{n}", quantity(at) if at["quantity"] else ""))
            at = found.get(at["parent"], {})
        state = "said to exist" if cells["status"] == "existing" else "asked or aimed at"
        expected.append(
            [
                path[0],
                " → ".join(path[1:]) or MISSING,
                sentences(cells["text"], cells["note"], told_by(cells["basis"])),
                MISSING if cells["service"] in parents else state,
            ]
        )
    assert sorted(rows(edition, "fig-ai-centres")) == sorted(expected)


def test_statements_on_systems_rest_on_rows_that_exist() -> None:
    for dataset in ("wipo-services", "ip-milestones", "protection-centre-services"):
        for cells in rows_of(dataset).values():
            assert all(row(name) for name in cells["basis"].split()), cells
    assert len(table("treaties")) == len(rows_of("treaties"))

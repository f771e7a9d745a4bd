"""The chapter on claims: every check carried out again, from the rows that it names."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache

import pandas as pd
import pytest

from tests.truth.again import fixed, in_year, lines_table, of, rate, values, within
from tests.truth.again_said import RELIABILITY, Cells, descriptor, paper, row, rows_of, short_title
from tests.truth.published import (
    EVERY,
    MISSING,
    code,
    columns,
    economy,
    findings,
    headline,
    last_year,
    missing,
    rows,
    said,
    strong,
    table,
    texts,
)

each = pytest.mark.parametrize("edition", EVERY)

VERDICTS = ("differs", "confirmed", "consistent", "cannot be checked")


def made(operation: str, cells: list[str]) -> float:
    """A figure made of cells, as the name of the operation says."""
    if operation == "count":
        return len(cells)
    if operation == "same_as_first":
        return cells.count(cells[0])
    if operation == "weekday":
        return date.fromisoformat(cells[0]).isoweekday()
    number = [float(one) for one in cells]
    simple: dict[str, Callable[[], float]] = {
        "value": lambda: number[0],
        "sum": lambda: sum(number),
        "highest": lambda: max(number),
        "share": lambda: sum(number[:-1]) / number[-1] * 100,
        "growth": lambda: (number[0] - number[1]) / number[1] * 100,
        "base_of_growth": lambda: number[0] * 100 / (100 + number[1]),
        "inverse_ratio": lambda: number[1] / number[0],
        "share_by_another": lambda: number[0] * number[2] / number[1],
        "exchange_rate": lambda: number[0] * 100 / number[1] / number[2],
        "rank": lambda: sorted(number, reverse=True).index(number[0]) + 1,
    }
    return simple[operation]()


@dataclass(frozen=True)
class Check:
    """A check as it is declared, and what comes out of it."""

    cells: Cells
    stated: float | None
    held: float | None
    verdict: str

    @property
    def against(self) -> list[str]:
        return self.cells["against"].split()

    @property
    def gap(self) -> str:
        """By how much the stated figure is off, in words; two dots for a bound that holds."""
        if self.stated is None or self.held is None:
            return MISSING
        if self.cells["measure"] == "near":
            return MISSING
        if self.verdict != "differs" and self.cells["comparison"] not in ("", "equal"):
            return MISSING
        word = {"percent": "point", "rank": "place", "weekday": "day", "year": "year"}.get(
            self.cells["unit"]
        )
        size = self.stated - self.held
        if word:
            return f"{signed(size)} {word}{'' if abs(size) == 1 else 's'}"
        return f"{signed(100 * size / self.held)}%" if self.held else MISSING


def shortest(value: float, most: int) -> str:
    """As many digits after the point as say the value, up to so many."""
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-most), ROUND_HALF_EVEN)
    places = max(0, -int(exact.normalize().as_tuple().exponent)) if exact else 0
    return fixed(value, places)


def signed(value: float) -> str:
    sign = "+" if value > 0 else "−" if value < 0 else "±"
    return sign + shortest(abs(value), 2 if abs(value) < 0.1 else 1)


def printed(value: float | None, unit: str) -> str:
    """A figure of a check as a table prints it."""
    if value is None:
        return MISSING
    if unit == "percent":
        return f"{shortest(value, 1)}%"
    if unit == "rank":
        ordinal = {1: "st", 2: "nd", 3: "rd"}
        return f"{int(value)}{ordinal.get(int(value), 'th')}"
    if unit == "weekday":
        return (date(2024, 1, 1) + timedelta(int(value) - 1)).strftime("%A")  # it was a Monday
    if unit == "year":
        return str(int(value))
    return rate(value) if abs(value) < 1000 else fixed(value, 0)


def carried_out(cells: Cells) -> Check:
    if not cells["operation"]:
        return Check(cells, None, None, "cannot be checked")
    own = cells["states"] or row(f"article-facts:{cells['claim']}")["value"]
    beside = [row(one)["value"] for one in cells["beside"].split()]
    stated = made(cells["figure"] or "value", [own, *beside])
    against, names = cells["against"].split(), cells["column"].split()
    names = names * len(against) if len(names) == 1 else names
    held = made(
        cells["operation"],
        [row(one)[name] for one, name in zip(against, names, strict=True)],
    )
    held *= float(cells["factor"] or 1)
    room = float(cells["tolerance"] or 0) + 1e-6
    if cells["tolerance_kind"] == "percent":
        room *= abs(held) / 100
    fits = {
        "": abs(stated - held) <= room,
        "equal": abs(stated - held) <= room,
        "just_above": stated <= held <= stated + room,
        "at_least": held >= stated - room,
        "at_most": held <= stated + room,
    }[cells["comparison"]]
    if cells["method"] == "none" or (cells["measure"] == "near" and not fits):
        verdict = "cannot be checked"
    elif not fits:
        verdict = "differs"
    elif (
        cells["method"] == "official"
        and cells["measure"] != "near"
        and cells["comparison"] in ("", "equal", "just_above")
    ):
        verdict = "confirmed"
    else:
        verdict = "consistent"
    return Check(cells, stated, held, verdict)


@lru_cache
def statements() -> list[tuple[Cells, list[Check]]]:
    """Statements with their checks, the most telling first, in the order of the ledger."""
    checks = [carried_out(cells) for cells in rows_of("claim-checks").values()]
    found = []
    for statement in rows_of("article-facts").values():
        own = [check for check in checks if check.cells["claim"] == statement["id"]]
        if own:
            own.sort(key=lambda check: VERDICTS.index(check.verdict))
            found.append((statement, own))
    return found


def counts() -> dict[str, int]:
    """How many statistics have each verdict, by the most telling of their checks."""
    told = [own[0].verdict for one, own in statements() if one["kind"] == "statistic"]
    return {verdict: told.count(verdict) for verdict in VERDICTS}


def trust(check: Check) -> str:
    """The lowest class of the rows that a check rests on, or of their datasets."""
    return max((row(one).get("trust") or dataset_trust(one) for one in check.against), default="")


def dataset_trust(row_id: str) -> str:
    """The class of the dataset that holds a row; empty where it is mixed."""
    about = descriptor(row_id.partition(":")[0].replace("-", "_"))
    found = str(about["reportlib"]["trust"])
    return found if found in "ABCD" else ""


def confirming() -> list[str]:
    """The class of the figure that confirms each statistic."""
    return [
        trust(own[0])
        for one, own in statements()
        if one["kind"] == "statistic" and own[0].verdict == "confirmed"
    ]


def read() -> str:
    """In which kinds of places the confirming figures were read, and how many in each."""
    confirmed = confirming()
    words = {
        "A": "the publisher",
        "B": "the press",
        "C": "summaries or copies",
        "D": "copies on unrelated sites",
    }
    told = [f"{words[c]} ({confirmed.count(c)})" for c in words if c in confirmed]
    return " and ".join(one for one in (", ".join(told[:-1]), told[-1]) if one)


def counted_sentence() -> str:
    found = counts()
    differs = found["differs"]
    return (
        f"Of {sum(found.values())} statistics in the five articles {found['confirmed']} are "
        f"confirmed, {confirming().count('A') or 'none'} of them by figures read with their "
        f"publisher; {found['consistent']} are consistent with the data, "
        f"{differs or 'none'} {'differs' if differs < 2 else 'differ'} from them, and "
        f"{found['cannot be checked']} cannot be checked."
    )


def article(source: str) -> str:
    name, day = paper(source)
    return f"{name}, {day[:4]}"


def test_every_statistic_of_the_articles_has_a_check() -> None:
    checked = {cells["claim"] for cells in rows_of("claim-checks").values()}
    ledger = table("article_facts")
    assert set(ledger.loc[ledger["kind"] == "statistic", "id"]) <= checked


@each
def test_verdicts_are_counted_by_the_class_of_the_figure_compared(edition: str) -> None:
    label = "fig-claims-verdicts"
    assert headline(edition, label) == f"The figures that confirm come from {read()}."
    told = [(own[0].verdict, trust(own[0])) for one, own in statements() if is_statistic(one)]
    grades = [grade for grade in ("A", "B", "C", "D", "") if grade in {each for _, each in told}]
    assert [title.split(" [")[0] for title in columns(edition, label)] == [
        "Verdict",
        *(CLASSES[grade] for grade in grades),
    ]
    assert rows(edition, label) == [
        [verdict.capitalize(), *(str(told.count((verdict, grade))) for grade in grades)]
        for verdict in VERDICTS
    ]


def test_what_has_no_class_compares_nothing() -> None:
    unread = [own[0] for one, own in statements() if is_statistic(one) and not trust(own[0])]
    assert unread
    assert not [check.cells["id"] for check in unread if check.against]


CLASSES = {
    "A": "A: the publisher itself",
    "B": "B: press or a professional body quoting it",
    "C": "C: a secondary copy",
    "D": "D: a copy on an unrelated site",
    "": "nothing to compare",
}


def is_statistic(one: Cells) -> bool:
    return one["kind"] == "statistic"


@each
def test_all_checks_have_the_figures_that_come_out_of_their_rows(edition: str) -> None:
    ordered = sorted(statements(), key=lambda pair: VERDICTS.index(pair[1][0].verdict))
    expected = [
        [
            check.verdict,
            printed(check.stated, check.cells["unit"]),
            printed(check.held, check.cells["unit"]),
            check.gap,
            one["kind"],
            {"ai": "AI"}.get(one["chapter"], one["chapter"].capitalize()),
            article(one["source"]),
            f"{one['said_by']}{', ' if one['period'] else ''}{one['period']} "
            f"({RELIABILITY[one['reliability']]})",
        ]
        for one, own in ordered
        for check in own
    ]
    assert [published[1:-1] for published in rows(edition, "tbl-claims-all")] == expected
    assert headline(edition, "tbl-claims-all") == (
        f"{len(expected)} checks of {len(ordered)} statements, each with its reasoning."
    )


def retold(one: Cells) -> str:
    """A statement with its subject; a doubtful one with its note."""
    words = one["statement"]
    words = words if one["subject"] in words else f"{one['subject']}: {words}"
    if one["reliability"] not in ("contested", "garbled") or not one["note"]:
        return words
    # What follows is an instruction to the makers of the book.
    note = re.split(r"[;.] [Dd]o not print", one["note"])[0]
    return f"{words} (Note: {note}.)"


def reasoned(check: Check) -> str:
    """Why two figures are compared, with which data, and how far apart they may be."""
    cells = check.cells
    words = cells["reasoning"]
    if check.against:
        grade = f" (class {trust(check)})" if trust(check) else ""
        words += (
            f" Compared with: {'; '.join(dict.fromkeys(map(short_title, check.against)))}{grade}."
        )
    size = float(cells["tolerance"] or 0)
    if size and cells["method"] != "none":
        one = {"percent": "point", "rank": "place", "weekday": "day", "year": "year"}
        unit = one.get(cells["unit"])
        unit = cells["unit"] if unit is None else unit if size == 1 else f"{unit}s"
        unit = "percent" if cells["tolerance_kind"] == "percent" else unit
        words += f" Tolerance: {shortest(size, 4)} {unit}, {cells['tolerance_reason']}."
    return words + (f" Needed: {cells['needed']}." if cells["needed"] else "")


@each
def test_statements_and_reasons_are_those_of_the_ledger_and_of_the_checks(edition: str) -> None:
    ordered = sorted(statements(), key=lambda pair: VERDICTS.index(pair[1][0].verdict))
    assert [(one[0], one[-1]) for one in rows(edition, "tbl-claims-all")] == [
        (retold(one), reasoned(check)) for one, own in ordered for check in own
    ]


def test_no_instruction_to_makers_is_left_in_a_statement() -> None:
    assert not [one["id"] for one, _ in statements() if "not print" in retold(one).lower()]


def weighed(one: Cells, own: list[Check]) -> tuple[int, Check] | None:
    """What a statement tells, the first most, and the check that shows it; None for nothing."""
    by_other = [check for check in own if is_other_measure(check)]
    if own[0].verdict == "differs":
        return 0, own[0]
    if by_other:
        return 1, by_other[0]
    if own[0].verdict in ("confirmed", "consistent"):
        return 3 + (own[0].verdict == "consistent"), own[0]
    return (2, own[0]) if one["reliability"] in ("contested", "garbled") else None


def is_other_measure(check: Check) -> bool:
    """Whether another measure gives another figure."""
    return check.verdict == "cannot be checked" and check.held is not None


def telling(edition: str) -> list[tuple[Cells, list[Check], Check]]:
    """The cards of an edition: for China no two alike, for another economy what concerns it."""
    weighed_ones = [
        (found[0], one, own, found[1])
        for one, own in statements()
        if one["kind"] in ("statistic", "claim") and (found := weighed(one, own))
    ]
    chosen: list[tuple[Cells, list[Check], Check]] = []
    used: set[object] = set()
    for weight, one, own, check in sorted(weighed_ones, key=lambda each: each[0]):
        own_economy = code(edition)
        if own_economy == "CHN":
            alike = {(weight, one["source"]), one["indicator"]}
            if weight > 1 and alike & used:
                continue
            used |= alike
        elif one["place"] not in ("World", "Asia", "East Asia"):
            rows_used = " ".join(each.cells["against"] for each in own)
            if not re.search(rf":{own_economy}\b", rows_used):
                continue
        chosen.append((one, own, check))
    return chosen[:10]


@each
def test_the_telling_statements_are_those_that_part_then_the_doubtful_then_others(
    edition: str,
) -> None:
    label, found = "tbl-claims-telling", telling(edition)
    near = sum(is_other_measure(check) for _, _, check in found)
    assert not [own for _, own, _ in found if own[0].verdict == "differs"]
    assert headline(edition, label) == (
        f"The data contradict none of these {len(found)} statements; for {near} another measure "
        "gives another figure."
    )
    published = rows(edition, label)
    for shown, (one, own, check) in zip(published, found, strict=True):
        unit = check.cells["unit"] or one["unit"]
        stated = check.stated if check.stated is not None else float(one["value"])
        said_by = f"{one['said_by']}{', ' if one['period'] else ''}{one['period']}"
        other = "; another measure gives another figure" if is_other_measure(check) else ""
        assert shown == [
            retold(one),
            own[0].verdict + other,
            printed(stated, unit),
            printed(check.held, unit),
            f"{said_by} ({RELIABILITY[one['reliability']]}); {article(one['source'])}",
            reasoned(check),
        ]
    assert not any(strong(edition, label))


@each
def test_every_statement_of_the_articles_is_listed_with_its_verdict(edition: str) -> None:
    label = "tbl-claims-ledger"
    verdict = {one["id"]: checks[0].verdict for one, checks in statements()}
    of_china = code(edition) == "CHN"
    found = [
        one
        for one in rows_of("article-facts").values()
        if of_china or economy(code(edition)) in one["place"].split(" and ")
    ]
    assert [tuple(one) for one in rows(edition, label)] == [
        (
            retold(one),
            one["kind"],
            one["place"],
            article(one["source"]),
            f"{one['said_by']}, {one['period']} ({RELIABILITY[one['reliability']]})",
            verdict.get(one["id"], "cannot be checked"),
        )
        for one in found
    ]
    if of_china:
        expected = f"The five articles make {len(found)} statements; {len(verdict)} have a check."
    else:
        expected = f"Statements of the articles about {said(code(edition))}: {len(found)}."
    assert headline(edition, label) == (expected if found else None)
    assert missing(edition, label) == (
        None
        if found
        else f"No statement is about {said(code(edition))}. The data annex has all of them to "
        "download, as “Statements from five articles”."
    )


def quantities() -> list[tuple[Cells, Check]]:
    """Checks of statistics in which one figure in percent of the other says something."""
    return [
        (one, check)
        for one, own in statements()
        for check in own
        if one["kind"] == "statistic"
        and check.held is not None
        and check.cells["measure"] != "near"
        and check.cells["operation"] != "count"
        and check.cells["unit"] not in ("rank", "weekday", "year")
        and not (check.verdict != "differs" and check.cells["comparison"] not in ("", "equal"))
    ]


def nearness() -> str:
    shares = [100 * (check.stated or 0) / (check.held or 1) for _, check in quantities()]
    near = sum(abs(share - 100) < 1 for share in shares)
    return (
        f"{near} of {len(shares)} stated figures with a series of the same measure lie within 1 "
        "percent of it."
    )


def ranks_stated(edition: str) -> list[tuple[int, str, Cells, Check]]:
    """Ranks that an own row of China in the index confirms or not, by year."""
    found = [
        (int(one["period"][:4]), one["value"], one, check)
        for one, own in statements()
        for check in own
        if is_statistic(one)
        and [name.split("-2")[0] for name in check.against] == ["gii-ranks:CHN"]
        and check.cells["operation"] == "value"
    ]
    return [one for one in found if one[0] <= last_year(edition)]


@each
def test_ranks_stated_are_marked_on_the_series_of_china(edition: str) -> None:
    label = "fig-claims-gii"
    series = of(within(values("gii_ranks", "rank", year="edition"), edition), "CHN")
    found = ranks_stated(edition)
    if series.empty or code(edition) != "CHN":
        assert headline(edition, label) is None
        assert missing(edition, label)
        return
    agreeing = sum(check.verdict == "confirmed" for _, _, _, check in found)
    every = "all" if agreeing == len(found) > 1 else str(agreeing)
    assert headline(edition, label) == (
        f"Of {len(found)} statement{'' if len(found) == 1 else 's'} on China’s rank in the index, "
        f"{every} {'agrees' if agreeing == 1 else 'agree'} with the published one."
    )
    titles, lines = lines_table(pd.DataFrame({"China": series}))
    stated = {
        str(year): f"{value} ({one['said_by']}, {article(one['source'])[-4:]}: {check.verdict})"
        for year, value, one, check in found
    }
    titles.append("Stated")
    lines = [[*line, stated.get(line[0], MISSING)] for line in lines]
    assert (columns(edition, label), rows(edition, label)) == (titles, lines)


@each
def test_the_key_findings_are_these_sentences_and_no_others(edition: str) -> None:
    met = sum(any(map(is_other_measure, own)) for _, own in statements())
    all_of_them = (
        f"Of the {len(rows_of('article-facts'))} statements of the articles {len(statements())} "
        "have a check; "
    )
    whose = (
        "all stand in one table to download."
        if code(edition) == "CHN"
        else f"none of these is about {said(code(edition))} alone."
    )
    of_china = [
        nearness(),
        f"For {met} statements another measure gives another figure, which is no verdict: two "
        "measures may both be right.",
    ]
    assert findings(edition, "find-claims") == [
        counted_sentence(),
        *(of_china if code(edition) == "CHN" else ()),
        all_of_them + whose,
    ]


def rank_checks() -> list[str]:
    return [
        cells["id"] for cells in rows_of("claim-checks").values() if cells["operation"] == "rank"
    ]


@pytest.mark.parametrize("name", rank_checks())
def test_a_place_is_the_same_among_all_values_held_of_the_kind(name: str) -> None:
    """A place among chosen rows could be better than the true one."""
    check = carried_out(row(f"claim-checks:{name}"))
    dataset = check.against[0].partition(":")[0]
    key = descriptor(dataset)["schema"]["primaryKey"]
    column, own = check.cells["column"], row(check.against[0])
    others = [name for name in key if name not in ("economy", "origin", "applicant")]
    like = [
        float(cells[column])
        for cells in rows_of(dataset).values()
        if cells[column] and all(cells[part] == own[part] for part in others)
    ]
    assert len(like) >= len(check.against)
    assert check.held == 1 + sum(value > float(own[column]) for value in like)


@pytest.mark.parametrize("name", rank_checks())
def test_a_place_among_what_is_held_names_all_that_is_held(name: str) -> None:
    check = row(f"claim-checks:{name}")
    if not re.search(
        r"\b(count the book has|only the origins that pages name|origins that the book has)\b",
        check["reasoning"],
    ):
        return
    against = check["against"].split()
    dataset = against[0].partition(":")[0]
    period = descriptor(dataset)["schema"]["primaryKey"][-1]
    of_period = row(against[0])[period]
    assert set(against) == {
        one for one, cells in rows_of(dataset).items() if cells[period] == of_period
    }


def test_the_largest_office_named_is_the_largest_held_but_that_of_china() -> None:
    check = carried_out(row("claim-checks:wipo-china-69-others"))
    in_force = [
        float(cells["value"])
        for cells in rows_of("patent-headline-figures").values()
        if cells["indicator"] == "patents_in_force"
        and cells["year"] == "2022"
        and cells["entity"] not in ("China", "World")
    ]
    assert check.held == max(in_force) * float(check.cells["factor"] or 1)


def test_the_first_clusters_named_are_all_of_east_asia_among_the_first_ten() -> None:
    first_ten = {
        name
        for name, cells in rows_of("gii-clusters").items()
        if cells["edition"] == "2022"
        and int(cells["rank"]) <= 10
        and cells["economy"] in ("CHN", "JPN", "KOR")
    }
    for name in ("wipo-china-15-number", "wipo-china-15-places"):
        assert set(row(f"claim-checks:{name}")["against"].split()) == first_ten


def test_the_fifteen_economies_named_are_the_first_fifteen_of_the_index() -> None:
    ranks = in_year(values("gii_ranks", "rank", year="edition"), 2023)
    first = {f"gii-ranks:{one}-2023" for one in ranks[ranks <= 15].index}
    assert set(row("claim-checks:wipo-china-72-places")["against"].split()) == first
    groups = row("claim-checks:wipo-china-72-ranks")["against"].split()
    assert {name[-3:] for name in groups} == {name[10:13] for name in first}


@each
def test_exhibits_of_checks_say_that_the_years_asked_for_do_not_apply(edition: str) -> None:
    told = (
        "A check is of the years that the statement is about: the years asked for do not apply to "
        "it."
    )
    for label in ("fig-claims-verdicts", "tbl-claims-telling", "tbl-claims-all"):
        assert texts(edition, label, "note").count(told) == 1, label
    for label in ("fig-claims-verdicts", "tbl-claims-all"):
        assert rows(edition, label) == rows("CHN", label)

"""What a drawing is described by says what stands in its table, on every page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.truth.published import (
    EVERY,
    MISSING,
    code,
    columns,
    economy,
    labels,
    rows,
    text,
    value_of,
)
from tests.truth.reading import peers

NUMERAL = r"−?[\d,]+(?:\.\d+)?(?: (?:million|billion|trillion))?"
MARKS = "|".join(
    (
        "break in the series",
        "defined otherwise than others",
        "estimated or derived",
        "provisional",
        "of low reliability",
    )
)
NUMBER = rf"({NUMERAL})(?: \((?:{MARKS})(?:, (?:{MARKS}))*\))?"
MORE = re.compile(r"; and (\d+) more in the data of the figure\.")


def unit(numeral: str) -> float:
    """What one step in the last digit printed is worth."""
    digits = numeral.partition(" ")[0].partition(".")[2]
    size = value_of(re.sub(r"^[\d,.−]+", "1", numeral))
    return size * 10.0 ** -len(digits)


def agree(told: str, shown: str) -> bool:
    """Whether two prints can be of one value."""
    room = (unit(told) + unit(shown)) / 2 * 1.000001
    return abs(value_of(told) - value_of(shown)) <= room


def titles(edition: str, label: str) -> list[str]:
    return [re.sub(r" \[[^\]]*\]$", "", one) for one in columns(edition, label)]


Told = list[tuple[str, list[str]]]
"""A pattern with a group for each number, and the cells that they are to agree with."""


def of_lines(edition: str, label: str) -> Told:
    found: Told = []
    for at, title in enumerate(titles(edition, label)[1:], start=1):
        held = [(row[0], row[at]) for row in rows(edition, label) if row[at] != MISSING]
        if title in ("Stated", "Kind of value") or not held:
            continue
        (first, before), (last, after) = held[0], held[-1]
        name = re.escape(title)
        if first == last:
            found.append((rf"{name}: {NUMBER} in {last}", [after]))
        else:
            pattern = rf"{name}: from {NUMBER} in {first} to {NUMBER} in {last}"
            found.append((pattern, [before, after]))
    return found


def of_ranking(edition: str, label: str) -> Told:
    return [
        (rf"(?<!\d){rank}, {re.escape(name)}: {NUMBER}", [value])
        for rank, name, value in rows(edition, label)
    ]


def of_two_years(edition: str, label: str) -> Told:
    start, end = titles(edition, label)[1:]
    found: Told = []
    for name, before, after in rows(edition, label):
        first, cells = (
            ("(?:no data|not shown)", [after])
            if before == MISSING
            else (f"{NUMBER}", [before, after])
        )
        pattern = rf"{re.escape(name)}: {first} \({re.escape(start)}\) and {NUMBER} "
        found.append((pattern + rf"\({re.escape(end)}\)", cells))
    return found


def of_bars(edition: str, label: str) -> Told:
    return [
        (rf"{re.escape(row[0])}, {re.escape(title)}: {NUMBER}", [row[at]])
        for at, title in enumerate(titles(edition, label)[1:], start=1)
        for row in rows(edition, label)
        if row[at] != MISSING
    ]


def of_positions(edition: str, label: str) -> Told:
    return [
        (rf"{re.escape(name)}: {NUMBER} of {NUMBER}", [place, n])
        for name, place, n in rows(edition, label)
    ]


def of_points(edition: str, label: str) -> Told:
    """The economy and its peers; a scatter plot tells no others."""
    _, across, up = titles(edition, label)
    chapter = label.split("-")[1]
    near = chapter if chapter in ("ai", "copyright", "talent") else "patents"
    named = {economy(one) for one in (code(edition), *peers(edition, near))}
    return [
        (
            rf"{re.escape(name)}: {re.escape(across)} {NUMBER}, {re.escape(up)} {NUMBER}",
            [x, y],
        )
        for name, x, y in rows(edition, label)
        if name in named
    ]


KINDS: dict[str, Callable[[str, str], Told]] = {
    "Line chart.": of_lines,
    "Line chart of ranks.": of_lines,
    "Small multiples, one line chart for each panel.": of_lines,
    "Ranked dot chart.": of_ranking,
    "Slope chart.": of_two_years,
    "Dumbbell chart.": of_two_years,
    "Bar chart.": of_bars,
    "Dot chart of positions.": of_positions,
    "Scatter plot.": of_points,
}


def described(edition: str) -> list[tuple[str, str, str]]:
    """Label, kind and alternative text of each drawing of a kind that tells values."""
    found = []
    for label in labels():
        alt = text(edition, label, "alt")
        kind = max((one for one in KINDS if alt and alt.startswith(one)), key=len, default=None)
        if alt and kind:
            found.append((label, kind, alt))
    return found


@pytest.mark.parametrize("edition", EVERY)
def test_alternative_texts_tell_the_values_of_the_table(edition: str) -> None:
    drawings = described(edition)
    assert len(drawings) > 8
    for label, kind, alt in drawings:
        told = KINDS[kind](edition, label)
        more = MORE.search(alt)
        left = int(more[1]) if more else 0
        found = [(re.search(pattern, alt), cells) for pattern, cells in told]
        said = [(one, cells) for one, cells in found if one]
        assert len(said) + left == len(told), (label, alt, [p for p, _ in told])
        for one, cells in said:
            assert one is not None
            for number, shown in zip(one.groups(), cells, strict=True):
                assert agree(number.rstrip(","), shown), (label, one[0], cells)


@pytest.mark.parametrize("edition", EVERY)
def test_years_of_a_description_are_the_first_and_the_last_that_are_drawn(edition: str) -> None:
    checked = 0
    for label, kind, alt in described(edition):
        years = [row[0] for row in rows(edition, label)]
        if KINDS[kind] is not of_lines or not all(re.fullmatch(r"\d{4}", one) for one in years):
            continue
        shown = re.search(r"(\d{4})–(\d{4}),", alt)
        if shown:
            assert (shown[1], shown[2]) == (min(years), max(years)), label
            checked += 1
    assert checked > 3


@pytest.mark.parametrize("edition", EVERY)
def test_a_scatter_plot_says_how_many_economies_it_shows(edition: str) -> None:
    for label, kind, alt in described(edition):
        if kind == "Scatter plot.":
            assert f" {len(rows(edition, label))} economies." in alt, label


@pytest.mark.parametrize("edition", EVERY)
def test_a_line_of_time_is_described_from_its_first_date(edition: str) -> None:
    for label in labels():
        alt = text(edition, label, "alt") or ""
        if not alt.startswith("Timeline."):
            continue
        dated = [f"{date}, {name}" for date, name, *_ in rows(edition, label)]
        more = MORE.search(alt)
        shown = dated[: len(dated) - int(more[1])] if more else dated
        told = alt.split(". ", 2)[2]
        end = more[0] if more else "."
        assert told == "; ".join(shown) + end, label


@pytest.mark.parametrize("edition", EVERY)
def test_marked_statements_are_described_as_the_table_has_them(edition: str) -> None:
    for label in labels():
        alt, named = text(edition, label, "alt") or "", titles(edition, label)
        if named[-1:] != ["Stated"]:
            assert "Statements marked" not in alt
            continue
        marked = [f"{row[0]}, {row[-1]}" for row in rows(edition, label) if row[-1] != MISSING]
        assert alt.endswith(f"Statements marked: {'; '.join(marked)}."), label


@pytest.mark.parametrize("edition", EVERY)
def test_every_end_of_a_tree_is_described_with_its_state(edition: str) -> None:
    for label in labels():
        alt = text(edition, label, "alt") or ""
        if alt.startswith("Tree.") and not MORE.search(alt):
            subtitle = str(text(edition, label, "subtitle") or "")
            assert subtitle in alt, label
            ends = [row for row in rows(edition, label) if row[-1] != MISSING]
            for row in ends:
                assert row[0] in alt, (label, row)
                if row[1] != MISSING:
                    assert f"{row[1]} ({row[-1]})" in alt, (label, row)


def test_prints_of_one_value_agree_and_those_of_two_do_not() -> None:
    assert agree("1.59 million", "1,585,663")
    assert agree("30", "29.9")
    assert not agree("1.59 million", "1,595,663")
    assert not agree("1.59", "1,590")
    assert not agree("31", "29.9")

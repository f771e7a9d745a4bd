"""What is drawn, as a table and as words: table views and alternative texts of the forms.

Every function takes the very table that the figure function draws, so that neither can
say anything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from reportlib.base.payload import FLAGS, MISSING, Column, Piece, Row
from reportlib.content.cells import count_cell, number_cell, rank_cell, text_cell, year_cell
from reportlib.content.figures.heat import heads
from reportlib.content.figures.profile import absent
from reportlib.content.numbers import say_count, say_exact

Names = Mapping[str, str]
_TOLD = 12  # items that an alternative text lists in full


@dataclass(frozen=True)
class View:
    """A table view: columns and rows as the payload carries them."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def by_year(drawn: pd.DataFrame, names: Names) -> View:
    """Years down, series across."""
    return _pivot(drawn.assign(panel_label=drawn["label"]), names)


def by_panel_and_year(drawn: pd.DataFrame, names: Names) -> View:
    """Years down, panels (and their series) across."""
    return _pivot(drawn.assign(panel_label=_panel_names(drawn)), names)


def _panel_names(drawn: pd.DataFrame) -> pd.Series[str]:
    """The panel's name, with the series' own where the two differ."""
    series = drawn.get("label", drawn["series"]).astype(str)
    both = drawn["panel_label"] + ", " + series
    return drawn["panel_label"].where(drawn["panel_label"] == series, both)


def _pivot(drawn: pd.DataFrame, names: Names) -> View:
    shown = drawn[drawn["value"].notna()]
    order = {str(item.panel_label): item for item in _items(shown.drop_duplicates("panel_label"))}
    values = {
        (item.panel_label, int(item.year)): number_cell(
            item.value, str(item.rows), names.get("unit", ""), _derivation(item)
        )
        for item in _items(shown)
    }
    columns = (Column(title="Year"), *map(_series_column, order.items()))
    rows = tuple(
        Row(
            cells=(
                text_cell(year),
                *(values.get((label, year), number_cell(None)) for label in order),
            )
        )
        for year in sorted({int(year) for year in shown["year"]})
    )
    return View(columns, rows)


def _series_column(named: tuple[str, Any]) -> Column:
    """The column of a series' values, or of a panel's."""
    label, item = named
    series, panel = str(item.series), str(getattr(item, "panel", item.series))
    own = "" if panel == series else panel
    return Column(title=label, numeric=True, series=series, panel=own)


def ranked(drawn: pd.DataFrame, names: Names) -> View:
    """Rank, economy, value."""
    columns = (
        Column(title="Rank", numeric=True),
        Column(title="Economy"),
        Column(title=names.get("value", "Value"), unit=names.get("unit", ""), numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                rank_cell(float(item.rank), str(item.rows)),
                text_cell(item.label),
                number_cell(item.value, str(item.rows), names.get("unit", ""), _derivation(item)),
            ),
            strong=item.role == "focus",
        )
        for item in _items(drawn)
    )
    return View(columns, rows)


def start_and_end(drawn: pd.DataFrame, names: Names) -> View:
    """Item, first value, last value."""
    unit = names.get("unit", "")
    columns = (
        Column(title=names.get("item", "Economy")),
        Column(title=names.get("start", "Start"), unit=unit, numeric=True),
        Column(title=names.get("end", "End"), unit=unit, numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                number_cell(item.start, str(getattr(item, "start_rows", item.rows)), unit),
                number_cell(item.end, str(getattr(item, "end_rows", item.rows)), unit),
            ),
            strong=item.role == "focus",
        )
        for item in _items(drawn)
    )
    return View(columns, rows)


def x_and_y(drawn: pd.DataFrame, names: Names) -> View:
    """Item and its two values."""
    columns = (
        Column(title="Economy"),
        Column(title=names.get("x", "x"), numeric=True),
        Column(title=names.get("y", "y"), numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                number_cell(item.x, str(getattr(item, "x_rows", item.rows)), names.get("x", "")),
                number_cell(item.y, str(getattr(item, "y_rows", item.rows)), names.get("y", "")),
            ),
            strong=item.role == "focus",
        )
        for item in _items(drawn)
    )
    return View(columns, rows)


def by_category(drawn: pd.DataFrame, names: Names) -> View:
    """Categories down, series across."""
    shown = drawn[drawn["value"].notna()]
    order = {
        item.label: str(getattr(item, "series", ""))
        for item in _items(shown.drop_duplicates("label"))
    }
    unit = names.get("unit", "")
    columns = (
        Column(title=names.get("category", "Category")),
        *(Column(title=t, unit=unit, numeric=True, series=s) for t, s in order.items()),
    )
    rows = []
    for category in dict.fromkeys(shown["category"]):
        found = shown[shown["category"] == category].set_index("label")
        cells = [
            number_cell(found.at[label, "value"], str(found.at[label, "rows"]), unit)
            if label in found.index
            else number_cell(None)
            for label in order
        ]
        rows.append(Row(cells=(text_cell(category), *cells)))
    return View(columns, tuple(rows))


def positions(drawn: pd.DataFrame, _names: Names) -> View:
    """Indicator, rank and how many economies have data, which the rows ``counted`` say."""
    columns = (
        Column(title="Indicator"),
        Column(title="Rank", numeric=True),
        Column(title="Economies with data", numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                rank_cell(float(item.rank), str(item.rows)),
                count_cell(float(item.n), [item.counted], "economies with data"),
            )
        )
        for item in _items(drawn)
    )
    return View(columns, rows)


def profile(drawn: pd.DataFrame, _names: Names) -> View:
    """Measure, value as written, unit, year, rank and how many economies have data."""
    columns = (
        Column(title="Measure"),
        Column(title="Value", numeric=True),
        Column(title="Unit"),
        Column(title="Year", numeric=True),
        Column(title="Rank", numeric=True),
        Column(title="Economies with data", numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                number_cell(item.value, str(item.rows), item.unit, item.derivation).model_copy(
                    update={"text": item.text}
                ),
                text_cell(item.unit),
                text_cell(int(item.year)),
                rank_cell(float(item.rank), str(item.rows)),
                count_cell(float(item.n), [item.counted], "economies with data")
                if item.counted
                else number_cell(None),
            )
        )
        for item in _items(drawn[drawn["value"].notna()])
    )
    return View(columns, rows)


def newest(drawn: pd.DataFrame, names: Names) -> View:
    """Each series' newest year for one economy and for any, and how many have a value then."""
    columns = (
        Column(title="Indicator"),
        Column(title=names.get("own", "Economy"), numeric=True),
        Column(title="Any economy", numeric=True),
        Column(title="Economies in that year", numeric=True),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                number_cell(None) if pd.isna(item.own) else year_cell(item.own, item.own_rows),
                year_cell(item.any, item.any_rows),
                number_cell(None)
                if pd.isna(item.any)
                else count_cell(
                    item.n, [item.counted], f"economies with a value for {item.any:.0f}"
                ),
            )
        )
        for item in _items(drawn)
    )
    return View(columns, rows)


def by_economy(drawn: pd.DataFrame, names: Names) -> View:
    """Economy and its value or category, in the table's order; no row where there is none."""
    unit = names.get("unit", "")
    measured = "value" in drawn
    columns = (
        Column(title="Economy"),
        Column(title=names.get("value", "Value"), unit=unit if measured else "", numeric=measured),
    )
    shown = drawn[drawn["value"].notna()] if measured else drawn
    rows = tuple(
        Row(
            cells=(
                text_cell(item.label),
                number_cell(item.value, str(item.rows), unit)
                if measured
                else text_cell(item.category, str(item.rows)),
            ),
            strong=item.role == "focus",
            key=str(getattr(item, "economy", "")),
        )
        for item in _items(shown)
    )
    return View(columns, rows)


def events(drawn: pd.DataFrame, names: Names) -> View:
    """Date, event, what happened."""
    columns = (
        Column(title="Date"),
        Column(title=names.get("item", "Event")),
        Column(title=names.get("text", "What")),
    )
    rows = tuple(
        Row(
            cells=(
                text_cell(item.date, str(item.rows)),
                text_cell(item.label),
                _event_text(item),
            )
        )
        for item in _items(drawn.sort_values("date", kind="stable"))
    )
    return View(columns, rows)


def _event_text(item: Any) -> Piece:
    """What happened; where the table has rows ``counted``, how many they are."""
    counted = getattr(item, "counted", "")
    if not counted:
        return text_cell(_told(item), str(item.rows))
    return count_cell(len(counted.split()), [counted], "the rows named")


def branches(drawn: pd.DataFrame, names: Names) -> View:
    """Every node of which something is said: its root, the way to it, the text, its state."""
    columns = (
        Column(title=names.get("item", "Question")),
        Column(title=names.get("branch", "Branch")),
        Column(title=names.get("text", "What is said, and by whom")),
        Column(title=names.get("state", "State")),
    )
    roots = {str(item.label): str(item.rows) for item in _items(drawn) if not str(item.parent)}
    rows = tuple(
        Row(
            cells=(
                text_cell(way[0], roots[way[0]]),
                text_cell(" → ".join(way[1:]) or MISSING, str(item.rows)),
                text_cell(_told(item) or MISSING, str(item.rows)),
                text_cell(_state(item, names) if ends else MISSING),
            ),
            key=str(item.node),
        )
        for way, item, ends in _ways(drawn)
        if ends or _told(item)
    )
    return View(columns, rows)


def _ways(drawn: pd.DataFrame) -> Iterable[tuple[list[str], Any, bool]]:
    """Every node with the labels that lead to it from its root, and whether the way ends there."""
    known = {str(item.node): item for item in _items(drawn)}
    parents = {str(item.parent) for item in known.values()}
    for name, item in known.items():
        way, above = [str(item.label)], str(item.parent)
        while above:
            way.insert(0, str(known[above].label))
            above = str(known[above].parent)
        yield way, item, name not in parents


def _told(item: Any) -> str:
    """What is said of a node, in full where the drawing has less room: in ``told``."""
    return str(getattr(item, "told", item.text))


def _state(item: Any, names: Names) -> str:
    return names.get("open", "open") if item.open else names.get("closed", "not open")


def by_row_and_column(drawn: pd.DataFrame, names: Names) -> View:
    """The heat table's own rows and columns."""
    across = heads(drawn)
    columns = (
        Column(title=names.get("item", "Economy")),
        *(
            Column(title=str(item.column_label), numeric=True, series=str(item.column))
            for item in _items(across)
        ),
    )
    cells = {(item.row, item.column): _heat_cell(item) for item in _items(drawn)}
    rows = tuple(
        Row(
            cells=(
                text_cell(line.row_label),
                *(cells.get((line.row, column), number_cell(None)) for column in across["column"]),
            ),
            strong=line.role == "focus",
            key="" if line.row == line.row_label else str(line.row),
        )
        for line in _items(drawn.drop_duplicates("row"))
    )
    return View(columns, rows)


def _heat_cell(item: Any) -> Piece:
    cell = number_cell(item.value, str(item.rows))
    return cell.model_copy(update={"text": item.text}) if item.text else cell


def tell_series(drawn: pd.DataFrame, _names: Names) -> str:
    """First and last value of every series."""
    return _tell(drawn, "label")


def tell_panels(drawn: pd.DataFrame, _names: Names) -> str:
    """First and last value of every panel's series."""
    return _tell(drawn.assign(told=_panel_names(drawn)), "told")


def _tell(drawn: pd.DataFrame, column: str) -> str:
    shown = drawn[drawn["value"].notna()].sort_values("year", kind="stable")
    found: dict[object, list[Any]] = {label: [] for label in drawn[column]}
    for label, item in zip(shown[column], _items(shown), strict=True):
        found[label].append(item)
    return _listed(_first_and_last(label, items) for label, items in found.items() if items)


def _first_and_last(label: object, items: Sequence[Any]) -> str:
    first, last = items[0], items[-1]
    if first.year == last.year:
        return f"{label}: {_say(last)} in {int(last.year)}"
    return f"{label}: from {_say(first)} in {int(first.year)} to {_say(last)} in {int(last.year)}"


def tell_ranked(drawn: pd.DataFrame, _names: Names) -> str:
    """Rank and value of every item."""
    return _listed(
        f"{'not ranked' if pd.isna(i.rank) else int(i.rank)}, {i.label}: {_say(i)}"
        for i in _items(drawn)
    )


def tell_start_and_end(drawn: pd.DataFrame, names: Names) -> str:
    """Both values of every item."""
    start, end = names.get("start", "start"), names.get("end", "end")
    return _listed(
        f"{i.label}: {_say(i, 'start')} ({start}) and {_say(i, 'end')} ({end})"
        for i in _items(drawn)
    )


def tell_x_and_y(drawn: pd.DataFrame, names: Names) -> str:
    """Both values of the marked items, and how many there are in all."""
    marked = drawn[drawn["role"].isin(["focus", "peer"])]
    x, y = names.get("x", "x"), names.get("y", "y")
    told = _listed(f"{i.label}: {x} {_say(i, 'x')}, {y} {_say(i, 'y')}" for i in _items(marked))
    return f"{len(drawn)} economies. {told}".rstrip()


def tell_categories(drawn: pd.DataFrame, _names: Names) -> str:
    """Every value."""
    shown = drawn[drawn["value"].notna()]
    return _listed(f"{i.category}, {i.label}: {_say(i)}" for i in _items(shown))


def tell_positions(drawn: pd.DataFrame, _names: Names) -> str:
    """Rank of every indicator."""
    return _listed(f"{i.label}: {int(i.rank)} of {int(i.n)}" for i in _items(drawn))


def tell_profile(drawn: pd.DataFrame, _names: Names) -> str:
    """Value, unit, year and place of every measure, and which have no value."""
    told = _listed(
        f"{i.label}: {i.text}, {i.detail}, {i.place}" for i in _items(drawn[drawn["value"].notna()])
    )
    return f"{told} {absent(drawn)}".strip()


def tell_newest(drawn: pd.DataFrame, names: Names) -> str:
    """Both years of every series."""
    own = names.get("own", "the economy")
    return _listed(
        f"{i.label}: {'none' if pd.isna(i.own) else int(i.own)} for {own}, "
        f"{int(i.any)} for any economy"
        for i in _items(drawn)
    )


def tell_economies(drawn: pd.DataFrame, names: Names) -> str:
    """How many economies there are, and the value or category of the marked ones."""
    marked = drawn[drawn["role"].isin(["focus", "peer"])]
    if "value" in drawn:
        told = _listed(f"{i.label}: {_say(i)}" for i in _items(marked))
        return f"{int(drawn['value'].notna().sum())} economies with data. {told}"
    counts = drawn["category"].value_counts(sort=False)
    kinds = ", ".join(f"{name}: {count}" for name, count in counts.items())
    told = _listed(f"{i.label}: {i.category}" for i in _items(marked))
    return f"{names.get('value', 'Economies')}: {kinds}. {told}"


def tell_events(drawn: pd.DataFrame, _names: Names) -> str:
    """Every event with its date."""
    ordered = drawn.sort_values("date", kind="stable")
    return _listed(f"{i.date}, {i.label}" for i in _items(ordered))


def tell_branches(drawn: pd.DataFrame, names: Names) -> str:
    """Root by root, where its branches end, and whether they are open."""
    told: dict[str, list[str]] = {}
    for way, item, ends in _ways(drawn):
        if ends:
            said = " → ".join(way[1:])
            told.setdefault(way[0], []).append(f"{said} ({_state(item, names)})".strip())
    return _listed(f"{root}: {', '.join(own)}" for root, own in told.items())


def tell_cells(drawn: pd.DataFrame, _names: Names) -> str:
    """Every cell, row by row."""
    return _listed(f"{i.row_label}, {i.column_label}: {_say(i)}" for i in _items(drawn))


def stated(marks: pd.DataFrame | None) -> pd.DataFrame:
    """The statements marked in a figure, by year; a table without rows where there are none."""
    if marks is None or marks.empty:
        return pd.DataFrame(columns=["year", "value", "label", "verdict", "rows"])
    return marks.sort_values("year", kind="stable")


def with_marks(view: View, marks: pd.DataFrame) -> View:
    """A view by year with one more column: what is said of the year, by whom, and the verdict."""
    if marks.empty:
        return view
    said = {
        str(year): Piece(
            text="; ".join(_say_mark(item) for item in _items(own)),
            rows=tuple(row for rows in own["rows"] for row in str(rows).split()),
        )
        for year, own in marks.groupby(marks["year"].astype(int).astype(str))
    }
    # A year that the series lacks has a row too: something is said of it.
    empty = (number_cell(None),) * (len(view.columns) - 1)
    rows = {row.cells[0].text: row for row in view.rows}
    rows |= {year: Row(cells=(text_cell(year), *empty)) for year in said if year not in rows}
    return View(
        (*view.columns, Column(title="Stated")),
        tuple(
            row.model_copy(update={"cells": (*row.cells, said.get(year, number_cell(None)))})
            for year, row in sorted(rows.items())
        ),
    )


def with_kinds(view: View, told: Iterable[tuple[str, int, str]]) -> View:
    """A view by year with one more column: which of its values are of no table, and what."""
    said: dict[str, list[str]] = {}
    for label, year, kind in told:
        said.setdefault(str(year), []).append(f"{label}: {kind}")
    if not said:
        return view
    return View(
        (*view.columns, Column(title="Kind of value")),
        tuple(
            row.model_copy(update={"cells": (*row.cells, text_cell(_kinds_of(row, said)))})
            for row in view.rows
        ),
    )


def _kinds_of(row: Row, said: Mapping[str, Sequence[str]]) -> str:
    """The kinds in a year's row; a year without an entry goes on as the series began."""
    return "; ".join(said.get(row.cells[0].text, ["series"]))


def tell_kinds(told: Iterable[tuple[str, int, str]]) -> str:
    """Which values are of no table, and how they were found."""
    items = [f"{label} {year} ({kind})" for label, year, kind in told]
    return f" Marks without a line: {_listed(items)}" if items else ""


def tell_marks(marks: pd.DataFrame) -> str:
    """What is said of the values, each statement with its verdict."""
    told = (f"{int(i.year)}, {_say_mark(i)}" for i in _items(marks))
    return "" if marks.empty else f" Statements marked: {_listed(told)}"


def _say_mark(item: Any) -> str:
    return f"{say_exact(float(item.value))} ({item.label}: {item.verdict})"


def _items(drawn: pd.DataFrame) -> Iterable[Any]:
    return drawn.itertuples(index=False)


def _derivation(item: Any) -> str:
    found = getattr(item, "derivation", "")
    return found if isinstance(found, str) else ""


def _say(item: Any, column: str = "value") -> str:
    """A value with what its marks mean; the marks of ``start`` are in ``start_flag``."""
    value = getattr(item, column)
    if pd.isna(value):
        return "not shown" if getattr(item, "withheld", False) else "no data"
    flags = getattr(item, "flag" if column == "value" else f"{column}_flag", "")
    words = ", ".join(FLAGS[flag] for flag in str(flags))
    return f"{say_count(float(value))} ({words})" if words else say_count(float(value))


def _listed(items: Iterable[str]) -> str:
    told = list(items)
    more = len(told) - _TOLD
    if more > 0:
        told = [*told[:_TOLD], f"and {more} more in the data of the figure"]
    return "; ".join(told) + "." if told else ""

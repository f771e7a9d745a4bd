"""Table views and alternative texts: what is drawn, all of it, in its place, and nothing else."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import pandas as pd
import pytest

from reportlib.base.payload import Piece
from reportlib.content import views
from reportlib.content.numbers import NO_BREAK
from reportlib.content.views import View

GAP = math.nan
UNIT = {"unit": "applications"}


def heads(view: View) -> list[tuple[str, str, bool]]:
    """Title, unit and alignment of every column."""
    return [(column.title, column.unit, column.numeric) for column in view.columns]


def texts(view: View) -> list[list[str]]:
    """What the cells show, row by row."""
    return [[cell.text for cell in row.cells] for row in view.rows]


def sources(view: View) -> list[list[tuple[str, ...]]]:
    """The rows that the cells rest on, row by row."""
    return [[cell.rows for cell in row.cells] for row in view.rows]


def strong(view: View) -> list[bool]:
    return [row.strong for row in view.rows]


def series(**values: Mapping[int, float]) -> pd.DataFrame:
    """Series by year, each labelled with its name in capitals, each value with a row."""
    return pd.DataFrame(
        [
            {
                "series": name,
                "label": name.upper(),
                "year": year,
                "value": value,
                "rows": f"d:{name}-{year}",
                "derivation": "a + b",
            }
            for name, found in values.items()
            for year, value in found.items()
        ]
    )


# Years down


def test_a_view_by_year_has_a_column_for_each_series_and_a_row_for_each_year() -> None:
    view = views.by_year(series(b={2002: 4, 2001: 3}, a={2001: 1243}), UNIT)

    assert heads(view) == [("Year", "", False), ("B", "", True), ("A", "", True)]
    assert texts(view) == [["2001", "3", "1,243"], ["2002", "4", ".."]]
    assert sources(view) == [[(), ("d:b-2001",), ("d:a-2001",)], [(), ("d:b-2002",), ()]]


def test_a_value_by_year_keeps_its_unit_and_derivation() -> None:
    (row,) = views.by_year(series(a={2001: 3}), UNIT).rows

    assert (row.cells[1].unit, row.cells[1].derivation) == ("applications", "a + b")
    assert row.cells[0] == Piece(text="2001")


def test_a_year_without_any_value_has_no_row_and_a_series_without_any_no_column() -> None:
    view = views.by_year(series(a={2001: 0, 2002: GAP}, b={2001: GAP}), {})

    assert [title for title, _, _ in heads(view)] == ["Year", "A"]
    assert texts(view) == [["2001", "0"]]


def test_a_derivation_that_is_missing_is_none() -> None:
    drawn = series(a={2001: 3}).assign(derivation=None)

    assert views.by_year(drawn, {}).rows[0].cells[1].derivation == ""


def test_a_view_by_panel_names_the_series_where_the_panel_does_not() -> None:
    drawn = series(a={2001: 1}, b={2001: 2}).assign(panel_label=["A", "Grants"])

    view = views.by_panel_and_year(drawn, UNIT)

    assert [title for title, _, _ in heads(view)] == ["Year", "A", "Grants, B"]
    assert texts(view) == [["2001", "1", "2"]]


def test_panels_without_labels_are_named_for_their_series() -> None:
    drawn = series(a={2001: 1}).assign(panel_label="Grants").drop(columns="label")

    assert views.by_panel_and_year(drawn, {}).columns[1].title == "Grants, a"


# Items down


def items(*rows: Mapping[str, object]) -> pd.DataFrame:
    """A table of items; the first is the focus, the second a peer, the others neither."""
    roles = ["focus", "peer", *["other"] * len(rows)]
    return pd.DataFrame([{"role": role, **row} for role, row in zip(roles, rows, strict=False)])


ITEMS = items(
    {"label": "China", "rank": 2.0, "value": 9.25, "rows": "d:CHN", "derivation": "a / b"},
    {"label": "Japan", "rank": 11.0, "value": 1500, "rows": "d:JPN", "derivation": "a / b"},
    {"label": "Chad", "rank": 12.0, "value": 0, "rows": "d:TCD", "derivation": "a / b"},
)


def test_a_ranked_view_gives_rank_economy_and_value() -> None:
    view = views.ranked(ITEMS, {"value": "Filings", **UNIT})

    assert heads(view) == [
        ("Rank", "", True), ("Economy", "", False), ("Filings", "applications", True),
    ]  # fmt: skip
    assert texts(view) == [
        ["2", "China", "9.25"], ["11", "Japan", "1,500"], ["12", "Chad", "0"],
    ]  # fmt: skip
    assert sources(view)[1] == [("d:JPN",), (), ("d:JPN",)]
    assert strong(view) == [True, False, False]
    assert (view.rows[0].cells[2].unit, view.rows[0].cells[2].derivation) == UNIT_AND_DERIVATION


UNIT_AND_DERIVATION = ("applications", "a / b")


def test_columns_have_plain_names_where_a_figure_gives_none() -> None:
    assert heads(views.ranked(ITEMS, {}))[2] == ("Value", "", True)
    assert [h[0] for h in heads(views.start_and_end(TWO, {}))] == ["Economy", "Start", "End"]
    assert [h[0] for h in heads(views.x_and_y(CROSSED, {}))] == ["Economy", "x", "y"]
    assert heads(views.by_category(CATEGORIES, {}))[0] == ("Category", "", False)
    assert heads(views.by_economy(ITEMS, {}))[1] == ("Value", "", True)
    assert [h[0] for h in heads(views.events(EVENTS, {}))] == ["Date", "Event", "What"]
    assert [h[0] for h in heads(views.branches(TREE, {}))] == [
        "Question", "Branch", "What is said, and by whom", "State",
    ]  # fmt: skip
    assert heads(views.by_row_and_column(HEAT, {}))[0] == ("Economy", "", False)


TWO = items(
    {
        "label": "China", "start": 5, "end": 20, "rows": "d:1 d:2",
        "start_rows": "d:1", "end_rows": "d:2",
    },
    {"label": "Japan", "start": GAP, "end": 30, "rows": "d:3", "start_rows": "", "end_rows": "d:3"},
)  # fmt: skip


def test_a_view_of_two_years_gives_each_value_its_own_row() -> None:
    view = views.start_and_end(TWO, {"item": "Office", "start": "2001", "end": "2003", **UNIT})

    assert heads(view) == [
        ("Office", "", False), ("2001", "applications", True), ("2003", "applications", True),
    ]  # fmt: skip
    assert texts(view) == [["China", "5", "20"], ["Japan", "..", "30"]]
    assert sources(view) == [[(), ("d:1",), ("d:2",)], [(), (), ("d:3",)]]
    assert [cell.unit for cell in view.rows[0].cells] == ["", "applications", "applications"]
    assert strong(view) == [True, False]


def test_values_that_share_their_rows_name_them_both_times() -> None:
    shared = TWO.drop(columns=["start_rows", "end_rows"])
    crossed = CROSSED.drop(columns=["x_rows", "y_rows"])

    assert sources(views.start_and_end(shared, {}))[0] == [(), ("d:1", "d:2"), ("d:1", "d:2")]
    assert sources(views.x_and_y(crossed, {}))[0] == [(), ("d:1", "d:2"), ("d:1", "d:2")]


CROSSED = items(
    {"label": "China", "x": 2.4, "y": 1400, "rows": "d:1 d:2", "x_rows": "d:1", "y_rows": "d:2"},
    {"label": "Japan", "x": 3.3, "y": 230, "rows": "d:3 d:4", "x_rows": "d:3", "y_rows": "d:4"},
    {"label": "Chad", "x": 0.25, "y": GAP, "rows": "d:5", "x_rows": "d:5", "y_rows": ""},
)


def test_a_view_of_two_measures_gives_each_value_its_own_row_and_unit() -> None:
    view = views.x_and_y(CROSSED, {"x": "percent of GDP", "y": "applications"})

    assert heads(view) == [
        ("Economy", "", False), ("percent of GDP", "", True), ("applications", "", True),
    ]  # fmt: skip
    assert texts(view) == [
        ["China", "2.40", "1,400"], ["Japan", "3.30", "230"], ["Chad", "0.25", ".."],
    ]  # fmt: skip
    assert sources(view)[0] == [(), ("d:1",), ("d:2",)]
    assert [cell.unit for cell in view.rows[0].cells] == ["", "percent of GDP", "applications"]
    assert strong(view) == [True, False, False]


CATEGORIES = pd.DataFrame(
    [
        {"category": "Small", "label": "Women", "value": 3, "rows": "d:1"},
        {"category": "Small", "label": "Men", "value": GAP, "rows": "d:2"},
        {"category": "Large", "label": "Men", "value": 5, "rows": "d:3"},
        {"category": "Empty", "label": "Men", "value": GAP, "rows": "d:4"},
    ]
)


def test_a_view_by_category_has_a_row_for_each_and_a_column_for_each_series() -> None:
    view = views.by_category(CATEGORIES, {"category": "Size", **UNIT})

    assert heads(view) == [
        ("Size", "", False), ("Women", "applications", True), ("Men", "applications", True),
    ]  # fmt: skip
    assert texts(view) == [["Small", "3", ".."], ["Large", "..", "5"]]
    assert sources(view) == [[(), ("d:1",), ()], [(), (), ("d:3",)]]
    assert view.rows[0].cells[1].unit == "applications"


POSITIONS = pd.DataFrame(
    [{"label": "Filings", "rank": 5.0, "n": 132.0, "rows": "d:CHN", "counted": "d:CHN d:JPN"}]
)


def test_a_position_is_a_rank_of_so_many() -> None:
    view = views.positions(POSITIONS, {})

    assert heads(view) == [
        ("Indicator", "", False), ("Rank", "", True), ("Economies with data", "", True),
    ]  # fmt: skip
    assert texts(view) == [["Filings", "5", "132"]]
    assert sources(view) == [[(), ("d:CHN",), ("d:CHN", "d:JPN")]]
    assert view.rows[0].cells[2].derivation == "count of economies with data"
    assert views.tell_positions(POSITIONS, {}) == "Filings: 5 of 132."


PROFILE = pd.DataFrame(
    {
        "label": ["R&D", "Filings", "Grants"],
        "detail": ["of GDP, 2023", "applications, 2021", ""],
        "text": ["3.15%", "9", ""],
        "value": [3.154, 9.0, GAP],
        "unit": ["percent of GDP", "applications", "patents"],
        "year": [2023, 2021, GAP],
        "rank": [2.0, GAP, GAP],
        "n": [3.0, GAP, GAP],
        "place": ["2nd of 3", "not ranked", ""],
        "rows": ["d:CHN", "e:CHN", ""],
        "counted": ["d:CHN d:JPN d:DEU", "", ""],
        "derivation": "",
    }
)


def test_a_profile_has_a_row_for_each_measure_with_a_value() -> None:
    view = views.profile(PROFILE, {})

    assert texts(view) == [
        ["R&D", "3.15%", "percent of GDP", "2023", "2", "3"],
        ["Filings", "9", "applications", "2021", "..", ".."],
    ]
    assert view.rows[0].cells[1].value == 3.154
    assert sources(view)[0][1] == ("d:CHN",)
    assert sources(view)[0][5] == ("d:CHN", "d:JPN", "d:DEU")


def test_a_profile_is_told_with_what_has_no_value() -> None:
    assert views.tell_profile(PROFILE, {}) == (
        "R&D: 3.15%, of GDP, 2023, 2nd of 3; Filings: 9, applications, 2021, not ranked. "
        "No value: Grants."
    )


def test_a_map_of_values_has_no_row_where_there_is_none() -> None:
    drawn = pd.concat([ITEMS, pd.DataFrame([{"label": "Tuvalu", "value": GAP, "rows": ""}])])

    view = views.by_economy(drawn, {"value": "Filings", **UNIT})

    assert heads(view) == [("Economy", "", False), ("Filings", "applications", True)]
    assert texts(view) == [["China", "9.25"], ["Japan", "1,500"], ["Chad", "0"]]
    assert sources(view)[0] == [(), ("d:CHN",)]
    assert view.rows[0].cells[1].unit == "applications"
    assert strong(view) == [True, False, False]


KINDS = items(
    {"label": "China", "category": "member", "rows": "d:CHN"},
    {"label": "Japan", "category": "member", "rows": "d:JPN"},
    {"label": "Chad", "category": "signed", "rows": "d:TCD"},
)


def test_a_map_of_categories_gives_texts_with_their_rows() -> None:
    view = views.by_economy(KINDS, {"value": "Treaty", **UNIT})

    assert heads(view) == [("Economy", "", False), ("Treaty", "", False)]
    assert texts(view) == [["China", "member"], ["Japan", "member"], ["Chad", "signed"]]
    assert sources(view)[2] == [(), ("d:TCD",)]
    assert strong(view) == [True, False, False]


EVENTS = pd.DataFrame(
    [
        {"date": "2020-05", "label": "Second", "text": "A law", "rows": "d:2"},
        {"date": "2019", "label": "First", "text": "A rule", "rows": "d:1"},
        {"date": "2020-05", "label": "Third", "text": "An act", "rows": "d:3"},
    ]
)


def test_events_stand_in_order_of_their_dates() -> None:
    view = views.events(EVENTS, {"item": "Treaty", "text": "What changed"})

    assert heads(view) == [
        ("Date", "", False), ("Treaty", "", False), ("What changed", "", False),
    ]  # fmt: skip
    assert texts(view) == [
        ["2019", "First", "A rule"],
        ["2020-05", "Second", "A law"],
        ["2020-05", "Third", "An act"],
    ]
    assert sources(view)[0] == [("d:1",), (), ("d:1",)]
    assert views.tell_events(EVENTS, {}) == "2019, First; 2020-05, Second; 2020-05, Third."


def test_an_event_is_told_in_full_where_its_drawing_has_less_room() -> None:
    view = views.events(EVENTS.assign(told="In full"), {})

    assert [row[2] for row in texts(view)] == ["In full"] * 3


def test_an_event_that_counts_rows_gives_their_number() -> None:
    view = views.events(EVENTS.assign(counted=["d:8 d:9", "", "d:7"]), {})

    assert [row[2] for row in texts(view)] == ["A rule", "2", "1"]
    assert view.rows[1].cells[2].rows == ("d:8", "d:9")
    assert view.rows[1].cells[2].derivation == "count of the rows named"


TREE = pd.DataFrame(
    [
        ["q", "", "Who owns it?", "", True, "d:q"],
        ["a", "q", "The user", "", True, "d:a"],
        ["a1", "a", "if it is new", "A court", True, "d:a1"],
        ["b", "q", "Nobody", "An office", False, "d:b"],
        ["r", "", "Is it paid?", "A union", True, "d:r"],
        ["r1", "r", "Yes", "", False, "d:r1"],
    ],
    columns=["node", "parent", "label", "text", "open", "rows"],
)


def test_a_tree_has_a_row_for_every_end_and_for_all_of_which_something_is_said() -> None:
    names = {"item": "Topic", "branch": "Answer", "text": "Said", "state": "Case"}

    view = views.branches(TREE, names)

    assert [title for title, _, _ in heads(view)] == ["Topic", "Answer", "Said", "Case"]
    assert texts(view) == [
        ["Who owns it?", "The user → if it is new", "A court", "open"],
        ["Who owns it?", "Nobody", "An office", "not open"],
        ["Is it paid?", "..", "A union", ".."],
        ["Is it paid?", "Yes", "..", "not open"],
    ]
    assert sources(view)[0] == [("d:q",), ("d:a1",), ("d:a1",), ()]
    assert sources(view)[3] == [("d:r",), ("d:r1",), ("d:r1",), ()]


def test_a_tree_names_its_states_as_the_figure_does() -> None:
    names = {"open": "pending", "closed": "decided"}

    assert [row[3] for row in texts(views.branches(TREE, names))] == [
        "pending", "decided", "..", "decided",
    ]  # fmt: skip
    assert views.tell_branches(TREE, names) == (
        "Who owns it?: The user → if it is new (pending), Nobody (decided); "
        "Is it paid?: Yes (decided)."
    )


HEAT = pd.DataFrame(
    [
        ["chn", "China", "focus", "law", "Law", 1, "yes", "d:1"],
        ["chn", "China", "focus", "act", "Act", 2, "", "d:2"],
        ["jpn", "Japan", "peer", "act", "Act", GAP, "", ""],
    ],
    columns=["row", "row_label", "role", "column", "column_label", "value", "text", "rows"],
)


def test_a_heat_table_shows_texts_where_it_has_them_and_values_elsewhere() -> None:
    view = views.by_row_and_column(HEAT, {"item": "Country"})

    assert heads(view) == [("Country", "", False), ("Law", "", True), ("Act", "", True)]
    assert texts(view) == [["China", "yes", "2"], ["Japan", "..", ".."]]
    assert sources(view) == [[(), ("d:1",), ("d:2",)], [(), (), ()]]
    assert view.rows[0].cells[1].value == 1
    assert strong(view) == [True, False]
    assert views.tell_cells(HEAT, {}) == "China, Law: 1; China, Act: 2; Japan, Act: no data."


# Alternative texts


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({2001: 3, 2002: 9, 2003: 5}, "A: from 3 in 2001 to 5 in 2003."),
        ({2003: 5, 2001: 3}, "A: from 3 in 2001 to 5 in 2003."),
        ({2001: GAP, 2002: 9, 2003: GAP}, "A: 9 in 2002."),
        ({2001: GAP}, ""),
        ({2001: 0, 2002: 1_590_000}, f"A: from 0 in 2001 to 1.59{NO_BREAK}million in 2002."),
    ],
)
def test_a_series_is_told_by_its_first_and_last_value(
    values: Mapping[int, float], told: str
) -> None:
    assert views.tell_series(series(a=values), {}) == told


def test_series_are_told_in_the_order_drawn() -> None:
    drawn = series(b={2001: 1}, a={2000: 2})

    assert views.tell_series(drawn, {}) == "B: 1 in 2001; A: 2 in 2000."
    assert views.tell_panels(drawn.assign(panel_label=["B", "Grants"]), {}) == (
        "B: 1 in 2001; Grants, A: 2 in 2000."
    )


Tell = Callable[[pd.DataFrame, Mapping[str, str]], str]


@pytest.mark.parametrize(
    ("tell", "drawn", "names", "told"),
    [
        (views.tell_ranked, ITEMS, {}, "2, China: 9.2; 11, Japan: 1,500; 12, Chad: 0."),
        (
            views.tell_start_and_end,
            TWO,
            {"start": "2001", "end": "2003"},
            "China: 5 (2001) and 20 (2003); Japan: no data (2001) and 30 (2003).",
        ),
        (
            views.tell_start_and_end,
            TWO,
            {},
            "China: 5 (start) and 20 (end); Japan: no data (start) and 30 (end).",
        ),
        (
            views.tell_x_and_y,
            CROSSED,
            {"x": "spending", "y": "filings"},
            "3 economies. China: spending 2.4, filings 1,400; Japan: spending 3.3, filings 230.",
        ),
        (
            views.tell_x_and_y,
            CROSSED.head(1),
            {},
            "1 economies. China: x 2.4, y 1,400.",
        ),
        (views.tell_categories, CATEGORIES, {}, "Small, Women: 3; Large, Men: 5."),
        (views.tell_economies, ITEMS, {}, "3 economies with data. China: 9.2; Japan: 1,500."),
        (
            views.tell_economies,
            KINDS,
            {"value": "Treaty"},
            "Treaty: member: 2, signed: 1. China: member; Japan: member.",
        ),
        (
            views.tell_economies,
            KINDS,
            {},
            "Economies: member: 2, signed: 1. China: member; Japan: member.",
        ),
    ],
)
def test_a_drawing_is_told(
    tell: Tell, drawn: pd.DataFrame, names: Mapping[str, str], told: str
) -> None:
    assert tell(drawn, names) == told


def test_economies_without_a_value_are_not_counted_among_those_with_data() -> None:
    drawn = items({"label": "China", "value": GAP}, {"label": "Japan", "value": 3})

    told = views.tell_economies(drawn, {})

    assert told == "1 economies with data. China: no data; Japan: 3."


def test_a_value_that_is_withheld_is_not_told_as_missing() -> None:
    told = views.tell_start_and_end(TWO.assign(withheld=[False, True]), {})

    assert "Japan: not shown (start) and 30 (end)" in told


def test_a_mark_is_told_in_words_beside_its_value() -> None:
    drawn = TWO.assign(start_flag=["b", ""], end_flag=["p", "ep"])

    assert views.tell_start_and_end(drawn, {}) == (
        "China: 5 (break in the series) (start) and 20 (provisional) (end); "
        "Japan: no data (start) and 30 (estimated or derived, provisional) (end)."
    )
    assert views.tell_ranked(ITEMS.head(1).assign(flag="u"), {}) == (
        "2, China: 9.2 (of low reliability)."
    )


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, "; and 1 more"), (20, "; and 8 more")])
def test_of_many_items_the_first_twelve_are_told_and_the_others_counted(
    count: int, more: str
) -> None:
    drawn = pd.DataFrame(
        [{"category": f"c{i}", "label": "a", "value": i, "rows": ""} for i in range(count)]
    )

    told = "; ".join(f"c{i}, a: {i}" for i in range(12))
    end = f"{more} in the data of the figure." if more else "."
    assert views.tell_categories(drawn, {}) == told + end


# Statements marked in a figure


def marks(*said: Sequence[object]) -> pd.DataFrame:
    return pd.DataFrame(said, columns=["year", "value", "label", "verdict", "rows"])


MARKS = marks(
    (2002, 40.0, "A ministry", "agrees", "d:m"),
    (2001, 3000.0, "A union", "disagrees", "d:u"),
    (2002, 55.5, "A court", "agrees", "d:c"),
)


@pytest.mark.parametrize("none", [None, marks()])
def test_no_marks_leave_view_and_text_as_they_are(none: pd.DataFrame | None) -> None:
    stated = views.stated(none)
    view = views.by_year(series(a={2001: 1}), {})

    assert list(stated) == ["year", "value", "label", "verdict", "rows"]
    assert views.with_marks(view, stated) is view
    assert views.tell_marks(stated) == ""


def test_marks_are_told_in_order_of_their_years() -> None:
    assert views.tell_marks(views.stated(MARKS)) == (
        " Statements marked: 2001, 3,000 (A union: disagrees); "
        "2002, 40 (A ministry: agrees); 2002, 55.5 (A court: agrees)."
    )


def test_marks_stand_beside_the_values_of_their_year() -> None:
    view = views.by_year(series(a={2001: 1, 2003: 2}), {})

    marked = views.with_marks(view, MARKS)

    assert heads(marked) == [("Year", "", False), ("A", "", True), ("Stated", "", False)]
    assert texts(marked) == [
        ["2001", "1", "3,000 (A union: disagrees)"],
        ["2002", "..", "40 (A ministry: agrees); 55.5 (A court: agrees)"],
        ["2003", "2", ".."],
    ]
    assert sources(marked) == [
        [(), ("d:a-2001",), ("d:u",)],
        [(), (), ("d:m", "d:c")],
        [(), ("d:a-2003",), ()],
    ]

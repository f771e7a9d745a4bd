"""Events in time."""

from __future__ import annotations

import datetime

import pandas as pd
import pytest

from reportlib.content.figures import Size, plot_timeline, to_svg
from reportlib.content.figures.canvas import Dots, Line
from tests.content.drawn import each, extent, marks, written
from tests.content.test_figures import EVENTS, SIZES, texts

TREATIES = [
    "Berne Convention",
    "WIPO Performances and Phonograms Treaty",
    "Treaty on Intellectual Property, Genetic Resources and Associated Traditional Knowledge",
    "Madrid Agreement (Indications of Source)",
    "Universal Copyright Convention (Geneva)",
]


def many(count: int, *, first: int = 1887, last: int = 2024, text: str = "") -> pd.DataFrame:
    """Events at uneven distances, crowded towards the end."""
    places = [1 - (1 - number / max(1, count - 1)) ** 2 for number in range(count)]
    return pd.DataFrame(
        {
            "label": [TREATIES[number % len(TREATIES)] for number in range(count)],
            "role": ["focus" if number % 4 == 0 else "peer" for number in range(count)],
            "date": [str(round(first + place * (last - first))) for place in places],
            "text": text,
        }
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", ["", "ratification"])
@pytest.mark.parametrize("count", [1, 5, 12, 25])
def test_texts_never_collide_and_stay_on_the_figure(count: int, text: str, size: Size) -> None:
    figure = plot_timeline(many(count, text=text), size=size)
    boxes = [box for _, box in written(figure)]
    for number, box in enumerate(boxes):
        assert box.x0 >= -0.5
        assert box.x1 <= figure.width + 0.5
        assert box.y0 >= -0.5
        assert not any(box.padded(-1.6).overlaps(other.padded(-1.6)) for other in boxes[:number])


@pytest.mark.parametrize("count", [5, 25])
def test_texts_hide_no_mark(count: int) -> None:
    figure = plot_timeline(many(count), size="wide")
    dots = [extent(plot, dot) for plot, dot in each(figure, Dots)]
    assert len(dots) == count
    for _, box in written(figure, "label"):
        assert not any(box.padded(-1).overlaps(dot) for dot in dots)


def test_a_page_writes_the_year_with_the_name() -> None:
    said = texts(plot_timeline(EVENTS, size="wide"))
    assert {"1887 Berne Convention", "ratification", "1990–2004 Programme", "first phase"} <= set(
        said
    )
    assert "2010 WIPO Performances and Phonograms Treaty" in said


def test_a_phone_lists_the_events_in_the_order_of_time() -> None:
    said = texts(plot_timeline(EVENTS, size="narrow"))
    names = ["Berne Convention", "Programme", "WIPO Performances and Phonograms Treaty"]
    assert [one for one in said if one in names] == names
    assert {"1887", "1990–2004", "2010"} <= set(said)


def test_dots_stand_at_their_dates_from_left_to_right() -> None:
    places = {dot.series: dot.xs[0] for dot in marks(plot_timeline(EVENTS, size="wide"), Dots)}
    assert places["Berne Convention"] < places["Programme"]
    assert places["Programme"] < places["WIPO Performances and Phonograms Treaty"]


def test_only_what_lasted_has_a_bar() -> None:
    (bar,) = marks(plot_timeline(EVENTS, size="wide"), Line, "range")
    assert (bar.role, bar.series) == ("resident", "Programme")


def test_events_of_a_short_time_are_written_with_their_months() -> None:
    table = pd.DataFrame(
        {"label": ["A", "B"], "role": "peer", "date": ["2023-03-15", "2024-11"], "text": ""}
    )
    assert {"Mar 2023 A", "Nov 2024 B"} <= set(texts(plot_timeline(table, size="wide")))


@pytest.mark.parametrize(
    "date",
    ["1995-01-01", "1995", 1995, 1995.0, pd.Timestamp(1995, 1, 1), datetime.date(1995, 1, 1)],
)
def test_a_date_may_be_written_in_many_ways(date: object) -> None:
    table = EVENTS.assign(date=pd.Series([date, "1925", "1975"], dtype=object))
    assert "1995 Berne Convention" in texts(plot_timeline(table, size="wide"))


@pytest.mark.parametrize("date", ["soon", "1995-13", "95", "1995/01/01", "1995-02-30"])
def test_what_is_no_date_is_refused(date: str) -> None:
    with pytest.raises(ValueError, match="is no date"):
        plot_timeline(EVENTS.assign(date=date, end=None), size="wide")


def test_an_end_before_the_date_is_refused() -> None:
    with pytest.raises(ValueError, match="'Programme' ends in 1989"):
        plot_timeline(EVENTS.assign(end=pd.Series([None, None, "1989"])), size="wide")


def test_events_without_a_date_are_left_out() -> None:
    said = texts(plot_timeline(EVENTS.assign(date=pd.Series(["", None, "1990"])), size="wide"))
    assert any("Programme" in one for one in said)
    assert not any("Berne" in one for one in said)


def test_no_date_at_all_is_nothing_to_draw() -> None:
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_timeline(EVENTS.assign(date=None), size="wide")


def test_year_range_leaves_out_what_lies_outside() -> None:
    said = texts(plot_timeline(EVENTS, size="wide", year_range=(1980, 2020)))
    assert not any("Berne" in one for one in said)
    assert {"1980", "2020"} <= set(said)
    with pytest.raises(ValueError, match="nothing to draw"):
        plot_timeline(EVENTS, size="wide", year_range=(1700, 1800))


@pytest.mark.parametrize("size", SIZES)
def test_groups_stand_under_their_headings_in_the_order_of_the_table(size: Size) -> None:
    table = EVENTS.assign(group=["Treaties", "Treaties", "Events"])
    said = texts(plot_timeline(table, size=size))
    assert said.index("Treaties") < said.index("Events")
    events = next(number for number, one in enumerate(said) if "Programme" in one)
    treaties = next(number for number, one in enumerate(said) if "Berne" in one)
    assert treaties < events


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "$x^2$", "Łódź 中国"])
def test_names_of_events_are_printed_not_interpreted(label: str) -> None:
    figure = plot_timeline(EVENTS.assign(label=label, text=label, group=label), size="wide")
    assert label in " ".join(texts(figure))
    assert "<script" not in to_svg(figure, "fig")


def test_no_line_of_a_year_runs_through_a_text() -> None:
    figure = plot_timeline(many(12, text="accession"), size="wide")
    boxes = [box for kind in ("label", "note") for _, box in written(figure, kind)]
    for line in marks(figure, Line, "grid"):
        x, (bottom, top) = line.xs[0], line.ys
        assert not any(
            box.x0 < x < box.x1 and bottom < box.y1 - 2 and box.y0 + 2 < top for box in boxes
        )

"""Statements marked on lines: what is drawn, listed, told and tabulated."""

from __future__ import annotations

import pandas as pd
import pytest
from lxml import etree

from reportlib.content import exhibits, forms
from reportlib.content.figures import Drawing, Size, plot_lines, plot_rank_lines, style, to_svg
from reportlib.content.figures.canvas import Axis, Dots
from reportlib.content.figures.lines import HEIGHTS, MARK_SHAPES, read_marks
from reportlib.content.forms import Form
from tests.content.drawn import marks as marks_of
from tests.content.test_figures import SIZES, TWO, series, texts

RANKS = series({2019: 14, 2020: 14, 2021: 12, 2022: 11})
MARKS = pd.DataFrame(
    {
        "year": [2022, 2021, 2020, 2019],
        "value": [11.0, 12.0, 20.0, 13.0],
        "label": ["A newspaper, 2023", "An office, 2022", "An institute, 2021", "A body, 2020"],
        "verdict": ["confirmed", "consistent", "differs", "cannot be checked"],
        "rows": ["facts:4", "facts:3", "facts:2", "facts:1"],
    }
)


def drawn(size: Size = "wide", **choices: object) -> Drawing:
    return plot_rank_lines(RANKS, unit="rank", size=size, marks=MARKS, **choices)  # type: ignore[arg-type]


def spots(figure: Drawing) -> dict[str, Dots]:
    """The marks by their letters."""
    return {dot.series: dot for dot in marks_of(figure, Dots) if dot.role == "claim"}


@pytest.mark.parametrize("size", SIZES)
def test_each_statement_is_marked_at_what_it_says(size: Size) -> None:
    found = spots(drawn(size))

    assert {letter: (*dot.xs, *dot.ys) for letter, dot in found.items()} == {
        "A": (2019, 13),
        "B": (2020, 20),
        "C": (2021, 12),
        "D": (2022, 11),
    }


def test_the_shape_says_the_verdict_and_the_colour_does_not() -> None:
    found = spots(drawn())

    assert len({dot.shape for dot in found.values()}) == len(MARK_SHAPES)
    assert {dot.fill for dot in found.values()} == {style.INK}


@pytest.mark.parametrize("size", SIZES)
def test_the_list_below_explains_every_letter(size: Size) -> None:
    said = [text.replace("\n", " ") for text in texts(drawn(size))]

    assert "A ▲ A body, 2020: cannot be checked" in said
    assert "B × An institute, 2021: differs" in said
    assert "C ◆ An office, 2022: consistent" in said
    assert "D ■ A newspaper, 2023: confirmed" in said


def test_every_sign_of_the_list_is_in_the_shipped_font() -> None:
    texts(drawn())  # a missing letter is a warning, and warnings are errors


@pytest.mark.parametrize("size", SIZES)
def test_the_figure_grows_by_the_list_and_keeps_its_plot(size: Size) -> None:
    figures = (plot_rank_lines(RANKS, unit="rank", size=size), drawn(size))
    heights = [figure.height for figure in figures]
    plots = [figure.plots[0].box.height for figure in figures]

    assert heights[0] == pytest.approx(HEIGHTS[size])
    assert heights[1] > heights[0] + 4 * 9
    assert plots[0] == pytest.approx(plots[1])


def test_the_axes_reach_what_is_stated_outside_the_series() -> None:
    marks = MARKS.head(1).assign(year=2024, value=40.0)
    axes = plot_rank_lines(RANKS, unit="rank", size="wide", marks=marks).plots[0]
    values = plot_lines(TWO, unit="%", size="wide", marks=marks.assign(value=1000.0)).plots[0]

    assert axes.x == Axis(2019, 2024)
    assert axes.y.start > 40
    assert values.y.end >= 1000


def test_marks_outside_the_years_shown_are_left_out() -> None:
    figure = plot_lines(
        series(dict.fromkeys(range(2015, 2023), 5.0)), unit="%", size="wide",
        year_range=(2015, 2020), marks=MARKS,
    )  # fmt: skip

    assert list(spots(figure)) == ["A", "B"]


@pytest.mark.parametrize("marks", [None, MARKS.head(0)], ids=["none", "an empty table"])
@pytest.mark.parametrize("plot", [plot_lines, plot_rank_lines])
def test_without_marks_a_figure_is_what_it_was(plot: object, marks: pd.DataFrame | None) -> None:
    plain = to_svg(plot(RANKS, unit="rank", size="wide"), "fig")  # type: ignore[operator]

    assert to_svg(plot(RANKS, unit="rank", size="wide", marks=marks), "fig") == plain  # type: ignore[operator]


def test_marks_carry_their_letter_in_the_drawing() -> None:
    root = etree.fromstring(to_svg(drawn(), "fig").encode())

    assert len(root.findall(".//*[@data-series='A']")) == 2


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (MARKS.drop(columns="verdict"), "lacks the columns"),
        (MARKS.assign(verdict="true"), "verdicts .'true'.; known are"),
    ],
)
def test_marks_that_cannot_be_drawn_are_refused(marks: pd.DataFrame, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        read_marks(marks)


# The exhibit


@pytest.mark.parametrize("form", [forms.RANK_LINES, forms.LINES], ids=lambda form: form.name)
def test_marks_reach_alternative_text_table_view_and_sources(form: Form) -> None:
    rows = ["gii-ranks:CHN-2019", "gii-ranks:CHN-2020", "gii-ranks:CHN-2021", "gii-ranks:CHN-2022"]
    marks = MARKS.assign(rows="article-facts:chongqing-19")
    marks = pd.concat([marks, marks.tail(1).assign(year=2030, value=9.0)])
    payload = exhibits.figure(
        form=form,
        label="fig-marked",
        title="Ranks",
        where="China",
        unit="rank",
        table=RANKS.assign(rows=rows),
        missing="",
        marks=marks,
    ).payload

    assert "Statements marked: 2019, 13 (A body, 2020: cannot be checked); 2020, 20" in payload.alt
    assert [column.title for column in payload.columns] == ["Year", "Germany", "Stated"]
    last = payload.rows[-1].cells
    assert [cell.text for cell in last] == ["2030", "..", "9 (A body, 2020: cannot be checked)"]
    assert last[-1].rows == ("article-facts:chongqing-19",)
    assert {one.dataset for one in payload.sources} == {"gii-ranks", "article-facts"}


@pytest.mark.parametrize(
    ("form", "subtitle"), [(forms.LINES, ""), (forms.TIMELINE, "China, 2019–2022, rank")]
)
def test_only_what_its_drawing_leaves_unsaid_stands_in_a_subtitle(
    form: Form, subtitle: str
) -> None:
    rows = ["gii-ranks:CHN-2019", "gii-ranks:CHN-2020", "gii-ranks:CHN-2021", "gii-ranks:CHN-2022"]
    table = RANKS.assign(rows=rows, date=RANKS["year"].astype(str), text="")
    payload = exhibits.figure(
        form=form, label="fig-x", title="Ranks", where="China", unit="rank", table=table, missing=""
    ).payload

    assert payload.subtitle == subtitle
    assert payload.caption == "Ranks: China, 2019–2022."
    assert "China, 2019–2022, rank" in payload.alt

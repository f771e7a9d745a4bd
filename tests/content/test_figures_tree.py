"""Questions and what branches from them."""

from __future__ import annotations

import pandas as pd
import pytest

from reportlib.content.figures import Drawing, Size, plot_tree, style, to_svg
from reportlib.content.figures.canvas import Box, Dots, Line
from tests.content.drawn import each, extent, marks, written
from tests.content.test_figures import SIZES, TREE, texts


def large(roots: int, branches: int) -> pd.DataFrame:
    """Trees three steps deep with long texts."""
    long = "a statement that somebody made, read in a newspaper of another country"
    rows = []
    for root in range(roots):
        rows.append(
            (f"r{root}", "", f"Question {root}, which is rather long?", "neutral", "", False)
        )
        for branch in range(branches):
            name = f"r{root}b{branch}"
            rows.append((name, f"r{root}", f"Branch {branch}: {long}", "neutral", long, False))
            rows.append((f"{name}x", name, f"Yes, {long}", "peer", long, False))
            rows.append((f"{name}y", name, "No", "unknown", f"Open. {long}", True))
    return pd.DataFrame(rows, columns=list(TREE.columns))


def dots_of(figure: Drawing) -> dict[str, Dots]:
    """The mark of every node."""
    return {dot.series: dot for dot in marks(figure, Dots)}


def branches_of(figure: Drawing) -> dict[str, Line]:
    """The last branch to every node."""
    return {line.series: line for line in marks(figure, Line, "leader")}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("table", [TREE, large(2, 3), large(4, 1)], ids=["small", "wide", "long"])
def test_texts_never_collide_and_stay_on_the_figure(table: pd.DataFrame, size: Size) -> None:
    figure = plot_tree(table, size=size, closed_label="a view of somebody", open_label="left open")
    boxes = [box for _, box in written(figure)]
    for number, box in enumerate(boxes):
        assert box.x0 >= -0.5
        assert box.x1 <= figure.width + 0.5
        assert box.y0 >= -0.5
        assert box.y1 <= figure.height + 3
        assert not any(box.padded(-1.6).overlaps(other.padded(-1.6)) for other in boxes[:number])


@pytest.mark.parametrize("size", SIZES)
def test_no_branch_runs_through_a_text(size: Size) -> None:
    figure = plot_tree(large(2, 3), size=size)
    boxes = [box.padded(-1) for kind in ("label", "note") for _, box in written(figure, kind)]
    for plot, line in each(figure, Line, "leader"):
        assert not any(extent(plot, line).overlaps(box) for box in boxes)


def test_an_open_branch_is_dashed_and_ends_in_a_hollow_mark() -> None:
    figure = plot_tree(TREE, size="wide")
    dots, branches = dots_of(figure), branches_of(figure)
    assert dots["a21"].fill == style.PAPER
    assert dots["a1"].fill == style.colour("peer")
    assert branches["a21"].dashes
    assert not branches["a1"].dashes


def test_a_branch_is_open_where_all_it_leads_to_is_open() -> None:
    branches = branches_of(plot_tree(TREE, size="wide"))
    assert branches["a2"].dashes


def test_what_the_marks_mean_is_written_above() -> None:
    said = texts(plot_tree(TREE, size="wide", closed_label="a view", open_label="left open"))
    assert {"● a view", "○ left open"} <= set(said)


def place(dot: Dots) -> tuple[float, float]:
    return dot.xs[0], dot.ys[0]


def test_a_page_shows_branches_right_of_the_question() -> None:
    dots = dots_of(plot_tree(TREE, size="wide"))
    (x, y), (right, level) = place(dots["a"]), place(dots["a1"])
    assert right > x + 50
    assert level == y


def test_a_phone_shows_branches_below_the_question() -> None:
    dots = dots_of(plot_tree(TREE, size="narrow"))
    (x, y), (right, lower) = place(dots["a"]), place(dots["a1"])
    assert x < right < x + 30
    assert lower < y


def test_neighbours_keep_the_order_of_the_table() -> None:
    said = texts(plot_tree(TREE, size="narrow"))
    order = [label for label in TREE["label"] if label in said]
    assert [one for one in said if one in order] == order


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "$x^2$", "Łódź 中国"])
def test_labels_are_printed_not_interpreted(label: str) -> None:
    figure = plot_tree(TREE.assign(label=label, text=label), size="wide")
    assert label in " ".join(texts(figure))
    assert "<script" not in to_svg(figure, "fig")


def test_a_node_that_stands_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="'a1' stands twice"):
        plot_tree(pd.concat([TREE, TREE.iloc[1:2]]), size="wide")


def test_an_unknown_parent_is_refused() -> None:
    with pytest.raises(ValueError, match="'b1' branches from 'c', which is no node"):
        plot_tree(TREE.assign(parent=["", "a", "a", "a2", "", "c"]), size="wide")


def test_nodes_that_branch_from_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="branch from each other"):
        plot_tree(TREE.assign(parent=["", "a", "a21", "a2", "", "b"]), size="wide")


def test_a_single_question_is_drawn() -> None:
    figure = plot_tree(TREE.iloc[:1], size="wide")
    assert Box(0, 0, 518, 40).height >= figure.height - 10
    assert texts(figure) == ["Does copyright arise in what a machine writes?"]

"""Questions and what branches from them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from reportlib.content.figures import Size, plot_tree, style, to_svg
from reportlib.content.figures.frame import Box
from tests.content.test_figures import SIZES, TREE, texts, written


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


def marks(figure: Figure, kind: str) -> dict[str, Line2D]:
    """The last mark of a kind for every node."""
    lines = [line for line in figure.findobj(Line2D) if f"tag:{kind}:" in str(line.get_gid())]
    return {str(line.get_gid()).split(":")[-1]: line for line in lines}


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("table", [TREE, large(2, 3), large(4, 1)], ids=["small", "wide", "long"])
def test_texts_never_collide_and_stay_on_the_figure(table: pd.DataFrame, size: Size) -> None:
    figure = plot_tree(table, size=size, closed_label="a view of somebody", open_label="left open")
    boxes = [box for _, box in written(figure)]
    for number, box in enumerate(boxes):
        assert box.x0 >= -0.5
        assert box.x1 <= figure.bbox.x1 + 0.5
        assert box.y0 >= -0.5
        assert box.y1 <= figure.bbox.y1 + 3
        assert not any(box.padded(-1.6).overlaps(other.padded(-1.6)) for other in boxes[:number])


@pytest.mark.parametrize("size", SIZES)
def test_no_branch_runs_through_a_text(size: Size) -> None:
    figure = plot_tree(large(2, 3), size=size)
    figure.draw_without_rendering()
    boxes = [box.padded(-1) for kind in ("label", "note") for _, box in written(figure, kind)]
    for line in figure.findobj(Line2D):
        if "tag:leader:" in str(line.get_gid()):
            assert not any(line.get_window_extent().overlaps(box) for box in boxes)


def test_an_open_branch_is_dashed_and_ends_in_a_hollow_mark() -> None:
    figure = plot_tree(TREE, size="wide")
    dots, branches = marks(figure, "dot"), marks(figure, "leader")
    assert dots["a21"].get_markerfacecolor() == style.PAPER
    assert dots["a1"].get_markerfacecolor() == style.colour("peer")
    assert branches["a21"].is_dashed()
    assert not branches["a1"].is_dashed()


def test_a_branch_is_open_where_all_it_leads_to_is_open() -> None:
    branches = marks(plot_tree(TREE, size="wide"), "leader")
    assert branches["a2"].is_dashed()


def test_what_the_marks_mean_is_written_above() -> None:
    said = texts(plot_tree(TREE, size="wide", closed_label="a view", open_label="left open"))
    assert {"● a view", "○ left open"} <= set(said)


def place(line: Line2D) -> tuple[float, float]:
    return float(np.asarray(line.get_xdata())[0]), float(np.asarray(line.get_ydata())[0])


def test_a_page_shows_branches_right_of_the_question() -> None:
    dots = marks(plot_tree(TREE, size="wide"), "dot")
    (x, y), (right, level) = place(dots["a"]), place(dots["a1"])
    assert right > x + 50
    assert level == y


def test_a_phone_shows_branches_below_the_question() -> None:
    dots = marks(plot_tree(TREE, size="narrow"), "dot")
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
    assert Box(0, 0, 518, 40).height >= figure.bbox.height - 10
    assert texts(figure) == ["Does copyright arise in what a machine writes?"]

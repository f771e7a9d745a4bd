"""Many row ids as a short text."""

from __future__ import annotations

import pytest

from reportlib.base.row_runs import fold_rows, unfold_rows


@pytest.mark.parametrize(
    ("row_ids", "text"),
    [
        ([], ""),
        (["a:CHN-2020"], "a:CHN-2020"),
        (["a:CHN-2019", "a:CHN-2020"], "a:CHN-{2019,2020}"),
        (["a:CHN-2018", "a:CHN-2019", "a:CHN-2020"], "a:CHN-{2018..2020}"),
        (["a:X-1-m", "a:X-1-f", "a:Y-1-m", "a:Y-1-f"], "a:{X,Y}-1-{m,f}"),
        (["a:X-2", "b:X-2", "a:Y-2"], "a:X-2 b:X-2 a:Y-2"),
        (["a:X-08", "a:X-09", "a:X-10"], "a:X-{08,09,10}"),
        (["a:", "b:1"], "a: b:1"),
        (["a:x,y", "a:{z}", "a:50%", "a:1..3"], "a:{x%2Cy,%7Bz%7D,50%25,1%2E.3}"),
        (["a:\u00a0", "a:\t"], "a:{%C2%A0,%09}"),
        (["a:-1", "a:-2"], "a:-{1,2}"),
    ],
)
def test_rows_are_folded_and_unfolded_in_their_order(row_ids: list[str], text: str) -> None:
    assert fold_rows(row_ids) == text
    assert list(unfold_rows(text)) == row_ids


def test_an_order_that_braces_do_not_have_is_kept() -> None:
    row_ids = ["a:X-1", "a:Y-1", "a:X-2", "a:Y-2", "a:X-3"]

    assert list(unfold_rows(fold_rows(row_ids))) == row_ids


@pytest.mark.parametrize("text", ["a:{1..9999999}", "a:" + "-".join(["{1..999}"] * 3)])
def test_a_text_that_names_more_rows_than_there_are_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="names more than 1,000,000 rows"):
        unfold_rows(text)

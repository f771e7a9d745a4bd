"""The table of a scatter plot: each value with the source of its own axis."""

from __future__ import annotations

import pandas as pd

from reportlib.content import tables
from reportlib.content.edition import Edition
from reportlib.content.forms import SCATTER
from reportlib.content.series import Measure, Series

NAMES = {"x": "percent of GDP", "y": "applications"}


def series(dataset: str, **values: float) -> Series:
    """A series of one year, each value with a row of a dataset."""
    rows = [
        {"economy": code, "year": 2020, "value": value, "rows": f"{dataset}:{code}-2020"}
        for code, value in values.items()
    ]
    return Series(Measure(dataset, dataset, kind="count"), pd.DataFrame(rows))


def crossed() -> pd.DataFrame:
    spending = series("rd-expenditure", CHN=2.4, JPN=3.3, BRA=1.1)
    filings = series("patent-applications", CHN=1400, JPN=230)
    return tables.crossed(spending, filings, 2020, 2020, Edition())


def test_each_axis_has_the_values_and_rows_of_its_own_measure() -> None:
    drawn = crossed().set_index("label")
    assert (drawn.at["Japan", "x"], drawn.at["Japan", "y"]) == (3.3, 230)
    assert drawn.at["Japan", "x_rows"] == "rd-expenditure:JPN-2020"
    assert drawn.at["Japan", "y_rows"] == "patent-applications:JPN-2020"


def test_an_economy_that_lacks_one_of_the_two_is_left_out() -> None:
    assert sorted(crossed()["label"]) == ["China", "Japan"]


def test_a_cell_of_the_table_names_value_unit_and_row_of_its_axis() -> None:
    view = SCATTER.view(crossed(), NAMES)
    (japan,) = (row for row in view.rows if row.cells[0].text == "Japan")
    _, x, y = japan.cells
    assert (x.value, x.unit, x.rows) == (3.3, "percent of GDP", ("rd-expenditure:JPN-2020",))
    assert (y.value, y.unit, y.rows) == (230, "applications", ("patent-applications:JPN-2020",))
    assert [column.title for column in view.columns[1:]] == ["percent of GDP", "applications"]


def test_the_alternative_text_names_each_value_by_its_axis() -> None:
    told = SCATTER.tell(crossed(), NAMES)
    assert "China: percent of GDP 2.4, applications 1,400" in told

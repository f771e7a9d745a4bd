"""A renewal that changes figures systematically is judged before anything is written."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from reportlib.base.errors import DatasetError
from reportlib.cli import main
from reportlib.upkeep.refresh.update import update_dataset
from tests.conftest import use
from tests.projects import digests
from tests.upkeep.refresh.projects import BANK, bank_file, rows_of, write_spending

YEARS = range(2014, 2022)
CODES = ("BRA", "CHN", "DEU", "ESP", "FRA", "GRC", "ITA", "JPN", "NAM", "PRT", "ROU", "TUR")
LOOSE = ("minimum: 0, maximum: 20", "minimum: -2000, maximum: 99999")


class Cell(NamedTuple):
    """A figure that is held, with its place."""

    code: str
    year: int
    figure: float


Change = Callable[[Cell], float | None]


def held(code: str, year: int) -> float:
    """A figure that is another in every economy and year, and has five digits."""
    return round(1.2345 + 0.1 * CODES.index(code) + 0.0113 * (year - 2014) ** 2, 4)


def as_held(cell: Cell) -> float:
    return cell.figure


def project(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *changes: tuple[str, str], recipe: str = BANK
) -> Path:
    """A project with the figures of twelve economies in eight years."""
    data = "economy,year,percent\n" + "".join(
        f"{code},{year},{held(code, year)}\n" for code in CODES for year in YEARS
    )
    recipe = recipe.replace("decimals: 3", "decimals: 4")
    use(write_spending(folder / "project", recipe, LOOSE, *changes, data=data), monkeypatch)
    return folder / "project"


def renewed(
    folder: Path, change: Change = as_held, years: range = YEARS, codes: tuple[str, ...] = CODES
) -> Path:
    """The publisher's file with figures changed, and such of other years as well."""
    rows = []
    for code in codes:
        figures = (change(Cell(code, year, held(code, year))) for year in years)
        cells = ("-" if figure is None else f"{figure:.12g}" for figure in figures)
        rows.append(f"{code} {' '.join(cells)}")
    return bank_file(folder, *rows, years=" ".join(map(str, years)))


def withdrawn(_: Cell) -> None:
    return None


def of(wanted: str, change: Change) -> Change:
    """A change of one economy alone."""
    return lambda c: change(c) if c.code == wanted else c.figure


def of_year(wanted: int, factor: float) -> Change:
    return lambda c: c.figure * factor if c.year == wanted else c.figure


JUDGED = {
    "thousands": (
        of("JPN", lambda c: c.figure / 1000),
        "figures are a power of ten times those held: another unit?: JPN (0.001 times)",
    ),
    "ratio": (
        of("JPN", lambda c: c.figure * 1.4),
        "figures differ in the middle from those held by more than a quarter: JPN (1.4 times)",
    ),
    "later": (
        of("JPN", lambda c: held("JPN", c.year - 1) if c.year > 2014 else None),
        "figures stand a year later than those held: JPN (2015 to 2021)",
    ),
    "earlier": (
        of("JPN", lambda c: held("JPN", c.year + 1) if c.year < 2021 else None),
        "figures stand a year earlier than those held: JPN (2014 to 2020)",
    ),
    "order": (
        lambda c: held(c.code, 2014 + 2021 - c.year),
        "figures stand in the opposite order of years: BRA (2014 to 2021), CHN",
    ),
    "sign": (
        of("JPN", lambda c: -c.figure if c.year == 2015 else c.figure),
        "figures have the other sign: JPN (2015)",
    ),
    "zero": (
        of("JPN", lambda c: 0 if c.year == 2015 else c.figure),
        "figures are zero, where a figure is held: JPN (2015)",
    ),
    "marks": (
        of("JPN", lambda c: 999 if c.year > 2019 else c.figure),
        "figures are 999: a mark for missing figures?: JPN (2020, 2021)",
    ),
    "precision": (
        of("JPN", lambda c: round(c.figure, 1)),
        "figures are rounded more than those held: JPN (5 digits to 2)",
    ),
    "year": (
        of_year(2018, 1.3),
        "figures of all economies together differ from those held by more than a quarter: "
        "2018 (1.3 times)",
    ),
}


@pytest.mark.parametrize("name", JUDGED)
def test_figures_that_change_together_stop_the_writing(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    change, said = JUDGED[name]
    root = project(tmp_path, monkeypatch)
    before = digests(root)
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [renewed(tmp_path, change)])
    assert any(problem.startswith(f"percent: {said}") for problem in caught.value.problems)
    assert "so nothing was changed" in caught.value.problems[-1]
    assert "repeat with --accept." in caught.value.problems[-1]
    assert digests(root) == before


def test_what_was_judged_is_written_once_it_is_accepted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    file = renewed(tmp_path, of("JPN", lambda c: c.figure * 1.4))
    arguments = ["data", "update", "spending", str(file), "--accept"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 0, result.output
    assert "1 to judge, against what is held" in result.stdout
    assert f"JPN,2014,{held('JPN', 2014) * 1.4:.4f}" in rows_of(root)


def test_a_dry_run_shows_what_is_to_judge_and_refuses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    before = digests(root)
    file = renewed(tmp_path, of("JPN", lambda c: -c.figure))
    done = update_dataset("spending", [file], dry_run=True)
    assert [text.partition(" (")[0] for text in done.judged] == [
        "percent: figures have the other sign: JPN"
    ]
    assert digests(root) == before


def test_revisions_as_they_are_usual_are_taken_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    file = renewed(
        tmp_path,
        lambda c: round(c.figure * (1.05 if c.year > 2018 else 1), 4),
        range(2014, 2023),
    )
    done = update_dataset("spending", [file])
    assert done.judged == ()
    assert len(done.changes.revised) == 36
    assert len(rows_of(root)) == 1 + 12 * 9


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (of_year(2022, 3), "figures of all economies together are far from those of the year"),
        (
            of("JPN", lambda c: c.figure * 1000 if c.year == 2022 else c.figure),
            "figures of a new year are hundreds of times the year before, or a part of it: JPN",
        ),
    ],
    ids=["all", "one"],
)
def test_a_new_year_far_from_the_one_before_is_judged(
    change: Change, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, monkeypatch)
    with pytest.raises(DatasetError, match=said):
        update_dataset("spending", [renewed(tmp_path, change, range(2014, 2023))])


def test_a_finding_of_the_checks_stops_the_writing_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds = ("  processing: []\n", "  processing: []\n  bounds: [{column: percent, jump: 1.5}]\n")
    root = project(tmp_path, monkeypatch, bounds)
    file = renewed(tmp_path, of("JPN", lambda c: c.figure * 1.7 if c.year == 2018 else c.figure))
    before = digests(root)
    with pytest.raises(DatasetError, match=r"economy JPN, year 2018, column percent: .*\(jump\)"):
        update_dataset("spending", [file])
    assert digests(root) == before


# Points between thousands

TABLE = """\
Table SINV-4,,,,
"Patents, by economy",,,,
(Number),,,,
"Region, country, or economy",2018,2019,2020,2021
Brazil,{},{},{},{}
China,{},{},{},{}
"""
COUNTS = """\
format: ncses
page: https://example.org
parts:
  - {series: Patents, column: percent}
"""


@pytest.mark.parametrize(
    ("cells", "judged"),
    [
        (("940", "1.012", "1.134", "1.255", "31.362", "32.117", "33.001", "34.999"), True),
        (("940", "990", "991", "992", "31362", "32117", "33001", "34.999"), False),
        (("940", "1012", "1134", "1255", "31.362", "32.11", "33001", "34999"), False),
        (("1.012", "1.012", "1.134", "1.255", "31.362", "32.117", "33.001", "34.999"), False),
    ],
    ids=["points", "one only", "two decimals", "no whole numbers"],
)
def test_points_before_three_digits_among_whole_numbers_are_judged(
    cells: tuple[str, ...], judged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = "economy,year,percent\nBRA,2017,930\nCHN,2017,30000\n"
    use(write_spending(tmp_path / "project", COUNTS, LOOSE, data=data), monkeypatch)
    place = tmp_path / "table.csv"
    place.write_text(TABLE.format(*cells), encoding="utf-8")
    done = update_dataset("spending", [place], vintage="2025", dry_run=True, accept_losses=True)
    assert any("a point stands before three digits" in text for text in done.judged) is judged


# Economies


def test_an_economy_that_vanishes_whole_is_refused_with_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    before = digests(root)
    file = renewed(tmp_path, of("ROU", withdrawn))
    with pytest.raises(DatasetError, match="of 1 economy that is held: ROU") as caught:
        update_dataset("spending", [file])
    assert "--accept-losses" in caught.value.problems[0]
    assert digests(root) == before
    update_dataset("spending", [file], accept_losses=True)
    assert len(rows_of(root)) == 1 + 11 * 8


def test_an_economy_that_loses_some_years_has_not_vanished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, monkeypatch)
    file = renewed(tmp_path, of("ROU", lambda c: c.figure if c.year > 2016 else None))
    assert len(update_dataset("spending", [file]).changes.removed) == 3


def test_an_economy_that_the_descriptor_leaves_out_has_not_vanished(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left_out = (
        "  exclusions: []\n",
        "  exclusions: [{economies: [ROU], columns: percent, text: Another definition.}]\n",
    )
    root = project(tmp_path, monkeypatch, left_out)
    update_dataset("spending", [renewed(tmp_path)])
    assert not any(row.startswith("ROU") for row in rows_of(root))


def test_an_unknown_code_with_the_name_of_one_that_is_gone_is_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    file = renewed(tmp_path)
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('"Name of ROU","ROU"', '"Romania","ROM"'), encoding="utf-8")
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file])
    assert caught.value.problems[1].endswith(
        "“ROM Romania” is not in the list of economies, but has the name of ROU, which is gone. "
        "If it is the same, write `codes: {ROM: ROU}` in the recipe."
    )
    recipe = root / "data" / "recipes" / "spending.yaml"
    recipe.write_text(recipe.read_text(encoding="utf-8") + "codes: {ROM: ROU}\n", encoding="utf-8")
    assert update_dataset("spending", [file]).changes.is_empty


# Kinds of renewal


def kind(renewal: str) -> tuple[str, str]:
    return "  construction:", f"  renewal: {renewal}\n  construction:"


def test_figures_that_are_appended_leave_those_held_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch, kind("append"))
    before = rows_of(root)
    file = renewed(tmp_path, years=range(2021, 2023), codes=("BRA", "CHN", "JPN"))
    done = update_dataset("spending", [file])
    assert len(done.changes.added) == 3
    assert not done.changes.removed
    assert set(before) < set(rows_of(root))


def test_a_file_to_append_that_changes_a_figure_is_refused_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch, kind("append"))
    before = digests(root)
    file = renewed(tmp_path, of("JPN", lambda c: c.figure + 0.001 if c.year == 2015 else c.figure))
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file], accept=True, accept_losses=True)
    first, *cells = caught.value.problems
    assert "1 of 96 figures that it shares with the dataset are others" in first
    assert cells == ["JPN 2015 percent: 1.9458 -> 1.9468"]
    assert digests(root) == before


@pytest.mark.parametrize(("cells", "taken"), [(1, True), (2, False)], ids=["98 %", "less"])
def test_an_overlap_agrees_where_98_percent_of_its_figures_do_within_one(
    cells: int, taken: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch, kind("append-if-overlap-agrees"))
    file = renewed(
        tmp_path,
        lambda c: c.figure * (1.011 if c.code == "JPN" and c.year < 2014 + cells else 1.009),
        range(2014, 2023),
    )
    if taken:
        assert len(update_dataset("spending", [file]).changes.added) == 12
        return
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file], accept=True)
    assert "2 of 96 figures that it shares" in caught.value.problems[0]
    assert "renewal: append-if-overlap-agrees: 98% of them agree within 1%" in str(caught.value)
    assert len(caught.value.problems) == 3
    assert len(rows_of(root)) == 1 + 96


def test_a_long_list_of_figures_that_do_not_agree_is_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project(tmp_path, monkeypatch, kind("append-if-overlap-agrees"))
    file = renewed(tmp_path, lambda c: c.figure * 1.02)
    with pytest.raises(DatasetError) as caught:
        update_dataset("spending", [file])
    assert caught.value.problems[-1] == "and 76 more"


# What is recorded

CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### For readers\n\n- Older.\n\n## [0.1.0]\n"


def test_a_renewal_records_what_it_revised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = project(tmp_path, monkeypatch)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    revised = of("JPN", lambda c: {2014: 2.0, 2015: 1.95, 2016: None}.get(c.year, c.figure))
    done = update_dataset("spending", [renewed(tmp_path, revised, range(2014, 2023))])
    table = root / "data" / "revisions" / "spending.csv"
    assert table.read_text(encoding="utf-8").splitlines() == [
        "old_vintage,new_vintage,economy,year,column,old,new,difference",
        "2024-07-13,2025-07-01,JPN,2014,percent,1.9345,2,0.0655",
        "2024-07-13,2025-07-01,JPN,2015,percent,1.9458,1.95,0.0042",
        "2024-07-13,2025-07-01,JPN,2016,percent,1.9797,,",
    ]
    assert (root / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG.replace(
        "### For readers",
        "### Figures that were revised\n\n"
        "- `spending`, vintage 2024-07-13 to 2025-07-01: 12 figures added, 1 removed, 2 revised. "
        "Largest: JPN\n  2014 percent 1.9345 to 2; JPN 2015 percent 1.9458 to 1.95. All: "
        "`data/revisions/spending.csv`.\n\n"
        "### For readers",
    )
    assert done.records == (table, root / "CHANGELOG.md")


def test_a_second_renewal_is_added_to_the_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    for day, factor in (("2025-07-01", 1.01), ("2025-09-01", 1.02)):
        file = renewed(tmp_path, of("JPN", lambda c, f=factor: c.figure * f))  # type: ignore[misc]
        text = file.read_text(encoding="utf-8").replace("2025-07-01", day)
        file.write_text(text, encoding="utf-8")
        update_dataset("spending", [file])
    lines = (root / "data" / "revisions" / "spending.csv").read_text(encoding="utf-8").splitlines()
    assert [line[:21] for line in lines[1::8]] == ["2024-07-13,2025-07-01", "2025-07-01,2025-09-01"]
    told = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert told.count("### Figures that were revised") == 1
    assert told.index("2025-09-01") < told.index("2024-07-13"), "the newest first"


def test_a_renewal_that_changes_nothing_records_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    assert update_dataset("spending", [renewed(tmp_path)]).records == ()
    assert (root / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGELOG
    assert not (root / "data" / "revisions").exists()


def test_only_the_ten_largest_revisions_are_told_in_the_changelog(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = project(tmp_path, monkeypatch)
    (root / "CHANGELOG.md").write_text(CHANGELOG, encoding="utf-8")
    update_dataset("spending", [renewed(tmp_path, lambda c: c.figure * 1.01)])
    told = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    assert told.count(" percent ") == 10
    table = (root / "data" / "revisions" / "spending.csv").read_text(encoding="utf-8")
    assert table.count("\n") == 1 + 96

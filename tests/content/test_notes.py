"""Marks and notes follow from the rows shown, whatever an exhibit's author remembers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from reportlib.base.payload import Column, Piece, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.figures import Break
from reportlib.content.notes import breaks, notes_of, remarks, spans
from reportlib.content.numbers import Number, count_of, say_whole
from reportlib.content.sentences import plain, sentence
from tests.made import write_dataset

TABLE = """
    economy,year,value,trust
    CHN,2015,10,A
    CHN,2016,11,B
    CHN,2017,15,C
    CHN,2018,16,D
    JPN,2016,8,A
    JPN,2017,9,A
"""
BREAK = {"economy": "CHN", "year": 2017, "text": "Only paid filings count.", "short": "paid only"}


def made(project: Path, **said: Any) -> None:
    write_dataset(project, "filings", TABLE, **{"trust": "mixed", **said})


def row(code: str, year: int) -> str:
    return f"filings:{code}-{year}"


def rows(code: str, *years: int) -> list[str]:
    return [row(code, year) for year in years]


def told(*shown: str) -> list[str]:
    return [plain(note) for note in notes_of([remarks(shown)])]


# What a row says of itself


@pytest.mark.parametrize(("year", "flags"), [(2015, ""), (2016, ""), (2017, "u"), (2018, "u")])
def test_rows_of_the_classes_c_and_d_are_of_low_reliability(
    project: Path, year: int, flags: str
) -> None:
    made(project)

    assert remarks(rows("CHN", year)).of(rows("CHN", year)) == flags


def test_the_note_on_trust_names_class_economy_and_years(project: Path) -> None:
    made(project)

    assert told(*rows("CHN", 2016, 2017)) == [
        "Of low reliability (u), China 2017: class\xa0C, a secondary summary, or a copy of the "
        "report on another site."
    ]


def test_a_dataset_of_class_d_marks_all_its_rows(project: Path) -> None:
    made(project, trust="D")

    assert remarks(rows("JPN", 2016)).of(rows("JPN", 2016)) == ""  # the row's own class counts
    write_dataset(project, "copied", "economy,year,value\nCHN,2020,1", trust="D")
    assert remarks(["copied:CHN-2020"]).of(["copied:CHN-2020"]) == "u"


def test_provisional_years_are_marked_and_others_are_not(project: Path) -> None:
    made(project, provisional=[{"years": [2016], "text": "A first estimate."}])

    shown = [*rows("CHN", 2015, 2016), row("JPN", 2016)]

    assert [remarks(shown).of([each]) for each in shown] == ["", "p", "p"]
    assert told(*shown) == ["Provisional (p), 2016: A first estimate."]


def test_a_provisional_year_of_some_rows_only_names_their_economy(project: Path) -> None:
    said = {"years": [2016], "text": "From the press.", "where": {"economy": ["JPN"]}}
    made(project, provisional=[said])

    shown = [*rows("CHN", 2016), row("JPN", 2016)]

    assert [remarks(shown).of([each]) for each in shown] == ["", "p"]
    assert told(*shown) == ["Provisional (p), Japan 2016: From the press."]


def test_derived_rows_are_marked(project: Path) -> None:
    where = {"economy": ["CHN"], "year": [2015]}
    made(project, derived=[{"where": where, "kind": "derived", "text": "Computed from a rate."}])

    shown = rows("CHN", 2015, 2016)

    assert [remarks(shown).of([each]) for each in shown] == ["e", ""]
    assert told(*shown) == ["Estimated or derived (e), China 2015: Computed from a rate."]


def test_a_doubtful_value_is_marked_and_breaks_nothing(project: Path) -> None:
    doubt = {**BREAK, "year": 2016, "kind": "doubt", "text": "11 after 10. As published."}
    made(project, breaks=[doubt])

    shown = rows("CHN", 2015, 2016)

    assert [remarks(shown).of([each]) for each in shown] == ["", "u"]
    assert told(*shown) == [
        "Of low reliability (u), China 2016: doubtful: 11 after 10. As published."
    ]


# What rows say beside each other


def test_the_first_row_after_a_break_is_marked_where_one_before_it_is_shown(project: Path) -> None:
    made(project, breaks=[BREAK])

    shown = rows("CHN", 2015, 2016, 2017)

    assert [remarks(shown).of([each]) for each in shown] == ["", "", "bu"]
    assert told(*shown)[0] == "China, break in 2017 (b): Only paid filings count."


def test_a_break_in_the_last_year_shown_is_told(project: Path) -> None:
    made(project, breaks=[BREAK])

    assert "b" in remarks(rows("CHN", 2016, 2017)).of(rows("CHN", 2017))


@pytest.mark.parametrize("years", [(2015, 2016), (2018,)])
def test_a_break_before_or_after_the_years_shown_is_not_told(
    project: Path, years: tuple[int, ...]
) -> None:
    made(project, breaks=[BREAK])

    assert "b" not in remarks(rows("CHN", *years)).of(rows("CHN", *years))


def test_a_row_that_is_compared_with_no_other_year_has_no_break(project: Path) -> None:
    made(project, breaks=[BREAK])

    shown = [*rows("CHN", 2017), row("JPN", 2016)]

    assert "b" not in remarks(shown).of(rows("CHN", 2017))
    assert not any("break in" in note for note in told(*shown))


def test_what_is_shown_apart_is_explained_together(project: Path) -> None:
    made(project, provisional=[{"years": [2015], "text": "Early."}], breaks=[BREAK])

    apart = [remarks(rows("CHN", 2015)), remarks(rows("CHN", 2016, 2017))]

    assert [plain(note).partition(":")[0] for note in notes_of(apart)] == [
        "China, break in 2017 (b)",
        "Provisional (p), 2015",
        "Of low reliability (u), China 2017",
    ]


def test_a_break_between_years_that_are_not_neighbours_is_told(project: Path) -> None:
    made(project, breaks=[BREAK])

    assert "b" in remarks(rows("CHN", 2015, 2018)).of(rows("CHN", 2018))


def test_a_break_of_one_economy_marks_no_other(project: Path) -> None:
    made(project, breaks=[BREAK])

    assert remarks(rows("JPN", 2016, 2017)).flags == {}


def test_a_break_of_all_economies_is_one_note(project: Path) -> None:
    made(project, breaks=[{**BREAK, "economy": ""}])

    notes = told(*rows("CHN", 2016, 2017), *rows("JPN", 2016, 2017))

    assert notes[0] == "China; Japan, break in 2017 (b): Only paid filings count."


def test_values_of_two_economies_are_no_series(project: Path) -> None:
    made(project, breaks=[BREAK])

    assert "b" not in remarks([row("JPN", 2016), row("CHN", 2018)]).of(rows("CHN", 2018))


def test_a_row_has_the_trust_of_the_source_that_it_names(project: Path) -> None:
    table = "economy,year,value,source\nCHN,2020,1,copy\nCHN,2021,2,office"
    place = write_dataset(project, "facts", table, trust="mixed").with_suffix(".resource.yaml")
    sources = "sources:\n- {name: copy, title: A copy, path: 'https://example.org/', trust: D}\n"
    place.write_text(place.read_text(encoding="utf-8").replace("sources:\n", sources))

    shown = ["facts:CHN-2020", "facts:CHN-2021"]

    assert [remarks(shown).of([each]) for each in shown] == ["u", ""]


def test_a_break_of_one_kind_of_row_marks_no_other_kind(project: Path) -> None:
    table = """
        economy,year,applicant,value
        CHN,2016,resident,1
        CHN,2017,resident,2
        CHN,2016,foreign,3
        CHN,2017,foreign,4
    """
    write_dataset(
        project,
        "filings",
        table,
        key=("economy", "year", "applicant"),
        breaks=[{**BREAK, "where": {"applicant": "foreign"}}],
    )
    shown = [f"filings:CHN-{y}-{who}" for who in ("resident", "foreign") for y in (2016, 2017)]

    assert [remarks(shown).of([each]) for each in shown] == ["", "", "", "b"]


def test_an_economy_defined_otherwise_is_marked_wherever_it_goes(project: Path) -> None:
    said = {"text": "Counts paid filings only.", "economies": ["CHN"], "differs": True}
    made(project, caveats=[said, "Of all."])

    alone, beside = rows("CHN", 2015, 2016), [*rows("CHN", 2016), row("JPN", 2016)]

    assert [remarks(alone).of([each]) for each in alone] == ["d", "d"]
    assert [remarks(beside).of([each]) for each in beside] == ["d", ""]
    assert told(*beside) == [
        "Defined otherwise than others (d), China 2016: Counts paid filings only."
    ]


def test_what_is_said_of_some_rows_is_told_where_they_are_shown_and_marks_none(
    project: Path,
) -> None:
    made(project, caveats=[{"text": "Only a few.", "economies": ["CHN"], "years": [2016]}])

    assert told(*rows("CHN", 2015), row("JPN", 2016)) == []
    assert told(*rows("CHN", 2016)) == ["Only a few."]
    assert remarks(rows("CHN", 2016)).flags == {}


def test_what_is_said_to_makers_is_told_to_no_reader(project: Path) -> None:
    made(project, caveats=[{"text": "Leave gaps.", "economies": ["CHN"], "audience": "maker"}])

    assert told(*rows("CHN", 2016), row("JPN", 2016)) == []


def test_rows_that_no_dataset_has_are_passed_over(project: Path) -> None:
    made(project)

    assert remarks(["filings:ZZZ-1999"]).flags == {}


# Where the marks go


def number(*ids: str) -> Number:
    return Number(3, say_whole, "things", ids)


def test_a_number_has_the_marks_of_all_its_rows(project: Path) -> None:
    made(project, provisional=[{"years": [2016], "text": "Early."}])
    shown = remarks(rows("CHN", 2016, 2017))

    marked = shown.mark(number(*rows("CHN", 2016, 2017)).piece())

    assert (marked.text, marked.flags) == ("3", "pu")


def test_a_count_of_rows_has_none_of_their_marks(project: Path) -> None:
    made(project)
    found = count_of(rows("CHN", 2017, 2018), "years with a value")

    assert remarks(found.rows).mark(found.piece()).flags == ""


def test_a_text_and_an_unmarked_number_stay_as_they_are(project: Path) -> None:
    made(project)
    shown = remarks(rows("CHN", 2017))
    text, plain_number = Piece(text="China", rows=(row("CHN", 2017),)), number(row("CHN", 2015))

    assert shown.mark(text) == text
    assert shown.mark(plain_number.piece()) == plain_number.piece()


def test_the_breaks_of_a_line_chart_follow_from_its_rows(project: Path) -> None:
    made(project, breaks=[BREAK])

    assert breaks(lines_table()) == (Break("CHN", 2017, "paid only"),)


def test_a_year_without_a_value_hides_no_break(project: Path) -> None:
    made(project, breaks=[BREAK])
    table = lines_table()

    assert breaks(table[table["year"] != 2017]) == (Break("CHN", 2017, "paid only"),)
    assert breaks(table[table["year"] < 2017]) == ()


def lines_table() -> pd.DataFrame:
    years = {"CHN": [2015, 2016, 2017, 2018], "JPN": [2016, 2017]}
    records = [
        {"series": code, "label": code, "role": "peer", "year": year, "value": 1.0 + year % 7}
        | {"rows": row(code, year)}
        for code, own in years.items()
        for year in own
    ]
    return pd.DataFrame(records)


def headline() -> Sentence | None:
    return sentence("China filed {n}.", n=number(row("CHN", 2018)))


def test_a_figure_marks_headline_table_view_and_alternative_text(project: Path) -> None:
    made(project, breaks=[BREAK])

    shown = exhibits.figure(
        form=forms.LINES,
        label="fig-filings",
        title="Filings",
        where="China and Japan",
        unit="filings",
        table=lines_table(),
        missing="None.",
        headline=headline(),
    )

    assert plain(shown.headline) == "China filed 3 (u)."
    cells = {line.cells[0].text: line.cells[1] for line in shown.told.rows}
    assert {year: cell.flags for year, cell in cells.items()} == {
        "2015": "", "2016": "", "2017": "bu", "2018": "u",
    }  # fmt: skip
    assert "to 3 (of low reliability) in 2018" in shown.told.alt
    assert "Breaks in 2017, which the notes explain" in shown.told.alt


def test_a_headline_has_a_break_only_where_it_compares_across_it(project: Path) -> None:
    made(project, breaks=[BREAK])
    early = number(row("CHN", 2016))

    latest, compared = (
        exhibits.figure(
            form=forms.LINES,
            label="fig-filings",
            title="Filings",
            where="China and Japan",
            unit="filings",
            table=lines_table(),
            missing="None.",
            headline=said,
        )
        for said in (
            headline(),
            sentence("From {n} to {m}.", n=early, m=number(row("CHN", 2018))),
        )
    )

    assert plain(latest.headline) == "China filed 3 (u)."
    assert plain(compared.headline) == "From 3 to 3 (bu)."


def test_a_table_marks_its_cells_and_explains_them(project: Path) -> None:
    made(project)

    shown = exhibits.table(
        label="tbl-filings",
        title="Filings",
        where="",
        columns=[Column(title="Filings", numeric=True)],
        rows=[Row(cells=(number(row("CHN", 2018)).piece(),))],
        missing="None.",
    )

    assert shown.told.rows[0].cells[0].flags == "u"
    assert plain(shown.told.notes[-1]).startswith("Of low reliability (u), China 2018: class\xa0D")


def test_findings_say_what_their_marks_mean(project: Path) -> None:
    made(project, provisional=[{"years": [2018], "text": "Early."}])

    shown = exhibits.findings(
        label="find-filings", title="Findings", sentences=[headline()], missing="None."
    )

    assert plain(shown.told.sentences[0]) == "China filed 3 (pu)."
    assert [plain(note) for note in shown.told.notes] == ["p: provisional; u: of low reliability."]


def test_findings_without_marks_have_no_legend(project: Path) -> None:
    made(project)
    said = sentence("China filed {n}.", n=number(row("CHN", 2015)))

    shown = exhibits.findings(
        label="find-filings", title="Findings", sentences=[said], missing="None."
    )

    assert shown.told.notes == ()


@pytest.mark.parametrize(
    ("years", "said"),
    [
        (("2015",), "2015"),
        (("2015", "2016"), "2015, 2016"),
        (("2015", "2016", "2017", "2020"), "2015–2017, 2020"),
        (("2014-2023",), "2014–2023"),
        ((), ""),
    ],
)
def test_years_are_said_as_spans(years: tuple[str, ...], said: str) -> None:
    assert spans(years) == said

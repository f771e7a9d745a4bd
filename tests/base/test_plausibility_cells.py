"""Text that a spreadsheet or a compiler of the book would take for code is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.upkeep.checks import check_project
from reportlib.upkeep.package import write_package
from tests.base.plausibility import HEADER, HERE, add_counts, faults
from tests.projects import digests

# One fault each: the file in tests/plausibility/cells, and what must be said of it.
CELLS: dict[str, str] = {
    "formula": r"""'=HYPERLINK("http://example.org";"more")' holds a spreadsheet formula""",
    "formula-command": r""""=cmd|'/C touch pwned'!A0" holds a spreadsheet formula""",
    "formula-at": "'@SUM(A1:A9)' holds a spreadsheet formula",
    "formula-plus": "'+cmd' holds a spreadsheet formula",
    "formula-minus": "'-2+3+cmd' holds a spreadsheet formula",
    "formula-full-width": r"'\uff1d1+1' holds a spreadsheet formula",
    "html-script": "'a <script>alert(1)</script>' holds HTML markup",
    "html-image": "'<img src=x onerror=alert(1)>' holds HTML markup",
    "html-comment": "'a <!-- b' holds HTML markup",
    "myst-role": "'see {ref}`patents`' holds MyST markup",
    "myst-directive": "'```{eval-rst}' holds MyST markup",
    "myst-fence": "':::note' holds MyST markup",
    "myst-substitution": "'{{ title }}' holds MyST markup",
    "myst-link": "'[here](javascript:alert(1))' holds MyST markup",
    "typst-let": "'#let x = 1' holds Typst markup",
    "typst-call": """'a #read("/etc/passwd")' holds Typst markup""",
    "control-character": r"'Xi\x92an' holds a control character",
    "turned-text": r"'abc \u202e gpj.exe' holds a mark that turns the direction of text",
}
PADDED = {"formula-after-a-space": "' =1+1'", "formula-after-a-tab": r"'\tcmd'"}
PLAIN = (
    "",
    "-5",
    "+12.5 %",
    "-1,200",
    "5 - 3 = 2",
    "a < b",
    "C#",
    "#1 of 3",
    "R&D; Côte d’Ivoire",
    "someone@example.org",
    "{curly}",
    "https://example.org/a?b=c",
    "[1] (see note)",
    "中国",
)


def test_every_broken_file_has_its_message_in_the_table() -> None:
    assert {path.stem for path in (HERE / "cells").iterdir()} == {*CELLS, *PADDED}


@pytest.mark.parametrize("fault", CELLS)
def test_code_in_a_cell_is_one_fault_with_its_place(fault: str, project: Path) -> None:
    content = (HERE / "cells" / f"{fault}.csv").read_bytes()
    place = add_counts(project / "data", content)
    write_package(project / "data")
    assert check_project(project) == (
        f"{place}: row 2, column note: {CELLS[fault]}; expected plain text. "
        f"Correct the script that wrote the file.",
    )


@pytest.mark.parametrize("fault", PADDED)
def test_blanks_before_a_formula_are_a_fault_and_hide_it_from_nobody(
    fault: str, project: Path
) -> None:
    content = (HERE / "cells" / f"{fault}.csv").read_bytes()
    place = add_counts(project / "data", content)
    write_package(project / "data")
    assert check_project(project) == (
        f"{place}: row 2, column note: {PADDED[fault]} has blanks around it. Take them out.",
    )
    (found,) = faults(project / "data", "counts")
    assert f"{PADDED[fault]} holds a spreadsheet formula" in found


@pytest.mark.parametrize("text", PLAIN)
def test_plain_text_is_taken(text: str, tmp_path: Path) -> None:
    cell = '"' + text.replace('"', '""') + '"'
    add_counts(tmp_path, f"{HEADER}\nBRA,2020,resident,5280,{cell}\n")
    assert faults(tmp_path, "counts") == []


def test_a_name_is_looked_at_like_a_note(tmp_path: Path) -> None:
    add_counts(tmp_path, f"{HEADER}\nBRA,2020,<b>resident</b>,5280,\n")
    (fault,) = faults(tmp_path, "counts")
    assert fault.startswith("counts.csv: row 2, column applicant: '<b>resident</b>' holds HTML")


def test_a_long_cell_is_shortened_in_the_message(tmp_path: Path) -> None:
    add_counts(tmp_path, f"{HEADER}\nBRA,2020,resident,5280,={'A' * 5000}\n")
    (fault,) = faults(tmp_path, "counts")
    assert len(fault) < 250


def test_the_check_writes_and_runs_nothing(project: Path) -> None:
    for name in CELLS:
        add_counts(
            project / "data",
            (HERE / "cells" / f"{name}.csv").read_bytes(),
            name=name.replace("-", "_"),
        )
    write_package(project / "data")
    before = digests(project)
    assert len(check_project(project)) == len(CELLS)
    assert digests(project) == before

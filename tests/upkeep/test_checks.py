"""`reportlib check` finds every fault of data and descriptors, and says where each is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.package import write_package
from tests.projects import (
    BROKEN,
    REPORTLIB,
    ROOT,
    add_filings,
    chapter,
    run_program,
    write_notebook,
    write_project,
)

# One fault each: the file in tests/broken/data, and what must be said of it.
DATA: dict[str, tuple[str, ...]] = {
    "wrong-header": ('Label "filings" in field applications', "does not match the field name"),
    "columns-swapped": ('Label "year" in field economy', 'Label "economy" in field year'),
    "extra-column": ('extra label "more" in header at position "5"',),
    "word-for-a-count": ("row 2, column applications: 'many' is no whole number.",),
    "fraction-for-a-count": ("row 2, column applications: '24338.5' is no whole number.",),
    "thousands-separated": ("row 2, column applications: '24,338' is no whole number.",),
    "negative-count": ("row 2, column applications: ", "is below 0, the least"),
    "impossible-year": ("row 2, column year: ", "is below 1960, the least"),
    "missing-year": ("row 2, column year: is empty; the descriptor requires a value.",),
    "missing-economy": ("row 2, column economy: is empty; the descriptor requires a value.",),
    "duplicate-key": (
        "row 4: has the key of another row again: the same as in the row at position 3.",
    ),
    "unknown-economy": ("row 2: economy 'QQQ' does not stand in economies.csv.",),
    "lower-case-economy": ("row 2, column economy: ", "is not of the form [A-Z]{3}"),
    "truncated-row": ("row 4, column applications: the row ends before it.",),
    "row-too-long": ("row 4: the row has more cells than the header.",),
    "blank-row": ("row 3: the row is empty. Take it out.",),
    "byte-order-mark": ("begins with a byte order mark. Save it as UTF-8 without one.",),
    "not-utf-8": ("could not be successfully decoded", "'utf-8' codec can't decode byte 0xe9"),
    "nul-byte": ("holds a NUL character",),
    "empty-file": ("the source is empty",),
    "header-alone": ("has no rows",),
    "semicolons": ("its first line is not the columns with commas between them",),
    "digits-of-another-script": (
        "row 2, column applications: '٢٤٣٣٨' is no number in the digits 0 to 9 alone",
    ),
    "count-beyond-reading": ("filings.csv: does not fit its descriptor",),
    "underscored-count": ("row 2, column applications: '24_338' is no number in the digits",),
    "windows-line-ends": ("has line ends of Windows. Save it with those of Unix (LF).",),
    "blanks-around-a-note": ("row 3, column note: ' revised' has blanks around it",),
    "html-page": ('Label "<!DOCTYPE html>" in field economy',),
}

# One fault each: the file in tests/broken/descriptors, and what must be said of it.
DESCRIPTORS: dict[str, tuple[str, ...]] = {
    "checksum": ("filings.csv: ", "the descriptor states sha256:00000000", "hash"),
    "no-checksum": ("filings.resource.yaml: hash: Field required",),
    "byte-count": ("filings.csv: has 114 bytes; its descriptor states bytes: 1.",),
    "redistribute-unquoted": (
        "filings.resource.yaml: reportlib.redistribute: Input should be 'yes', 'no' or 'derived-o",
        "(found True)",
    ),
    "unknown-key": ("reportlib.colour: Extra inputs are not permitted (found 'red')",),
    "missing-key": ("reportlib.citation: Field required",),
    "date-unquoted": ("reportlib.retrieved: Input should be a valid string",),
    "unknown-kind": ("reportlib.kind: Input should be 'flow', 'stock'", "(found 'rivers')"),
    "wrong-name": ("name is 'grants', expected 'filings' like the file",),
    "wrong-path": ("path is '../filings.csv', expected filings.csv beside it",),
    "unknown-type": ("schema.fields.1.type: Input should be 'string'", "(found 'whole')"),
    "no-primary-key": ("schema.primaryKey: Field required",),
    "key-names-no-column": ("schema.primaryKey: 'month' is none of its columns",),
    "short-too-long": ("reportlib.breaks.0.short: String should have at most 28 characters",),
    "economy-nobody-knows": (
        "filings.resource.yaml: reportlib.caveats.1.economies: 'QQQ' is no economy of",
    ),
    "where-names-no-column": (
        "filings.resource.yaml: reportlib.provisional.0.where: 'applicant' is none of its columns",
        "Expected one of economy, year, applications, note.",
    ),
    "caveat-without-text": ("reportlib.caveats.0.text: Field required",),
    "audience-unknown": (
        "reportlib.caveats.0.audience: Input should be 'reader' or 'maker' (found 'printer')",
    ),
    "reference-names-no-dataset": ('resource "countries" does not exist',),
    "key-twice": ("filings.resource.yaml: not readable", "the key 'kind' stands twice", "line 50"),
    "alias": ("filings.resource.yaml: not readable", "an alias (*) repeats what stands here"),
    "not-yaml": ("filings.resource.yaml: not readable as YAML in UTF-8",),
    "a-list": ("filings.resource.yaml: expected a mapping with name, path, schema",),
    "empty": ("filings.resource.yaml: expected a mapping with name, path, schema",),
}


def test_the_book_as_it_is_has_no_fault() -> None:
    assert check_project(ROOT) == ()


def test_a_sound_small_project_has_no_fault(project: Path) -> None:
    add_filings(project)
    assert check_project(project) == ()


def test_every_broken_file_has_its_message_in_the_table() -> None:
    assert {path.stem for path in (BROKEN / "data").iterdir()} == set(DATA)
    names = {path.name.removesuffix(".resource.yaml") for path in BROKEN.glob("descriptors/*")}
    assert names == set(DESCRIPTORS)


@pytest.mark.parametrize("fault", DATA)
def test_broken_data_are_found_and_placed(fault: str, project: Path) -> None:
    place = add_filings(project, BROKEN / "data" / f"{fault}.csv")
    said = "\n".join(check_project(project))
    assert said.startswith(f"{place}: ")
    for words in DATA[fault]:
        assert words in said


@pytest.mark.parametrize("fault", DESCRIPTORS)
def test_a_broken_descriptor_is_found_and_placed(fault: str, project: Path) -> None:
    add_filings(project, descriptor=BROKEN / "descriptors" / f"{fault}.resource.yaml")
    said = "\n".join(check_project(project))
    assert str(project / "data") in said
    for words in DESCRIPTORS[fault]:
        assert words in said


def test_faults_of_data_descriptors_and_chapters_are_told_in_one_pass(project: Path) -> None:
    add_filings(project, descriptor=BROKEN / "descriptors" / "unknown-key.resource.yaml")
    codes = project / "data" / "economies.csv"
    codes.write_bytes(codes.read_bytes().replace(b"Aruba,", b"Arubo,"))
    (project / "data" / "stray.csv").write_text("economy\nCHN\n", encoding="utf-8")
    write_notebook(project / "chapters" / "stray.ipynb", chapter("stray"))
    said = "\n".join(check_project(project))
    assert "filings.resource.yaml: reportlib.colour: Extra inputs" in said
    assert "economies.csv: was changed: its hash is sha256:" in said
    assert "`reportlib data accept economies`" in said
    assert "stray.csv: has no descriptor stray.resource.yaml beside it" in said
    assert "chapters/stray.ipynb: is not in _toc.yml" in said


def test_every_fault_of_one_descriptor_is_told(project: Path, tmp_path: Path) -> None:
    descriptor = tmp_path / "broken.yaml"
    text = (BROKEN / "descriptors" / "unknown-key.resource.yaml").read_text(encoding="utf-8")
    descriptor.write_text(text.replace("bytes: 114", "bytes: many"), encoding="utf-8")
    add_filings(project, descriptor=descriptor)
    said = "\n".join(check_project(project))
    assert "reportlib.colour" in said
    assert "bytes: Input should be a valid integer" in said


def test_a_missing_data_file_is_named(project: Path) -> None:
    place = add_filings(project)
    place.unlink()
    (fault,) = check_project(project)
    assert fault.startswith(f"{place}: ")
    assert "No such file" in fault


@pytest.mark.parametrize(
    ("gone", "said"),
    [
        (("economies.csv",), "No such file"),
        (("economies.resource.yaml",), "economies.csv: has no descriptor economies.resource.yaml"),
        (("economies.csv", "economies.resource.yaml"), "the list of economies cannot be read"),
    ],
)
def test_a_list_of_economies_that_is_missing_or_unchecked_is_named(
    project: Path, gone: tuple[str, ...], said: str
) -> None:
    for name in gone:
        (project / "data" / name).unlink()
    assert said in "\n".join(check_project(project))


def test_a_data_file_without_descriptor_is_named(project: Path) -> None:
    (project / "data" / "stray.csv").write_text("economy\nCHN\n", encoding="utf-8")
    (fault,) = check_project(project)
    assert fault.endswith("stray.csv: has no descriptor stray.resource.yaml beside it.")


@pytest.mark.parametrize("content", [None, b"", b"{", b"\xff", b"{}"], ids=repr)
def test_a_data_package_out_of_step_is_named_with_the_remedy(
    content: bytes | None, project: Path
) -> None:
    package = project / "data" / "datapackage.json"
    package.unlink()
    if content is not None:
        package.write_bytes(content)
    (fault,) = check_project(project)
    assert fault == (
        f"{package}: is not in step with the descriptors. Run `reportlib data package`."
    )


def test_the_remedy_brings_the_data_package_in_step(project: Path) -> None:
    (project / "data" / "datapackage.json").unlink()
    run_program(REPORTLIB, "data", "package", cwd=project, check=True)
    assert check_project(project) == ()


def test_the_data_package_holds_every_descriptor(project: Path) -> None:
    add_filings(project)
    package = json.loads((project / "data" / "datapackage.json").read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == ["economies", "filings"]


def test_a_date_without_quotes_outside_our_block_is_carried_as_text(
    project: Path, tmp_path: Path
) -> None:
    descriptor = tmp_path / "dated.yaml"
    text = (ROOT / "tests" / "sound" / "filings.resource.yaml").read_text(encoding="utf-8")
    descriptor.write_text(text.replace("encoding: utf-8", "encoding: utf-8\ncreated: 2025-01-02"))
    add_filings(project, descriptor=descriptor)
    assert check_project(project) == ()


def test_no_data_package_is_written_from_a_broken_descriptor(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project")
    before = (root / "data" / "datapackage.json").read_bytes()
    broken = BROKEN / "descriptors" / "unknown-key.resource.yaml"
    shutil.copy(broken, root / "data" / "filings.resource.yaml")
    with pytest.raises(DatasetError, match=r"reportlib\.colour"):
        write_package(root / "data")
    assert (root / "data" / "datapackage.json").read_bytes() == before


def test_a_row_that_breaks_off_in_its_key_is_a_fault(project: Path) -> None:
    place = add_filings(project)
    place.write_bytes(place.read_bytes() + b"BRA")
    said = "\n".join(check_project(project))
    assert "row 6, column year: " in said

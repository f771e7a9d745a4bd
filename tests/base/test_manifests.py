"""Descriptors are read as typed values; what is wrong with one is told at once."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import (
    TRUST_WORDS,
    Remark,
    dataset_names,
    read_manifest,
    trust_classes,
)
from tests.projects import BROKEN, ROOT, SOUND

NAMES = dataset_names(ROOT / "data")


def test_a_descriptor_is_read_with_its_columns_and_key() -> None:
    manifest = read_manifest("filings", SOUND)
    assert [field.name for field in manifest.table.fields] == [
        "economy",
        "year",
        "applications",
        "note",
    ]
    assert manifest.table.primary_key == ("economy", "year")
    assert manifest.reportlib.redistribute == "yes"


def test_the_data_file_lies_beside_its_descriptor() -> None:
    assert read_manifest("filings", SOUND).data_file == SOUND / "filings.csv"


def test_a_dataset_is_called_what_its_files_are_called() -> None:
    assert read_manifest("patent_applications", ROOT / "data").stem == "patent_applications"


def test_names_are_those_of_the_descriptors_in_order(tmp_path: Path) -> None:
    for name in ("b.resource.yaml", "a.resource.yaml", "c.csv", "d.yaml"):
        (tmp_path / name).touch()
    assert dataset_names(tmp_path) == ("a", "b")


def test_an_unknown_dataset_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(DatasetError, match=r"there is no such descriptor\. The datasets.*filings"):
        read_manifest("grants", SOUND)
    with pytest.raises(DatasetError, match=r"there is no such descriptor\. Did you mean filings\?"):
        read_manifest("fillings", SOUND)


def test_a_folder_without_datasets_says_so(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="The datasets are: none"):
        read_manifest("grants", tmp_path)


def test_a_descriptor_cannot_be_changed_after_reading() -> None:
    manifest = read_manifest("filings", SOUND)
    with pytest.raises(ValueError, match="frozen"):
        manifest.reportlib.trust = "D"


@pytest.mark.parametrize("content", [b"\xff\xfe", b"created: 2020-13-45", b"a: [", b"\0"], ids=repr)
def test_a_file_that_cannot_be_read_is_a_dataset_error(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "filings.resource.yaml").write_bytes(content)
    with pytest.raises(DatasetError, match="not readable as YAML in UTF-8"):
        read_manifest("filings", tmp_path)


def test_a_folder_in_a_descriptors_place_is_no_descriptor(tmp_path: Path) -> None:
    (tmp_path / "filings.resource.yaml").mkdir()
    with pytest.raises(DatasetError, match="there is no such descriptor"):
        read_manifest("filings", tmp_path)


def test_an_unquoted_yes_is_refused_since_yaml_reads_a_truth_value(tmp_path: Path) -> None:
    broken = BROKEN / "descriptors" / "redistribute-unquoted.resource.yaml"
    shutil.copy(broken, tmp_path / "filings.resource.yaml")
    with pytest.raises(DatasetError, match=r"reportlib\.redistribute: .*found True"):
        read_manifest("filings", tmp_path)


@pytest.mark.parametrize("name", NAMES)
def test_every_dataset_says_what_a_reader_must_know(name: str) -> None:
    manifest = read_manifest(name, ROOT / "data")
    ours = manifest.reportlib
    for said in (ours.measures, ours.does_not_mean, ours.unit, ours.vintage, ours.citation):
        assert said.strip()
    assert all(source.title for source in manifest.sources)
    assert all(licence.path.startswith("https://") for licence in manifest.licenses)
    assert all(field.title for field in manifest.table.fields)


def test_what_a_descriptor_does_not_say_is_empty(tmp_path: Path) -> None:
    (tmp_path / "filings.resource.yaml").write_text(LEAST, encoding="utf-8")

    said = read_manifest("filings", tmp_path).model_dump(exclude={"file"})

    assert said.pop("description") == ""
    assert said.pop("table") == {
        "fields": (
            {"name": "year", "type": "integer", "title": "", "description": "", "unit": ""},
        ),
        "primary_key": ("year",),
    }
    assert said.pop("sources") == (
        {"name": "", "title": "An office", "path": "", "publisher": "", "trust": ""},
    )
    assert said.pop("licenses") == ({"name": "CC0-1.0", "title": "", "path": ""},)
    ours = said.pop("reportlib")
    remark = {"where": (), "short": ""}
    assert ours.pop("breaks") == (
        {**remark, "economy": "", "year": 2001, "text": "a", "kind": "break"},
    )
    assert ours.pop("exclusions") == ({"economies": (), "years": (), "columns": "", "text": "b"},)
    assert ours.pop("provisional") == ({**remark, "years": (2001,), "text": "c"},)
    assert ours.pop("derived") == (
        {**remark, "kind": "bound", "text": "d", "tolerance": None, "tolerance_in": ""},
    )
    assert ours.pop("caveats") == (
        {
            **remark, "text": "e", "economies": (), "years": (), "audience": "reader",
            "differs": False, "unranked": False,
        },
    )  # fmt: skip
    assert ours.pop("bounds") == (
        {
            "column": "year", "where": (), "range": None, "jump": None, "floor": 0, "within": 1,
            "text": "",
        },
    )  # fmt: skip
    assert ours.pop("relations") == (
        {
            "kind": "total", "column": "year", "where": (), "leave_out": (),
            "of": {"dataset": "", "column": "", "match": (("a", "a"),), "where": ()},
            "per": None, "times": 1, "exact": False, "tolerance": 0, "slack": 0, "text": "",
        },
    )  # fmt: skip
    empty = ("licence_note", "processing", "findings")
    assert {name: ours[name] for name in empty} == {
        "licence_note": "", "processing": (), "findings": (),
    }  # fmt: skip


LEAST = """\
name: filings
title: Filings
path: filings.csv
hash: sha256:0
bytes: 0
schema: {fields: [{name: year, type: integer}], primaryKey: [year]}
sources: [{title: An office}]
licenses: [{name: CC0-1.0}]
reportlib:
  {short_title: Filings, publisher: a, measures: a, does_not_mean: a, counted_by: none, kind: flow,
  unit: a, vintage: a, retrieved: a, construction: verbatim, redistribute: 'yes',
  licence_checked: a, trust: A, citation: a,
  breaks: [{year: 2001, text: a}],
  exclusions: [{text: b}],
  provisional: [{years: [2001], text: c}],
  derived: [{kind: bound, text: d}],
  caveats: [e],
  bounds: [{column: year}],
  relations: [{kind: total, column: year, of: {match: {a: a}}}]}
"""
"""A descriptor that says no more than it must, and of every list one entry that does."""


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("jump: 1", "jump", "greater than 1"),
        ("floor: -1", "floor", "greater than or equal to 0"),
        ("within: 0", "within", "greater than or equal to 1"),
    ],
)
def test_a_bound_beyond_its_own_bounds_is_refused(
    field: str, value: str, told: str, tmp_path: Path
) -> None:
    text = LEAST.replace("{column: year}", f"{{column: year, {field}}}")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=rf"reportlib\.bounds\.0\.{value}: .*{told}"):
        read_manifest("filings", tmp_path)


@pytest.mark.parametrize("field", ["tolerance", "slack"])
def test_a_relation_holds_within_no_less_than_nothing(field: str, tmp_path: Path) -> None:
    text = LEAST.replace("of: {match", f"{field}: -0.1, of: {{match")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=rf"relations\.0\.{field}: .*than or equal to 0"):
        read_manifest("filings", tmp_path)


@pytest.mark.parametrize(
    ("kind", "more"), [("per", ""), ("total", "per: {match: {a: a}}, ")], ids=["none", "too many"]
)
def test_a_relation_of_kind_per_and_no_other_has_a_divisor(
    kind: str, more: str, tmp_path: Path
) -> None:
    text = LEAST.replace("kind: total, column: year, ", f"kind: {kind}, column: year, {more}")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match="a relation of kind per, and no other, needs the key"):
        read_manifest("filings", tmp_path)


@pytest.mark.parametrize(
    ("said", "general"),
    [
        ("", True),
        (", economies: [CHN]", False),
        (", years: [2001]", False),
        (", where: {year: 2001}", False),
    ],
)
def test_a_caveat_of_some_rows_is_not_general(said: str, general: bool, tmp_path: Path) -> None:
    text = LEAST.replace("caveats: [e]", f"caveats: [{{text: e{said}}}]")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    (caveat,) = read_manifest("filings", tmp_path).reportlib.caveats
    assert caveat.is_general is general


def test_words_for_a_drawing_are_at_most_28_characters_long(tmp_path: Path) -> None:
    for length in (28, 29):
        text = LEAST.replace("year: 2001, text: a", f"year: 2001, text: a, short: {'x' * length}")
        place = tmp_path / str(length) / "filings.resource.yaml"
        place.parent.mkdir()
        place.write_text(text, encoding="utf-8")
    assert read_manifest("filings", tmp_path / "28").reportlib.breaks[0].short == "x" * 28
    with pytest.raises(DatasetError, match="at most 28 characters"):
        read_manifest("filings", tmp_path / "29")


@pytest.mark.parametrize(
    ("sign", "said"), [("\\a", "U+0007"), ("\\x7f", "U+007F"), ("\\u202e", "U+202E")]
)
def test_a_title_with_signs_that_nobody_sees_is_refused(
    sign: str, said: str, tmp_path: Path
) -> None:
    text = LEAST.replace("short_title: Filings", f'short_title: "Fil{sign}ings"')
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(DatasetError, match=rf"reportlib\.short_title: has .*{re.escape(said)}"):
        read_manifest("filings", tmp_path)


def test_a_descriptor_that_is_no_mapping_says_what_is_expected(tmp_path: Path) -> None:
    place = tmp_path / "filings.resource.yaml"
    place.write_text("- filings\n", encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_manifest("filings", tmp_path)
    expected = "expected a mapping with name, path, schema, reportlib, …"
    assert str(error.value) == f"{place}: {expected}"


def test_a_descriptor_that_names_other_files_or_columns_is_told_in_one_message(
    tmp_path: Path,
) -> None:
    text = LEAST.replace("name: filings", "name: grants").replace("path: filings", "path: grants")
    place = tmp_path / "filings.resource.yaml"
    place.write_text(text.replace("primaryKey: [year]", "primaryKey: [office]"), encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_manifest("filings", tmp_path)
    assert str(error.value).splitlines() == [
        f"{place}: name is 'grants', expected 'filings' like the file",
        f"{place}: path is 'grants.csv', expected filings.csv beside it",
        f"{place}: schema.primaryKey: 'office' is none of its columns",
    ]


def test_the_classes_of_trust_are_explained_in_one_sentence() -> None:
    told = trust_classes()
    assert told.startswith("Trust classes: A: the publisher’s own figures, or a checked copy")
    assert told.endswith("; mixed: each row, or the source that it names, carries its own class.")
    assert list(TRUST_WORDS) == ["A", "B", "C", "D", "mixed"]


@pytest.mark.parametrize("wrong", ["route", "column"])
def test_a_remark_on_a_column_that_there_is_not_is_told_with_those_there_are(
    wrong: str, tmp_path: Path
) -> None:
    place = tmp_path / "filings.resource.yaml"
    text = LEAST.replace("kind: bound, ", f"kind: bound, where: {{{wrong}: a}}, ")
    place.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError) as error:
        read_manifest("filings", tmp_path)
    assert str(error.value) == (
        f"{place}: reportlib.derived.0.where: {wrong!r} is none of its columns. "
        f"Expected one of year."
    )


def test_a_break_may_be_of_one_column_of_several(tmp_path: Path) -> None:
    text = LEAST.replace("year: 2001, text: a", "year: 2001, text: a, where: {column: grants}")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    (found,) = read_manifest("filings", tmp_path).reportlib.breaks
    assert found.where == (("column", ("grants",)),)


@pytest.mark.parametrize(
    ("wanted", "touched"),
    [
        ({"route": "pct"}, True),
        ({"route": "direct"}, True),
        ({"route": "total"}, False),
        ({"year": 2001}, True),
        ({"route": "pct", "kind": "grant"}, False),
        ({}, True),
    ],
)
def test_a_remark_touches_rows_unless_a_column_it_names_has_another_value(
    wanted: dict[str, object], touched: bool
) -> None:
    remark = Remark.model_validate(
        {"where": {"route": ["pct", "direct"], "kind": "patent"}, "text": "a"}
    )
    assert remark.selects(wanted) is touched


@pytest.mark.parametrize(
    ("lines", "fault"),
    [
        ("renewal: sometimes", "reportlib.renewal: .*'replace-whole', 'append'"),
        ('next_release: "2026-13"\n  release_rhythm: Yearly.', "reportlib.next_release: "),
        ('next_release: "2026-11"', "next_release and release_rhythm stand together"),
        ("release_rhythm: Yearly.", "next_release and release_rhythm stand together"),
    ],
)
def test_a_renewal_is_of_a_known_kind_and_expected_for_a_reason(
    lines: str, fault: str, tmp_path: Path
) -> None:
    text = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    text = text.replace("  construction:", f"  {lines}\n  construction:")
    (tmp_path / "filings.resource.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(DatasetError, match=fault):
        read_manifest("filings", tmp_path)

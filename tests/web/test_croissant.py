"""Every dataset is described as Croissant 1.1, and offered there only where its terms allow.

The format's own validator, ``mlcroissant`` 1.1.1, is no part of the tests: its dependencies
bring type stubs that change what mypy sees. Run by hand as CONTRIBUTING.md says, it finds neither
errors nor warnings.

What it checks is checked here: that mandatory and recommended properties are there and no others,
each key is one that the context defines, versions have three numbers, ids are unique, files have a
checksum, and fields lead to a file and to a column whose values are of the type.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from reportlib.base.manifests import Manifest, dataset_names, read_manifest
from reportlib.web.machine.croissant import as_script, as_text, croissant, version_of
from tests.projects import ROOT
from tests.web.books import Book, figure, write_book, write_data

DATASETS = dataset_names(ROOT / "data")
RECOMMENDED = {"license", "citeAs", "creator", "datePublished", "url", "version", "description"}


def described(name: str) -> tuple[Manifest, dict[str, Any]]:
    manifest = read_manifest(name, ROOT / "data")
    return manifest, croissant(manifest, "")


def parts(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for each in value.values() if isinstance(value, dict) else value if type(value) is list else ():
        yield from parts(each)


@pytest.mark.parametrize("name", DATASETS)
def test_every_dataset_has_what_the_format_asks_for(name: str) -> None:
    manifest, found = described(name)

    assert found["@type"] == "sc:Dataset"
    assert found["conformsTo"] == "http://mlcommons.org/croissant/1.1"
    assert found["name"] == manifest.name
    assert all(found[key] for key in RECOMMENDED)
    assert re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", found["version"])
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found["datePublished"])
    assert {each["version"] for each in found["isBasedOn"] if manifest.reportlib.vintage} <= {
        manifest.reportlib.vintage
    }


# Of each type what must be there, and what may.
ALLOWED = {
    "sc:Dataset": (
        {"@context", "name", "conformsTo", "usageInfo", "isBasedOn", *RECOMMENDED},
        {"alternateName", "measurementTechnique", "rai:dataLimitations", "variableMeasured"}
        | {"distribution", "recordSet"},
    ),
    "sc:Organization": ({"name"}, set()),
    "sc:CreativeWork": ({"name"}, {"url", "version"}),
    "sc:PropertyValue": ({"name", "additionalType"}, {"description", "unitText"}),
    "odrl:Set": ({"@id"}, {"odrl:permission", "odrl:prohibition"}),
    "cr:FileObject": (
        {"@id", "name", "contentUrl", "contentSize", "encodingFormat", "sha256"},
        set(),
    ),
    "cr:RecordSet": ({"@id", "name", "key", "field"}, set()),
    "cr:Field": ({"@id", "name", "description", "dataType", "source"}, set()),
}
OF_TYPE = {
    "sc:Text": r".*",
    "sc:Integer": r"-?\d+|",
    "sc:Float": r"-?\d+(\.\d+)?([eE][+-]?\d+)?|",
    "sc:Boolean": r"(?i:true|false|)",
}
"""What a cell of each type is, or empty."""


@pytest.mark.parametrize("name", DATASETS)
def test_every_part_has_the_properties_of_its_type_and_no_others(name: str) -> None:
    _, found = described(name)
    typed = [each for each in parts({**found, "@context": {"of": "all"}}) if "@type" in each]

    assert len(typed) > 4
    for each in typed:
        needed, more = ALLOWED[each["@type"]]
        assert needed <= each.keys() <= needed | more | {"@type"}, each
        assert all(value not in ("", None, [], {}) for value in each.values()), each


@pytest.mark.parametrize("name", DATASETS)
def test_every_prefix_is_one_that_the_context_defines(name: str) -> None:
    _, found = described(name)
    keys = {key for each in parts({**found, "@context": {}}) for key in each if ":" in key}
    types = {each["@type"] for each in parts({**found, "@context": {}}) if "@type" in each}

    assert found["@context"]["@vocab"] == "https://schema.org/"
    assert {each.partition(":")[0] for each in keys | types} <= found["@context"].keys()


@pytest.mark.parametrize("name", DATASETS)
def test_the_cells_of_a_table_are_of_the_types_that_its_fields_name(name: str) -> None:
    manifest, found = described(name)
    fields = [field for each in found.get("recordSet", ()) for field in each["field"]]
    lines = csv.DictReader(manifest.data_file.read_text(encoding="utf-8").splitlines())
    rows = list(lines) if fields else []

    for field in fields:
        column, kind = field["source"]["extract"]["column"], re.compile(OF_TYPE[field["dataType"]])
        assert [row[column] for row in rows if not kind.fullmatch(row[column])] == []


@pytest.mark.parametrize("name", DATASETS)
def test_ids_are_unique_and_every_reference_leads_to_one(name: str) -> None:
    _, found = described(name)
    made = Counter(each["@id"] for each in parts(found) if "@id" in each and "@type" in each)
    led = {
        each["@id"]
        for each in parts({key: found.get(key) for key in ("distribution", "recordSet")})
        if "@type" not in each and "@id" in each
    }

    assert set(made.values()) == {1}
    assert led <= set(made)


@pytest.mark.parametrize("name", DATASETS)
def test_a_file_is_offered_with_its_checksum_and_columns_only_where_terms_allow(name: str) -> None:
    manifest, found = described(name)
    if manifest.reportlib.redistribute != "yes":
        assert not {"distribution", "recordSet"} & found.keys()
        assert "contentUrl" not in as_text(found)
        return

    ((file,), (records,)) = found["distribution"], found["recordSet"]
    content = manifest.data_file.read_bytes()

    assert file["contentUrl"] == manifest.data_file.name
    assert file["sha256"] == sha256(content).hexdigest()
    assert file["contentSize"] == f"{len(content)} B"
    assert file["encodingFormat"] == "text/csv"
    assert [each["source"]["extract"]["column"] for each in records["field"]] == next(
        csv.reader(content.decode().splitlines())
    )
    assert [each["@id"] for each in records["key"]] == [
        f"{manifest.name}/{key}" for key in manifest.table.primary_key
    ]


@pytest.mark.parametrize(
    ("terms", "allowed", "forbidden"),
    [
        ("yes", ["distribute", "derive"], []),
        ("derived-only", ["derive"], ["distribute"]),
        ("no", [], ["distribute"]),
    ],
)
def test_the_policy_says_what_redistribute_says(
    terms: str, allowed: list[str], forbidden: list[str], tmp_path: Path
) -> None:
    write_data(tmp_path, redistribute=terms)

    policy = croissant(read_manifest("filings", tmp_path / "data"), "")["usageInfo"]

    assert [
        [
            rule["odrl:action"]["@id"].removeprefix("odrl:")
            for rule in policy.get(f"odrl:{kind}", [])
        ]
        for kind in ("permission", "prohibition")
    ] == [allowed, forbidden]


def test_columns_have_types_titles_and_units_whatever_the_terms(tmp_path: Path) -> None:
    write_data(tmp_path, redistribute="no")

    found = croissant(read_manifest("filings", tmp_path / "data"), "")["variableMeasured"]

    assert [(each["name"], each["additionalType"].rpartition("/")[2]) for each in found] == [
        ("economy", "Text"), ("year", "Integer"), ("applications", "Integer"), ("note", "Text"),
    ]  # fmt: skip
    assert found[2]["description"] == "Applications"
    assert found[2]["unitText"] == "applications"


def test_a_day_becomes_a_version_without_leading_zeros() -> None:
    assert version_of("2026-01-09") == "2026.1.9"


def test_no_text_of_a_descriptor_ends_the_script_that_it_stands_in() -> None:
    written = as_script({"name": "</script><!-- & <b>"})

    assert not re.search("[<>&]", written)
    assert json.loads(written) == {"name": "</script><!-- & <b>"}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    made = write_book(tmp_path_factory.mktemp("croissant"), one=("# One", figure("fig-first")))
    write_data(made.folder, measures="</script><script>alert(1)</script>")
    made.build(html_baseurl="https://example.org/book/")
    return made


@pytest.mark.book
def test_the_page_of_a_dataset_carries_what_stands_in_the_file_beside_it(book: Book) -> None:
    folder = book.folder / "_build" / "html" / "data"
    (script,) = book.page("data/filings").xpath("//script[@type='application/ld+json']")
    found = json.loads((folder / "filings.croissant.json").read_text(encoding="utf-8"))

    assert json.loads(script.text) == found
    assert found["url"] == "https://example.org/book/data/filings.html"
    assert found["measurementTechnique"] == "</script><script>alert(1)</script>"
    assert (folder / found["distribution"][0]["contentUrl"]).is_file()


@pytest.mark.book
def test_the_description_of_a_dataset_that_is_used_no_more_goes_with_its_page(
    tmp_path: Path,
) -> None:
    made = write_book(tmp_path, one=("# One", figure("fig-first")))
    place = made.build() / "data" / "filings.croissant.json"
    assert place.is_file()

    write_book(tmp_path, one=("# One",)).build()

    assert not place.exists()

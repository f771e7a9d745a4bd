"""A table that is not given to frictionless is one in which frictionless finds nothing."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from frictionless import Package, system

from reportlib.base.manifests import Manifest
from reportlib.base.settings import Data
from reportlib.upkeep.package import package_text, read_manifests, read_resources
from reportlib.upkeep.plain import plain_tables
from tests.projects import BROKEN, ROOT, SOUND, add_filings, write_project

Descriptor = dict[str, Any]

CONTENT = (SOUND / "filings.csv").read_bytes()

# What one reader takes and another does not, or takes for something else.
CELLS = [
    *("", " ", "-", "+", ".", "0", "-1", "01", "1.0", "1e5", "NaN", "inf", "-inf", "1_0", "0x1F"),
    *("1,000", '"1,000"', "٢٤", "99999999999999999999", "true", "NA", "null", "#", "\\", "'"),
    *('"', '""', 'a"b', '"a""b"', '"a\nb"', '"CHN\n"', '"2020\n"', "\n", "\r", ";", "\t", "|"),
    *("\0", "\ufeff", "\u00a0", "\u2028", "\x0b", "\x1c", "CHN", "chn", "QQQ", "2020", "02020"),
]


def key_to(table: str, own: str, other: str) -> Descriptor:
    return {"fields": [own], "reference": {"resource": table, "fields": [other]}}


def constrained(column: int, **constraints: object) -> Callable[[Descriptor], None]:
    def change(filings: Descriptor) -> None:
        filings["schema"]["fields"][column]["constraints"] = constraints

    return change


DESCRIPTORS: dict[str, Callable[[Descriptor], None]] = {
    "another-hash": lambda filings: filings.update(hash="sha256:" + "0" * 64),
    "another-length": lambda filings: filings.update(bytes=9),
    "another-delimiter": lambda filings: filings.update(dialect={"csv": {"delimiter": ";"}}),
    "no-header": lambda filings: filings.update(dialect={"header": False}),
    "another-encoding": lambda filings: filings.update(encoding="utf-16"),
    "another-format": lambda filings: filings.update(format="json"),
    "another-count-of-rows": lambda filings: filings.update(rows=99),
    "another-count-of-columns": lambda filings: filings.update(fields=9),
    "another-file": lambda filings: filings.update(path="absent.csv"),
    "a-key-that-repeats": lambda filings: filings["schema"].update(primaryKey=["economy"]),
    "a-year-is-missing": lambda filings: filings["schema"].update(missingValues=["2019", "2020"]),
    "codes-in-no-table": lambda filings: filings["schema"].update(
        foreignKeys=[key_to("economies", "note", "economy"), key_to("economies", "year", "name")]
    ),
    "codes-in-its-own-other-column": lambda filings: filings["schema"].update(
        foreignKeys=[key_to("", "year", "applications")]
    ),
    "codes-in-no-column": lambda filings: filings["schema"].update(
        foreignKeys=[key_to("economies", "economy", "absent")]
    ),
    "values-that-repeat": constrained(0, unique=True),
    "values-required": constrained(3, required=True),
    "values-too-great": constrained(2, maximum=10),
    "texts-too-short": constrained(0, minLength=4),
}


@pytest.fixture(scope="module")
def resources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Descriptor]]:
    """A folder with the economies and the small dataset, and their descriptors."""
    folder = write_project(tmp_path_factory.mktemp("plain") / "project")
    add_filings(folder)
    manifests, _ = read_manifests(folder / "data")
    return folder / "data", as_in_the_package(manifests)


@pytest.fixture
def filings(resources: tuple[Path, list[Descriptor]]) -> Iterator[Filings]:
    """The small dataset beside the economies, for a test to spoil."""
    data, descriptors = resources
    yield Filings(data, copy.deepcopy(descriptors))
    (data / "filings.csv").write_bytes(CONTENT)


@dataclass
class Filings:
    """The file, and the descriptors of the economies and of itself."""

    data: Path
    descriptors: list[Descriptor]

    def write(self, content: bytes) -> None:
        """Write the file; the descriptor states what it is."""
        (self.data / "filings.csv").write_bytes(content)
        digest = sha256(content).hexdigest()
        self.descriptors[1].update(hash=f"sha256:{digest}", bytes=len(content))

    def verdicts(self) -> tuple[bool, bool]:
        """Whether it is told to be plain, and whether frictionless is content."""
        package = {"name": "data", "resources": copy.deepcopy(self.descriptors)}
        with system.use_context(trusted=False):
            made = Package.from_descriptor(package, basepath=str(self.data))
            plain = plain_tables(self.data, made, self.descriptors)
            return "filings" in plain, made.get_resource("filings").validate().valid


def as_in_the_package(manifests: list[Manifest]) -> list[Descriptor]:
    package: dict[str, list[Descriptor]] = json.loads(
        package_text(read_resources(manifests), Data())
    )
    return package["resources"]


def test_a_sound_table_is_plain(filings: Filings) -> None:
    assert filings.verdicts() == (True, True)


@pytest.mark.parametrize("fault", sorted(path.name for path in (BROKEN / "data").iterdir()))
def test_a_broken_table_is_plain_only_where_frictionless_is_content(
    fault: str, filings: Filings
) -> None:
    filings.write((BROKEN / "data" / fault).read_bytes())
    plain, sound = filings.verdicts()
    assert sound or not plain


@pytest.mark.parametrize("column", range(4))
@pytest.mark.parametrize("cell", CELLS, ids=ascii)
def test_a_strange_cell_is_judged_as_frictionless_does(
    cell: str, column: int, filings: Filings
) -> None:
    header, first, *others = CONTENT.decode().split("\n")
    cells = first.split(",")
    cells[column] = cell
    filings.write("\n".join([header, ",".join(cells), *others]).encode())
    plain, sound = filings.verdicts()
    assert sound or not plain


@pytest.mark.parametrize("name", DESCRIPTORS)
def test_what_breaks_a_rule_of_its_descriptor_is_not_plain(name: str, filings: Filings) -> None:
    DESCRIPTORS[name](filings.descriptors[1])
    assert filings.verdicts() == (False, False)


def test_a_table_without_a_key_is_left_to_frictionless(filings: Filings) -> None:
    del filings.descriptors[1]["schema"]["primaryKey"]
    assert filings.verdicts() == (False, True)


def test_a_table_that_refers_to_a_broken_one_is_left_to_frictionless(filings: Filings) -> None:
    filings.descriptors[0]["bytes"] += 1
    assert filings.verdicts() == (False, True)


def test_the_tables_of_the_book_are_all_plain() -> None:
    data = ROOT / "data"
    manifests, _ = read_manifests(data)
    descriptors = as_in_the_package(manifests)
    package = {"name": "book", "resources": copy.deepcopy(descriptors)}
    made = Package.from_descriptor(package, basepath=str(data))
    assert len(plain_tables(data, made, descriptors)) == len(manifests)

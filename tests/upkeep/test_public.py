"""What may not be passed on stays out of every copy that is given away."""

from __future__ import annotations

import io
import json
import re
import subprocess
import tarfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from frictionless import Package, system

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.payload import Piece
from reportlib.cli import main
from reportlib.content import exhibits
from reportlib.content.datasets import read_dataset, remembered, taken_lacking
from reportlib.content.measures import measure
from reportlib.upkeep.checks import check_project
from reportlib.upkeep.package import write_public
from reportlib.upkeep.refresh.update import update_dataset
from tests.conftest import use
from tests.projects import ROOT
from tests.upkeep.refresh.projects import BANK, FILES, descriptor_of, rows_of, write_spending

DATA = ROOT / "data"
LEFT_OUT = [name for name in dataset_names(DATA) if not read_manifest(name, DATA).may_be_passed_on]
RESTRICTED = ("redistribute: 'yes'", "redistribute: derived-only")


def test_git_leaves_out_of_an_archive_what_may_not_be_passed_on() -> None:
    lines = (ROOT / ".gitattributes").read_text(encoding="utf-8").splitlines()
    ignored = [line.partition(" ")[0] for line in lines if line.endswith(" export-ignore")]
    folders = ("data", "data/revisions")
    assert LEFT_OUT
    assert ignored == [f"{folder}/{name}.csv" for name in LEFT_OUT for folder in folders]


def test_an_archive_has_the_other_tables_and_all_descriptors(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    attributes = (ROOT / ".gitattributes").read_text(encoding="utf-8")
    (tmp_path / ".gitattributes").write_text(attributes, encoding="utf-8")
    for name in (LEFT_OUT[0], "gdp"):
        for ending in ("csv", "resource.yaml"):
            (tmp_path / "data" / f"{name}.{ending}").write_text("a\n", encoding="utf-8")

    def git(*words: str) -> bytes:
        command = ["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout

    git("init", "-q")
    git("add", ".")
    git("commit", "-qm", "a")
    with tarfile.open(fileobj=io.BytesIO(git("archive", "HEAD"))) as archive:
        names = {name for name in archive.getnames() if name.startswith("data/")}
    assert names == {
        "data/gdp.csv",
        "data/gdp.resource.yaml",
        f"data/{LEFT_OUT[0]}.resource.yaml",
    }


def test_a_public_package_is_whole_without_what_may_not_be_passed_on(tmp_path: Path) -> None:
    root = write_spending(tmp_path / "project", "page: x", RESTRICTED)
    place = write_public(tmp_path / "public", root / "data")
    assert sorted(path.name for path in place.parent.iterdir()) == [
        "README.md",
        "datapackage.json",
        "economies.csv",
        "economies.resource.yaml",
    ]
    told = (place.parent / "README.md").read_text(encoding="utf-8")
    assert "- `spending.csv`: Spending. https://example.org/2024-07-13" in told
    package = json.loads(place.read_text(encoding="utf-8"))
    assert [resource["name"] for resource in package["resources"]] == ["economies"]
    with system.use_context(trusted=False):
        assert Package(str(place)).validate().valid


def test_the_books_public_package_names_what_it_leaves_out(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["data", "package", "--public", str(tmp_path / "public")])
    assert result.exit_code == 0, result.output
    told = (tmp_path / "public" / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"- `(\w+)\.csv`", told) == LEFT_OUT
    held = {path.stem for path in (tmp_path / "public").glob("*.csv")}
    assert held == set(dataset_names(DATA)) - set(LEFT_OUT)


def test_a_public_package_overwrites_nothing(tmp_path: Path) -> None:
    root = write_spending(tmp_path / "project", "page: x")
    (tmp_path / "own.txt").write_text("mine", encoding="utf-8")
    for place in (tmp_path, tmp_path / "own.txt"):
        with pytest.raises(DatasetError, match="is there already, and not empty"):
            write_public(place, root / "data")


# A copy without them

MEASURES = """\
datasets:
  spending:
    value: percent
    by: economy
    kind: percent
    unit: percent
    measures:
      effort: {name: spending}
"""


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project from which a table was left out that may not be passed on."""
    root = write_spending(
        tmp_path / "project",
        BANK,
        RESTRICTED,
    )
    (root / "data" / "measures.yaml").write_text(MEASURES, encoding="utf-8")
    (root / "data" / "spending.csv").unlink()
    use(root, monkeypatch)
    taken_lacking()  # by other tests
    return root


def test_a_project_without_such_a_table_has_no_fault(copy: Path) -> None:
    assert check_project(copy) == ()


@pytest.fixture
def broken(copy: Path) -> Path:
    """A project that lacks a table that may be passed on."""
    descriptor = copy / "data" / "spending.resource.yaml"
    text = descriptor.read_text(encoding="utf-8").replace(RESTRICTED[1], RESTRICTED[0])
    descriptor.write_text(text, encoding="utf-8")
    return copy


def test_a_table_that_may_be_passed_on_must_be_there(broken: Path) -> None:
    assert any("spending.csv" in fault for fault in check_project(broken))


def test_an_exhibit_names_such_a_table_without_a_word_of_its_publisher(broken: Path) -> None:
    assert read_dataset("spending").table.empty
    made = exhibits.table(
        label="tbl-a", title="A", where="", columns=[], rows=[], missing="Nothing."
    )
    assert made.told.missing == "Not in this copy of the book: Spending (A bank)."


def test_a_public_package_is_not_written_without_such_a_table(broken: Path) -> None:
    with pytest.raises(DatasetError, match=r"spending\.csv: is not there"):
        write_public(broken / "public", broken / "data")
    assert not (broken / "public").exists()


def test_the_economies_must_be_there(copy: Path) -> None:
    (copy / "data" / "economies.csv").unlink()
    with pytest.raises(DatasetError, match=r"economies\.csv: cannot be read"):
        read_dataset("economies")


def test_what_is_kept_of_a_table_tells_each_who_takes_it_that_it_is_missing(copy: Path) -> None:
    kept = remembered(lambda: read_dataset("spending").table)
    for _ in range(2):
        kept()
        assert [manifest.stem for manifest in taken_lacking()] == ["spending"]


def test_a_table_that_is_left_out_has_its_columns_and_no_rows(copy: Path) -> None:
    table = read_dataset("spending").table
    assert list(table.columns) == ["economy", "year", "percent", "row"]
    assert table.empty


def test_an_exhibit_says_which_table_it_lacks(copy: Path) -> None:
    empty = exhibits.table(
        label="tbl-a", title="A", where="", columns=[], rows=[], missing="Nothing."
    )
    assert empty.told.missing == "Nothing."
    measure("effort")
    lacking = exhibits.table(
        label="tbl-b", title="B", where="", columns=[], rows=[], missing="Nothing."
    )
    assert lacking.told.missing == (
        "Not in this copy of the book: Spending (A bank), a table that its publisher does not let "
        "others pass on."
    )
    measure("effort")  # which is kept, and asks for no table again
    again = exhibits.paragraph(label="find-c", sentences=[(Piece(text="One."),)])
    assert "Not in this copy" in "".join(p.text for note in again.told.notes for p in note)


def test_a_table_that_is_left_out_is_brought_back_by_a_download(copy: Path) -> None:
    assert "0" in CliRunner().invoke(main, ["data", "list"]).stdout
    done = update_dataset("spending", [FILES / "worldbank.csv"])
    assert len(done.changes.added) == len(rows_of(copy)) - 1
    assert 'vintage: "2025-07-01"' in descriptor_of(copy)
    assert not read_dataset("spending").table.empty

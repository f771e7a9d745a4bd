"""The book is made without any one table but the economies', and says what is missing."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from reportlib.base.manifests import dataset_names, read_manifest
from tests.projects import ROOT, run_program

pytestmark = pytest.mark.book
DATA = ROOT / "data"
TABLES = [name for name in dataset_names(DATA) if name != "economies"]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the exhibits say without each of these tables, and without several of them."""
    script = str(Path(__file__).parent / "left_out.py")
    done = run_program(sys.executable, script, cwd=ROOT, root=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", TABLES)
def test_exhibits_are_made_without_a_table_and_name_it(name: str, told: dict[str, Any]) -> None:
    said = told[name]
    assert isinstance(said, dict), said
    title = read_manifest(name, DATA).title
    assert said
    assert all(f"Not in this copy of the book: {title} (" in text for text in said.values())


@pytest.mark.parametrize("which", ["those that may not be passed on", "all"])
def test_exhibits_are_made_without_many_tables(which: str, told: dict[str, Any]) -> None:
    said = told[which]
    assert isinstance(said, dict), said
    assert said

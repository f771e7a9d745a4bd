"""The book is made without any table that may not be passed on, and says what is missing."""

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
LEFT_OUT = [name for name in dataset_names(DATA) if not read_manifest(name, DATA).may_be_passed_on]


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """What the chapters say without each of these tables, and without all of them."""
    script = str(Path(__file__).parent / "left_out.py")
    done = run_program(sys.executable, script, cwd=ROOT, root=ROOT)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", LEFT_OUT)
def test_chapters_are_made_without_a_table_and_name_it(name: str, told: dict[str, Any]) -> None:
    said = told[name]
    assert isinstance(said, dict), said
    title = read_manifest(name, DATA).title
    assert said
    assert all(f"Not in this copy of the book: {title} (" in text for text in said.values())


def test_all_chapters_are_made_without_all_of_them(told: dict[str, Any]) -> None:
    said = told["all"]
    assert isinstance(said, dict), said
    apart = {label for name in LEFT_OUT for label in told[name]}
    assert set(said) == apart

"""Chapters run for economies with much data, little data and none."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reportlib.base.parameters import schema

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "every_economy.py"

# Namibia's code NA is no missing value; Taiwan is absent from most files, South Sudan young,
# and the other three have few series.
LARGE = ("CHN", "USA", "IND", "BRA", "DEU", "KOR")
SMALL = ("NAM", "TWN", "LIE", "SSD", "ABW", "TUV")


def every_economy(*arguments: str, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(TOOL), *arguments],
        env={**os.environ, "REPORTLIB_ROOT": str(root)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.book
@pytest.mark.parametrize("codes", [LARGE, SMALL], ids=["large", "small"])
def test_all_chapters_run_for(codes: tuple[str, ...]) -> None:
    done = every_economy("--jobs", "2", *codes)

    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"{len(codes)} of {len(codes)} succeeded")


@pytest.mark.parametrize(
    ("source", "fault"),
    [
        ("{}[economy]", "KeyError: 'CHN'"),
        ("import warnings; warnings.warn('odd')", "on standard error: "),
    ],
)
def test_a_cell_that_fails_or_warns_is_named(tmp_path: Path, source: str, fault: str) -> None:
    project_with_cell(tmp_path, source)

    done = every_economy("CHN", root=tmp_path)

    assert done.returncode == 1
    failed, summary = done.stdout.splitlines()
    assert failed.startswith(f"CHN: index, cell 1: {fault}")
    assert summary.startswith("0 of 1 succeeded")


def test_a_code_that_the_book_does_not_know_is_refused() -> None:
    done = every_economy("CHN", "XYZ")

    assert done.returncode == 2
    assert "not in data/economies.csv: XYZ" in done.stderr


def project_with_cell(root: Path, source: str) -> None:
    economy = schema()["economy"]
    parameters = f'economy: str = "{economy.default}"  # {economy.help}'
    code: dict[str, object] = {"cell_type": "code", "execution_count": None, "outputs": []}
    cells = [
        {**code, "id": "0", "source": parameters, "metadata": {"tags": ["parameters"]}},
        {**code, "id": "1", "source": source, "metadata": {}},
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (root / "index.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (root / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    (root / "_config.yml").touch()
    (root / "chapters").mkdir()
    (root / "data").mkdir()
    shutil.copy(ROOT / "data" / "economies.csv", root / "data")

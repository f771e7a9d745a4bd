"""A small project with a dataset that new files of publishers can take the place of."""

from __future__ import annotations

import re
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path

from reportlib.base.parameters import Parameters
from reportlib.build.provenance import ExhibitRecord, Provenance, write_provenance
from reportlib.upkeep.package import write_package
from tests.projects import write_project

FILES = Path(__file__).parent
BROKEN = FILES / "broken"

BANK = """\
format: world-bank
page: https://example.org/indicator
parts:
  - {series: GB.XPD.RSDV.GD.ZS, column: percent, decimals: 3}
"""


def write_spending(
    folder: Path, recipe: str = BANK, *changes: tuple[str, str], data: str = ""
) -> Path:
    """A project with the dataset ``spending`` and a recipe; texts of its descriptor changed."""
    write_project(folder)
    content = data.encode() or (FILES / "spending.csv").read_bytes()
    text = (FILES / "spending.resource.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    text = re.sub("sha256:0", f"sha256:{sha256(content).hexdigest()}", text)
    text = text.replace("bytes: 0\n", f"bytes: {len(content)}\n")
    (folder / "data" / "spending.csv").write_bytes(content)
    (folder / "data" / "spending.resource.yaml").write_text(text, encoding="utf-8")
    (folder / "data" / "recipes").mkdir()
    (folder / "data" / "recipes" / "spending.yaml").write_text(recipe, encoding="utf-8")
    write_package(folder / "data")
    return folder


def bank_file(
    folder: Path, *rows: str, updated: str = "2025-07-01", years: str = "2020 2021"
) -> Path:
    """A file of the World Bank: rows such as ``BRA 1.1 1.2``, a dash where one is missing."""
    path = folder / "API_GB.XPD.RSDV.GD.ZS_DS2_en_csv_v2_1.csv"
    lines = [
        '"Data Source","World Development Indicators",',
        "",
        f'"Last Updated Date","{updated}",',
        "",
        '"Country Name","Country Code","Indicator Name","Indicator Code",'
        + "".join(f'"{year}",' for year in years.split()),
    ]
    for row in rows:
        code, *values = row.split()
        cells = "".join(f'"{value.strip("-") if value == "-" else value}",' for value in values)
        lines.append(f'"Name of {code}","{code}","Spending","GB.XPD.RSDV.GD.ZS",{cells}')
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def rows_of(folder: Path, name: str = "spending") -> list[str]:
    """The lines of a dataset's file."""
    return (folder / "data" / f"{name}.csv").read_text(encoding="utf-8").splitlines()


def descriptor_of(folder: Path, name: str = "spending") -> str:
    """The text of a dataset's descriptor."""
    return (folder / "data" / f"{name}.resource.yaml").read_text(encoding="utf-8")


def write_book(folder: Path, *exhibits: ExhibitRecord, economy: str = "CHN") -> Path:
    """A built book of which only the provenance is there."""
    folder.mkdir(parents=True)
    parameters = asdict(Parameters(economy=economy))
    book = Provenance(
        format="reportlib-provenance-2",
        reportlib="1",
        parameters=parameters,
        datasets={},
        exhibits=exhibits,
        numbers=(),
        rows={},
    )
    return write_provenance(folder, book)


def exhibit(page: str, label: str, *datasets: str) -> ExhibitRecord:
    """A figure in the provenance of a book."""
    return ExhibitRecord(page=page, label=label, kind="figure", title="", datasets=datasets)

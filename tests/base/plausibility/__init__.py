"""A small dataset whose figures can be made implausible, with any bounds, relations and notes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.plausibility import plausibility_faults
from tests.projects import ROOT, SOUND

HERE = Path(__file__).parent
HEADER = "economy,year,applicant,applications,note"
COUNT = {"name": "applications", "type": "integer", "title": "Applications"}
FIELDS: list[dict[str, Any]] = [
    {"name": "economy", "type": "string", "title": "Economy"},
    {"name": "year", "type": "integer", "title": "Year"},
    {"name": "applicant", "type": "string", "title": "Applicant"},
    COUNT,
    {"name": "note", "type": "string", "title": "Note"},
]
KEY = ["economy", "year", "applicant"]
REFERS = [{"fields": ["economy"], "reference": {"resource": "economies", "fields": ["economy"]}}]


def add_counts(
    data: Path,
    content: str | bytes,
    name: str = "counts",
    schema: Mapping[str, Any] | None = None,
    **blocks: object,
) -> Path:
    """Add a dataset with these blocks in its descriptor, and the economies if they lack."""
    data.mkdir(exist_ok=True)
    for file in ("economies.csv", "economies.resource.yaml"):
        if not (data / file).exists():
            shutil.copy(ROOT / "data" / file, data / file)
    place = data / f"{name}.csv"
    place.write_bytes(content.encode() if isinstance(content, str) else content)
    descriptor = yaml.safe_load((SOUND / "filings.resource.yaml").read_text(encoding="utf-8"))
    descriptor |= {
        "name": name.replace("_", "-"),
        "path": place.name,
        "hash": f"sha256:{sha256(place.read_bytes()).hexdigest()}",
        "bytes": place.stat().st_size,
        "schema": {
            "fields": FIELDS,
            "primaryKey": KEY,
            "foreignKeys": REFERS,
            "missingValues": [""],
        }
        | dict(schema or {}),
    }
    descriptor["reportlib"] |= blocks
    text = yaml.safe_dump(json.loads(json.dumps(descriptor)), allow_unicode=True, sort_keys=False)
    place.with_suffix(".resource.yaml").write_text(text, encoding="utf-8")
    return place


def rows(*lines: str) -> str:
    """The content of a file: the header and these lines, each with its note left empty."""
    return "\n".join([HEADER, *(f"{line}," for line in lines), ""])


def series(
    economy: str, first_year: int, *values: object, applicant: str = "resident"
) -> list[str]:
    """Lines of one economy in successive years; None leaves a year out."""
    return [
        f"{economy},{first_year + number},{applicant},{value}"
        for number, value in enumerate(values)
        if value is not None
    ]


def faults(data: Path, *names: str) -> list[str]:
    """What the checks say of datasets, without the folder."""
    manifests: list[Manifest] = [read_manifest(name, data) for name in ("economies", *names)]
    return [fault.removeprefix(f"{data}/") for fault in plausibility_faults(manifests)]

"""Made for a test: datasets of a few rows with their descriptors, and what names them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.payload import Source

PLACES = ("economy", "office", "origin")
KINDS = {"year": "integer", "edition": "integer", "value": "number"}


def write_dataset(
    root: Path,
    name: str,
    table: str,
    *,
    key: Sequence[str] = ("economy", "year"),
    kinds: dict[str, str] | None = None,
    **said: Any,
) -> Path:
    """Write a dataset into a project's data folder; return its table.

    Args:
        table: the CSV, its lines indented as the test likes.
        key: the primary key.
        kinds: types of columns; years and values are numbers, all others texts.
        said: what the descriptor says under ``reportlib`` beside what it must.
    """
    lines = [line.strip() for line in table.strip().splitlines()]
    place = root / "data" / f"{name}.csv"
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    columns = lines[0].split(",")
    types = KINDS | (kinds or {})
    fields = [
        {"name": each, "type": types.get(each, "string"), "title": each.capitalize()}
        for each in columns
    ]
    schema: dict[str, Any] = {"fields": fields, "primaryKey": list(key), "missingValues": [""]}
    places = [each for each in columns if each in PLACES]
    if places:
        reference = {"resource": "economies", "fields": ["economy"]}
        schema["foreignKeys"] = [{"fields": places[:1], "reference": reference}]
    content = place.read_bytes()
    descriptor = {
        "name": name.replace("_", "-"),
        "type": "table",
        "title": name,
        "path": place.name,
        "hash": f"sha256:{sha256(content).hexdigest()}",
        "bytes": len(content),
        "schema": schema,
        "sources": [{"name": "office", "title": "An office", "path": "https://example.org/"}],
        "licenses": [{"name": "CC0-1.0", "title": "Public domain", "path": "https://example.org/"}],
        "reportlib": {**SAID, **said},
    }
    text = yaml.safe_dump(json.loads(json.dumps(descriptor)), sort_keys=False, allow_unicode=True)
    place.with_suffix(".resource.yaml").write_text(text, encoding="utf-8")
    return place


SAID: dict[str, Any] = {
    "short_title": "Made figures",
    "publisher": "An office",
    "measures": "What is counted.",
    "does_not_mean": "What is not.",
    "counted_by": "economy",
    "kind": "flow",
    "unit": "things",
    "vintage": "2024",
    "retrieved": "2025-01-01",
    "construction": "constructed",
    "redistribute": "yes",
    "licence_checked": "2025-01-01",
    "trust": "A",
    "citation": "An office (2024).",
}


def source(dataset: str = "filings", **said: Any) -> Source:
    """A dataset as an exhibit's source line names it."""
    named = {
        "title": "Filings",
        "publisher": "An office",
        "vintage": "2024",
        "url": "https://example.org/",
        "licence": "CC0-1.0",
        "licence_url": "https://example.org/",
        "redistribute": "yes",
        "citation": "An office.",
    }
    return Source(dataset=dataset, **{**named, **said})

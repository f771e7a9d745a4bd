"""What was made before, a PDF or a folder of pages: whether it is what would be made again.

The record is a file in an edition's work folder. It names by its place each thing that was made,
the digest of all that it was made from, and its own, so that one changed by hand is made again.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from reportlib.base.files import write_whole
from reportlib.base.program import content_digest
from reportlib.build.ingredients import digest, folder_digests

RECORD = "made.json"
Digest = Callable[[Path], str]


def is_current(work: Path, place: Path, inputs: str, by: Digest | None = None) -> bool:
    """Whether a place holds, as it was made, what these inputs give.

    Args:
        by: what tells the state of the place; its content unless given.
    """
    found = _records(work).get(str(place))
    return (
        isinstance(found, dict)
        and place.exists()
        and found == {"inputs": found.get("inputs"), "made": (by or _digest)(place)}
        and inputs in _listed(found["inputs"])
    )


def remember(work: Path, place: Path, *inputs: str, by: Digest | None = None) -> None:
    """Note what a place holds now as made from these inputs, each of which alone tells all.

    Args:
        by: as of :func:`is_current`.
    """
    made = (by or _digest)(place)
    records = {**_records(work), str(place): {"inputs": inputs, "made": made}}
    write_whole(work / RECORD, json.dumps(records).encode())


def _digest(place: Path) -> str:
    return digest(folder_digests(place)) if place.is_dir() else content_digest(place)


def _listed(found: object) -> list[object]:
    return found if isinstance(found, list) else []


def _records(work: Path) -> dict[str, Any]:
    try:
        found = json.loads((work / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}

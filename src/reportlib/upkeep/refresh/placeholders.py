"""What a new descriptor does not say yet; `reportlib check` lists it until it is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from reportlib.base.manifests import SUFFIX

FILL_IN = "FILL IN"
_LINE = re.compile(
    rf"^\s*(?:- )?(?P<key>[\w-]+): (?P<list>\[)?['\"]?{FILL_IN}['\"]?\]?(?: +# (?P<hint>.*))?$"
)


def placeholder_faults(data: Path) -> Iterator[str]:
    """A sentence for each thing that a descriptor of the folder leaves to be filled in."""
    for path in sorted(data.glob(f"*{SUFFIX}")):
        yield from _faults(path)


def with_placeholders(data: Path, faults: Iterable[str]) -> list[str]:
    """Faults of descriptors, with each placeholder once and with what is expected there."""
    others = [fault for fault in faults if f"(found '{FILL_IN}')" not in fault]
    return [*others, *placeholder_faults(data)]


def _faults(path: Path) -> Iterator[str]:
    try:
        lines = path.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):  # another check says so
        return
    for number, line in enumerate(lines, start=1):
        found = _LINE.match(line)
        if found:
            hint = found["hint"] or "what the publisher says"
            place = f"{path}: line {number}: {found['key']}"
            yield f"{place} is still to be filled in; expected {hint}."

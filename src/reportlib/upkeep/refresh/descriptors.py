"""Change the few lines of a descriptor that a new vintage changes, and no other byte.

A YAML library would write the whole file anew, without its folding. So lines are replaced
where they stand, and the result is read back: it must say what was meant, and nothing else.
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.errors import DatasetError
from reportlib.base.manifests import Manifest
from reportlib.base.yaml_text import read_yaml
from reportlib.upkeep.refresh.recipes import NewSource

_SOURCE_ENTRY = re.compile(r"(?m)^  - name: .*\n(?:    .*\n|\n)*")
_WRITTEN = (
    "next_release", "citation", "breaks", "provisional", "exclusions", "caveats", "derived",
    "processing",
)  # fmt: skip


@dataclass(frozen=True)
class Edit:
    """What a descriptor shall say of the new vintage.

    ``years`` are the first and last of the table; ``sources`` the names that rows have, in a
    dataset whose rows name theirs, and ``new_source`` what to write of the new one.
    """

    hash: str
    bytes: int
    vintage: str
    retrieved: str
    year_column: str = ""
    years: tuple[int, int] = (0, 0)
    sources: tuple[str, ...] = ()
    new_source: NewSource | None = None
    whole: bool = True


def edited(manifest: Manifest, edit: Edit) -> str:
    """The descriptor's text with the edit made.

    Raises:
        DatasetError: a line is written in a way that cannot be replaced safely.
    """
    text = manifest.file.read_bytes().decode()
    before: Any = read_yaml(text)
    meant = _meant(before, edit)
    written = _written(text, before, edit)
    try:
        found = read_yaml(written)
    except yaml.YAMLError:
        found = None
    if found != meant:
        place = next(_differences(meant, found), "its lines")
        raise DatasetError(
            f"{manifest.file}: {place} is written in a way that cannot be replaced by itself. "
            f"Expected it as in the other descriptors; write it like theirs."
        )
    return written


def _meant(before: dict[str, Any], edit: Edit) -> dict[str, Any]:
    after = deepcopy(before)
    after["hash"], after["bytes"] = edit.hash, edit.bytes
    block = after["reportlib"]
    old = str(block["vintage"])
    block["vintage"], block["retrieved"] = edit.vintage, edit.retrieved
    for column in after["schema"]["fields"]:
        limits = column.get("constraints", {})
        if column["name"] == edit.year_column:
            limits.update(_year_limits(limits, edit.years))
        if column["name"] == "source" and edit.sources:
            limits["enum"] = list(edit.sources)
    if edit.new_source is not None:
        new = edit.new_source.model_dump()
        held = {entry["name"]: entry for entry in after["sources"]} | {new["name"]: new}
        after["sources"] = [held[name] for name in edit.sources]
    elif edit.whole:
        block["citation"] = _redated(block["citation"], old, edit.vintage)
        for entry in after["sources"]:
            entry["title"] = _redated(entry["title"], old, edit.vintage)
            entry["name"] = _renamed(entry["name"], old, edit.vintage)
    return after


def _year_limits(limits: dict[str, Any], years: tuple[int, int]) -> dict[str, int]:
    """Years are bounded by what the table covers, so the bounds move with it."""
    return {
        name: year
        for name, year in zip(("minimum", "maximum"), years, strict=True)
        if name in limits
    }


def _written(text: str, before: dict[str, Any], edit: Edit) -> str:
    old = str(before["reportlib"]["vintage"])
    text = _line(text, "hash", edit.hash)
    text = _line(text, "bytes", str(edit.bytes))
    text = _line(text, "  vintage", f'"{edit.vintage}"')
    text = _line(text, "  retrieved", f'"{edit.retrieved}"')
    if edit.year_column:
        text = _in_field(text, edit.year_column, lambda part: _with_years(part, edit.years))
    if edit.sources:
        enum = f"enum: [{', '.join(edit.sources)}]"
        text = _in_field(text, "source", lambda part: re.sub(r"enum: \[[^]]*\]", enum, part))
    if edit.new_source is not None:
        return _section(text, "sources", lambda part: _with_source(part, edit))
    if not edit.whole:
        return text
    text = _section(text, "sources", lambda part: _sources_redated(part, old, edit.vintage))
    start = text.find("\n  citation:")
    end = text.find("\n  breaks:", start)
    if start < 0 or end < 0:
        return text
    return text[:start] + _redated(text[start:end], old, edit.vintage) + text[end:]


def _line(text: str, key: str, value: str) -> str:
    return re.sub(rf"(?m)^{key}: .*$", lambda _: f"{key}: {value}", text, count=1)


def _with_years(part: str, years: tuple[int, int]) -> str:
    part = re.sub(r"\bminimum: \d+", f"minimum: {years[0]}", part, count=1)
    return re.sub(r"\bmaximum: \d+", f"maximum: {years[1]}", part, count=1)


def _in_field(text: str, name: str, change: Any) -> str:
    pattern = rf"(?m)^    - name: {re.escape(name)}\n(?:      .*\n|\n)*"
    return re.sub(pattern, lambda match: change(match[0]), text, count=1)


def _section(text: str, name: str, change: Any) -> str:
    pattern = rf"(?m)^{name}:\n(?:[ \n].*\n?|\n)*?(?=^\S)"
    return re.sub(pattern, lambda match: change(match[0]), text, count=1)


def _with_source(section: str, edit: Edit) -> str:
    assert edit.new_source is not None  # noqa: S101
    new = edit.new_source
    entries = {
        match[0].split("\n", 1)[0][10:].strip(): match[0]
        for match in _SOURCE_ENTRY.finditer(section)
    }
    entries[new.name] = (
        f"  - name: {new.name}\n    title: >-\n      {new.title}\n    path: {new.path}\n"
        f"    publisher: >-\n      {new.publisher}\n"
    )
    return "sources:\n" + "".join(entries.get(name, "") for name in edit.sources)


def _sources_redated(section: str, old: str, new: str) -> str:
    lines = [
        f"  - name: {_renamed(line[10:], old, new)}" if line.startswith("  - name: ") else line
        for line in section.split("\n")
    ]
    return "\n".join(
        line if line.lstrip().startswith("path:") else _redated(line, old, new) for line in lines
    )


def _renamed(name: str, old: str, new: str) -> str:
    """A source's name such as wdi-2026-07, with the new year and month."""
    if len(old) >= 7 and len(new) >= 7 and name.endswith(f"-{old[:7]}"):
        return name.removesuffix(old[:7]) + new[:7]
    return name


def _redated(text: str, old: str, new: str) -> str:
    """A text with the day of the old vintage replaced, as 2026-07-13 and as 13 July 2026."""
    if len(old) != 10 or len(new) != 10:
        return text
    said = [f"{d.day} {d:%B %Y}" for d in (date.fromisoformat(old), date.fromisoformat(new))]
    text = text.replace(old, new)
    spaced = r"\s+".join(re.escape(word) for word in said[0].split())
    return re.sub(rf"(?<!\d){spaced}", said[1], text)


def _differences(meant: Any, found: Any, place: str = "") -> Any:
    """Places where two contents differ, for a message."""
    if isinstance(meant, dict) and isinstance(found, dict):
        for key in meant:
            yield from _differences(meant[key], found.get(key), f"{place}.{key}".lstrip("."))
    elif isinstance(meant, list) and isinstance(found, list) and len(meant) == len(found):
        for number, (one, other) in enumerate(zip(meant, found, strict=True)):
            yield from _differences(one, other, f"{place}.{number}")
    elif meant != found:
        yield place


@dataclass(frozen=True)
class Passage:
    """Lines of a descriptor that were written for the old vintage."""

    file: Path
    what: str
    lines: tuple[int, int] = field(default=(0, 0))

    def __str__(self) -> str:
        """Name it as an editor finds it."""
        first, last = self.lines
        where = f"line {first}" if first == last else f"lines {first} to {last}"
        return f"{self.what} ({where})"


def passages_to_read(file: Path, text: str) -> tuple[Passage, ...]:
    """Sentences about figures or about the retrieval, which only a person can bring up to date."""
    lines = text.split("\n")
    found = []
    for what in _WRITTEN:
        start = next((i for i, line in enumerate(lines) if line.startswith(f"  {what}:")), None)
        if start is None or lines[start].endswith("[]"):
            continue
        rest = range(start + 1, len(lines))
        end = next((i for i in rest if lines[i] and not lines[i].startswith("    ")), len(lines))
        while not lines[end - 1]:
            end -= 1
        found.append(Passage(file, what, (start + 1, end)))
    return tuple(found)

"""A YAML file with the line of every key, and the faults found in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.yaml_text import compose_yaml, read_yaml

Place = tuple[str, ...]
"""The keys that lead to a place in a file."""


class Lines:
    """The lines of a file and what is wrong in them; ``content`` is None without a file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.content: Any = None
        self._lines: dict[Place, int] = {(): 1}
        self._faults: dict[tuple[int, str], None] = {}
        if path.is_file():
            self._read()

    def __contains__(self, place: Place) -> bool:
        """Whether the file has this place."""
        return place in self._lines

    def line(self, place: Place) -> int:
        """The line of a place, or of what is nearest above it."""
        while place not in self._lines:
            place = place[:-1]
        return self._lines[place]

    def refuse(self, place: Place, text: str) -> None:
        """Note a fault at a place; the same one twice is one."""
        named = ".".join(place)
        self._note(self.line(place), f"{named}: {text}" if named else text)

    def faults(self) -> tuple[str, ...]:
        """What is wrong, in the order of the lines."""
        return tuple(f"{self.path}: line {line}: {text}" for line, text in sorted(self._faults))

    def _note(self, line: int, text: str) -> None:
        self._faults[line, text] = None

    def _read(self) -> None:
        try:
            text = self.path.read_text(encoding="utf-8")
            self._see(compose_yaml(text), (), set())
            self.content = {} if self._faults else read_yaml(text)
        except (yaml.YAMLError, ValueError, OSError) as error:  # ValueError: not UTF-8
            mark = getattr(error, "problem_mark", None)
            reason = getattr(error, "problem", None) or error
            self._note(mark.line + 1 if mark else 1, f"not readable as YAML in UTF-8: {reason}")

    def _see(self, node: yaml.Node | None, place: Place, seen: set[int]) -> None:
        """Note the line of every key, and keys that are there twice."""
        if not isinstance(node, yaml.MappingNode) or id(node) in seen:
            return
        seen.add(id(node))  # an alias can lead back to where it stands
        for key, value in node.value:
            own, line = (*place, str(key.value)), key.start_mark.line + 1
            if own in self._lines:
                first = self._lines[own]
                self._note(line, f"{'.'.join(own)}: is there twice, first in line {first}")
                continue
            self._lines[own] = line
            self._see(value, own, seen)


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A sentence on the names that are nearest, with a space before it; empty for none."""
    close = get_close_matches(name, list(known), n=3)
    return f" Did you mean {' or '.join(close)}?" if close else ""


def fault_said(fault: Any, own: Sequence[str], around: Sequence[str]) -> str:
    """What is wrong, from an entry of pydantic's ``errors()``, in the project's words.

    Args:
        own: the keys that may stand below the place of the fault.
        around: those that may stand beside it.
    """
    if fault["type"] == "extra_forbidden":
        hint = did_you_mean(str(fault["loc"][-1]), around)
        return f"there is no such key.{hint} The keys are: {', '.join(around)}"
    if fault["type"] == "missing":
        return "the key is missing"
    if fault["type"] == "model_type":
        return f"expected a mapping with the keys {', '.join(own)}"
    said = fault["msg"].removeprefix("Value error, ")
    shown = "" if isinstance(fault["input"], dict) else f" (found {fault['input']!r:.80})"
    return f"{said}{shown}"

"""What a check found: the row, the figure, and what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reportlib.base.manifests import CheckName, KnownFinding, Manifest
from reportlib.base.plausibility.tables import Number

WHOLE_FROM = 10_000  # from here on a figure is shown without decimals


@dataclass(frozen=True)
class Finding:
    """A figure that may be wrong. ``where`` names it: its key, and ``column`` for the column."""

    check: CheckName
    manifest: Manifest
    row: int | None
    where: Mapping[str, str | int]
    value: str
    expected: str

    def explain(self) -> str:
        """Say what is wrong, where, what was expected and what to do."""
        row = f"row {self.row}, " if self.row else ""
        place = ", ".join(f"{name} {value}" for name, value in self.where.items())
        return (
            f"{self.manifest.data_file}: {row}{place}: {self.value}; expected {self.expected} "
            f"({self.check}). If its source says so, note it under reportlib.findings in "
            f"{self.manifest.file.name}."
        )

    def is_meant_by(self, note: KnownFinding) -> bool:
        """Whether a note of the descriptor is about this finding."""
        return note.check == self.check and all(
            self.where.get(name) in values for name, values in note.where
        )


def shown(value: Number) -> str:
    """A figure for a message."""
    if isinstance(value, int) or abs(value) >= WHOLE_FROM:
        return f"{value:,.0f}"
    return f"{value:,.6g}"

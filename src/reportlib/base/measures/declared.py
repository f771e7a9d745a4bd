"""Measures as they are declared, with all that a dataset's measures have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from reportlib.base.measures.schema import Better, Kind, PeersRule, ScaleBase, Unit

FILE = "measures.yaml"


@dataclass(frozen=True)
class Selection:
    """Where the values of a measure stand: a dataset's column, in the rows that match.

    The code of the economy is in the column ``by``, or is ``economy`` for all rows.
    """

    dataset: str
    value: str
    year: str
    by: str
    economy: str
    where: Mapping[str, str | int]


@dataclass(frozen=True)
class Operation:
    """How a measure is computed: of which others, and for ``per`` on which scale."""

    kind: Literal["sum", "ratio", "per"]
    operands: tuple[str, ...]
    scale: str = ""


@dataclass(frozen=True)
class Declaration:
    """One measure as declared; a name or unit that follows from its operands is empty."""

    key: str
    source: Selection | Operation
    kind: Kind
    name: str = ""
    unit: Unit | None = None
    better: Better | None = None
    rank_floor: float = 0.0
    least_count: float = 0.0
    derivation: str = ""
    caveats: tuple[str, ...] = ()


@dataclass(frozen=True)
class Measures:
    """What a project's file declares."""

    declared: Mapping[str, Declaration] = field(default_factory=dict)
    peers_by: PeersRule | None = None
    scales: Mapping[str, ScaleBase] = field(default_factory=dict)

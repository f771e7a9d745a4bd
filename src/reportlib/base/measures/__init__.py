"""The measures that ``data/measures.yaml`` declares: read strictly, every fault with its line.

``datasets`` names the measures that are taken out of a dataset as they stand there; what a
dataset's measures have in common is said once, above them, and a measure may say otherwise.
``derived`` names those computed from others: a ``sum``, a ``ratio`` (in percent), or a count
``per`` the base of a scale. ``scales`` names these bases, ``peers_by`` the measure by which
the members of a group of peers are chosen. A project without the file has no measures.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.lines import did_you_mean
from reportlib.base.measures.against_datasets import check_datasets
from reportlib.base.measures.declared import FILE, Declaration, Measures, Operation, Selection
from reportlib.base.measures.reading import Reading
from reportlib.base.measures.schema import Better, Kind, PeersRule, Scale, ScaleBase, Unit
from reportlib.base.project import find_root
from reportlib.base.reads import note_read
from reportlib.base.stamps import Stamp, stamp

__all__ = [
    "FILE",
    "Better",
    "Declaration",
    "Kind",
    "Measures",
    "Operation",
    "PeersRule",
    "Scale",
    "ScaleBase",
    "Selection",
    "Unit",
    "did_you_mean",
    "measure_faults",
    "read_measures",
]


def read_measures(data: Path | None = None) -> Measures:
    """The measures of a project; none where it has no file of them.

    Whether datasets have the columns named is for :func:`measure_faults` to say.

    Raises:
        DatasetError: the file is not YAML, or keys, words or references in it are wrong;
            every fault in one error.
    """
    path = (data or find_root() / "data") / FILE
    note_read(path)
    return _read(path, stamp(path))


@lru_cache(maxsize=4)
def _read(path: Path, _seen: Stamp) -> Measures:
    reading = Reading(path)
    raise_all(DatasetError, reading.lines.faults())
    return reading.measures


def measure_faults(data: Path) -> tuple[str, ...]:
    """Every fault of a project's measures, also against descriptors and rows, by line."""
    reading = Reading(data / FILE)
    check_datasets(reading, data)
    return reading.lines.faults()

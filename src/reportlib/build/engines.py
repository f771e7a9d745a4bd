"""What is asked of an engine of papermill's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Engine:
    """An engine of papermill's by its name, with what it is asked beside papermill's own options.

    ``options`` are made of the working folder, and of the place where the notebook is saved.
    """

    name: str
    options: Callable[[Path, Path], Mapping[str, object]]

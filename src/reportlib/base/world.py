"""What the pages of a site of many editions tell of all economies.

What is measured is the project's own: the function that its settings name under ``world`` takes
nothing and returns a :class:`World`. A project that names none has a world without measures.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from reportlib.base.errors import ProjectError
from reportlib.base.settings import project_settings, setting_place


@dataclass(frozen=True)
class Value:
    """An economy's value on a measure, as the book prints it.

    ``order`` tells which of two values comes first, the same for equal ones; the ``place`` is
    among ``among`` economies, where all of them are held. ``step`` is that of the colours, 1 the
    palest to 5, and 0 for a value that is not ranked. ``marks`` are letters as beside numbers
    everywhere, and ``notes`` what must be told of this value.
    """

    text: str
    year: int
    order: int
    place: int | None = None
    among: int | None = None
    step: int = 0
    marks: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class WorldMeasure:
    """A measure with the values of all economies that have one; missing is missing, never zero.

    ``steps`` are the colours used with the limits of each in words. The ``main`` measures are
    shown for all economies at once. The years of a ``printed`` measure are editions.
    """

    key: str
    group: str
    title: str
    unit: str
    values: Mapping[str, Value]
    sources: tuple[str, ...] = ()
    steps: tuple[tuple[int, str], ...] = ()
    main: bool = False
    printed: bool = False

    @property
    def ranked(self) -> tuple[int, ...]:
        """The years of the values that are ranked."""
        return tuple(sorted({each.year for each in self.values.values() if each.step}))

    @property
    def years(self) -> tuple[int, ...]:
        """The years of all values."""
        return tuple(sorted({each.year for each in self.values.values()}))


@dataclass(frozen=True)
class World:
    """The measures in the order in which they are shown, and what is said of all of them."""

    measures: tuple[WorldMeasure, ...] = ()
    notes: tuple[str, ...] = ()


def read_world(root: Path | None = None) -> World:
    """The world as the project tells it; an empty one where it tells nothing.

    Raises:
        ProjectError: the settings name no function that can be found, or it returns no world.
    """
    named = project_settings(root).world
    if named is None:
        return World()
    made = _function(named, root)()
    if not isinstance(made, World):
        raise ProjectError(
            f"{setting_place(root, 'world')}: {named} returns {type(made).__name__}, expected a "
            f"reportlib.base.world.World."
        )
    return made


def _function(named: str, root: Path | None) -> Callable[[], object]:
    module, _, name = named.partition(":")
    try:
        found = getattr(import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise ProjectError(
            f"{setting_place(root, 'world')}: there is no {named} ({error}). Expected a function, "
            f"named as MODULE:FUNCTION; name another, or leave the key out."
        ) from error
    if not callable(found):
        raise ProjectError(f"{setting_place(root, 'world')}: {named} is no function.")
    return found  # type: ignore[no-any-return]

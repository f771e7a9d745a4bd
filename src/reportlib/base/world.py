"""What the pages of a site of many editions tell of all economies.

What is measured is the project's own: the function that its settings name under ``world`` takes
nothing and returns a :class:`World`. A project that names none has a world without measures.

One value of every economy is nearly the table that it comes from: what the terms of a dataset
forbid to pass on stands in none of these pages, which is seen to here, whoever tells the world.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path

from reportlib.base.errors import ProjectError
from reportlib.base.manifests import read_manifest
from reportlib.base.rows import dataset_of
from reportlib.base.settings import project_settings, setting_place


@dataclass(frozen=True)
class Value:
    """An economy's value on a measure, as the book prints it.

    ``order`` tells which of two values comes first, the same for equal ones; the ``place`` is
    among ``among`` economies, where all of them are held. ``step`` is that of the colours, 1 the
    palest to 5, and 0 for a value that is not ranked. ``marks`` are letters as beside numbers
    everywhere, and ``notes`` what must be told of this value. ``rows`` are the ids of the dataset
    rows that it rests on, and ``derivation`` says how it was computed, empty for one that stands
    in a dataset as it is. Of a value that is ``withheld``, ``text`` is what may be told instead.
    """

    text: str
    year: int
    order: int
    place: int | None = None
    among: int | None = None
    step: int = 0
    marks: str = ""
    notes: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    derivation: str = ""
    withheld: bool = False


@dataclass(frozen=True)
class WorldMeasure:
    """A measure with the values of all economies that have one; missing is missing, never zero.

    ``steps`` are the colours used with the limits of each in words. The ``main`` measures are
    shown for all economies at once. The values of a ``printed`` measure are ranks that editions
    of it print, and its years those editions. ``withheld`` are the titles of the datasets whose
    terms keep values away.
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
    withheld: tuple[str, ...] = ()

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
    return replace(made, measures=tuple(map(passed_on, made.measures)))


def passed_on(measure: WorldMeasure) -> WorldMeasure:
    """A measure without the values that stand in a dataset as they are, where terms forbid that.

    What is computed of them stays: place, step and order. A rank that a publisher prints is
    no place of ours, and goes; in its stead the economies stand in the order of their steps.
    """
    steps = dict(measure.steps)
    titles: dict[str, None] = {}
    values: dict[str, Value] = {}
    for code, value in measure.values.items():
        closed = [] if value.derivation else [*_closed(value)]
        titles |= dict.fromkeys(closed)
        values[code] = _withheld(value, steps, printed=measure.printed) if closed else value
    return replace(measure, values=values, withheld=tuple(titles))


def _closed(value: Value) -> Iterator[str]:
    """The titles of the datasets of a value that may not be passed on as they are."""
    for name in dict.fromkeys(map(dataset_of, value.rows)):
        manifest = read_manifest(name.replace("-", "_"))
        if not manifest.may_be_passed_on:
            yield manifest.reportlib.short_title


def _withheld(value: Value, steps: Mapping[int, str], *, printed: bool) -> Value:
    if printed:
        value = replace(value, place=None, among=None, order=len(steps) - value.step)
    return replace(value, text=_instead(value, steps), withheld=True)


def _instead(value: Value, steps: Mapping[int, str]) -> str:
    if value.place:
        return f"rank {value.place}" + (f" of {value.among}" if value.among else "")
    return steps.get(value.step, "not shown")


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

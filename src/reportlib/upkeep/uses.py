"""Which chapters and exhibits use a dataset, as the book that was built last says.

It is read from the book's ``provenance.json``, which names the datasets of every exhibit. So it
tells what that edition shows: an exhibit that another economy has, and this one not, is not in it.
The default edition is asked first, since it shows most; where it was not built, the newest other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportlib.base.errors import BuildError
from reportlib.base.parameters import schema
from reportlib.base.project import PACKAGE

BUILD_IT = "Build the book to see which exhibits use it: reportlib build"


@dataclass(frozen=True)
class Use:
    """An exhibit of a chapter, by its label."""

    chapter: str
    exhibit: str


@dataclass(frozen=True)
class Uses:
    """The exhibits of a built book that draw on a dataset, in its order, and which book it is.

    ``outdated`` is true where data, chapters or code changed after it was built.
    """

    exhibits: tuple[Use, ...]
    edition: str
    built: date
    outdated: bool

    @property
    def book(self) -> str:
        """The book that was asked, in words."""
        since = "; data, chapters or code changed since then" if self.outdated else ""
        return f"the book built on {self.built} ({self.edition}{since})"


def uses(root: Path, name: str) -> Uses | None:
    """What the built book shows of a dataset; None where no book that can be read was built."""
    from reportlib.build.provenance import read_provenance

    used = schema(root)
    for place in _books(root / "_build"):
        try:
            book = read_provenance(place)
        except BuildError:  # of another version: no answer, and building anew is the remedy
            continue
        built = place.stat().st_mtime
        others = [
            f"{key} {value}"
            for key, value in book.parameters.items()
            if key not in used or used[key].default != value
        ]
        dataset = name.replace("_", "-")
        found = [Use(Path(e.page).name, e.label) for e in book.exhibits if dataset in e.datasets]
        return Uses(
            tuple(found),
            f"edition {', '.join(others)}" if others else "default edition",
            date.fromtimestamp(built),
            any(path.stat().st_mtime > built for path in _sources(root)),
        )
    return None


def _books(folder: Path) -> list[Path]:
    """The default edition's provenance, then those of the others, the newest first."""
    others = [*folder.glob("editions/*/html/provenance.json")]
    others.sort(key=lambda place: place.stat().st_mtime, reverse=True)
    own = folder / "html" / "provenance.json"
    return [own, *others] if own.is_file() else others


def _sources(root: Path) -> Iterable[Path]:
    from reportlib.build.ingredients import NOT_IMPORTED  # late: it loads what executes chapters

    yield from (root / "_toc.yml", root / "_config.yml", *root.glob("*.ipynb"))
    program = [each for each in PACKAGE.iterdir() if each.is_dir()]
    shown_by = [each for each in program if each.name not in NOT_IMPORTED]
    for folder in (root / "chapters", root / "data", *shown_by):
        yield from (p for p in folder.rglob("*") if p.suffix in {".ipynb", ".csv", ".yaml", ".py"})

"""Releases of a site: what is kept of each, and what a new one has otherwise than the one before.

They lie beside one another in a folder whose ``releases.json`` lists them, the newest first.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

RELEASES_FILE = "releases.json"  # lists the releases of a folder, and marks it as one of releases
LATEST = "latest"  # the folder whose pages lead to those of the newest
CHANGES = "changes"  # the page of a release that tells what changed, and its file for machines
NAME = r"[A-Za-z0-9]([A-Za-z0-9._-]{0,38}[A-Za-z0-9])?"


def _day(text: str) -> str:
    date.fromisoformat(text)
    return text


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Release(_Model):
    """A release as the list of them knows it.

    Attributes:
        name: of its folder.
        date: the day on which it was made, as 2026-11-30.
        editions: the names of those that can be read.
        missing: the names of those that could not be made.
        reportlib: the version that made it.
        inputs: a digest of data, pages and program that it was made from.
        digest: of all its files.
        summary: what changed, in a sentence.
    """

    name: Annotated[str, Field(pattern=rf"^{NAME}$")]
    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(_day)]
    editions: tuple[str, ...]
    missing: tuple[str, ...] = ()
    reportlib: str
    inputs: str
    digest: str
    summary: str


class Revised(_Model):
    """A number that both releases print, with other values, and the datasets that changed it."""

    page: str
    place: str
    context: str
    old: str
    new: str
    datasets: tuple[str, ...]


class EditionChanges(_Model):
    """How many numbers and exhibits of an edition differ between two releases.

    Attributes:
        revised: numbers with another value; ``unseen`` of them are printed as before.
        by_data: how many of these are revised by each dataset; one may be so by several.
        unexplained: those of which no row changed that they are known to rest on.
        parameters: those with another value, old and new.
        largest: the largest revisions that can be seen.
    """

    name: str
    title: str
    revised: int = 0
    unseen: int = 0
    appeared: int = 0
    disappeared: int = 0
    redrawn: int = 0
    exhibits_added: int = 0
    exhibits_removed: int = 0
    now_missing: int = 0
    now_shown: int = 0
    by_data: dict[str, int] = {}
    unexplained: int = 0
    parameters: dict[str, tuple[str, str]] = {}
    largest: tuple[Revised, ...] = ()


What = Literal["changed", "described", "added", "withdrawn"]


class DatasetChanges(_Model):
    """A dataset that is not as before, and what it revised.

    Attributes:
        what: ``described`` where terms or words changed, and no row did.
        old: the vintage before; likewise ``new``.
        revised: numbers, in so many ``editions``.
    """

    name: str
    title: str
    what: What
    old: str = ""
    new: str = ""
    revised: int = 0
    editions: int = 0


class EditionNamed(_Model):
    """An edition that only one of two releases has, and why, where that is known."""

    name: str
    title: str
    why: str = ""


class Changes(_Model):
    """What a release has otherwise than the one before, which the first one has not.

    ``editions`` are those of both in which anything differs, ``same`` is how many do not;
    ``unknown`` says why the two could not be compared.
    """

    format: Literal["reportlib-changes-1"] = "reportlib-changes-1"
    release: str
    before: str = ""
    unknown: str = ""
    datasets: tuple[DatasetChanges, ...] = ()
    editions: tuple[EditionChanges, ...] = ()
    same: int = 0
    added: tuple[EditionNamed, ...] = ()
    gone: tuple[EditionNamed, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs from the release before."""
        return not (self.unknown or self.datasets or self.editions or self.added or self.gone)

    @property
    def revised(self) -> int:
        """Numbers with another value, in all editions."""
        return sum(each.revised for each in self.editions)

    @property
    def summary(self) -> str:
        """What changed, in a sentence."""
        if not self.before:
            return "The first release."
        if self.unknown:
            return f"What changed since {self.before} is not known: the two cannot be compared."
        if self.is_empty:
            return f"Nothing changed since {self.before}: the same editions, numbers and data."
        touched = sum(1 for each in self.editions if each.revised)
        said = [
            f"{several(self.revised, 'number')} revised in {several(touched, 'edition')}"
            if touched
            else "No number revised"
        ]
        counts = (
            (sum(each.what == "changed" for each in self.datasets), "with other rows"),
            (sum(each.what == "described" for each in self.datasets), "described otherwise"),
            (sum(each.what == "added" for each in self.datasets), "added"),
            (sum(each.what == "withdrawn" for each in self.datasets), "withdrawn"),
        )
        said += [f"{several(count, 'dataset')} {words}" for count, words in counts if count]
        if self.added:
            said.append(f"{several(len(self.added), 'edition')} added")
        if self.gone:
            said.append(f"{several(len(self.gone), 'edition')} gone")
        return f"{', '.join(said)}."


def _each_once(releases: tuple[Release, ...]) -> tuple[Release, ...]:
    names = [each.name.casefold() for each in releases]
    for name in names:
        if names.count(name) > 1:
            raise ValueError(f"expected each release once; {name} is there {names.count(name)}×")
    return releases


class Listed(_Model):
    """What ``releases.json`` says; ``id`` stays, whatever the title and the address become."""

    format: Literal["reportlib-releases-1"] = "reportlib-releases-1"
    id: str
    title: str
    author: str
    releases: Annotated[tuple[Release, ...], AfterValidator(_each_once)] = ()


class Told(_Model):
    """What the pages of a folder of releases are made of.

    Attributes:
        listed: the releases, the newest of which is being made.
        changes: what that one changes.
        pages: its pages, as paths from its folder.
        before: the pages of earlier releases, to which addresses of ``latest`` have led.
        base: the address at which the folder will lie, if that is known.
    """

    listed: Listed
    changes: Changes
    pages: tuple[str, ...]
    before: tuple[str, ...] = ()
    base: str = ""


def several(count: int, noun: str) -> str:
    """A count with its noun, such as `1 edition` or `1,204 numbers`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"

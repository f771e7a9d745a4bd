"""Which pages and sections editions have: all that any of them has, and what each one lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from reportlib.base.editions import EditionRecord
from reportlib.web.searching import INDEX_SCRIPT, headings

LISTS = ("search.html", "genindex.html")  # pages that every edition has, of no chapter


@dataclass(frozen=True)
class Outline:
    """A page by its address in the edition, its title, and the titles of its sections by id."""

    address: str
    title: str
    sections: Mapping[str, str]


@dataclass(frozen=True)
class Lacks:
    """What an edition lacks: the addresses of pages, and of the others the ids of sections."""

    pages: frozenset[str] = frozenset()
    sections: Mapping[str, frozenset[str]] = field(default_factory=dict)


def outline(edition: EditionRecord) -> Sequence[Outline]:
    """The pages of an edition in their order; none where its folder is not known.

    Raises:
        BuildError: the folder has no index of what can be found.
    """
    if edition.pages is None:
        return ()
    titles: dict[str, str] = {}
    sections: dict[str, dict[str, str]] = {}
    for each in headings(edition.pages / INDEX_SCRIPT):
        address, _, name = each.address.partition("#")
        titles.setdefault(address, each.title)
        sections.setdefault(address, {}).update({name: each.title} if name else {})
    lists = [name for name in LISTS if (edition.pages / name).is_file()]
    found = [Outline(address, title, sections[address]) for address, title in titles.items()]
    return [*found, *(Outline(name, "", {}) for name in lists)]


@dataclass(frozen=True)
class Outlines:
    """The pages and sections of all editions together, and by name what an edition lacks."""

    usual: Sequence[Outline]
    lacking: Mapping[str, Lacks]


def compared(editions: Iterable[EditionRecord]) -> Outlines:
    """Read the outlines of editions, and tell where they differ."""
    known = {each.name: own for each in editions if (own := outline(each))}
    by_page: dict[str, list[Outline]] = {}
    for own in known.values():
        for page in own:
            by_page.setdefault(page.address, []).append(page)
    order = merged([each.address for each in own] for own in known.values())
    usual = [_together(by_page[address]) for address in order]
    return Outlines(usual, {name: _lacks(usual, own) for name, own in known.items()})


def merged(orders: Iterable[Sequence[str]]) -> list[str]:
    """All names of several orders, each after the one that it follows where it is first named."""

    def add(found: list[str], names: Sequence[str]) -> list[str]:
        at = 0
        for name in names:
            if name not in found:
                found.insert(at, name)
            at = found.index(name) + 1
        return found

    return reduce(add, orders, [])


def _together(pages: Sequence[Outline]) -> Outline:
    titles = {name: title for page in reversed(pages) for name, title in page.sections.items()}
    order = merged([*page.sections] for page in pages)
    return Outline(pages[0].address, pages[0].title, {name: titles[name] for name in order})


def _lacks(usual: Sequence[Outline], own: Sequence[Outline]) -> Lacks:
    held = {page.address: page.sections.keys() for page in own}
    sections = {
        page.address: frozenset(page.sections.keys() - held[page.address])
        for page in usual
        if page.address in held and page.sections.keys() - held[page.address]
    }
    return Lacks(frozenset(page.address for page in usual if page.address not in held), sections)

"""The editions of a site by economy, and the data files that its pages and machines read."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from reportlib.base.economies import Economy
from reportlib.base.editions import EditionRecord
from reportlib.base.payload import FLAGS
from reportlib.base.world import Value, World, WorldMeasure

WORLD_DATA = "world-data.js"
"""What the world page and the page of comparison show, as a script: files on disk fetch none."""


@dataclass(frozen=True)
class Site:
    """All that the pages of a site tell: the book's title, its editions, and the world."""

    title: str
    editions: Sequence[EditionRecord]
    economies: Mapping[str, Economy]
    world: World = field(default_factory=World)

    @cached_property
    def made(self) -> Sequence[EditionRecord]:
        """The editions that can be read."""
        return [each for each in self.editions if not each.missing]

    @cached_property
    def missing(self) -> Sequence[EditionRecord]:
        """The editions that could not be made."""
        return [each for each in self.editions if each.missing]

    @cached_property
    def by_economy(self) -> Mapping[str, Sequence[EditionRecord]]:
        """The editions of each economy that can be read, in the site's order."""
        found: dict[str, list[EditionRecord]] = defaultdict(list)
        for each in self.made:
            found[code_of(each)].append(each)
        return found

    def named(self, code: str) -> Economy:
        """An economy, also one that is not in the project's list."""
        return self.economies.get(code) or Economy(code, code, "", "", "")

    @cached_property
    def listed(self) -> Sequence[Economy]:
        """The economies with an edition, also one that is missing, by name."""
        codes = {code_of(each) for each in self.editions}
        return sorted(map(self.named, codes), key=lambda each: (each.name.casefold(), each.code))


def code_of(edition: EditionRecord) -> str:
    """The economy that an edition is about; its name where the book has none."""
    return str(edition.parameters.get("economy", edition.name))


def first_page(edition: EditionRecord) -> str:
    """How the site's first page leads to an edition."""
    return f"{edition.name}/index.html"


def world_data(site: Site) -> str:
    """The economies with their values on all measures, as a script that sets ``reportWorld``."""
    notes = _Numbered()
    measures = site.world.measures
    known = {**site.economies, **{each.code: each for each in site.listed}}
    economies = [
        [
            *(each.code, each.name, each.name_zh, each.region, each.income_group),
            first_page(site.by_economy[code][0]) if code in site.by_economy else "",
            [_packed(measure.values.get(code), notes) for measure in measures],
        ]
        for code, each in known.items()
    ]
    told = {
        "economies": economies,
        "measures": [
            {
                "key": each.key,
                "group": each.group,
                "title": each.title,
                "unit": each.unit,
                "sources": each.sources,
                "steps": each.steps,
                "printed": each.printed,
                "told": measure_told(each) if each.ranked else "",
                "withheld": withheld_told(each),
            }
            for each in measures
        ],
        "notes": list(notes.texts),
        "marks": _marks(site.world),
    }
    return f"window.reportWorld = {_compact(told)};\n"


class _Numbered:
    """Texts, each once, by number."""

    def __init__(self) -> None:
        self.texts: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self.texts.setdefault(text, len(self.texts))


def _packed(value: Value | None, notes: _Numbered) -> list[Any] | None:
    """Text, year, order, place, among, step, marks, notes, withheld; without an empty end."""
    if value is None:
        return None
    place, among = value.place or 0, value.among or 0
    said = [notes.number(text) for text in value.notes]
    packed = [value.text, value.year, value.order, place, among, value.step, value.marks, said]
    packed.append(int(value.withheld))
    while not packed[-1]:
        packed.pop()
    return packed


def withheld_told(measure: WorldMeasure) -> str:
    """Why values of a measure stand only in the editions; empty where they stand here too."""
    if not measure.withheld:
        return ""
    named = " and ".join(measure.withheld)
    return (
        f"Values of {named} are not passed on in bulk, since terms of the publisher restrict that: "
        f"here stand places or classes that this book computes, and each edition has the value of "
        f"its economy."
    )


def ranked_year(measure: WorldMeasure) -> str:
    """The year in which economies are ranked on a measure."""
    (year, *_) = measure.ranked
    return f"edition of {year}" if measure.printed else str(year)


def measure_told(measure: WorldMeasure) -> str:
    """Unit and years of a measure, as they stand beside the map."""
    years = measure.years
    others = [year for year in years if year not in measure.ranked]
    span = f"{others[0]}–{others[-1]}" if len(others) > 1 else "".join(map(str, others))
    also = f"; other years, not ranked: {span}" if others else ""
    return f"{measure.unit}, {ranked_year(measure)}{also}"


def _marks(world: World) -> dict[str, str]:
    used = {m for each in world.measures for value in each.values.values() for m in value.marks}
    return {mark: FLAGS[mark] for mark in sorted(used)}


def editions_json(
    site: Site, *, datasets: Mapping[str, str], newest: int | None, base: str = ""
) -> str:
    """What machines read of a site: all editions, those missing with the reason.

    Args:
        datasets: the checksum of each dataset of the project.
        newest: the newest year of the measures shown.
        base: the address at which the site lies; without it addresses begin at the file.
    """
    lead = f"{base.rstrip('/')}/" if base else ""
    told = {
        "title": site.title,
        "newest_year": newest,
        "datasets": dict(datasets),
        "editions": [_told(site, each, lead) for each in site.editions],
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _told(site: Site, edition: EditionRecord, base: str) -> dict[str, object]:
    own = site.named(code_of(edition))
    pdf = {"pdf": f"{base}{edition.pdf}"} if edition.pdf else {}
    address = f"{base}{first_page(edition)}"
    where = {"missing": edition.missing} if edition.missing else {"address": address}
    return {
        "name": edition.name,
        "title": edition.title,
        "economy": own.code,
        "economy_name": own.name,
        "economy_name_zh": own.name_zh,
        "region": own.region,
        "income_group": own.income_group,
        "parameters": dict(edition.parameters),
        **where,
        **pdf,
    }


def _compact(told: object) -> str:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def groups(found: Iterable[str]) -> list[str]:
    """The different texts, without the empty one, by alphabet."""
    return sorted({each for each in found if each})

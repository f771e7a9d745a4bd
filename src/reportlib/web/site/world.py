"""The world page: all economies on a map of tiles and in a table, each with its edition."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from reportlib.base.economies import Economy
from reportlib.base.payload import MISSING
from reportlib.base.tiles import TILES, Tile
from reportlib.base.world import Value, WorldMeasure
from reportlib.web.frames import article
from reportlib.web.site.listed import (
    Site,
    code_of,
    first_page,
    groups,
    measure_told,
    ranked_year,
    withheld_told,
)
from reportlib.web.site.outlines import Lacks, Outlines

REST = "Other economies"  # those of no region


@dataclass(frozen=True)
class Link:
    """An edition, by the words and the address that lead to it, and the address of its PDF."""

    title: str
    uri: str
    pdf: str = ""


@dataclass(frozen=True)
class Place:
    """A tile: an economy, where it stands, its edition if there is one, and its first value."""

    economy: Economy
    tile: Tile
    uri: str
    step: str
    told: str


@dataclass(frozen=True)
class Region:
    """The tiles of a region."""

    name: str
    places: Sequence[Place]


@dataclass(frozen=True)
class Line:
    """A row of the table; the numbers are of the main measures, ``held`` of all."""

    economy: Economy
    links: Sequence[Link]
    missing: str
    values: Sequence[str]
    held: int


@dataclass(frozen=True)
class Lack:
    """A measure, and the economies with an edition that have no value of it."""

    measure: WorldMeasure
    years: str
    held: int
    without: Sequence[Economy]


@dataclass(frozen=True)
class Gap:
    """A page, or a section of one, and the editions that lack it."""

    chapter: str
    section: str
    without: Sequence[str]


def world_article(site: Site, outlines: Outlines | None = None, *, released: bool = False) -> str:
    """The page's article: whole without a script, by which it is sorted, filtered and coloured."""
    main = [each for each in site.world.measures if each.main and each.ranked]
    first = main[0] if main else None
    listed = site.listed
    return article(
        "world.html",
        site=site,
        main=main,
        first=first,
        told=measure_told(first) if first else "",
        regions=list(_regions(site, first)),
        lines=[_line(site, each, main) for each in listed],
        measures=len(site.world.measures),
        gaps=list(_gaps(site, outlines)) if outlines else [],
        lacks=[_lack(site, each) for each in site.world.measures],
        region_names=groups(each.region for each in listed),
        income_groups=groups(each.income_group for each in listed),
        year_of=ranked_year,
        withheld_told=withheld_told,
        released=released,
        without=sum(1 for each in site.economies if each in TILES and each not in site.by_economy),
    )


def _regions(site: Site, first: WorldMeasure | None) -> Iterator[Region]:
    on_map = [each for each in site.economies.values() if each.code in TILES]
    for name in [*groups(each.region for each in on_map), ""]:
        own = [_place(site, each, first) for each in on_map if each.region == name]
        if own:
            own.sort(key=lambda place: place.economy.name.casefold())
            yield Region(name or REST, own)


def _place(site: Site, economy: Economy, first: WorldMeasure | None) -> Place:
    editions = site.by_economy.get(economy.code)
    value = first.values.get(economy.code) if first else None
    return Place(
        economy,
        TILES[economy.code],
        first_page(editions[0]) if editions else "",
        _step(first, value),
        _value_told(value) if first else "",
    )


def _step(first: WorldMeasure | None, value: Value | None) -> str:
    """The class of a tile: its step, or that it has no place, no value, or there is no measure."""
    if first is None:
        return ""
    if value is None:
        return "no-data"
    return f"step-{value.step}" if value.step else "not-ranked"


def _value_told(value: Value | None) -> str:
    if value is None:
        return ": no data"
    return f": {value.text}, {value.year}"


def _line(site: Site, economy: Economy, main: Sequence[WorldMeasure]) -> Line:
    editions = site.by_economy.get(economy.code, ())
    reasons = [each.missing for each in site.missing if code_of(each) == economy.code]
    return Line(
        economy,
        [Link(each.title, first_page(each), quote(each.pdf)) for each in editions],
        "; ".join(reasons),
        [_cell(each, each.values.get(economy.code)) for each in main],
        sum(economy.code in each.values for each in site.world.measures),
    )


def _cell(measure: WorldMeasure, value: Value | None) -> str:
    """A value, with its year where that is not the one of the column."""
    if value is None:
        return MISSING
    year = "" if value.year in measure.ranked else f" ({value.year})"
    return f"{value.text}{year}"


def _gaps(site: Site, outlines: Outlines) -> Iterator[Gap]:
    """The pages and sections that some edition lacks, in the order of the book."""
    lacking = [(each.title, outlines.lacking.get(each.name, Lacks())) for each in site.made]
    for page in outlines.usual:
        without = [title for title, lacks in lacking if page.address in lacks.pages]
        if without:
            yield Gap(page.title or page.address, "", without)
        for name, section in page.sections.items():
            without = [t for t, lacks in lacking if name in lacks.sections.get(page.address, ())]
            if without:
                yield Gap(page.title, section, without)


def _lack(site: Site, measure: WorldMeasure) -> Lack:
    years = measure.years
    span = f"{years[0]}–{years[-1]}" if len(years) > 1 else "".join(map(str, years))
    codes = [each.code for each in site.listed if each.code in site.by_economy]
    without = [site.named(code) for code in codes if code not in measure.values]
    return Lack(measure, span, len(codes) - len(without), without)

"""A small made world, and the root of a site of its editions."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.economies import Economy
from reportlib.base.editions import EditionRecord
from reportlib.base.releases import (
    Changes,
    DatasetChanges,
    EditionChanges,
    EditionNamed,
    Listed,
    Release,
    Revised,
    Told,
)
from reportlib.base.world import Value, World, WorldMeasure
from reportlib.editions.releases import pages_script
from reportlib.web.site.listed import Site
from tests.web.books import Book, write_book, write_data
from tests.web.site.sites import write_closed

HARM = '<img src=x onerror="window.harmed=1"><script>window.harmed=1</script>'
ASIA, AFRICA = "East Asia", "Africa & islands"
ECONOMIES = {
    each.code: each
    for each in (
        Economy("CHN", "China", "中国", ASIA, "Upper middle income"),
        Economy("CIV", "Côte d’Ivoire", "科特迪瓦", AFRICA, "Lower middle income"),
        Economy("JPN", "Japan", "日本", ASIA, "High income"),
        Economy("NAM", "Namibia", "纳米比亚", AFRICA, "Upper middle income"),
        Economy("TUV", f"Tuvalu {HARM}", HARM, "", ""),
        Economy("USA", "United States", "美利坚合众国", "", "High income"),
    )
}


def world() -> World:
    """Three measures: of rates, of a publisher's ranks, and one that ranks nobody."""
    steps = ((1, "under 5"), (5, "5 or more"))
    return World(
        (
            WorldMeasure(
                "kites", "Air", f"Kites {HARM}", "per head", sources=(f"An office {HARM}; CC0",),
                steps=steps, main=True,
                values={
                    "CHN": Value("9.5", 2023, 0, 1, 3, 5, "e", ("China 2023: estimated.",)),
                    "JPN": Value("2.0", 2023, 2, 2, 3, 1),
                    "NAM": Value("2.0", 2023, 2, 2, 3, 1),
                    "USA": Value("3.1", 2021, 1),
                    "CIV": Value("0", 2023, 3),
                },
            ),
            WorldMeasure(
                "winds", "Air", "Winds", "rank", sources=("Another office; CC0",),
                steps=((1, "2 or more"), (5, "under 2")), main=True, printed=True,
                values={
                    "JPN": Value("1st", 2025, 0, 1, 2, 5),
                    "CHN": Value("2nd", 2025, 1, 2, 2, 1),
                },
            ),
            WorldMeasure(
                "boats", "Water", "Boats", "boats",
                values={"USA": Value(f"7 {HARM}", 2020, 0, notes=(f"A note {HARM}",))},
            ),
        ),
        (f"A note on all {HARM}",),
    )  # fmt: skip


def closed() -> World:
    """Measures of a dataset that may not be passed on: counts, ranks, and what is derived."""
    rows = {code: (f"closed:{code}-2020",) for code in ("CHN", "NAM", "BRA")}
    ranks = ((1, "2 or more"), (5, "under 2"))
    return World(
        (
            WorldMeasure(
                "seats", "Air", "Seats", "seats", steps=((1, "under 5"), (5, "5 or more")),
                main=True,
                values={
                    "CHN": Value("8,765,432", 2020, 0, 1, 2, 5, rows=rows["CHN"]),
                    "NAM": Value("3,456,789", 2020, 1, 2, 2, 1, rows=rows["NAM"]),
                    "JPN": Value("4,567,891", 2019, 2, rows=rows["BRA"]),
                },
            ),
            WorldMeasure(
                "prizes", "Air", "Prizes", "rank", steps=ranks, main=True, printed=True,
                values={
                    "CHN": Value("871113th", 2020, 871112, 871113, 999771, 1, rows=rows["CHN"]),
                    "NAM": Value("871114th", 2020, 871113, 871114, 999771, 5, rows=rows["NAM"]),
                },
            ),
            WorldMeasure(
                "seats-per-head", "Air", "Seats per head", "per head",
                values={
                    "CHN": Value("55.5", 2020, 0, 1, 1, rows=rows["CHN"], derivation="a / b"),
                },
            ),
        )
    )  # fmt: skip


def empty() -> World:
    """A world of which nothing is measured."""
    return World()


EDITIONS = (
    *(
        EditionRecord(name=code, title=ECONOMIES[code].name, parameters={"economy": code})
        for code in ("CHN", "CIV", "JPN", "NAM", "TUV")
    ),
    EditionRecord(
        name="CHN-per-million",
        title="China, per million people",
        parameters={"economy": "CHN", "scale": "per_million"},
    ),
    EditionRecord(
        name="USA",
        title="United States",
        parameters={"economy": "USA"},
        missing=f"chapter one: the kernel died {HARM}",
    ),
)


def site(**changes: object) -> Site:
    """The site of the made world."""
    values = {"title": "A book", "editions": EDITIONS, "economies": ECONOMIES, "world": world()}
    return Site(**{**values, **changes})  # type: ignore[arg-type]


def build_root(
    folder: Path,
    measured: str = "world",
    editions: Sequence[EditionRecord] = EDITIONS,
    **release: Any,
) -> Path:
    """Compile the root of the made site as a project of its own would; the folder of pages."""
    write_data(folder)
    write_closed(folder / "data")
    settings = yaml.safe_load((folder / "_config.yml").read_text(encoding="utf-8"))
    settings["reportlib"]["world"] = f"tests.web.site.made:{measured}"
    (folder / "_config.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    with (folder / "data" / "economies.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["economy", "name", "name_zh", "region", "income_group"])
        for each in ECONOMIES.values():
            rows.writerow([each.code, each.name, each.name_zh, each.region, each.income_group])
    (folder / "index.md").write_text("# A book\n", encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    records = [each.model_dump(mode="json") for each in editions]
    return Book(folder).build(reportlib_editions=records, html_use_index=False, **release)


LONG = "\n\n".join(["Words that take room on a page."] * 60)
FIRST, SECOND, LAST = "(first)=\n## The first", "(second)=\n## The second", "(last)=\n## The last"
SWITCHED: dict[str, dict[str, tuple[str, ...]]] = {
    "CHN": {"one": ("# One", FIRST, LONG, SECOND, LONG, LAST, LONG), "two": ("# Two", LONG)},
    "NAM": {"one": ("# One", FIRST, LONG, LAST, LONG)},
}


def build_site(folder: Path, *, released: bool = False) -> Path:
    """A whole site: two editions of which one lacks a section and a chapter, and one of a scale."""
    site, records = folder / "site", []
    inner: dict[str, Any] = {"reportlib_releases": "../../"} if released else {}
    outer: dict[str, Any] = {"reportlib_releases": "../"} if released else {}
    for name, chapters in SWITCHED.items():
        pages = write_book(folder / name, **chapters).build(reportlib_site="../", **inner)
        shutil.copytree(pages, site / name)
        title = ECONOMIES[name].name
        parameters = {"economy": name}
        records.append(
            EditionRecord(name=name, title=title, parameters=parameters, pages=site / name)
        )
    shutil.copytree(site / "CHN", site / "CHN-per-million")
    records.append(
        EditionRecord(
            name="CHN-per-million",
            title="China, per million people",
            parameters={"economy": "CHN", "scale": "per_million"},
            pages=site / "CHN-per-million",
        )
    )
    shutil.copytree(
        build_root(folder / "root", "empty", records, **outer), site, dirs_exist_ok=True
    )
    return site


OLD, NEW = "2026.1", "2026.2"


def changes(**values: object) -> Changes:
    """What a release changed in all ways that there are."""
    dataset: dict[str, Any] = {
        "title": f"Filings {HARM}",
        "revised": 3,
        "editions": 1,
        "old": "2024",
    }
    revised = Revised(
        page="one", place="first", context=f"Filed {HARM}", old="7", new=f"8 {HARM}",
        datasets=("filings",),
    )  # fmt: skip
    edition = EditionChanges(
        name="CHN", title=f"China {HARM}", revised=4, unseen=1, by_data={"filings": 3},
        unexplained=1, parameters={"last_year": ("2024", "2025")}, now_missing=1, now_shown=2,
        largest=(revised, revised.model_copy(update={"datasets": ()})),
    )  # fmt: skip
    told: dict[str, object] = {
        "release": NEW,
        "before": OLD,
        "datasets": (
            DatasetChanges(name="filings", what="changed", new="2025", **dataset),
            DatasetChanges(name="kites", what="withdrawn", **dataset),
        ),
        "editions": (edition,),
        "same": 1,
        "gone": (EditionNamed(name="NAM", title="Namibia", why=f"a chapter failed {HARM}"),),
    }
    return Changes.model_validate({**told, **values})


def listed(summary: str = "One changed.") -> Listed:
    """Two releases, of which the newest lacks an edition."""
    common: dict[str, Any] = {"reportlib": "1", "inputs": "x", "digest": "y"}
    editions = ("CHN", "CHN-per-million")
    return Listed(
        id="urn:uuid:x",
        title=f"A book {HARM}",
        author="We",
        releases=(
            Release(
                name=NEW, date="2026-02-01", editions=editions, missing=("NAM",), summary=summary,
                **common,
            ),
            Release(
                name=OLD, date="2026-01-01", editions=(*editions, "NAM"), summary="The first.",
                **common,
            ),
        ),
    )  # fmt: skip


def build_listing(folder: Path, changed: Changes, pages: Sequence[str] = ("index.html",)) -> Path:
    """Compile the pages of a folder of releases; the folder in which they lie."""
    write_data(folder)
    (folder / "index.md").write_text("# A book\n", encoding="utf-8")
    (folder / "_toc.yml").write_text("format: jb-book\nroot: index\n", encoding="utf-8")
    before = (*pages, "NAM/one.html", "CHN/two.html")
    told = Told(listed=listed(), changes=changed, pages=tuple(pages), before=before)
    (folder / "told.json").write_text(told.model_dump_json(), encoding="utf-8")
    return Book(folder).build(
        reportlib_site=f"{NEW}/",
        reportlib_releases="./",
        reportlib_told=str(folder / "told.json"),
        html_use_index=False,
    )


def build_releases(folder: Path) -> Path:
    """A folder of two releases: the newest lacks an edition, and a chapter of another."""
    releases = folder / "releases"
    shutil.copytree(build_site(folder / "made", released=True), releases / OLD)
    newest = shutil.copytree(releases / OLD, releases / NEW)
    shutil.rmtree(newest / "NAM")
    (newest / "CHN" / "two.html").unlink()
    pages = sorted(path.relative_to(newest).as_posix() for path in newest.rglob("*.html"))
    made = build_listing(folder / "listing", changes(), pages)
    for name in ("index.html", "latest", f"{NEW}/changes.html"):
        (shutil.copytree if (made / name).is_dir() else shutil.copy)(made / name, releases / name)
    (releases / "releases.js").write_bytes(pages_script(releases, listed()))
    return releases

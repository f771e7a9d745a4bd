"""What a printed book says of itself: title page, imprint, colophon and checksums.

Everything is taken from checked values: the parameters, the descriptors, the settings, the
citation file and the chapters' own titles.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from reportlib import __version__
from reportlib.base.citation import (
    edition_cited,
    edition_said,
    how_to_cite,
    read_citation,
    released,
)
from reportlib.base.economies import economies
from reportlib.base.errors import BuildError
from reportlib.base.fonts import desktop_fonts
from reportlib.base.manifests import Manifest, dataset_names, read_manifest, trust_classes
from reportlib.base.measures import read_measures
from reportlib.base.parameters import GROUP_SIZE, PEER_GROUPS, Parameters, schema
from reportlib.base.program import content_digest
from reportlib.base.project import EPOCH_VARIABLE, PACKAGE
from reportlib.base.settings import project_settings
from reportlib.build.chapters import Chapter, chapter_numbers, chapter_title
from reportlib.build.ingredients import digest
from reportlib.build.staging import read_settings

SHORT = 16  # digits of a digest in print


def timestamp() -> int:
    """The date of the PDF in seconds since 1970: when data were last read, or as the caller set.

    Raises:
        BuildError: ``SOURCE_DATE_EPOCH`` is set to anything but seconds.
    """
    given = set_time()
    if given is None:
        read = date.fromisoformat(_last_read(all_manifests()))
        return int(datetime(read.year, read.month, read.day, tzinfo=UTC).timestamp())
    return given


def set_time() -> int | None:
    """The time that the caller set to reckon from, if one is set.

    Raises:
        BuildError: ``SOURCE_DATE_EPOCH`` is set to anything but seconds.
    """
    given = os.environ.get(EPOCH_VARIABLE)
    if given is None:
        return None
    if not given.isdecimal():
        raise BuildError(f"{EPOCH_VARIABLE} = {given!a}: expected seconds since 1970.")
    return int(given)


def all_manifests() -> list[Manifest]:
    """The descriptors of all datasets."""
    return [read_manifest(name) for name in dataset_names()]


def _last_read(manifests: Iterable[Manifest]) -> str:
    return max(manifest.reportlib.retrieved for manifest in manifests)


def front_matter(
    root: Path,
    parameters: Parameters,
    manifests: Sequence[Manifest],
    chapters: Sequence[Chapter] = (),
    *,
    template: Path | None = None,
    archival: bool = False,
) -> dict[str, Any]:
    """What the builder prints before and after the chapters; the settings have the last word.

    Args:
        manifests: the datasets that the pages draw on.
        chapters: those that were chosen; none of them where the book is whole.
    """
    settings, ours = read_settings(root), project_settings(root)
    cited = read_citation(root)
    version = str(ours.version or cited.get("version") or "")
    edition = edition_said(parameters, root)
    title = str(cited.get("title") or settings.get("title") or "A report book")
    authors = [str(author["name"]) for author in cited.get("authors", [])]
    extract = _extract(chapters, root)
    found = {
        "title": title,
        "subtitle": ". ".join(filter(None, [edition, extract])),
        "authors": authors or [str(settings.get("author", ""))],
        "date": _said(datetime.fromtimestamp(timestamp(), tz=UTC).date()),
        "citation": how_to_cite(root, parameters, title=title, extract=extract),
        "edition": _edition(root, parameters, manifests),
        "imprint": [*_selection(extract), *ours.words.imprint],
        "colophon": _colophon(manifests, chosen=bool(chapters), archival=archival),
        "checksums": _checksums(root, manifests, template),
        "words": {"folded": _FOLDED, "left": _LEFT},
        "keywords": [str(word) for word in cited.get("keywords", [])],
    }
    if version:
        found["version"] = version
    if authors:
        found["copyright"] = f"{released(cited)} {', '.join(authors)}".strip()
    configured = settings.get("sphinx", {}).get("config", {}).get("typst_meta", {})
    return {**found, **configured}


def cited(root: Path, parameters: Parameters) -> dict[str, str]:
    """What the citation of an exhibit names of the book and of this edition."""
    settings, ours, file = read_settings(root), project_settings(root), read_citation(root)
    authors = ", ".join(str(author["name"]) for author in file.get("authors", []))
    return {
        "title": str(file.get("title") or settings.get("title") or "A report book"),
        "authors": authors or str(settings.get("author", "")),
        "year": released(file) or str(settings.get("copyright", "")),
        "version": str(ours.version or file.get("version") or ""),
        "edition": edition_cited(parameters, root),
        "address": str(file.get("url") or file.get("repository-code") or ""),
    }


def _said(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _extract(chapters: Sequence[Chapter], root: Path) -> str:
    """Chosen chapters as the book numbers and names them: Chapters 2 and 5: Patents, Talent."""
    known = chapter_numbers(root)
    names = [chapter.path.relative_to(root).with_suffix("").as_posix() for chapter in chapters]
    numbers = [str(known[name]) for name in names if name in known]
    titles = ", ".join(chapter_title(chapter) for chapter in chapters)
    if not numbers:
        return titles
    word = "Chapter" if len(numbers) == 1 else "Chapters"
    return f"{word} {_listed(numbers)}: {titles}"


def _listed(words: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def _edition(
    root: Path, parameters: Parameters, manifests: Sequence[Manifest]
) -> list[tuple[str, str]]:
    """The edition's parameters in words, those that the book uses."""
    economy = economies(root)[parameters.economy]
    told = {
        "economy": ("Economy", f"{economy.name} {economy.name_zh}".strip() + f" ({economy.code})"),
        "peers": ("Peers", _peers(root, parameters.peers)),
        "last_year": ("Years", f"{parameters.first_year}–{parameters.last_year}"),
        "scale": ("Scale", _scale(root, parameters.scale)),
        "top_n": ("Rows in a ranking", str(parameters.top_n)),
    }
    used = schema(root)
    found = [line for name, line in told.items() if name in used]
    if manifests:
        newest = max(manifest.reportlib.vintage for manifest in manifests)
        found += [("Newest data", newest), ("Data read up to", _last_read(manifests))]
    return found


def _peers(root: Path, value: str) -> str:
    """The names of the peers, or by which rule they are chosen."""
    if value not in PEER_GROUPS:
        names = economies(root)
        return ", ".join(names[code].name for code in value.split(","))
    rule = read_measures(root / "data").peers_by
    if rule is None:
        return "none, as the book names no measure by which to choose them"
    if value == "nearest":
        return rule.nearest_said("what the chapter measures per head")
    of_group = {"region": " of its region", "income": " of its income group"}.get(value, "")
    return f"the {GROUP_SIZE}{of_group} with {rule.words}"


def _scale(root: Path, value: str) -> str:
    if value == "count":
        return "counts as they are"
    base = read_measures(root / "data").scales.get(value)
    return f"counts {base.words if base else value.replace('_', ' ')}"


def _selection(extract: str) -> list[str]:
    """What a reader of chosen chapters would find in the others; nothing for a whole book."""
    if not extract:
        return []
    return [
        f"A selection from the book, numbered as in the whole book: {extract}. What refers to "
        f"another chapter stands as plain text.",
        trust_classes(),
    ]


_FOLDED = "Further rows are in the book on the web and in the dataset itself; not printed here:"
_LEFT = (
    "Left to the same table of the book on the web, where it can be searched; reportlib pdf "
    "--appendix-data prints it. Rows not printed here:"
)


def _colophon(manifests: Sequence[Manifest], *, chosen: bool, archival: bool) -> list[str]:
    count = len(manifests)
    drawn = f"the {count} datasets that the selection draws on" if chosen else f"{count} datasets"
    standards = "PDF/A-3a and PDF/UA-1 do" if archival else "PDF/UA-1 does"
    return [
        f"Made by reportlib {__version__} and the typst package {version('typst')} from {drawn}. "
        f"The same inputs give the same file, byte for byte; {_dated()}.",
        f"The file is {'PDF/A-3a, ' if archival else ''}tagged for reading aloud, and was written "
        f"in the mode of the typesetter that refuses what {standards} not allow. Nobody has "
        f"certified it.",
        *([_attached(manifests)] if archival else []),
        f"Below stand the first {SHORT} digits of SHA-256 digests: of the parts of the book, and "
        f"of the table of each dataset. The descriptors beside the tables have them in full.",
    ]


def _dated() -> str:
    if EPOCH_VARIABLE in os.environ:
        return "its date was given by whoever made it"
    return "its date is the day on which data were last read, not the day on which it was made"


def _attached(manifests: Sequence[Manifest]) -> str:
    """Which files an archival book carries, and which tables it must not."""
    free = [each for each in manifests if may_be_attached(each)]
    kept = [each.stem for each in manifests if not each.may_be_passed_on]
    said = (
        f"Attached are provenance.json, with the rows behind every number, figure and table, and "
        f"{len(free)} tables as CSV."
    )
    return f"{said} Left out, for their terms: {_listed(kept)}." if kept else said


def may_be_attached(manifest: Manifest) -> bool:
    """Whether a dataset's table is there, and its terms allow it to be passed on as it is."""
    return manifest.may_be_passed_on and not manifest.is_missing


def _checksums(
    root: Path, manifests: Sequence[Manifest], template: Path | None
) -> list[tuple[str, str]]:
    built_in = PACKAGE / "typst" / "template.typ"
    tables = {manifest.stem: manifest.hash.removeprefix("sha256:") for manifest in manifests}
    parts = {
        "tables together": digest(tables),
        "settings": content_digest(root / "_config.yml"),
        "template": content_digest(template or built_in),
        "fonts": digest([content_digest(path) for path in desktop_fonts()]),
    }
    return [(name, value[:SHORT]) for name, value in (parts | tables).items()]

"""Look at every page of a built site, or of a book by itself, and name all that is wrong with it.

    python tools/crawl.py [--jobs N] [--json] SITE

Links lead to files and to places that are there, within an edition and between it and the root;
a page has one heading of the first rank; what stands as a number in a sentence is traced by the
book's provenance, and a figure beside it by what tools/traced_numbers.py allows; every exhibit
shows something or says why not. Then it weighs the site. Ends with code 1 where a fault is found.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import posixpath
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from lxml import etree, html

sys.path.insert(0, str(Path(__file__).parent))
import traced_numbers

RECORD = "provenance.json"  # which every edition has
LINKS = etree.XPath("//@href | //@src | //@data-narrow")
IDS = etree.XPath("//@id")
SAID = etree.XPath("//p[@class='headline' or @class='note'] | //span[@class='caption-text']")
SHOWN = ".//*[local-name()='svg' or self::img or self::td or self::li or self::data]"
OF_SCRIPTS = re.compile(r"row-")  # places that a script makes in the pages of datasets
MB = 1_000_000
HEAVIEST = 12  # kinds of files that are named


class Weight(NamedTuple):
    """What a folder weighs: its pages, all its files, and how many of both; bytes by kind."""

    pages: int = 0
    page_bytes: int = 0
    files: int = 0
    bytes: int = 0
    kinds: Mapping[str, int] = MappingProxyType({})

    @property
    def mean_page(self) -> float:
        """Bytes of a page of HTML."""
        return self.page_bytes / self.pages if self.pages else 0.0


class Found(NamedTuple):
    """What was found in an edition, or at the root of a site."""

    name: str
    weight: Weight
    faults: tuple[str, ...]


def weigh(folder: Path, apart: frozenset[Path] = frozenset()) -> Weight:
    """Weigh a folder, without folders within it that are weighed apart."""
    pages = page_bytes = files = total = 0
    kinds: Counter[str] = Counter()
    for path in _files(folder, apart):
        size = path.stat().st_size
        files, total = files + 1, total + size
        inside = path.relative_to(folder).parts
        kinds["/".join([*inside[:-1][:1], f"*{path.suffix}"])] += size
        if path.suffix == ".html":
            pages, page_bytes = pages + 1, page_bytes + size
    return Weight(pages, page_bytes, files, total, dict(kinds.most_common()))


def editions(site: Path) -> list[Path]:
    """The folders of a site's editions, or of all its releases; none for a book by itself."""
    within = "*/*" if (site / "releases.json").is_file() else "*"
    return sorted(place.parent for place in site.glob(f"{within}/{RECORD}"))


def crawl(site: Path, jobs: int = 1) -> list[Found]:
    """Look at the root of a site and at each of its editions."""
    apart = editions(site)
    root = _look(site, frozenset(apart))
    tasks = [(folder, frozenset[Path]()) for folder in apart]
    if jobs == 1:
        return [root, *(_look(*task) for task in tasks)]
    with multiprocessing.get_context("fork").Pool(jobs) as pool:  # which has the root's ids
        return [root, *pool.starmap(_look, tasks, chunksize=1)]


def _files(folder: Path, apart: frozenset[Path]) -> Iterator[Path]:
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if Path(place, name) not in apart)
        yield from (Path(place, name) for name in sorted(names))


def _look(folder: Path, apart: frozenset[Path]) -> Found:
    pages = [path for path in _files(folder, apart) if path.suffix == ".html"]
    trees = {str(path): html.parse(str(path)) for path in pages}
    known = {path: frozenset(IDS(tree)) for path, tree in trees.items()}
    traced = _traced(folder)
    faults = [] if pages else [f"{folder}: holds no page"]
    for path, tree in trees.items():
        faults += [
            f"{path}: {fault}" for fault in (*_links(path, tree, known), *_page(tree, path, traced))
        ]
    faults += _untraced(folder)
    return Found(folder.name, weigh(folder, apart), tuple(faults))


def _links(path: str, tree: Any, known: dict[str, frozenset[str]]) -> Iterator[str]:
    here = posixpath.dirname(path)
    for address, times in Counter(LINKS(tree)).items():
        parts = urlsplit(address)
        if parts.scheme or parts.netloc:
            continue
        place = (
            posixpath.normpath(posixpath.join(here, unquote(parts.path))) if parts.path else path
        )
        again = f" ({times} times)" if times > 1 else ""
        if not _is_file(place):
            yield f"leads to {address}, which is not there{again}"
        elif place.endswith(".html") and parts.fragment and not OF_SCRIPTS.match(parts.fragment):
            ids = known.get(place)
            if unquote(parts.fragment) not in (_ids(place) if ids is None else ids):
                yield f"leads to {address}, a page without such a place{again}"


@cache
def _is_file(place: str) -> bool:
    return Path(place).is_file()


@cache
def _ids(place: str) -> frozenset[str]:
    """The places of a page of another part of the site."""
    return frozenset(IDS(html.parse(place)))


def _page(tree: Any, path: str, traced: frozenset[str] | None) -> Iterator[str]:
    root = tree.getroot()
    headings = sum(1 for _ in root.iter("h1"))
    if headings != 1:
        yield f"has {headings} headings of the first rank, expected one"
    for number in root.iter("data"):
        name = number.get("id", "")
        if name.startswith("c-") and traced is not None and name not in traced:
            yield f"shows the number {number.text_content()!r} ({name}), of unknown origin"
    for said in SAID(root):
        if traced_numbers.bare(_text_beside_numbers(said), _label(said)):
            yield f"says a figure of unknown origin: {said.text_content()!r}"
    for label in _labels(path):
        yield from _exhibit(root, label)


def _text_beside_numbers(said: Any) -> str:
    return "".join(said.xpath(".//text()[not(ancestor::data) and not(ancestor::a)]"))


def _label(said: Any) -> str:
    for around in said.iterancestors():
        if around.tag in ("figure", "table") and around.get("id"):
            return str(around.get("id"))
        if "exhibit" in (around.get("class") or "").split():
            return next((str(name) for name in around.xpath(".//figure/@id | .//table/@id")), "")
    return ""


def _labels(path: str) -> list[str]:
    """The exhibits of a page, as the file of its claims lists them."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        content = json.loads(Path(path).with_suffix(".json").read_bytes())
        return [each["label"] for each in content["exhibits"]]
    return []


def _exhibit(root: Any, label: str) -> Iterator[str]:
    found = root.xpath("//*[@id=$label]", label=label)
    if len(found) != 1:
        yield f"shows {label} {len(found)} times, expected once"
    elif not found[0].xpath(SHOWN) and not found[0].text_content().strip():
        yield f"shows nothing of {label}, and does not say why"


def _parts(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """The files of pages in an edition's provenance; none where there is no such thing."""
    place = folder / RECORD
    if place.is_file():
        for name in json.loads(place.read_bytes())["pages"].values():
            yield folder / name, json.loads((folder / name).read_bytes())


def _traced(folder: Path) -> frozenset[str] | None:
    """The ids of all numbers whose origin is told; None where no provenance lies."""
    if not (folder / RECORD).is_file():
        return None
    numbers = (n for _, part in _parts(folder) for e in part["exhibits"] for n in _of(e))
    return frozenset(n[5] for n in numbers if len(n) > 5)


def _of(exhibit: dict[str, Any]) -> list[list[Any]]:
    found: list[list[Any]] = exhibit.get("numbers", [])
    return found


def _untraced(folder: Path) -> Iterator[str]:
    for place, part in _parts(folder):
        for exhibit in part["exhibits"]:
            for number in _of(exhibit):
                if not part["rows"][number[2]]:
                    yield f"{place}: {exhibit['label']} has {number[0]!r} without rows"


def told(found: list[Found], whole: int) -> Iterator[str]:
    """What a site weighs, and what so many editions would."""
    root, *parts = found
    parts = parts or [root]
    for each in found:
        w = each.weight
        yield (
            f"{each.name}: {w.bytes / MB:.2f} MB, {w.files} files, {w.pages} pages of "
            f"{w.mean_page / 1000:.0f} kB"
        )
    pages = sum(each.weight.pages for each in parts)
    mean = sum(each.weight.page_bytes for each in parts) / max(pages, 1)
    size = sum(each.weight.bytes for each in parts) / len(parts)
    yield (
        f"An edition: {size / MB:.2f} MB, a page {mean / 1000:.0f} kB on average; {whole} of "
        f"them with the root: {(size * whole + root.weight.bytes) / MB:.0f} MB"
    )
    kinds = sum((Counter(each.weight.kinds) for each in parts), Counter[str]())
    heavy = [f"{kind} {n / len(parts) / 1000:.0f}" for kind, n in kinds.most_common(HEAVIEST)]
    yield f"Of it, in kB: {', '.join(heavy)}"


def main() -> int:
    """Crawl the site named, and tell."""
    parser = argparse.ArgumentParser(description="Look at every page of a site, and weigh it.")
    parser.add_argument("site", type=Path, metavar="SITE", help="folder of a site or of a book")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes")
    parser.add_argument("--whole", type=int, default=218, help="editions to estimate")
    parser.add_argument("--json", action="store_true", help="write what was found as JSON")
    options = parser.parse_args()
    site = options.site.resolve()
    if not site.is_dir():
        parser.error(f"{options.site} is no folder; name one that a build wrote")
    found = crawl(site, options.jobs)
    if options.json:
        records = ({**each._asdict(), "weight": each.weight._asdict()} for each in found)
        print(json.dumps(list(records), indent=1))
    else:
        for line in told(found, options.whole):
            print(line)
    faults = [fault for each in found for fault in each.faults]
    for fault in faults:
        print(fault, file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())

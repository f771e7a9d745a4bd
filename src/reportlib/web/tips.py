"""Let a reader point at a number and see where it comes from.

A number in a text gets a tip of its own, which browsers open without a script
(Popover API). The many numbers of a table carry what a tip would say as attributes:
the script fills one tip for all of them, and without it the source line leads on.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

from reportlib.base.claims import ClaimIds
from reportlib.base.files import write_whole
from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.payload import Payload, Piece
from reportlib.base.rows import dataset_of
from reportlib.web.addresses import ANNEX, SITE, annex_page, page_uri, row_anchor
from reportlib.web.gathered import datasets
from reportlib.web.nodes import (
    ANNEX_BUILDERS,
    in_cells,
    in_headline,
    in_row,
    meaning,
    number,
    ready_rows,
    takes_no_link,
)
from reportlib.web.prose import NUMBER_CLASS

SOURCES_SCRIPT = "tip-sources.js"  # beside the pages of datasets, which it names
NAMES_VALUE = re.compile(r"(rank|ratio|year)\b")  # units that do not read well after a value
AS_IT_STANDS = "as it stands in the dataset"


@dataclass(frozen=True)
class Origin:
    """What of one dataset a number rests on: how many rows, and the first; none means all."""

    dataset: str
    count: int
    first: str


def origins(rows: Sequence[str], whole: Sequence[str]) -> tuple[Origin, ...]:
    """The datasets behind a number, in the order it names them."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(dataset_of(row), []).append(row)
    named = [Origin(name, len(ids), ids[0]) for name, ids in groups.items()]
    return (*named, *(Origin(name, 0, "") for name in whole if name not in groups))


class Tips(SphinxPostTransform):
    """Give every number of a web page its source."""

    default_priority = 6
    builders = ANNEX_BUILDERS

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Mark the numbers, and put the tips of those in texts at the end of the page."""
        tips: dict[str, str] = {}
        ids = ClaimIds()
        with chdir(self.app.srcdir):
            for found in list(self.document.findall(nodes.Element)):
                if isinstance(found, ready_rows):
                    found["ids_of_cells"] = _ids_of_cells(found["payload"], ids)
                elif isinstance(found, number):
                    if found["value"] is not None:
                        give = ids.cell if in_row(found) else ids.next
                        found["ids"].append(give(_piece(found)))
                    self._mark(found, tips)
        if tips:
            told = "".join(
                f'<div class="tip" id="{name}" popover {tip}</div>\n' for tip, name in tips.items()
            )
            self.document.append(nodes.raw("", f'<div class="tips">{told}</div>', format="html"))

    def _mark(self, found: number, tips: dict[str, str]) -> None:
        behind = origins(found["rows"], found["whole"])
        if not behind or takes_no_link(found):
            return
        found["classes"].remove(NUMBER_CLASS)
        if in_cells(found):
            found["behind"] = behind_in_table(found["rows"], found["whole"])
            return
        tip = self._tip(found, behind, linked=not in_headline(found))
        found["tip"] = tips.setdefault(tip, f"tip-{len(tips) + 1}")

    def _tip(self, found: number, behind: Sequence[Origin], *, linked: bool) -> str:
        lines = "".join(
            f"<p>{_origin(self.app.builder, self.env.docname, origin, linked=linked)}</p>"
            for origin in behind
        )
        label = html.escape(f"Source of {found.astext()}")
        how = html.escape(_how(found))
        marked = f"<p>{meaning(found['flags'])}.</p>" if found["flags"] else ""
        return f'role="group" aria-label="{label}">{_value(found)}{lines}<p>{how}.</p>{marked}'


def _ids_of_cells(payload: Payload, ids: ClaimIds) -> list[str]:
    """The ids of all numbers in the rows of an exhibit, in the order in which they are written."""
    cells = (piece for row in payload.rows for piece in row.cells)
    return [ids.cell(each) for each in cells if each.kind == "number" and each.value is not None]


def _piece(found: number) -> Piece:
    """The number as its exhibit carries it, as far as its claim goes."""
    names = ("unit", "rows", "derivation", "whole")
    return Piece(kind="number", text=found.astext(), **{name: found[name] for name in names})


def behind_in_table(rows: Sequence[str], whole: Sequence[str]) -> str:
    """What the script reads: ``66*dataset:key`` for 66 rows, ``dataset:`` for all."""
    behind = origins(rows, whole)
    said = (f"{o.count}*{o.first}" if o.count > 1 else o.first or f"{o.dataset}:" for o in behind)
    return " ".join(said)


def _value(found: number) -> str:
    shown = found.astext() if found["value"] is None else in_full(found)
    value, unit = f"<strong>{html.escape(shown)}</strong>", html.escape(found["unit"])
    said = f"{capital(unit)}: {value}" if NAMES_VALUE.match(unit) else f"{value} {unit}"
    return f"<p>{said}</p>"


def in_full(found: number) -> str:
    """The value with all its digits; a computed one with those that mean something."""
    value: float = found["value"]
    if found["unit"] == "year":
        return f"{value:.0f}"
    if value == round(value):
        return f"{value:,.0f}"
    digits = max(8, len(f"{abs(value):.0f}") + 2) if found["derivation"] else 15
    return f"{value:,.{digits}g}"


def _how(found: number) -> str:
    return capital(found["derivation"] or AS_IT_STANDS)


def capital(text: str) -> str:
    """The text as a sentence begins."""
    return f"{text[:1].upper()}{text[1:]}"


def _origin(builder: Builder, page: str, origin: Origin, *, linked: bool) -> str:
    manifest = _manifest(origin.dataset)
    about = manifest.reportlib
    title = html.escape(about.short_title)
    place = page_uri(builder, page, annex_page(origin.dataset))
    told = html.escape(", ".join(filter(None, (about.publisher, about.vintage))))
    key = origin.first.removeprefix(f"{origin.dataset}:") if listed(manifest) else ""
    which = _which(origin.count)
    if key:
        which += " " + _link(html.escape(key), f"{place}#{row_anchor(origin.first)}", linked)
    else:
        title = _link(title, place, linked)
    return f"{title}: {told}. {which}."


def _which(count: int) -> str:
    """How many rows, before the key of the first of them."""
    return {0: "All rows", 1: "Row"}.get(count, f"{count} rows, the first")


def _link(text: str, uri: str, linked: bool) -> str:
    return f'<a href="{html.escape(uri)}">{text}</a>' if linked else text


def listed(manifest: Manifest) -> bool:
    """Whether the annex lists the dataset's rows, at least by their ids."""
    return manifest.reportlib.redistribute != "no"


def _manifest(dataset: str) -> Manifest:
    return read_manifest(dataset.replace("-", "_"))


def write_sources(app: Sphinx) -> list[tuple[str, Mapping[str, object], str]]:
    """Write what the script says of each dataset of the book; adds no page."""
    if app.builder.name in ANNEX_BUILDERS and not app.config[SITE]:
        with chdir(app.srcdir):
            told = {name: _told(app.builder, name) for name in datasets(app.env)}
        text = json.dumps(told, ensure_ascii=False, indent=0)
        place = app.outdir / ANNEX / SOURCES_SCRIPT
        write_whole(place, f"window.reportSources = {text};\n".encode())
    return []


def _told(builder: Builder, dataset: str) -> list[object]:
    manifest = _manifest(dataset)
    about = manifest.reportlib
    told = ", ".join(filter(None, (about.publisher, about.vintage)))
    page = builder.get_target_uri(annex_page(dataset)).removeprefix(f"{ANNEX}/")
    return [about.short_title, told, page, listed(manifest)]

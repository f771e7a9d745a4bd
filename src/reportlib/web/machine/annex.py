"""The pages that list data and words, as Markdown: a dataset's, the annex, the index.

They say what the pages say, from the same values; their tables are cut where a page is long.
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from reportlib.base.payload import MISSING, Payload
from reportlib.web.addresses import DOWNLOADS
from reportlib.web.machine.markdown import block, escape, link, pipe_table, public_link, shown

PART = 0.15  # of a page, at most, is its twin, as far as shorter tables make it so
MOST_ROWS = (60, 30, 12, 6, 4, 2)  # as many of these as have room
HOW = "How it enters numbers"
Entries = Iterable[tuple[str, Sequence[Any]]]
"""Of an index: letters, and under each its words, with links and words below."""


def fitted(write: Callable[[int], str], size: int, rows: Sequence[int] = MOST_ROWS) -> bytes:
    """The longest twin that is a small part of a page of this size, else the shortest."""
    texts = (write(most).encode() for most in rows)
    text = b""
    for text in texts:
        if len(text) <= size * PART:
            break
    return text + b"\n"


def dataset_twin(values: Mapping[str, Any], most: int) -> str:
    """A dataset's page, from what its article is made of, with so many of its rows at most."""
    manifest, about = values["manifest"], values["about"]
    parts = [
        f"# {escape(values['title'])}",
        block(escape(manifest.description or manifest.title)),
        "\n".join(f"- **{name}**: {said}" for name, said in _card(values) if said),
        f"## What it measures\n\n{block(escape(about.measures))}",
        f"### What it does not mean\n\n{block(escape(about.does_not_mean))}",
    ]
    if told := [f"- {escape(each)}" for each in _to_bear_in_mind(about)]:
        parts += ["## What to bear in mind", "\n".join(told)]
    rows = _rows(values, most) if "used" in values else _all_rows(values)
    parts += ["## Fields", _fields(manifest), *rows, "## Where it is shown"]
    parts.append("\n".join(f"- {each}" for each in _shown_in(values)))
    parts.append(f"{link('This page as HTML', f'{manifest.name}.html')}.")
    return "\n\n".join(parts)


def _shown_in(values: Mapping[str, Any]) -> Iterator[str]:
    """The exhibits of a book; of a site the chapters, which each edition has."""
    exhibits: Iterable[Payload] = values.get("shown_in", ())
    for each in {exhibit.label: exhibit for exhibit in exhibits}.values():
        yield link(escape(each.title or each.label), f"../{DOWNLOADS}/{each.label}.md")
    yield from (escape(title) for title, _ in values.get("chapters", ()))


def _card(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    about, manifest = values["about"], values["manifest"]
    newest = f"; newest: {values['newest']}" if values["newest"] else ""
    yield "Publisher", escape(about.publisher)
    yield "Vintage", escape(f"{about.vintage or 'not stated'}, read {about.retrieved}{newest}")
    if about.next_release:
        yield "Next release", escape(f"expected in {about.next_release}. {about.release_rhythm}")
    yield "Taken from", "; ".join(public_link(*each) for each in values["origins"][:8])
    licences = "; ".join(public_link(*each) for each in values["licences"])
    note = f". {escape(about.licence_note)}" if about.licence_note else ""
    yield "Licence", f"{licences}{note}"
    yield "May be passed on", escape(about.redistribute)
    yield "Cite as", escape(about.citation)
    yield "Counted by", escape(about.counted_by)
    yield "Unit", escape(about.unit)
    yield "Trust", escape(about.trust)
    yield "Checksum", escape(manifest.hash)
    files = (link(escape(words), posixpath.basename(uri)) for words, uri in values["files"])
    refused = "" if about.redistribute == "yes" else f". {escape(values['refused'])}"
    yield "Download", f"{', '.join(files)}{refused}"


def _to_bear_in_mind(about: Any) -> Iterator[str]:
    yield from (found.text for found in about.caveats if found.audience == "reader")
    for found in about.breaks:
        where = f" ({found.economy})" if found.economy else ""
        yield f"Break from {found.year}{where}: {found.text}"
    for found in about.provisional:
        yield f"Provisional ({', '.join(map(str, found.years))}): {found.text}"
    yield from (f"Left out: {found.text}" for found in about.exclusions)


def _fields(manifest: Any) -> str:
    told = (
        (found.name, found.type, found.unit, found.description or found.title)
        for found in manifest.table.fields
    )
    rows = [[escape(each or "") for each in row] for row in told]
    key = ", ".join(escape(name) for name in manifest.table.primary_key)
    return f"{pipe_table(('Field', 'Type', 'Unit', 'Meaning'), rows)}\n\nThe key of a row: {key}."


def _all_rows(values: Mapping[str, Any]) -> Iterator[str]:
    """What a site, whose editions draw on other rows each, says of them."""
    yield "## Rows"
    if values["shown"]:
        yield f"All {values['total']:,} rows: {link('CSV', values['table'])}."
    elif values["about"].redistribute == "derived-only":
        yield (
            f"The publisher’s terms forbid passing the file on: its {values['total']:,} rows are "
            "not shown. How rows enter the numbers of an edition, its provenance files tell."
        )
    else:
        refused = values["about"].redistribute == "no"
        yield ("Its rows are not listed: terms of the publisher." if refused else "No rows here.")


def _rows(values: Mapping[str, Any], most: int) -> Iterator[str]:
    yield "## Rows behind this book"
    used, total, whole = values["used"], values["total"], values["whole"]
    if not used:
        all_of_it = "; some take all of it" if whole else ""
        yield f"No number of this edition rests on single rows of this dataset{all_of_it}."
        return
    all_of_it = "; some numbers take all of them" if whole else ""
    kept = {"no": " They are not listed: terms of the publisher."}
    yield (
        f"{used:,} of {total:,} rows stand behind numbers and figures of this edition{all_of_it}."
        f"{kept.get(values['about'].redistribute, '')}"
    )
    rows = values["rows"]
    places = shown(len(rows), most)
    if not rows:
        return
    fields = values["manifest"].table.fields
    if values["about"].redistribute == "yes":
        heads = [f"{f.title or f.name} ({f.unit})" if f.unit else f.title or f.name for f in fields]
        cells = [[text or MISSING for text in rows[at]["held"]] for at in places]
    else:
        heads, cells = (
            ["Row", HOW],
            [[rows[at]["id"], "; ".join(rows[at]["ways"])] for at in places],
        )
    yield pipe_table([escape(each) for each in heads], [[escape(c) for c in row] for row in cells])
    if left := len(rows) - len(places):
        yield f"{left:,} of {len(rows):,} rows between are left out here; the page has them."


def annex_twin(
    title: str, datasets: Sequence[Mapping[str, Any]], total: int | None, most: int
) -> str:
    """The list of the datasets, from what its article is made of.

    Args:
        total: the rows that the edition rests on; none for a site, whose editions differ in them.
    """
    places = shown(len(datasets), most)
    own = () if total is None else ("Rows behind the book",)
    heads = ("Dataset", "Publisher", "Vintage", *own, "Rows in all", "Download")
    drawn = "that the editions draw on"
    if total is not None:
        drawn = f"that this edition cites, and the {total:,} rows that its numbers and figures "
        drawn += "rest on"
    parts = [
        f"# {escape(title)}",
        f"The {len(datasets)} datasets {drawn}. Each leads to its publisher, terms, fields and "
        "rows.",
        pipe_table(heads, [_listed(datasets[at]) for at in places]),
    ]
    if left := len(datasets) - len(places):
        every = link("llms.txt", "../llms.txt")
        parts.append(
            f"{left} of {len(datasets)} datasets between are left out here; {every} has all."
        )
    parts.append(f"{link('This page as HTML', 'index.html')}.")
    return "\n\n".join(parts)


def _listed(found: Mapping[str, Any]) -> list[str]:
    about = found["about"]
    offered = "yes" if about.redistribute == "yes" else "not offered"
    return [
        link(escape(found["title"]), f"{found['manifest'].name}.md"),
        *(escape(text or "") for text in (about.publisher, about.vintage)),
        *(f"{found[key]:,}" for key in ("used", "total") if key in found),
        offered,
    ]


def index_twin(title: str, entries: Entries, lead: Callable[[str], str]) -> str:
    """The index of words; ``lead`` names the twin that stands for an address."""
    parts = [f"# {escape(title)}"]
    for letter, words in entries:
        items = []
        for name, (links, below, *_) in words:
            items.append(f"- {_word(name, links, lead)}")
            items += [f"  - {_word(each, led, lead)}" for each, led in below]
        parts += [f"## {escape(letter)}", "\n".join(items)]
    return "\n\n".join(parts)


def _word(name: str, links: Sequence[Sequence[str]], lead: Callable[[str], str]) -> str:
    twins = [lead(address) for _, address in links]
    first, *more = twins or [""]
    said = link(escape(name), first) if first else escape(name)
    return ", ".join([said, *(link(str(at), twin) for at, twin in enumerate(more, 2) if twin)])

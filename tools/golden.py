"""Hold what the chapters show against what they showed before: every sentence, cell and drawing.

    python tools/golden.py [--write | --texts] [--jobs N] [EDITION ...]

Ten editions are pinned in tests/golden, one file each: eight economies, from one with much
data to one with almost none, and two whose years end early. An exhibit stands there as its
texts, line by line; drawings and the rows behind the numbers as digests. What is the same as
in the first edition is said to be. Without ``--write`` the differences are printed, and the
program ends with code 1 where there is one. ``--texts`` draws nothing and compares no drawing.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
import every_economy

from reportlib.base.payload import Payload, Sentence

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden"
EDITIONS: dict[str, dict[str, object]] = {
    "CHN": {"economy": "CHN"},
    "USA": {"economy": "USA"},
    "DEU": {"economy": "DEU"},
    "JPN": {"economy": "JPN"},
    "IND": {"economy": "IND"},
    "NAM": {"economy": "NAM"},
    "TUV": {"economy": "TUV"},
    "SSD": {"economy": "SSD"},
    "CHN-2008": {"economy": "CHN", "last_year": 2008},
    "DEU-2015": {"economy": "DEU", "last_year": 2015, "scale": "per_million"},
}
FIRST = next(iter(EDITIONS))
SAME = f"as in {FIRST}"
DRAWING = re.compile("(wide|narrow) drawing: ")

Lines = list[str]
Golden = dict[str, Lines]
"""Every exhibit of an edition by page and label, as lines of text."""


def golden(edition: str, *, drawn: bool = True) -> Golden:
    """What the chapters show in an edition, made in this interpreter."""
    return {
        f"{page} {payload.label}": lines_of(payload)
        for page, payload in every_economy.exhibits_of(EDITIONS[edition], drawn=drawn)
    }


def lines_of(payload: Payload) -> Lines:
    """An exhibit as lines: all its texts, then the digests of its traces and drawings."""
    return list(_lines(payload))


def _lines(payload: Payload) -> Iterator[str]:
    for name in ("kind", "title", "subtitle", "caption", "missing", "alt"):
        if found := getattr(payload, name):
            yield f"{name}: {found}"
    if payload.headline:
        yield f"headline: {_said(payload.headline)}"
    yield from (f"note: {_said(note)}" for note in payload.notes)
    yield from (f"finding: {_said(said)}" for said in payload.sentences)
    if payload.sources:
        yield f"sources: {' '.join(source.dataset for source in payload.sources)}"
    if payload.columns:
        yield "columns: " + " | ".join(f"{c.title} [{c.unit}]" for c in payload.columns)
    for row in payload.rows:
        strong = "* " if row.strong else ""
        yield f"row: {strong}" + " | ".join(piece.text for piece in row.cells)
    if payload.filters or payload.cards:
        yield f"filters: {' '.join(payload.filters)}; cards: {payload.cards}"
    told = [p for said in (payload.headline, *payload.sentences) for p in said if p.flags]
    if told:
        yield f"marks: {'; '.join(f'{piece.text} ({piece.flags})' for piece in told)}"
    traces = [
        (
            piece.kind,
            piece.value,
            piece.unit,
            piece.rows,
            piece.derivation,
            piece.whole,
            piece.flags,
        )
        for piece in payload.pieces()
    ]
    yield f"traces: {_digest(json.dumps([traces, [row.target for row in payload.rows]]))}"
    yield from (f"{name} drawing: {_digest(svg)}" for name, svg in payload.drawings.items())


def _said(sentence: Sentence) -> str:
    return "".join(f"[{p.text}->{p.target}]" if p.target else p.text for p in sentence)


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:16]


def read(edition: str) -> Golden:
    """What is pinned of an edition."""
    found = _read(edition)
    first = found if edition == FIRST else _read(FIRST)
    return {name: first[name] if lines == SAME else lines for name, lines in found.items()}


def _read(edition: str) -> dict[str, Lines]:
    path = FOLDER / f"{edition}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def write(edition: str, found: Golden, first: Golden) -> None:
    """Pin an edition."""
    kept: Mapping[str, object] = {
        name: SAME if edition != FIRST and first.get(name) == lines else lines
        for name, lines in found.items()
    }
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps(kept, indent=0, ensure_ascii=False)
    (FOLDER / f"{edition}.json").write_text(f"{text}\n", encoding="utf-8")


def without_drawings(found: Golden) -> Golden:
    """The same without the digests of drawings."""
    return {
        name: [line for line in lines if not DRAWING.match(line)] for name, lines in found.items()
    }


def differences(edition: str, before: Golden, now: Golden) -> list[str]:
    """What differs, exhibit by exhibit, as a unified diff without the lines that are the same."""
    told = []
    for name in dict.fromkeys([*before, *now]):
        old, new = before.get(name, []), now.get(name, [])
        changed = list(difflib.unified_diff(old, new, lineterm="", n=0))[2:]
        if changed:
            told.append(f"{edition}, {name}:")
            told += [f"  {line}" for line in changed if not line.startswith("@@")]
    if not told and list(before) != list(now):
        told.append(f"{edition}: the exhibits stand in another order.")
    return told


def made(edition: str, *, drawn: bool = True) -> Golden:
    """An edition made in an interpreter of its own."""
    command = [sys.executable, __file__, "--print", edition, *([] if drawn else ["--texts"])]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(done.stderr)
    return dict(json.loads(done.stdout))


def main() -> int:
    """Compare the editions named, or all, or pin them."""
    parser = argparse.ArgumentParser(description="Hold what the chapters show against the pinned.")
    parser.add_argument("editions", nargs="*", metavar="EDITION", help="editions; all where none")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="so many at a time")
    parser.add_argument("--texts", action="store_true", help="draw nothing")
    parser.add_argument("--write", action="store_true", help="pin what is shown now")
    parser.add_argument("--print", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = [name for name in options.editions if name not in EDITIONS]
    if unknown:
        parser.error(f"no such edition: {', '.join(unknown)}; there are {', '.join(EDITIONS)}")
    if options.print:
        print(json.dumps(golden(*options.editions, drawn=not options.texts)))
        return 0
    asked = options.editions or list(EDITIONS)
    with ThreadPoolExecutor(options.jobs) as pool:
        found = dict(
            zip(asked, pool.map(partial(made, drawn=not options.texts), asked), strict=True)
        )
    if options.write and options.texts:
        parser.error("--texts leaves out what --write pins")
    if options.write:
        first = found.get(FIRST) or _read(FIRST)
        for edition, now in found.items():
            write(edition, now, first)
        return 0
    pinned = {name: read(name) for name in found}
    if options.texts:
        pinned = {name: without_drawings(lines) for name, lines in pinned.items()}
    told = [line for name, now in found.items() for line in differences(name, pinned[name], now)]
    print("\n".join(told) or f"{len(found)} editions show what is pinned")
    return 1 if told else 0


if __name__ == "__main__":
    sys.exit(main())

"""Rows by their names, and who says what: for computing statements again without the library."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import yaml

from tests.truth.published import ROOT, table

Cells = dict[str, str]

RELIABILITY = {
    "official-statistic": "figure of an authority",
    "attributed-statement": "attributed statement",
    "press-report": "words of the article",
    "machine-written": "only in a text written by software",
    "contested": "doubtful or disputed",
    "garbled": "distorted in the copy",
}
PAPERS = {
    "ai-digest": "here.news",
    "china-daily": "China Daily",
    "ichongqing": "iChongqing",
    "ipr-daily": "IPR Daily",
}
STATES = {
    "existing": "in place",
    "planned": "announced, no later report",
    "ended": "took place",
    "unknown": "not known whether it came about",
}


@lru_cache
def descriptor(dataset: str) -> dict[str, Any]:
    """A dataset's descriptor as it is written; ``dataset`` may have hyphens."""
    path = ROOT / "data" / f"{dataset.replace('-', '_')}.resource.yaml"
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))


def short_title(row_id: str) -> str:
    """What the dataset of a row is called."""
    return str(descriptor(row_id.partition(":")[0])["reportlib"]["short_title"])


@lru_cache
def rows_of(dataset: str) -> dict[str, Cells]:
    """Every row of a dataset by its name: the dataset's, and the cells of its key."""
    key = descriptor(dataset)["schema"]["primaryKey"]
    names = [key] if isinstance(key, str) else list(key)
    cells = table(dataset.replace("-", "_")).to_dict("records")
    return {
        f"{dataset}:{'-'.join(str(one[name]) for name in names).replace(' ', '_')}": {
            str(name): str(value) for name, value in one.items()
        }
        for one in cells
    }


def row(row_id: str) -> Cells:
    """A row by its name."""
    return rows_of(row_id.partition(":")[0])[row_id]


def paper(source: str) -> tuple[str, str]:
    """The paper and the day of an article, from its name."""
    found = re.fullmatch(r"(.+)-(\d{4}-\d{2}-\d{2})", source)
    assert found is not None
    return PAPERS.get(found[1], found[1]), found[2]


def told_by(basis: str) -> str:
    """Who says it, in which article, and how far that can be relied on."""
    told = []
    origins = {one["name"]: one for one in descriptor("article-facts")["sources"]}
    for name in basis.split():
        if not name.startswith("article-facts:"):
            told.append(short_title(name))
            continue
        cells, where = row(name), "{}, {}".format(*paper(row(name)["source"]))
        origin = origins[cells["source"]]
        who = (
            where if cells["said_by"] in origin["publisher"] else f"{cells['said_by']}, in {where}"
        )
        told.append(f"{who} ({RELIABILITY[cells['reliability']]}, class {origin['trust']})")
    return "; ".join(dict.fromkeys(told))


def purpose(what: str, cells: Cells, who: str = "not said") -> str:
    """What it is, by whom and for whom."""
    parts = [what]
    parts += [f"by: {who}"] if who != "not said" else []
    parts += [f"for: {cells['for_whom']}"] if cells["for_whom"] != "not said" else []
    remark = f" ({cells['note']})" if cells["note"] else ""
    return "; ".join(part for part in parts if part) + remark


def sentences(*parts: str) -> str:
    """Remarks as sentences."""
    said = [one if one[1:2].isupper() else one[:1].upper() + one[1:] for one in parts if one]
    return ". ".join(said) + "." if said else ""


def years(*texts: str) -> int:
    """The latest year that texts name; 0 for none."""
    return max((int(one) for text in texts for one in re.findall(r"\d{4}", text)), default=0)

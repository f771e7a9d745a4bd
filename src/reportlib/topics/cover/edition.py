"""What the edition is, and how new its data are."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from math import nan

import pandas as pd

from reportlib.base.citation import how_to_cite, read_citation
from reportlib.base.parameters import Parameters
from reportlib.base.payload import Column, Row
from reportlib.base.project import find_root
from reportlib.base.settings import project_settings
from reportlib.content import exhibits, forms
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifests
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.series import Series

SCALE_WORDS = {
    "count": "figures of counts show them as they are",
    "per_million": "figures of counts show them per million people",
    "per_gdp": "figures of counts show them per billion PPP dollars of GDP",
}


LICENCES = "code MIT; text and charts CC BY 4.0; data as named under each exhibit"


def statement(edition: Edition) -> Exhibit:
    """What this edition is, on which data it rests, how to cite it and how to make it again."""
    newest = max(m.reportlib.vintage for m in manifests())
    retrieved = max(m.reportlib.retrieved for m in manifests())
    name, shown, root = edition.economy, edition.parameters, find_root()
    title = str(read_citation(root).get("title") or "A report book")
    lines = [
        ("Economy", f"{name.name} {name.name_zh}".strip() + f" ({name.code})"),
        ("Region and income group", _group(edition)),
        ("Peers", edition.peers_said),
        ("Years", edition.years_said),
        ("Shown", f"{SCALE_WORDS[shown.scale]}; rankings list {shown.top_n} economies"),
        ("Data", f"read up to {retrieved}, newest vintage {newest}"),
        ("Version", project_settings().version or "none"),
        ("Licence", LICENCES),
        ("Cite as", how_to_cite(root, shown, title=title)),
        ("Made by", command(shown)),
    ]
    return exhibits.table(
        label="tbl-edition",
        title="This edition",
        where="",
        columns=[Column(title="What"), Column(title="Value")],
        rows=[Row(cells=(text_cell(what), text_cell(value))) for what, value in lines],
        missing="",
    )


def command(parameters: Parameters) -> str:
    """The command that makes this edition again: what it sets otherwise than the project does."""
    changed = parameters.changed().items()
    options = [word for name, value in changed for word in ("-p", name, str(value))]
    return shlex.join(["reportlib", "build", *options])


def _group(edition: Edition) -> str:
    parts = [part for part in (edition.economy.region, edition.economy.income_group) if part]
    return ", ".join(parts) or "not in the World Bank’s list"


INDICATORS = (
    ("Global Innovation Index (edition)", "gii_rank"),
    ("R&D expenditure", "rd_share"),
    ("Researchers", "researchers"),
    ("IP receipts", "ip_receipts"),
    ("IP payments", "ip_payments"),
    ("PCT applications by receiving office", "pct_received"),
    ("Patent applications of residents", "origin_totals"),
    ("Patent applications at the office", "office_totals"),
    ("Trademark classes, residents", "resident_trademark_classes"),
    ("Patents granted", "grants"),
    ("Patents in force", "in_force"),
    ("Patent families granted", "families"),
    ("Designs, residents", "resident_designs"),
)
"""The main series, those that are renewed soonest first."""


def freshness(edition: Edition) -> Exhibit:
    """The newest year of each main indicator: for the economy and in the whole dataset."""
    rows = [_newest(edition, title, measure(name)) for title, name in INDICATORS]
    read = max(each.reportlib.retrieved for each in manifests())
    return exhibits.figure(
        form=forms.NEWEST,
        label="fig-freshness",
        title="Newest year of each main indicator",
        where=f"{edition.named} and all economies",
        unit="years",
        table=pd.DataFrame([row for row in rows if row]),
        missing="The book holds none of its main indicators.",
        notes=[
            "The years differ because publishers do, and because some series end where no newer "
            "file was found that may be shown. Years outside those of the edition count too."
        ],
        names={"own": edition.name},
        dots="Two dots: no value for this economy at all.",
        own=edition.named,
        read=int(read[:4]),
    )


def _newest(edition: Edition, title: str, series: Series) -> dict[str, object] | None:
    """The years of a series' newest values; None where it has none."""
    years: Sequence[int] = series.years()
    if not years:
        return None
    own = series.latest(edition.code)
    covered = series.table[series.table["year"] == years[-1]]["rows"]
    own_rows = " ".join(own[1].rows) if own else ""
    return {
        "label": title,
        "own": float(own[0]) if own else nan,
        "any": float(years[-1]),
        "n": float(len(covered)),
        "own_rows": own_rows,
        "any_rows": str(covered.iloc[0]),
        "counted": " ".join(covered),
        "rows": f"{own_rows} {covered.iloc[0]}".strip(),
    }

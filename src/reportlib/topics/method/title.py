"""The exhibits of the title page."""

from __future__ import annotations

from reportlib.base.payload import MISSING, Column, Row
from reportlib.base.settings import project_settings
from reportlib.content import exhibits
from reportlib.content.cells import count_cell, text_cell, year_cell
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


def edition_statement(edition: Edition) -> Exhibit:
    """What this edition is: economy, peers, years, scale, data vintage, version."""
    newest = max(m.reportlib.vintage for m in manifests())
    retrieved = max(m.reportlib.retrieved for m in manifests())
    name = edition.economy
    lines = [
        ("Economy", f"{name.name} {name.name_zh}".strip() + f" ({name.code})"),
        ("Region and income group", _group(edition)),
        ("Peers", edition.peers_said),
        ("Years asked for", edition.years_said),
        ("Scale", SCALE_WORDS[edition.parameters.scale]),
        ("Economies in a ranking", str(edition.parameters.top_n)),
        ("Newest data vintage", newest),
        ("Data read up to", retrieved),
        ("Version of the book", project_settings().version or "none"),
    ]
    return exhibits.table(
        label="tbl-edition",
        title="This edition",
        where="",
        columns=[Column(title="What"), Column(title="Value")],
        rows=[Row(cells=(text_cell(what), text_cell(value))) for what, value in lines],
        missing="",
    )


def _group(edition: Edition) -> str:
    parts = [part for part in (edition.economy.region, edition.economy.income_group) if part]
    return ", ".join(parts) or "not in the World Bank's list"


def freshness(edition: Edition) -> Exhibit:
    """The newest year of each main indicator: for the economy and in the whole dataset."""
    shown: list[tuple[str, Series]] = [
        ("Patent applications by residents", measure("resident_applications")),
        ("Patent applications by non-residents", measure("nonresident_applications")),
        ("Patents granted", measure("grants")),
        ("Patents in force", measure("in_force")),
        ("Patent families granted", measure("families")),
        ("PCT applications by receiving office", measure("pct_received")),
        ("Trademark classes, residents", measure("resident_trademark_classes")),
        ("Designs, residents", measure("resident_designs")),
        ("R&D expenditure", measure("rd_share")),
        ("Researchers", measure("researchers")),
        ("IP receipts", measure("ip_receipts")),
        ("IP payments", measure("ip_payments")),
        ("Global Innovation Index (edition)", measure("gii_rank")),
    ]
    rows = [_freshness_row(edition, title, series) for title, series in shown]
    return exhibits.table(
        label="tbl-freshness",
        title="Newest year of each main indicator",
        where=f"{edition.named} and all economies",
        columns=[
            Column(title="Indicator"),
            Column(title=edition.name, numeric=True),
            Column(title="Any economy", numeric=True),
            Column(title="Economies in that year", numeric=True),
        ],
        rows=rows,
        missing="",
        notes=[
            "The years differ because publishers do, and because some series end where no newer "
            "file was found that may be shown. Years outside those of the edition count too."
        ],
        dots="Two dots: no value for this economy at all.",
    )


def _freshness_row(edition: Edition, title: str, series: Series) -> Row:
    own = series.latest(edition.code)
    if not series.years():
        return Row(cells=(text_cell(title), *(text_cell(MISSING),) * 3))
    last = series.years()[-1]
    covered = series.table[series.table["year"] == last]["rows"]
    return Row(
        cells=(
            text_cell(title),
            year_cell(own[0], " ".join(own[1].rows)) if own else text_cell(MISSING),
            year_cell(last, str(covered.iloc[0])),
            count_cell(len(covered), covered, f"economies with a value for {last}"),
        )
    )

"""The exhibits of the title page and of the chapter on data and method."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reportlib.base.economies import economies
from reportlib.base.manifests import KnownFinding, Manifest, SeriesBreak, trust_classes
from reportlib.base.payload import MISSING, Column, Piece, Row
from reportlib.base.settings import project_settings
from reportlib.content import exhibits
from reportlib.content.cells import count_cell, text_cell, year_cell
from reportlib.content.datasets import Dataset, manifests, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_list, say_whole
from reportlib.content.series import Series
from reportlib.topics.codes import say_code

SCALE_WORDS = {
    "count": "figures of counts show them as they are",
    "per_million": "figures of counts show them per million people",
    "per_gdp": "figures of counts show them per billion PPP dollars of GDP",
}


# The title page


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
            "The years differ because publishers do, and because a series is held only as far as a "
            "file of it was found that may be shown. The years are those held, also where the "
            "edition asks for fewer."
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


# Data and method


def sources() -> Exhibit:
    """Every dataset: publisher, vintage, terms, trust."""
    rows = [
        Row(
            cells=(
                text_cell(m.reportlib.short_title),
                text_cell(m.reportlib.publisher),
                text_cell(m.reportlib.vintage),
                text_cell(exhibits.licence_name(m)),
                text_cell(m.reportlib.redistribute),
                text_cell(m.reportlib.trust),
            ),
            target=f"dataset-{m.name}",
        )
        for m in manifests()
    ]
    return exhibits.table(
        label="tbl-method-sources",
        title="Datasets, their publishers and terms",
        where="",
        columns=[
            Column(title="Dataset"),
            Column(title="Publisher"),
            Column(title="Vintage"),
            Column(title="Licence"),
            Column(title="May be passed on"),
            Column(title="Trust"),
        ],
        rows=rows,
        missing="",
        notes=[trust_classes()],
        row_ids=[f"{m.name}:" for m in manifests()],
    )


def coverage() -> Exhibit:
    """Every dataset: rows, years, economies."""
    return exhibits.table(
        label="tbl-method-coverage",
        title="What each dataset covers",
        where="",
        columns=[
            Column(title="Dataset"),
            Column(title="Counted by"),
            Column(title="Unit"),
            Column(title="Years"),
            Column(title="Economies", numeric=True),
            Column(title="Rows", numeric=True),
        ],
        rows=[_coverage_row(read_dataset(m.stem)) for m in manifests()],
        missing="",
        notes=[
            "Rows of the world, of regions and of regional offices are in the number of rows; they "
            "are no economies and not counted as such."
        ],
    )


def _coverage_row(dataset: Dataset) -> Row:
    table, about = dataset.table, dataset.manifest.reportlib
    code = next((c for c in ("economy", "office", "origin") if c in table), None)
    year = next((c for c in ("year", "edition") if c in table), None)
    known = len(set(table[code]) & set(economies())) if code else 0
    return Row(
        cells=(
            text_cell(about.short_title),
            text_cell(about.counted_by),
            text_cell(about.unit),
            text_cell(f"{table[year].min()}–{table[year].max()}" if year else MISSING),
            _whole(dataset, known, "economies") if known else text_cell(MISSING),
            _whole(dataset, len(table), "rows"),
        )
    )


def _whole(dataset: Dataset, count: int, what: str) -> Piece:
    name = (dataset.manifest.name,)
    return Number(count, say_whole, what, derivation=f"count of {what}", whole=name).piece()


def definitions() -> Exhibit:
    """Every dataset: what it measures and what it does not mean."""
    return _told(
        ("Measures", "Does not mean"),
        ((m, m.reportlib.measures, m.reportlib.does_not_mean) for m in manifests()),
        label="tbl-method-definitions",
        title="What each dataset measures, and what it does not mean",
    )


def _told(
    titles: Sequence[str],
    rows: Iterable[tuple[Manifest, *tuple[str, ...]]],
    *,
    label: str,
    title: str,
    missing: str = "",
    notes: Sequence[str] = (),
) -> Exhibit:
    """A table of what descriptors say: the dataset and, under these titles, the texts."""
    return exhibits.table(
        label=label,
        title=title,
        where="",
        columns=[Column(title=each) for each in ("Dataset", *titles)],
        rows=[
            Row(cells=tuple(map(text_cell, (m.reportlib.short_title, *texts))))
            for m, *texts in rows
        ],
        missing=missing,
        notes=notes,
    )


def breaks(edition: Edition) -> Exhibit:
    """The breaks of the economy's series, and those of all economies."""
    rows = [
        Row(
            cells=(
                text_cell(m.reportlib.short_title),
                text_cell(edition.name if b.economy else "all"),
                text_cell(_selected(b, _titles(m))),
                text_cell(b.year),
                text_cell(b.text),
            ),
        )
        for m in manifests()
        for b in m.reportlib.breaks
        if b.kind == "break" and b.economy in ("", edition.code)
    ]
    return exhibits.table(
        label="tbl-method-breaks",
        title="Breaks in series",
        where=f"{edition.named}, and all economies",
        columns=[
            Column(title="Dataset"),
            Column(title="Economy"),
            Column(title="Series"),
            Column(title="From", numeric=True),
            Column(title="What changed"),
        ],
        rows=rows,
        missing=f"No break is recorded for {edition.named}.",
        notes=[
            "Lines in figures are not joined across a break, and no change is computed over it. "
            "In the Global Innovation Index the year is that of the edition."
        ],
    )


def _selected(found: SeriesBreak, titles: Mapping[str, str]) -> str:
    """Which of a dataset's series a break concerns."""
    named = [str(value) for _, values in found.where for value in values]
    return ", ".join(titles.get(value) or say_code(value) for value in named) or "all"


def _titles(manifest: Manifest) -> dict[str, str]:
    """The titles of a dataset's columns, by their names."""
    return {field.name: field.title for field in manifest.table.fields}


def known_findings() -> Exhibit:
    """What the checks find in the data and the descriptors note as known.

    `reportlib check` refuses a note of what is found no more, so nothing is searched here.
    """
    return _told(
        ("Where", "Check", "What is known"),
        (
            (m, _where(note, _titles(m)), note.check, note.text)
            for m in manifests()
            for note in m.reportlib.findings
        ),
        label="tbl-method-findings",
        title="What the checks find in the data, and why it stands",
        missing="The checks find nothing.",
        notes=[
            "Every figure is checked for range, jumps, slips of a unit, copied series, and totals "
            "against parts. What a check finds and the source does say is kept and named here."
        ],
    )


def _where(note: KnownFinding, titles: Mapping[str, str]) -> str:
    names = {code: economy.name for code, economy in economies().items()} | dict(titles)
    values = [str(value) for group in dict(note.where).values() for value in group]
    return ", ".join(names.get(value) or say_code(value) for value in values) or "all"


def exclusions() -> Exhibit:
    """What was left out of the publishers' files and what no chapter shows, and why."""
    left_out = (
        (m, _excluded(e.economies, e.years), e.text)
        for m in manifests()
        for e in m.reportlib.exclusions
    )
    unseen = (
        (m, "held, and in no chapter", m.reportlib.not_shown)
        for m in manifests()
        if m.reportlib.not_shown
    )
    return _told(
        ("What", "Why"),
        (*left_out, *unseen),
        label="tbl-method-exclusions",
        title="Left out of the publishers' files, or of the chapters",
        missing="Nothing was left out.",
        notes=["A value left out is missing in every figure; none was replaced by another."],
    )


def _excluded(codes: Sequence[str], years: Sequence[int]) -> str:
    known = economies()
    places = say_list(known[code].name if code in known else code for code in codes) or "all"
    if not years:
        return places
    span = str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"
    return f"{places}, {span}"

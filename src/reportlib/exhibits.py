"""An exhibit: a figure, a table or findings, from the rows drawn to what the notebook carries.

Headline, caption, alternative text, source line and table view are derived here, in one
place, so that they cannot drift from what is drawn.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.figure import Figure

from reportlib import views
from reportlib.datasets import manifest_of_row
from reportlib.figures import (
    plot_bars,
    plot_dumbbell,
    plot_heat,
    plot_lines,
    plot_positions,
    plot_rank_lines,
    plot_ranking,
    plot_scatter,
    plot_shares,
    plot_slope,
    plot_small_multiples,
    plot_tile_map,
    plot_timeline,
    plot_tree,
    render,
)
from reportlib.findings import keep_together, plain
from reportlib.manifests import Manifest
from reportlib.payload import EXHIBIT_MIME, MISSING, Column, Payload, Piece, Row, Sentence, Source
from reportlib.views import View

NO_DATA_YET = "The book holds no data for this."
TWO_DOTS = "Two dots stand where nothing is held or nothing applies."


Plot = Callable[..., Figure]  # a tidy table and keyword-only choices to a figure


@dataclass(frozen=True)
class Form:
    """A form of figure: its name in words, how it is drawn, tabulated and told."""

    name: str
    plot: Plot
    view: Callable[[pd.DataFrame, Mapping[str, str]], View]
    tell: Callable[[pd.DataFrame, Mapping[str, str]], str]
    has_unit: bool = True  # whether the plot function names one unit for its values
    says_unit: bool = True  # whether the drawing says what its values are, or needs a subtitle


LINES = Form("Line chart", plot_lines, views.by_year, views.tell_series)
RANK_LINES = Form("Line chart of ranks", plot_rank_lines, views.by_year, views.tell_series)
SMALL_MULTIPLES = Form(
    "Small multiples, one line chart for each panel",
    plot_small_multiples,
    views.by_panel_and_year,
    views.tell_panels,
)
RANKING = Form("Ranked dot chart", plot_ranking, views.ranked, views.tell_ranked)
DUMBBELL = Form("Dumbbell chart", plot_dumbbell, views.start_and_end, views.tell_start_and_end)
SLOPE = Form("Slope chart", plot_slope, views.start_and_end, views.tell_start_and_end)
SCATTER = Form("Scatter plot", plot_scatter, views.x_and_y, views.tell_x_and_y, has_unit=False)
BARS = Form("Bar chart", plot_bars, views.by_category, views.tell_categories)
POSITIONS = Form(
    "Dot chart of positions",
    plot_positions,
    views.positions,
    views.tell_positions,
    has_unit=False,
    says_unit=False,
)
SHARES = Form("Stacked bars of shares", plot_shares, views.by_category, views.tell_categories)
TILE_MAP = Form("Tile map of the world", plot_tile_map, views.by_economy, views.tell_economies)
TIMELINE = Form(
    "Timeline",
    plot_timeline,
    views.events,
    views.tell_events,
    has_unit=False,
    says_unit=False,
)
HEAT = Form("Heat table", plot_heat, views.by_row_and_column, views.tell_cells)
TREE = Form(
    "Tree",
    plot_tree,
    views.branches,
    views.tell_branches,
    has_unit=False,
    says_unit=False,
)


@dataclass(frozen=True)
class Exhibit:
    """An exhibit ready to show; as a cell's last value it shows itself in any notebook."""

    payload: Payload

    def _repr_mimebundle_(self, **_choice: Any) -> dict[str, Any]:
        bundle: dict[str, Any] = {
            EXHIBIT_MIME: self.payload.model_dump(mode="json", exclude_defaults=True),
            "text/html": as_html(self.payload),
            "text/plain": as_text(self.payload),
        }
        if "wide" in self.payload.drawings:
            bundle["image/svg+xml"] = self.payload.drawings["wide"]
        return bundle


def figure(
    *,
    form: Form,
    label: str,
    title: str,
    where: str,
    unit: str,
    table: pd.DataFrame,
    missing: str,
    headline: Sentence | None = None,
    notes: Sequence[str | Sentence] = (),
    names: Mapping[str, str] | None = None,
    **choices: Any,
) -> Exhibit:
    """Make a figure of a tidy table.

    Args:
        form: the form of figure, which says what columns the table needs; beside them the
            column ``rows`` names the dataset rows, separated by spaces.
        label: address and cross-reference, the same in every edition.
        title: what is shown, without number or place; the caption starts with it.
        where: the place or the group of economies, for the caption.
        unit: unit of the values, for the drawing, or where it says none for the subtitle.
        missing: what to say where the table is empty; label and caption then remain.
        headline: the finding, composed of numbers; left out where it cannot be said.
        notes: what a reader must know beside the figure.
        names: titles of the columns in the table view.
        choices: keyword choices of the form's plot function.
    """
    if table.empty:
        return Exhibit(
            Payload(kind="figure", label=label, title=title, caption=f"{title}.", missing=missing)
        )
    said = _as_sentences(notes)
    named = {"unit": unit, **(names or {})}
    shown = _shown(where, unit, table)
    if form.has_unit:
        choices["unit"] = unit
    if form is LINES and _is_sparse(table):
        choices.setdefault("observed_only", True)
    drawings = render(lambda size: form.plot(table, size=size, **choices), label)
    view = form.view(table, named)
    stated = views.stated(choices.get("marks"))
    view = views.with_marks(view, stated)
    if form is HEAT:
        said = _with_dots_told(said, view.rows)
    return Exhibit(
        Payload(
            kind="figure",
            label=label,
            title=title,
            headline=headline or (),
            # A drawing that says its unit says it wherever it goes, and the caption says the
            # rest: a subtitle would repeat both.
            subtitle="" if form.says_unit else shown,
            caption=f"{title}: {where}{_years(table)}.",
            alt=f"{form.name}. {shown}. {form.tell(table, named)}{_told_breaks(choices)}"
            f"{views.tell_marks(stated)}",
            notes=said,
            sources=sources([*table["rows"], *stated["rows"], *_rows_of(headline, *said)]),
            drawings=drawings,
            columns=view.columns,
            rows=view.rows,
        )
    )


def table(
    *,
    label: str,
    title: str,
    where: str,
    columns: Sequence[Column],
    rows: Sequence[Row],
    missing: str,
    headline: Sentence | None = None,
    notes: Sequence[str | Sentence] = (),
    row_ids: Sequence[str] = (),
    filters: Sequence[str] = (),
    cards: bool = False,
) -> Exhibit:
    """Make a table; its sources are those of its numbers and of ``row_ids``.

    An empty ``where`` leaves the place out of caption and subtitle. ``filters`` are titles of
    columns by which a page can be filtered; ``cards`` are for rows of much text, and the only
    ones in which a strong row may have paragraphs.
    """
    if not rows:
        return Exhibit(
            Payload(kind="table", label=label, title=title, caption=f"{title}.", missing=missing)
        )
    used = [row for line in rows for row in _rows_of(line.cells)]
    said = _with_dots_told(_as_sentences(notes), rows)
    place = f": {where}" if where else ""
    return Exhibit(
        Payload(
            kind="table",
            label=label,
            title=title,
            headline=headline or (),
            caption=f"{title}{place}.",
            notes=said,
            sources=sources([*used, *row_ids, *_rows_of(headline, *said)]),
            columns=tuple(columns),
            rows=tuple(rows) if cards else _marked(rows),
            filters=tuple(filters),
            cards=cards,
        )
    )


LONG = 80  # characters; a cell of more is a paragraph


def _marked(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a table; none is strong where one of those would print a paragraph in bold."""
    long = any(row.strong and any(len(cell.text) > LONG for cell in row.cells) for row in rows)
    return tuple(row.model_copy(update={"strong": False}) if long else row for row in rows)


def findings(
    *, label: str, title: str, sentences: Sequence[Sentence | None], missing: str
) -> Exhibit:
    """Make a list of findings; those that cannot be said for this economy are left out."""
    said = tuple(found for found in sentences if found)
    used = [row for found in said for row in _rows_of(found)]
    return Exhibit(
        Payload(
            kind="findings",
            label=label,
            title=title,
            sentences=said,
            missing="" if said else missing,
            sources=sources(used),
        )
    )


def paragraph(*, label: str, sentences: Sequence[Sentence | None]) -> Exhibit:
    """Make a short text of the sentences that can be said; the first one may be all."""
    return findings(label=label, title="", sentences=sentences, missing=NO_DATA_YET)


def sources(rows: Sequence[str] | pd.Series[str]) -> tuple[Source, ...]:
    """The datasets behind row ids, in alphabetical order, as a source line names them."""
    datasets = {row.partition(":")[0] for ids in rows for row in str(ids).split()}
    return tuple(_source(manifest_of_row(name)) for name in sorted(datasets))


# Names that are no licence identifier a reader would know.
_LICENCE_WORDS = {
    "facts-only": "figures quoted as facts",
    "other-pd": "public domain in the United States",
    "undata-terms": "UNdata terms",
}


def licence_name(manifest: Manifest) -> str:
    """A dataset's licence as a source line prints it."""
    name = manifest.licenses[0].name
    return _LICENCE_WORDS.get(name, name)


def _source(manifest: Manifest) -> Source:
    licence = manifest.licenses[0]
    return Source(
        dataset=manifest.name,
        title=manifest.reportlib.short_title,
        publisher=manifest.reportlib.publisher,
        vintage=manifest.reportlib.vintage,
        url=manifest.sources[0].path,
        licence=licence_name(manifest),
        licence_url=licence.path,
        redistribute=manifest.reportlib.redistribute,
        citation=manifest.reportlib.citation,
    )


def _shown(where: str, unit: str, drawn: pd.DataFrame) -> str:
    return f"{where[:1].upper()}{where[1:]}{_years(drawn)}, {unit}"


def _is_sparse(drawn: pd.DataFrame) -> bool:
    """Whether no series has more than two values: dots, since a line would look like a trend."""
    return int(drawn.groupby("series")["value"].count().max()) <= 2


def _years(drawn: pd.DataFrame) -> str:
    if "year" not in drawn or drawn["year"].isna().all():
        return ""
    first, last = int(drawn["year"].min()), int(drawn["year"].max())
    return f", {first}" if first == last else f", {first}–{last}"


def _rows_of(*said: Sentence | None) -> list[str]:
    """The rows of pieces; a dataset taken whole stands as an id without a key."""
    pieces = [piece for found in said for piece in found or ()]
    return [row for p in pieces for row in (*p.rows, *(f"{name}:" for name in p.whole))]


def _told_breaks(choices: Mapping[str, Any]) -> str:
    years = sorted({found.year for found in choices.get("breaks", ())})
    said = ", ".join(str(year) for year in years)
    return f" Definitions change in {said}: values before and after differ in kind." if said else ""


def _as_sentences(notes: Sequence[str | Sentence]) -> tuple[Sentence, ...]:
    return tuple(
        (Piece(text=keep_together(note)),) if isinstance(note, str) else note
        for note in notes
        if note
    )


def _with_dots_told(notes: tuple[Sentence, ...], rows: Sequence[Row]) -> tuple[Sentence, ...]:
    """The notes, and what two dots in a cell mean where none of them says so."""
    drawn = any(cell.text == MISSING for row in rows for cell in row.cells)
    told = any("two dots" in plain(note).lower() for note in notes)
    return (*notes, *_as_sentences([TWO_DOTS])) if drawn and not told else notes


def as_text(payload: Payload) -> str:
    """The exhibit as plain text, for a terminal."""
    lines = [payload.title, plain(payload.headline), payload.missing, payload.alt]
    lines += [f"- {plain(said)}" for said in payload.sentences]
    if payload.kind == "table":
        lines += ["\t".join(cell.text for cell in row.cells) for row in payload.rows]
    return "\n".join(line for line in lines if line)


def as_html(payload: Payload) -> str:
    """The exhibit as HTML for JupyterLab and other notebook viewers; all text is escaped."""
    drawing = payload.drawings.get("wide", "")
    parts = [
        _tag("strong", plain(payload.headline), "p"),
        _tag("em", payload.subtitle, "p"),
        _tag("em", payload.missing, "p"),
        f'<div role="img" aria-label="{html.escape(payload.alt)}">{drawing}</div>'
        if drawing
        else "",
        _html_list(payload.sentences),
        _html_table(payload) if payload.kind == "table" else "",
        _tag("span", payload.caption, "p"),
        *(_tag("small", plain(note), "p") for note in payload.notes),
        _html_sources(payload.sources) if payload.kind != "findings" else "",
    ]
    return f"<figure>{''.join(parts)}</figure>"


def _tag(tag: str, text: str, outer: str) -> str:
    return f"<{outer}><{tag}>{html.escape(text)}</{tag}></{outer}>" if text else ""


def _html_list(sentences: Sequence[Sentence]) -> str:
    items = "".join(f"<li>{html.escape(plain(said))}</li>" for said in sentences)
    return f"<ul>{items}</ul>" if items else ""


def _html_table(payload: Payload) -> str:
    head = "".join(f'<th scope="col">{html.escape(_head(c))}</th>' for c in payload.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{html.escape(cell.text)}</td>" for cell in row.cells) + "</tr>"
        for row in payload.rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if body else ""


def _head(column: Column) -> str:
    return f"{column.title} ({column.unit})" if column.unit else column.title


def _html_sources(found: Sequence[Source]) -> str:
    said = "; ".join(f"{s.publisher}: {s.title} ({s.vintage}, {s.licence})" for s in found)
    return _tag("small", f"Source: {said}.", "p") if said else ""

"""An exhibit: a figure, a table or findings, from the rows drawn to what the notebook carries.

Headline, caption, alternative text, source line and table view are derived here, in one
place, so that they cannot drift from what is drawn.
"""

from __future__ import annotations

import os
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, cast, get_args

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.errors import ExhibitError
from reportlib.base.exports import as_csv, exact, row_ids, units
from reportlib.base.files import write_whole
from reportlib.base.manifests import Manifest
from reportlib.base.payload import (
    EXHIBIT_MIME,
    FLAGS,
    FOR_BOOK,
    FORMS_VARIABLE,
    MISSING,
    Column,
    Payload,
    Piece,
    Row,
    Sentence,
    Source,
)
from reportlib.content import views
from reportlib.content.anchors import Anchor, anchors_of, with_anchors
from reportlib.content.datasets import manifest_of_row, taken_lacking
from reportlib.content.figures import Drawing, Size, render
from reportlib.content.forms import HEAT, LINES, TILE_MAP, Form, fitting
from reportlib.content.kinds import kinds_told, tables_end, with_kinds
from reportlib.content.notes import Remarks, breaks, notes_of, remarks
from reportlib.content.numbers import keep_together, say_list
from reportlib.content.pictures import Picture, card, pngs
from reportlib.content.plain import as_html, as_text
from reportlib.content.sentences import plain, set_aside

VALUES = {"value", "start", "x", "rank"}
"""Columns by which a drawing shows values of rows, and not only names them."""

NO_DATA_YET = "There are no data for this."
TWO_DOTS = "Two dots: no value is known, or none applies."


@dataclass(frozen=True)
class Exhibit:
    """An exhibit ready to show; as a cell's last value it shows itself in any notebook.

    ``told`` is all but the drawings, which are made when they are first asked for: who wants
    the headline draws nothing. ``anchors`` are the marks behind the headline's numbers, which
    the drawing rings or prints the values of.
    """

    told: Payload
    plot: Callable[[Size], Drawing] | None = None
    anchors: tuple[Anchor, ...] = ()

    @property
    def headline(self) -> Sentence:
        """The finding; empty where it cannot be said."""
        return self.told.headline

    @cached_property
    def payload(self) -> Payload:
        """The exhibit whole, drawings included."""
        if self.plot is None:
            return self.told
        drawings = render(self.plot, self.told.label)
        return self.told.model_copy(update={"drawings": drawings})

    def to_frame(self) -> pd.DataFrame:
        """The rows shown, a column for each of theirs and ``rows``, the ids of dataset rows.

        Numbers are exact, a missing one is NaN, text is text. ``attrs`` have the title, the
        headline, the ``units`` by column, the notes, and the sources with their licences.
        """
        told = self.told
        columns = [column.title for column in told.columns]
        cells = [[*map(exact, row.cells), row_ids(row)] for row in told.rows]
        frame = pd.DataFrame(cells, columns=[*columns, "rows"])
        frame.attrs = {
            "title": told.title,
            "headline": plain(told.headline),
            "units": {c.title: unit for c, unit in zip(told.columns, units(told), strict=True)},
            "notes": [plain(note) for note in told.notes],
            "sources": [
                {"publisher": s.publisher, "title": s.title, "vintage": s.vintage, "url": s.url}
                | {"licence": s.licence, "dataset": s.dataset}
                for s in told.sources
            ],
        }
        return frame

    def save(self, path: str | Path, *, width: int | None = None) -> Path:
        """Write the drawing with its headline and sources, or the rows; return where.

        The ending says which: ``.png``, ``.svg`` and ``.pdf`` have the drawing, ``.csv`` the
        rows with units, ids, sources and licences. Whether rows may be passed on, these say.

        Args:
            width: of a PNG, in pixels.

        Raises:
            ExhibitError: the ending is another, there is nothing to draw or no row to write,
                or a width does not apply.
        """
        place = Path(path).expanduser()
        ending = place.suffix.lower().removeprefix(".")
        if ending not in (*get_args(Picture), "csv"):
            raise ExhibitError(
                f"{place}: an exhibit is saved as .png, .svg, .pdf or .csv. End the name in one."
            )
        fits = isinstance(width, int) and 100 <= width <= 10_000
        if width is not None and (ending != "png" or not fits):
            raise ExhibitError(
                f"{place}: a width is for .png alone, 100 to 10000 whole pixels; "
                f"this is {width!r:.60}."
            )
        if ending == "csv":
            if not self.told.rows:
                raise ExhibitError(f"{place}: {self.told.label} has no rows. {self.told.missing}")
            write_whole(place, as_csv(self.told).encode())
            return place
        if self.plot is None:
            why = self.told.missing or "It is no figure; save it as .csv."
            raise ExhibitError(f"{place}: {self.told.label} has no drawing. {why}")
        write_whole(place, card(self.payload, cast(Picture, ending), width))
        return place

    def __repr__(self) -> str:
        count = len(self.told.rows)
        rows = "1 row" if count == 1 else f"{count} rows"
        said = plain(self.headline) or self.told.missing or rows
        return f"<{self.told.label}: {self.told.title}. {said}>"

    def _repr_mimebundle_(self, **_choice: Any) -> dict[str, Any]:
        """What a notebook keeps; the book's own build asks for what its pages need alone."""
        payload = self.payload
        bundle: dict[str, Any] = {
            EXHIBIT_MIME: payload.model_dump(mode="json", exclude_defaults=True),
            "text/plain": as_text(payload),
        }
        if os.environ.get(FORMS_VARIABLE) == FOR_BOOK:
            return bundle
        drawn = ""
        if "wide" in payload.drawings:
            bundle["image/png"], drawn = (b64encode(png).decode() for png in pngs(payload))
        return {**bundle, "text/html": as_html(payload, drawn)}


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
    dots: str = TWO_DOTS,
    chip: str = "",
    caution: str = "",
    **choices: Any,
) -> Exhibit:
    """Make a figure of a tidy table.

    What must be told of the rows shown follows from them: breaks, provisional and derived
    values, low trust (:mod:`reportlib.content.notes`). Nobody passes it.

    Args:
        form: the form of figure, which says what columns the table needs; beside them the
            column ``rows`` names the dataset rows, separated by spaces. Values over years that
            it would not let a reader see have another (:func:`reportlib.content.forms.fitting`).
        label: address and cross-reference, the same in every edition.
        title: what is shown, without number or place; the caption starts with it.
        where: the place or the group of economies, for the caption.
        unit: unit of the values, for the drawing, or where it says none for the subtitle.
        missing: what to say where the table is empty; label and caption then remain.
        headline: the finding, composed of numbers; left out where it cannot be said.
        notes: what a reader must know beside the figure, and no descriptor says.
        names: titles of the columns in the table view.
        dots: what two dots mean, told where a cell has them.
        chip: the rule by which the peers drawn were chosen, in a few words.
        caution: what nobody should conclude; a sentence.
        choices: keyword choices of the form's plot function.
    """
    lacking = _lacking()
    if table.empty:
        missing = _reason(missing, lacking)
        return Exhibit(
            Payload(kind="figure", label=label, title=title, caption=f"{title}.", missing=missing)
        )
    headline, aside = set_aside(headline or ())
    said = _as_sentences([aside, *notes, *_selections(table["rows"]), *lacking])
    drawn = table["rows"] if VALUES & set(table) else ()
    told = remarks(drawn)
    table = told.mark_table(table)
    named = {"unit": unit, **(names or {})}
    shown = _shown(where, unit, table)
    if form.has_unit:
        choices["unit"] = unit
    if form.joins_years:
        choices["breaks"] = breaks(table)
        table = with_kinds(table)
    form, table, choices = fitting(form, table, choices)
    if form is TILE_MAP:
        choices.setdefault("names", {code: one.name for code, one in economies().items()})
    if form is LINES and _is_sparse(table):
        choices.setdefault("observed_only", True)
    said += _as_sentences([tables_end(table)])
    anchors = anchors_of(headline, table)
    drawn_table = with_anchors(table, anchors)
    view = views.with_kinds(form.view(table, named), kinds_told(table))
    stated = views.stated(choices.get("marks"))
    view = views.with_marks(view, stated)
    if form is HEAT:
        said = _with_dots_told(said, view.rows, dots)
    return Exhibit(
        Payload(
            kind="figure",
            label=label,
            title=title,
            headline=_fit(label, headline),
            # A drawing that says its unit says it wherever it goes, and the caption says the
            # rest: a subtitle would repeat both.
            subtitle="" if form.says_unit else shown,
            caption=f"{title}: {where}{_years(table)}.",
            alt=f"{form.name}. {shown}. {form.tell(table, named)}{_told_breaks(choices)}"
            f"{views.tell_kinds(kinds_told(table))}"
            f"{views.tell_marks(stated)}",
            notes=_with_remarks(said, headline, told),
            sources=sources([*table["rows"], *stated["rows"], *_rows_of(headline, *said)]),
            columns=view.columns,
            rows=tuple(told.mark_row(row) for row in view.rows),
            chip=chip,
            caution=caution,
        ),
        plot=lambda size: form.plot(drawn_table, size=size, **choices),
        anchors=anchors,
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
    dots: str = TWO_DOTS,
    caution: str = "",
) -> Exhibit:
    """Make a table; its sources are those of its numbers and of ``row_ids``.

    What must be told of the rows behind its numbers follows from them, as in a figure.

    An empty ``where`` leaves the place out of caption and subtitle. ``filters`` are titles of
    columns by which a page can be filtered; ``cards`` are for rows of much text, and the only
    ones in which a strong row may have paragraphs.
    """
    lacking = _lacking()
    if not rows:
        missing = _reason(missing, lacking)
        return Exhibit(
            Payload(kind="table", label=label, title=title, caption=f"{title}.", missing=missing)
        )
    used = [row for line in rows for row in _rows_of(line.cells)]
    headline, aside = set_aside(headline or ())
    said = _as_sentences([aside, *notes, *_selections(used), *lacking])
    told = remarks(_rows_told(*(row.cells for row in rows)))
    place = f": {where}" if where else ""
    return Exhibit(
        Payload(
            kind="table",
            label=label,
            title=title,
            headline=_fit(label, headline),
            caption=f"{title}{place}.",
            notes=_with_remarks(_with_dots_told(said, rows, dots), headline, told),
            sources=sources([*used, *row_ids, *_rows_of(headline, *said)]),
            columns=tuple(columns),
            rows=tuple(told.mark_row(row) for row in (rows if cards else _not_too_bold(rows))),
            filters=tuple(filters),
            cards=cards,
            caution=caution,
        )
    )


def _reason(missing: str, lacking: Iterable[str]) -> str:
    """Why there is nothing to show, begun with a capital; a table that is not here comes first."""
    told = " ".join(lacking) or missing  # which would give another reason
    return f"{told[:1].upper()}{told[1:]}"


def _lacking() -> list[str]:
    """A sentence for each table that was asked for and is not in this copy of the book."""
    return [
        f"Not in this copy of the book: {manifest.title} ({manifest.reportlib.publisher})"
        f"{'' if manifest.may_be_passed_on else NOT_PASSED_ON}."
        for manifest in taken_lacking()
    ]


NOT_PASSED_ON = ", a table that its publisher does not let others pass on"


LONG = 80  # characters; a cell of more is a paragraph


def _not_too_bold(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The rows of a table; none is strong where one of those would print a paragraph in bold."""
    long = any(row.strong and any(len(cell.text) > LONG for cell in row.cells) for row in rows)
    return tuple(row.model_copy(update={"strong": False}) if long else row for row in rows)


def findings(
    *, label: str, title: str, sentences: Sequence[Sentence | None], missing: str
) -> Exhibit:
    """Make a list of findings; those that cannot be said for this economy are left out."""
    found = [set_aside(said)[0] for said in sentences if said]
    used = [row for said in found for row in _rows_of(said)]
    said = tuple(_fit(label, each) for each in found)
    lacking = _lacking()
    return Exhibit(
        Payload(
            kind="findings",
            label=label,
            title=title,
            sentences=said,
            notes=(*_legend(said), *(_as_sentences(lacking) if said else ())),
            missing="" if said else _reason(missing, lacking),
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
    "terms-of-use": "the publisher’s terms of use",
}


def licence_name(manifest: Manifest) -> str:
    """A dataset's licence as a source line prints it."""
    return licence_words(manifest.licenses[0].name)


def licence_words(name: str) -> str:
    """A licence's name in words, where it is one of the data package's own."""
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


def _rows_told(*said: Sentence | None) -> list[str]:
    """The rows of numbers that are their values."""
    pieces = [piece for found in said for piece in found or ()]
    return [row for p in pieces if p.kind == "number" and not p.unmarked for row in p.rows]


def _marked(said: Sentence) -> Sentence:
    """A sentence with the marks of its numbers, which are compared with each other alone."""
    return remarks(_rows_told(said)).mark_sentence(said)


def _with_remarks(
    said: tuple[Sentence, ...], headline: Sentence | None, shown: Remarks
) -> tuple[Sentence, ...]:
    """What is said beside an exhibit, and what must be told of it, its headline and its notes."""
    each = [remarks(_rows_told(sentence)) for sentence in (headline or (), *said)]
    return (*map(_marked, said), *notes_of([shown, *each]))


def _legend(said: Sequence[Sentence]) -> tuple[Sentence, ...]:
    """What the marks in findings mean; the exhibits that they rest on say more."""
    flags = sorted({flag for found in said for piece in found for flag in piece.flags})
    words = "; ".join(f"{flag}: {FLAGS[flag]}" for flag in flags)
    return _as_sentences([f"{words[:1]}{words[1:]}." if words else ""])


def _told_breaks(choices: Mapping[str, Any]) -> str:
    years = sorted({found.year for found in choices.get("breaks", ())})
    said = say_list(str(year) for year in years)
    return f" Breaks in {said}, which the notes explain; no line crosses one." if said else ""


def _fit(label: str, headline: Sentence | None) -> Sentence:
    """A headline with its marks, if it counts and ranks over no selection.

    Raises:
        ExhibitError: a number of it is a count or a rank over rows that somebody selected.
    """
    for piece in headline or ():
        over = {row.partition(":")[0] for row in (*piece.rows, *piece.whole)}
        counts = piece.unmarked or piece.derivation.startswith("rank among")
        for name in sorted(over) if counts else ():
            if rule := manifest_of_row(name).reportlib.selection:
                raise ExhibitError(
                    f"{label}: the headline counts or ranks over {name}, which is a selection: "
                    f"{rule} Say a value of it, or take a series that is whole."
                )
    return _marked(headline or ())


def _selections(rows: Iterable[str]) -> Sequence[str]:
    """How the rows of datasets came together that are no population."""
    names = sorted({row.partition(":")[0] for ids in rows for row in str(ids).split()})
    rules = (manifest_of_row(name).reportlib.selection for name in names)
    return [f"A selection: {rule}" for rule in dict.fromkeys(rules) if rule]


def _as_sentences(notes: Sequence[str | Sentence]) -> tuple[Sentence, ...]:
    return tuple(
        (Piece(text=keep_together(note)),) if isinstance(note, str) else note
        for note in notes
        if note
    )


def _with_dots_told(
    notes: tuple[Sentence, ...], rows: Sequence[Row], dots: str
) -> tuple[Sentence, ...]:
    """The notes, and what two dots mean where a cell has them."""
    drawn = any(cell.text == MISSING for row in rows for cell in row.cells)
    return (*notes, *_as_sentences([dots])) if drawn else notes

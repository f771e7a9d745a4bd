"""What a notebook output carries: an exhibit, whole, as JSON.

The content layer writes a :class:`Payload` into the notebook under
:data:`EXHIBIT_MIME`; the build layer reads it there. Neither imports the other:
this module is all they share. Nothing outside the notebook is needed to show the
exhibit, and everything in it is data: no markup of any kind is interpreted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EXHIBIT_MIME = "application/vnd.reportlib.exhibit+json"
FORMS_VARIABLE, FOR_BOOK = "REPORTLIB_FORMS", "book"
"""The variable is so while a book is built, whose pages need no picture of a drawing."""

MISSING = ".."
"""How a table shows that there is no value, as the United Nations print it: never as zero."""

CAUTION = "Don’t conclude"
"""What stands before an exhibit's caution."""

FLAGS: Mapping[str, str] = {
    "b": "break in the series",
    "d": "defined otherwise than others",
    "e": "estimated or derived",
    "p": "provisional",
    "u": "of low reliability",
}
"""The marks of numbers, in the order of their notes, and what each means."""

Kind = Literal["figure", "table", "findings", "cover", "tiles"]
"""A cover is the opening of a book: a name, a second one and a text. Tiles are rows or sentences
with a small drawing each."""
LABEL_PATTERN = r"^(fig|tbl|find)-[a-z0-9]+(-[a-z0-9]+)*$"


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Piece(_Model):
    """One piece of a sentence, or one cell of a table.

    ``text`` is what is shown. A number keeps its machine ``value``, its ``unit``, the
    ``rows`` it was computed from (``dataset:row-id``) and its ``derivation``; datasets of
    which it took too many rows to name stand in ``whole``. A text that a dataset holds,
    such as a date or a statement, keeps its ``rows``. A reference names the ``target``
    exhibit's label; its ``text`` is shown where no numbering exists, as in JupyterLab.

    ``flags`` are a number's marks, letters that the exhibit's notes explain. A number that is
    no value of its rows, such as a count of them, is ``unmarked``. What is ``aside`` makes a
    headline too long: an exhibit has it in its notes.
    """

    kind: Literal["text", "number", "reference"] = "text"
    text: str
    value: float | None = None
    unit: str = ""
    rows: tuple[str, ...] = ()
    derivation: str = ""
    whole: tuple[str, ...] = ()
    target: str = ""
    flags: str = Field(default="", pattern=r"^[a-z]*$")
    unmarked: bool = False
    aside: bool = False


Sentence = tuple[Piece, ...]


class Source(_Model):
    """A dataset that an exhibit rests on, as its source line names it."""

    dataset: str
    title: str
    publisher: str
    vintage: str
    url: str
    licence: str
    licence_url: str
    redistribute: Literal["yes", "no", "derived-only"]
    citation: str


class Column(_Model):
    """A column of an exhibit's table: shown title and unit; numbers align right.

    ``series`` is what a drawing calls the marks whose values the column holds, and ``panel``
    where in it they stand, if its name is another.
    What a reader looks for first is the ``lead``: on a phone a row's card begins with it.
    """

    title: str
    unit: str = ""
    numeric: bool = False
    series: str = ""
    panel: str = ""
    lead: bool = False


class Row(_Model):
    """A row of an exhibit's table; ``strong`` marks the economy the chapter is about.

    ``key`` is what a drawing calls the row, where that is not the text that names it.
    ``target`` is the address of the row, unique in the book, for links that lead to it.
    """

    cells: tuple[Piece, ...]
    strong: bool = False
    key: str = ""
    target: str = Field(default="", pattern=r"^([a-z][a-z0-9-]*)?$")


class Tile(_Model):
    """What is drawn beside a row or a sentence of an exhibit of tiles, and where it leads.

    ``target`` is the label of an exhibit or of a page. ``drawing`` is SVG text, which ``alt``
    tells and ``about`` names in a few words; ``strip`` is too, of what the row says in words: a
    place among all.
    """

    title: str
    target: str = ""
    drawing: str = ""
    alt: str = ""
    strip: str = ""
    about: str = ""


class Payload(_Model):
    """An exhibit as the notebook output carries it.

    ``missing`` says why nothing could be drawn; label and title stay, so that
    references hold for every economy. ``drawings`` holds the figure as SVG
    text: ``wide`` for a page, ``narrow`` for a phone. ``rows`` are the rows drawn: the
    table itself, or a figure's table view. A page lets readers filter a table by the columns
    that ``filters`` names, and shows its rows as ``cards`` where they are long. ``tiles`` has one
    for each row, or for each sentence where there are no rows. ``chip`` is the
    rule by which the peers drawn were chosen, in a few words; ``caution`` is what nobody should
    conclude.
    """

    version: Literal[1] = 1
    kind: Kind
    label: str = Field(pattern=LABEL_PATTERN)
    title: str
    headline: Sentence = ()
    subtitle: str = ""
    caption: str = ""
    alt: str = ""
    notes: tuple[Sentence, ...] = ()
    sources: tuple[Source, ...] = ()
    missing: str = ""
    drawings: dict[Literal["wide", "narrow"], str] = Field(default_factory=dict)
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    sentences: tuple[Sentence, ...] = ()
    filters: tuple[str, ...] = ()
    cards: bool = False
    tiles: tuple[Tile, ...] = ()
    chip: str = ""
    caution: str = ""

    def pieces(self) -> Iterator[Piece]:
        """Every piece shown: of the headline, the notes and the sentences, then the cells."""
        for said in (self.headline, *self.notes, *self.sentences):
            yield from said
        for row in self.rows:
            yield from row.cells

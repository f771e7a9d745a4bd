"""How a table's columns are laid out: widths, alignment on the decimal, and whether it fits.

Widths are estimated in letters of the table's type. An estimate is enough to choose between
natural widths and shared ones, normal and small type, an upright and a turned page, and to
keep a short table in one piece. Within its columns Typst breaks lines by true measure.
"""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from docutils import nodes
from docutils.utils import column_width

from reportlib.typst.calls import ancestors

NUMERIC_CLASSES = {"num", "text-right"}
ALIGNMENTS = {"text-left": "left", "text-center": "center", "text-right": "right"}
# A sign or currency, digits in groups, perhaps a fraction, and then a unit or a mark.
NUMBER = re.compile(
    r"[-+\u2212<>~]?[^\w\s.,]{0,3}\d(?:[\d,\u00a0\u2009\u202f ]*\d)?"
    r"(?P<tail>(?:\.\d+)?\s?[^\d\s.,]{0,8})"
)
# What of a tail is a unit: a word behind a space, or a sign. Letters at a number are marks.
UNIT = re.compile(r"\s\S+|[^\w\s.]+")
UNIT_HEADER = "unit"  # of the column that tells the unit of the numbers at its left
MARK = 0.6  # of a letter's width
ROOM = {"normal": 98, "small": 116, "turned": 168}  # letters in a line of each layout
GUTTER = 2  # letters between two columns
CARDS = "cards"  # the class of a table, or of what holds it, whose rows are long
LOOKED_UP = "fold"  # the class of a table that a page folds away, for its length
FACT = 48  # letters of a cell that shares a card's line with others
DASHES = " .-\u00b7\u2013\u2014\u2212"  # what a cell says that has nothing to say
TALL = 400  # letters of a cell whose row may be broken
CLOSING, CLOSING_LINES = 3, 18  # rows at the end that stay together, and their most lines
SHORT = 14  # letters of a column whose cells stay in one line
MOST_LINES = 5  # of a header, where there is room beside the cells
BROKEN = 24  # letters; a longer text may take more lines for the sake of a header
LONGEST_CELL = 8  # medians of its column; what a cell has beyond widens no column
FEW = 8  # a table is not folded for the sake of fewer than one row in so many
NARROWEST = 10  # letters of a column of text
LONGEST_WORD = 18  # letters; a longer one is hyphenated
LETTER, INSET = 0.54, 1.0  # of the type's size: a letter, and the room beside a cell
BESIDE = 56  # letters in a line of a record that has another one beside it
UNEVEN = 1.1  # what two records side by side take more for not being equally long
ROW_GAP, RECORD_GAP = 0.4, 0.7  # lines between two rows, and between two records


@dataclass(frozen=True)
class Tail:
    """What a number has behind its decimal place, with the point, and the marks raised there."""

    text: str = ""
    marks: str = ""

    @property
    def letters(self) -> float:
        """How wide it is."""
        return len(self.text) + MARK * len(self.marks)


@dataclass(frozen=True)
class Cell:
    """One cell: where it begins, what it says, and how many columns and rows it covers."""

    node: nodes.Element
    column: int
    text: str
    columns: int
    rows: int
    beside: str = ""  # the unit that a cell at its right tells

    @property
    def tail(self) -> Tail | None:
        """What its number has behind the decimal place; None for other texts."""
        raised = "".join(each.astext() for each in self.node.findall(nodes.superscript))
        marks = raised if raised and self.text.endswith(raised) else ""
        found = tail(self.text.removesuffix(marks))
        return None if found is None else Tail(found, marks)

    @property
    def unit(self) -> str:
        """The unit of its number, by which numbers of a column are aligned."""
        own = self.tail
        found = UNIT.search(own.text) if own else None
        return f"{found[0].strip() if found else ''} {self.beside}".strip()


@dataclass(frozen=True)
class Column:
    """What a column needs, in letters, and what its numbers have behind the decimal place."""

    widest: int  # of its cells
    header: int
    word: int  # the longest, of its header as well
    numeric: bool
    tails: tuple[tuple[str, Tail], ...] = ()  # the widest of each unit
    weight: float = 1.0  # its share of what is left beside the short columns

    @property
    def is_short(self) -> bool:
        """Whether each cell stays in one line; the header may take more."""
        return self.numeric or self.widest <= SHORT

    @property
    def least(self) -> int:
        """Letters below which a word would be broken; the rest is shared by weight."""
        return self.needed if self.is_short else max(min(self.word, LONGEST_WORD), NARROWEST)

    @property
    def natural(self) -> int:
        """Letters with nothing broken."""
        return max(self.widest, self.header)

    @property
    def needed(self) -> int:
        """Letters that are the least to read it well."""
        if self.is_short:
            return max(self.widest, min(self.word, LONGEST_WORD))
        return max(min(self.word, LONGEST_WORD), min(self.widest, SHORT))


def rows_of(part: nodes.Element | None, count: int) -> list[list[Cell]]:
    """The cells of each row, with the column that each begins in."""
    covered: dict[int, int] = {}  # column → how many rows a cell above still covers
    rows = []
    for row in _elements(part):
        cells, column = [], 0
        taken = {at for at, left in covered.items() if left}
        covered = {at: left - 1 for at, left in covered.items() if left}
        for entry in _elements(row):
            while column in taken:
                column += 1
            wide, high = entry.get("morecols", 0) + 1, entry.get("morerows", 0) + 1
            cells.append(Cell(entry, min(column, count - 1), entry.astext(), wide, high))
            covered.update(dict.fromkeys(range(column, column + wide), high - 1))
            column += wide
        rows.append(cells)
    return rows


def with_units(header: list[list[Cell]], body: list[list[Cell]]) -> list[list[Cell]]:
    """The rows, each cell knowing the unit told at its right."""
    told = {
        cell.column
        for cell in (header[-1] if header else ())
        if cell.text.casefold() == UNIT_HEADER
    }
    rows = []
    for row in body:
        units = {cell.column: cell.text.strip() for cell in row if cell.column in told}
        rows.append([replace(cell, beside=units.get(cell.column + 1, "")) for cell in row])
    return rows


def columns_of(header: list[list[Cell]], body: list[list[Cell]], count: int) -> list[Column]:
    """What each column needs, from the cells that are in it alone."""
    return [_column(_texts(header, at), _alone(body, at)) for at in range(count)]


def layout(columns: Sequence[Column]) -> str:
    """The plainest layout that the columns fit into."""
    needed = sum(column.needed + GUTTER for column in columns)
    return next((name for name, room in ROOM.items() if needed <= room), "turned")


def parts(columns: Sequence[Column], rows: list[list[Cell]]) -> list[list[int]]:
    """The columns of each part of a table: all in one, unless they fit on no page.

    Each part begins with the first column, which says what its rows are. Cells over several
    columns or rows hold a table together.
    """
    everything = list(range(len(columns)))
    joined = any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row)
    if joined or sum(column.needed + GUTTER for column in columns) <= ROOM["turned"]:
        return [everything]
    count = len(_filled(columns, len(columns)))
    # As few parts as are needed, and none of them a leftover.
    even = _filled(columns, math.ceil((len(columns) - 1) / count))
    return even if len(even) == count else _filled(columns, len(columns))


def _filled(columns: Sequence[Column], most: int) -> list[list[int]]:
    """Parts filled one after the other, each with at most so many columns beside the first."""
    found = [[0]]
    for at in range(1, len(columns)):
        letters = sum(columns[each].needed + GUTTER for each in [*found[-1], at])
        full = letters > ROOM["normal"] or len(found[-1]) > most
        if full and len(found[-1]) > 1:
            found.append([0])
        found[-1].append(at)
    return found


def only(rows: list[list[Cell]], chosen: Sequence[int]) -> list[list[Cell]]:
    """The rows with the chosen columns alone, counted anew."""
    place = {column: at for at, column in enumerate(chosen)}
    return [
        [replace(cell, column=place[cell.column]) for cell in row if cell.column in place]
        for row in rows
    ]


def shown(
    rows: list[list[Cell]],
    columns: Sequence[Column],
    longest: int,
    looked_up: bool,
) -> list[list[Cell]]:
    """The rows to print: no more than are asked for, or all where few would be left out.

    The first rows of a table of numbers say most of it. Of one of texts that is looked up they
    say nothing of the others: none is printed, unless links of the book lead to its rows.
    """
    if not longest or len(rows) - longest <= longest // FEW:
        return rows
    numbers = 2 * sum(column.numeric for column in columns) >= len(columns)
    if not looked_up or numbers:
        return rows[:longest]
    return rows if any(row[0].node.parent["ids"] for row in rows) else []


def is_tall(row: Sequence[Cell]) -> bool:
    """Whether a row may go on on the next page, which would leave too large a gap otherwise."""
    return any(letters_of(cell.text) > TALL for cell in row)


def are_cards(table: nodes.Element) -> bool:
    """Whether the rows of a table are printed one below the other, each as a record."""
    return any(CARDS in each.get("classes", ()) for each in (table, *ancestors(table)))


def is_looked_up(table: nodes.Element) -> bool:
    """Whether a table is there to be looked up, not read: it may be set smaller."""
    return LOOKED_UP in table["classes"]


def fit_beside(header: list[list[Cell]], body: list[list[Cell]], columns: Sequence[Column]) -> bool:
    """Whether the rows take less as records, two beside each other, than as a table."""
    joined = any(cell.columns > 1 or cell.rows > 1 for row in body for cell in row)
    if joined or not header or all(column.is_short for column in columns):
        return False
    names = {cell.column: letters_of(cell.text) + 2 for cell in header[-1]}
    records = sum(_record_lines(row, names, columns) for row in body) / 2 * UNEVEN
    return records < height(body, columns, ROOM["small"]) + ROW_GAP * len(body)


def _record_lines(row: Sequence[Cell], names: dict[int, int], columns: Sequence[Column]) -> float:
    facts, lines = 0, RECORD_GAP + max(1, math.ceil(letters_of(row[0].text) / BESIDE))
    for cell in row[1:]:
        letters = letters_of(cell.text) + names.get(cell.column, 0)
        if not cell.text.strip(DASHES):
            continue
        if columns[cell.column].widest <= FACT:
            facts += letters + 2
        else:
            lines += math.ceil(letters / BESIDE)
    return lines + math.ceil(facts / BESIDE)


def is_turned(table: nodes.Element) -> bool:
    """Whether a table, or the first of its parts, takes a turned page."""
    group = table.next_node(nodes.tgroup)
    if group is None or are_cards(table):
        return False
    count = sum(1 for _ in group.findall(nodes.colspec))
    header = rows_of(group.next_node(nodes.thead), count)
    body = rows_of(group.next_node(nodes.tbody), count)
    columns = columns_of(header, body, count)
    if is_looked_up(table) and fit_beside(header, body, columns):
        return False
    first = parts(columns, [*header, *body])[0]
    return layout([columns[at] for at in first]) == "turned"


def widths(columns: Sequence[Column], room: int) -> list[str]:
    """Typst's widths: natural ones where all fit in a line, else shares of what is left."""
    if sum(column.natural + GUTTER for column in columns) <= room:
        return ["auto"] * len(columns)
    columns = roomy(columns, room)
    if sum(max(column.widest, column.least) + GUTTER for column in columns) <= room:
        return [_fixed(column) if column.is_short else "auto" for column in columns]
    fixed = _cramped(columns, room)
    return [_fixed(column) if column in fixed else _width(column) for column in columns]


def roomy(columns: Sequence[Column], room: int) -> list[Column]:
    """The columns, those with short cells as wide as lets their headers stay in few lines.

    Texts that are long in any case leave some room for that: they take as many lines.
    """
    for text_lines, fewest in ((1, 2), (3, 3)):
        for lines in range(fewest, MOST_LINES):
            found = [
                replace(column, widest=max(column.widest, math.ceil(column.header / lines)))
                if column.is_short
                else column
                for column in columns
            ]
            taken = (
                each.needed if each.is_short else _wrapped(each.widest, text_lines)
                for each in found
            )
            if sum(letters + GUTTER for letters in taken) <= room:
                return found
    return list(columns)


def _wrapped(letters: int, lines: int) -> int:
    """The letters in each of so many lines; a text of few stays in one."""
    return letters if letters <= BROKEN else max(BROKEN, math.ceil(letters / lines))


def _cramped(columns: Sequence[Column], room: int) -> set[Column]:
    """The columns whose share would be narrower than their longest word."""
    found: set[Column] = set()
    while True:
        sharing = [each for each in columns if not each.is_short and each not in found]
        taken = sum(each.least + GUTTER for each in columns if each not in sharing)
        shares = sum(each.weight for each in sharing)
        narrow = {
            each for each in sharing if (room - taken) * each.weight / shares < each.least + GUTTER
        }
        if not narrow:
            return found
        found |= narrow


def height(body: list[list[Cell]], columns: Sequence[Column], room: int) -> int:
    """How many lines the rows take, about."""
    short = [column.needed for column in columns if column.is_short]
    shares = sum(column.weight for column in columns if not column.is_short)
    left = max(room - sum(short) - GUTTER * len(columns), SHORT)
    letters = [
        column.needed if column.is_short else left * column.weight / shares for column in columns
    ]
    return sum(
        max((math.ceil(letters_of(cell.text) / letters[cell.column]) for cell in row), default=1)
        for row in body
    )


def closing(body: list[list[Cell]], columns: Sequence[Column], room: int) -> int:
    """How many of the last rows stay together: none where a page might not hold them.

    A cell over several rows might begin above them.
    """
    last = body[-CLOSING:]
    spanned = any(cell.rows > 1 for row in body for cell in row)
    return 0 if spanned or height(last, columns, room) > CLOSING_LINES else len(last)


def alignment(cell: Cell, column: Column) -> str:
    """Which side a cell's text stands at: what the source asks for, numbers at the right."""
    asked = (ALIGNMENTS[each] for each in cell.node["classes"] if each in ALIGNMENTS)
    return next(asked, "right" if column.numeric and cell.columns == 1 else "left")


def tail(text: str) -> str | None:
    """What a number has behind its decimal place, with the point; None for other texts."""
    match = NUMBER.fullmatch(text.strip())
    return match["tail"] if match else None


@lru_cache(maxsize=1 << 16)
def letters_of(text: str) -> int:
    """How many letters wide a text is; an ideograph counts for two."""
    return len(text) if text.isascii() else column_width(text)


def _column(headers: list[str], cells: list[Cell]) -> Column:
    own = [cell.text for cell in cells if cell.text.strip()]
    tails: dict[str, Tail] = {}
    numbers = 0
    for cell in cells:
        if (found := cell.tail) is not None:
            numbers += 1
            widest = max(found, tails.get(cell.unit, found), key=lambda each: each.letters)
            tails[cell.unit] = widest
    marked = any(NUMERIC_CLASSES & set(cell.node["classes"]) for cell in cells)
    words = [word for text in (*headers, *own) for word in text.split()]
    return Column(
        widest=max(map(letters_of, own), default=1),
        header=max(map(letters_of, headers), default=0),
        word=max(map(letters_of, words), default=1),
        numeric=marked or (bool(own) and numbers == len(own)),
        tails=tuple(tails.items()),
        weight=max(_weight(own), 1.0),
    )


def _alone(rows: list[list[Cell]], at: int) -> list[Cell]:
    return [cell for row in rows for cell in row if cell.column == at and cell.columns == 1]


def _texts(rows: list[list[Cell]], at: int) -> list[str]:
    return [cell.text for cell in _alone(rows, at)]


def _width(column: Column) -> str:
    if not column.is_short:
        return f"{column.weight:g}fr"
    return "auto" if column.header <= column.needed else _fixed(column)


def _fixed(column: Column) -> str:
    return f"{column.least * LETTER + INSET:.2f}em"


def _weight(cells: Sequence[str]) -> float:
    """The share that keeps the sum of the squares of all cells' heights least.

    A cell of n letters in a column of width w is n/w lines high. A text that is long in one
    row only takes less from its neighbours than one that is long in all.
    """
    lengths = [letters_of(text) for text in cells]
    most = LONGEST_CELL * statistics.median(lengths) if lengths else 0
    return round(math.cbrt(sum(min(length, most) ** 2 for length in lengths)), 2)


def _elements(node: nodes.Element | None) -> list[nodes.Element]:
    children = [] if node is None else node.children
    return [each for each in children if isinstance(each, nodes.Element)]

"""Put a publisher's figures in the place of those that a dataset holds."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from reportlib.base.economies import Economy
from reportlib.base.manifests import (
    Exclusion,
    FieldSchema,
    Manifest,
    dataset_names,
    read_manifest,
)
from reportlib.base.rows import read_rows
from reportlib.upkeep.refresh.downloads import Sheet, quoted
from reportlib.upkeep.refresh.formats import FORMATS, Published
from reportlib.upkeep.refresh.formats.figures import Faults, Figure
from reportlib.upkeep.refresh.recipes import Part, Recipe
from reportlib.upkeep.refresh.tables import Key, Row, Table, constraints

_NUMBER = re.compile(r"-?\d+(\.\d*)?([eE][+-]?\d{1,3})?|-?\.\d+")
SOURCE = "source"  # the column of a dataset whose rows name their source


@dataclass
class Withheld:
    """An exclusion of the descriptor, with the figures that it kept out of the new vintage.

    ``later`` are those of years after it ends, kept out because it covers a whole series;
    ``reason`` says why it could not be applied, where it could not.
    """

    exclusion: Exclusion
    figures: list[tuple[Key, str, str]] = field(default_factory=list)
    later: int = 0
    reason: str = ""


@dataclass
class Vintage:
    """The new table, and what became of the publisher's figures."""

    table: Table
    withheld: list[Withheld]
    aggregates: Counter[str] = field(default_factory=Counter)
    unknown: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    zeros: int = 0

    @property
    def kept_out(self) -> frozenset[tuple[Key, str]]:
        """The figures that exclusions kept out, by key and column."""
        found = (figure for withheld in self.withheld for figure in withheld.figures)
        return frozenset((key, column) for key, column, _ in found)


class Shaper:
    """Turns published figures into rows of a dataset."""

    def __init__(
        self, old: Table, recipe: Recipe, economies: dict[str, Economy], last_year: int
    ) -> None:
        self._old, self._recipe, self._economies = old, recipe, economies
        self._appends = old.manifest.reportlib.renewal in ("append", "append-if-overlap-agrees")
        self._last_year = last_year
        self._by_name = {economy.name: code for code, economy in economies.items()}
        self._by_name |= FORMATS[recipe.format].names
        known = FORMATS[recipe.format]
        self._codes = {**known.codes, **(_two_letters(old.manifest) if known.two_letters else {})}
        self._missing = FORMATS[recipe.format].missing | set(recipe.missing)
        self._fields = {field.name: field for field in old.manifest.table.fields}
        years = [int(year) for year in old.values(recipe.year)]
        self._span = (min(years, default=0), max(years, default=0))

    def shape(self, read: Iterable[tuple[Sheet, Published]], source: str = "") -> Vintage:
        """The dataset with these figures in the place of those of the same parts.

        Raises:
            DatasetError: a cell is no number, out of its bounds, or there twice.
        """
        found = list(read)
        withheld = [self._withheld(e) for e in self._old.manifest.reportlib.exclusions]
        replaced = [] if self._appends else [published.part for _, published in found]
        new = Vintage(self._cleared(replaced), withheld)
        for sheet, published in found:
            faults = Faults(sheet)
            self._fill(new, published, faults, source)
            faults.stop()
            new.skipped.update(published.skipped)
            new.statuses.update(published.statuses)
        if self._recipe.zeros == "unreported":
            new.zeros = self._drop_zeros(new.table, [published.part for _, published in found])
        rows = new.table.rows
        new.table.rows = {k: r for k, r in rows.items() if any(r[c] for c in new.table.measures)}
        return new

    def _cleared(self, parts: Sequence[Part]) -> Table:
        """The old table without the figures of these parts."""
        table = Table(self._old.manifest)
        for key, row in self._old.rows.items():
            cells = dict(row)
            for part in parts:
                if all(row[column] == value for column, value in part.set.items()):
                    cells[part.column] = ""
            table.rows[key] = cells
        return table

    def _fill(self, new: Vintage, published: Published, faults: Faults, source: str) -> None:
        part = published.part
        seen: dict[Key, Figure] = {}
        for figure in published.figures:
            code = self._code(figure)
            if code is None:
                self._drop(new, figure)
                continue
            text = figure.text.strip()
            if text in self._missing:
                continue
            cells = {self._recipe.economy: code, self._recipe.year: str(figure.year), **part.set}
            key = self._old.key_of(cells)
            if key in seen:
                faults.add(
                    figure.row,
                    figure.column,
                    f"a second figure of {' '.join(key)}; the first stands in row {seen[key].row}. "
                    f"Expected one figure of each economy and year.",
                )
            seen.setdefault(key, figure)
            exact = self._number(figure, text, faults)
            if exact is None or self._is_withheld(new, part, key, figure, code):
                continue
            value = self._value(part, figure, exact, faults)
            row = new.table.rows.setdefault(key, self._blank(cells))
            row[part.column] = value
            if SOURCE in row:
                row[SOURCE] = source

    def _drop_zeros(self, table: Table, parts: Sequence[Part]) -> int:
        """Empty the cells whose zero says that nothing was reported; return how many."""
        series: defaultdict[tuple[str, Part], dict[int, Row]] = defaultdict(dict)
        for row in table.rows.values():
            for part in parts:
                if row[part.column] and all(row[c] == value for c, value in part.set.items()):
                    series[row[self._recipe.economy], part][int(row[self._recipe.year])] = row
        zeros = {
            (code, part, year): row
            for (code, part), rows in series.items()
            for year, row in rows.items()
            if not Decimal(row[part.column])
        }
        together = Counter((code, year) for code, _, year in zeros)
        above = {
            key: [year for year in rows if (*key, year) not in zeros]
            for key, rows in series.items()
        }
        dropped = 0
        for (code, part, year), row in zeros.items():
            years = above[code, part] or [0]
            outside = not min(years) <= year <= max(years)
            if outside or 1 < len(parts) == together[code, year]:
                row[part.column] = ""
                dropped += 1
        return dropped

    def _blank(self, cells: Row) -> Row:
        return {**dict.fromkeys(self._fields, ""), **cells}

    def _code(self, figure: Figure) -> str | None:
        """The economy's code; None where it is no economy of the book."""
        mapped = self._recipe.codes.get(figure.code) or self._recipe.codes.get(figure.name)
        code = mapped or self._codes.get(figure.code, figure.code)
        if code in self._economies:
            return code
        if figure.code:
            return None
        # A footnote's raised letter hangs on the name once the table is plain text.
        names = (figure.name, figure.name[:-1] if figure.name[-1:].islower() else "")
        return next((self._by_name[name] for name in names if name in self._by_name), None)

    def _drop(self, new: Vintage, figure: Figure) -> None:
        if figure.text.strip() in self._missing:
            return
        known = FORMATS[self._recipe.format].is_group(figure.code)
        name = f"{figure.code} {figure.name}".strip() if figure.code != figure.name else figure.name
        (new.aggregates if known else new.unknown)[name] += 1

    def _number(self, figure: Figure, text: str, faults: Faults) -> Decimal | None:
        if _NUMBER.fullmatch(text):
            return Decimal(text).scaleb(figure.power)
        faults.add(
            figure.row,
            figure.column,
            f"{quoted(text)} is not a number; expected digits with a point, or an empty cell "
            f"where the figure is missing.",
        )
        return None

    def _value(self, part: Part, figure: Figure, exact: Decimal, faults: Faults) -> str:
        """The figure as the dataset writes it; faults where it is out of bounds."""
        column = self._fields[part.column]
        decimals = 0 if column.type == "integer" else part.decimals
        value = (exact * Decimal(str(part.factor))).quantize(Decimal(1).scaleb(-decimals))
        for what in _broken(column, value):
            faults.add(figure.row, figure.column, f"{figure.text} {what} of {part.column}.")
        if figure.year > self._last_year:
            faults.add(
                figure.row,
                figure.column,
                f"the year {figure.year} is yet to come; expected years to {self._last_year}.",
            )
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    def _withheld(self, exclusion: Exclusion) -> Withheld:
        if not exclusion.economies:
            return Withheld(exclusion, reason="it names no economy")
        known = {part.column for part in self._recipe.parts} | {
            value for part in self._recipe.parts for value in part.set.values()
        }
        strange = [name for name in _columns(exclusion) if name not in known]
        if strange:
            return Withheld(exclusion, reason=f"{', '.join(strange)} is no column or value here")
        return Withheld(exclusion)

    def _is_withheld(self, new: Vintage, part: Part, key: Key, figure: Figure, code: str) -> bool:
        """Whether an exclusion of the descriptor keeps the figure out; notes it there."""
        year = figure.year
        names = {part.column, *part.set.values()}
        for withheld in new.withheld:
            exclusion, wanted = withheld.exclusion, _columns(withheld.exclusion)
            if withheld.reason or code not in exclusion.economies:
                continue
            if wanted and not names & set(wanted):
                continue
            first, last = _span(exclusion)
            whole = first <= self._span[0] and last >= self._span[1]
            if first <= year <= last or whole:
                withheld.figures.append((key, part.column, figure.text.strip()))
                withheld.later += not first <= year <= last
                return True
        return False


def _two_letters(manifest: Manifest) -> dict[str, str]:
    """Codes of two letters with ours, where the list of economies has them."""
    if "economies" not in dataset_names(manifest.file.parent):
        return {}
    rows = read_rows(read_manifest("economies", manifest.file.parent)).values()
    return {row["iso2"]: row["economy"] for row in rows if row.get("iso2")}


def _columns(exclusion: Exclusion) -> list[str]:
    return [name.strip() for name in exclusion.columns.split(",") if name.strip()]


def _span(exclusion: Exclusion) -> tuple[int, int]:
    """The first and the last year of an exclusion; all years where it names none."""
    years = exclusion.years
    return (min(years), max(years)) if years else (0, 9999)


def _broken(column: FieldSchema, value: Decimal) -> Iterable[str]:
    found = constraints(column)
    least, most = found.get("minimum"), found.get("maximum")
    if least is not None and value < Decimal(str(least)):
        yield f"is less than {least}, the minimum"
    if most is not None and value > Decimal(str(most)):
        yield f"is more than {most}, the maximum"

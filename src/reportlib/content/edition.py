"""An edition: the checked parameters with what follows from them, for chapters to use."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from typing import Literal, cast

import pandas as pd

from reportlib.base.economies import Economy, economies
from reportlib.base.measures import read_measures
from reportlib.base.parameters import GROUP_SIZE, Parameters, check_parameters, schema
from reportlib.content.measures import measure, on_scale
from reportlib.content.names import name_in_words
from reportlib.content.peers import nearest
from reportlib.content.series import Series, rank, reference_year

Role = Literal["focus", "peer", "other"]
INJECTED = "# Parameters"
"""How the cell begins that papermill puts into a notebook."""


@dataclass(frozen=True, init=False)
class Edition:
    """What every exhibit of a chapter needs to know: economy, peers, years, scale."""

    parameters: Parameters
    economy: Economy
    peers: tuple[Economy, ...]
    near: str | None

    def __init__(self, **values: object) -> None:
        """Check parameters, those left out at their default, and resolve the group of peers.

        The group nearest is chosen by :func:`reportlib.content.peers.nearest`. The members of
        another are its largest by the measure that ``data/measures.yaml`` names under
        ``peers_by``, in the latest year with enough economies; a project that names none has
        empty groups.

        Raises:
            ParameterError: a name or value is refused; lists all of them.
        """
        parameters = check_parameters(values)
        known = economies()
        peers = tuple(known[code] for code in _peer_codes(parameters))
        for name, value in (
            ("parameters", parameters),
            ("economy", known[parameters.economy]),
            ("peers", peers),
            ("near", None),
        ):
            object.__setattr__(self, name, value)

    @classmethod
    def of_chapter(cls, names: Mapping[str, object], *, near: str | None = None) -> Edition:
        """The edition that a chapter's parameters ask for.

        papermill puts a cell into a chapter that sets whatever names it was given. One that
        is misspelt would set nothing the chapter reads, and leave the default: it is refused.

        Args:
            names: the chapter's ``globals()`` after the cell of parameters.
            near: the measure of the chapter by which two of the nearest peers are chosen.

        Raises:
            ParameterError: a name or value is refused; lists all of them.
        """
        cells = [str(cell) for cell in cast(Iterable[object], names.get("In", ()))]
        injected = [cell for cell in cells if cell.startswith(INJECTED)]
        used = schema()
        wanted = {*used, *(name for cell in injected[-1:] for name in _assigned(cell))}
        values = {name: names[name] for name in sorted(wanted & names.keys())}
        declared = {name for cell in cells for name in _assigned(cell, declared=True)}
        check_parameters(values, [name for name in used if name in declared] or None)
        edition = cls(**values)
        return edition.nearest_by(near) if near else edition

    def nearest_by(self, near: str) -> Edition:
        """This edition, where two of the nearest peers are so by another measure."""
        edition = copy(self)
        peers = _peer_codes(self.parameters, near)
        object.__setattr__(edition, "peers", tuple(economies()[code] for code in peers))
        object.__setattr__(edition, "near", near)
        return edition

    @property
    def code(self) -> str:
        """The code of the economy the chapter is about."""
        return self.economy.code

    @property
    def name(self) -> str:
        """The name of the economy the chapter is about, as in a heading."""
        return self.economy.name

    @property
    def named(self) -> str:
        """The name of the economy the chapter is about, as in a sentence."""
        return name_in_words(self.code)

    @property
    def compared(self) -> tuple[str, ...]:
        """Codes of the economy and its peers, the economy first."""
        return (self.code, *(peer.code for peer in self.peers))

    @property
    def peers_said(self) -> str:
        """Who the peers are, and by which rule they were chosen."""
        names = ", ".join(peer.name for peer in self.peers) or "none"
        group = {
            "nearest": "all economies",
            "top": "all economies",
            "region": f"the economies of {self.economy.region}",
            "income": f"the economies of {self.economy.income_group.lower()}",
        }.get(self.parameters.peers)
        if not group:
            return names
        rule = read_measures().peers_by
        if rule is not None and self.parameters.peers == "nearest":
            own = measure(self.near).measure.name if self.near else ""
            return f"{names} ({rule.nearest_said(own)})"
        if rule is None:
            return f"{names} (the book names no measure by which to choose among {group})"
        return f"{names} (those with {rule.words} among {group})"

    def chip(self, table: pd.DataFrame) -> str:
        """The rule by which the peers drawn were chosen, in a few words; empty without peers."""
        rule = read_measures().peers_by
        if rule is None or "role" not in table or "peer" not in set(table["role"]):
            return ""
        rate = measure(self.near).measure.name if self.near else rule.rate_words or "rate"
        words = {
            "nearest": f"nearest in {rule.size_words or 'size'} and {rate}",
            "top": f"those with {rule.words}",
            "region": f"largest of {self.economy.region}",
            "income": f"largest of {self.economy.income_group.lower()}",
        }
        return f"Peers: {words.get(self.parameters.peers, 'as chosen')}"

    @property
    def years_said(self) -> str:
        """The years asked for."""
        return f"{self.parameters.first_year}–{self.parameters.last_year}"

    def window(self, series: Series) -> Series:
        """A series within the years asked for."""
        return series.between(self.parameters.first_year, self.parameters.last_year)

    def scaled(self, series: Series) -> Series:
        """A series of counts on the scale asked for; any other series as it is.

        Raises:
            ParameterError: the project names no base for the scale.
        """
        if not series.measure.count or self.parameters.scale == "count":
            return series
        return on_scale(series, self.parameters.scale)

    def role(self, code: str) -> Role:
        """What an economy is in this edition: the focus, a peer, or another."""
        if code == self.code:
            return "focus"
        return "peer" if code in self.compared else "other"

    def reference_year(self, series: Series) -> int | None:
        """The year that rankings use, up to the last year asked for."""
        return reference_year(series, self.parameters.last_year)

    def place(self, table: pd.DataFrame) -> str:
        """Who is drawn: the economy and its peers, or its peers alone."""
        drawn = set(table["role"]) if "role" in table else set()
        if "focus" not in drawn:
            return f"peers of {self.named}"
        return f"{self.named} and peers" if "peer" in drawn else self.named

    def missing(self, *series: Series, where: str = "") -> str:
        """Why nothing can be shown: no data at all, or none in the years asked for."""
        place = where or self.named
        years = sorted({year for s in series for year in s.of(self.code).years()})
        if not years:
            return f"There are no values for {place}."
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]} to {years[-1]}"
        return f"There are no values for {place} within {self.years_said}, but for {span}."


def _assigned(cell: str, *, declared: bool = False) -> Iterator[str]:
    """The names that a cell sets; those alone that it declares with a type."""
    try:
        statements = ast.parse(cell).body
    except SyntaxError:  # a command of the notebook's own
        return
    for each in statements:
        if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name):
            yield each.target.id
        elif isinstance(each, ast.Assign) and not declared:
            yield from (found.id for found in each.targets if isinstance(found, ast.Name))


def names(codes: Sequence[str]) -> list[str]:
    """Names of economies, for labels."""
    known = economies()
    return [known[code].name for code in codes]


def _peer_codes(parameters: Parameters, near: str | None = None) -> tuple[str, ...]:
    written = parameters.peer_codes()
    if written:
        return written
    rule = read_measures().peers_by
    if rule is None:
        return ()
    if parameters.peers == "nearest":
        return nearest(parameters.economy, parameters.last_year, rule, near)
    known = economies()
    own = known[parameters.economy]
    members = [
        code
        for code, economy in known.items()
        if code != own.code
        and (parameters.peers != "region" or economy.region == own.region)
        and (parameters.peers != "income" or economy.income_group == own.income_group)
    ]
    largest = measure(rule.measure)
    ranking = rank(largest, reference_year(largest, parameters.last_year), among=members)
    return () if ranking is None else tuple(ranking.table["economy"].head(GROUP_SIZE))

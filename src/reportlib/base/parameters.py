"""The parameters of the book: one typed schema, and the check of every value.

A chapter declares the subset it uses in its cell tagged ``parameters``; the command
line, batch runs and the chapter's own setup cell all check values here, before
anything runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches

from reportlib.base.economies import AGGREGATES, Economy, economies
from reportlib.base.errors import ParameterError, ReportError, raise_all

FIRST_YEAR, LAST_YEAR = 1960, 2026
PEER_GROUPS = ("top", "region", "income")
GROUP_SIZE = 6
MAX_PEERS = 12
SCALES = ("count", "per_million", "per_gdp")
_SHOWN = 60  # characters of a refused value that a message repeats


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type, default and help line, and the values it allows.

    ``values`` are those in words; ``{members}`` in them stands for who is in a group of peers.
    """

    name: str
    type: type[str] | type[int]
    default: str | int
    help: str
    values: str
    choices: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 0

    @property
    def allowed(self) -> str:
        """The values it allows, in words, as they are in this project."""
        return self.values.replace("{members}", _members()) if self.name == "peers" else self.values


def _members() -> str:
    """Who is in a group of peers: what ``data/measures.yaml`` says of it."""
    from reportlib.base.measures import read_measures  # late: params alone needs no pydantic

    try:
        rule = read_measures().peers_by
    except ReportError:  # told by whatever reads the measures themselves
        return "members that the project's measures choose"
    if rule is None:
        return "no members here, as data/measures.yaml names no measure under peers_by"
    return (
        f"its {GROUP_SIZE} members with {rule.words}, in the latest year up to last_year for "
        "which enough economies have a value"
    )


SCHEMA: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "economy",
            str,
            "CHN",
            "the economy the chapter is about: ISO 3166-1 alpha-3 code",
            "the 218 codes of data/economies.csv",
        ),
        Parameter(
            "peers",
            str,
            "top",
            "economies to compare with: codes with commas, or the group top, region or income",
            f"one to {MAX_PEERS} codes with commas, without the economy itself; or a group: "
            "top, region, income ({members})",
        ),
        Parameter(
            "first_year",
            int,
            1990,
            "first year shown",
            f"{FIRST_YEAR} to {LAST_YEAR - 1}, before last_year",
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR - 1,
        ),
        Parameter(
            "last_year",
            int,
            2025,
            "last year shown",
            f"{FIRST_YEAR + 1} to {LAST_YEAR}, after first_year",
            minimum=FIRST_YEAR + 1,
            maximum=LAST_YEAR,
        ),
        Parameter(
            "scale",
            str,
            "count",
            "how counts are shown: count, per_million (people) or per_gdp (billion PPP dollars)",
            "count, per_million, per_gdp",
            choices=SCALES,
        ),
        Parameter(
            "top_n",
            int,
            10,
            "how many economies a ranking lists",
            "3 to 30",
            minimum=3,
            maximum=30,
        ),
    )
}


@dataclass(frozen=True)
class Parameters:
    """Checked values of all parameters; those a caller leaves out have their default."""

    economy: str = "CHN"
    peers: str = "top"
    first_year: int = 1990
    last_year: int = 2025
    scale: str = "count"
    top_n: int = 10

    def changed(self) -> dict[str, str | int]:
        """The values that differ from the default, in the schema's order."""
        values = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: v for name, v in values.items() if v != SCHEMA[name].default}

    def peer_codes(self) -> tuple[str, ...]:
        """The codes of a written list of peers; empty where ``peers`` names a group."""
        return () if self.peers in PEER_GROUPS else tuple(self.peers.split(","))


def check_parameters(
    values: Mapping[str, object], names: Iterable[str] | None = None
) -> Parameters:
    """Check names and values, and return all parameters, defaults filled in.

    Args:
        values: from a person, a file or a chapter's cell; anything may be in it. A text
            for an ``int`` parameter is refused: use :func:`parse_text` first.
        names: the parameters a chapter declares; all of the schema where None.

    Raises:
        ParameterError: lists every refused name and value in one pass.
    """
    declared = tuple(names) if names is not None else tuple(SCHEMA)
    problems = [*_unknown_names(values, declared)]
    known = {name: value for name, value in values.items() if name in SCHEMA and name in declared}
    for name, value in known.items():
        problems.extend(_value_problems(SCHEMA[name], value))
    if not problems:
        problems.extend(_joint_problems(known))
    raise_all(ParameterError, problems)
    return Parameters(**known)  # type: ignore[arg-type]  # checked value by value above


def parse_text(name: str, text: str) -> str | int:
    """Turn a command line's text into the type that the schema gives the parameter.

    A text that is no plain whole number stays text, for the check to refuse.
    """
    parameter = SCHEMA.get(name)
    if parameter is not None and parameter.type is int and re.fullmatch(r"-?[1-9]\d{0,8}|0", text):
        return int(text)
    return text


def _unknown_names(values: Mapping[str, object], declared: tuple[str, ...]) -> Iterable[str]:
    for name in values:
        if name in declared:
            continue
        if name in SCHEMA:
            yield f"The chapter does not use {name}. Its parameters are: {', '.join(declared)}."
            continue
        close = get_close_matches(str(name), declared, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield (
            f"There is no parameter {_shown(name)}.{hint} "
            f"The parameters are: {', '.join(declared)}."
        )


def _value_problems(parameter: Parameter, value: object) -> Iterable[str]:
    start = f"{parameter.name} = {_shown(value)}"
    if isinstance(value, bool):
        yield (
            f"{start} is a truth value, not {_article(parameter)}. YAML reads NO, YES, ON and OFF "
            f"as truth values: put the value in quotes. Allowed: {parameter.allowed}."
        )
    elif type(value) is not parameter.type:
        yield f"{start} is not {_article(parameter)}. Allowed: {parameter.allowed}."
    elif isinstance(value, int):
        if not parameter.minimum <= value <= parameter.maximum:
            yield f"{start} is out of range. Allowed: {parameter.allowed}."
    elif isinstance(value, str):
        yield from _text_problems(parameter, value)


def _text_problems(parameter: Parameter, value: str) -> Iterable[str]:
    start = f"{parameter.name} = {_shown(value)}"
    if parameter.name == "economy":
        yield from _code_problems("economy", value)
    elif parameter.name == "peers":
        yield from _peers_problems(value)
    elif value not in parameter.choices:
        close = get_close_matches(value, parameter.choices, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield f"{start} is not known.{hint} Allowed: {parameter.allowed}."


def _peers_problems(value: str) -> Iterable[str]:
    allowed = SCHEMA["peers"].allowed
    if value in PEER_GROUPS:
        return
    codes = value.split(",")
    if len(codes) > MAX_PEERS:
        yield f"peers names {len(codes)} economies, {MAX_PEERS} at most. Allowed: {allowed}."
        return
    if value.islower() and "," not in value:
        close = get_close_matches(value, PEER_GROUPS, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield f"peers = {_shown(value)} is not a group.{hint} Allowed: {allowed}."
        return
    for code in codes:
        yield from _code_problems("peers", code)
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        yield f"peers names {', '.join(map(_shown, repeated))} more than once. Name each once."


def _code_problems(name: str, code: str) -> Iterable[str]:
    known = economies()
    if code in known:
        return
    if code in AGGREGATES:
        yield (
            f"{name} = {_shown(code)} is an aggregate ({AGGREGATES[code]}), not one economy. "
            f"Allowed: {SCHEMA['economy'].allowed}."
        )
        return
    near = _nearest_economy(code, known)
    hint = f" Did you mean {near.code} ({near.name})?" if near else ""
    yield (
        f"{name} = {_shown(code)} is not an economy of the book.{hint} "
        f"Allowed: {SCHEMA['economy'].allowed}, such as CHN or BRA."
    )


def _nearest_economy(text: str, known: Mapping[str, Economy]) -> Economy | None:
    wanted = text.strip()[:_SHOWN].casefold()
    labels = {economy.name.casefold(): code for code, economy in known.items()}
    labels |= {code.casefold(): code for code in known}
    close = get_close_matches(wanted, labels, n=1, cutoff=0.66)
    return known[labels[close[0]]] if close else None


def _joint_problems(values: Mapping[str, object]) -> Iterable[str]:
    given = Parameters(**values)  # type: ignore[arg-type]  # each value was checked by itself
    if given.first_year >= given.last_year:
        yield (
            f"first_year = {given.first_year} is not before last_year = {given.last_year}. "
            f"Give a first_year that is earlier."
        )
    if given.economy in given.peers.split(","):
        yield (
            f"peers = {_shown(given.peers)} names {given.economy}, the economy itself. "
            f"Leave it out of the list."
        )
    economy = economies()[given.economy]
    group = {"region": economy.region, "income": economy.income_group}
    if given.peers in group and not group[given.peers]:
        kind = "region" if given.peers == "region" else "income group"
        yield (
            f"peers = {_shown(given.peers)}: {economy.name} has no {kind} in the World Bank's "
            f"list. Use top, or name the peers."
        )


def _article(parameter: Parameter) -> str:
    return "a whole number" if parameter.type is int else "a text"


def _shown(value: object) -> str:
    try:
        text = ascii(value)
    except ValueError:
        text = "a number too long to print"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"

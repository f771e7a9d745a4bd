"""The parameters of a book: one typed schema, and the check of every value.

A project says in ``_config.yml`` which of the schema's parameters its book uses and what their
defaults are. A chapter declares the subset it uses in its cell tagged ``parameters``; the
command line, batch runs and the chapter's own setup cell all check values here, before
anything runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from reportlib.base.economies import AGGREGATES, Economy, economies
from reportlib.base.errors import ParameterError, ReportError, raise_all
from reportlib.base.project import find_root
from reportlib.base.understood import understand

FIRST_YEAR, LAST_YEAR = 1960, 2026
PEER_GROUPS = ("nearest", "top", "region", "income")
GROUP_SIZE = 6
MAX_PEERS = 12
SCALES = ("count", "per_million", "per_gdp")
_SHOWN = 60  # characters of a refused value that a message repeats
FEW = 4  # economies that a message suggests


@dataclass(frozen=True)
class Parameter:
    """One parameter: its type, default and help line, and the values it allows.

    ``values`` are those in words; in them ``{count}`` stands for the number of economies and
    ``{members}`` for who is in a group of peers.
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
        said = self.values
        for word, of_project in (("{members}", _members), ("{count}", _count)):
            said = said.replace(word, of_project()) if word in said else said
        return said


def _count() -> str:
    try:
        return f"{len(economies())} in all"
    except ReportError:  # told by whatever needs an economy
        return "which cannot be read here"


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


# The defaults here hold where a project names none: its first economy, and all years.
SCHEMA: Mapping[str, Parameter] = {
    parameter.name: parameter
    for parameter in (
        Parameter(
            "economy",
            str,
            "",
            "the economy the chapter is about: ISO 3166-1 alpha-3 code",
            "a code or a name of `reportlib economies`, {count}",
        ),
        Parameter(
            "peers",
            str,
            "top",
            "economies to compare with: codes with commas, or nearest, top, region or income",
            f"one to {MAX_PEERS} codes with commas, without the economy itself; or a group: "
            "nearest (three in region and income by size, two by rate per head, one leader), "
            "top, region, income ({members})",
        ),
        Parameter(
            "first_year",
            int,
            FIRST_YEAR,
            "first year shown",
            f"{FIRST_YEAR} to {LAST_YEAR - 1}, before last_year",
            minimum=FIRST_YEAR,
            maximum=LAST_YEAR - 1,
        ),
        Parameter(
            "last_year",
            int,
            LAST_YEAR,
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


def schema(root: Path | None = None) -> Mapping[str, Parameter]:
    """The parameters that a project's book uses, with the project's defaults.

    Raises:
        ProjectError: the project's settings are wrong.
        ParameterError: a default is refused; each names its line in ``_config.yml``.
    """
    from reportlib.base.settings import project_settings  # late: help alone needs no pydantic

    defaults, used = _defaults(root), project_settings(root).used()
    return {
        name: replace(parameter, default=defaults[name])
        for name, parameter in SCHEMA.items()
        if used is None or name in used
    }


def default_faults(root: Path | None = None) -> tuple[str, ...]:
    """What is wrong with the defaults of a project, a sentence each."""
    try:
        _defaults(root)
    except ReportError as error:
        return error.problems
    return ()


def _defaults(root: Path | None = None) -> dict[str, Any]:
    """The value of every parameter where a caller gives none, also of those that are not used."""
    from reportlib.base.settings import project_settings, setting_place

    folder = root or find_root()
    used = project_settings(folder).used() or {}
    problems = []
    for name, value in used.items():
        place = setting_place(folder, "parameters", name)
        problems += [f"{place}: {said}" for said in _value_problems(SCHEMA[name], value, folder)]
    raise_all(ParameterError, problems)
    first = next(iter(economies(folder)), "")
    neutral = {name: each.default for name, each in SCHEMA.items()}
    values: dict[str, Any] = {**neutral, "economy": first, **used}
    place = setting_place(folder, "parameters")
    raise_all(ParameterError, (f"{place}: {said}" for said in _joint_problems(values, folder)))
    return values


def _default(name: str) -> Any:
    return _defaults()[name]


@dataclass(frozen=True)
class Parameters:
    """Checked values of all parameters; those a caller leaves out have the project's default."""

    economy: str = field(default_factory=partial(_default, "economy"))
    peers: str = field(default_factory=partial(_default, "peers"))
    first_year: int = field(default_factory=partial(_default, "first_year"))
    last_year: int = field(default_factory=partial(_default, "last_year"))
    scale: str = field(default_factory=partial(_default, "scale"))
    top_n: int = field(default_factory=partial(_default, "top_n"))

    def changed(self) -> dict[str, str | int]:
        """The values that differ from the project's default, in the schema's order."""
        defaults = _defaults()
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {name: value for name, value in values.items() if value != defaults[name]}

    def peer_codes(self) -> tuple[str, ...]:
        """The codes of a written list of peers; empty where ``peers`` names a group."""
        return () if self.peers in PEER_GROUPS else tuple(self.peers.split(","))


def check_parameters(
    values: Mapping[str, object], names: Iterable[str] | None = None
) -> Parameters:
    """Check names and values, and return all parameters, defaults filled in.

    What :func:`~reportlib.base.understood.understand` takes for a code is one here.

    Args:
        values: from a person, a file or a chapter's cell; anything may be in it. A text
            for an ``int`` parameter is refused: use :func:`parse_text` first.
        names: the parameters a chapter declares; all that the book uses where None.

    Raises:
        ParameterError: lists every refused name and value in one pass.
        ProjectError: the project's settings are wrong.
    """
    used = schema()
    declared = tuple(names) if names is not None else tuple(used)
    values, _ = understand(values)
    problems = [*_unknown_names(values, declared, used)]
    known = {name: value for name, value in values.items() if name in used and name in declared}
    for name, value in known.items():
        problems.extend(_value_problems(SCHEMA[name], value))
    if not problems:
        problems.extend(_joint_problems({**_defaults(), **known}))
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


def _unknown_names(
    values: Mapping[str, object], declared: tuple[str, ...], used: Mapping[str, Parameter]
) -> Iterable[str]:
    for name in values:
        if name in declared and name in used:
            continue
        if name in SCHEMA:
            what = "chapter" if name in used else "book"
            names = declared if name in used else used
            yield (
                f"The {what} does not use {name}. Its parameters are: {', '.join(names) or 'none'}."
            )
            continue
        close = get_close_matches(str(name), declared, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield (
            f"There is no parameter {_shown(name)}.{hint} "
            f"The parameters are: {', '.join(declared)}."
        )


def _value_problems(parameter: Parameter, value: object, root: Path | None = None) -> Iterable[str]:
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
        yield from _text_problems(parameter, value, root)


def _text_problems(parameter: Parameter, value: str, root: Path | None) -> Iterable[str]:
    start = f"{parameter.name} = {_shown(value)}"
    if parameter.name == "economy":
        yield from _code_problems("economy", value, root)
    elif parameter.name == "peers":
        yield from _peers_problems(value, root)
    elif value not in parameter.choices:
        close = get_close_matches(value, parameter.choices, n=1)
        hint = f" Did you mean {close[0]}?" if close else ""
        yield f"{start} is not known.{hint} Allowed: {parameter.allowed}."


def _peers_problems(value: str, root: Path | None) -> Iterable[str]:
    allowed = SCHEMA["peers"].allowed
    if value in PEER_GROUPS:
        return
    codes = value.split(",")
    if len(codes) > MAX_PEERS:
        yield f"peers names {len(codes)} economies, {MAX_PEERS} at most. Allowed: {allowed}."
        return
    close = [] if "," in value else get_close_matches(value.casefold(), PEER_GROUPS, n=1)
    if close or (value.islower() and "," not in value):
        hint = f" Did you mean {close[0]}?" if close else ""
        yield f"peers = {_shown(value)} is not a group.{hint} Allowed: {allowed}."
        return
    for code in codes:
        yield from _code_problems("peers", code, root)
    repeated = sorted({code for code in codes if codes.count(code) > 1})
    if repeated:
        yield f"peers names {', '.join(map(_shown, repeated))} more than once. Name each once."


def _code_problems(name: str, code: str, root: Path | None) -> Iterable[str]:
    known = economies(root)
    if code in known:
        return
    if code in AGGREGATES:
        yield (
            f"{name} = {_shown(code)} is an aggregate ({AGGREGATES[code]}), not one economy. "
            f"Allowed: {SCHEMA['economy'].allowed}."
        )
        return
    near = " or ".join(f"{each.code} ({each.name})" for each in _near(code, known))
    hint = f" Did you mean {near}?" if near else ""
    yield (
        f"{name} = {_shown(code)} is not an economy of the book.{hint} "
        f"Allowed: {SCHEMA['economy'].allowed}{_such_as(known, root)}."
    )


def _such_as(known: Mapping[str, Economy], root: Path | None) -> str:
    """Two economies that are allowed: the project's own, and the first of the list."""
    from reportlib.base.settings import project_settings

    own = str((project_settings(root).used() or {}).get("economy"))
    shown = list(dict.fromkeys(code for code in (own, *known) if code in known))[:2]
    return f", such as {' or '.join(shown)}" if shown else ""


def _near(text: str, known: Mapping[str, Economy]) -> Sequence[Economy]:
    """The economies with the text in their names where they are few, else that most like it."""
    wanted = text.strip()[:_SHOWN].casefold()
    within = [each for each in known.values() if wanted in each.name.casefold()]
    if 0 < len(within) <= FEW and len(wanted) > 2:
        return within
    labels = {economy.name.casefold(): code for code, economy in known.items()}
    labels |= {code.casefold(): code for code in known}
    close = get_close_matches(wanted, labels, n=1, cutoff=0.66)
    return [known[labels[close[0]]]] if close else []


def _joint_problems(values: Mapping[str, Any], root: Path | None = None) -> Iterable[str]:
    """What is wrong among values of all parameters, each of which was checked by itself."""
    given = Parameters(**values)
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
    economy = economies(root).get(given.economy)
    if economy is None:  # a list without rows, which the check of the data tells
        return
    group = {"region": economy.region, "income": economy.income_group}
    if given.peers in group and not group[given.peers]:
        kind = "region" if given.peers == "region" else "income group"
        yield (
            f"peers = {_shown(given.peers)}: {economy.name} has no {kind} in "
            f"data/economies.csv. Use top, or name the peers."
        )


def _article(parameter: Parameter) -> str:
    return "a whole number" if parameter.type is int else "a text"


def _shown(value: object) -> str:
    try:
        text = ascii(value)
    except ValueError:
        text = "a number too long to print"
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}… ({len(text)} characters)"

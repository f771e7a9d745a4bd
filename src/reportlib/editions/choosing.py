"""Which editions there are to be: from words, a file or a matrix to checked parameters and names.

Every fault of every edition is found before anything runs.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, product
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.economies import economies, find_economies
from reportlib.base.editions import NAME, RESERVED
from reportlib.base.errors import ParameterError, raise_all
from reportlib.base.parameters import SCHEMA, Parameters, check_parameters
from reportlib.base.printed import printable
from reportlib.base.settings import project_settings
from reportlib.base.understood import understand
from reportlib.base.yaml_text import read_yaml
from reportlib.build.book import edition_name

MOST = 100_000
"""Editions of one site; more are a mistake in a matrix."""
_GIVEN = re.compile(r"\{(\w+)\}")
_NAME_EXPECTED = 'name: expected a text, such as "{economy}-{scale}".'
_KINDS = {"region": "region", "income": "income_group"}
_LARGEST = 1_000_000  # bytes of a file that names editions


@dataclass(frozen=True)
class Chosen:
    """An edition to be made: its folder's name in the site, and its checked parameters."""

    name: str
    parameters: Parameters


def choose(
    named: str = "", matrix: Path | None = None, common: Mapping[str, object] | None = None
) -> tuple[Chosen, ...]:
    """The editions that a person asks for, in the order in which they were named.

    Args:
        named: ``all``, a group, economies with commas, or a file with a name on each line.
        matrix: a file in YAML: lists of values that are multiplied, or ``editions``.
        common: values that all of them have.

    Raises:
        ParameterError: lists every fault: what is unknown or refused, names that cannot be
            those of folders or of two editions, and a choice of none.
    """
    common = dict(common or {})
    place = str(matrix or "--economies")
    rows: list[Mapping[str, object]] = [{}]
    if matrix is not None:
        rows = list(islice(_rows(matrix), MOST + 1))
    if named:
        if any("economy" in row for row in rows):
            raise ParameterError(
                f"{matrix}: names economies, and so does --economies. Say it in one place."
            )
        crossed = ({"economy": code, **row} for code in economies_named(named) for row in rows)
        rows = list(islice(crossed, MOST + 1))
    if not named and matrix is None:
        raise ParameterError(
            "No edition is named. Name economies, such as --economies BRA,USA, or a matrix."
        )
    if not rows:
        raise ParameterError(f"{place}: names no edition.")
    if len(rows) > MOST:
        raise ParameterError(f"{place}: more than {MOST:,} editions. Split it into several sites.")
    if twice := sorted({name for row in rows for name in row} & common.keys()):
        raise ParameterError(
            f"{', '.join(map(ascii, twice))}: given by -p or -f, and by {place}. "
            "Say it in one place."
        )
    return _checked(rows, common)


def _checked(
    rows: Iterable[Mapping[str, object]], common: Mapping[str, object]
) -> tuple[Chosen, ...]:
    found: dict[Parameters, tuple[str, bool]] = {}
    problems: list[str] = []
    for number, row in enumerate(rows, start=1):
        values = {name: value for name, value in row.items() if name != "name"}
        try:
            parameters = check_parameters({**common, **values})
        except ParameterError as error:
            said = ", ".join(f"{name}: {value}" for name, value in values.items())
            problems += [printable(f"{said[:80]}: {each}", 600) for each in error.problems]
            continue
        own = "name" in row
        if own and not isinstance(row["name"], str):
            problems.append(f"edition {number}: {_NAME_EXPECTED}")
            continue
        name = _name(str(row["name"]), parameters) if own else _usual(parameters, common)
        if not re.fullmatch(NAME, name):
            problems.append(
                f"edition {number}: {ascii(name)[:90]} cannot be the name of a folder in a site. "
                "Expected letters, digits, - and _, 80 at most, the first a letter or a digit."
            )
        elif name.casefold() in RESERVED:
            problems.append(f"edition {number}: the name {name} is kept for other things.")
        elif found.setdefault(parameters, (name, own))[0] != name:
            problems.append(
                f"edition {number}: {name} has the parameters of {found[parameters][0]}. "
                "Name each edition once."
            )
    names = Counter(name.casefold() for name, _ in found.values())
    for folded, times in names.items():
        if times > 1:
            same = [name for name, _ in found.values() if name.casefold() == folded]
            problems.append(
                f"{times} editions have the name {' or '.join(dict.fromkeys(same))}, with "
                "other parameters. Give each a name of its own."
            )
    raise_all(ParameterError, dict.fromkeys(problems))
    return tuple(Chosen(name, parameters) for parameters, (name, _) in found.items())


def _usual(parameters: Parameters, common: Mapping[str, object]) -> str:
    """The code of its economy where nothing else tells an edition from the others of its kind."""
    given = {name: value for name, value in common.items() if name != "economy"}
    usual = check_parameters({**given, "economy": parameters.economy})
    return parameters.economy if parameters == usual else edition_name(parameters)


def _name(pattern: str, parameters: Parameters) -> str:
    """A name with what stands in braces replaced by values of parameters."""

    def value(found: re.Match[str]) -> str:
        if found[1] not in SCHEMA:
            return found[0]
        return str(getattr(parameters, found[1])).replace(",", "-")

    return _GIVEN.sub(value, pattern)


# Economies, by what people call them


def economies_named(text: str) -> tuple[str, ...]:
    """The codes of the economies that words or the lines of a file name, each once.

    Raises:
        ParameterError: what is not known, each with what was expected; or no economy is named.
    """
    is_file = _is_file(text)
    parts = _lines(Path(text)) if is_file else _parts(text)
    found: list[str] = []
    problems: list[str] = []
    for part in parts:
        try:
            found += _codes(part)
        except ParameterError as error:
            problems += [f"{text}: {said}" if is_file else said for said in error.problems]
    raise_all(ParameterError, problems)
    if not found:
        raise ParameterError(f"{ascii(text)[:80]}: names no economy.")
    return tuple(dict.fromkeys(found))


def _all_named(words: Iterable[str], place: Path) -> Mapping[str, None]:
    """The codes of the economies that the words of a matrix name."""
    found: dict[str, None] = {}
    problems: list[str] = []
    for word in words:
        try:
            found |= dict.fromkeys(economies_named(word))
        except ParameterError as error:
            problems += [f"{place}: {said}" for said in error.problems]
    raise_all(ParameterError, problems)
    return found


def _is_file(text: str) -> bool:
    """Whether a text is the name of a file, and of nothing else."""
    with suppress(ParameterError):
        if _code(text) or _group(text):
            return False
    with suppress(OSError, ValueError):  # no name of a file
        return Path(text).is_file()
    return False


def _lines(place: Path) -> list[str]:
    try:
        if place.stat().st_size > _LARGEST:
            raise ParameterError(f"{place}: is too large for a list of economies.")
        lines = place.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError) as error:
        raise ParameterError(f"{place}: not readable as text in UTF-8: {error}") from error
    words = (line.partition("#")[0].strip() for line in lines)
    return [word for word in words if word]


def _parts(text: str) -> list[str]:
    """A list's parts, where a name may have a comma of its own: the longest that is known."""
    words = [word.strip() for word in text.split(",")]
    parts = []
    while words:
        for length in range(min(len(words), 3), 0, -1):
            part = ", ".join(words[:length])
            if length == 1 or _code(part):
                parts.append(part)
                words = words[length:]
                break
    return [part for part in parts if part]


def _code(word: str) -> str | None:
    taken, _ = understand({"economy": word})
    code = taken["economy"]
    return code if isinstance(code, str) and code in economies() else None


def _codes(word: str) -> tuple[str, ...]:
    """The codes that one word stands for."""
    if code := _code(word):
        return (code,)
    if (group := _group(word)) is not None:
        return group
    close = [f"{each.code} ({each.name})" for each in find_economies(word)[:3]] if word else []
    hint = f" Did you mean {' or '.join(close)}?" if close else ""
    known = ", ".join(["all", *project_settings().groups, "region:NAME", "income:NAME"])
    raise ParameterError(
        f"{ascii(word)[:80]} is no economy and no group of them.{hint} Expected codes or names of "
        f"`reportlib economies`, one of {known}, or a file with one on each line."
    )


def _group(word: str) -> tuple[str, ...] | None:
    """The codes of a group; None where it is none."""
    folded = word.strip().casefold()
    if folded == "all":
        return tuple(economies())
    for name, codes in project_settings().groups.items():
        if name.casefold() == folded:
            return tuple(codes)
    kind, colon, rest = folded.partition(":")
    if not colon or kind not in _KINDS:
        return None
    column = _KINDS[kind]
    known = sorted({getattr(each, column) for each in economies().values()} - {""})
    exact = [name for name in known if name.casefold() == rest.strip()]
    within = exact or [name for name in known if rest.strip() in name.casefold()]
    if len(within) != 1 or not rest.strip():
        said = f"is said of {' and '.join(within)}" if len(within) > 1 and rest else "is not known"
        raise ParameterError(
            f"{ascii(word)[:80]} {said}. Expected one of: "
            f"{', '.join(f'{kind}:{name}' for name in known) or 'none, as no economy has one'}."
        )
    return tuple(code for code, each in economies().items() if getattr(each, column) == within[0])


# The matrix


def _rows(place: Path) -> Iterator[Mapping[str, object]]:
    """The editions of a matrix, not yet checked.

    Raises:
        ParameterError: it is not readable, or has not the form of one.
    """
    try:
        if place.stat().st_size > _LARGEST:
            raise ParameterError(f"{place}: is too large for a matrix of editions.")
        content = read_yaml(place.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError, ValueError, RecursionError) as error:
        raise ParameterError(f"{place}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(content, dict) or not content:
        raise ParameterError(f"{place}: expected lines such as `economy: [BRA, USA]`.")
    if "editions" not in content:
        yield from _product(content, place)
        return
    listed = content["editions"]
    if len(content) > 1 or not isinstance(listed, list) or not listed:
        raise ParameterError(
            f"{place}: editions: expected a list of editions, and no other key beside it."
        )
    for number, each in enumerate(listed, start=1):
        if not isinstance(each, dict):
            raise ParameterError(
                f"{place}: edition {number}: expected its parameters, such as `economy: JPN`."
            )
        yield {str(name): value for name, value in each.items()}


def _product(content: Mapping[Any, Any], place: Path) -> Iterator[Mapping[str, object]]:
    lists = {
        str(name): value if isinstance(value, list) else [value] for name, value in content.items()
    }
    name = lists.pop("name", None)
    if name is not None and (len(name) != 1 or not isinstance(name[0], str)):
        raise ParameterError(f"{place}: {_NAME_EXPECTED}")
    if "economy" in lists and all(isinstance(each, str) for each in lists["economy"]):
        lists["economy"] = list(_all_named(lists["economy"], place))
    for values in product(*lists.values()):
        row = dict(zip(lists, values, strict=True))
        yield {**row, "name": name[0]} if name else row

"""What a person writes for a parameter, as the schema writes it, where only one thing is meant."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from reportlib.base.economies import Economy, economies

LONGEST = 5_000
"""Characters of a text that are looked at: a list of peers by their names is far shorter."""


def understand(values: Mapping[str, object]) -> tuple[dict[str, object], tuple[str, ...]]:
    """Values with economies by their codes, and what was taken for what, a sentence each.

    An economy may be written by its code in any case, or by its name; peers with blanks after
    the commas, or as a list. What is no economy stays as it is, for the check to refuse.
    """
    found, told = dict(values), []
    for name in ("economy", "peers"):
        if name not in values:
            continue
        given = values[name]
        taken = _economy(given) if name == "economy" else _peers(given)
        if taken is not None and taken != given:
            found[name] = taken
            told.append(f"{name}: {_said(given)} is taken as {taken}.")
    return found, tuple(told)


def _economy(given: object) -> str | None:
    if not isinstance(given, str) or len(given) > LONGEST:
        return None
    known = _by_words(tuple(economies().values()))
    return known.get(given.strip().casefold())


def _peers(given: object) -> str | None:
    if isinstance(given, str) and len(given) <= LONGEST:
        whole = _economy(given)  # a name may have a comma of its own
        parts = [given] if whole else given.split(",")
    elif isinstance(given, list) and given and all(isinstance(each, str) for each in given):
        parts = given
    else:
        return None
    if len(parts) == 1 and _economy(parts[0]) is None:
        return parts[0] if isinstance(given, list) else None
    return ",".join(_economy(part) or part for part in parts)


def _said(given: object) -> str:
    return ", ".join(map(str, given)) if isinstance(given, list) else ascii(given)


@lru_cache(maxsize=2)
def _by_words(known: tuple[Economy, ...]) -> dict[str, str]:
    """Codes by what may be written for them; what two economies share is left out."""
    found: dict[str, set[str]] = {}
    for each in known:
        for word in (each.code, each.name, each.name_zh):
            if word:
                found.setdefault(word.casefold(), set()).add(each.code)
    return {word: next(iter(codes)) for word, codes in found.items() if len(codes) == 1}

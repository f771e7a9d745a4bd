"""Addresses that carry parameters: how an edition is named in a path, and on a command line.

An edition's pages lie below ``/with/NAME=VALUE&NAME=VALUE/``, those of the default one below ``/``.
So every link and file of a page leads to the same edition, whatever loads it.
"""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from urllib.parse import parse_qsl, quote

from reportlib.base.errors import ParameterError
from reportlib.base.parameters import Parameters, check_parameters, parse_text

PREFIX = "/with/"
SERVICE = "/-/"  # what is of the server, not of the book
LONGEST = 2_000  # characters of an edition's name


def edition_path(parameters: Parameters) -> str:
    """What goes before the path of a page: values in the schema's order, defaults left out."""
    pairs = [
        f"{name}={quote(str(value), safe=',')}" for name, value in parameters.changed().items()
    ]
    return f"{PREFIX}{'&'.join(pairs)}/" if pairs else "/"


def read_edition(name: str) -> Parameters:
    """The parameters that a path names.

    Raises:
        ParameterError: a name or a value is refused.
    """
    return read_values(pairs_of(name))


def pairs_of(query: str) -> dict[str, str]:
    """Names and values of a query; of a name given twice the last.

    Raises:
        ParameterError: it is too long, or names too many.
    """
    if len(query) > LONGEST:
        raise ParameterError(
            f"The address names {len(query)} characters of parameters. Shorten it."
        )
    try:
        return dict(parse_qsl(query, keep_blank_values=True, max_num_fields=20))
    except ValueError as error:
        raise ParameterError(f"The address cannot be read: {error}.") from error


def read_values(given: Mapping[str, str]) -> Parameters:
    """Checked parameters of texts; an empty one is the default.

    Raises:
        ParameterError: a name or a value is refused.
    """
    texts = {name: text.strip() for name, text in given.items() if text.strip()}
    return check_parameters({name: parse_text(name, text) for name, text in texts.items()})


def command_line(parameters: Parameters, chapter: str = "") -> str:
    """The command that gives the same book, or the same chapter as a page, as a shell takes it."""
    words = ["reportlib", "run", chapter] if chapter else ["reportlib", "build"]
    for name, value in parameters.changed().items():
        words += ["-p", f"{name}={value}"]
    return shlex.join([*words, *(["--html"] if chapter else [])])

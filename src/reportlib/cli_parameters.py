"""Parameters as people write them on a command line: `-p NAME VALUE` and `-f FILE.yml`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from functools import wraps
from pathlib import Path
from typing import Any

import click

from reportlib.base.errors import ParameterError
from reportlib.base.parameters import SCHEMA, parse_text
from reportlib.base.printed import printable
from reportlib.base.understood import understand

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def parameter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``-p NAME VALUE`` and ``-f FILE.yml``; the command gets their values unchecked."""

    @click.option(
        "-p",
        "--parameter",
        "pairs",
        nargs=2,
        multiple=True,
        metavar="NAME VALUE",
        help="Set a parameter, also as NAME=VALUE; may be repeated. `reportlib params` lists them.",
    )
    @click.option(
        "-f",
        "--parameters-file",
        "file",
        type=FILE,
        metavar="FILE.yml",
        help="Read parameters from a YAML file; -p has the last word.",
    )
    @wraps(command)
    def wrapped(pairs: tuple[tuple[str, str], ...], file: Path | None, **options: Any) -> Any:
        given = {**_read_parameter_file(file), **{n: parse_text(n, v) for n, v in pairs}}
        values, told = understand(given)
        for said in told:
            click.echo(printable(said), err=True)
        return command(values=values, **options)

    return wrapped


class ParameterCommand(click.Command):
    """A command that takes ``-p NAME=VALUE`` for ``-p NAME VALUE`` as well."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Make two words of one where it has both."""
        return super().parse_args(ctx, apart(args))


def apart(args: Iterable[str]) -> list[str]:
    """The words of a command line, with name and value of every parameter a word each."""
    words: list[str] = []
    for word in args:
        follows = bool(words) and words[-1] in ("-p", "--parameter")
        name, equals, value = word.partition("=")
        known = name in SCHEMA or get_close_matches(name, SCHEMA)
        words += [name, value] if follows and equals and known else [word]
    return words


def _read_parameter_file(file: Path | None) -> Mapping[str, object]:
    if file is None:
        return {}
    import yaml

    from reportlib.base.yaml_text import read_yaml

    try:
        content = read_yaml(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        # PyYAML lets pass what Python says of 2020-13-45 or of a number of 5,000 digits.
        raise ParameterError(f"{file}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(content, dict):
        raise ParameterError(f"{file}: expected lines of the form `economy: JPN`.")
    return content


def execution_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--timeout SECONDS`` and ``--engine NAME``."""
    command = click.option(
        "--engine",
        type=click.Choice(["forked", "stock"]),
        help="Kernels are forked from a warm process, the default, or papermill's own (stock).",
    )(command)
    return timeout_option(command)


timeout_option = click.option(
    "--timeout",
    type=click.IntRange(min=1),
    metavar="SECONDS",
    help="What a cell may take. Default: `timeout` in the notebook's metadata, else 600.",
)

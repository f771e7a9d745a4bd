"""The commands about what builds keep: why a chapter is executed again, and clearing up."""

from __future__ import annotations

import json
from collections.abc import Mapping

import click

from reportlib.base.parameters import check_parameters
from reportlib.base.printed import printable, shown
from reportlib.cli_parameters import ParameterCommand, parameter_options


@click.command(cls=ParameterCommand)
@click.argument("chapter", required=False)
@parameter_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def explain(chapter: str | None, values: Mapping[str, object], as_json: bool) -> None:
    """Tell what of the book, or of one CHAPTER, the next build executes, and why.

    \b
    Examples:
      reportlib explain
      reportlib explain CHAPTER -p economy JPN
    """
    parameters = check_parameters(values)
    from reportlib.build.book import explain_book
    from reportlib.build.chapters import find_chapter

    found = explain_book(parameters, None if chapter is None else [find_chapter(chapter)])
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    for name, causes in found.items():
        click.echo(f"{name}: {'will be executed' if causes else 'unchanged'}")
        for cause in causes:
            click.echo(printable(f"  {cause}"))


@click.command()
@click.option("--cache", is_flag=True, help="Remove the executed chapters that are kept as well.")
def clean(cache: bool) -> None:
    """Remove what builds leave to work with. Built pages and PDFs stay.

    An edition that is being built just now is left alone.
    """
    from reportlib.build.clearing import clear

    removed, busy = clear(cache=cache)
    for place in removed:
        click.echo(f"removed {shown(place)}")
    for place in busy:
        click.echo(f"left {shown(place)}: it is being built", err=True)

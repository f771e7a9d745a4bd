"""The commands that look after the datasets."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import click

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.printed import printable, shown

if TYPE_CHECKING:
    from reportlib.upkeep.refresh.accepting import Accepted
    from reportlib.upkeep.refresh.cards import Card
    from reportlib.upkeep.refresh.update import Update
    from reportlib.upkeep.refresh.vintage import Withheld
    from reportlib.upkeep.uses import Uses

_FILE = click.Path(path_type=Path)
_ENCODING = click.option(
    "--encoding", default="", metavar="NAME", help="Encoding of FILE, such as cp1252 or gb18030."
)
_WIDTH = 100
_RENEWALS: Mapping[str, str] = {
    "replace-whole": "a new file takes the place of all that is held",
    "append": "a new file adds rows; figures that are held do not change",
    "append-if-overlap-agrees": "a new file must agree with the figures that are held",
}
_WIDEST = 400
_MOST_REVISIONS = 10
_MOST_CELLS = 40

_SHOW_EXAMPLE = """\b
Example:
  reportlib data show rd_expenditure
"""
_ADD_EXAMPLE = """\b
Example:
  reportlib data add downloads/designs_in_force.csv
"""
_ACCEPT_EXAMPLE = """\b
Example:
  reportlib data accept designs_in_force --dry-run
"""
_UPDATE_EXAMPLES = """\b
Examples:
  reportlib data update rd_expenditure API_GB.XPD.RSDV.GD.ZS_DS2_en_csv_v2_1.csv
  reportlib data update gdp gdp_usd.zip gdp_ppp.zip --dry-run
  reportlib data update output table.csv --vintage 2026
"""


_FETCH_EXAMPLES = """\b
Examples:
  reportlib data fetch population gdp --dry-run
  reportlib data fetch --due
"""


@click.group()
def data() -> None:
    """Look after the datasets: what is held, how old it is, and new vintages.

    Those that write do so only while no book is made from the data.
    """


@data.command("package")
@click.option("--public", type=_FILE, metavar="DIR", help="Copy what may be passed on into DIR.")
def package(public: Path | None) -> None:
    """Write data/datapackage.json anew from the descriptors.

    With --public a data package is written into DIR, a new folder: the tables that may be passed
    on with their descriptors, and a list of those that may not, with where to get them.
    """
    from reportlib.base.locks import changing
    from reportlib.base.project import find_root
    from reportlib.upkeep.package import write_package, write_public

    if public is not None:
        click.echo(shown(write_public(public)))
        return
    with changing(find_root()):
        place = write_package()
    click.echo(shown(place))


@data.command("list")
@click.option("--due", is_flag=True, help="Only those whose publisher is due.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def list_datasets(due: bool, as_json: bool) -> None:
    """List the datasets with coverage, age and licence.

    The number in brackets after the economies counts those of the newest year. A dataset marked
    with * has a recipe: `reportlib data update` brings it up to date. The publisher is expected
    to publish anew in the month named; once that is over, it is due. The day is that of
    SOURCE_DATE_EPOCH where it is set.
    """
    from reportlib.upkeep.refresh.cards import list_cards

    cards = [card for card in list_cards() if card.is_due or not due]
    if as_json:
        click.echo(json.dumps([_summary(card) for card in cards], indent=2, ensure_ascii=False))
        return
    _print_table(_COLUMNS, [_row(card) for card in cards])


@data.command("show", epilog=_SHOW_EXAMPLE)
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def show(name: str, as_json: bool) -> None:
    """Show the card of the dataset NAME.

    It says what the figures measure and what they do not mean, whose they are and on what
    terms, how far they go, what was left out, and which exhibits of the built book use them.
    """
    from reportlib.base.project import find_root
    from reportlib.upkeep.refresh.cards import find_dataset, make_card
    from reportlib.upkeep.uses import BUILD_IT, uses

    card = make_card(find_dataset(name))
    used = uses(find_root(), card.manifest.stem)
    if as_json:
        block = card.manifest.reportlib.model_dump(mode="json", by_alias=True)
        click.echo(json.dumps(_summary(card) | block | _uses_summary(used), indent=2))
        return
    _print_lines(_card_lines(card))
    if used is None:
        _print_lines(["used in", _wrapped(BUILD_IT)])
        return
    _print_lines([f"used in {used.book}"])
    for chapter in dict.fromkeys(use.chapter for use in used.exhibits):
        labels = ", ".join(use.exhibit for use in used.exhibits if use.chapter == chapter)
        _print_lines([_wrapped(f"{chapter}: {labels}")])
    if not used.exhibits:
        _print_lines(["  no exhibit of it"])


@data.command("add", epilog=_ADD_EXAMPLE)
@click.argument("file", type=_FILE)
@click.option("--name", default="", help="The dataset's name. Default: the file's, cleaned.")
@_ENCODING
def add(file: Path, name: str, encoding: str) -> None:
    """Start a descriptor for the tidy CSV FILE.

    The file is copied into data/. Types, key, bounds and the link to the economies are
    guessed from it; what it cannot tell is left as FILL IN, and `reportlib check` lists
    that until it is said.
    """
    from reportlib.upkeep.refresh.adding import add_dataset

    started = add_dataset(file, name, encoding)
    for note in started.notes:
        click.echo(printable(f"Look at {note}."))
    click.echo(f"{len(started.missing)} things are still to be said:")
    for line in started.missing:
        click.echo(printable(f"  {line}"))
    click.echo("Fill them in, then `reportlib data package` and `reportlib check`.")
    click.echo(shown(started.data_file))
    click.echo(shown(started.descriptor))


@data.command("accept", epilog=_ACCEPT_EXAMPLE)
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Show what changes, but write nothing.")
def accept(name: str, dry_run: bool) -> None:
    """Accept the file of the dataset NAME after a correction.

    It shows the cells that are other than in the file that Git keeps under the old checksum,
    then states the new checksum in the descriptor and writes the data package anew.
    """
    from reportlib.upkeep.refresh.accepting import accept_dataset

    done = accept_dataset(name, dry_run=dry_run)
    _print_lines(_accepted_lines(done))
    if done.written:
        click.echo(shown(done.manifest.file))


@data.command("update", epilog=_UPDATE_EXAMPLES)
@click.argument("name")
@click.argument("files", type=_FILE, nargs=-1, required=True, metavar="FILE...")
@click.option("--vintage", default="", metavar="DATE", help="Edition, if the file states none.")
@click.option("--retrieved", default="", metavar="DAY", help="Day of download. Default: today.")
@_ENCODING
@click.option("--dry-run", is_flag=True, help="Check and report, but write nothing.")
@click.option("--accept", is_flag=True, help="Write although something is to be judged.")
@click.option("--accept-losses", is_flag=True, help="Let figures go that the file lacks.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def update(
    name: str,
    files: tuple[Path, ...],
    vintage: str,
    retrieved: str,
    encoding: str,
    dry_run: bool,
    accept: bool,
    accept_losses: bool,
    as_json: bool,
) -> None:
    """Make FILE the new vintage of the dataset NAME.

    The file is taken as downloaded: the World Bank's indicator CSV or its zip, a chart's
    CSV of Our World in Data, a table of NCSES saved as CSV, SDMX-CSV of the OECD, the
    workbook of the Global Innovation Index, a list in XML. How it becomes the dataset is
    recorded in data/recipes/NAME.yaml. Nothing is replaced unless the new figures pass all
    checks, and every economy and column agrees with what is held but for revisions as they
    are usual; what does not is listed, and stops the writing.
    """
    from reportlib.upkeep.refresh.update import update_dataset

    done = update_dataset(
        name,
        files,
        vintage=vintage,
        retrieved=retrieved,
        encoding=encoding,
        dry_run=dry_run,
        accept=accept,
        accept_losses=accept_losses,
    )
    if as_json:
        click.echo(json.dumps(_update_summary(done), indent=2, ensure_ascii=False))
        return
    _print_lines(_update_lines(done))
    if done.written:
        click.echo(shown(done.manifest.data_file))


@data.command("fetch", epilog=_FETCH_EXAMPLES)
@click.argument("names", nargs=-1, metavar="[NAME...]")
@click.option("--due", is_flag=True, help="Those whose publisher is due.")
@click.option("--vintage", default="", metavar="DATE", help="Edition to ask for, or of the file.")
@click.option("--dry-run", is_flag=True, help="Download and report, but change no dataset.")
@click.option("--accept", is_flag=True, help="Write although something is to be judged.")
@click.option("--accept-losses", is_flag=True, help="Let figures go that the file lacks.")
def fetch(
    names: tuple[str, ...],
    due: bool,
    vintage: str,
    dry_run: bool,
    accept: bool,
    accept_losses: bool,
) -> None:
    """Download new files of datasets and make them their new vintages.

    The addresses are recorded in data/recipes/NAME.yaml. The files are kept in _build/downloads;
    what was cut off is resumed. Each dataset is then brought up to date as `reportlib data
    update` does it, with all its checks. This command alone uses the network.
    """
    from reportlib.upkeep.refresh.renewing import Options, renew, wanted_datasets

    wanted, by_hand = wanted_datasets(names, due=due)
    if by_hand:
        from reportlib.upkeep.refresh.changes import listed

        click.echo(f"Due, but to be downloaded by hand ({len(by_hand)}): {listed(by_hand)}")
    problems: list[str] = []
    for done in renew(wanted, Options(vintage, dry_run, accept, accept_losses)):
        for file in done.files:
            same = "" if file.is_new else ", the same as last time"
            click.echo(f"{shown(file.path)}: {file.size:,} bytes, sha256 {file.sha256}{same}")
        if done.update:
            _print_lines(_update_lines(done.update))
        problems += [f"{done.name}: {text}" for text in done.problems]
    raise_all(DatasetError, problems)


_COLUMNS = (
    "dataset", "years", "economies", "vintage", "retrieved", "expected", "licence", "trust", "rows",
)  # fmt: skip


def _row(card: Card) -> tuple[str, ...]:
    said, held = card.manifest.reportlib, card.coverage
    places = "" if held.economies is None else str(held.economies)
    if held.newest_economies not in (None, held.economies):
        places += f" ({held.newest_economies})"
    return (
        card.manifest.stem + ("*" if card.has_recipe else ""),
        held.years,
        places,
        said.vintage,
        said.retrieved if card.age is None else f"{_days(card.age)} ago" if card.age else "today",
        said.next_release + (" due" if card.is_due else ""),
        card.licence,
        said.trust,
        str(held.rows),
    )


def _days(age: int) -> str:
    return "1 day" if age == 1 else f"{age} days"


def _summary(card: Card) -> dict[str, Any]:
    said, held = card.manifest.reportlib, card.coverage
    return {
        "name": card.manifest.stem,
        "title": card.manifest.title,
        "rows": held.rows,
        "first": held.first,
        "last": held.last,
        "economies": held.economies,
        "economies_in_last": held.newest_economies,
        "vintage": said.vintage,
        "retrieved": said.retrieved,
        "days_since_retrieved": card.age,
        "renewal": said.renewal,
        "next_release": said.next_release,
        "release_rhythm": said.release_rhythm,
        "due": card.is_due,
        "redistribute": said.redistribute,
        "licences": [licence.name for licence in card.manifest.licenses],
        "trust": said.trust,
        "recipe": card.has_recipe,
    }


def _print_table(columns: Sequence[str], held: Sequence[Sequence[str]]) -> None:
    """A table with rules on a terminal, and plain columns anywhere else."""
    rows = [tuple(map(printable, row)) for row in held]
    if sys.stdout.isatty():
        from rich.box import SIMPLE_HEAD
        from rich.console import Console
        from rich.table import Table

        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for column in columns:
            table.add_column(column, no_wrap=True)
        for cells in rows:
            table.add_row(*cells)
        console = Console(highlight=False, markup=False)
        # A name that is cut off cannot be typed again: rather let a narrow terminal fold lines.
        console.width = max(
            console.width,
            console.measure(table, options=console.options.update(width=_WIDEST)).maximum,
        )
        console.print(table)
        return
    widths = [max(len(row[i]) for row in (columns, *rows)) for i in range(len(columns))]
    for line in (columns, *rows):
        click.echo("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip())


def _card_lines(card: Card) -> Iterator[str]:
    manifest, said, held = card.manifest, card.manifest.reportlib, card.coverage
    yield f"{manifest.stem}: {manifest.title}"
    yield _wrapped(manifest.description)
    yield "measures"
    yield _wrapped(said.measures)
    yield "does not mean"
    yield _wrapped(said.does_not_mean)
    yield "source"
    yield f"  {said.publisher}; trust {said.trust}, {said.construction}"
    for source in manifest.sources:
        yield f"  {source.name}: {source.title}"
        yield f"    {source.path}"
    yield f"  vintage {said.vintage}, retrieved {said.retrieved}"
    yield f"  {said.citation}"
    yield "licence"
    for licence in manifest.licenses:
        yield f"  {licence.name}: {licence.path}"
    yield f"  {card.licence}; checked {said.licence_checked}"
    yield "columns"
    for field in manifest.table.fields:
        unit = f", {field.unit}" if field.unit else ""
        yield _wrapped(f"{field.name} ({field.type}{unit}): {field.description or field.title}")
    yield f"  key: {', '.join(manifest.table.primary_key)}"
    yield "coverage"
    places = "" if held.economies is None else f", {held.economies} economies"
    newest = f", {held.newest_economies} of them in {held.last}" if held.newest_economies else ""
    yield f"  {held.years or 'no years'}{places}{newest}, {held.rows} rows"
    yield from _remarks("breaks", [_said(b.economy, b.year, b.text) for b in said.breaks])
    yield from _remarks(
        "left out",
        [_said(", ".join(e.economies), _years(e.years), e.text) for e in said.exclusions],
    )
    for audience, name in (("reader", "caveats"), ("maker", "when drawing and writing")):
        yield from _remarks(name, [c.text for c in said.caveats if c.audience == audience])
    yield "new vintage"
    if said.next_release:
        due = ", so it is due" if card.is_due else ""
        yield _wrapped(f"expected in {said.next_release}{due}: {said.release_rhythm}")
    if said.renewal:
        yield _wrapped(f"{said.renewal}: {_RENEWALS[said.renewal]}")
    command = f"  reportlib data update {manifest.stem} FILE"
    yield command if card.has_recipe else "  no recipe: by the script that made it"


def _remarks(name: str, texts: Sequence[str]) -> Iterator[str]:
    if texts:
        yield name
    yield from (_wrapped(text) for text in texts)


def _said(place: str, years: int | str, text: str) -> str:
    return f"{place or 'all'}, {years}: {text}"


def _years(years: Sequence[int]) -> str:
    if not years:
        return "all years"
    return str(years[0]) if years[0] == years[-1] else f"{years[0]}–{years[-1]}"


def _print_lines(lines: Iterable[str]) -> None:
    """Print a report; what is not indented stands out."""
    for line in lines:
        click.secho(printable(line), bold=not line.startswith(" "))


def _wrapped(text: str) -> str:
    return fill(
        text,
        width=_WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
        break_on_hyphens=False,
        break_long_words=False,
    )


def _accepted_lines(done: Accepted) -> Iterator[str]:
    name, (old, new) = done.manifest.stem, done.hash
    if old == new and not done.written:
        yield f"{name}: its file is the one that the descriptor describes. Nothing to accept."
        return
    if done.cells is None:
        yield f"{name}: which cells change is not known: Git keeps no file of {old}."
    else:
        count = len(done.cells)
        yield f"{name}: {count} cell{'' if count == 1 else 's'} changed"
        for cell in done.cells[:_MOST_CELLS]:
            yield f"  {' '.join(cell.key)} {cell.column}: {cell.old or '..'} -> {cell.new or '..'}"
        if count > _MOST_CELLS:
            yield f"  and {count - _MOST_CELLS} more"
    yield f"  {old} -> {new}"
    if not done.written:
        yield "Dry run: nothing was written."
        return
    yield "Say in CHANGELOG.md which published numbers change, then `reportlib check`."


def _update_lines(done: Update) -> Iterator[str]:

    changes, shaped = done.changes, done.shaped
    name = done.manifest.stem
    yield (
        f"{name}: vintage {done.vintage[0]} -> {done.vintage[1]}, "
        f"retrieved {done.retrieved[0]} -> {done.retrieved[1]}"
    )
    yield f"  series: {', '.join(done.series)}"
    yield f"  rows: {changes.rows[0]:,} -> {changes.rows[1]:,}"
    yield (
        f"  figures: {len(changes.added):,} added, {len(changes.removed):,} removed, "
        f"{len(changes.revised):,} revised, {changes.kept:,} as before"
    )
    yield from _listing("new years", changes.new_years)
    yield from _listing("years that are gone", changes.lost_years)
    yield from _listing("new economies", changes.new_economies)
    yield from _listing("economies that are gone", changes.lost_economies)
    yield from _figures("removed", changes.removed)
    yield from _figures("added in years already held", changes.backfilled)
    if changes.revised:
        yield "  largest revisions (old -> new):"
    for r in changes.revised[:_MOST_REVISIONS]:
        size = "from zero" if r.size == float("inf") else f"{100 * r.size:.3g} %"
        yield f"    {' '.join(r.key)} {r.column}: {r.old} -> {r.new} ({size})"
    for withheld in shaped.withheld:
        if text := _withheld_line(withheld):
            yield _wrapped(text)
    if shaped.zeros:
        yield f"  zeros taken for nothing reported, as the recipe says: {shaped.zeros:,}"
    yield from _listing("groups of economies, left out", shaped.aggregates)
    yield from _listing("not in the list of economies, left out", shaped.unknown)
    yield from _listing(
        "not asked for by the recipe", [f"{n} {what}" for what, n in shaped.skipped.items() if n]
    )
    yield from _listing("flags of the publisher", [f"{k}: {n}" for k, n in shaped.statuses.items()])
    if done.judged:
        yield f"  {len(done.judged)} to judge, against what is held:"
        yield from (_wrapped(f"  {text}") for text in done.judged[:_MOST_REVISIONS])
    if done.doubts:
        yield f"  {len(done.doubts)} to judge; `reportlib check` lists them until they are noted:"
        yield from (_wrapped(f"  {text}") for text in done.doubts[:_MOST_REVISIONS])
    yield from _touched(done.uses)
    passages = ", ".join(str(passage) for passage in done.passages)
    yield _wrapped(
        f"read again in {done.manifest.file.name}, written for the old vintage: {passages}"
    )
    if not done.written:
        yield "Dry run: nothing was written."
    elif done.records:
        yield f"Recorded in {' and '.join(shown(place) for place in done.records)}. Then:"
    if done.written and not changes.is_empty:
        yield "Say in CHANGELOG.md which published numbers change, then `reportlib check`."


def _touched(used: Uses | None) -> Iterator[str]:
    from reportlib.upkeep.refresh.changes import listed
    from reportlib.upkeep.uses import BUILD_IT

    if used is None:
        yield _wrapped(f"chapters and exhibits it touches are not known. {BUILD_IT}")
        return
    chapters = dict.fromkeys(use.chapter for use in used.exhibits)
    yield _wrapped(f"chapters it touches in {used.book}: {', '.join(chapters) or 'none'}")
    yield _wrapped(f"exhibits: {listed((use.exhibit for use in used.exhibits), 40) or 'none'}")


def _uses_summary(used: Uses | None) -> dict[str, Any]:
    """The exhibits, and the book that shows them; null where none was built."""
    if used is None:
        return {"uses": None, "uses_of": None}
    return {
        "uses": [{"chapter": use.chapter, "exhibit": use.exhibit} for use in used.exhibits],
        "uses_of": {
            "edition": used.edition,
            "built": used.built.isoformat(),
            "outdated": used.outdated,
        },
    }


def _listing(what: str, names: Any) -> Iterator[str]:
    from reportlib.upkeep.refresh.changes import listed

    if names:
        yield _wrapped(f"{what} ({len(names)}): {listed(names)}")


def _figures(what: str, figures: Sequence[tuple[tuple[str, ...], str]]) -> Iterator[str]:
    yield from _listing(what, [" ".join(key) for key, _ in figures])


def _withheld_line(withheld: Withheld) -> str:
    exclusion = withheld.exclusion
    place = f"{', '.join(exclusion.economies[:6])} {_years(exclusion.years)}".strip()
    if withheld.reason:
        return f"exclusion not applied by itself, {withheld.reason}: {place}: {exclusion.text}"
    if not withheld.figures:
        return ""
    named = [f"{' '.join(key)} = {value}" for key, _, value in withheld.figures[:3]]
    later = f", {withheld.later} of later years" if withheld.later else ""
    return (
        f"kept out as the descriptor says ({len(withheld.figures)}{later}): {place}: "
        f"{', '.join(named)}"
    )


def _update_summary(done: Update) -> dict[str, Any]:
    changes, shaped = done.changes, done.shaped
    return {
        "name": done.manifest.stem,
        "written": done.written,
        "vintage": {"old": done.vintage[0], "new": done.vintage[1]},
        "retrieved": {"old": done.retrieved[0], "new": done.retrieved[1]},
        "rows": {"old": changes.rows[0], "new": changes.rows[1]},
        "added": [[*key, column] for key, column in changes.added],
        "removed": [[*key, column] for key, column in changes.removed],
        "revised": [
            {"key": r.key, "column": r.column, "old": r.old, "new": r.new} for r in changes.revised
        ],
        "new_years": changes.new_years,
        "lost_years": changes.lost_years,
        "new_economies": changes.new_economies,
        "lost_economies": changes.lost_economies,
        "withheld": [
            {
                "text": w.exclusion.text,
                "figures": [[*key, column, value] for key, column, value in w.figures],
                "not_applied": w.reason,
            }
            for w in shaped.withheld
        ],
        "aggregates": sorted(shaped.aggregates),
        "unknown": sorted(shaped.unknown),
        "to_judge": [*done.judged, *done.doubts],
        **_uses_summary(done.uses),
    }

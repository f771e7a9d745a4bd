"""The command line: gathers options, calls the functions a script would call, reports."""

from __future__ import annotations

import errno
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportlib import __version__
from reportlib.base.economies import find_economies
from reportlib.base.errors import ReportError
from reportlib.base.files import DISK_FULL
from reportlib.base.parameters import check_parameters, schema
from reportlib.base.printed import printable, shown
from reportlib.cli_cache import clean, explain
from reportlib.cli_data import data
from reportlib.cli_editions import editions
from reportlib.cli_parameters import FILE, ParameterCommand, execution_options, parameter_options
from reportlib.cli_serve import serve

if TYPE_CHECKING:
    from reportlib.build.one_file import Printed

HELP = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


class _StoppedError(KeyboardInterrupt):
    """A signal asked the command to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.signal = signal.Signals(number)


@contextmanager
def _signals_as_errors() -> Iterator[None]:
    """Let signals that end a command be raised in it as Ctrl-C is, so that it tidies up."""
    if threading.current_thread() is not threading.main_thread():  # which alone gets signals
        yield
        return

    def stop(number: int, _: object) -> None:
        for each in _SIGNALS:
            signal.signal(each, signal.SIG_IGN)  # it is ending already
        raise _StoppedError(number)

    before = {each: signal.signal(each, stop) for each in _SIGNALS}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


_SIGNALS = [
    getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)
]


class ReportGroup(click.Group):
    """Turns reportlib's errors into a message and exit code 1, without a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; print every problem of an error on standard error."""
        try:
            with _signals_as_errors():
                return super().invoke(ctx)
        except _StoppedError as stopped:
            click.echo(f"Stopped by {stopped.signal.name} before the end.", err=True)
            sys.exit(128 + stopped.signal)
        except ReportError as error:
            for problem in error.problems:
                click.secho("Error: ", fg="red", bold=True, nl=False, err=True)
                click.echo(printable(problem), err=True)
            sys.exit(1)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                click.echo("Error: a name is too long for a file. Choose a shorter one.", err=True)
                sys.exit(1)
            if error.errno not in DISK_FULL:
                raise
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # Python would print the rest at its end
            place = f"{error.filename}: " if error.filename else ""
            remedy = "Raise the limit" if error.errno == errno.EFBIG else "Free some space"
            click.echo(
                printable(f"Error: {place}{error.strerror}. {remedy} and run it again."), err=True
            )
            sys.exit(1)


@click.group(cls=ReportGroup, context_settings=HELP)
@click.version_option(__version__, prog_name="reportlib")
def main() -> None:
    """Make a report book: build it, re-run chapters for any economy, check its data."""


@main.command(cls=ParameterCommand)
@parameter_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of the pages. Default: _build/html, or _build/editions/NAME/html "
    "where a parameter differs from its default.",
)
@execution_options
@click.option("--force", is_flag=True, help="Execute and compile although nothing changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print the path of the first page only.")
@click.option("-v", "--verbose", is_flag=True, help="Print where each executed notebook is.")
def build(
    values: Mapping[str, object],
    out: Path | None,
    timeout: int | None,
    engine: str | None,
    force: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Execute all chapters and compile the book as HTML.

    A chapter whose code, parameters and data are what they were is taken as it was executed
    before, and a book of which nothing changed is left alone; `reportlib explain` tells why.
    The last line printed is the path of its first page. A chapter that fails stops the
    build: nothing is compiled, its notebook is kept, and the book built before stays; so it
    does where the command is stopped, or data, code or chapters change meanwhile.

    DIR must be new, or hold an earlier book and nothing else: beside its pages a book has a
    list of its files, files.txt.

    \b
    Examples:
      reportlib build
      reportlib build -p economy JPN -p peers USA,KOR,DEU
      reportlib build -f brazil.yml --out site/brazil
    """
    parameters = check_parameters(values)
    from reportlib.build.book import build_book
    from reportlib.build.chapters import list_chapters

    with _progress(len(list_chapters()), quiet) as progress:
        progress.warn_of_missing()
        book = build_book(
            parameters,
            out,
            timeout=timeout,
            engine=engine,
            say=progress.say,
            watch=lambda result: progress.done(
                result.outcome() + (f" ({result.notebook})" if verbose else ""), result.seconds
            ),
            force=force,
        )
        if not book.changed:
            progress.say("nothing changed")
    click.echo(shown(book.index))


@main.command(cls=ParameterCommand)
@parameter_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.pdf",
    help="The file to write. Default: one named for the edition in _build/pdf.",
)
@click.option(
    "--chapters",
    metavar="NAME,NAME",
    help="Print these chapters only, with the numbers they have in the whole book.",
)
@click.option("--paper", default="a4", metavar="SIZE", help="a4 (the default) or letter.")
@click.option(
    "--archival",
    is_flag=True,
    help="Write PDF/A-3a, with the tables that may be passed on and the provenance attached.",
)
@click.option(
    "--appendix-data",
    is_flag=True,
    help="Print the rows behind the figures, and long tables whole.",
)
@click.option(
    "--template",
    type=FILE,
    metavar="FILE.typ",
    help="A Typst template in place of the book's own.",
)
@execution_options
@click.option("--force", is_flag=True, help="Execute and print although nothing changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print the path of the file only.")
def pdf(
    values: Mapping[str, object],
    out: Path | None,
    chapters: str | None,
    paper: str,
    archival: bool,
    appendix_data: bool,
    template: Path | None,
    timeout: int | None,
    engine: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Print the book, or chosen chapters, as one PDF.

    The last line printed is its path. Chapters that were executed from the same inputs
    before are not executed again, and a PDF that is up to date is left alone. A fault
    leaves the PDF that was there before.

    \b
    Examples:
      reportlib pdf
      reportlib pdf -p economy JPN --paper letter --out japan.pdf
      reportlib pdf --chapters NAME,NAME --appendix-data
      reportlib pdf --archival
    """
    parameters = check_parameters(values)
    from reportlib.build.chapters import report_chapters
    from reportlib.build.pages import Options
    from reportlib.build.pdf import print_book

    names = tuple(name.strip() for name in chapters.split(",")) if chapters is not None else ()
    options = Options(names, paper, archival, appendix_data, template)
    make = partial(
        print_book, parameters, out, options, timeout=timeout, engine=engine, force=force
    )
    _in_one_file(make, len(names) or len(report_chapters()), quiet)


@main.command(cls=ParameterCommand)
@parameter_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="FILE.epub",
    help="The file to write. Default: one named for the edition in _build/epub.",
)
@execution_options
@click.option("--force", is_flag=True, help="Execute and bind although nothing changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print the path of the file only.")
def epub(
    values: Mapping[str, object],
    out: Path | None,
    timeout: int | None,
    engine: str | None,
    force: bool,
    quiet: bool,
) -> None:
    """Bind the book as one EPUB, for readers of electronic books.

    The last line printed is its path. Chapters that were executed from the same inputs
    before are not executed again, and an EPUB that is up to date is left alone. A fault
    leaves the EPUB that was there before.

    \b
    Examples:
      reportlib epub
      reportlib epub -p economy JPN --out japan.epub
    """
    parameters = check_parameters(values)
    from reportlib.build.chapters import report_chapters
    from reportlib.build.epub import bind_book

    make = partial(bind_book, parameters, out, timeout=timeout, engine=engine, force=force)
    _in_one_file(make, len(report_chapters()), quiet)


def _in_one_file(make: Callable[..., Printed], chapters: int, quiet: bool) -> None:
    """Make a book in one file, telling of as many chapters, and print where it is."""
    with _progress(chapters, quiet) as progress:
        progress.warn_of_missing()
        made = make(
            say=progress.say,
            watch=lambda result: progress.done(result.outcome(), result.seconds),
        )
        if not made.changed:
            progress.say("nothing changed")
    click.echo(shown(made.path))


@main.command(cls=ParameterCommand)
@click.argument("chapter")
@parameter_options
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    metavar="OUT.ipynb",
    help="Where the executed notebook is written. Default: a folder of its own under _build/runs.",
)
@click.option("--html", is_flag=True, help="Also render the chapter as a page to look at.")
@execution_options
@click.option("--force", is_flag=True, help="Execute it although nothing changed.")
@click.option("-q", "--quiet", is_flag=True, help="Print the paths of what was written only.")
@click.option("-v", "--verbose", is_flag=True, help="Print every parameter the chapter gets.")
def run(
    chapter: str,
    values: Mapping[str, object],
    output: Path | None,
    html: bool,
    timeout: int | None,
    engine: str | None,
    force: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Execute one CHAPTER again, with other parameters.

    \b
    Examples:
      reportlib run CHAPTER -p economy BRA -p first_year 2005
      reportlib run CHAPTER -p economy NAM --html
    """
    from reportlib.build.chapters import find_chapter, parameter_names

    found = find_chapter(chapter)
    parameters = check_parameters(values, parameter_names(found))
    from reportlib.build.runs import run_chapter

    with _progress(1, quiet) as progress:
        written = run_chapter(
            found,
            parameters,
            output,
            page=html,
            force=force,
            timeout=timeout,
            engine=engine,
            watch=lambda result: progress.done(
                result.outcome() + (f" ({dict(result.job.parameters)})" if verbose else ""),
                result.seconds,
            ),
        )
    for path in written:
        click.echo(shown(path))


@main.command()
@click.argument("chapter", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def params(chapter: str | None, as_json: bool) -> None:
    """List the parameters, of all chapters or of one CHAPTER, with their allowed values."""
    used = schema()
    names = tuple(used)
    if chapter is not None:
        from reportlib.build.chapters import find_chapter, parameter_names

        names = parameter_names(find_chapter(chapter))
    rows = [
        {
            "name": used[name].name,
            "type": used[name].type.__name__,
            "default": used[name].default,
            "allowed": used[name].allowed,
            "help": used[name].help,
        }
        for name in names
        if name in used  # `reportlib check` tells of any other
    ]
    if as_json:
        click.echo(json.dumps(rows, indent=2))
        return
    for row in rows:
        click.secho(f"{row['name']}", bold=True, nl=False)
        click.echo(f": {row['type']}, default {row['default']}")
        click.echo(f"  {row['help']}\n  allowed: {row['allowed']}")


@main.command()
@click.argument("word", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
def economies(word: str | None, as_json: bool) -> None:
    """List the economies with their codes; those that have WORD in what is said of them.

    \b
    Examples:
      reportlib economies korea
      reportlib economies "low income"
    """
    found = find_economies(word or "")
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], indent=2, ensure_ascii=False))
    for each in [] if as_json else found:
        said = ", ".join(filter(None, (each.name_zh, each.region, each.income_group)))
        click.echo(printable(f"{each.code}  {each.name} ({said})"))
    if not found:
        click.echo(
            f"No economy has {ascii(word)[:60]} in its code, name, region or income group. "
            "`reportlib economies` lists all.",
            err=True,
        )
        sys.exit(1)


@main.command()
@click.option("--again", is_flag=True, help="Check although nothing changed since all was sound.")
def check(again: bool) -> None:
    """Check settings, data, descriptors and chapters; report every fault at once.

    Publishers that are due are named as well, which is no fault. The day is that of
    SOURCE_DATE_EPOCH where it is set.
    """
    from reportlib.upkeep.refresh.calendar import due_datasets, due_lines, today
    from reportlib.upkeep.sound import faults_of

    faults = faults_of(again=again)
    for line in due_lines(due_datasets(today())):
        click.echo(printable(line), err=True)
    for fault in faults:
        click.echo(printable(fault))
    if faults:
        found = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        click.secho(found, fg="red", bold=True)
        sys.exit(1)
    click.echo("No faults: settings, data, descriptors and chapters are sound.")


@main.command()
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print JSON for other programs.")
@click.option("--exit-code", is_flag=True, help="End with code 1 where anything differs.")
def diff(old: Path, new: Path, as_json: bool, exit_code: bool) -> None:
    """Compare two built books: which published numbers changed, and because of which data.

    OLD and NEW are folders that `reportlib build` wrote, or the provenance.json in them.

    \b
    Examples:
      reportlib diff site/2025 _build/html
      reportlib diff _build/html _build/editions/economy-JPN/html --json
    """
    from reportlib.build.comparison import compare_books, tell
    from reportlib.build.provenance import read_provenance

    found = compare_books(read_provenance(old), read_provenance(new))
    click.echo(
        found.model_dump_json(indent=1)
        if as_json
        else "\n".join(map(printable, tell(found).splitlines()))
    )
    if exit_code and not found.is_empty:
        sys.exit(1)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path))
def new(folder: Path) -> None:
    """Write a small running book into FOLDER, as a start for another one.

    FOLDER must be new or empty. The book has one chapter with three exhibits, made from two
    tables of made figures, and a README that says what to change. The last line printed is
    the path of the folder.

    \b
    Example:
      reportlib new energy
    """
    from reportlib.upkeep.starting import start_book

    place = shown(start_book(folder))
    click.echo(
        "A small book was written; its figures are made. Change into its folder, then run "
        "`reportlib build`. Its README.md says what to change.",
        err=True,
    )
    click.echo(place)


main.add_command(data)
main.add_command(editions)
main.add_command(explain)
main.add_command(clean)
main.add_command(serve)


class Progress:
    """Shows a bar on a terminal, and plain lines anywhere else."""

    def __init__(self, total: int, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        self._console = Console(stderr=True, quiet=quiet, highlight=False, soft_wrap=True)
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=self._console,
            transient=True,
            disable=quiet or not self._console.is_terminal,
        )
        self._task = self._bar.add_task("executing chapters", total=total)

    def say(self, text: str) -> None:
        """Name the stage that begins."""
        self._bar.update(self._task, description=text)
        self._console.print(printable(text), markup=False)

    def warn_of_missing(self) -> None:
        """Say in one line which tables the book is made without."""
        from reportlib.base.manifests import missing_tables

        if names := missing_tables():
            text = f"Warning: made without {', '.join(names)}: not in data/."
            self._console.print(printable(text), style="yellow", markup=False)

    def done(self, text: str, seconds: float) -> None:
        """Report a chapter that ended."""
        self._bar.advance(self._task)
        self._console.print(printable(f"{text} in {seconds:.1f} s"), markup=False)

    @contextmanager
    def running(self) -> Iterator[Progress]:
        """Show the bar while the work runs."""
        with self._bar:
            yield self


@contextmanager
def _progress(total: int, quiet: bool) -> Iterator[Progress]:
    with Progress(total, quiet).running() as progress:
        yield progress

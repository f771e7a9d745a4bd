"""`reportlib editions`: the books of many economies as one site."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportlib.base.errors import ReportError, raise_all
from reportlib.base.printed import in_short, printable, shown
from reportlib.cli_parameters import FILE, ParameterCommand, parameter_options, timeout_option

if TYPE_CHECKING:
    from reportlib.editions.pools import Pool
    from reportlib.editions.running import Event


@click.command(cls=ParameterCommand)
@click.option(
    "--economies",
    "named",
    default="",
    metavar="WHICH",
    help="all; a group of the settings, such as OECD; region:NAME or income:NAME; economies with "
    "commas; or a file with one on each line.",
)
@click.option(
    "--matrix",
    type=FILE,
    metavar="FILE.yml",
    help="Lists of values of parameters, of which every combination is an edition.",
)
@parameter_options
@click.option("--pdf", is_flag=True, help="Print each edition as a PDF as well.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 512),
    metavar="N",
    help="Processes that work at once. Default: one for each core.",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    help="Let a running Dask cluster work instead, such as tcp://10.0.0.1:8786; docs/cluster.md "
    "says how. Its workers have the same files and packages.",
)
@timeout_option
@click.option(
    "--allow-missing",
    is_flag=True,
    help="Make the site although editions failed; it says which, and why. The command still fails.",
)
@click.option(
    "--release",
    metavar="NAME",
    help="Put the site into DIR/NAME, where it stays as it is, and list it in DIR.",
)
@click.option("--log-json", is_flag=True, help="Tell each event as a line of JSON, no bar.")
@click.option("-q", "--quiet", is_flag=True, help="Print the path of the site only.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    required=True,
    metavar="DIR",
    help="Folder of the site: new, or an earlier site and nothing else; with --release the "
    "folder of all releases.",
)
def editions(
    named: str,
    matrix: Path | None,
    values: Mapping[str, object],
    pdf: bool,
    jobs: int | None,
    scheduler: str | None,
    timeout: int | None,
    allow_missing: bool,
    release: str | None,
    log_json: bool,
    quiet: bool,
    out: Path,
) -> None:
    """Make the book of many economies, or of other parameters, as one site.

    Each edition has a folder in DIR, named for its economy or as the matrix says. What was
    made before from the same inputs is not made again: stopped anywhere, the same command
    does what is missing. An edition that fails stops no other; all failures are told at the
    end, and the site is replaced at once, only if none failed.

    A release is never written again: DIR has a page of all releases and what each changed,
    a feed of them, and in DIR/latest addresses that lead to the newest. Its day is that of
    SOURCE_DATE_EPOCH where it is set.

    \b
    A matrix names values of parameters, and how editions are called:
      economy: [BRA, USA]
      scale: [count, per_gdp]
      name: "{economy}-{scale}"
    or lists them:
      editions:
        - {economy: BRA}
        - {economy: USA, last_year: 2015, name: usa-2015}

    \b
    Examples:
      reportlib editions --economies all --out site
      reportlib editions --economies OECD --pdf --jobs 4 --out site
      reportlib editions --economies "BRA,USA,JPN" -p scale=per_gdp --out site
      reportlib editions --matrix years.yml --out site
      reportlib editions --economies all --scheduler tcp://10.0.0.1:8786 --out site
      reportlib editions --economies all --release 2026.1 --out releases
    """
    if jobs and scheduler is not None:
        raise click.UsageError(
            "--jobs is for processes of this machine: a cluster has the workers that it has."
        )
    from reportlib.editions.choosing import choose
    from reportlib.editions.releases import make_release, release_faults

    faults = [] if release is None else list(release_faults(out, release))
    try:
        chosen = choose(named, matrix, values)
    except ReportError as error:
        raise ReportError(*faults, *error.problems) from error
    raise_all(ReportError, faults)
    from reportlib.editions.pools import LocalPool
    from reportlib.editions.site import make_site

    make = make_site if release is None else partial(make_release, name=release)
    told = Told(log_json, quiet)

    def pool() -> Pool:
        if scheduler is not None:
            from reportlib.editions.cluster import ClusterPool

            return ClusterPool(scheduler, told.say)
        return LocalPool(jobs or os.cpu_count() or 1)

    with told.bar:
        site = make(
            chosen,
            out,
            pool,
            pdf=pdf,
            timeout=timeout,
            allow_missing=allow_missing,
            watch=told.watch,
            say=told.say,
        )
        told.say(f"{site.editions} editions" if site.changed else "nothing changed")
    click.echo(shown(site.place))
    if site.problems:
        from reportlib.base.errors import ExecutionError

        raise ExecutionError(*site.problems, "The site was made without these editions.")


class Told:
    """Tells of a run on standard error: a bar on a terminal, else lines; or lines of JSON."""

    def __init__(self, log_json: bool, quiet: bool) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        self._json, self._quiet, self._started = log_json, quiet, time.monotonic()
        self._console = Console(stderr=True, quiet=quiet, highlight=False, soft_wrap=True)
        plain = log_json or quiet or not self._console.is_terminal
        self._plain = plain
        self.bar = Progress(
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.description}"),
            console=self._console,
            transient=True,
            disable=plain,
        )
        self._task = self.bar.add_task("", total=None)

    def say(self, text: str) -> None:
        """Name a stage."""
        if self._json:
            self._line({"event": "stage", "text": text})
        else:
            self._console.print(printable(text), markup=False)

    def watch(self, event: Event) -> None:
        """Tell of an event."""
        step, ended = event.step, event.done + event.failed
        seconds = time.monotonic() - self._started
        rate = ended / seconds if seconds else 0.0
        left = (event.total - ended) / rate if rate else None
        if self._json:
            self._line(
                {
                    "event": event.what,
                    "task": step.kind,
                    "edition": step.edition,
                    "chapter": step.chapter,
                    "seconds": round(event.seconds, 3),
                    "problem": event.problem,
                    "done": event.done,
                    "failed": event.failed,
                    "running": event.running,
                    "total": event.total,
                    "per_second": round(rate, 3),
                    "seconds_left": None if left is None else round(left),
                }
            )
            return
        said = f"{event.running} running, {event.failed} failed"
        if left is not None:
            said += f", {rate * 60:.0f} a minute, {_lasting(left)} left"
        self.bar.update(self._task, completed=ended, total=event.total, description=said)
        if event.what in ("failed", "again"):
            text = f"{step.said()}: {in_short(event.problem)}"
            self._console.print(printable(text), markup=False, style="red")
        elif event.what == "done" and self._plain and step.kind != "execution":
            text = f"{step.said()} ({ended} of {event.total}, {said})"
            self._console.print(printable(text), markup=False)

    def _line(self, content: Mapping[str, object]) -> None:
        if not self._quiet:
            click.echo(json.dumps(content), err=True)


def _lasting(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02} s" if minutes else f"{rest} s"

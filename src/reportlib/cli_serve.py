"""`reportlib serve`: the book on this machine, with a panel that changes its parameters."""

from __future__ import annotations

import webbrowser

import click

from reportlib.base.errors import BuildError
from reportlib.base.parameters import check_parameters
from reportlib.base.printed import printable
from reportlib.base.project import find_root
from reportlib.cli_parameters import timeout_option


@click.command()
@click.option(
    "--port", type=click.IntRange(0, 65_535), default=8017, help="0 takes any that is free."
)
@click.option("--open", "open_it", is_flag=True, help="Open the first page in a browser.")
@click.option("--watch", is_flag=True, help="Show pages anew when notebooks, data or code change.")
@click.option(
    "--host",
    default="127.0.0.1",
    metavar="ADDRESS",
    help="Listen at another address; needs --allow-remote.",
)
@click.option(
    "--allow-remote",
    is_flag=True,
    help="Let other machines run chapters and read the book here.",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1, 86_400),
    default=900,
    metavar="SECONDS",
    help="What a page, a book or a file may take. Default: 900.",
)
@click.option(
    "--disk-limit",
    type=click.IntRange(1),
    default=1024,
    metavar="MB",
    help="What is kept of other editions; those used longest ago go first. Default: 1024.",
)
@timeout_option
def serve(
    port: int,
    open_it: bool,
    watch: bool,
    host: str,
    allow_remote: bool,
    time_limit: int,
    disk_limit: int,
    timeout: int | None,
) -> None:
    """Serve the book on this machine, with a panel in every page that changes its parameters.

    The book is built first where that is due. Each page has "Change this edition": another
    economy, peers, years, scale. The chapter is executed and shown in its place; what was
    made before is shown at once. The address carries the parameters. From the panel the
    whole edition can be taken along, as pages, PDF, EPUB, notebook or data.

    Only this machine is answered. The last line printed is the address; Ctrl-C ends it.

    \b
    Examples:
      reportlib serve --open
      reportlib serve --port 8080 --watch
    """
    from reportlib.serving.running import is_loopback, listen
    from reportlib.serving.running import serve as run

    if not is_loopback(host):
        if not allow_remote:
            raise BuildError(
                f"{host[:60]!a} is reached from other machines, whose users could run chapters "
                "here. Add --allow-remote if that is meant, or leave --host out."
            )
        click.secho(
            "Warning: whoever reaches this address can read the book and have chapters executed "
            "here. There is no password and no encryption.",
            fg="yellow",
            err=True,
        )
    from reportlib.build.book import build_book

    root = find_root()
    listening = listen(host, port)
    book = build_book(
        check_parameters({}),
        timeout=timeout,
        say=lambda text: click.echo(text, err=True),
        watch=lambda result: click.echo(printable(result.outcome()), err=True),
    )

    def ready(address: str) -> None:
        click.echo(address)
        if open_it:
            webbrowser.open(address)

    try:
        run(
            root,
            book.index.parent,
            listening,
            watch=watch,
            remote=allow_remote,
            timeout=timeout,
            lasting=time_limit,
            limit=disk_limit * 1024**2,
            ready=ready,
        )
    except KeyboardInterrupt:
        click.echo("Stopped.", err=True)

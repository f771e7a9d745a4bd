"""Where the command starts: Ctrl-C ends it in one line also while it imports the rest of itself."""

from __future__ import annotations

import gc
import os
import signal


def main() -> None:
    """Run the command line; its commands say themselves what a signal ends from then on."""
    signal.signal(signal.SIGINT, _end)
    gc.set_threshold(50_000, 20, 100)  # a command makes many objects and soon ends with all of them
    from reportlib.cli import main as command

    command()


def _end(number: int, _: object) -> None:
    """End at once: nothing was begun that would have to be tidied up."""
    os.write(2, b"Stopped by SIGINT before the end.\n")
    os._exit(128 + number)

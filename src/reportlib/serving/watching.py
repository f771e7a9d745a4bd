"""Look whether the project was written since, and have the server go by what it is now."""

from __future__ import annotations

import threading
from contextlib import suppress

from reportlib.base.errors import ReportError
from reportlib.build.processes import keep_signals_away
from reportlib.serving.making import Making

OFTEN, SELDOM = 0.25, 2.0  # seconds between two looks


class Watching:
    """A thread that looks; ``tells`` is whether pages are shown anew by themselves."""

    def __init__(self, making: Making, *, tells: bool) -> None:
        self.tells = tells
        self.problems: tuple[str, ...] = ()
        self._making, self._ended = making, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """End."""
        self._ended.set()

    def _look(self) -> None:
        keep_signals_away()
        self._warm_up()
        while not self._ended.wait(OFTEN if self.tells else SELDOM):
            try:
                changed = self._making.renew()
                self.problems = ()
            except ReportError as error:
                self.problems = error.problems
                self._ended.wait(SELDOM / 2)  # to read it all takes a while
                continue
            except OSError:  # a file that is just being written
                continue
            except Exception as error:  # a fault of ours must not end the watch, nor hide
                self.problems = (
                    f"{type(error).__name__}: {error}. This is a fault of the server.",
                )
                continue
            if changed:
                self._warm_up()

    def _warm_up(self) -> None:
        with suppress(Exception):  # which the first page tells; or the server ends
            self._making.warm_up()

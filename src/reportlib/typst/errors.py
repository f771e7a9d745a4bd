"""The one error of this extension; Sphinx prints it without a traceback."""

from __future__ import annotations

from collections.abc import Iterable

from sphinx.errors import ExtensionError


class PrintError(ExtensionError):
    """The book cannot be printed; each problem names its place."""

    category = "Cannot print the book"

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))

"""What is kept of each page that was read, in the environment that Sphinx keeps on disk."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Generic, TypeVar, cast

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

Kept = TypeVar("Kept")


class PageStore(Generic[Kept]):
    """One thing of each page, in an attribute of the environment, by the names of the pages."""

    def __init__(self, attribute: str) -> None:
        self._attribute = attribute

    def setup(self, app: Sphinx) -> None:
        """Let Sphinx say when a page goes, and what a parallel process has read."""
        app.connect("env-purge-doc", self._forget)
        app.connect("env-merge-info", self._merge)

    def of(self, env: BuildEnvironment) -> dict[str, Kept]:
        """What is kept."""
        return cast("dict[str, Kept]", env.__dict__.setdefault(self._attribute, {}))

    def _forget(self, _app: Sphinx, env: BuildEnvironment, docname: str) -> None:
        self.of(env).pop(docname, None)

    def _merge(
        self,
        _app: Sphinx,
        env: BuildEnvironment,
        docnames: Iterable[str],
        other: BuildEnvironment,
    ) -> None:
        read = self.of(other)
        self.of(env).update({name: read[name] for name in docnames if name in read})

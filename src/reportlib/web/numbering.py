"""References by number, without reading a whole page from disk for each.

Sphinx' ``StandardDomain._resolve_numref_xref`` asks ``env.get_doctree`` for the page of the
target, which unpickles all of it, at every reference (seen in 7.4.7): ten thousand
nodes for one number. Here a page is unpickled once. A test notices when Sphinx does better.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.builders import Builder
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment
from sphinx.util.nodes import make_refnode

from reportlib.web.absent import ABSENT_CLASS


class RememberingDomain(StandardDomain):
    """Sphinx' own domain of labels, which remembers the pages that numbers were looked up in."""

    def __init__(self, env: BuildEnvironment) -> None:
        super().__init__(env)
        self._pages: dict[str, nodes.document] = {}

    def _resolve_numref_xref(
        self, env: BuildEnvironment, fromdocname: str, builder: Builder, *rest: Any
    ) -> nodes.Element | None:
        """A number; of an exhibit that has none, since it is absent, what is known of it."""
        remembering: Any = _Remembering(env, self._pages)
        target, said = rest[1], rest[3]
        page, place = self.anonlabels.get(target, ("", ""))
        found = remembering.get_doctree(page).ids.get(place) if page else None
        if isinstance(found, nodes.inline) and ABSENT_CLASS in found["classes"]:
            text = found if said.astext() == target else said
            words = nodes.inline("", text.astext())
            return make_refnode(builder, fromdocname, page, place, words)
        return super()._resolve_numref_xref(remembering, fromdocname, builder, *rest)

    def clear_doc(self, docname: str) -> None:
        """Forget a page that is read again or gone."""
        super().clear_doc(docname)
        self._pages.pop(docname, None)


class _Remembering:
    """An environment, for looking into pages that are not changed."""

    def __init__(self, env: BuildEnvironment, pages: dict[str, nodes.document]) -> None:
        self._env = env
        self._pages = pages

    def __getattr__(self, name: str) -> Any:
        return getattr(self._env, name)

    def get_doctree(self, docname: str) -> nodes.document:
        if docname not in self._pages:
            self._pages[docname] = self._env.get_doctree(docname)
        return self._pages[docname]

"""The search index of a book compiled again: what it is where the book is compiled afresh.

Sphinx takes up its index from the file that it has written, and loses two things by that (seen
in 7.4.7): ``IndexBuilder.load`` leaves out the entries of the index, and ``prune`` leaves words
of which no page is left. Both lie in attributes that are Sphinx' own; a test notices when they
are no longer there, or no longer needed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.search.en import SearchEnglish

from reportlib.base.files import write_whole

_ENTRIES = "index-entries.json"  # beside what else Sphinx keeps of the pages
Entries = dict[str, list[Any]]
"""Of each page the entries of the index, as the search index holds them."""


class RememberingEnglish(SearchEnglish):
    """English, each word of which is stemmed once for all pages, not once for each."""

    def init(self, options: dict[str, str]) -> None:
        """Remember stems for as long as the index is made."""
        super().init(options)
        self._stems = lru_cache(maxsize=None)(super().stem)

    def stem(self, word: str) -> str:
        """The word's stem."""
        return self._stems(word)


def setup(app: Sphinx) -> None:
    """Let Sphinx ask, before it writes the index."""
    app.add_search_language(RememberingEnglish)
    app.connect("html-collect-pages", forget_words)
    app.connect("html-collect-pages", take_up_entries)


def pages_to_feed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Pages with entries of the index that are not kept."""
    known = _kept(app)
    entries: Mapping[str, Iterable[Any]] = env.domaindata["index"]["entries"]
    return [name for name, found in entries.items() if found and name not in known]


def forget_words(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Take words out of the index that stand on no page any more; adds no page."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        for pages_of in (indexer._mapping, indexer._title_mapping):
            for word in [word for word, pages in pages_of.items() if not pages]:
                del pages_of[word]
    return []


def take_up_entries(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Give the index the entries of pages that were not written again; adds no page."""
    indexer: Any = getattr(app.builder, "indexer", None)
    if indexer is not None:
        found = {**_kept(app), **indexer._index_entries}
        entries = {name: found[name] for name in sorted(found) if name in app.env.all_docs}
        indexer._index_entries = entries
        write_whole(Path(app.doctreedir, _ENTRIES), json.dumps(entries).encode())
    return []


def _kept(app: Sphinx) -> Entries:
    with suppress(OSError, ValueError):
        found: Entries = json.loads(Path(app.doctreedir, _ENTRIES).read_bytes())
        return found
    return {}

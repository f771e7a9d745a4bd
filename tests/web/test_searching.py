"""What Sphinx loses of its search index when it takes it up again, and what it does not."""

from __future__ import annotations

import io
import json
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from docutils.utils import new_document
from sphinx import addnodes
from sphinx.search import IndexBuilder
from sphinx.search.en import SearchEnglish

from reportlib.web.searching import RememberingEnglish

KEPT = ("titles", "filenames", "mapping", "title_mapping", "all_titles", "index_entries")
PARTS = (*KEPT, "objtypes", "objnames")


def index() -> Any:
    """Sphinx' index of no page."""
    parts: dict[str, Any] = {
        f"_search_index_{name}": {} for name in (*KEPT, "objtypes", "objnames")
    }
    env: Any = SimpleNamespace(version={}, domains={}, **parts)
    return IndexBuilder(env, "en", {}, "")


def page() -> nodes.document:
    """A page of a word, and an entry of the index."""
    made = new_document("")
    made += nodes.paragraph("", "", nodes.Text("patents"))
    made += addnodes.index(entries=[("single", "Grant", "term-Grant", "main", None)])
    return made


def test_sphinx_still_loses_words_and_entries() -> None:
    fed, taken = index(), index()
    fed.feed("one", "one.html", "One", page())
    assert list(fed._mapping) == ["patent"]
    assert list(fed._index_entries) == ["one"]
    fed._index_entries["one"] = []  # which it cannot write without its words

    taken.load(io.StringIO(json.dumps(fed.freeze())), json)
    assert not taken._index_entries, "Sphinx keeps entries now: take_up_entries can go"
    taken.prune([])
    assert taken._mapping == {"patent": set()}, "Sphinx forgets words now: forget_words can go"
    assert hasattr(taken, "_title_mapping")


@pytest.mark.parametrize("word", ["Patents", "patents", "filing", "office"])
def test_stems_are_those_of_sphinx(word: str) -> None:
    ours, plain = RememberingEnglish({}), SearchEnglish({})

    assert [ours.stem(word), ours.stem(word)] == [plain.stem(word)] * 2

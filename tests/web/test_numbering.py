"""References by number look into each page once."""

from __future__ import annotations

from pathlib import Path

import pytest
from docutils import nodes
from sphinx.domains.std import StandardDomain
from sphinx.environment import BuildEnvironment

from reportlib.web.numbering import RememberingDomain
from tests.web.books import figure, published, write_book

pytestmark = pytest.mark.book


def pages_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], dict[str, str]]:
    """Compile a book of three references to a page; the pages read from disk, the files."""
    names: list[str] = []
    get_doctree = BuildEnvironment.get_doctree

    def counting(env: BuildEnvironment, docname: str) -> nodes.document:
        names.append(docname)
        return get_doctree(env, docname)

    monkeypatch.setattr(BuildEnvironment, "get_doctree", counting)
    made = write_book(
        folder,
        one=("# One", figure("fig-a")),
        two=("# Two\n\n{numref}`fig-a`, {numref}`fig-a`, {numref}`fig-a`",),
    )
    return names, published(made.build())


def test_a_page_is_read_once_for_all_references_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names, _ = pages_read(tmp_path, monkeypatch)

    assert names.count("one") == 2  # once to be written


def test_sphinx_itself_still_reads_a_page_for_each_reference_and_writes_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, ours = pages_read(tmp_path / "a", monkeypatch)
    plain = StandardDomain._resolve_numref_xref
    monkeypatch.setattr(RememberingDomain, "_resolve_numref_xref", plain)
    names, its_own = pages_read(tmp_path / "b", monkeypatch)

    assert names.count("one") == 4, "Sphinx does better now: reportlib.web.numbering can go"
    assert ours == its_own

"""The order of a book: its preface, its parts, and the documents in each."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

# What says nothing by itself: a root document of these only is no preface.
EMPTY = (nodes.title, nodes.comment, nodes.target, addnodes.toctree, addnodes.index)


@dataclass(frozen=True)
class Document:
    """A document, and how many others it lies inside of: 0 for a chapter."""

    name: str
    nesting: int


@dataclass(frozen=True)
class Part:
    """Chapters under one caption; without caption they follow each other directly."""

    title: str | None
    number: int | None
    documents: tuple[Document, ...]


def parts_of(env: BuildEnvironment, chosen: Container[str]) -> list[Part]:
    """The book's parts in order, each document once, with the chosen documents only."""
    root = env.config.root_doc
    trees = list(env.get_doctree(root).findall(addnodes.toctree))
    titled = [tree for tree in trees if tree.get("caption")]
    seen = {root}
    parts = []
    for tree in trees:
        title = tree.get("caption") or None
        number = titled.index(tree) + 1 if title and len(titled) > 1 else None
        found = [
            document
            for name in tree["includefiles"]
            for document in _with_inner(env, name, 0, seen)
            if document.name in chosen
        ]
        if found:
            parts.append(Part(title, number, tuple(found)))
    return parts


def _with_inner(
    env: BuildEnvironment, name: str, nesting: int, seen: set[str]
) -> Iterator[Document]:
    if name in seen:
        return
    seen.add(name)
    yield Document(name, nesting)
    for inner in env.toctree_includes.get(name, ()):
        yield from _with_inner(env, inner, nesting + 1, seen)


def has_text(document: nodes.document) -> bool:
    """Whether a document says anything beside its title and its contents."""
    return any(_says(node) for node in document.children)


def _says(node: nodes.Node) -> bool:
    if isinstance(node, nodes.section | nodes.compound):
        return any(_says(child) for child in node.children)
    return not isinstance(node, EMPTY)

"""YAML as the whole project reads it: safely, strictly, and by libyaml where it is there.

A key that stands twice, of which YAML would keep the last, is refused; so is an alias, by which
a few lines can stand for more values than any machine holds. No file of the book needs either.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import yaml

# Eight times as fast, and as safe; PyYAML lacks it where libyaml was not there to build it.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DEEPEST = 100
"""Levels of brackets in a file; those of the book have five."""
_BRACKET = re.compile(r"[\[\]{}]")
_DASHES = re.compile(rf"(?:[-?:] +){{{DEEPEST}}}")


_known: dict[str, bytes] = {}  # texts with what they say, pickled: nobody changes another's


def know(texts: Mapping[str, bytes]) -> None:
    """Take texts as read, with what :func:`told` has told of them."""
    _known.update(texts)


def told(texts: Iterable[str]) -> dict[str, bytes]:
    """What texts say, for :func:`know` in another process of the same program."""
    return {text: _known.get(text) or pickle.dumps(read_yaml(text)) for text in texts}


def read_yaml(text: str) -> Any:
    """What a text in YAML says.

    Raises:
        yaml.YAMLError: it is no YAML, has a key twice or an alias, each with its line, or is
            nested too deeply.
        ValueError: what looks like a date or a number is none.
    """
    if text in _known:
        return pickle.loads(_known[text])  # noqa: S301
    _refuse_depth(text)
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _refuse(node)
        return loader.construct_document(node)
    finally:
        loader.dispose()


def compose_yaml(text: str) -> yaml.Node | None:
    """The nodes of a text in YAML, each with its line."""
    _refuse_depth(text)
    return yaml.compose(text, Loader=_LOADER)


def _refuse_depth(text: str) -> None:
    """Refuse what is nested beyond reason: libyaml would end the whole process with it."""
    depth = 0
    for bracket in _BRACKET.finditer(text):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > DEEPEST:
            raise yaml.YAMLError("it is nested too deeply")
    if _DASHES.search(text):
        raise yaml.YAMLError("it is nested too deeply")


def _refuse(root: yaml.Node) -> None:
    seen: set[int] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            raise yaml.MarkedYAMLError(
                problem="an alias (*) repeats what stands here: write it out",
                problem_mark=node.start_mark,
            )
        seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            for key in _doubled(node):
                raise yaml.MarkedYAMLError(
                    problem=f"the key {key.value!r} stands twice: remove one",
                    problem_mark=key.start_mark,
                )
            waiting += [each for pair in node.value for each in pair]
        elif isinstance(node, yaml.SequenceNode):
            waiting += node.value


def _doubled(node: yaml.MappingNode) -> Iterator[yaml.ScalarNode]:
    known: set[tuple[str, str]] = set()
    for key, _ in node.value:
        if isinstance(key, yaml.ScalarNode):
            if (key.tag, key.value) in known:
                yield key
            known.add((key.tag, key.value))

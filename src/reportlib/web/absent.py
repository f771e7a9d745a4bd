"""Exhibits that an edition has nothing for: one line each, in a list that closes the page.

What stood around such an exhibit goes with it: the text that follows it, and a section that
has no other. Labels still lead somewhere, to the line or to the list.
"""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from sphinx.transforms import SphinxTransform

from reportlib.base.payload import Payload
from reportlib.web.nodes import as_written

ABSENT_CLASS = "absent"
TITLE = "What is not available in this edition?"
LIST_ID = "not-available"
MOST_IN_LINE = 3  # titles of exhibits


class absent_exhibit(nodes.General, nodes.Element):  # noqa: N801
    """What stands for an exhibit with nothing to show, until its page is read to the end.

    It has the ``label``, the ``title`` and the ``reason`` of the exhibit.
    """


def is_absent(payload: Payload) -> bool:
    """Whether an exhibit has nothing to show; findings say so in their own place."""
    return bool(payload.missing) and payload.kind not in ("findings", "cover")


def absent(payload: Payload) -> absent_exhibit:
    """The node that stands for an exhibit with nothing to show."""
    return absent_exhibit("", label=payload.label, title=payload.title, reason=payload.missing)


class CloseAbsent(SphinxTransform):
    """Take absent exhibits out of a page, and list them at its end."""

    default_priority = 300  # after labels have found their sections, before anything is numbered

    def apply(self, **kwargs: object) -> None:  # noqa: ARG002
        """Move the absent exhibits of the document."""
        found = list(self.document.findall(absent_exhibit))
        if not found:
            return
        closing = nodes.section("", nodes.title("", TITLE), ids=[LIST_ID])
        closing += as_written(self._list(found))
        emptied = _emptied(self.document)
        for exhibit in found:
            _take_out(exhibit)
        for section in emptied:
            self._hand_on(section, closing)
            section.parent.remove(section)
        (next(self.document.findall(nodes.section), None) or self.document).append(closing)

    def _list(self, found: list[absent_exhibit]) -> nodes.bullet_list:
        """An item for each reason, with all exhibits that it keeps away."""
        reasons = dict.fromkeys(exhibit["reason"] for exhibit in found)
        items = (
            self._item(reason, [e for e in found if e["reason"] == reason]) for reason in reasons
        )
        return nodes.bullet_list("", *items, bullet="*", classes=[ABSENT_CLASS])

    def _item(self, reason: str, kept: list[absent_exhibit]) -> nodes.list_item:
        """The exhibits and the reason in a line; more than a line holds are a list under it."""
        named = [self._named(exhibit) for exhibit in kept]
        if len(named) > MOST_IN_LINE:
            listed = (nodes.list_item("", nodes.paragraph("", "", name)) for name in named)
            said = nodes.paragraph("", "", nodes.Text(f"{reason} Not shown:"))
            return nodes.list_item("", said, nodes.bullet_list("", *listed, bullet="*"))
        line = nodes.paragraph()
        for place, name in enumerate(named):
            line += nodes.Text("; " if place else "")
            line += name
        line += nodes.Text(f": {reason}")
        return nodes.list_item("", line)

    def _named(self, exhibit: absent_exhibit) -> nodes.inline:
        """The exhibit's title, which its label leads to."""
        title = nodes.inline("", "", nodes.Text(exhibit["title"]), classes=[ABSENT_CLASS])
        title["names"].append(exhibit["label"])
        self.document.note_explicit_target(title, title)
        return title

    def _hand_on(self, section: nodes.section, closing: nodes.section) -> None:
        """Make the labels of a section that goes lead to the list."""
        for gone in section.findall(nodes.section):
            closing["ids"].extend(gone["ids"])
            closing["names"].extend(gone["names"])
            self.document.ids.update(dict.fromkeys(gone["ids"], closing))


def _emptied(document: nodes.document) -> list[nodes.section]:
    """The sections of nothing but absent exhibits and what is said around them, outermost."""
    emptied: list[nodes.section] = []
    for section in document.findall(nodes.section):
        within = section.parent in emptied
        if not within and not isinstance(section.parent, nodes.document) and _is_emptied(section):
            emptied.append(section)
    return emptied


def _is_emptied(section: nodes.section) -> bool:
    gone = next(iter(section.findall(absent_exhibit)), None)
    stays = (c for c in section.findall(nodes.container) if _shows(c))
    return gone is not None and next(stays, None) is None


def _shows(container: nodes.container) -> bool:
    """Whether it is the output of a cell, other than an absent exhibit."""
    outputs = "cell_output" in container["classes"]
    return outputs and next(iter(container.findall(absent_exhibit)), None) is None


def _take_out(exhibit: absent_exhibit) -> None:
    """Remove the exhibit, the cell that shows it, and the text up to what comes next."""
    node: nodes.Element = exhibit
    while isinstance(node.parent, nodes.container):
        node = node.parent
    for text in list(_text_after(node)):
        text.parent.remove(text)
    node.parent.remove(node)


def _text_after(node: nodes.Element) -> Iterator[nodes.Node]:
    place = node.parent.index(node) + 1
    for following in node.parent[place:]:
        if not isinstance(following, nodes.paragraph | nodes.bullet_list | nodes.enumerated_list):
            return
        yield following

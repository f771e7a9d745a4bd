"""A page as Markdown: its text from the document, its exhibits from what they carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from docutils import nodes

from reportlib.base.payload import Payload
from reportlib.web.cover import ACTIONS_CLASS, cover_title
from reportlib.web.machine.markdown import block, escape, link, pipe_table, public_link, shown
from reportlib.web.nodes import marks
from reportlib.web.prose import SAFE_SCHEMES

EXHIBIT_CLASSES = {"exhibit", "findings", "statement"}
_DEEPEST = 6
Written = Callable[[Payload], Iterable[str]]
"""How an exhibit is written where it stands."""
Led = Callable[[str], str]
"""The twin that stands for an address of the page; empty where there is none."""


class Twin:
    """Writes one page; ``exhibits`` are its own, by their labels."""

    def __init__(
        self, exhibits: Mapping[str, Payload], write: Written, lead: Led, most: int
    ) -> None:
        self._exhibits = exhibits
        self._write = write
        self._lead = lead
        self._most = most

    def blocks(self, node: nodes.Node, depth: int = 0) -> Iterator[str]:
        """The paragraphs of what a node holds, as the page has them."""
        if isinstance(node, nodes.raw | nodes.comment | nodes.Invisible) or _leads_on(node):
            return
        if isinstance(node, nodes.section):
            for child in node.children:
                yield from self.blocks(child, depth + 1)
        elif isinstance(node, cover_title):
            yield f"# {self.inline(node).strip()}"
        elif isinstance(node, nodes.title):
            yield f"{'#' * min(max(depth, 1), _DEEPEST)} {self.inline(node)}"
        elif isinstance(node, nodes.Element) and EXHIBIT_CLASSES & set(node["classes"]):
            yield from self._exhibit(node, depth)
        elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            yield self._list(node, depth)
        elif isinstance(node, nodes.definition_list):
            yield "\n".join(self._definitions(node))
        elif isinstance(node, nodes.table):
            yield from self._table(node)
        elif isinstance(node, nodes.literal_block):
            yield _fenced(node.astext())
        elif isinstance(node, nodes.paragraph | nodes.caption | nodes.rubric | nodes.TextElement):
            if text := block(self.inline(node)):
                yield text
        else:
            for child in node.children:
                yield from self.blocks(child, depth)

    def _exhibit(self, node: nodes.Element, depth: int) -> Iterator[str]:
        named = (name for each in node.findall(nodes.Element) for name in each["ids"])
        payload = next((self._exhibits[name] for name in named if name in self._exhibits), None)
        if payload is not None:
            yield from self._write(payload)
            return
        for child in node.children:
            yield from self.blocks(child, depth)

    def _list(self, node: nodes.Element, depth: int) -> str:
        sign = "1." if isinstance(node, nodes.enumerated_list) else "-"
        items = []
        for item in node.children:
            lines = "\n".join(self.blocks(item, depth)).split("\n")
            items.append("\n".join([f"{sign} {lines[0]}", *(f"  {line}" for line in lines[1:])]))
        return "\n".join(items)

    def _definitions(self, node: nodes.Element) -> Iterator[str]:
        for item in node.children:
            term, *rest = [self.inline(each) for each in item.children]
            yield f"- **{term.strip()}**: {' '.join(each.strip() for each in rest)}"

    def _table(self, node: nodes.table) -> Iterator[str]:
        rows = [[self.inline(cell) for cell in row.children] for row in node.findall(nodes.row)]
        if not rows:
            return
        head, body = rows[0], rows[1:]
        places = shown(len(body), self._most)
        yield pipe_table(head, [body[at] for at in places])
        if left := len(body) - len(places):
            yield f"{left} of {len(body)} rows between are left out here."

    def inline(self, node: nodes.Node) -> str:
        """What a node says, on one line."""
        if isinstance(node, nodes.Text):
            return escape(node.astext())
        if isinstance(node, nodes.raw | nodes.comment):
            return ""
        if isinstance(node, nodes.image):
            return escape(node.get("alt", ""))
        inside = "".join(self.inline(child) for child in node.children)
        if isinstance(node, nodes.paragraph | nodes.list_item):
            return f"{inside} "
        if isinstance(node, nodes.strong | nodes.emphasis | marks) and inside.strip():
            sign = "**" if isinstance(node, nodes.strong) else "*"
            return f"{sign}{inside.strip()}{sign}"
        if isinstance(node, nodes.reference):
            return self._reference(node, inside)
        return inside

    def _reference(self, node: nodes.reference, inside: str) -> str:
        """A link to the web, or to the twin of another page; else the words alone."""
        address = str(node.get("refuri", ""))
        if address.lower().startswith(SAFE_SCHEMES):
            return public_link(node.astext(), address)
        twin = self._lead(address.partition("#")[0])
        return link(inside, twin) if twin else inside


def _leads_on(node: nodes.Node) -> bool:
    """Whether a node is a cover's buttons, which say nothing."""
    return isinstance(node, nodes.paragraph) and ACTIONS_CLASS in node["classes"]


def _fenced(text: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}\n{text}\n{fence}"

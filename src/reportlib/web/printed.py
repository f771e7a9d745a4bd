"""What stands in a book, where nothing can be pointed at, for the links of a web page.

A number leads to its dataset in the list of sources; there, an address leads to its pages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import chdir

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

from reportlib.base.manifests import read_manifest
from reportlib.base.rows import dataset_of
from reportlib.web.annex import ROW_TARGET
from reportlib.web.nodes import ANNEX_BUILDERS, PRINT_BUILDER, in_headline, number, takes_no_link
from reportlib.web.prose import SAFE_SCHEMES, link

# Web pages have tips. LaTeX sets no address for the row of a table.
WITHOUT = (*ANNEX_BUILDERS, "latex")


class LeadToSources(SphinxPostTransform):
    """Make a number a link to its dataset in the printed list of sources.

    Only where that list is part of what is built; never in headlines, captions, titles
    and links. Print shows the number as it would stand without.
    """

    default_priority = 6

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Wrap each number that may be a link."""
        if self.app.builder.name in WITHOUT:
            return
        for found in list(self.document.findall(number)):
            if target := self._target(found):
                found.replace_self(self._link(found, *target))

    def _target(self, found: number) -> tuple[str, str] | None:
        """Page and id of the dataset's row in the list of sources."""
        names = [*map(dataset_of, found["rows"]), *found["whole"]]
        if not names or takes_no_link(found) or in_headline(found):
            return None
        labels = self.env.domains["std"].data["anonlabels"]
        target: tuple[str, str] | None = labels.get(f"{ROW_TARGET}{names[0]}")
        return target

    def _link(self, found: number, page: str, anchor: str) -> nodes.reference:
        here = self.env.docname
        return make_refnode(self.app.builder, here, page, anchor, found.deepcopy())


class PrintAddresses(SphinxPostTransform):
    """List, below the list of sources, the pages on the web that the datasets were taken from.

    On web pages each dataset's page of the annex has the links.
    """

    default_priority = 6
    builders = (PRINT_BUILDER,)

    def run(self, **kwargs: object) -> None:  # noqa: ARG002
        """Add the list to what holds the table."""
        for table in list(self.document.findall(nodes.table)):
            if names := list(_listed(table)):
                with chdir(self.app.srcdir):  # from where the project is found, as by the annex
                    lines = [_line(*each) for each in _addresses(names).items()]
                table.parent.append(
                    nodes.container("", _HEAD.deepcopy(), *lines, classes=["addresses"])
                )


_HEAD = nodes.paragraph(
    "",
    "",
    nodes.Text("Pages on the web that the datasets were taken from; their descriptors list all:"),
)


def _listed(table: nodes.table) -> Iterator[str]:
    """The datasets that have a row in a table of sources."""
    for row in table.findall(nodes.row):
        for name in row["ids"]:
            if name.startswith(ROW_TARGET):
                yield name.removeprefix(ROW_TARGET)


def _addresses(datasets: Iterable[str]) -> dict[str, list[str]]:
    """The first page of each dataset, each address once, with the datasets taken from there."""
    found: dict[str, list[str]] = {}
    for manifest in (read_manifest(name.replace("-", "_")) for name in datasets):
        pages = list(dict.fromkeys(source.path for source in manifest.sources))
        several = f" (first of {len(pages)})" if len(pages) > 1 else ""
        found.setdefault(pages[0], []).append(f"{manifest.reportlib.short_title}{several}")
    return {page: names for page, names in found.items() if page.startswith(SAFE_SCHEMES)}


def _line(address: str, datasets: Sequence[str]) -> nodes.paragraph:
    said = nodes.Text(f"{'; '.join(datasets)}: ")
    return nodes.paragraph("", "", said, link(address, address))

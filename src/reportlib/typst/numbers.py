"""The numbers that Sphinx gave to sections, figures, tables and formulas.

They are taken from Sphinx and never counted here, so a page and the print agree.
"""

from __future__ import annotations

from docutils import nodes
from sphinx.environment import BuildEnvironment


def section_number(env: BuildEnvironment, docname: str, section: nodes.section) -> str | None:
    """The number of a section, as in ``3.1``; None where sections are not numbered."""
    known = env.toc_secnumbers.get(docname, {})
    first = isinstance(section.parent, nodes.document)
    anchors = [f"#{each}" for each in section["ids"]]
    for anchor in ["", *anchors] if first and "" in known else anchors:
        if number := known.get(anchor):
            return _dotted(number)
    return None


def figure_label(env: BuildEnvironment, docname: str, kind: str, node: nodes.Element) -> str | None:
    """The label of a figure, table or listing, as in ``Fig. 3.2``; None without a number."""
    known = env.toc_fignumbers.get(docname, {}).get(kind, {})
    for each in node["ids"]:
        if number := known.get(each):
            pattern: str = env.config.numfig_format.get(kind, "%s")
            return pattern.replace("%s", _dotted(number)).rstrip(" .:")
    return None


def equation_number(env: BuildEnvironment, docname: str, node: nodes.Element) -> str | None:
    """The number of a formula; references to it show the same."""
    if env.config.numfig and env.config.math_numfig:
        known = env.toc_fignumbers.get(docname, {}).get("displaymath", {})
        for each in node["ids"]:
            if number := known.get(each):
                return _dotted(number)
    number = node.get("number")
    return None if number is None else str(number)


def _dotted(number: tuple[int, ...]) -> str:
    return ".".join(map(str, number))

"""A figure as SVG text that can stand inside a page.

Inline drawings share the page's names and styles, so every id carries the figure's name,
colours and sizes are attributes (a page's style sheet overrides them, a strict content
policy allows them), and nothing else is left of what matplotlib writes around a drawing.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from io import StringIO
from typing import Any, Literal

from lxml import etree
from matplotlib.artist import Artist
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from reportlib.content.figures.shapes import Size
from reportlib.content.figures.style import FONT_STACK, styled

Mark = Literal["line", "dot", "bar", "range", "tile"]
Part = Literal["label", "value", "tick", "unit", "note", "key", "grid", "axis", "leader", "break"]

MARKS = ("line", "dot", "bar", "range", "tile")
SVG = "{http://www.w3.org/2000/svg}"
HREF = "{http://www.w3.org/1999/xlink}href"
NO_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
NO_INDENT = re.compile(r">\s*\n\s*<")
ROUNDED = {"d", "x", "y", "width", "height", "transform", "stroke-dasharray"}
UNROTATED = re.compile(r"rotate\(-?0(\.0*)? [^)]*\)")


def tag(artist: Artist, kind: Mark | Part, role: str = "", series: str = "") -> None:
    """Say what an artist means; the drawing carries it as classes and ``data-series``."""
    artist.set_gid(f"tag:{kind}:{role}:{series}")


@styled
def to_svg(figure: Figure, name: str) -> str:
    """Draw a figure once, as the same bytes every time.

    Args:
        figure: What a form returned.
        name: Prefix of every id; unique on the page, for instance the exhibit's label and size.
    """
    target = StringIO()
    canvas: Any = FigureCanvasSVG(figure)
    canvas.print_svg(target, metadata=dict(NO_METADATA))
    root = etree.fromstring(NOT_XML.sub("\N{REPLACEMENT CHARACTER}", target.getvalue()).encode())
    for element in list(root.iter()):
        _clean(element)
    _name(root, name)
    _flatten(root)
    root.set("font-family", FONT_STACK)
    root.set("stroke-linejoin", "round")
    etree.cleanup_namespaces(root)
    return NO_INDENT.sub(">\n<", etree.tostring(root, encoding="unicode"))


def render(plot: Callable[[Size], Figure], name: str) -> dict[Literal["wide", "narrow"], str]:
    """Draw both sizes of a figure, each with ids of its own."""
    sizes: tuple[Size, Size] = ("wide", "narrow")
    return {size: to_svg(plot(size), f"{name}-{size}") for size in sizes}


def _clean(element: etree._Element) -> None:
    """Make style declarations attributes, numbers short, and drop what draws nothing."""
    if element.tag in (f"{SVG}metadata", f"{SVG}style"):
        _drop(element)
        return
    attributes = _attributes(element)
    for declaration in filter(None, attributes.pop("style", "").split(";")):
        key, _, value = declaration.partition(":")
        attributes[key.strip()] = value.strip()
    attributes.pop("font-family", None)  # the root's serves all
    if HREF in attributes:
        attributes["href"] = attributes.pop(HREF)
    for key in ROUNDED & attributes.keys():
        attributes[key] = LONG_NUMBER.sub(_round, attributes[key])
    parent = element.getparent()
    if parent is not None and parent.tag == f"{SVG}defs":
        # The marker's uses say it too; where both do, a page cannot recolour it.
        attributes.pop("stroke", None)
    if UNROTATED.fullmatch(attributes.get("transform", "")):
        del attributes["transform"]
    element.attrib.clear()
    for key, value in attributes.items():
        element.set(key, value)


def _attributes(element: etree._Element) -> dict[str, str]:
    return {str(key): str(value) for key, value in element.attrib.items()}


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
        if parent.tag == f"{SVG}defs" and len(parent) == 0:
            _drop(parent)


def _round(match: re.Match[str]) -> str:
    return f"{float(match[0]):.2f}".rstrip("0").rstrip(".")


def _name(root: etree._Element, name: str) -> None:
    """Turn tags into classes, prefix the ids in use, and drop the others."""
    used = set(re.findall(r"(?:url\(|href=\")#([\w.-]+)", etree.tostring(root, encoding="unicode")))
    for number, element in enumerate(root.iter()):
        attributes = _attributes(element)
        identifier = attributes.get("id", "")
        if identifier:
            del element.attrib["id"]
        if identifier.startswith("tag:"):
            _classify(element, identifier, f"{name}-{number}")
        elif identifier in used:
            element.set("id", f"{name}-{identifier}")
        for key, value in attributes.items():
            if key == "href":
                element.set(key, value.replace("#", f"#{name}-", 1))
            elif value.startswith("url(#"):
                element.set(key, value.replace("url(#", f"url(#{name}-", 1))


def _flatten(root: etree._Element) -> None:
    """Drop empty groups, and lift what stands in groups that say nothing."""
    for element in [one for one in root.iter(f"{SVG}g") if not one.attrib][::-1]:
        parent = element.getparent()
        if parent is not None:
            place = parent.index(element)
            parent[place : place + 1] = list(element)


def _classify(element: etree._Element, text: str, identifier: str) -> None:
    _, kind, role, series = text.split(":", 3)
    classes = ["mark", f"mark-{kind}"] if kind in MARKS else [kind]
    if role:
        classes.append(f"role-{role}")
    if series:
        element.set("data-series", series)
    if kind in MARKS:
        element.set("id", identifier)
    element.set("class", " ".join(classes))

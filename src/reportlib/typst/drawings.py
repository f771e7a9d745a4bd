"""Images on their way into print: found, checked, recoloured, and copied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
COLOURS = ("fill", "stroke", "color", "stop-color", "style")
HEX = re.compile(r"#[0-9a-fA-F]{6}\b|#[0-9a-fA-F]{3}\b")
LENGTH = re.compile(r"(\d+(?:\.\d+)?)\s*(px|pt|mm|cm|in)?")
POINTS = {"px": 0.75, "pt": 1.0, "mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0}
# Scripts whose fonts often come in one weight. In a drawing, Typst finds no other weight.
WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]+")


class DrawingError(ValueError):
    """An image that cannot be printed; says why."""


@dataclass(frozen=True)
class Drawing:
    """An image ready for print."""

    content: bytes
    text: str = ""  # what stands in it, where that can be read
    width: float | None = None  # points, where it says so itself


def printable_image(path: Path, palette: Mapping[str, str]) -> Drawing:
    """An image's bytes for print, its text and its own width.

    Raises:
        DrawingError: the image is missing, empty or broken.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DrawingError(f"it cannot be read ({error.strerror})") from error
    if not content:
        raise DrawingError("the file is empty")
    if path.suffix.lower() != ".svg":
        return Drawing(content)
    root = _parse(content)
    recolour(root, palette)
    lighten_wide_letters(root)
    text = "".join(str(part) for each in root.iter(f"{SVG}text") for part in each.itertext())
    return Drawing(etree.tostring(root), text, _points(root.get("width", "")))


def recolour(root: etree._Element, palette: Mapping[str, str]) -> None:
    """Put each colour's print form in its place, wherever the drawing names it."""
    colours = {key.lower(): value for key, value in palette.items()}
    for element in root.iter(etree.Element):
        for name in COLOURS:
            if value := element.get(name):
                element.set(
                    name, HEX.sub(lambda found: colours.get(found[0].lower(), found[0]), value)
                )


def lighten_wide_letters(root: etree._Element) -> None:
    """Set ideographs in the regular weight, also where the line around them is bold."""
    for element in list(root.iter(f"{SVG}text", f"{SVG}tspan")):
        if not _weighted(element) or not element.text or not WIDE.search(element.text):
            continue
        pieces = re.split(f"({WIDE.pattern})", element.text)
        element.text = pieces[0]
        for at in range(1, len(pieces), 2):
            light = etree.Element(f"{SVG}tspan", {"font-weight": "400"})
            light.text, light.tail = pieces[at], pieces[at + 1]
            element.insert(at // 2, light)


def _weighted(element: etree._Element) -> bool:
    chain = [element, *element.iterancestors()]
    weight = next((each.get("font-weight") for each in chain if each.get("font-weight")), "400")
    return weight not in ("400", "normal")


def _points(length: str) -> float | None:
    match = LENGTH.fullmatch(length.strip())
    return float(match[1]) * POINTS[match[2] or "px"] if match else None


def _parse(content: bytes) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise DrawingError(f"it is not well-formed SVG ({error.msg})") from error
    if root.tag != f"{SVG}svg":
        raise DrawingError("its root element is no SVG")
    return root

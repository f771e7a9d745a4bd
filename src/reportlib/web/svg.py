"""Make a drawing safe enough to stand inside a page.

A file shown by ``<img>`` is shut off from the page: it can do no harm, and it can
neither use the page's fonts nor follow its dark theme. Inside the page it can do all of
that, so only what drawings are known to need is let in, and anything else is an error.
"""

from __future__ import annotations

import re

from lxml import etree

from reportlib.base.errors import BuildError

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"

# fmt: off
ELEMENTS = frozenset(
    {
        "svg", "g", "defs", "clipPath", "pattern", "path", "use", "text", "tspan", "title",
        "desc", "rect", "circle", "ellipse", "line", "polyline", "polygon",
    }
)
ATTRIBUTES = frozenset(
    {
        "id", "class", "style", "transform", "viewBox", "preserveAspectRatio", "version",
        "width", "height", "d", "x", "y", "x1", "y1", "x2", "y2", "dx", "dy", "cx", "cy",
        "r", "rx", "ry", "points", "href", "clip-path", "clip-rule", "clipPathUnits",
        "patternUnits", "patternContentUnits", "patternTransform", "fill", "fill-rule",
        "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity",
        "stroke-linecap", "stroke-linejoin", "stroke-dasharray", "stroke-dashoffset",
        "stroke-miterlimit", "paint-order", "font-family", "font-size", "font-weight",
        "font-style", "text-anchor", "dominant-baseline", "role", "aria-hidden",
        "aria-label", "lang",
    }
)
PROPERTIES = frozenset(
    {
        "fill", "fill-rule", "fill-opacity", "opacity", "stroke", "stroke-width",
        "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
        "stroke-dashoffset", "stroke-miterlimit", "paint-order", "font", "font-family",
        "font-size", "font-weight", "font-style", "font-stretch", "font-variant",
        "font-feature-settings", "text-anchor", "dominant-baseline", "letter-spacing",
        "white-space",
    }
)
# fmt: on
# Written by matplotlib into every file. In a page it would reach every other element,
# so it is taken out, and the style sheet says the same of drawings alone.
MATPLOTLIB_STYLE = re.compile(
    r"\s*\*\s*\{\s*stroke-linejoin:\s*round;\s*stroke-linecap:\s*butt;?\s*\}\s*"
)
LOCAL_URL = re.compile(r"url\(\s*#[\w.:-]+\s*\)")
UNSAFE_VALUE = re.compile(r"url\(|javascript:|expression\(|[<>@\\]|/\*", re.IGNORECASE)


def inline_svg(text: str, *, name: str, css_class: str) -> etree._Element:
    """Return a drawing ready to stand in a page, hidden from assistive technology.

    Its wrapper carries the alternative text. Colours stay as they are: the style sheet
    finds them by their attribute (``[fill="#0b6ca8"]``) and replaces them in dark pages.

    Raises:
        BuildError: the text is no SVG drawing, or holds what has no place in one.
    """
    root = _parse(text, name)
    for element in list(root.iter()):
        _clean(element, name)
    if root.get("viewBox") is None:
        raise BuildError(f"{name}: the drawing has no viewBox, so a page cannot scale it.")
    for attribute in ("width", "height", "version"):
        root.attrib.pop(attribute, "")
    root.set("class", f"{root.get('class', '')} {css_class}".strip())
    root.set("aria-hidden", "true")
    root.set("focusable", "false")
    etree.cleanup_namespaces(root)
    return root


def ids_of(root: etree._Element) -> set[str]:
    """The ids that a drawing brings into the page."""
    return {value for element in root.iter() if (value := element.get("id"))}


def _parse(text: str, name: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BuildError(f"{name}: the drawing is not well-formed SVG: {error}.") from error
    if root.tag != f"{{{SVG}}}svg":
        raise BuildError(f"{name}: the drawing's root is {root.tag!r}, expected an SVG.")
    return root


def _clean(element: etree._Element, name: str) -> None:
    """Check one element and its attributes; drop metadata and matplotlib's style."""
    if not _inside_drawing(element):
        return
    tag = element.tag
    if not isinstance(tag, str):
        raise _refused(name, "a processing instruction or an entity")
    qualified = etree.QName(tag)
    local = qualified.localname
    if qualified.namespace == SVG and (local == "metadata" or _is_matplotlib_style(element)):
        _drop(element)
        return
    if qualified.namespace != SVG or local not in ELEMENTS:
        raise _refused(name, f"the element <{local}>")
    for attribute, value in list(element.attrib.items()):
        _clean_attribute(element, str(attribute), str(value), name)


def _inside_drawing(element: etree._Element) -> bool:
    """False for what a dropped ancestor has taken along."""
    root = element
    while (parent := root.getparent()) is not None:
        root = parent
    return root.tag == f"{{{SVG}}}svg"


def _is_matplotlib_style(element: etree._Element) -> bool:
    return element.tag == f"{{{SVG}}}style" and bool(
        MATPLOTLIB_STYLE.fullmatch(element.text or "") and not len(element)
    )


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _clean_attribute(element: etree._Element, attribute: str, value: str, name: str) -> None:
    if attribute == f"{{{XLINK}}}href":
        del element.attrib[attribute]
        element.set("href", value)
        attribute = "href"
    if attribute == "href" and not value.startswith("#"):
        raise _refused(name, f"a link to {value[:60]!r}")
    if attribute not in ATTRIBUTES and not attribute.startswith("data-"):
        raise _refused(name, f"the attribute {attribute!r}")
    if attribute == "style":
        _check_style(value, name)
    elif not attribute.startswith(("data-", "aria-")):
        _check_value(attribute, value, name)


def _check_style(style: str, name: str) -> None:
    for declaration in filter(None, (part.strip() for part in style.split(";"))):
        prop, _, value = (part.strip() for part in declaration.partition(":"))
        if prop not in PROPERTIES:
            raise _refused(name, f"the style property {prop!r}")
        _check_value(prop, value, name)


def _check_value(where: str, value: str, name: str) -> None:
    if UNSAFE_VALUE.search(LOCAL_URL.sub("", value)):
        raise _refused(name, f"the value {value[:60]!r} of {where!r}")


def _refused(name: str, what: str) -> BuildError:
    return BuildError(
        f"{name}: the drawing holds {what}, which may not stand in a page. Draw the figure "
        f"without it, or allow it in reportlib.web.svg after thinking what it can do there."
    )

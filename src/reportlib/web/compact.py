"""Make a drawing in a page as short as can be, for whoever loads it; it looks the same.

Half of a drawing says again what was said: the colour of each of twenty tiles, the letters of
each year below an axis. The file to download keeps all that; in the page a group says it once
for what is in it, and there is no group around a single thing. Programs find in it what they
found before: marks by series, and by the class of themselves or of the group around them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from lxml import etree

SVG = "{http://www.w3.org/2000/svg}"
GROUP, TEXT, TEXTS = f"{SVG}g", f"{SVG}text", {f"{SVG}text", f"{SVG}tspan"}
SINGLE = {TEXT, f"{SVG}path", f"{SVG}use"}
OF_PLACE = {"transform", "clip-path", "opacity"}  # which a group and what is in it both may have
APART = {f"{SVG}{name}" for name in ("defs", "clipPath", "pattern")}
# What elements take from the group around them; of the whole drawing only what letters take,
# since a script adds lines and areas of its own.
OF_TEXTS = ("font-size", "font-weight", "text-anchor")
OF_SHAPES = (
    "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
)  # fmt: skip
NEEDLESS = {"font-family", "focusable"}  # of the root: the style sheet says them
BEHIND = ("tick", "grid", "axis")  # which no mark lies between
TILE = "mark mark-tile"
FEWEST = 4  # of a kind that are worth a group around them
MANY = 40  # texts: the codes of a map, which may be in any order
ROLE = re.compile(r" ?\brole-(?!focus\b)[\w-]+")  # the one that is asked for
POLYLINE = re.compile(r"M [\d. L-]+( z)?")
REFERENCE = re.compile(r"#([\w.:-]+)")
Element = etree._Element


def compact(root: Element) -> None:
    """Shorten a drawing that has been checked."""
    for name in NEEDLESS:
        root.attrib.pop(name, "")
    for element in root.iter():
        _shorten(element)
    _drop_ids(root)
    _unname(root)
    _merge(root)
    _sort(root)
    _sort_texts(root)
    _gather(root)
    _share(root, whole=True)
    _ungroup(root)
    _class(root)


def written(root: Element) -> str:
    """A drawing as HTML knows it, without a namespace."""
    text: str = etree.tostring(root, encoding="unicode")
    return text.replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def _shorten(element: Element) -> None:
    if element.tag not in TEXTS and not (element.text or "").strip():
        element.text = None
    if not (element.tail or "").strip() and _parent_tag(element) not in TEXTS:
        element.tail = None
    element.attrib.pop("style", "")  # which pages do not allow
    if css_class := element.get("class"):
        element.set("class", ROLE.sub("", css_class))
    if path := element.get("d"):
        element.set("d", path_of(path))
    for name in ("x", "y"):
        if place := element.get(name):
            element.set(name, _tenths(place))
    if size := element.get("font-size"):
        element.set("font-size", size.removesuffix("px"))


def _parent_tag(element: Element) -> str:
    parent = element.getparent()
    return "" if parent is None else str(parent.tag)


def path_of(path: str) -> str:
    """A line through points, in tenths, each from the one before; other paths as they are."""
    if not POLYLINE.fullmatch(path):
        return path
    points = [_point(each) for each in path.removesuffix(" z")[2:].split(" L ")]
    x, y = points[0]
    said, command = f"M{_number(x)}{_apart(y)}", ""
    for to_x, to_y in points[1:]:
        across, down = to_x - x, to_y - y
        x, y = to_x, to_y
        steps = {"v": (down,), "h": (across,)}.get("v" if not across else "h" if not down else "")
        letter = "l" if steps is None else "v" if not across else "h"
        first, *more = steps or (across, down)
        said += _apart(first) if letter == command else letter + _number(first)
        said += "".join(map(_apart, more))
        command = letter
    return said + ("z" if path.endswith("z") else "")


def _point(text: str) -> tuple[int, int]:
    x, y = text.split()
    return round(float(x) * 10), round(float(y) * 10)


def _number(tenths: int) -> str:
    text = f"{tenths / 10:.1f}".removesuffix(".0")
    return text.replace("0.", ".", 1) if text.startswith(("0.", "-0.")) else text


def _apart(tenths: int) -> str:
    """A number after another one."""
    text = _number(tenths)
    return text if text.startswith("-") else f" {text}"


def _tenths(text: str) -> str:
    try:
        return _number(round(float(text) * 10))
    except ValueError:  # with a unit
        return text


def _drop_ids(root: Element) -> None:
    """Drop the ids that nothing in the drawing refers to."""
    named = {
        found
        for element in root.iter()
        for name in ("href", "clip-path", "fill", "stroke")
        for found in REFERENCE.findall(element.get(name) or "")
    }
    for element in root.iter():
        if (element.get("id") or "") not in named:
            element.attrib.pop("id", "")


def _merge(root: Element) -> None:
    """Put groups of the same meaning that follow each other into one."""
    for _, run in groupby(list(root), lambda each: each.get("class") in BEHIND):
        groups = list(run)
        if groups[0].get("class") in BEHIND:
            groups.sort(key=lambda each: BEHIND.index(str(each.get("class"))))
            at = min(map(root.index, groups))
            root[at:at] = groups
        for _, same in groupby(groups, lambda each: (each.tag, sorted(each.attrib.items()))):
            first, *others = same
            if first.tag == GROUP and "data-target" not in first.attrib:
                for other in others:
                    first.extend(list(other))
                    root.remove(other)


def _unname(root: Element) -> None:
    """Let the codes in the tiles of a map be texts alone: whoever points at one means its tile."""
    tiles = {each.get("data-series") for each in root if _is_tile(each) and not each.get("data-x")}
    for each in root:
        if each.get("class") == "label" and each.get("data-series") in tiles:
            del each.attrib["data-series"]
            each.set("pointer-events", "none")


def _is_tile(element: Element) -> bool:
    return element.get("class") == TILE and len(element) == 1


def _sort(root: Element) -> None:
    """Put tiles of the same paint together; none lies over another."""
    for tiled, run in groupby(list(root), _is_tile):
        if not tiled:
            continue
        kinds: dict[tuple[str | None, ...], list[Element]] = {}
        for tile in run:
            kinds.setdefault(tuple(map(tile[0].get, OF_SHAPES)), []).append(tile)
        at = root.index(next(iter(kinds.values()))[0])
        root[at:at] = [_together(tiles) for tiles in kinds.values()]


def _sort_texts(root: Element) -> None:
    """Put texts of the same paint together, in a group that has many of them."""
    for group in root.findall(GROUP):
        if len(group) > MANY and all(each.tag == TEXT for each in group):
            kinds: dict[str | None, list[Element]] = {}
            for text in group:
                kinds.setdefault(text.get("fill"), []).append(text)
            group[:] = [_together(texts) for texts in kinds.values()]


def _together(elements: list[Element]) -> Element:
    if len(elements) == 1:
        return elements[0]
    around = etree.Element(GROUP)
    around.extend(elements)
    return around


def _gather(root: Element) -> None:
    """Put what is alike into one group, which can say what all of it has."""
    for _, alike in groupby(list(root), lambda each: (each.tag, each.get("class"))):
        groups = list(alike)
        if groups[0].tag == GROUP and len(groups) >= FEWEST:
            around = etree.Element(GROUP)
            root.insert(root.index(groups[0]), around)
            around.extend(groups)


def _share(element: Element, *, whole: bool = False) -> None:
    """Let an element say what is said in most of its children."""
    children = [each for each in element if each.tag not in APART]
    for child in children:
        if child.tag not in TEXTS:
            _share(child)
    for name in OF_TEXTS if whole else (*OF_TEXTS, *OF_SHAPES):
        asked = [each for each in children if name not in OF_TEXTS or _has_text(each)]
        holders = [_holder(each, name) for each in asked]
        found = [each for each in holders if each is not None]
        if len(found) > 1 and len(found) == len(holders):
            ((value, count),) = Counter(str(each.get(name)) for each in found).most_common(1)
            if count > 1:
                for each in found:
                    if each.get(name) == value:
                        del each.attrib[name]
                element.set(name, value)


def _has_text(element: Element) -> bool:
    return next(element.iter(TEXT), None) is not None


def _holder(element: Element, name: str) -> Element | None:
    """What says something for all of an element: itself, or the only one in it."""
    while name not in element.attrib:
        inside: Sequence[Element] = list(_inside(element))
        if len(inside) != 1 or element.tag in TEXTS:
            return None
        (element,) = inside
    return element


def _inside(element: Element) -> Iterator[Element]:
    return (each for each in element if each.tag not in APART)


def _ungroup(root: Element) -> None:
    """Let the only thing in a group stand for both."""
    for group in list(root.iter(GROUP)):
        around = group.getparent()
        if around is None or len(group) != 1 or group[0].tag not in SINGLE:
            continue
        (child,) = group
        named = {each for each in group.attrib if each not in (*OF_TEXTS, *OF_SHAPES)}
        if named & set(child.attrib) or OF_PLACE & (named | set(child.attrib)):
            continue
        said = {**dict(group.items()), **dict(child.items())}
        child.attrib.clear()
        child.attrib.update(said)
        around.replace(group, child)


def _class(element: Element) -> None:
    """Let a group that has no class say the one that all in it have; the same of pointers."""
    for child in element:
        if child.tag == GROUP:
            _class(child)
    if element.tag != GROUP or len(element) < 2:
        return
    for name in ("class", "pointer-events"):
        said = {each.get(name) for each in element}
        if name not in element.attrib and len(said) == 1 and (value := said.pop()):
            element.set(name, value)
            for child in element:
                del child.attrib[name]

"""An exhibit's drawing as a picture by itself: PNG, PDF, or an SVG that needs no font.

Typst sets it, with the fonts that are shipped, in some hundredths of a second. A PNG has few
colours, as drawings have: a third of the bytes, and nothing that the eye would miss. A notebook
has two of each drawing, with its texts and without, set in one go.
"""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Literal, cast

import typst
from PIL import Image

from reportlib.base.fonts import CHINESE_FAMILY, FONT_FAMILY, FONT_FOLDER
from reportlib.base.payload import Payload
from reportlib.content.sentences import plain

Picture = Literal["png", "pdf", "svg"]
DENSITY = 144.0
"""Pixels of an inch, so that a drawing is sharp on a screen of double density."""
COLOURS = 64
COMPRESSION = 4
"""Of zlib's levels: hardly more bytes than the usual one makes, in two thirds of its time."""

# Texts arrive as strings, never as markup: nothing in them can be a command.
_CARD = """
#let told = json(bytes(sys.inputs.told))
#set document(title: told.title, date: none)
#set text(font: told.fonts, size: 10pt, fill: rgb("#1f2933"), lang: "en")
#let muted = text.with(size: 8pt, fill: rgb("#52606d"))
#set page(width: auto, height: auto, margin: 12pt, fill: white)
#let drawn = image(bytes(sys.inputs.svg), format: "svg", alt: told.alt)
#context block(width: measure(drawn).width, {
  if told.headline != "" { par(text(size: 12pt, weight: 600, told.headline)) }
  if told.caption != "" { par(muted(told.caption)) }
  drawn
  for said in told.below { par(muted(said)) }
})
"""
_ALONE = """
#page(margin: 0pt, drawn)
"""


def pngs(exhibit: Payload) -> tuple[bytes, bytes]:
    """A drawing's card, and the drawing alone, for a page that says beside it what it shows."""
    whole, alone = _compile(_CARD + _ALONE, exhibit, "png", DENSITY)
    return _few_colours(whole), _few_colours(alone)


def card(exhibit: Payload, form: Picture, width: int | None = None) -> bytes:
    """A drawing with headline, caption, notes and sources, which can be shown anywhere.

    Args:
        width: of a PNG, in pixels; 144 for an inch of the drawing where None.
    """
    (made,) = _compile(_CARD, exhibit, form, DENSITY)
    if form != "png":
        return made
    if width is not None:
        drawn = Image.open(io.BytesIO(made)).width
        (made,) = _compile(_CARD, exhibit, form, DENSITY * width / drawn)
    return _few_colours(made)


def _few_colours(png: bytes) -> bytes:
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG", compress_level=COMPRESSION)
    return out.getvalue()


def _sources(exhibit: Payload) -> list[str]:
    return [
        f"Source: {each.publisher}, {each.title} ({each.vintage}). {each.licence}."
        for each in exhibit.sources
    ]


def _compile(source: str, exhibit: Payload, form: Picture, density: float) -> list[bytes]:
    """The pages of a source that is told of an exhibit."""
    told = {
        "title": exhibit.title,
        "headline": plain(exhibit.headline),
        "caption": exhibit.caption,
        "alt": exhibit.alt,
        "below": [plain(note) for note in exhibit.notes] + _sources(exhibit),
        "fonts": [FONT_FAMILY, CHINESE_FAMILY],
    }
    texts = {"svg": exhibit.drawings["wide"], "told": json.dumps(told)}
    compiler = typst.Compiler(source.encode(), font_paths=_fonts(), sys_inputs=texts)
    made = cast(bytes | list[bytes], compiler.compile(format=form, ppi=density))
    return made if isinstance(made, list) else [made]


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER]
    )

"""An exhibit's drawing as a picture by itself: PNG, PDF, or an SVG that needs no font.

Typst sets it, with the fonts that are shipped, in some hundredths of a second. A PNG has few
colours, as drawings have: a third of the bytes, and nothing that the eye would miss.
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

# Texts arrive as strings, never as markup: nothing in them can be a command.
_BARE = """
#set page(width: auto, height: auto, margin: 0pt)
#image(bytes(sys.inputs.svg), format: "svg")
"""
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


def drawing_png(drawing: str) -> bytes:
    """A drawing alone, for a page that says beside it what it shows."""
    return _few_colours(_compile(_BARE, "png", DENSITY, svg=drawing))


def card(exhibit: Payload, form: Picture, width: int | None = None) -> bytes:
    """A drawing with headline, caption, notes and sources, which can be shown anywhere.

    Args:
        width: of a PNG, in pixels; 144 for an inch of the drawing where None.
    """
    told = {
        "title": exhibit.title,
        "headline": plain(exhibit.headline),
        "caption": exhibit.caption,
        "alt": exhibit.alt,
        "below": [plain(note) for note in exhibit.notes] + _sources(exhibit),
        "fonts": [FONT_FAMILY, CHINESE_FAMILY],
    }
    texts = {"svg": exhibit.drawings["wide"], "told": json.dumps(told)}
    made = _compile(_CARD, form, DENSITY, **texts)
    if form != "png":
        return made
    if width is not None:
        drawn = Image.open(io.BytesIO(made)).width
        made = _compile(_CARD, form, DENSITY * width / drawn, **texts)
    return _few_colours(made)


def _few_colours(png: bytes) -> bytes:
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    few = drawn.quantize(COLOURS, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    out = io.BytesIO()
    few.save(out, "PNG")
    return out.getvalue()


def _sources(exhibit: Payload) -> list[str]:
    return [
        f"Source: {each.publisher}, {each.title} ({each.vintage}). {each.licence}."
        for each in exhibit.sources
    ]


def _compile(source: str, form: Picture, density: float, **inputs: str) -> bytes:
    compiler = typst.Compiler(source.encode(), font_paths=_fonts(), sys_inputs=inputs)
    return cast(bytes, compiler.compile(format=form, ppi=density))  # one page, so no list


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER]
    )

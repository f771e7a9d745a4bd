"""The colours of the figures and of the pages are one palette in two files."""

import re
from pathlib import Path

from reportlib import web
from reportlib.content.figures import style

HEX = re.compile(r"#[0-9a-f]{6}")


def test_the_dark_pages_recolour_every_colour_that_figures_use() -> None:
    css = (Path(web.__file__).parent / "static" / "report.css").read_text(encoding="utf-8")
    used = set(HEX.findall(Path(style.__file__).read_text(encoding="utf-8").lower()))

    recoloured = set(re.findall(r'\[fill="(#[0-9a-f]{6})"', css))

    assert recoloured == used

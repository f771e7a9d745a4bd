"""The shipped fonts bear their own names and hold every letter the book needs."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from reportlib import web
from reportlib.base.fonts import (
    CHINESE_FAMILY,
    FONT_FAMILY,
    FONT_FOLDER,
    core_fonts,
    desktop_fonts,
    web_fonts,
)

ROOT = Path(__file__).parents[2]
NAMES = "Côte d'Ivoire Côte d’Ivoire Türkiye São Tomé Łódź Curaçao Đà Nẵng Şırnak"
SIGNS = "– — − × ± ≥ ≤ ≈ € £ ¥ → ↑ ↓ % ‰ · … ○ ● ■ § ² ₂ ½"
LATIN_FILES = [path for path in desktop_fonts() if path.suffix == ".ttf"]


def economies(column: str) -> list[str]:
    with (ROOT / "data" / "economies.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


def characters(path: Path) -> set[str]:
    return {chr(point) for point in TTFont(path).getBestCmap()}


@pytest.mark.parametrize("path", LATIN_FILES, ids=lambda path: path.stem)
def test_latin_faces_cover_names_and_signs(path: Path) -> None:
    text = NAMES + SIGNS + "".join(economies("name"))
    assert not set(text) - characters(path)


def test_chinese_face_covers_the_names_of_economies() -> None:
    (path,) = FONT_FOLDER.glob("*.otf")
    latin = characters(LATIN_FILES[0])
    assert not set("".join(economies("name_zh"))) - characters(path) - latin


@pytest.mark.parametrize("path", desktop_fonts(), ids=lambda path: path.stem)
def test_no_name_uses_the_reserved_word(path: Path) -> None:
    names = TTFont(path)["name"]
    shown = [names.getDebugName(number) for number in (1, 3, 4, 6, 16)]
    assert not [name for name in shown if name is None or "Source" in name or "Noto" in name]


@pytest.mark.parametrize("path", desktop_fonts(), ids=lambda path: path.stem)
def test_family_is_the_one_that_styles_ask_for(path: Path) -> None:
    family = CHINESE_FAMILY if path.suffix == ".otf" else FONT_FAMILY
    assert TTFont(path)["name"].getDebugName(16) == family


def test_faces_carry_their_weights() -> None:
    weights = {path.stem: TTFont(path)["OS/2"].usWeightClass for path in LATIN_FILES}
    assert weights == {
        "ReportSans-Italic": 400,
        "ReportSans-Regular": 400,
        "ReportSans-Semibold": 600,
    }


@pytest.mark.parametrize("path", LATIN_FILES, ids=lambda path: path.stem)
def test_figures_are_of_one_width(path: Path) -> None:
    font = TTFont(path)
    glyphs = font.getBestCmap()
    assert len({font["hmtx"][glyphs[ord(digit)]][0] for digit in "0123456789"}) == 1


def test_every_desktop_font_has_a_web_twin() -> None:
    assert [path.stem for path in web_fonts()] == sorted(path.stem for path in desktop_fonts())


def test_web_fonts_are_small() -> None:
    assert all(path.stat().st_size < 80_000 for path in web_fonts())
    assert all(
        path.stat().st_size < 60_000 for path in web_fonts() if CHINESE_FAMILY[-2:] not in path.stem
    )


def points(ranges: str) -> set[str]:
    """The characters of a style sheet's ranges."""
    spans = (re.findall(r"[0-9A-F]+", each.replace("U+", "")) for each in ranges.split(","))
    return {chr(at) for span in spans for at in range(int(span[0], 16), int(span[-1], 16) + 1)}


def ranges_of(path: Path) -> set[str]:
    """The characters that pages ask a face for."""
    sheet = (Path(web.__file__).parent / "static" / "report.css").read_text(encoding="utf-8")
    (found,) = re.findall(rf'"{path.name}"[^}}]*unicode-range: ([^;]+);', sheet)
    return points(found)


def test_each_latin_face_has_a_core_that_is_smaller() -> None:
    assert [path.stem for path in core_fonts()] == sorted(
        f"{path.stem}-Core" for path in LATIN_FILES
    )
    assert all(path.stat().st_size < 17_000 for path in core_fonts())


@pytest.mark.parametrize("path", core_fonts(), ids=lambda path: path.stem)
def test_a_core_has_what_pages_ask_it_for(path: Path) -> None:
    whole = characters(path.with_name(path.name.replace("-Core.woff2", ".ttf")))

    assert ranges_of(path) & whole <= characters(path)


@pytest.mark.parametrize("path", LATIN_FILES, ids=lambda path: path.stem)
def test_pages_find_each_letter_of_a_face(path: Path) -> None:
    asked = ranges_of(path.with_suffix(".woff2")) | ranges_of(
        path.with_name(f"{path.stem}-Core.woff2")
    )

    assert not characters(path) - asked


@pytest.mark.parametrize("path", core_fonts(), ids=lambda path: path.stem)
def test_a_core_is_as_wide_as_its_face(path: Path) -> None:
    whole = TTFont(path.with_name(path.name.replace("-Core.woff2", ".ttf")))
    core = TTFont(path)

    assert all(
        core["hmtx"][name][0] == whole["hmtx"][whole.getBestCmap()[point]][0]
        for point, name in core.getBestCmap().items()
    )


def test_fonts_keep_copyright_and_licence() -> None:
    for path in desktop_fonts():
        names = TTFont(path)["name"]
        assert "Adobe" in str(names.getDebugName(0))
        assert "SIL Open Font License" in str(names.getDebugName(13))

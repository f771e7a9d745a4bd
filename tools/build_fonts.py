"""Make the book's fonts from their upstream files.

    python tools/build_fonts.py SOURCE_SANS_TTF_FOLDER NOTO_SANS_CJK_TTC CHARACTERS_FILE

CHARACTERS_FILE is any UTF-8 text; its ideographs go into the Chinese companion, so that
``data/economies.csv`` itself will do. The same input gives the same bytes.
``src/reportlib/base/fonts/README.md`` says where the upstream files come from.
"""

from __future__ import annotations

import argparse
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

OUTPUT = Path(__file__).resolve().parents[1] / "src" / "reportlib" / "base" / "fonts"
LATIN = "Report Sans"
CHINESE = "Report Sans SC"
FACES = {"Regular": "Regular", "Semibold": "Semibold", "It": "Italic"}
KEPT_NAMES = {0, 5, 7, 8, 9, 11, 13, 14}  # copyright and licence among them
FEATURES = ["ccmp", "kern", "liga", "locl", "mark", "mkmk", "onum", "ordn", "pnum", "sups", "subs"]

LATIN_RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x024F),  # Latin-1, Extended-A and Extended-B
    (0x02B0, 0x02FF),  # modifier letters: ʻ and ʼ stand in names
    (0x0300, 0x036F),  # combining marks
    (0x1E00, 0x1EFF),  # Latin Extended Additional
    (0x2000, 0x206F),  # general punctuation
    (0x2070, 0x209F),  # superscripts and subscripts
    (0x20A0, 0x20CF),  # currency
    (0x2190, 0x21FF),  # arrows
    (0x2200, 0x22FF),  # mathematical operators
    (0x25A0, 0x25FF),  # geometric shapes
)
# What nearly every page does with: those letters are in a file of their own, two fifths as large.
CORE_RANGES = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x017F),  # Latin-1 and Extended-A
    (0x0218, 0x021B),  # Romanian
    (0x2010, 0x2026),  # dashes, quotes, bullets
    (0x2030, 0x203A),
    (0x2080, 0x2089),  # subscripts
    (0x2190, 0x2193),  # arrows
)
CORE_EXTRAS = "ʻʼΔΣμ€−≈≠≤≥■□▲▶▼◀◆◉○●"
CORE_FEATURES = ["ccmp", "kern", "liga", "locl"]  # no style sheet of ours asks for others
LATIN_EXTRAS = "ΔΣΩαβγδεμπσ℃№℗™℮⅓⅔⅛✓�"
CHINESE_EXTRAS = "·、。《》「」『』【】〈〉（），：；！？—…“”‘’％－～"


def latin_characters() -> set[int]:
    """The code points of the Latin faces; those the upstream lacks are left out."""
    return points(LATIN_RANGES, LATIN_EXTRAS)


def core_characters() -> set[int]:
    """The code points of the web's first file of a Latin face."""
    return points(CORE_RANGES, CORE_EXTRAS)


def points(ranges: Iterable[tuple[int, int]], extras: str) -> set[int]:
    """The code points of ranges, and of single characters."""
    named = {point for first, last in ranges for point in range(first, last + 1)}
    return named | {ord(character) for character in extras}


def chinese_characters(text: str) -> set[int]:
    """The ideographs of a text, and the punctuation that goes with them."""
    ideographs = {c for c in text if unicodedata.name(c, "").startswith("CJK UNIFIED")}
    return {ord(character) for character in ideographs | set(CHINESE_EXTRAS)}


def subset(font: TTFont, characters: Iterable[int], features: list[str] = FEATURES) -> None:
    """Keep the characters, their kerning and the few features the book uses.

    Hints go: the drawings are laid out without them, and they double the size.
    """
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.desubroutinize = True
    options.notdef_outline = True
    options.name_IDs = sorted(KEPT_NAMES)
    options.name_languages = [0x409]
    options.drop_tables += ["DSIG", "BASE", "VORG", "vhea", "vmtx"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont, family: str, style: str) -> None:
    """Give the modified font its own name: upstream reserves its name for its own version."""
    full = f"{family} {style}"
    postscript = f"{family}-{style}".replace(" ", "")
    grouped = style in {"Regular", "Italic"}  # the styles that old name records know
    revision = f"{font['head'].fontRevision:.3f}"
    names = {
        1: family if grouped else full,
        2: style if grouped else "Regular",
        3: f"{revision};{postscript}",
        4: full,
        6: postscript,
        16: family,
        17: style,
    }
    table = font["name"]
    for identifier, text in names.items():
        table.setName(text, identifier, 3, 1, 0x409)
    font["OS/2"].achVendID = "NONE"
    if "CFF " in font:
        rename_cff(font, family, full, postscript)


def rename_cff(font: TTFont, family: str, full: str, postscript: str) -> None:
    """Rename the copy of the names that the outlines' table keeps for itself."""
    cff = font["CFF "].cff
    cff.fontNames = [postscript]
    top = cff.topDictIndex[0]
    top.FamilyName, top.FullName = family, full


def write(font: TTFont, stem: str, suffix: str) -> Iterator[Path]:
    """Write the plain font and its compressed twin for the web."""
    font["head"].modified = font["head"].created
    for flavor, ending in ((None, suffix), ("woff2", "woff2")):
        font.flavor = flavor
        path = OUTPUT / f"{stem}.{ending}"
        font.save(path, reorderTables=True)
        yield path


def build_latin(folder: Path) -> Iterator[Path]:
    """Make the regular, semibold and italic faces."""
    for upstream, style in FACES.items():
        font = TTFont(folder / f"SourceSans3-{upstream}.ttf", recalcTimestamp=False)
        subset(font, latin_characters())
        rename(font, LATIN, style)
        yield from write(font, f"{LATIN}-{style}".replace(" ", ""), "ttf")


def build_core() -> Iterator[Path]:
    """Make the web's first file of each Latin face, from the face as it was made."""
    for style in FACES.values():
        stem = f"{LATIN}-{style}".replace(" ", "")
        font = TTFont(OUTPUT / f"{stem}.ttf", recalcTimestamp=False)
        subset(font, core_characters(), CORE_FEATURES)
        rename(font, LATIN, style)
        font.flavor = "woff2"
        path = OUTPUT / f"{stem}-Core.woff2"
        font.save(path, reorderTables=True)
        yield path


def build_chinese(collection: Path, characters: Path) -> Iterator[Path]:
    """Make the Chinese companion from the collection's simplified Chinese face."""
    number = 2  # JP, KR, SC, TC, HK
    font = TTFont(collection, fontNumber=number, recalcTimestamp=False)
    if font["name"].getDebugName(1) != "Noto Sans CJK SC":
        raise SystemExit(f"{collection}: face {number} is not Noto Sans CJK SC")
    subset(font, chinese_characters(characters.read_text(encoding="utf-8")))
    rename(font, CHINESE, "Regular")
    yield from write(font, f"{CHINESE}-Regular".replace(" ", ""), "otf")


def main() -> None:
    """Build every font file and print its size."""
    parser = argparse.ArgumentParser(description="Make the book's fonts.")
    parser.add_argument("latin", type=Path, help="folder with SourceSans3-*.ttf")
    parser.add_argument("chinese", type=Path, help="NotoSansCJK-Regular.ttc")
    parser.add_argument("characters", type=Path, help="text holding the ideographs needed")
    options = parser.parse_args()
    latin = (*build_latin(options.latin), *build_core())
    for path in (*latin, *build_chinese(options.chinese, options.characters)):
        print(f"{path.name:32}{path.stat().st_size:8,}")


if __name__ == "__main__":
    main()

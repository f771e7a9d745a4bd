"""Take the pictures of README: cover and page in print, exhibit, phone, the panel of a served page.

Run it after ``reportlib build`` and ``reportlib pdf`` of the default edition. It needs Chromium
as the tests of pages do, and the packages of ``requirements-dev.lock``.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
from pathlib import Path

import pymupdf
from PIL import Image
from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = Path("/usr/bin/chromium")
CHAPTER = "chapters/patents.html"
EXHIBIT = ".exhibit:has([id='fig-patents-filings'])"
PRINTED = "Who seeks protection abroad?"
"""A heading of the page that is shown of the PDF; the contents have it as well."""
SMALL = (780, 1104)  # pixels of a printed page; the phone is as high
PHONE = (390, 640)
LARGEST = 150_000  # bytes, so that README loads at once
COLOURS = (128, 64, 32, 16)


def save(png: bytes, place: Path) -> None:
    """Write a picture with as many colours as its size allows."""
    drawn = Image.open(io.BytesIO(png)).convert("RGB")
    for colours in COLOURS:
        few = drawn.quantize(colours, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        out = io.BytesIO()
        few.save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST:
            place.write_bytes(out.getvalue())
            print(f"{place}: {few.width} × {few.height}, {out.tell():,} bytes")
            return
    raise SystemExit(f"{place} is larger than {LARGEST:,} bytes. Show less of the page.")


def printed(pdf: Path, folder: Path) -> None:
    """The cover, and a page with a figure."""
    with pymupdf.open(pdf) as book:
        shown = [page for page in book if page.search_for(PRINTED)][-1]
        for page, name in ((book[0], "cover"), (shown, "print")):
            zoom = SMALL[0] / page.rect.width
            picture = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False)
            save(picture.tobytes("png"), folder / f"{name}.png")


def exhibit(browser: Browser, pages: Path, folder: Path) -> None:
    """A figure whose headline is pointed at, so that a number says where it comes from."""
    page = browser.new_page(
        viewport={"width": 980, "height": 1000}, device_scale_factor=1.5, color_scheme="light"
    )
    page.goto((pages / CHAPTER).as_uri())
    found = page.locator(EXHIBIT)
    found.evaluate("one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 90)")
    found.locator(".headline .number").first.hover()
    page.locator(".tip:popover-open").wait_for()
    box = found.bounding_box()
    if box is None:
        raise SystemExit(f"{CHAPTER} shows no {EXHIBIT}.")
    clip = {"x": box["x"] - 24, "y": box["y"] - 12, "width": box["width"] + 48}
    clip["height"] = box["height"] + 24
    save(page.screenshot(clip=clip), folder / "exhibit.png")
    page.close()


def panel(browser: Browser, folder: Path) -> None:
    """The panel of a page that is served."""
    program = Path(sys.executable).parent / "reportlib"
    command = [program, "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        address = server.stdout.readline().strip() if server.stdout else ""
        page = browser.new_page(
            viewport={"width": 980, "height": 820}, device_scale_factor=1.5, color_scheme="light"
        )
        page.goto(f"{address}{CHAPTER}")
        page.get_by_role("button", name="Change this edition").click()
        page.get_by_label("Economy", exact=True).fill("JPN")
        page.wait_for_timeout(500)
        save(page.screenshot(), folder / "serve.png")
        page.close()
        server.terminate()


def phone(browser: Browser, pages: Path, folder: Path) -> None:
    """The same figure on a phone."""
    width, height = PHONE
    page = browser.new_page(
        viewport={"width": width, "height": height},
        device_scale_factor=SMALL[1] / height,
        color_scheme="dark",
    )
    page.goto((pages / CHAPTER).as_uri())
    page.locator(EXHIBIT).evaluate(
        "one => window.scrollTo(0, one.getBoundingClientRect().top + scrollY - 70)"
    )
    page.wait_for_timeout(500)
    save(page.screenshot(), folder / "phone.png")
    page.close()


def main() -> None:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pages", type=Path, default=ROOT / "_build" / "html")
    parser.add_argument("--pdf", type=Path, default=ROOT / "_build" / "pdf" / "default.pdf")
    parser.add_argument("--out", type=Path, default=ROOT / "docs")
    options = parser.parse_args()
    for needed in (CHROMIUM, options.pages / CHAPTER, options.pdf):
        if not needed.is_file():
            parser.error(f"there is no {needed}. Run `make book` and `make pdf` first.")
    printed(options.pdf, options.out)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        panel(browser, options.out)
        exhibit(browser, options.pages.resolve(), options.out)
        phone(browser, options.pages.resolve(), options.out)
        browser.close()


if __name__ == "__main__":
    main()

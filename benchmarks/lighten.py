"""Take from a page of HTML what is hidden in print: WeasyPrint would lay all of it out.

    python benchmarks/lighten.py index.html light.html

With drawings for phones, folded tables and the theme's own style sheets it had written no
file after 57 minutes, and held 5 GB.
"""

from __future__ import annotations

import sys
from pathlib import Path

from lxml import html

HIDDEN = (
    "//details[contains(@class, 'table-view')]",
    "//svg[contains(@class, 'narrow')]",
    "//script | //nav | //aside | //dialog",
    "//*[contains(@class, 'bd-sidebar')]",
    "//*[contains(@class, 'headerlink')]",
    "//link[@rel='stylesheet' and not(contains(@href, 'report.css'))]",
)


def main() -> None:
    """Read the page, drop what is hidden with all inside it, write the rest."""
    page, light = map(Path, sys.argv[1:])
    root = html.parse(str(page)).getroot()
    for path in HIDDEN:
        for element in root.xpath(path):
            element.drop_tree()
    light.write_bytes(html.tostring(root, encoding="utf-8", doctype="<!DOCTYPE html>"))


if __name__ == "__main__":
    main()

"""The page of comparison: some economies side by side, chosen in the page."""

from __future__ import annotations

from reportlib.web.frames import article
from reportlib.web.site.listed import Site

MOST = 4  # economies side by side


def compare_article(site: Site) -> str:
    """The page's article; the script that fills it takes the values of all from the data file."""
    return article("compare.html", site=site, places=range(1, MOST + 1))

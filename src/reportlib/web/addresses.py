"""Where the pages and files lie that the extension adds to a web book."""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

from sphinx.builders import Builder
from sphinx.util.osutil import relative_uri

from reportlib.base.rows import dataset_of

ANNEX = "data"
ANNEX_INDEX = f"{ANNEX}/index"
DOWNLOADS = "downloads"
STATIC = "_static"  # theme, scripts, fonts: nothing in it differs between editions
NARROW = "narrow"  # drawings for narrow windows
SEARCH = "search"
# Settings: of an edition how its first page leads to the root of its site; of the root the
# editions, and of each dataset the pages that draw on it in any of them, with their titles.
SITE, EDITIONS, USES = "reportlib_site", "reportlib_editions", "reportlib_uses"
# How the first page leads to the folder of releases; and of its pages the file they are made of.
RELEASES, TOLD = "reportlib_releases", "reportlib_told"
PRINTED = "reportlib_printed"  # setting: the book as a PDF, from the folder of the first page


def annex_page(dataset: str) -> str:
    """The page of a dataset in the data annex, as builders name pages."""
    return f"{ANNEX}/{dataset}"


def row_anchor(row_id: str) -> str:
    """The id of a row in its annex page; different rows have different ones.

    The script that shows the sources of numbers in tables makes the same of it.
    """
    key = row_id.removeprefix(f"{dataset_of(row_id)}:")
    return "row-" + re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}.", key)


def of_book(builder: Builder, path: str) -> str:
    """The address of what lies at a path, from the folder of the first page.

    Of an edition in a site what all editions share lies at the root of the site.
    """
    shared = path.startswith((f"{ANNEX}/", f"{STATIC}/"))
    return f"{builder.config[SITE]}{path}" if shared else path


def page_uri(builder: Builder, page: str, other: str) -> str:
    """How one page leads to another of the extension's."""
    to = of_book(builder, builder.get_target_uri(other))
    return relative_uri(builder.get_target_uri(page), to)


def file_uri(builder: Builder, page: str, path: str) -> str:
    """How a page leads to a file, whose path starts at the first page's folder."""
    return relative_uri(builder.get_target_uri(page), of_book(builder, quote(path)))


def exhibit_uri(builder: Builder, page: str, other: str, label: str) -> str:
    """How a page leads to an exhibit of another."""
    return f"{page_uri(builder, page, other)}#{label}"


def public_uri(builder: Builder, page: str) -> str:
    """Where a page stands on the web; empty where the book does not say where it is published."""
    base: str = builder.config.html_baseurl
    place = of_book(builder, builder.get_target_uri(page))
    return urljoin(f"{base.rstrip('/')}/", place) if base else ""

"""Where the pages and files lie that the extension adds to a web book."""

from __future__ import annotations

import re
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.util.osutil import relative_uri

from reportlib.base.rows import dataset_of

ANNEX = "data"
ANNEX_INDEX = f"{ANNEX}/index"
DOWNLOADS = "downloads"
NARROW = "narrow"  # drawings for narrow windows
SEARCH = "search"
SITE = "reportlib_site"  # the setting that leads from an edition's first page to its site's root


def annex_page(dataset: str) -> str:
    """The page of a dataset in the data annex, as builders name pages."""
    return f"{ANNEX}/{dataset}"


def row_anchor(row_id: str) -> str:
    """The id of a row in its annex page; different rows have different ones.

    The script that shows the sources of numbers in tables makes the same of it.
    """
    key = row_id.removeprefix(f"{dataset_of(row_id)}:")
    return "row-" + re.sub(r"[^A-Za-z0-9_-]", lambda found: f".{ord(found[0]):x}.", key)


def page_uri(builder: Builder, page: str, other: str) -> str:
    """How one page leads to another of the extension's."""
    return relative_uri(builder.get_target_uri(page), builder.get_target_uri(other))


def file_uri(builder: Builder, page: str, path: str) -> str:
    """How a page leads to a file, whose path starts at the first page's folder."""
    return relative_uri(builder.get_target_uri(page), quote(path))


def exhibit_uri(builder: Builder, page: str, other: str, label: str) -> str:
    """How a page leads to an exhibit of another."""
    return f"{page_uri(builder, page, other)}#{label}"


def public_uri(builder: Builder, page: str) -> str:
    """Where a page stands on the web; empty where the book does not say where it is published."""
    base: str = builder.config.html_baseurl
    return f"{base.rstrip('/')}/{builder.get_target_uri(page)}" if base else ""

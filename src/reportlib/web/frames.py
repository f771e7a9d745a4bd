"""Many pages that differ in title and article only: the theme is asked for one frame.

The theme resolves contents lists and renders some forty templates for a page, 25 ms each.
Pages of one folder lead to all else by the same addresses, so what it makes of one serves all.
"""

from __future__ import annotations

import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape
from sphinx.builders.html import StandaloneHTMLBuilder

from reportlib.base.files import write_whole
from reportlib.web.compact_markup import compact_markup
from reportlib.web.compact_tables import compact_tables
from reportlib.web.machine import twin_of

TEMPLATE = "annex.html"  # shows `title` and `article`
# Words that are no part of any page, in the form of a page's name.
PAGE, TITLE, ARTICLE = "frame-of-page-q7", "frame-of-title-q7", "frame-of-article-q7"
DESCRIPTION, DATA = "frame-of-description-q7", "frame-of-data-q7"
# What a theme may write in more than one way, such as without tags or as a reference.
AMBIGUOUS = re.compile(r"[&<>\"']")

_articles = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "articles"),
    autoescape=True,
    undefined=StrictUndefined,
)


def article(template: str, **values: object) -> str:
    """An article as HTML, every text of which is escaped."""
    return compact_markup(compact_tables(_articles.get_template(template).render(values).strip()))


class Frame:
    """The theme's page without title and article, for pages of one folder."""

    def __init__(self, builder: StandaloneHTMLBuilder, folder: str) -> None:
        self._builder = builder
        self._folder = folder
        self._text = ""

    def fits(self, title: str) -> bool:
        """Whether a title is written the same wherever the theme shows it."""
        return not AMBIGUOUS.search(title)

    def write(self, page: str, title: str, description: str, body: str, data: str) -> None:
        """Write a page of the folder, as the theme would have, with its data for machines."""
        text = self.text.replace(f"{self._folder}/{PAGE}", page).replace(TITLE, title)
        text = text.replace(PAGE, page.removeprefix(f"{self._folder}/"))
        text = text.replace(DESCRIPTION, escape(description))
        before, _, after = text.partition(ARTICLE)
        before = before.replace(DATA, data)
        place = Path(self._builder.get_outfilename(page))
        write_whole(place, f"{before}{body}{after}".encode())

    @property
    def text(self) -> str:
        """The page, with words that stand for what is missing."""
        if not self._text:
            place = Path(self._builder.app.doctreedir, "frame.html")
            values: dict[str, object] = {"title": TITLE, "article": ARTICLE}
            values |= {"description": DESCRIPTION, "machine_data": DATA}
            page = f"{self._folder}/{PAGE}"
            values["alternates"] = [twin_of(self._builder, page)]
            self._builder.handle_page(page, values, TEMPLATE, outfilename=str(place))
            self._text = place.read_text(encoding="utf-8")
            place.unlink()
        return self._text

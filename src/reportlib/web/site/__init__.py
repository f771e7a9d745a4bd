"""A site of editions: what is the same in all of them stands once, at the site's root.

A book compiles as an edition where ``reportlib_site`` says how its first page leads to the root:
theme, scripts, fonts and the data annex are there. The root itself is compiled by a run of its
own, to which ``reportlib_editions`` names the editions; its pages come from the hooks here.
"""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config

from reportlib.base.editions import EditionRecord
from reportlib.web.addresses import EDITIONS, USES
from reportlib.web.site import datasets, sitemap


def setup(app: Sphinx) -> None:
    """Register what the run of a site's root is told."""
    app.add_config_value(EDITIONS, [], "env", list)  # in .buildinfo it would tell where they lie
    app.add_config_value(USES, {}, "html", dict)
    datasets.setup(app)
    app.connect("html-collect-pages", sitemap.write_sitemap)


def editions(config: Config) -> tuple[EditionRecord, ...]:
    """The editions of the site whose root is compiled, in their order; none for a book."""
    return tuple(EditionRecord.model_validate(each) for each in config[EDITIONS])


def is_root(config: Config) -> bool:
    """Whether it is the root of a site that is compiled, and no book."""
    return bool(config[EDITIONS])

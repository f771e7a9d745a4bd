"""A Sphinx extension that prints a whole book as one PDF with Typst: builder ``typst``.

It needs no LaTeX, no browser and no network, and knows nothing of the book: it works with
``sphinx-build -b typst`` and ``jupyter-book build --builder custom --custom-builder typst``
wherever ``reportlib.typst`` is among the extensions. Its configuration values:

``typst_output``
    Name of the PDF in the output folder, or an absolute path. Default ``book.pdf``.
``typst_compile``
    Whether the PDF is made of what was written; if not, the caller does it with
    :func:`reportlib.typst.compiling.compile_book`. Default yes.
``typst_documents``
    The documents to print; empty for all of them. Chosen chapters keep the numbers they have
    in the whole book, and references to the others become plain text.
``typst_meta``
    What is printed before and after the chapters: a mapping of strings and lists of strings
    (or of pairs of strings), handed to the template as data, so nothing in it is ever run.
    All keys are optional:

    ============  ==========================================================================
    title         Default: ``project``.
    subtitle      One line below the title; the PDF's own title has both.
    authors       List. Default: ``author``.
    date          As printed, for instance "January 2026". Default: none.
    language      As in ``en``. Default: ``language``.
    region        As in ``GB``; chooses quotation marks and forms of ideographs.
    version       Default: ``release``.
    licence       One sentence on the imprint.
    copyright     Default: ``copyright``.
    citation      How to cite the book; one paragraph on the imprint.
    cover         List of lines at the foot of the title page.
    edition       List of pairs (name, value): the edition's parameters, on the title page.
    imprint       List of paragraphs on the page after the title.
    colophon      List of paragraphs on the last page.
    checksums     List of pairs (name, digest) below the colophon.
    keywords      List, written to the PDF's own description only.
    words         Mapping that replaces the template's own words, for instance
                  ``{"contents": "Inhalt"}``; the names are in ``template.typ``.
    ============  ==========================================================================

``typst_paper``
    ``a4`` or ``us-letter``.
``typst_fonts``
    Mapping of families: ``body``, ``sans``, ``mono``, ``cjk``, ``math``. What is left out is
    one of those inside the ``typst`` wheel; without ``cjk`` there is none.
``typst_font_paths``
    Folders with further fonts. Fonts of the system are never used.
``typst_standards``
    Default ``["ua-1"]``; ``["a-3a", "ua-1"]`` for an archive.
``typst_attachments``
    List of mappings: ``path`` (relative to the configuration, or absolute), ``name`` (in the
    PDF; default: the file's own), ``mime``, ``relationship`` (``source``, ``data``,
    ``alternative`` or ``supplement``) and ``description``.
``typst_timestamp``
    Seconds since 1970 for the PDF's dates. Default: ``SOURCE_DATE_EPOCH``, else 0.
``typst_template``
    A file to use in place of ``template.typ``, relative to the configuration. It defines the
    same functions; the easiest way is to import the built-in one, which always lies beside
    it as ``base.typ`` (``#import "base.typ": *``), and define some of them again.
``typst_svg_palette``
    Mapping of colours in SVG drawings (``#c2380f``) to the colours to print.
``typst_appendix_data``
    Whether folded table views are printed, in an appendix: containers with the class
    ``exhibit-data``, the attribute ``label`` (name of a figure) and the attribute ``title``.
``typst_fold_rows``
    Longest table, in rows; what follows is left out with a note, unless it is less than an
    eighth of that. A table of texts with the class ``fold``, which pages fold away, is left out
    whole, unless links lead to its rows. Default 0: no limit.
``typst_contents_depth``
    Levels in the table of contents: 1 for chapters, 2 for their sections as well (default).

The command line of Sphinx overrides them (``-D typst_paper=us-letter``). Every fault is a
:class:`PrintError`: it names the place, and a PDF made before stays as it was. A node that is
neither known nor of a known base class is such a fault. Another extension makes its own known
by ``app.add_node(node, typst=(visit, depart))``, as for any builder.
"""

from __future__ import annotations

from importlib.metadata import version

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.util.typing import ExtensionMetadata

from reportlib.typst.builder import TypstBuilder
from reportlib.typst.errors import PrintError

# The forms of a notebook's output that can be printed, best first. MyST-NB knows the builders
# of Sphinx only, and would leave out the output of any other.
PRINTABLE = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/markdown",
    "text/latex",
    "text/plain",
)

__all__ = ["PrintError", "TypstBuilder", "setup"]


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the builder and its configuration values."""
    app.add_builder(TypstBuilder)
    app.add_config_value("typst_output", "book.pdf", "", str)
    app.add_config_value("typst_compile", True, "", bool)
    app.add_config_value("typst_documents", [], "", (list, tuple))
    app.add_config_value("typst_meta", {}, "", dict)
    app.add_config_value("typst_paper", "a4", "", str)
    app.add_config_value("typst_fonts", {}, "", dict)
    app.add_config_value("typst_font_paths", [], "", (list, tuple))
    app.add_config_value("typst_standards", ["ua-1"], "", (list, tuple))
    app.add_config_value("typst_attachments", [], "", (list, tuple))
    app.add_config_value("typst_timestamp", None, "", (int, type(None)))
    app.add_config_value("typst_template", "", "", str)
    app.add_config_value("typst_svg_palette", {}, "", dict)
    app.add_config_value("typst_appendix_data", False, "", bool)
    app.add_config_value("typst_fold_rows", 0, "", int)
    app.add_config_value("typst_contents_depth", 2, "", int)
    app.connect("config-inited", choose_outputs)
    return {"version": version("reportlib"), "parallel_read_safe": True}


def choose_outputs(app: Sphinx, config: Config) -> None:  # noqa: ARG001
    """Tell MyST-NB, where it is used, which form of an output is printed."""
    if "nb_mime_priority_overrides" in config:
        ours = [("typst", mime, 10 * rank) for rank, mime in enumerate(PRINTABLE, start=1)]
        # A list of its own: the default is shared by every book that one process compiles.
        config.nb_mime_priority_overrides = [*ours, *config.nb_mime_priority_overrides]

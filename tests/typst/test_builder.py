"""Printing a book: everything of it is in the PDF, and nothing in it is run."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import nbformat
import pytest
from docutils import nodes
from nbformat import NotebookNode, v4
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from reportlib.typst import PrintError
from reportlib.typst.writer import TypstTranslator
from tests.build.printing import DRAWING, TITLE, Printed, outloud, print_again, print_book

BOOK = {
    "index.rst": TITLE
    + """
.. toctree::
   :caption: Reports
   :numbered:

   one
   two

.. toctree::
   :caption: Appendices
   :numbered:

   words
""",
    "one.rst": """
Patents
=======

See :numref:`second`, :numref:`rows`, :eq:`growth` in :doc:`two`, and a note. [#n]_
An `address <https://example.org/a/long/address>`_ and a :term:`grant`.

.. [#n] At the *foot*.

Filings
-------

.. figure:: bars.svg
   :alt: Two bars.
   :name: first

   The first caption.

   Below the caption.

.. math:: g = \\frac{a}{b}
   :label: growth
""",
    "two.rst": """
Copyright
=========

.. figure:: bars.svg
   :alt: Bars again.
   :name: second

   The second caption.

.. list-table:: Registrations.
   :header-rows: 1
   :name: rows

   * - Economy
     - Count
   * - China
     - 1,234.5
   * - Japan
     - 12

.. epigraph::

   Said well.

   -- Somebody

.. code-block:: python

   print("#set page(fill: red)")

.. only:: html

   Not on paper.

.. only:: typst

   On paper alone.

.. raw:: html

   <b>gone</b>

| first line
| second line

:Field: value

.. note:: Take note.

.. index:: something

.. seealso:: There.
""",
    "words.rst": """
Words
=====

.. glossary::

   grant
      A right that was given.
""",
    "bars.svg": DRAWING.format(body='<text x="10" y="55">Bars</text>'),
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Printed:
    return print_book(tmp_path_factory.mktemp("book"), BOOK)


def test_a_sound_book_prints_without_a_warning(book: Printed) -> None:
    assert not book.warnings
    assert len(book.open().pages) >= 4


def test_the_checker_finds_no_error(book: Printed) -> None:
    assert not outloud(book.pdf)


def test_the_document_says_its_title_and_language(book: Printed) -> None:
    pdf = book.open()
    assert str(pdf.docinfo.Title) == "The title"
    assert str(pdf.Root.Lang).startswith("en")
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert b"pdfuaid:part" in pdf.Root.Metadata.read_bytes()


def test_bookmarks_nest_sections_in_chapters_in_parts(book: Printed) -> None:
    with book.open().open_outline() as outline:
        parts = {part.title: part for part in outline.root}
        chapters = [chapter.title for chapter in parts["I Reports"].children]
        sections = [each.title for each in parts["I Reports"].children[0].children]
    assert chapters == ["1 Patents", "2 Copyright"]
    assert sections == ["1.1 Filings"]
    assert "II Appendices" in parts


def test_every_figure_has_its_alternative_text(book: Printed) -> None:
    assert book.alternatives("Figure") == ["Two bars.", "Bars again."]


def test_tables_have_headers_and_formulas_have_texts(book: Printed) -> None:
    tags = book.tags()
    assert tags.count("TH") == 2
    assert tags.count("TD") == 4
    assert book.alternatives("Formula") == [r"g = \frac{a}{b}"]


def test_numbers_are_those_of_sphinx_in_captions_and_references(book: Printed) -> None:
    text = book.text()
    said = "See Fig. 2.1, p. 4, Table 2.1, p. 4, (1.1) in Copyright, and a note.1"
    assert said in text.replace(". 1", ".1")
    assert "Fig. 2.1 The second caption." in text
    assert "Table 2.1 Registrations." in text


def test_what_a_document_says_is_on_paper(book: Printed) -> None:
    text = book.text()
    for said in (
        "At the foot.", "Below the caption.", "Said well.", "Somebody", "On paper alone.",
        "first line", "Field", "Take note.", "There.", "A right that was given.", "Contents",
        'print("#set page(fill: red)")',
    ):  # fmt: skip
        assert said in text, said
    assert "Not on paper." not in text
    assert "gone" not in text


def test_an_address_is_printed_in_a_footnote_and_linked(book: Printed) -> None:
    assert "https://example.org/a/long/address" in book.text().replace("\u200b", "")
    links = [
        str(each.A.URI)
        for page in book.open().pages
        for each in page.get("/Annots", ())
        if "/A" in each and "/URI" in each.A
    ]
    assert "https://example.org/a/long/address" in links


def test_footnotes_are_tagged_as_notes(book: Printed) -> None:
    assert book.tags().count("Note") == 2


def test_a_chapter_opens_without_a_running_head_and_then_names_itself(tmp_path: Path) -> None:
    filler = "\n\n".join(["Some words fill the page with text and more text. " * 12] * 12)
    files = {
        "index.rst": TITLE + ".. toctree::\n   :numbered:\n\n   one\n   two\n",
        "one.rst": f"Patents\n=======\n\n{filler}\n",
        "two.rst": f"Copyright\n=========\n\n{filler}\n",
    }
    text = print_book(tmp_path, files).text()
    assert text.count("1 Patents") >= 2  # contents, and the head of its second page
    assert "1 Patents CHAPTER 2" not in text


def test_the_same_book_has_the_same_bytes(tmp_path: Path) -> None:
    one = print_book(tmp_path / "one", BOOK).pdf.read_bytes()
    assert print_book(tmp_path / "other", BOOK).pdf.read_bytes() == one


def test_the_date_comes_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}Text.\n"})
    assert str(printed.open().docinfo.CreationDate).startswith("D:19700102")


@pytest.mark.parametrize("standards", [["a-3a", "ua-1"], ["a-2a", "ua-1"]])
def test_a_book_for_an_archive_says_so(tmp_path: Path, standards: list[str]) -> None:
    printed = print_book(tmp_path, BOOK, typst_standards=standards)
    assert b"pdfaid:part" in printed.open().Root.Metadata.read_bytes()
    assert not outloud(printed.pdf)


def test_files_are_attached(tmp_path: Path) -> None:
    data = tmp_path / "data.csv"
    data.write_text("a,b\n1,2\n")
    attachment = {"path": str(data), "mime": "text/csv", "relationship": "data",
                  "description": "The data"}  # fmt: skip
    printed = print_book(
        tmp_path,
        {"index.rst": f"{TITLE}Text.\n"},
        typst_standards=["a-3a", "ua-1"],
        typst_attachments=[attachment],
    )
    pdf = printed.open()
    assert pdf.attachments["data.csv"].get_file().read_bytes() == data.read_bytes()
    assert pdf.attachments["data.csv"].description == "The data"


def test_chosen_documents_keep_their_numbers_and_other_references_are_text(tmp_path: Path) -> None:
    printed = print_book(tmp_path, BOOK, typst_documents=["one"])
    with printed.open().open_outline() as outline:
        titles = [each.title for part in outline.root for each in part.children]
    assert titles == ["1 Patents"]
    assert "t.unlinked" in printed.code
    assert not printed.warnings


def test_an_own_template_may_replace_a_single_function(tmp_path: Path) -> None:
    own = tmp_path / "own.typ"
    own.write_text('#import "base.typ": *\n#let admonition(classes, title, body) = par("REPLACED")')
    printed = print_book(
        tmp_path, {"index.rst": f"{TITLE}.. note:: Gone.\n"}, typst_template=str(own)
    )
    assert "REPLACED" in printed.text()
    assert "Gone." not in printed.text()


def test_the_description_is_printed_as_it_is(tmp_path: Path) -> None:
    meta = {
        "title": '#read("/etc/passwd")',
        "edition": [["*Economy*", "$x$"]],
        "imprint": ["<label> @ref"],
        "checksums": [["data.csv", "0" * 64]],
    }
    text = print_book(tmp_path, {"index.rst": f"{TITLE}Text.\n"}, typst_meta=meta).text()
    for said in ('#read("/etc/passwd")', "*Economy*", "$x$", "<label> @ref", "data.csv"):
        assert said in text, said


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"typst_paper": "a5"}, "typst_paper: there is no 'a5'"),
        ({"typst_meta": {"titel": "x"}}, "there is no 'titel'"),
        ({"typst_meta": {"cover": "x"}}, "'cover' is 'x', expected a list of strings"),
        ({"typst_fonts": {"body": "No Such Font"}}, "the font 'No Such Font' for 'body'"),
        ({"typst_fonts": {"serif": "x"}}, "there is no 'serif'"),
        ({"typst_font_paths": ["nowhere"]}, "nowhere is not a folder"),
        ({"typst_standards": ["a-4", "ua-1"]}, "mutually incompatible"),
        ({"typst_standards": ["x-9"]}, "typst_standards"),
        ({"typst_template": "none.typ"}, "none.typ cannot be read"),
        ({"typst_attachments": [{"path": "none.csv"}]}, "none.csv cannot be read"),
        ({"typst_documents": ["none"]}, "there is no 'none'"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named(
    tmp_path: Path, settings: dict[str, object], message: str
) -> None:
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, {"index.rst": f"{TITLE}Text.\n"}, **settings)
    assert message in str(raised.value)


class Strange(nodes.Element):
    """A node that nothing is known of."""


class Familiar(nodes.inline):
    """A node whose base class is known."""


class Known(nodes.Element):
    """A node that its extension knows to print."""


def add_nodes(app: Sphinx, doctree: nodes.document) -> None:
    if app.env.docname.startswith("odd"):
        doctree += nodes.paragraph("", "", Strange())
    if app.env.docname == "index":
        doctree += [nodes.paragraph("", "", Familiar("", "", nodes.Text("familiar"))), Known()]


def visit_known(translator: TypstTranslator, node: Known) -> None:
    translator.add('par("known")')


def depart_known(translator: TypstTranslator, node: Known) -> None:
    translator.add('par("done")')


def setup(app: Sphinx) -> None:
    """This module is an extension as well."""
    app.add_node(Known, typst=(visit_known, depart_known))
    app.connect("doctree-read", add_nodes)


def test_nodes_of_extensions_print_by_their_visitor_or_base_class(tmp_path: Path) -> None:
    files = {"index.rst": f"{TITLE}Text.\n"}
    text = print_book(tmp_path, files, extensions=[__name__]).text()
    assert "familiar" in text
    assert "known" in text


def test_unknown_nodes_are_errors_that_name_every_page(tmp_path: Path) -> None:
    files = {
        "index.rst": TITLE + ".. toctree::\n\n   odd1\n   odd2\n",
        "odd1.rst": "Odd\n===\n\nText.\n",
        "odd2.rst": "Odder\n=====\n\nText.\n",
    }
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, files, extensions=[__name__])
    assert len(raised.value.problems) == 2
    assert "odd1" in raised.value.problems[0]
    assert "'Strange'" in raised.value.problems[0]
    assert "odd2" in raised.value.problems[1]


def test_the_environment_is_left_as_it_was(book: Printed) -> None:
    assert "get_doctree" in vars(BuildEnvironment)


def test_printing_again_gives_the_same(tmp_path: Path) -> None:
    first = print_book(tmp_path, BOOK).pdf.read_bytes()
    assert print_again(tmp_path).pdf.read_bytes() == first


def test_a_notebook_prints_its_best_form_and_leaves_out_what_is_hidden(tmp_path: Path) -> None:
    alt = {"mystnb": {"image": {"alt": "A picture"}}}
    cells = [
        v4.new_markdown_cell("# Notebook"),
        cell("hidden = 1", {"text/plain": "shown output"}, tags=["hide-input"]),
        cell("shown = 2", {"text/html": "<b>web</b>", "text/plain": "plain form"}),
        cell("gone = 3", {"text/plain": "gone output"}, tags=["hide-cell"]),
        cell("4", {"image/svg+xml": DRAWING.format(body="")}, tags=["remove-input"], **alt),
    ]
    language = {"language_info": {"name": "python", "pygments_lexer": "python"}}
    notebook = nbformat.writes(v4.new_notebook(cells=cells, metadata=language))
    printed = print_book(
        tmp_path, {"index.ipynb": notebook}, extensions=["myst_nb"], nb_execution_mode="off"
    )
    text = printed.text()
    for said in ("shown output", "shown = 2", "plain form"):
        assert said in text
    for hidden in ("hidden = 1", "web", "gone"):
        assert hidden not in text
    assert printed.alternatives("Figure") == ["A picture"]
    assert not printed.warnings


def cell(code: str, output: dict[str, str], **metadata: Any) -> NotebookNode:
    shown = v4.new_output("display_data", data=output)
    new = v4.new_code_cell(code, outputs=[shown], metadata=metadata, execution_count=1)
    return cast(NotebookNode, new)


DESIGN = """# Design

::::{grid} 2
:::{grid-item-card} Card title
Card body {bdg-primary}`badge`
:::
::::

::::{tab-set}
:::{tab-item} Tab title
Tab body
:::
::::

:::{dropdown} More
Folded text
:::

Term
: Meaning

```{py:function} call(a, b) -> int
Does it.
```

```{code-block} python
:caption: A listing

x = 1
```

After[^1].

[^1]: The note.
"""


def test_cards_tabs_and_descriptions_become_plain_text(tmp_path: Path) -> None:
    printed = print_book(
        tmp_path,
        {"index.md": DESIGN},
        extensions=["myst_parser", "sphinx_design"],
        myst_enable_extensions=["colon_fence", "deflist"],
    )
    text = printed.text()
    for said in (
        "Card title", "Card body badge", "Tab title", "Tab body", "More", "Folded text",
        "Term", "Meaning", "call(a, b) -> int", "Does it.", "Listing 1 A listing", "The note.",
    ):  # fmt: skip
        assert said in text, said
    assert "* * *" not in text
    assert not outloud(printed.pdf)


def test_a_heading_and_its_one_paragraph_go_with_the_exhibit_below(tmp_path: Path) -> None:
    def kept(word: str, count: int) -> str:
        lines = "\n\n".join(f"   {word} {at}" for at in range(count))
        return f".. container:: exhibit-figure\n\n{lines}\n\n"

    rst = f"{TITLE}{kept('high', 28)}Below\n-----\n\nIt leads in.\n\n{kept('low', 24)}"
    pages = print_book(tmp_path, {"index.rst": rst}).pages()

    (led,) = [page for page in pages if "It leads in." in page]
    assert "low 23" in led
    assert "high 27" not in led

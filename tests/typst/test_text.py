"""Text in print: every sign is printed and none is run."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest

from reportlib.base.fonts import FONT_FOLDER
from reportlib.typst import PrintError
from reportlib.typst.markup import REPLACEMENT, FormulaError, formula, running, string, strings
from tests.build.printing import DRAWING, TITLE, print_book

HOSTILE = [
    '#read("/etc/passwd")',
    '#include "/etc/passwd"',
    "$x$ and *bold* and _emph_",
    "<label> @ref [content] {code}",
    "// no comment, /* nor this */",
    r'a\b \" \u{41} "quoted"',
    "= Heading - item + item / term: x",
    "`raw` ```code``` ~ -- --- ...",
    '"); #panic("run',
    '"}) #panic("run") #({"',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_literal_holds_the_text_and_ends_where_it_ends(text: str) -> None:
    assert json.loads(string(text)) == text


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\x85", "\u202e", "\u2066", "\ud800", "\uffff"])
def test_signs_that_hide_or_turn_text_are_shown_as_replaced(sign: str) -> None:
    assert string(f"a{sign}b") == f'"a{REPLACEMENT}b"'


def test_a_string_in_an_array_stays_an_array() -> None:
    assert strings(["a"]) == '("a", )'
    assert strings([]) == "()"


def test_line_ends_in_a_paragraph_are_spaces() -> None:
    assert running("one\n  two\tthree") == "one two three"
    assert running("1\u00a0000") == "1\u00a0000"


def test_hostile_text_is_printed_everywhere(tmp_path: Path) -> None:
    lines = "\n\n".join(f"P{at} ``{text}`` Q{at}" for at, text in enumerate(HOSTILE))
    cells = "\n".join(f"   * - ``{text}``" for text in HOSTILE if "`" not in text)
    rst = f"{TITLE}{lines.replace('```code```', '').replace('`raw`', 'raw')}\n\n"
    rst += f".. list-table::\n   :header-rows: 1\n\n   * - Head\n{cells}\n"
    text = print_book(tmp_path, {"index.rst": rst}).text().replace("\u200b", "")
    for hostile in HOSTILE[:5]:
        assert text.count(hostile) == 2, hostile


def test_hostile_captions_titles_and_alternative_texts_are_printed(tmp_path: Path) -> None:
    hostile = '#read("/etc/passwd") $x$ <l>'
    rst = f"""
{hostile}
===============================

.. figure:: a.svg
   :alt: {hostile}

   {hostile}

.. note:: {hostile}

Term {hostile}
   {hostile}

.. code-block:: text

   {hostile}
"""
    printed = print_book(tmp_path, {"index.rst": rst, "a.svg": DRAWING.format(body="")})
    assert printed.alternatives("Figure") == [unicodedata.normalize("NFC", hostile)]
    plain = printed.text().replace("“", '"').replace("”", '"')
    assert plain.count('#read("/etc/passwd") $x$') >= 6


def test_a_program_cannot_hide_behind_a_document_mark(tmp_path: Path) -> None:
    code = '.. code-block:: text\n\n   // document "x"\n   #panic("run")\n'
    assert '#panic("run")' in print_book(tmp_path, {"index.rst": TITLE + code}).text()


@pytest.mark.parametrize(
    ("tex", "typst"),
    [
        (r"\frac{a}{b}", "a/b"),
        (r"x_{i,t} \le \text{share}", 'x_(i, t) <= "share"'),
        (r"\sum_j x_j", "sum_j x_j"),
        (r"\#", r"\#"),
    ],
)
def test_formulas_are_translated(tex: str, typst: str) -> None:
    assert formula(tex) == typst


@pytest.mark.parametrize("tex", [r"\frac{1", '#read("x")', "$", r"x @ y", r"\left( x"])
def test_what_is_no_formula_is_refused(tex: str) -> None:
    with pytest.raises(FormulaError):
        formula(tex)


def test_a_text_in_a_formula_cannot_end_its_string() -> None:
    code = formula(r'\text{a" #read("book.typ") "b}')
    assert code.count('"') == 2
    assert code.startswith('"')
    assert code.endswith('"')


def test_a_broken_formula_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, {"index.rst": TITLE + r"A :math:`\frac{1` here." + "\n"})
    assert "index:" in str(raised.value)
    assert r"\frac{1" in str(raised.value)


def test_formulas_speak_their_source(tmp_path: Path) -> None:
    printed = print_book(tmp_path, {"index.rst": TITLE + r"A :math:`\frac{1}{2}` here." + "\n"})
    assert printed.alternatives("Formula") == [r"\frac{1}{2}"]


def test_a_letter_that_no_font_shows_is_named_with_its_page(tmp_path: Path) -> None:
    files = {
        "index.rst": TITLE + ".. toctree::\n\n   one\n   two\n",
        "one.rst": "One\n===\n\nPlain.\n",
        "two.rst": "Two\n===\n\nA letter: 中.\n",
    }
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, files)
    assert "two: no font shows '中' (U+4E2D)" in str(raised.value)


def test_a_letter_missing_in_a_drawing_is_named_with_the_drawing(tmp_path: Path) -> None:
    drawing = DRAWING.format(body='<text x="10" y="55">한</text>')
    files = {"index.rst": TITLE + ".. image:: a.svg\n   :alt: A letter.\n", "a.svg": drawing}
    with pytest.raises(PrintError) as raised:
        print_book(tmp_path, files)
    assert "index (a.svg): no font shows '한' (U+D55C)" in str(raised.value)


def test_ideographs_print_with_the_chosen_font_also_in_bold_drawings(tmp_path: Path) -> None:
    body = '<text x="10" y="55" font-family="Report Sans, Report Sans SC" font-weight="600">'
    drawing = DRAWING.format(body=f"{body}China 中国 bold</text>")
    printed = print_book(
        tmp_path,
        {"index.rst": TITLE + "中国\n\n.. image:: a.svg\n   :alt: China.\n", "a.svg": drawing},
        typst_font_paths=[str(FONT_FOLDER)],
        typst_fonts={"sans": "Report Sans", "cjk": "Report Sans SC"},
    )
    assert printed.text().count("中国") == 2


def test_a_note_referred_to_twice_is_one_note(tmp_path: Path) -> None:
    rst = f"{TITLE}One [#a]_ and two [#a]_.\n\n.. [#a] The note.\n"
    printed = print_book(tmp_path, {"index.rst": rst})
    assert printed.text().count("The note.") == 1
    assert printed.tags().count("Note") == 1


def test_an_abbreviation_is_explained_once(tmp_path: Path) -> None:
    rst = (
        f"{TITLE}The :abbr:`EPO (European Patent Office)`, :abbr:`EPO (European Patent Office)`.\n"
    )
    assert print_book(tmp_path, {"index.rst": rst}).text().count("(European Patent Office)") == 1


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x"]
)
def test_only_addresses_that_a_reader_may_follow_are_links(tmp_path: Path, address: str) -> None:
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}A `link <{address}>`__.\n"})
    assert address not in printed.code
    assert "A link." in printed.text()


def test_citations_lead_to_the_reference_list(tmp_path: Path) -> None:
    rst = f"{TITLE}As shown [Doe20]_.\n\n.. [Doe20] Somebody: *A book*, 2020.\n"
    printed = print_book(tmp_path, {"index.rst": rst})
    assert "As shown [Doe20]." in printed.text()
    assert "[Doe20] Somebody: A book, 2020." in printed.text()
    assert 't.internal("index#doe20"' in printed.code


def test_a_bibliography_is_printed(tmp_path: Path) -> None:
    files = {
        "index.rst": f"{TITLE}As :cite:p:`doe` says.\n\n.. bibliography::\n",
        "refs.bib": "@book{doe, author={Doe, J.}, title={The Title}, year=2020, publisher={P}}",
    }
    printed = print_book(
        tmp_path,
        files,
        extensions=["sphinxcontrib.bibtex"],
        bibtex_bibfiles=[str(tmp_path / "source" / "refs.bib")],
    )
    assert "The Title" in printed.text()
    assert not printed.warnings


ELSEWHERE = """\
First
-----

.. _fig-one:

.. figure:: drawing.svg
   :alt: A square

   The square

As :numref:`fig-one` shows.

Second
------

Here :numref:`fig-one` is elsewhere.
"""


def test_a_reference_names_the_page_of_a_figure_in_another_section(tmp_path: Path) -> None:
    drawing = DRAWING.format(body="")
    sources = {"index.rst": TITLE + ELSEWHERE, "drawing.svg": drawing}
    text = " ".join(print_book(tmp_path, sources, numfig=True).text().split())
    assert "Fig. 1, p. 4 is elsewhere" in text
    assert "Fig. 1 shows" in text


def test_an_address_is_copied_as_it_is(tmp_path: Path) -> None:
    address = "https://example.org/a/long/path_of/many-parts/and?a=1&b=2/of/an/address.html"
    text = print_book(tmp_path, {"index.rst": f"{TITLE}See {address}\n"}).text()
    assert address in text.replace(" ", "")


def test_a_figure_and_its_number_stay_in_a_line(tmp_path: Path) -> None:
    sources = {"index.rst": TITLE + ELSEWHERE, "drawing.svg": DRAWING.format(body="")}
    code = print_book(tmp_path, sources, numfig=True).code
    assert '"Fig.\u00a01"' in code


def test_a_reference_names_the_page_of_a_section(tmp_path: Path) -> None:
    said = "First\n-----\n\nSee :ref:`aim` for more.\n\n.. _aim:\n\nThe aim\n-------\n\nText.\n"
    text = print_book(tmp_path, {"index.rst": TITLE + said}).text()
    assert "See The aim, p. 4 for more." in text


def test_the_page_of_what_is_not_printed_is_not_named(tmp_path: Path) -> None:
    toctree = "\n.. toctree::\n\n   one\n   two\n"
    other = "Two\n===\n\n.. _aim:\n\nThe aim\n-------\n\nText.\n"
    sources = {"index.rst": TITLE + toctree, "one.rst": "One\n===\n\n:ref:`aim`, at last.\n"}
    printed = print_book(tmp_path, {**sources, "two.rst": other}, typst_documents=["one"])
    assert "The aim, at last." in printed.text()


NOTES = """
.. container:: notes

   A first note. A second note.

The last word.
"""


@pytest.mark.parametrize("fill", range(40, 48))
def test_the_last_paragraph_does_not_stand_alone(tmp_path: Path, fill: int) -> None:
    lines = "".join(f"| line {at}\n" for at in range(fill))
    printed = print_book(tmp_path, {"index.rst": f"{TITLE}{lines}{NOTES}"})
    last = next(page for page in printed.pages() if "The last word" in page)
    assert "A second note" in last


@pytest.mark.parametrize("fill", range(36, 50))
def test_the_last_of_the_references_does_not_stand_alone(tmp_path: Path, fill: int) -> None:
    lines = "".join(f"| line {at}\n" for at in range(fill))
    entries = "".join(f".. [{at}x] A book, part {at}.\n" for at in range(4))
    cited = "".join(f"[{at}x]_ " for at in range(4))
    sources = {"index.rst": f"{TITLE}{lines}\n{cited}\n\n{entries}"}
    last = next(page for page in print_book(tmp_path, sources).pages() if "part 3" in page)
    assert "part 2" in last

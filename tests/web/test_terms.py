"""Terms of the glossary in texts: where they become links, and what their tips say."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml.html import HtmlElement

from reportlib.web.passages import Passage
from reportlib.web.terms import Term, key_of, pattern
from tests.web.books import HOSTILE, Book, figure, findings, say, text_of, write_book

KNOWN = {
    name: Term("words", Passage(f"term-{name}", name, "What it is."))
    for name in ("grant", "in force", "patent family", "pct application", "application", "PCT")
}
GLOSSARY = f"""# Words

:::{{container}} ambiguous
Words with other senses: *office*, *Receiver*.
:::

```{{glossary}}
EPO
  European Patent "Office". It grants for many states.

Office
  An authority.

Receiver
  Who receives.

Resident
  Who resides.

Full-time equivalent
  Working time, added up.

In force
  Alive & well: `{HOSTILE[:25]}`, see {{term}}`Grant`.

Grant
  The decision.
```
"""


@pytest.fixture(scope="module")
def worded(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """A book that uses the terms in all places of a page."""
    book = write_book(
        tmp_path_factory.mktemp("worded"),
        one=(
            "# Rights in force\n\nA grant is in force, `in force`, and stays in force.\n\n"
            "A {term}`grant <Grant>`, and [in force](https://example.org/).",
            findings("find-first", title="In force", sentences=(say("It is in force."),)),
            findings("find-said", title="", sentences=(say("Full-time equivalents are counted."),)),
            figure("fig-first", headline=say("Still in force."), notes=(say("In force."),)),
            "## Later\n\nIn force again, and a grant.",
            "## Words\n\nAn office, a receiver, {term}`office <Office>` and residents; a resident.",
            "## The EPO\n\nThe EPO’s, the EPO, [EPO](https://example.org/), `EPO`, an epo, EPOS.",
        ),
        two=(GLOSSARY,),
    )
    book.build()
    return book


def links(book: Book) -> list[HtmlElement]:
    found: list[HtmlElement] = book.page("one").xpath("//a[@class='term']")
    return found


def test_a_term_is_a_link_where_a_section_uses_it_first(worded: Book) -> None:
    assert [(text_of(a), a.get("href")) for a in links(worded)] == [
        ("grant", "two.html#term-Grant"),
        ("in force", "two.html#term-In-force"),
        ("grant", "two.html#term-Grant"),
        ("Full-time equivalents", "two.html#term-Full-time-equivalent"),
        ("In force", "two.html#term-In-force"),
        ("grant", "two.html#term-Grant"),
        ("office", "two.html#term-Office"),
        ("residents", "two.html#term-Resident"),
        ("EPO", "two.html#term-EPO"),
    ]


def test_an_abbreviation_is_a_term_as_it_is_written(worded: Book) -> None:
    page = worded.page("one")
    (found,) = (link for link in links(worded) if text_of(link) == "EPO")

    assert text_of(found.xpath("ancestor::section/h2")[0]).startswith("1.3. The EPO")
    assert page.xpath("//abbr") == []


def test_a_definition_stands_once_in_a_page_as_text(worded: Book) -> None:
    page = worded.page("one")
    tips = {tip.get("id"): text_of(tip) for tip in page.xpath("//div[contains(@id, 'term-tip')]")}

    assert list(tips.values()) == [
        "GrantThe decision.Glossary",
        f"In forceAlive & well: {HOSTILE[:25]}, see Grant.Glossary",
        "Full-time equivalentWorking time, added up.Glossary",
        "OfficeAn authority.Glossary",
        "ResidentWho resides.Glossary",
        "EPOEuropean Patent “Office”. It grants for many states.Glossary",
    ]
    assert [a.get("aria-describedby") for a in links(worded)] == [
        f"term-tip-{number}" for number in (1, 2, 1, 3, 2, 1, 4, 5, 6)
    ]


def test_the_page_that_defines_terms_has_no_tips_of_them(worded: Book) -> None:
    assert worded.page("two").xpath("//*[@class='term' or contains(@id, 'term-tip')]") == []


@pytest.mark.parametrize(
    ("said", "key"),
    [
        ("Grants", "grant"),
        ("in  force", "in force"),
        ("Patent families", "patent family"),
        ("PCT applications", "pct application"),
        ("granted", ""),
    ],
)
def test_a_term_is_known_in_the_plural_and_at_the_start_of_a_sentence(said: str, key: str) -> None:
    assert key_of(said, KNOWN) == key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("An application, a PCT application.", ["PCT application"]),
        ("Patent families in force", ["Patent families", "in force"]),
        ("patent familyhood, non-in force", []),
        ("Grants under the PCT, no pct", ["Grants", "PCT"]),
    ],
)
def test_terms_are_found_by_themselves_but_those_with_other_senses(
    text: str, found: list[str]
) -> None:
    sought = pattern(KNOWN, {"application"})
    assert sought
    assert sought.findall(text) == found


def test_without_such_terms_nothing_is_sought() -> None:
    assert pattern({"grant": KNOWN["grant"]}, {"grant"}) is None


def test_other_builders_show_plain_text(worded: Book) -> None:
    out: Path = worded.build("text")
    assert "A grant is in force" in (out / "one.txt").read_text(encoding="utf-8")

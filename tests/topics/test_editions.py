"""Every exhibit of every chapter, in edition after edition, keeps one contract.

What the chapters show is what is pinned (tests/golden); every exhibit is whole, in words,
sourced and explained; and no row with a warning is shown without its mark. What a sentence
says of the world is tested topic by topic.
"""

from __future__ import annotations

import inspect
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from reportlib.base.manifests import dataset_names, read_manifest
from reportlib.base.payload import MISSING, Payload, Piece
from reportlib.base.rows import datasets_of
from reportlib.content import forms
from reportlib.content.caveats import concludable
from reportlib.content.exhibits import LONG, Exhibit
from reportlib.content.sentences import plain
from tests.projects import ROOT
from tests.topics import seen
from tests.topics.descriptors import (
    breaks_before,
    described,
    first_after_breaks,
    is_set_apart,
    own_flags,
    row_of,
)
from tests.topics.editions import (
    ASKED,
    METHOD,
    PAGES,
    PINNED,
    Shown,
    chapter,
    datasets,
    drawn_chapter,
    exhibits,
    form,
    golden,
    is_value,
    numbers,
    run,
    run_drawn,
    texts,
)

QUICK = ("CHN", "NAM")
"""Editions of much data and of little: run every time, the others where books are built."""
ALSO = ("DEU-2015", "TUV", "CHN-2008")
"""Editions that take most of the ways through the code that the quick ones leave: their texts
are held against the pinned every time."""
LEAD, COLOPHON = "fig-edition-lead", "tbl-edition"
DRAWN = "CHN"
"""The edition whose drawings too are held against the pinned every time."""
GATHERING = ("overview", *METHOD)
"""Chapters that use what the others do: a fault elsewhere shows sooner there."""

CHAPTERS = [ROOT / "index.ipynb", *sorted((ROOT / "chapters").glob("*.ipynb"))]
TOPICS = ("ai", "claims", "copyright", "method", "overview", "patents", "systems", "talent")


def _params(names: Iterable[str]) -> list[object]:
    return [each if each in QUICK else pytest.param(each, marks=pytest.mark.book) for each in names]


@pytest.fixture(scope="module")
def china() -> Shown:
    return run("CHN")


@pytest.fixture(scope="module", params=_params(ASKED))
def edition(request: pytest.FixtureRequest, china: Shown) -> Shown:
    return china if request.param == china.name else run(request.param)


@pytest.fixture(
    scope="module", params=[pytest.param(name, marks=pytest.mark.book) for name in QUICK]
)
def drawn(request: pytest.FixtureRequest) -> Shown:
    return run_drawn(request.param)


# What is pinned


def _pinned() -> list[object]:
    """Each chapter of each edition, those that take long at the end."""
    pages = sorted(PAGES, key=lambda page: page in GATHERING)
    names = sorted(PINNED, key=lambda name: name == DRAWN)
    return [
        pytest.param(name, page, id=f"{name}-{page}", marks=[] if quick else [pytest.mark.book])
        for page in pages
        for name in names
        for quick in [name in QUICK or (name in ALSO and page not in METHOD)]
    ]


@pytest.mark.parametrize(("name", "page"), _pinned())
def test_a_chapter_shows_what_is_pinned(name: str, page: str) -> None:
    """Its texts, and in an edition of much data its drawings."""
    pinned = {
        label: lines
        for label, lines in golden.read(name).items()
        if label.partition(" ")[0] == page
    }
    texts_pinned = golden.without_drawings(pinned)

    told = golden.differences(name, texts_pinned, _lines(page, chapter(page, **PINNED[name])))
    assert not told, "\n".join(told)

    if name == DRAWN:
        told = golden.differences(name, pinned, _lines(page, drawn_chapter(page, **PINNED[name])))
        assert not told, "\n".join(told)


@pytest.mark.parametrize("name", PINNED)
def test_what_is_pinned_are_exhibits_of_the_chapters(name: str) -> None:
    assert {label.partition(" ")[0] for label in golden.read(name)} <= set(PAGES)


def test_the_drawings_are_those_that_are_pinned(drawn: Shown) -> None:
    now = {f"{page} {p.label}": golden.lines_of(p) for page, p in drawn.exhibits}
    told = golden.differences(drawn.name, golden.read(drawn.name), now)

    assert not told, "\n".join(told)


def _lines(page: str, payloads: Iterable[Payload]) -> dict[str, list[str]]:
    return {f"{page} {payload.label}": golden.lines_of(payload) for payload in payloads}


# The headline can be seen


@pytest.fixture(scope="module", params=_params(PINNED))
def figures(request: pytest.FixtureRequest) -> list[Exhibit]:
    """The figures of an edition that have a headline and are drawn."""
    shown = [one for page in PAGES for one in exhibits(page, **PINNED[request.param])]
    return [one for one in shown if one.headline and one.payload.drawings]


def test_every_number_of_a_headline_has_a_mark_or_is_printed(figures: list[Exhibit]) -> None:
    found = [(exhibit.told.label, seen.unseen(exhibit)) for exhibit in figures]

    assert [(label, texts) for label, texts in found if texts and label not in seen.ELSEWHERE] == []
    assert max(len(texts) for _, texts in found) <= 1


def test_every_value_that_a_headline_rests_on_is_printed_at_its_mark(
    figures: list[Exhibit],
) -> None:
    counts = [
        (exhibit.told.label, seen.values_anchored(exhibit), seen.values_printed(exhibit))
        for exhibit in figures
        if not seen.may_lack_room(exhibit)
    ]

    assert [found for found in counts if found[1] != len(found[2])] == []
    otherwise = [(exhibit.told.label, seen.stated_otherwise(exhibit)) for exhibit in figures]
    assert [(label, texts) for label, texts in otherwise if texts] == []


# Something is shown, and it is whole


def test_an_exhibit_shows_something_or_says_why_not_and_never_both(edition: Shown) -> None:
    wrong = [p.label for p in edition.payloads if bool(p.rows or p.sentences) == bool(p.missing)]

    assert wrong == []


def test_an_exhibit_without_data_says_nothing_of_data(edition: Shown) -> None:
    missing = [p for p in edition.payloads if p.missing]

    assert [
        p.label
        for p in missing
        if p.headline or p.notes or p.alt or p.subtitle or p.columns or p.sources or p.drawings
    ] == []


def test_an_exhibit_without_data_names_the_economy_the_years_or_whom_a_source_is_about(
    edition: Shown,
) -> None:
    of_whom = r"\byear asked for\b|\bonly\.$"
    named = re.compile(rf"{re.escape(edition.economy_said)}|\b[12]\d\d\d\b|{of_whom}")

    assert [
        (p.label, p.missing) for p in edition.payloads if p.missing and not named.search(p.missing)
    ] == []


def test_every_figure_has_alternative_text_sources_and_a_table_view(edition: Shown) -> None:
    figures = [p for p in edition.payloads if p.kind == "figure" and not p.missing]

    assert [p.label for p in figures if not (p.alt and p.sources and p.rows and p.columns)] == []


def test_an_alternative_text_begins_with_the_form_of_the_figure(edition: Shown) -> None:
    names = {each.name for each in vars(forms).values() if isinstance(each, forms.Form)}

    assert [p.label for p in edition.payloads if p.alt and form(p) not in names] == []


def test_every_figure_is_drawn_for_a_page_and_for_a_phone(drawn: Shown) -> None:
    for payload in drawn.payloads:
        is_figure = payload.kind == "figure" and not payload.missing
        assert set(payload.drawings) == ({"wide", "narrow"} if is_figure else set()), payload.label


def test_a_row_has_one_cell_for_every_column(edition: Shown) -> None:
    assert [
        p.label for p in edition.payloads for row in p.rows if len(row.cells) != len(p.columns)
    ] == []


def test_filters_name_columns(edition: Shown) -> None:
    for payload in edition.payloads:
        assert set(payload.filters) <= {column.title for column in payload.columns}, payload.label


# Labels and references


def test_labels_and_addresses_of_rows_are_unique(edition: Shown) -> None:
    assert [each for each, count in Counter(edition.addresses).items() if count > 1] == []


def test_every_edition_shows_the_same_exhibits_in_the_same_order(
    edition: Shown, china: Shown
) -> None:
    """But the chart that leads the cover, where an economy has none to lead with."""
    labels = [(page, payload.label) for page, payload in edition.exhibits]
    every = [(page, payload.label) for page, payload in china.exhibits]
    lead = ("index", "fig-edition-lead")

    assert labels == [one for one in every if one != lead or one in labels]


def test_figures_and_tables_have_the_same_titles_in_every_edition(
    edition: Shown, china: Shown
) -> None:
    named = [
        {p.label: p.title for p in e.payloads if p.kind in ("figure", "table")}
        for e in (edition, china)
    ]

    for titles in named:
        titles.pop(LEAD, "")  # what leads is chosen by what the economy has
    assert named[0] == named[1]


def test_a_label_names_kind_and_chapter(edition: Shown) -> None:
    kinds = {"figure": "fig", "table": "tbl", "findings": "find"}

    assert [
        payload.label
        for page, payload in edition.exhibits
        if page != "index"
        and not re.fullmatch(f"{kinds[payload.kind]}-{page.replace('_', '-')}(-.+)?", payload.label)
    ] == []


def test_a_reference_leads_to_something_that_is_shown(edition: Shown) -> None:
    assert [
        (payload.label, piece.target)
        for payload in edition.payloads
        for piece in payload.pieces()
        if piece.kind == "reference" and piece.target not in edition.addresses
    ] == []


# Texts


HOLES = re.compile(
    r"\b(?:nan|NaN|inf|None(?! of))\b|<NA>|[{}]|  |\.\.|\(\)|\bno the\b| [,.;:](?!\w)|^\s|\s$"
)
MACHINE = re.compile(r"\w_\w|\bgdp\b|\bnonresident|\busd\b")
NOUNS = (
    "applications|articles|designs|economies|families|measures|models|patents|peers|registrations"
    "|statements|treaties"
)
PLURAL = re.compile(rf"(?<![.,\d])\b1 (?:\w+ )?(?:{NOUNS})\b")


@pytest.mark.parametrize("wrong", [HOLES, MACHINE, PLURAL], ids=["hole", "machine name", "plural"])
def test_no_text_has_a_hole_a_machine_name_or_a_plural_after_one(
    edition: Shown, wrong: re.Pattern[str]
) -> None:
    assert [
        (payload.label, text)
        for payload in edition.payloads
        for text in texts(payload)
        if text != MISSING
        and wrong.search(text)
        # How to make an edition again names its parameters.
        and (payload.label, wrong) != (COLOPHON, MACHINE)
    ] == []


SHADES = re.compile(r"\b(?:dark|light|pale)(?:er|est)?\b(?! of)", re.IGNORECASE)


def test_nothing_is_told_by_light_or_dark_which_turn_in_the_dark_theme(edition: Shown) -> None:
    assert [
        (payload.label, text)
        for payload in edition.payloads
        if payload.kind == "figure"
        for text in texts(payload)
        if SHADES.search(text)
    ] == []


def test_whatever_is_said_ends_with_a_full_stop(edition: Shown) -> None:
    assert [
        (p.label, text)
        for p in edition.payloads
        for text in (
            p.caption,
            p.alt,
            p.missing,
            *map(plain, (p.headline, *p.notes, *p.sentences)),
        )
        if text and not re.search("[.?!]”?$", text)
    ] == []


def test_a_caption_begins_with_the_title(edition: Shown) -> None:
    captioned = [p for p in edition.payloads if p.kind in ("figure", "table")]

    assert [
        p.label for p in captioned if not re.match(re.escape(p.title) + "[:.]", p.caption)
    ] == []


def test_no_note_is_given_twice(edition: Shown) -> None:
    for payload in edition.payloads:
        notes = [plain(note) for note in payload.notes]
        assert sorted(set(notes)) == sorted(notes), payload.label


def test_two_dots_are_explained_once_where_they_stand_in_sight_and_only_there(
    edition: Shown,
) -> None:
    in_sight = [p for p in edition.payloads if p.kind == "table" or form(p) == forms.HEAT.name]
    for payload in in_sight:
        dots = any(cell.text == MISSING for row in payload.rows for cell in row.cells)
        notes = [note for note in map(plain, payload.notes) if "two dots" in note.lower()]
        assert len(notes) == dots, payload.label


def test_a_strong_row_is_one_of_the_economy(edition: Shown) -> None:
    assert [
        payload.label
        for page, payload in edition.exhibits
        for row in payload.rows
        if row.strong
        and page != "claims"
        and not any(edition.economy in cell.text for cell in row.cells)
    ] == []


def test_no_paragraph_of_a_table_is_printed_in_bold(edition: Shown) -> None:
    assert [
        payload.label
        for payload in edition.payloads
        for row in payload.rows
        if row.strong and not payload.cards and any(len(cell.text) > LONG for cell in row.cells)
    ] == []


def test_no_headline_or_finding_rests_on_figures_that_are_incomplete(edition: Shown) -> None:
    assert [
        (payload.label, piece.text)
        for payload in edition.payloads
        for said in (payload.headline, *payload.sentences)
        for piece in said
        if piece.kind == "number" and not piece.unmarked and not all(concludable(piece.rows))
    ] == []


def test_what_is_said_to_be_in_no_chapter_is_in_none(edition: Shown) -> None:
    unseen = {
        found.name for found in map(read_manifest, dataset_names()) if found.reportlib.not_shown
    }
    assert unseen
    assert [
        (payload.label, name)
        for page, payload in edition.exhibits
        if page not in METHOD
        for name in datasets_of(payload)
        if name in unseen
    ] == []


def test_a_dataset_is_shown_or_says_why_not(china: Shown) -> None:
    shown = {
        name
        for edition in (china, run("DEU"))
        for page, payload in edition.exhibits
        if page not in METHOD
        for name in datasets_of(payload)
    }
    assert [
        found.name
        for found in map(read_manifest, dataset_names())
        if found.name not in shown and not found.reportlib.not_shown
    ] == []


# Findings


def _key_findings(shown: Shown) -> Iterator[Payload]:
    found = (p for p in shown.payloads if p.kind == "findings")
    return (p for p in found if re.fullmatch("find-[a-z]+", p.label))


def test_key_findings_are_five_at_the_most(edition: Shown) -> None:
    assert [found.label for found in _key_findings(edition) if len(found.sentences) > 5] == []


def test_a_key_finding_with_a_number_names_the_exhibit_that_it_rests_on(edition: Shown) -> None:
    assert [
        plain(said)
        for found in _key_findings(edition)
        for said in found.sentences
        if {piece.kind for piece in said} == {"text", "number"}
    ] == []


def test_no_chapter_says_a_finding_twice(edition: Shown) -> None:
    said = Counter(
        (page, re.sub(r" \((?:figure|table) [^)]+\)", "", plain(each)))
        for page, payload in edition.exhibits
        for each in payload.sentences
    )

    assert [each for each, count in said.items() if count > 1] == []


# Where it comes from


def test_every_number_names_rows_that_exist_or_whole_datasets(edition: Shown) -> None:
    assert [
        (payload.label, piece.text)
        for payload in edition.payloads
        for piece in payload.pieces()
        if (piece.kind == "number" and (piece.value is None or not (piece.rows or piece.whole)))
        or any(row_of(row) is None for row in piece.rows)
        or any(described(name) is None for name in piece.whole)
    ] == []


def test_the_sources_of_an_exhibit_are_the_datasets_of_its_rows(edition: Shown) -> None:
    more = {"tbl-sources-datasets", "tbl-overview-systems"}  # list what they show no row of
    for payload in edition.payloads:
        named = [source.dataset for source in payload.sources]
        assert named == sorted(set(named)), payload.label
        assert datasets(payload) <= set(named), payload.label
        assert datasets(payload) == set(named) or payload.label in more, payload.label


def test_a_source_is_named_as_its_descriptor_names_it(edition: Shown) -> None:
    sources = {source for payload in edition.payloads for source in payload.sources}
    for source in sources:
        dataset = described(source.dataset)
        assert dataset is not None, source.dataset
        named = (source.title, source.publisher, source.vintage, source.redistribute)
        keys = ("short_title", "publisher", "vintage", "redistribute")
        assert named == tuple(dataset.said[key] for key in keys), source.dataset


# What must be told of the rows


def _together(payload: Payload) -> list[list[Piece]]:
    """The numbers that are shown together: those of a drawing or a table, or of a sentence."""
    cells = [piece for row in payload.rows for piece in row.cells if is_value(piece)]
    sentences = (payload.headline, *payload.notes, *payload.sentences)
    return [cells, *([piece for piece in said if is_value(piece)] for said in sentences)]


def _rows(pieces: Iterable[Piece]) -> list[str]:
    return [row for piece in pieces for row in piece.rows]


def _count_flagged(shown: Shown) -> int:
    return len({row for p in shown.payloads for row in _rows(numbers(p)) if own_flags(row)})


def _wrongly_marked(shown: Shown) -> Iterator[tuple[str, str, str, str]]:
    """Label, text, marks and marks expected of the numbers whose marks are not those expected."""
    for payload in shown.payloads:
        cells, *sentences = _together(payload)
        for pieces in (cells, *sentences):
            crossed = first_after_breaks(_rows(pieces))
            for piece in pieces:
                due = {flag for row in piece.rows for flag in own_flags(row)}
                due |= {"b"} if crossed & set(piece.rows) else set()
                due |= {"d"} if any(map(is_set_apart, piece.rows)) else set()
                # A drawing may show rows that no number does, and a break lie between them.
                drawn = pieces is cells and payload.kind == "figure"
                may = {"b"} if drawn and any(map(breaks_before, piece.rows)) else set()
                if not due <= set(piece.flags) <= due | may:
                    yield payload.label, piece.text, piece.flags, "".join(sorted(due))


def test_every_number_has_the_marks_of_its_rows_and_no_other(edition: Shown) -> None:
    wrong = list(_wrongly_marked(edition))

    assert not wrong, f"{_count_flagged(edition)} rows have a warning; wrongly marked: {wrong}"


def test_china_shows_rows_with_warnings_and_lines_across_breaks(china: Shown) -> None:
    crossed = [first_after_breaks(_rows(numbers(payload))) for payload in china.payloads]

    assert _count_flagged(china) > 0
    assert any(crossed)


def test_texts_references_and_counts_of_rows_have_no_marks(edition: Shown) -> None:
    assert [
        (payload.label, piece.text)
        for payload in edition.payloads
        for piece in payload.pieces()
        if piece.flags and (piece.kind != "number" or piece.unmarked)
    ] == []


def test_every_mark_is_explained_beside_it_and_nothing_else_is(edition: Shown) -> None:
    for payload in edition.payloads:
        marks = {flag for piece in payload.pieces() for flag in piece.flags}
        notes = " ".join(map(plain, payload.notes))
        explained = r"\(([bdepu])\)[:,]" if not payload.sentences else r"\b([BDEPUbdepu]): "
        assert marks == {found.lower() for found in re.findall(explained, notes)}, payload.label


# Chapters


@pytest.mark.parametrize("page", ["ai", "copyright", "overview", "patents", "talent"])
def test_no_two_neighbouring_figures_of_values_have_one_form(china: Shown, page: str) -> None:
    shown = [form(p) for name, p in china.exhibits if name == page and p.kind == "figure"]
    of_values = [each for each in shown if each not in (forms.TIMELINE.name, forms.TREE.name)]

    assert [one for one, other in pairwise(of_values) if one == other] == []
    assert len(set(of_values)) >= (3 if page == "overview" else 4)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda path: path.stem)
def test_no_number_stands_in_a_chapters_own_text(chapter: Path) -> None:
    assert not re.search(r"\d", "".join(_sources(chapter, "markdown")))


def test_every_exhibit_of_a_topic_is_shown_by_one_chapter_once() -> None:
    made = {
        name
        for topic in TOPICS
        for name, found in vars(import_module(f"reportlib.topics.{topic}")).items()
        if not name.startswith("_")
        and inspect.isfunction(found)
        and inspect.signature(found).return_annotation == "Exhibit"
    }
    code = [source for chapter in CHAPTERS for source in _sources(chapter, "code")]
    calls = [re.fullmatch(r"\w+\.(\w+)\((?:edition)?\)", source) for source in code]
    shown = Counter(call[0] for call in calls if call)

    assert made <= {call.partition(".")[2].partition("(")[0] for call in shown}
    assert [call for call, count in shown.items() if count > 1] == []


def _sources(chapter: Path, kind: str) -> list[str]:
    cells = json.loads(chapter.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == kind]


def test_the_same_number_has_the_same_marks_wherever_it_stands(edition: Shown) -> None:
    marks: dict[tuple[object, ...], set[str]] = {}
    for payload in edition.payloads:
        for piece in numbers(payload):
            if not piece.unmarked:
                # A break may lie between two rows that one exhibit shows and another does not.
                told = piece.flags.replace("b", "")
                marks.setdefault((piece.text, piece.rows, piece.derivation), set()).add(told)

    assert {key: found for key, found in marks.items() if len(found) > 1} == {}

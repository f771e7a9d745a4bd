"""What a book says to machines equals what its pages say, and holds to the terms of the data."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from reportlib.base.claims import cells_of
from reportlib.base.manifests import Manifest, read_manifest
from reportlib.base.payload import Column, Piece, Row, Source
from reportlib.web.machine.markdown import citations
from reportlib.web.machine.markdown import exhibit as told_exhibit
from reportlib.web.machine.records import claim_records, exhibit_record
from tests.made import source
from tests.web.books import (
    HOSTILE,
    SOURCE,
    Book,
    count,
    figure,
    findings,
    missing_figure,
    published,
    rows,
    say,
    see,
    table,
    text_of,
    write_book,
    write_data,
)
from tests.web.told import cells_told

pytestmark = pytest.mark.book

DIGITS = re.compile(r"\d[\d,.]*\d|\d")
MANY = rows(*(f"Office {number}" for number in range(1, 31)))
YEARS, CHN_USA = ("2020", "2021", "2022"), ("CHN", "USA")
MARKED = count("3,000", 3000).model_copy(update={"flags": "e"})


def book_of(folder: Path, redistribute: str = "yes") -> Book:
    made = write_book(
        folder,
        one=(
            "# One\n\nSome *words* and [a link](https://example.org/a_b), see {numref}`tbl-two`.",
            findings("find-one"),
            figure("fig-first", notes=(say("After ", MARKED, "."),), caution="That *it* grew."),
            missing_figure("fig-none"),
            findings("find-said", title="", sources=()),
        ),
        two=(
            "# Two\n\n- A list\n- of two\n\n## Below\n\n`code` and **bold**.",
            table("tbl-two", rows=MANY),
            table("tbl-own", notes=(say("See ", see("tbl-two"), "."),)),
        ),
    )
    write_data(folder, redistribute=redistribute)
    made.build()
    return made


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tmp_path_factory.mktemp("machine"))


@pytest.fixture(scope="module")
def withheld(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return book_of(tmp_path_factory.mktemp("withheld"), redistribute="derived-only")


def written(book: Book, name: str) -> str:
    return (book.folder / "_build" / "html" / name).read_text(encoding="utf-8")


def record(book: Book, name: str) -> Any:
    return json.loads(written(book, name))


def test_every_number_of_a_text_has_an_id_of_its_own_in_the_page(book: Book) -> None:
    numbers = book.page("one").xpath("//data[not(ancestor::table)]")
    ids = [each.get("id") for each in numbers]
    every = book.page("one").xpath("//@id")

    assert len(ids) == 4
    assert all(each.startswith("c-") for each in ids)
    assert len(every) == len(set(every))


def test_every_number_of_a_table_has_a_short_id_that_its_record_resolves(book: Book) -> None:
    for page, label in (("one", "fig-first"), ("two", "tbl-two"), ("two", "tbl-own")):
        cells = cells_told(record(book, f"downloads/{label}.json"))
        told = {cell["id"]: cell for _, _, cell in cells}
        exhibit = f"//*[@id='{label}']/ancestor-or-self::*[contains(@class, 'exhibit')]"
        numbers = book.page(page).xpath(f"{exhibit}//table//data")

        assert [each.get("id") for each in numbers] == list(told)
        assert [told[each.get("id")]["text"] for each in numbers] == [text_of(n) for n in numbers]
        assert all(re.fullmatch(r"k[a-z2-7]{6}(-\d+)?", each) for each in told)


def test_a_cell_names_economy_period_unit_rounding_and_rows(book: Book) -> None:
    (_, _, cell), *_ = cells_told(record(book, "downloads/tbl-own.json"))
    (claim, *_) = record(book, "one.json")["claims"]

    assert cell.pop("id").partition("-")[0] == f"k{claim['id'][2:8]}"  # which claims the same
    assert cell == {
        "text": "1,000",
        "value": 1000,
        "unit": "applications",
        "economy": ["CHN"],
        "period": ["2020"],
        "rounding": 1,
        "rows": ["filings:CHN-2020"],
    }


def cell(text: str, *row_ids: str, derivation: str = "") -> Piece:
    return Piece(kind="number", text=text, value=1, rows=row_ids, derivation=derivation)


def told_of(rows: tuple[Row, ...], columns: int = 3) -> dict[str, Any]:
    heads = tuple(Column(title=str(at)) for at in range(columns))
    exhibit = table("tbl-a", columns=heads, rows=rows, sources=())
    cells = claim_records(cells_of([exhibit]), read)
    return exhibit_record(
        exhibit,
        (),
        {tuple(map(int, each["place"].split("/"))): each for each in cells},  # type: ignore[misc]
        files={},
        closed=(),
        number="",
        edition={},
        annex="",
    )


def read(_: str) -> Manifest:
    return read_manifest("filings")


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_data(tmp_path)
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("data")
def test_what_most_numbers_of_a_column_say_the_column_says_and_others_say_their_own() -> None:
    rows = tuple(
        Row(cells=(Piece(text=text), cell(text, f"filings:CHN-{text}", derivation=way)))
        for text, way in (("2020", "a"), ("2021", "a"), ("2022", "b"), ("2023", "a"), ("2024", ""))
    )
    found = told_of(rows, columns=2)

    assert found["columns"][1]["derivation"] == "a"
    assert [row[1][4].get("derivation", "as most") for row in found["rows"]] == [
        *("as most", "as most", "b", "as most", None)
    ]
    assert [told.get("derivation") for _, _, told in cells_told(found)] == [
        "a",
        "a",
        "b",
        "a",
        None,
    ]


@pytest.mark.usefixtures("data")
def test_what_all_numbers_of_a_row_say_the_row_says() -> None:
    found = told_of(
        tuple(
            Row(
                cells=(
                    Piece(text=year),
                    *(cell("1", f"filings:{e}-{year}") for e in ("CHN", "USA")),
                )
            )
            for year in ("2020", "2021", "2022")
        )
    )

    assert [row[3:] for row in found["rows"]] == [
        *([{"period": ["2020"]}], [{"period": ["2021"]}], [{"period": ["2022"]}])
    ]
    assert [(told["economy"], told["period"]) for _, _, told in cells_told(found)] == [
        ([economy], [year]) for year in YEARS for economy in CHN_USA
    ]


@pytest.mark.usefixtures("data")
def test_a_number_of_many_economies_names_them_by_its_rows_alone() -> None:
    many = [f"filings:{economy}-2020" for economy in ("AUT", "BEL", "CHN", "DEU")]
    ((_, _, told),) = cells_told(
        told_of((Row(cells=(Piece(text="a"), cell("1", *many))),), columns=2)
    )

    assert "economy" not in told
    assert (told["period"], told["rows"]) == (["2020"], many)


def test_rows_of_words_alone_stand_in_the_csv(tmp_path: Path) -> None:
    words = (Row(cells=(Piece(text="a"), Piece(text="b"))),)
    made = write_book(
        tmp_path,
        one=(
            "# One",
            table("tbl-words", rows=words, notes=()),
            table("tbl-dated", rows=(*words, Row(cells=(Piece(text="c"), DATED))), notes=()),
        ),
    )
    made.build()
    found = record(made, "downloads/tbl-words.json")

    assert "rows" not in found
    assert "\na,b,," in written(made, f"downloads/{found['files']['csv']}")
    assert record(made, "downloads/tbl-dated.json")["rows"] == [
        ["a", "b"],
        ["c", ["2020", None, "", "0:CHN-2020"]],
    ]


DATED = Piece(text="2020", rows=("filings:CHN-2020",))


def test_the_claims_of_a_page_resolve_its_ids(book: Book) -> None:
    claims = {claim["id"]: claim for claim in record(book, "one.json")["claims"]}
    numbers = book.page("one").xpath("//data[starts-with(@id, 'c-')]")

    assert [claims[n.get("id")]["text"] for n in numbers] == [text_of(n) for n in numbers]
    assert [f"{claims[n.get('id')]['value']:.15g}" for n in numbers] == [
        n.get("value") for n in numbers
    ]
    assert len(claims) == len(numbers)


def test_a_claim_names_dataset_economy_period_unit_rounding_and_rows(book: Book) -> None:
    found = next(each for each in record(book, "one.json")["claims"] if each["place"] == "note")

    assert found.pop("id").startswith("c-")
    assert found == {
        "exhibit": "fig-first",
        "place": "note",
        "text": "3,000",
        "value": 3000,
        "unit": "applications",
        "dataset": ["filings"],
        "economy": ["CHN"],
        "period": ["2020"],
        "rounding": 1,
        "rows": 0,
        "marks": "e",
    }
    assert record(book, "one.json")["rows"] == ["filings:CHN-2020"]


def test_the_record_of_an_exhibit_equals_its_table(book: Book) -> None:
    found = record(book, "downloads/tbl-two.json")
    shown = book.page("two").xpath("//table[@id='tbl-two']//tbody/tr")

    assert [column["title"] for column in found["columns"]] == ["Office", "Applications"]
    assert [[row[0], row[1][0]] for row in found["rows"]] == [
        [text_of(cell) for cell in row] for row in shown
    ]
    assert [row[1][1] for row in found["rows"]] == [
        float(value) for value in book.page("two").xpath("//table[@id='tbl-two']//data/@value")
    ]


def test_the_record_of_an_exhibit_names_its_files_and_each_is_there(book: Book) -> None:
    found = record(book, "downloads/fig-first.json")
    folder = book.folder / "_build" / "html" / "downloads"

    assert found["files"] == {
        "page": "../one.html#fig-first",
        "claims": "../one.json",
        "markdown": "fig-first.md",
        "csv": "fig-first.csv",
        "svg": "fig-first.svg",
    }
    assert all((folder / name.partition("#")[0]).is_file() for name in found["files"].values())


def test_the_record_of_an_exhibit_has_headline_unit_terms_and_number(book: Book) -> None:
    found = record(book, "downloads/fig-first.json")

    assert found["headline"] == "Filings reached 2,000."
    assert found["unit"] == "Applications filed, number"
    assert found["number"] == "Fig. 1.1"
    assert found["notes"] == ["After 3,000."]
    assert found["caution"] == "That *it* grew."
    (told,) = found["datasets"]
    assert (told["publisher"], told["title"], told["vintage"], told["licence"]) == (
        "An office", "Filings & <grants>", "2024 edition", "CC BY 4.0",
    )  # fmt: skip
    assert (book.folder / "_build/html/downloads" / told["croissant"]).resolve().is_file()


def test_the_record_of_an_exhibit_names_its_claims_in_the_file_of_its_page(book: Book) -> None:
    found = record(book, "downloads/fig-first.json")
    claims = record(book, "downloads/" + found["files"]["claims"])["claims"]

    assert found["claims"]
    assert [each["id"] for each in claims if each["exhibit"] == "fig-first"] == found["claims"]


def test_the_twin_of_an_exhibit_leads_to_what_is_known_of_its_datasets(book: Book) -> None:
    assert (
        "- [Filings & \\<grants\\>](../data/filings.croissant.json) (An office, 2024 edition): "
        "CC BY 4.0\n"
    ) in written(book, "downloads/fig-first.md")


def test_rows_that_may_not_be_passed_on_stand_in_no_file_for_machines(withheld: Book) -> None:
    found = record(withheld, "downloads/tbl-two.json")

    assert found["withheld"] == ["Filings"]
    assert not {"rows", "columns"} & found.keys()
    told = [cell for _, _, cell in cells_told(found)]
    assert len(told) == 30
    assert not any({"text", "value"} & cell.keys() for cell in told)
    assert {tuple(cell["rows"]) for cell in told} == {("filings:CHN-2020",)}
    assert "csv" not in found["files"]
    for name in ("downloads/tbl-two.md", "two.md"):
        assert "Rows are not offered: terms of the publisher (Filings)." in written(withheld, name)
        assert "Office 1|" not in written(withheld, name)


def test_the_parameters_of_the_edition_stand_in_its_records(tmp_path: Path) -> None:
    made = write_book(tmp_path, one=("# One", figure("fig-first")))
    made.build(reportlib_edition={"economy": "NAM", "last_year": 2020})

    for name in ("one.json", "downloads/fig-first.json"):
        assert record(made, name)["edition"] == {"economy": "NAM", "last_year": 2020}
    assert "Edition: economy NAM, last\\_year 2020" in written(made, "one.md").replace(
        "last_year", "last\\_year"
    )


@pytest.mark.parametrize("name", ["one", "two", "index"])
def test_a_page_names_its_twin_and_its_claims(name: str, book: Book) -> None:
    links = book.page(name).xpath("//head/link[@rel='alternate']")

    assert [(link.get("type"), link.get("href")) for link in links] == [
        ("text/markdown", f"{name}.md"),
        ("application/json", f"{name}.json"),
    ]
    assert all((book.folder / "_build/html" / link.get("href")).is_file() for link in links)


@pytest.mark.parametrize("name", ["one", "two"])
def test_every_number_of_a_twin_is_one_of_the_page(name: str, book: Book) -> None:
    twin, _, _ = written(book, f"{name}.md").partition("## Licences")
    shown = set(DIGITS.findall(" ".join(book.page(name).itertext())))
    said = DIGITS.findall(re.sub(r"\]\([^)]*\)|left out here.*", "", twin))

    assert said
    assert [each for each in said if each not in shown] == []


def test_every_text_number_of_a_page_stands_in_its_twin(book: Book) -> None:
    twin = written(book, "one.md")

    for number in book.page("one").xpath("//data[starts-with(@id, 'c-')]"):
        assert text_of(number) in twin


def test_a_twin_has_the_words_of_the_page_in_its_order(book: Book) -> None:
    twin = written(book, "one.md").splitlines()

    assert twin[:3] == [
        "# One",
        "",
        "Some *words* and [a link](https://example.org/a_b), see [Table 2.1](two.md).",
    ]
    assert "- Filings reached 2,000 (Fig. 1.1)." in twin
    assert "**Fig. 1.1. Applications by office, 2015–2023.**" in twin
    assert "- After 3,000*e*." in twin
    assert "**Don’t conclude.** That \\*it\\* grew." in twin
    assert "|Here|1,000|" in twin
    assert "Filings reached 2,000 (Fig. 1.1). A second finding." in twin
    assert any("No design counts are published" in line for line in twin)


def test_a_twin_has_lists_headings_and_marks(book: Book) -> None:
    twin = written(book, "two.md")

    assert "- A list\n- of two\n\n## Below\n\ncode and **bold**." in twin


def test_a_twin_tells_licence_vintage_and_citation_once(book: Book) -> None:
    twin = written(book, "two.md")

    assert twin.count("redistribute: yes") == 1
    assert (
        "- [Filings & \\<grants\\>](https://example.org/data) (An office, 2024 edition): "
        "[CC BY 4.0](https://creativecommons.org/licenses/by/4.0/), redistribute: yes. "
        "Cite as: An office (2024)."
    ) in twin


def test_what_a_licence_allows_is_told_where_it_is_first_or_differs() -> None:
    def source(name: str, licence: str, allowed: str) -> Source:
        given = {"dataset": name, "licence": licence, "redistribute": allowed}
        return SOURCE.model_copy(update=given)

    listed = [("a", "A", "yes"), ("b", "B", "yes"), ("c", "A", "no"), ("d", "A", "yes")]
    said = citations(source(*each) for each in [*listed, ("e", "B", "yes")]).splitlines()

    told = [line.partition("): ")[2].partition(". Cite")[0] for line in said]
    address = SOURCE.licence_url
    assert told == [
        f"[A]({address}), redistribute: yes",
        f"[B]({address}), redistribute: yes",
        f"[A]({address}), redistribute: no",
        f"[A]({address}), redistribute: yes",
        "B",
    ]


def test_a_long_table_is_cut_and_says_where_its_rows_are(book: Book) -> None:
    twin = written(book, "two.md")

    assert "|Office 6|" in twin
    assert "|Office 7|" not in twin
    assert "|Office 30|" in twin
    assert "18 of 30 rows between are left out here: [all rows (CSV)](downloads/tbl-two.csv)." in (
        twin
    )
    assert "|Office 7|7,000|" in written(book, "downloads/tbl-two.md")


def test_rows_shorter_than_the_words_on_their_absence_stay() -> None:
    columns = (Column(title="Office"), Column(title="Applications", numeric=True))
    cells = [(Piece(text=f"Office {at}"), count("1,000", 1000)) for at in range(3)]
    few = table("tbl-few", columns=columns, rows=tuple(Row(cells=each) for each in cells))

    twin = "\n".join(told_exhibit(few, "", lambda piece: piece.text, closed=(), most=2, top=""))

    assert twin.count("|Office ") == 3
    assert "left out" not in twin


def test_the_list_for_language_models_names_every_page_and_dataset(book: Book) -> None:
    listed = re.findall(r"\]\(([^)]+)\)", written(book, "llms.txt"))

    assert listed == [
        *("index.md", "index.json", "one.md", "one.json", "two.md", "two.json"),
        *("genindex.md", "data/index.md", "data/filings.md", "data/filings.croissant.json"),
    ]
    assert all((book.folder / "_build/html" / name).is_file() for name in listed)


def test_nothing_that_data_say_becomes_markup_in_a_twin(tmp_path: Path) -> None:
    nasty = f"# {HOSTILE} | ![x](y) <https://evil.example> &lt;b&gt; ~~s~~\n\n# Heading"
    told = source(
        title=nasty,
        publisher=nasty,
        licence=nasty,
        citation=nasty,
        url="javascript:alert(1)",
        licence_url="https://example.org/a)b c",
    )
    made = write_book(
        tmp_path,
        one=(
            "# One",
            table(
                "tbl-nasty",
                title=nasty,
                caption=nasty,
                headline=say(nasty),
                subtitle=nasty,
                notes=(say(nasty), say("1. no list"), say("- no list")),
                columns=(Column(title=nasty), Column(title="N")),
                rows=(Row(cells=(Piece(text=nasty), Piece(text="a|b"))),),
                sources=(told,),
            ),
            findings("find-nasty", title="", sentences=(say(nasty),), sources=()),
        ),
    )
    made.build()

    for name in ("one.md", "downloads/tbl-nasty.md"):
        blocks = (
            MarkdownIt("commonmark", {"html": True})
            .enable(["table", "strikethrough"])
            .parse(written(made, name))
        )
        inline = [child for block in blocks for child in block.children or ()]
        kinds = {token.type for token in (*blocks, *inline)}
        links = {t.attrs["href"] for t in inline if t.type == "link_open"}
        headings = [b.content for a, b in pairwise(blocks) if a.type == "heading_open"]

        assert not kinds & {"html_inline", "html_block", "image", "s_open", "ordered_list_open"}
        outside = {"https://example.org/a%29b%20c"} if name == "one.md" else set()
        assert {link for link in links if ":" in str(link)} == outside
        assert not [link for link in links if "evil" in str(link) or link in ("c", "y")]
        assert set(headings) <= {"One", "Licences and citations"}
        assert sum(token.type == "td_open" for token in blocks) == 2


def test_what_is_written_for_machines_has_the_same_bytes_again(book: Book, tmp_path: Path) -> None:
    before = published(book.folder / "_build" / "html")
    again = published(book_of(tmp_path).folder / "_build" / "html")
    names = {name for name in before if name.endswith((".md", ".json", ".txt"))}

    assert {name: again[name] for name in names} == {name: before[name] for name in names}


def test_a_book_of_folders_has_the_files_too(tmp_path: Path) -> None:
    made = write_book(tmp_path, one=("# One", figure("fig-first")))
    out = made.build("dirhtml")

    page = (out / "one" / "index.html").read_text(encoding="utf-8")
    found = json.loads((out / "downloads" / "fig-first.json").read_text(encoding="utf-8"))

    assert 'type="text/markdown" href="../one.md"' in page
    assert found["files"]["page"] == "../one/#fig-first"
    assert (out / "one.md").is_file()


@pytest.mark.parametrize("builder", ["text", "singlehtml"])
def test_other_builders_write_none_of_it(builder: str, tmp_path: Path) -> None:
    out = write_book(tmp_path, one=("# One", figure("fig-first"))).build(builder)

    assert not [*out.rglob("*.md"), *out.rglob("fig-first.json"), *out.rglob("llms.txt")]

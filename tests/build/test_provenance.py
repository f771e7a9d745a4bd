"""What a book says of where its numbers come from."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import v4

from reportlib.base.claims import cells_of, claim_id
from reportlib.base.errors import BuildError, ChapterError
from reportlib.base.manifests import read_manifest
from reportlib.base.parameters import Parameters, check_parameters
from reportlib.base.payload import Column, Piece, Row
from reportlib.build.book import book_jobs, build_book, records_digest
from reportlib.build.inputs import Inputs
from reportlib.build.provenance import (
    FILE,
    ExhibitRecord,
    NumberRecord,
    Provenance,
    executed_pages,
    exhibits_on,
    provenance_of,
    read_provenance,
    write_by_page,
    write_datasets,
    write_provenance,
)
from tests.build.provenances import (
    FILED,
    execute_by_hand,
    figure,
    made_of,
    number,
    write_executed,
)
from tests.conftest import Built, use
from tests.projects import ROOT, SOUND, add_filings, chapter, code, write_notebook, write_project

CELLS = {"economy": "CHN", "year": "2021", "applications": "1585663", "note": ""}


@pytest.fixture(autouse=True)
def filings(project: Path) -> Path:
    """The small dataset, in the test's own project."""
    return add_filings(project)


def test_a_number_is_recorded_with_page_exhibit_rows_and_value(tmp_path: Path) -> None:
    headline, cell = made_of(tmp_path, figure()).numbers

    assert (headline.page, headline.exhibit) == ("chapters/first", "fig-filings")
    assert (headline.text, headline.value, headline.unit) == ("1,585,663", 1585663, "applications")
    assert headline.rows == cell.rows == (FILED,)


def test_the_context_of_a_number_holds_no_figure_and_no_economy(tmp_path: Path) -> None:
    headline, cell = made_of(tmp_path, figure()).numbers

    assert headline.context == "In … the office of the economy received … applications."
    assert (cell.place, cell.context) == ("cell", "2021 | Applications, …")


def test_numbers_of_one_context_are_told_apart(tmp_path: Path) -> None:
    twice = (number("1", 1, FILED), Piece(text=" and "), number("2", 2, FILED))

    found = made_of(tmp_path, figure(headline=twice, rows=())).numbers

    assert [(n.context, n.occurrence) for n in found] == [("… and …", 1), ("… and …", 2)]


def test_rows_that_share_their_first_text_are_named_by_all_their_texts(tmp_path: Path) -> None:
    rows = [
        {"cells": [Piece(text="World"), Piece(text=kind), number("1", 1, FILED)]}
        for kind in ("goods", "services")
    ]
    columns = [{"title": title} for title in ("Exporter", "What", "Value")]

    found = made_of(tmp_path, figure(headline=(), columns=columns, rows=rows)).numbers

    assert [n.context for n in found] == ["World, goods | Value", "World, services | Value"]


def test_a_cited_row_is_kept_once_with_its_cells(tmp_path: Path) -> None:
    assert made_of(tmp_path, figure()).rows == {FILED: CELLS}


@pytest.mark.parametrize("redistribute", ["no", "derived-only"])
def test_a_row_that_may_not_be_passed_on_is_kept_as_a_digest(
    redistribute: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    closed = tmp_path / "closed.yaml"
    said = f"redistribute: '{redistribute}'"
    closed.write_text(text.replace("redistribute: 'yes'", said), "utf-8")
    other = write_project(tmp_path / "other")
    add_filings(other, descriptor=closed)
    use(other, monkeypatch)

    found = made_of(tmp_path, figure())

    assert found.datasets["filings"].redistribute == redistribute
    assert str(found.rows[FILED]).startswith("sha256:")
    assert "1585663" not in str(found.rows)


def test_the_digest_of_a_row_tells_whether_it_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    digests = []
    for place, value in enumerate(("1585663", "1585663", "1585664")):
        root = write_project(tmp_path / f"project-{place}")
        data = add_filings(root)
        data.write_text(data.read_text("utf-8").replace("1585663", value), "utf-8")
        descriptor = data.with_suffix(".resource.yaml")
        text = descriptor.read_text("utf-8").replace("redistribute: 'yes'", "redistribute: 'no'")
        descriptor.write_text(text, "utf-8")
        use(root, monkeypatch)
        digests.append(made_of(root, figure()).rows[FILED])

    assert digests[0] == digests[1] != digests[2]


def test_a_dataset_stands_there_with_its_terms_and_checksum(tmp_path: Path) -> None:
    dataset = made_of(tmp_path, figure()).datasets["filings"]

    assert (dataset.licence, dataset.vintage, dataset.source) == (
        "CC0-1.0",
        "2024",
        "https://example.org/",
    )
    assert dataset.checksum == read_manifest("filings").hash


def test_a_dataset_taken_whole_is_recorded(tmp_path: Path) -> None:
    count = number("217", 217).model_copy(update={"whole": ("economies",)})

    found = made_of(tmp_path, figure(headline=(count,), rows=(), sources=()))

    assert found.numbers[0].whole == ("economies",)
    assert list(found.datasets) == ["economies"]


def test_unknown_rows_and_datasets_are_named_all_at_once_with_their_place(tmp_path: Path) -> None:
    count = number("217", 217).model_copy(update={"whole": ("nowhere",)})

    with pytest.raises(BuildError) as caught:
        made_of(tmp_path, figure(cited=("filings:ZZZ-1",), notes=((count,),)))

    row, dataset = caught.value.problems
    assert row.startswith("chapters/first, fig-filings: '1,585,663' cites the row filings:ZZZ-1")
    assert dataset.startswith("chapters/first, fig-filings: '217' cites all of nowhere")


def test_the_file_is_the_same_whenever_it_is_made(tmp_path: Path) -> None:
    texts = {made_of(tmp_path, figure()).to_json() for _ in range(2)}

    assert len(texts) == 1


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    made = made_of(tmp_path, figure())

    place = write_provenance(tmp_path, made)

    assert read_provenance(place) == read_provenance(tmp_path) == made
    assert json.loads(place.read_text(encoding="utf-8"))["format"] == "reportlib-provenance-2"


def test_a_book_of_pages_has_a_file_for_each_and_is_read_as_a_whole(tmp_path: Path) -> None:
    made = book_of_two(tmp_path)

    place = write_with_tables(tmp_path, made)

    assert json.loads(place.read_text(encoding="utf-8"))["pages"] == {
        "chapters/first": "provenance/chapters/first.json",
        "chapters/second": "provenance/chapters/second.json",
    }
    assert read_provenance(place) == read_provenance(tmp_path) == made


def write_with_tables(folder: Path, made: Provenance) -> Path:
    """The files of a book of pages, and the tables that it offers beside them."""
    place = write_by_page(folder, made)
    shutil.copy(read_manifest("filings").data_file, folder / "data")
    return place


def test_the_file_of_a_page_has_nothing_of_others(tmp_path: Path) -> None:
    write_by_page(tmp_path, book_of_two(tmp_path))

    path = tmp_path / "provenance" / "chapters" / "second.json"
    part = json.loads(path.read_text(encoding="utf-8"))

    assert part["format"] == "reportlib-provenance-page-3"
    assert [each["label"] for each in part["exhibits"]] == ["fig-second"]
    assert part["datasets"] == ["filings"]
    assert part["rows"] == ["", "0:CHN-2020"]


def test_a_number_names_words_and_rows_by_their_place(tmp_path: Path) -> None:
    write_by_page(tmp_path, made_of(tmp_path, figure()))

    path = tmp_path / "provenance" / "chapters" / "first.json"
    part = json.loads(path.read_text(encoding="utf-8"))

    words = "In … the office of the economy received … applications."
    assert part["texts"] == ["", words, "applications", "2021", "Applications, …"]
    assert part["common"] == [[1, 2, 0, 0], [0, 2, 4, 0]]
    headline, cell = part["exhibits"][0]["numbers"]
    assert headline == ["1,585,663", 1585663, 1, 1, 0, claim_id(HEADLINE)]
    (claimed,) = cells_of([figure()])
    assert cell == ["1,585,663", 1585663, 1, 3, 1, claimed.id]


def test_rows_that_numbers_in_cells_name_are_not_named_again(tmp_path: Path) -> None:
    dated = Piece(text="2020", rows=("filings:CHN-2020",))
    told = figure()
    (row,) = told.rows
    own = row.model_copy(update={"cells": (dated, *row.cells[1:])})
    beside = told.model_copy(update={"label": "fig-b", "rows": (own,)})
    made = made_of(tmp_path, told, beside)

    place = write_with_tables(tmp_path, made)

    path = tmp_path / "provenance" / "chapters" / "first.json"
    first, second = json.loads(path.read_text(encoding="utf-8"))["exhibits"]
    assert not {"rows", "beside"} & first.keys()
    assert second["beside"] == "0:CHN-2020"
    assert read_provenance(place).exhibits == made.exhibits


def test_an_exhibit_without_rows_may_have_findings_that_rest_on_some(tmp_path: Path) -> None:
    plain = Row(cells=(Piece(text="a"), Piece(text="b")))
    told = figure().model_copy(update={"rows": (plain,), "sentences": ((HEADLINE,),)})
    made = made_of(tmp_path, told)

    assert read_provenance(write_with_tables(tmp_path, made)) == made
    assert made.exhibits[0].rows == ()


HEADLINE = number("1,585,663", 1585663, FILED)


def test_cells_of_rows_are_looked_up_in_the_table_beside_the_book(tmp_path: Path) -> None:
    place = write_with_tables(tmp_path, made_of(tmp_path, figure()))

    assert '1585663,""' not in place.read_text(encoding="utf-8")
    assert read_provenance(place).rows == {FILED: CELLS}


def test_an_edition_of_a_site_looks_its_rows_up_at_the_root(tmp_path: Path) -> None:
    made = made_of(tmp_path, figure())
    place = write_by_page(tmp_path / "site" / "CHN", made, site="../")
    write_datasets(tmp_path / "site", made.datasets)
    shutil.copy(read_manifest("filings").data_file, tmp_path / "site" / "data")

    assert not (tmp_path / "site" / "CHN" / "data").exists()
    assert read_provenance(place) == made


def test_rows_that_may_not_be_passed_on_are_read_without_a_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = (SOUND / "filings.resource.yaml").read_text(encoding="utf-8")
    closed = tmp_path / "closed.yaml"
    closed.write_text(text.replace("redistribute: 'yes'", "redistribute: 'no'"), "utf-8")
    other = write_project(tmp_path / "other")
    add_filings(other, descriptor=closed)
    use(other, monkeypatch)
    made = made_of(tmp_path, figure(), figure(label="fig-b", cited=("filings:CHN-2020",)))

    assert read_provenance(write_by_page(tmp_path, made)) == made
    assert len(made.rows) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (None, "filings.csv: cannot be read"),
        (lambda text: text.replace("1585663", "1"), "is not the file that the book was made of"),
    ],
)
def test_a_table_that_is_gone_or_another_is_named(
    tmp_path: Path, change: Callable[[str], str] | None, said: str
) -> None:
    place = write_with_tables(tmp_path, made_of(tmp_path, figure()))
    table = tmp_path / "data" / "filings.csv"
    if change is None:
        table.unlink()
    else:
        table.write_text(change(table.read_text("utf-8")), "utf-8")

    with pytest.raises(BuildError, match=said):
        read_provenance(place)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("reportlib-provenance-page-3", "reportlib-provenance-page-9", "its format is"),
        ('"rows": ["","0:', '"rows": ["","7:', "IndexError"),
        ('"exhibits"', '"exhibit"', "KeyError"),
        ("{", "[", "first.json: is not a provenance.json of this program"),
        ("0:CHN-2021", "0:CHN-{0..99999999}", "names more than 1,000,000 rows"),
        ("0:CHN-2021", "0:CHN-1066", "has no row filings:CHN-1066"),
    ],
)
def test_a_file_of_a_page_that_is_none_is_refused(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    place = write_with_tables(tmp_path, made_of(tmp_path, figure()))
    page = tmp_path / "provenance" / "chapters" / "first.json"
    text = page.read_text(encoding="utf-8")
    assert before in text
    page.write_text(text.replace(before, after), encoding="utf-8")

    with pytest.raises(BuildError, match=said):
        read_provenance(place)


def test_a_page_whose_file_is_gone_is_named(tmp_path: Path) -> None:
    write_by_page(tmp_path, book_of_two(tmp_path))
    gone = tmp_path / "provenance" / "chapters" / "second.json"
    gone.unlink()

    with pytest.raises(BuildError) as caught:
        read_provenance(tmp_path)

    assert f"{gone}: cannot be read" in str(caught.value)


def book_of_two(folder: Path) -> Provenance:
    """What two chapters say, each of a year."""
    places = {
        f"chapters/{name}": write_executed(folder / f"{name}.ipynb", payload)
        for name, payload in (
            ("first", figure()),
            ("second", figure(label="fig-second", cited=("filings:CHN-2020",))),
        )
    }
    return provenance_of(places, check_parameters({"economy": "CHN"}))


def test_a_number_has_the_id_of_its_claim_which_is_shorter_in_a_cell(tmp_path: Path) -> None:
    shown = figure(notes=((number("1,585,663", 1585663, FILED),),))

    headline, note, cell = made_of(tmp_path, shown).numbers

    assert headline.id == claim_id(number("1,585,663", 1585663, FILED))
    assert (note.id, cell.id) == (f"{headline.id}-2", f"k{headline.id[2:8]}")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read (No such file or directory)"),
        (b"{}", "is not a provenance.json of this program (format: Field required)"),
        (b'{"format": "reportlib-provenance-index-2"}', "(reportlib: Field required)"),
        (b"no JSON", "is not a provenance.json of this program"),
        (b"\xff", "is not text in UTF-8"),
    ],
)
def test_another_file_is_refused_in_plain_words(
    tmp_path: Path, content: bytes | None, said: str
) -> None:
    if content is not None:
        (tmp_path / FILE).write_bytes(content)

    with pytest.raises(BuildError) as caught:
        read_provenance(tmp_path)

    assert said in str(caught.value)


UNKNOWN = """\
from IPython.display import display
from reportlib.base.payload import EXHIBIT_MIME, Payload, Piece

piece = Piece(kind="number", text="7", value=7, rows=("filings:ZZZ-1",))
payload = Payload(kind="findings", label="find-first", title="Findings", sentences=((piece,),))
display({EXHIBIT_MIME: payload.model_dump(mode="json"), "text/plain": "7"}, raw=True)
"""


def test_a_row_that_no_dataset_has_fails_the_build(project: Path) -> None:
    write_notebook(project / "chapters" / "first.ipynb", chapter("first", code(UNKNOWN)))

    with pytest.raises(BuildError, match="find-first: '7' cites the row filings:ZZZ-1"):
        build_book(Parameters())

    assert not (project / "_build" / "html").exists()


@pytest.mark.book
def test_every_row_and_dataset_of_the_book_is_there_with_its_terms(default_book: Built) -> None:
    found: Provenance = read_provenance(default_book.pages)

    cited = {row for number in found.numbers for row in number.rows}
    assert len(found.numbers) > 1000
    assert cited <= set(found.rows)
    assert {row.partition(":")[0] for row in found.rows} <= set(found.datasets)
    held = {path.stem for path in (ROOT / "data").glob("*.csv")}
    assert {name.replace("-", "_") for name in found.datasets} <= held
    assert all(number.rows or number.whole for number in found.numbers)


def test_what_a_book_does_not_say_is_left_out_of_its_records() -> None:
    exhibit = ExhibitRecord(page="a", label="fig-a", kind="figure", title="A")
    said = NumberRecord(
        page="a", exhibit="fig-a", place="note", context="…", occurrence=1, text="1", value=1
    )

    assert exhibit.model_dump(exclude={"page", "label", "kind", "title"}) == {
        "missing": "", "datasets": (), "rows": (),
    }  # fmt: skip
    assert said.model_dump(include={"unit", "derivation", "rows", "whole"}) == {
        "unit": "", "derivation": "", "rows": (), "whole": (),
    }  # fmt: skip


def test_numbers_stand_in_the_order_in_which_they_are_shown(tmp_path: Path) -> None:
    shown = figure(
        1,
        notes=((Piece(text="Of "), number("2", 2, FILED)),),
        sentences=((number("3", 3, FILED), Piece(text=" more.")),),
        rows=(Row(cells=(Piece(text="2021"), number("4", 4, FILED))),),
    )

    numbers = made_of(tmp_path, shown).numbers

    assert [(n.place, n.value, n.context) for n in numbers] == [
        ("headline", 1, "In … the office of the economy received … applications."),
        ("finding", 3, "… more."),
        ("note", 2, "Of …"),
        ("cell", 4, "2021 | Applications, …"),
    ]


def test_a_number_keeps_all_that_is_known_of_it(tmp_path: Path) -> None:
    said = number("7", 7, FILED, derivation="a + b").model_copy(update={"whole": ("economies",)})

    (found,) = made_of(tmp_path, figure(headline=(said,), rows=())).numbers

    assert found == NumberRecord(
        page="chapters/first", exhibit="fig-filings", place="headline", context="…",
        occurrence=1, id=claim_id(said), text="7", value=7, unit="applications",
        derivation="a + b",
        rows=(FILED,), whole=("economies",),
    )  # fmt: skip


def test_an_exhibit_keeps_the_rows_of_its_table_or_of_its_findings(tmp_path: Path) -> None:
    findings = figure(kind="findings", rows=(), sentences=((number("1", 1, FILED),),) * 2)
    with_both = figure(sentences=((number("1", 1, "filings:CHN-2020"),),), missing="No data.")

    (found,) = made_of(tmp_path, findings).exhibits
    (shown,) = made_of(tmp_path, with_both).exhibits

    assert (found.kind, found.rows, found.datasets) == ("findings", (FILED,), ("filings",))
    assert (shown.rows, shown.missing, shown.title) == ((FILED,), "No data.", "Filings")
    assert (shown.page, shown.label) == ("chapters/first", "fig-filings")


def test_rows_of_exhibits_and_rows_of_numbers_are_both_kept(tmp_path: Path) -> None:
    text = Piece(text="a text", rows=("filings:CHN-2020",))
    book = made_of(tmp_path, figure(rows=(Row(cells=(text,)),)))

    assert list(book.rows) == ["filings:CHN-2020", FILED]


@pytest.mark.parametrize(
    ("title", "known"),
    [
        ("Applications, 2021", "Applications, …"),
        ("2021", "2021"),
        ("In 1,243.5 places.", "In … places."),
        ("2019–2021", "2019–2021"),
        ("1.5 million of 2", "… million of …"),
    ],
)
def test_a_title_is_known_without_its_figures_unless_it_is_nothing_else(
    title: str, known: str, tmp_path: Path
) -> None:
    shown = figure(
        headline=(),
        columns=(Column(title="Year"), Column(title=title)),
        rows=(Row(cells=(Piece(text="Japan"), number("1", 1, FILED))),),
    )

    assert made_of(tmp_path, shown).numbers[0].context == f"Japan | {known}"


def test_a_row_of_numbers_alone_has_no_title(tmp_path: Path) -> None:
    shown = figure(
        headline=(),
        columns=(Column(title="Filed"),),
        rows=(Row(cells=(number("1", 1, FILED),)), Row(cells=(number("2", 2, FILED),))),
    )

    found = made_of(tmp_path, shown).numbers

    assert [(n.context, n.occurrence) for n in found] == [(" | Filed", 1), (" | Filed", 2)]


def test_the_file_has_a_line_for_each_record(tmp_path: Path) -> None:
    text = made_of(tmp_path, figure()).to_json()

    lines = text.splitlines()
    assert (lines[0], lines[1]) == ("{", '"format": "reportlib-provenance-2",')
    assert '"parameters": {' in lines
    assert '  "economy": "CHN",' in lines
    assert lines[-1] == "}"
    assert text.endswith("\n ]" + text.partition("\n ]")[2])
    assert sum(line.startswith('  {"page"') for line in lines) == 3
    assert '"context": "In … the office of the economy received … applications."' in text
    assert json.loads(text)["numbers"][0]["text"] == "1,585,663"


def test_a_book_without_exhibits_is_written_and_read(tmp_path: Path) -> None:
    book = made_of(tmp_path)

    assert '"exhibits": [],' in book.to_json()
    assert '"datasets": {},' in book.to_json()
    assert read_provenance(write_provenance(tmp_path, book)) == book


def told(root: Path, work: Path, economy: str = "CHN") -> str:
    """The digest by which a build knows whether its records are still what it would write."""
    parameters = check_parameters({"economy": economy})
    pages = executed_pages(book_jobs(check_parameters({}), work))
    return records_digest(root, Inputs(root), pages, parameters)


def test_records_stay_where_only_prose_changes(project: Path) -> None:
    work = execute_by_hand(project, check_parameters({}))
    before = told(project, work)
    for place in (project, work / "executed"):
        path = place / "chapters" / "first.ipynb"
        notebook = nbformat.read(path, as_version=4)
        notebook.cells.append(v4.new_markdown_cell("More words."))
        nbformat.write(notebook, path)

    assert told(project, work) == before


@pytest.mark.parametrize("changed", ["exhibit", "table", "descriptor", "parameter"])
def test_records_are_made_again_where_anything_they_tell_of_changes(
    changed: str, project: Path
) -> None:
    work = execute_by_hand(project, check_parameters({}))
    before = told(project, work)
    if changed == "exhibit":
        write_executed(work / "executed" / "chapters" / "first.ipynb", figure(5))
    files = {"table": "economies.csv", "descriptor": "economies.resource.yaml"}
    if changed in files:
        with (project / "data" / files[changed]).open("a", encoding="utf-8") as file:
            file.write("\n")

    assert told(project, work, "JPN" if changed == "parameter" else "CHN") != before


@pytest.mark.parametrize("content", ["", "[]", '{"cells": 1}', "{"])
def test_an_executed_notebook_that_is_none_is_named(content: str, tmp_path: Path) -> None:
    place = tmp_path / "first.ipynb"
    place.write_text(content, encoding="utf-8")

    with pytest.raises(ChapterError, match=r"first\.ipynb: is not a valid notebook"):
        exhibits_on({"chapters/first": place})


def test_pages_are_named_as_in_the_table_of_contents_and_stand_in_order(project: Path) -> None:
    work = execute_by_hand(project, check_parameters({}))
    pages = executed_pages(book_jobs(check_parameters({}), work))

    assert list(pages) == ["index", "chapters/first", "chapters/second"]
    assert pages["chapters/first"] == work / "executed" / "chapters" / "first.ipynb"
    assert [page for page, _ in exhibits_on(pages)] == [
        "chapters/first",
        "chapters/second",
        "index",
    ]

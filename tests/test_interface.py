"""What `import reportlib` offers: series, datasets, economies, editions, exhibits and files."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pikepdf
import pytest
from lxml import etree
from PIL import Image

import reportlib
from reportlib.base.errors import BuildError, DatasetError, ExhibitError
from reportlib.base.exports import as_csv
from reportlib.base.payload import Column, Piece, Row
from reportlib.content import exhibits
from reportlib.content.exhibits import Exhibit
from reportlib.topics import patents
from tests.projects import BIN, run_program

COLUMNS = ["economy", "year", "value", "unit", "row", "dataset"]
HEAVY = ("pandas", "numpy", "matplotlib", "pydantic", "typst", "PIL")


@pytest.fixture(scope="module")
def figure() -> Exhibit:
    """A figure of the book, for an economy with data."""
    return patents.filings(reportlib.Edition(economy="KOR", last_year=2021))


@pytest.fixture(scope="module")
def table() -> Exhibit:
    """A table, which is not drawn."""
    return exhibits.table(
        label="tbl-x",
        title="X",
        where="",
        columns=[Column(title="Economy"), Column(title="Value")],
        rows=[Row(cells=(Piece(text="China"), Piece(text="..")))],
        missing="",
    )


def nothing() -> Exhibit:
    """A figure for which the book holds no data."""
    return patents.china_applications(reportlib.Edition(economy="JPN"))


def python(code: str, cwd: Path) -> str:
    """What a program of these lines says in a folder."""
    done = run_program(BIN / "python", "-c", code, cwd=cwd)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# The module


def test_the_module_names_what_it_offers() -> None:
    assert set(reportlib.__all__) == {"Edition", "dataset", "economies", "measure"}
    assert set(reportlib.__all__) < set(dir(reportlib))
    assert all(callable(getattr(reportlib, name)) for name in reportlib.__all__)


def test_a_name_that_the_module_does_not_have_is_an_attribute_error() -> None:
    misspelt = "measures_of"
    with pytest.raises(AttributeError, match=f"module 'reportlib' has no attribute '{misspelt}'"):
        getattr(reportlib, misspelt)


def test_importing_the_module_imports_nothing_heavy() -> None:
    code = f"import reportlib, sys; print([name for name in {HEAVY} if name in sys.modules])"
    assert python(code, Path.cwd()) == "[]"


def test_it_works_from_any_folder() -> None:
    code = (
        "import reportlib; "
        "print(len(reportlib.measure('resident_applications').of('KOR').to_frame()), "
        "reportlib.Edition(economy='KOR').name, len(reportlib.economies()))"
    )
    rows, name, count = python(code, Path("/")).replace("Republic of Korea", "Korea").split()
    assert int(rows) > 30
    assert (name, int(count)) == ("Korea", len(reportlib.economies()))


# Series, datasets, economies


def test_a_series_as_a_table_has_value_unit_and_origin_in_each_row() -> None:
    frame = reportlib.measure("resident_applications").of("KOR").to_frame()

    assert list(frame.columns) == COLUMNS
    last = frame[frame["year"] == 2021].iloc[0].to_dict()
    assert last == {
        "economy": "KOR",
        "year": 2021,
        "value": 186245.0,
        "unit": "applications",
        "row": "patent-applications:KOR-2021-resident",
        "dataset": "patent-applications",
    }
    assert frame["value"].notna().all()


def test_a_series_as_a_table_says_source_licence_and_breaks_of_its_economies() -> None:
    series = reportlib.measure("resident_applications")

    china, korea = (series.of(code).to_frame().attrs for code in ("CHN", "KOR"))

    assert korea["measure"] == "patent applications by residents"
    assert korea["licence"] == "CC-BY-4.0"
    assert "World Development Indicators" in korea["source"]
    assert korea["breaks"] == []
    (found,) = [each for each in china["breaks"] if each["year"] == 2017]
    assert (found["economy"], found["kind"]) == ("CHN", "break")
    assert "fee" in found["text"]


def test_a_derived_series_names_all_rows_and_datasets_of_a_value() -> None:
    frame = reportlib.measure("office_applications").of("KOR").to_frame()

    assert frame.attrs["derivation"]
    assert all(len(row.split()) == 2 for row in frame["row"])
    assert set(frame["dataset"]) == {"patent-applications"}


def test_a_series_without_rows_is_a_table_without_rows() -> None:
    frame = reportlib.measure("resident_applications").of("KOR").between(1, 2).to_frame()
    assert list(frame.columns) == COLUMNS
    assert frame.empty
    assert frame.attrs["licence"] == ""


def test_the_row_of_a_value_is_one_of_its_dataset() -> None:
    frame = reportlib.measure("resident_applications").of("KOR").to_frame()
    last = frame.iloc[-1]

    found = reportlib.dataset("patent_applications").where(row=last["row"])

    assert found[["office", "year", "applications"]].to_numpy().tolist() == [
        ["KOR", last["year"], last["value"]]
    ]


@pytest.mark.parametrize(
    ("ask", "name"), [(reportlib.measure, "no_measure"), (reportlib.dataset, "no_dataset")]
)
def test_what_is_not_there_is_an_error_that_names_it(ask: object, name: str) -> None:
    assert callable(ask)
    with pytest.raises(DatasetError, match=name):
        ask(name)


def test_economies_are_known_by_their_codes() -> None:
    korea = reportlib.economies()["KOR"]
    assert (korea.name, korea.region) == ("Republic of Korea", "East Asia & Pacific")


# Exhibits


def test_an_exhibit_as_a_table_has_its_cells_and_says_what_they_are(figure: Exhibit) -> None:
    frame = figure.to_frame()

    assert list(frame.columns) == [
        "Year",
        "All applicants",
        "Residents",
        "Non-residents",
        "rows",
    ]
    last = frame.iloc[-1]
    assert last["Residents"] == 186245
    assert last["rows"].split()[1] == "patent-applications:KOR-2021-resident"
    assert frame.attrs["title"] == figure.told.title
    assert frame.attrs["headline"].endswith("residents filed 78.3% of them.")
    assert frame.attrs["units"]["Residents"] == "applications, a year"
    source, _ = frame.attrs["sources"]
    assert (source["dataset"], source["licence"]) == ("patent-applications", "CC-BY-4.0")


def test_a_missing_cell_is_no_number_and_no_text(table: Exhibit) -> None:
    assert math.isnan(table.to_frame()["Value"].iloc[0])


def test_an_exhibit_says_in_a_line_what_it_is(figure: Exhibit, table: Exhibit) -> None:
    said = {repr(each) for each in (figure, table, nothing())}

    assert "<tbl-x: X. 1 row>" in said
    assert any(each.startswith("<fig-patents-filings: Patent applications") for each in said)
    assert any("for China only" in each for each in said)
    assert max(map(len, said)) < 400
    assert "\n" not in "".join(said)


@pytest.mark.parametrize("width", [None, 500, 1234])
def test_a_png_is_as_wide_as_is_asked_for(
    width: int | None, figure: Exhibit, tmp_path: Path
) -> None:
    place = figure.save(tmp_path / "new" / "kor.png", width=width)

    with Image.open(place) as drawn:
        assert abs(drawn.width - (width or drawn.width)) <= 1
        assert drawn.width > 2 * drawn.height / 3
    assert place == tmp_path / "new" / "kor.png"


def test_a_pdf_has_the_headline_as_text(figure: Exhibit, tmp_path: Path) -> None:
    place = figure.save(tmp_path / "kor.PDF")

    with pikepdf.open(place) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.docinfo["/Title"]) == figure.told.title
        fonts = pdf.pages[0].Resources.Font
        assert all("/ToUnicode" in font for font in fonts.values())
        assert len(fonts) > 0


def test_a_place_in_the_home_folder_is_written_as_a_shell_has_it(
    figure: Exhibit, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert figure.save("~/kor.csv") == tmp_path / "kor.csv"


def test_an_svg_is_sound_and_needs_no_font(figure: Exhibit, tmp_path: Path) -> None:
    root = etree.parse(figure.save(str(tmp_path / "kor.svg"))).getroot()

    assert etree.QName(root).localname == "svg"
    assert not root.findall(".//{*}text")


def test_a_csv_is_that_of_the_book(figure: Exhibit, table: Exhibit, tmp_path: Path) -> None:
    for each in (figure, table):
        place = each.save(tmp_path / f"{each.told.label}.csv")
        assert place.read_text(encoding="utf-8") == as_csv(each.told)


@pytest.mark.parametrize("name", ["kor", "kor.jpg", "kor.png.txt", ".png"])
def test_another_ending_is_refused(name: str, figure: Exhibit, tmp_path: Path) -> None:
    with pytest.raises(ExhibitError, match=r"is saved as \.png, \.svg, \.pdf or \.csv"):
        figure.save(tmp_path / name)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("name", "width"),
    [("kor.csv", 500), ("kor.svg", 500), ("kor.pdf", 500), ("kor.png", 99), ("kor.png", 10_001)],
)
def test_a_width_is_for_a_png_alone_and_within_reason(
    name: str, width: int, figure: Exhibit, tmp_path: Path
) -> None:
    with pytest.raises(ExhibitError, match=rf"a width is for \.png alone, .* this is {width}\."):
        figure.save(tmp_path / name, width=width)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_what_has_no_drawing_is_not_drawn(ending: str, table: Exhibit, tmp_path: Path) -> None:
    with pytest.raises(ExhibitError, match=r"tbl-x has no drawing\. It is no figure"):
        table.save(tmp_path / f"x.{ending}")
    with pytest.raises(ExhibitError, match=r"has no drawing\. .*for China only"):
        nothing().save(tmp_path / f"x.{ending}")
    assert not list(tmp_path.iterdir())


def test_what_has_no_rows_is_no_csv(tmp_path: Path) -> None:
    with pytest.raises(ExhibitError, match=r"has no rows\. .*for China only"):
        nothing().save(tmp_path / "x.csv")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("ending", ["png", "csv"])
def test_nothing_is_half_written_where_the_place_is_a_folder(
    ending: str, figure: Exhibit, tmp_path: Path
) -> None:
    (tmp_path / f"kor.{ending}").mkdir()

    with pytest.raises(BuildError, match="cannot be written"):
        figure.save(tmp_path / f"kor.{ending}")

    assert [path.name for path in tmp_path.rglob("*")] == [f"kor.{ending}"]


def test_a_full_disk_leaves_the_file_that_was_there(figure: Exhibit, tmp_path: Path) -> None:
    place = tmp_path / "kor.png"
    place.write_bytes(b"before")
    code = (
        "import json, resource, signal, sys\n"
        "import reportlib\n"
        "from reportlib.base.errors import BuildError\n"
        "from reportlib.topics import patents\n"
        "figure = patents.filings(reportlib.Edition(economy='KOR'))\n"
        "figure.payload\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try:\n"
        f"    figure.save({str(place)!r})\n"
        "except BuildError as error:\n"
        "    print(json.dumps(error.problems))\n"
    )

    (said,) = json.loads(python(code, tmp_path))

    assert said.startswith(f"{place}: cannot be written")
    assert place.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("code", ["KR", "korea"])
def test_what_is_no_code_is_refused_with_the_code_that_is_meant(code: str) -> None:
    with pytest.raises(DatasetError, match=f"no economy '{code}'.*KOR"):
        reportlib.measure("resident_applications").of("CHN", code)


def test_an_economy_without_data_has_an_empty_series() -> None:
    assert reportlib.measure("resident_applications").of("LIE").to_frame().empty


def test_a_part_of_a_series_still_knows_the_codes_of_the_whole() -> None:
    areas = reportlib.measure("ai_private_investment_by_area")
    assert areas.between(1900, 1901).of("world").table.empty


def test_a_series_and_a_dataset_print_as_one_line() -> None:
    series = reportlib.measure("resident_applications").of("KOR")
    assert repr(series) == (
        "<Series of patent applications by residents: 42 values of 1 economy, 1980 to 2021, "
        "in applications>"
    )
    said = repr(reportlib.dataset("researchers"))
    assert said.startswith("<Dataset researchers: ")
    assert said.endswith("rows of economy, year, per_million, row>")


@pytest.mark.parametrize("width", ["500", 500.5, 99])
def test_a_width_that_is_no_number_of_pixels_is_refused(
    figure: Exhibit, tmp_path: Path, width: int
) -> None:
    with pytest.raises(ExhibitError, match="100 to 10000 whole pixels"):
        figure.save(tmp_path / "x.png", width=width)

"""Files are fetched from a server that misbehaves, and nothing is made of what is not whole."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reportlib.base.errors import BuildError, DatasetError
from reportlib.base.manifests import read_manifest
from reportlib.cli import main
from reportlib.upkeep.refresh.fetching import ATTEMPTS, CHECKSUMS, Fetched, Limits, fetch_all
from reportlib.upkeep.refresh.recipes import Download, read_recipe
from tests.conftest import use
from tests.projects import ROOT, digests
from tests.upkeep.refresh.projects import BANK, FILES, bank_file, rows_of, write_spending
from tests.upkeep.refresh.server import Answer, Publisher, publisher
from tests.upkeep.refresh.workbooks import write_workbook

BODY = b"economy,year,n\n" + b"BRA,2020,1\n" * 1000
TAG = {"ETag": '"a1"', "Last-Modified": "Tue, 01 Jul 2025 08:00:00 GMT"}


@pytest.fixture
def server() -> Iterator[Publisher]:
    with publisher() as running:
        yield running


class Waits(list[float]):
    """Remembers how long it would have slept."""

    def __call__(self, seconds: float) -> None:
        self.append(seconds)


def fetched(
    url: str, folder: Path, waits: Waits | None = None, limits: Limits | None = None
) -> Fetched:
    (file,) = fetch_all(
        [Download(url=url, file="table.csv")],
        folder,
        limits=limits,
        sleep=Waits() if waits is None else waits,
    )
    return file


def refusal(url: str, folder: Path, limits: Limits | None = None) -> str:
    with pytest.raises(DatasetError) as caught:
        fetched(url, folder, limits=limits)
    (text,) = caught.value.problems
    assert text.startswith(url)
    return text


def test_a_file_is_kept_with_its_checksum(server: Publisher, tmp_path: Path) -> None:
    file = fetched(server.serves("/t", Answer(BODY, headers=TAG)), tmp_path / "new")
    assert file.path.read_bytes() == BODY
    assert (file.sha256, file.size) == (sha256(BODY).hexdigest(), len(BODY))
    assert file.dated == "2025-07-01"
    assert file.is_new
    known = json.loads((tmp_path / "new" / CHECKSUMS).read_text(encoding="utf-8"))
    assert known == {"table.csv": file.sha256}
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == [CHECKSUMS, "table.csv"]


def test_a_file_that_is_the_same_as_last_time_is_not_new(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY))
    assert [fetched(url, tmp_path).is_new for _ in range(2)] == [True, False]


def test_headers_of_the_recipe_are_sent(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY))
    download = Download(url=url, file="t.csv", headers={"Accept-Language": "en"})
    fetch_all([download], tmp_path)
    ((_, sent),) = server.asked
    assert sent["Accept-Language"] == "en"
    assert sent["User-Agent"].startswith("reportlib/")


def test_what_was_cut_off_is_resumed_where_it_broke(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY, headers=TAG, cut=4000), Answer(BODY, headers=TAG))
    waits = Waits()
    assert fetched(url, tmp_path, waits).path.read_bytes() == BODY
    assert waits == [1]
    assert "Range" not in server.asked[0][1]
    assert server.asked[1][1]["Range"] == "bytes=4000-"
    assert server.asked[1][1]["If-Range"] == '"a1"'


def test_another_command_resumes_it_as_well(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY, headers=TAG, cut=4000), Answer(status=503))
    said = refusal(url, tmp_path)
    assert f"after {ATTEMPTS} attempts" in said
    assert "what arrived is kept in table.csv.part" in said
    assert not (tmp_path / "table.csv").exists()
    server.serves("/t", Answer(BODY, headers=TAG))
    assert fetched(url, tmp_path).path.read_bytes() == BODY


@pytest.mark.parametrize(
    ("first", "then"),
    [
        (Answer(BODY, headers=TAG, cut=4000), Answer(BODY.lower(), headers={"ETag": '"b2"'})),
        (Answer(BODY, headers=TAG, cut=4000), Answer(BODY.lower(), headers=TAG, resumable=False)),
        (Answer(BODY, cut=4000), Answer(BODY.lower())),
    ],
    ids=["changed meanwhile", "no parts", "no validator"],
)
def test_parts_of_two_files_are_never_joined(
    first: Answer, then: Answer, server: Publisher, tmp_path: Path
) -> None:
    assert fetched(server.serves("/t", first, then), tmp_path).path.read_bytes() == BODY.lower()


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_server_that_is_busy_is_asked_again_after_longer_and_longer(
    status: int, server: Publisher, tmp_path: Path
) -> None:
    busy = Answer(status=status)
    waits = Waits()
    fetched(server.serves("/t", busy, busy, busy, Answer(BODY)), tmp_path, waits)
    assert waits == [1, 2, 4]


def test_a_server_that_says_when_is_asked_then(server: Publisher, tmp_path: Path) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    url = server.serves(
        "/t",
        Answer(status=429, headers={"Retry-After": "7"}),
        Answer(status=503, headers={"Retry-After": later}),
        Answer(BODY),
    )
    waits = Waits()
    fetched(url, tmp_path, waits)
    assert waits[0] == 7
    assert 30 < waits[1] <= 60


def test_a_server_that_asks_for_too_much_patience_is_told(
    server: Publisher, tmp_path: Path
) -> None:
    url = server.serves("/t", Answer(status=429, headers={"Retry-After": "86400"}))
    said = refusal(url, tmp_path)
    assert "answered 429 Too Many Requests, after 1 attempts. It asks to wait 86400 sec" in said


def test_a_server_that_does_not_answer_is_given_up(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(silent=True))
    assert "did not answer within 0 seconds" in refusal(url, tmp_path, Limits(answer=0.05))


def test_a_file_that_never_ends_is_given_up(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY))
    assert "is not whole after -1 seconds" in refusal(url, tmp_path, Limits(whole=-1))


def test_nobody_there_is_told(tmp_path: Path) -> None:
    with publisher() as gone:
        url = gone.serves("/t", Answer(BODY))
    assert "broke off (" in refusal(url, tmp_path)


def test_a_file_that_is_too_large_is_refused(server: Publisher, tmp_path: Path) -> None:
    url = server.serves("/t", Answer(BODY))
    limit = len(BODY) - 1
    assert f"is larger than {limit:,} bytes" in refusal(url, tmp_path, Limits(size=limit))
    assert not (tmp_path / "table.csv.part").exists()


def test_a_web_page_takes_no_files_place(server: Publisher, tmp_path: Path) -> None:
    page = Answer(b"<html>Moved", headers={"Content-Type": "text/html; charset=utf-8"})
    url = server.serves("/t", Answer(BODY), page)
    fetched(url, tmp_path)
    assert "answered with a web page, not with data" in refusal(url, tmp_path)
    assert (tmp_path / "table.csv").read_bytes() == BODY


def test_an_empty_file_is_refused(server: Publisher, tmp_path: Path) -> None:
    assert "sent an empty file" in refusal(server.serves("/t", Answer(b"")), tmp_path)


def test_an_address_that_moved_is_told(server: Publisher, tmp_path: Path) -> None:
    said = refusal(server.serves("/t", Answer(status=404)), tmp_path)
    assert "answered 404 Not Found. Look whether the publisher moved the file" in said
    assert len(server.asked) == 1


def test_a_redirect_is_followed(server: Publisher, tmp_path: Path) -> None:
    there = server.serves("/there", Answer(BODY))
    url = server.serves("/t", Answer(status=302, headers={"Location": there}))
    assert fetched(url, tmp_path).size == len(BODY)
    round_about = server.serves("/r", Answer(status=302, headers={"Location": "/r"}))
    assert "leads nowhere" in refusal(round_about, tmp_path)


def test_a_folder_that_cannot_be_written_is_told(server: Publisher, tmp_path: Path) -> None:
    (tmp_path / "table.csv.part").mkdir()
    with pytest.raises(BuildError, match=r"table\.csv\.part"):
        fetched(server.serves("/t", Answer(BODY)), tmp_path)


@pytest.mark.parametrize("url", ["http://example.org/t", "file:///etc/passwd", "ftp://a/b"])
def test_an_address_of_a_recipe_is_safe(url: str) -> None:
    with pytest.raises(ValueError, match="url"):
        Download(url=url, file="t.csv")


@pytest.mark.parametrize("file", ["../t.csv", ".t", "a/b.csv", ""])
def test_the_name_of_a_file_leads_nowhere_else(file: str) -> None:
    with pytest.raises(ValueError, match="file"):
        Download(url="https://example.org/t", file=file)


def test_an_address_may_ask_for_the_year_and_month_of_an_edition() -> None:
    download = Download(url="https://a.org/{year}/{month}/", file="l_{year}{month}.csv")
    asked = download.of("2025-11")
    assert (asked.url, asked.file) == ("https://a.org/2025/11/", "l_202511.csv")
    with pytest.raises(DatasetError, match=r"asks for the month of an edition\. Add --vintage"):
        download.of("2025")


# The command


def zipped(path: Path) -> bytes:
    """A file as the World Bank gives it: in a zip, beside two tables of notes."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.write(path, path.name)
        archive.writestr(f"Metadata_Country_{path.name}", "a,b\n")
    return content.getvalue()


@pytest.fixture
def address(server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Where the project in use fetches its one dataset."""
    url = server.serves("/bank", Answer(zipped(FILES / "worldbank.csv")))
    recipe = BANK.replace("parts:", f"fetch:\n  - {{url: '{url}', file: bank.zip}}\nparts:")
    due = (
        "  construction:",
        '  next_release: "2025-07"\n  release_rhythm: Each July.\n  construction:',
    )
    use(write_spending(tmp_path / "project", recipe, due), monkeypatch)
    return url


def command(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["data", "fetch", *arguments])


def test_one_command_fetches_a_dataset_and_updates_it(address: str, tmp_path: Path) -> None:
    result = command("spending")
    assert result.exit_code == 0, result.output
    root = tmp_path / "project"
    assert "bank.zip: " in result.stdout
    assert "vintage 2024-07-13 -> 2025-07-01" in result.stdout
    assert (root / "_build" / "downloads" / "spending" / "bank.zip").is_file()
    assert len(rows_of(root)) > 6


def test_a_dry_run_shows_what_would_change_and_changes_no_dataset(
    address: str, tmp_path: Path
) -> None:
    before = digests(tmp_path / "project" / "data")
    result = command("spending", "--dry-run")
    assert result.exit_code == 0, result.output
    assert "Dry run: nothing was written." in result.stdout
    assert digests(tmp_path / "project" / "data") == before


def test_those_that_are_due_are_fetched(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1750000000")  # June 2025
    assert command("--due").stdout == ""
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    assert "spending: vintage" in command("--due").stdout


def test_a_file_with_another_header_changes_nothing(
    address: str, server: Publisher, tmp_path: Path
) -> None:
    file = bank_file(tmp_path, "BRA 1.1 1.2")
    text = file.read_text(encoding="utf-8").replace('"Country Code"', '"Country"')
    file.write_text(text, encoding="utf-8")
    server.serves("/bank", Answer(zipped(file)))
    before = digests(tmp_path / "project" / "data")
    result = command("spending", "--accept", "--accept-losses")
    assert result.exit_code == 1
    assert "spending: " in result.stderr
    assert "there is no row that begins with the columns" in result.stderr
    assert digests(tmp_path / "project" / "data") == before


def test_what_stands_against_one_dataset_does_not_stop_the_others(
    address: str, server: Publisher, tmp_path: Path
) -> None:
    data = tmp_path / "project" / "data"
    for place, old, new in (
        ("spending.resource.yaml", "spending", "outlays"),
        ("spending.csv", "", ""),
        ("recipes/spending.yaml", "/bank", "/gone"),
    ):
        text = (data / place).read_text(encoding="utf-8")
        target = data / place.replace("spending", "outlays")
        target.write_text(text.replace(old, new) if old else text, encoding="utf-8")
    result = command("outlays", "spending")
    assert result.exit_code == 1
    assert "outlays: http://127.0.0.1" in result.stderr
    assert "answered 404" in result.stderr
    assert "spending: vintage 2024-07-13 -> 2025-07-01" in result.stdout


def test_a_dataset_without_an_address_says_what_to_do(address: str) -> None:
    result = command("economies")
    assert result.exit_code == 1
    assert "economies: no address to fetch it from is recorded" in result.stderr
    assert "Name the datasets to fetch, or add --due" in command().stderr


def test_the_day_that_the_server_gives_a_file_is_its_vintage_where_it_states_none(
    server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = server.serves("/chart", Answer((FILES / "owid.csv").read_bytes(), headers=TAG))
    recipe = (
        "format: owid\npage: h\n"
        f"fetch: [{{url: '{url}', file: chart.csv}}]\n"
        "parts:\n  - series: 'Patent applications per 1 million people - Field: All'\n"
        "    column: percent\n"
    )
    use(write_spending(tmp_path / "project", recipe), monkeypatch)
    result = command("spending", "--accept", "--accept-losses", "--dry-run")
    assert "vintage 2024-07-13 -> 2025-07-01" in result.stdout, result.output


# The publishers' own files, as their addresses give them


UIS = "format: uis\nparts: [{series: RESDEN, column: percent}]\n"
EUROSTAT = (
    "format: sdmx-csv\nparts: [{series: 'ESTAT:RD_E_GERDTOT', column: percent, "
    "where: {SECTPERF: TOTAL, UNIT: PC_GDP}}]\n"
)
TOP500 = (
    "format: counted\n"
    "parts: [{series: country, column: percent, counted: {sum: r-max}, factor: 0.000001}]\n"
    "codes: {'Korea, South': KOR}\n"
)
GII = "format: gii-workbook\nparts: [{series: 'Patents by origin/bn PPP$ GDP', column: percent}]\n"


def book_of_the_index(folder: Path) -> bytes:
    return write_workbook(folder / "w.xlsx", {"Data": FILES / "gii.csv"}).read_bytes()


def publishes(
    server: Publisher, folder: Path, monkeypatch: pytest.MonkeyPatch, recipe: str, *answers: Answer
) -> Path:
    """A project whose one dataset is fetched from an address with year and month in it."""
    url = server.serves("/data/2025/11/file", *answers).replace("2025/11", "{year}/{month}")
    name = "wipo-pub-2000-{year}-tech1.xlsx" if "gii" in recipe else "file_{year}{month}"
    text = f"{recipe}page: h\nfetch: [{{url: '{url}', file: '{name}'}}]\n"
    loose = ("minimum: 0, maximum: 20", "minimum: 0")
    expected = (
        "  construction:",
        '  next_release: "2025-11"\n  release_rhythm: Each November.\n  construction:',
    )
    project = write_spending(folder / "project", text, loose, expected)
    use(project, monkeypatch)
    return project


@pytest.mark.parametrize(
    ("name", "recipe", "rows"),
    [
        ("uis.json", UIS, ["BRA,2020,888.49", "CHN,2021,1687.1"]),
        ("eurostat.csv", EUROSTAT, ["AUT,2022,3.2", "GRC,2022,1.48"]),
        ("TOP500_202511_all.xml", TOP500, ["KOR,2025,1.10025", "USA,2025,3162"]),
        ("gii.csv", GII, ["ALB,2025,0.308816"]),
    ],
)
def test_the_release_that_is_expected_is_fetched_though_the_connection_breaks(
    name: str,
    recipe: str,
    rows: list[str],
    server: Publisher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    is_index = name == "gii.csv"
    body = book_of_the_index(tmp_path) if is_index else (FILES / name).read_bytes()
    cut = Answer(body, headers=TAG, cut=200)
    project = publishes(server, tmp_path, monkeypatch, recipe, cut, Answer(body, headers=TAG))
    result = command("spending", "--accept", "--accept-losses")
    assert result.exit_code == 0, result.output
    assert rows_of(project)[1:] == rows
    assert [path for path, _ in server.asked] == ["/data/2025/11/file"] * 2


@pytest.mark.parametrize(
    ("name", "recipe", "old", "new", "said"),
    [
        ("uis.json", UIS, '"records"', '"results"', "is JSON, whatever its name says"),
        ("uis.json", UIS, '"geoUnit"', '"country"', "expected a table of the UNESCO Institute"),
        ("eurostat.csv", EUROSTAT, "OBS_VALUE", "VALUE", "the columns OBS_VALUE are missing"),
        ("TOP500_202511_all.xml", TOP500, "country>", "state>", "the columns country are missing"),
        ("TOP500_202511_all.xml", TOP500, "</top500:list>", "", "is XML, whatever its name says"),
    ],
)
def test_a_file_in_another_layout_changes_nothing(
    name: str,
    recipe: str,
    old: str,
    new: str,
    said: str,
    server: Publisher,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = (FILES / name).read_text(encoding="utf-8")
    assert old in text
    answer = Answer(text.replace(old, new).encode())
    project = publishes(server, tmp_path, monkeypatch, recipe, answer)
    before = digests(project / "data")
    result = command("spending", "--accept", "--accept-losses")
    assert result.exit_code == 1
    assert said in " ".join(result.stderr.split())
    assert digests(project / "data") == before


@pytest.mark.parametrize("recipe", [UIS, EUROSTAT, TOP500, GII])
def test_a_page_to_sign_in_is_no_data(
    recipe: str, server: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Answer(b"<html>Sign in", headers={"Content-Type": "text/html"})
    project = publishes(server, tmp_path, monkeypatch, recipe, page)
    before = digests(project / "data")
    result = command("spending", "--accept", "--accept-losses")
    assert result.exit_code == 1
    assert "answered with a web page, not with data" in result.stderr
    assert digests(project / "data") == before


@pytest.mark.parametrize("name", ["gii_indicators", "gii_pillars", "gii_ranks", "top500"])
def test_an_edition_is_asked_for_under_the_name_that_says_it(name: str) -> None:
    (download,) = read_recipe(read_manifest(name, ROOT / "data")).fetch
    asked = download.of("2026-06")
    assert asked.url.endswith(f"/{asked.file}")
    assert "2026" in asked.file

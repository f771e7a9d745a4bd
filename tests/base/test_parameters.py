"""Parameters: what is allowed, and what is refused before anything runs, by every way in."""

from __future__ import annotations

import csv
import pickle
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from reportlib.base.economies import AGGREGATES, economies
from reportlib.base.errors import DatasetError, ParameterError
from reportlib.base.measures import Scale
from reportlib.base.parameters import (
    GROUP_SIZE,
    MAX_PEERS,
    SCALES,
    SCHEMA,
    Parameters,
    check_parameters,
    parse_text,
    schema,
)
from reportlib.cli import main
from reportlib.content.edition import Edition
from reportlib.content.measures import measure
from tests.projects import (
    BIN,
    REPORTLIB,
    ROOT,
    chapter,
    digests,
    run_program,
    write_project,
)

MANY = ",".join(["USA"] * 10_000)
CODE = 'zz=1; open("pwned","w").write("x"); yy'
CYRILLIC_CHN = "\N{CYRILLIC CAPITAL LETTER ES}HN"

# Texts that a person can type: the values, and what the message must say.
TEXTS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "misspelt name": ({"ecnomy": "USA"}, ("'ecnomy'", "Did you mean economy?", "top_n")),
    "unknown name": ({"colour": "red"}, ("'colour'", "The parameters are: economy, peers")),
    "code in a name": ({CODE: "1"}, ("There is no parameter 'zz=1;", "economy, peers")),
    "dunder name": ({"__class__": "1"}, ("There is no parameter '__class__'",)),
    "empty name": ({"": "1"}, ("There is no parameter ''",)),
    "upper-case name": ({"ECONOMY": "JPN"}, ("There is no parameter 'ECONOMY'",)),
    "word for a year": ({"first_year": "abc"}, ("first_year = 'abc'", "whole number", "1960 to")),
    "fraction for a year": ({"last_year": "2000.5"}, ("last_year = '2000.5'", "whole number")),
    "exponent for a year": ({"last_year": "2e3"}, ("last_year = '2e3'", "whole number")),
    "digits of another script": ({"top_n": "\N{ARABIC-INDIC DIGIT NINE}"}, ("top_n", "whole num")),
    "leading zeros": ({"top_n": "007"}, ("top_n = '007'", "3 to 30")),
    "year with a space": ({"last_year": " 2000"}, ("last_year = ' 2000'", "whole number")),
    "empty year": ({"last_year": ""}, ("last_year = ''", "whole number")),
    "year too early": ({"first_year": "1850"}, ("first_year = 1850", "out of range", "1960 to")),
    "year too late": ({"last_year": "3000"}, ("last_year = 3000", "out of range", "to 2026")),
    "years the wrong way": (
        {"first_year": "2015", "last_year": "2010"},
        ("first_year = 2015 is not before last_year = 2010",),
    ),
    "no span of years": ({"first_year": "2010", "last_year": "2010"}, ("not before last_year",)),
    "first year after default last": ({"first_year": "2025"}, ("not before last_year = 2025",)),
    "ranking too short": ({"top_n": "0"}, ("top_n = 0", "3 to 30")),
    "ranking negative": ({"top_n": "-5"}, ("top_n = -5", "3 to 30")),
    "huge number": ({"top_n": "9" * 5000}, ("top_n = ", "(5002 characters)", "3 to 30")),
    "misspelt code": ({"economy": "JPM"}, ("economy = 'JPM'", "Did you mean JPN (Japan)?")),
    "two-letter code": ({"economy": "JP"}, ("economy = 'JP'", "218 in all")),
    "nothing near": ({"economy": "QQQQQQ"}, ("economy = 'QQQQQQ'", "218 in all", "CHN or ABW")),
    "the world": ({"economy": "WLD"}, ("'WLD' is an aggregate (World)", "218 in all")),
    "the word NO": ({"economy": "NO"}, ("economy = 'NO'", "218 in all")),
    "number for a code": ({"economy": "007"}, ("economy = '007'", "218 in all")),
    "path": ({"economy": "../x"}, ("economy = '../x'", "218 in all")),
    "absolute path": ({"economy": "/etc/passwd"}, ("economy = '/etc/passwd'", "218 in all")),
    "empty": ({"economy": ""}, ("economy = ''", "218 in all")),
    "blank": ({"economy": "  "}, ("economy = '  '", "218 in all")),
    "lookalike letters": ({"economy": CYRILLIC_CHN}, (r"economy = '\u0421HN'", "218 in all")),
    "NUL": ({"economy": "JP\0N"}, (r"economy = 'JP\x00N'", "218 in all")),
    "escape sequence": ({"economy": "\x1b[2J"}, (r"economy = '\x1b[2J'", "218 in all")),
    "braces": ({"economy": "{economy}"}, ("economy = '{economy}'", "218 in all")),
    "code in a value": ({"economy": '"; import os; "'}, ("economy = ", "218 in all")),
    "peers with the economy": (
        {"economy": "JPN", "peers": "USA,JPN"},
        ("peers = 'USA,JPN' names JPN, the economy itself",),
    ),
    "peers with the default economy": ({"peers": "CHN"}, ("names CHN, the economy itself",)),
    "peer twice": ({"peers": "USA,KOR,USA"}, ("peers names 'USA' more than once",)),
    "aggregate as a peer": ({"peers": "USA,EUU"}, ("'EUU' is an aggregate (European Union)",)),
    "unknown peer": ({"peers": "USA,JPM"}, ("peers = 'JPM'", "Did you mean JPN")),
    "empty peer": ({"peers": "USA,,KOR"}, ("peers = ''",)),
    "no peers": ({"peers": ""}, ("peers = ''", "218 in all")),
    "misspelt group": ({"peers": "regio"}, ("'regio' is not a group", "Did you mean region?")),
    "too many peers": ({"peers": MANY}, ("peers names 10000 economies, 12 at most",)),
    "group with a peer": ({"peers": "top,USA"}, ("peers = 'top'",)),
    "several of a name": ({"economy": "korea"}, ("Did you mean KOR (Republic of Korea) or PRK",)),
    "group with an ending": ({"peers": "Regions"}, ("is not a group", "Did you mean region?")),
    "region of Taiwan": (
        {"economy": "TWN", "peers": "region"},
        ("Taiwan has no region in data/economies.csv", "Use top, or name the peers"),
    ),
    "income group of Taiwan": (
        {"economy": "TWN", "peers": "income"},
        ("Taiwan has no income group in data/economies.csv",),
    ),
    "misspelt scale": ({"scale": "per_milion"}, ("'per_milion'", "Did you mean per_million?")),
    "unknown scale": ({"scale": "log"}, ("scale = 'log'", "count, per_million, per_gdp")),
    "several faults": (
        {"economy": "JPM", "first_year": "abc", "colour": "red"},
        ("economy = 'JPM'", "first_year = 'abc'", "There is no parameter 'colour'"),
    ),
}

# What a YAML file may hold beside texts.
YAML: dict[str, tuple[str, tuple[str, ...]]] = {
    "NO": ("economy: NO", ("economy = False is a truth value", "put the value in quotes")),
    "yes for a number": ("top_n: yes", ("top_n = True is a truth value",)),
    "number for a code": ("economy: 156", ("economy = 156 is not a text", "218 in all")),
    "fraction": ("first_year: 2000.0", ("first_year = 2000.0 is not a whole number",)),
    "infinity": ("last_year: .inf", ("last_year = inf is not a whole number",)),
    "not a number": ("last_year: .nan", ("last_year = nan is not a whole number",)),
    "quoted year": ("first_year: '2000'", ("first_year = '2000' is not a whole number",)),
    "list of numbers": ("peers: [1, 2]", ("peers = [1, 2] is not a text",)),
    "mapping": ("economy: {code: JPN}", ("economy = {'code': 'JPN'} is not a text",)),
    "nothing": ("economy:", ("economy = None is not a text",)),
    "date": ("last_year: 2020-01-01", ("last_year = datetime.date(2020, 1, 1) is not a whole",)),
    "number as a name": ("1: JPN", ("There is no parameter 1",)),
    "truth value as a name": ("no: JPN", ("There is no parameter False",)),
    "nested": ("parameters: {economy: JPN}", ("There is no parameter 'parameters'",)),
    "number beyond printing": (f"top_n: 0x{'f' * 6000}", ("top_n = ", "out of range")),
}

# Files that are no mapping at all.
FILES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "expected lines of the form `economy: JPN`"),
    "text": (b"JPN", "expected lines of the form `economy: JPN`"),
    "list": (b"- economy: JPN", "expected lines of the form `economy: JPN`"),
    "not YAML": (b"economy: [JPN", "not readable as YAML in UTF-8"),
    "not UTF-8": (b"economy: \xff\xfe", "not readable as YAML in UTF-8"),
    "binary": (bytes(range(32)), "not readable as YAML in UTF-8"),
    "impossible date": (b"last_year: 2020-13-45", "not readable as YAML in UTF-8"),
    "number beyond reading": (b"top_n: " + b"9" * 6000, "not readable as YAML in UTF-8"),
    "python object": (b"economy: !!python/object/apply:os.getcwd []", "not readable as YAML"),
    "list that holds itself": (b"peers: &a [*a]", "an alias (*) repeats what stands here"),
    "name twice": (b"economy: JPN\neconomy: KOR", "the key 'economy' stands twice"),
    "endless nesting": (b"economy: " + b"[" * 5000, "not readable as YAML in UTF-8"),
}


def as_typed(values: Mapping[str, str]) -> dict[str, object]:
    return {name: parse_text(name, value) for name, value in values.items()}


def options(values: Mapping[str, str]) -> list[str]:
    return [part for name, value in values.items() for part in ("-p", name, value)]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in which every chapter declares all parameters, and nothing may change."""
    names = tuple(SCHEMA)
    return write_project(
        tmp_path_factory.mktemp("untouched") / "project", {"first": chapter("first", names=names)}
    )


def refusal(
    root: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch, *command: str | Path
) -> Result:
    """Run a command that must be refused with a message, and leave no trace whatever."""
    monkeypatch.setenv("REPORTLIB_ROOT", str(root))
    before = digests(root), digests(elsewhere)
    result = CliRunner().invoke(main, [str(part) for part in command])
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    assert (digests(root), digests(elsewhere)) == before
    return result


@pytest.mark.parametrize("case", TEXTS)
def test_the_function_refuses_a_hostile_text(case: str) -> None:
    values, expected = TEXTS[case]
    with pytest.raises(ParameterError) as refused:
        check_parameters(as_typed(values))
    for words in expected:
        assert words in str(refused.value)


@pytest.mark.parametrize("command", [("build",), ("run", "first")], ids=["build", "run"])
@pytest.mark.parametrize("case", TEXTS)
def test_the_command_line_refuses_a_hostile_text(
    case: str,
    command: tuple[str, ...],
    untouched: Path,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    values, expected = TEXTS[case]
    result = refusal(untouched, elsewhere, monkeypatch, *command, *options(values))
    for words in expected:
        assert words in result.stderr


def in_files() -> dict[str, tuple[bytes, tuple[str, ...]]]:
    """What a parameters file may hold that is refused, with words of the message."""
    texts = {
        case: (yaml.safe_dump(as_typed(values)).encode(), tuple(expected))
        for case, (values, expected) in TEXTS.items()
    }
    typed = {
        case: (content.encode(), tuple(expected)) for case, (content, expected) in YAML.items()
    }
    files = {
        case: (content, ("values.yml", expected)) for case, (content, expected) in FILES.items()
    }
    return {f"text, {k}": v for k, v in texts.items()} | typed | files


IN_FILES = in_files()


@pytest.mark.parametrize("command", [("build",), ("run", "first")], ids=["build", "run"])
@pytest.mark.parametrize("case", IN_FILES)
def test_a_parameters_file_with_a_hostile_content_is_refused(
    case: str,
    command: tuple[str, ...],
    untouched: Path,
    elsewhere: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    content, expected = IN_FILES[case]
    file = elsewhere / "values.yml"
    file.write_bytes(content)
    result = refusal(untouched, elsewhere, monkeypatch, *command, "-f", file)
    assert all(words in result.stderr for words in expected), result.stderr


@pytest.mark.parametrize("value", [None, True, 1.0, b"CHN", [], {}, ("CHN",), object()])
def test_a_value_of_any_other_type_is_refused(value: object) -> None:
    with pytest.raises(ParameterError, match=r"^economy = "):
        check_parameters({"economy": value})


def test_a_parameter_the_chapter_does_not_declare_is_refused() -> None:
    with pytest.raises(ParameterError) as refused:
        check_parameters({"scale": "per_gdp"}, ["economy", "peers"])
    assert "scale" in str(refused.value)
    assert "arameters are: economy, peers." in str(refused.value)


@pytest.mark.parametrize("values", [{CODE: "1"}, {"economy": "JPM"}, {"economy": "../x"}], ids=str)
def test_the_installed_program_refuses_with_a_message_alone(
    values: dict[str, str], untouched: Path, tmp_path: Path
) -> None:
    before = digests(untouched)
    done = run_program(REPORTLIB, "build", *options(values), cwd=tmp_path, root=untouched)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.startswith("Error: ")
    assert "Traceback" not in done.stderr
    assert digests(untouched) == before
    assert digests(tmp_path) == {}


@pytest.mark.book
@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("-p", "economy", "JPM"), "economy = 'JPM' is not an economy of the book. Did you mean"),
        (("-p", "first_year", "abc"), "first_year = 'abc' is not a whole number"),
        (("-y", "economy: NO"), "economy = False is a truth value"),
    ],
    ids=["unknown economy", "word for a year", "NO"],
)
def test_plain_papermill_stops_in_the_setup_cell(
    options: tuple[str, ...], message: str, tmp_path: Path
) -> None:
    output = tmp_path / "out.ipynb"
    done = run_program(
        BIN / "papermill", ROOT / "chapters" / "patents.ipynb", output, *options, cwd=tmp_path
    )
    assert done.returncode != 0
    assert f"ParameterError: {message}" in done.stderr
    assert '"output_type": "display_data"' not in output.read_text(encoding="utf-8")


def test_no_values_give_the_defaults_of_the_schema() -> None:
    assert asdict(check_parameters({})) == {name: p.default for name, p in schema().items()}


def test_the_defaults_pass_their_own_check() -> None:
    assert check_parameters(asdict(Parameters())) == Parameters()


@pytest.mark.parametrize(
    "values",
    [
        {"economy": "NAM"},
        {"economy": "TWN", "peers": "top"},
        {"economy": "TWN", "peers": "CHN"},
        {"peers": "region"},
        {"peers": "USA,KOR,DEU,JPN,GBR,FRA,IND,BRA,CAN,ITA,ESP,AUS"},
        {"first_year": 1960, "last_year": 1961},
        {"first_year": 2025, "last_year": 2026},
        {"top_n": 3},
        {"top_n": 30},
        {"scale": "per_gdp"},
    ],
    ids=str,
)
def test_values_at_the_limits_are_allowed(values: dict[str, Any]) -> None:
    checked = asdict(check_parameters(values))
    assert {name: checked[name] for name in values} == values


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("first_year", "1990", 1990),
        ("top_n", "0", 0),
        ("top_n", "-3", -3),
        ("first_year", "1_990", "1_990"),
        ("first_year", "+1990", "+1990"),
        ("economy", "1990", "1990"),
        ("unknown", "1990", "1990"),
    ],
)
def test_a_typed_text_becomes_a_number_only_where_the_schema_wants_one(
    name: str, text: str, value: object
) -> None:
    assert parse_text(name, text) == value


def test_the_changed_values_are_those_that_differ_from_the_default() -> None:
    parameters = check_parameters({"top_n": 10, "peers": "USA", "economy": "JPN"})
    assert parameters.changed() == {"economy": "JPN", "peers": "USA"}


def test_the_schema_says_how_many_economies_there_are() -> None:
    assert SCHEMA["economy"].allowed.endswith(f", {len(economies())} in all")


def test_no_aggregate_is_an_economy() -> None:
    assert not AGGREGATES.keys() & economies().keys()


def test_the_most_peers_allowed_is_what_the_schema_says() -> None:
    assert SCHEMA["peers"].allowed.startswith(f"one to {MAX_PEERS} codes")


def test_the_schema_says_by_which_measure_peers_are_chosen() -> None:
    assert SCHEMA["peers"].allowed.endswith(
        f"(its {GROUP_SIZE} members with the most resident patent applications, in the latest year "
        "up to last_year for which enough economies have a value)"
    )


def test_the_schema_says_where_a_project_names_no_measure_for_its_peers(project: Path) -> None:
    assert SCHEMA["peers"].allowed.endswith(
        "top, region, income (no members here, as data/measures.yaml names no measure under "
        "peers_by)"
    )


def test_the_words_of_another_projects_rule_are_its_own(project: Path) -> None:
    (project / "data" / "measures.yaml").write_text(
        "peers_by: {measure: people, words: the most people}\n"
        "datasets:\n"
        "  filings:\n"
        "    {value: applications, kind: count, unit: {one: person, many: people},\n"
        "     measures: {people: {name: people}}}\n",
        encoding="utf-8",
    )

    assert "its 6 members with the most people, in the latest year" in SCHEMA["peers"].allowed


def test_faults_of_the_measures_do_not_hide_what_is_allowed(project: Path) -> None:
    (project / "data" / "measures.yaml").write_text("peers_by: 1\n", encoding="utf-8")

    with pytest.raises(
        ParameterError, match="income \\(members that the project's measures choose"
    ):
        check_parameters({"peers": "regio"})


def test_every_scale_can_have_a_base_but_the_count() -> None:
    assert ("count", *get_args(Scale)) == SCALES


def test_every_economy_can_be_chosen() -> None:
    for code in economies():
        assert check_parameters({"economy": code}).economy == code


def test_a_missing_list_of_economies_is_a_dataset_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write_project(tmp_path / "project")
    (root / "data" / "economies.csv").unlink()
    monkeypatch.setenv("REPORTLIB_ROOT", str(root))
    with pytest.raises(DatasetError, match="the list of economies cannot be read"):
        check_parameters({"economy": "JPN"})


def test_a_refusal_crosses_processes_with_its_problems_apart() -> None:
    error = pickle.loads(pickle.dumps(ParameterError("one", "two")))  # noqa: S301
    assert error.problems == ("one", "two")


anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.sampled_from(["CHN", "JPN", "WLD", "top", "region", "count", "USA,KOR", 1990, 2025, 10]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@settings(deadline=None, max_examples=500)
@given(st.dictionaries(st.sampled_from(tuple(SCHEMA)) | st.text(), anything, max_size=6))
def test_any_mapping_is_accepted_as_valid_or_refused_as_a_parameter_error(
    values: dict[str, object],
) -> None:
    try:
        parameters = check_parameters(values)
    except ParameterError:
        return
    assert parameters.economy in economies()
    assert SCHEMA["top_n"].minimum <= parameters.top_n <= SCHEMA["top_n"].maximum
    assert 1960 <= parameters.first_year < parameters.last_year <= 2026
    assert set(values) <= set(SCHEMA)


@pytest.mark.parametrize("group", ["top", "region", "income"])
def test_a_group_of_peers_leaves_the_economy_out(group: str) -> None:
    edition = Edition(economy="CHN", peers=group)
    assert len(edition.peers) == GROUP_SIZE
    assert "CHN" not in [peer.code for peer in edition.peers]


@pytest.mark.parametrize(
    ("group", "column"),
    [("region", "region"), ("income", "income_group")],
    ids=["region", "income"],
)
def test_a_group_has_members_like_the_economy_only(group: str, column: str) -> None:
    edition = Edition(economy="BRA", peers=group)
    assert {getattr(peer, column) for peer in edition.peers} == {getattr(edition.economy, column)}


def test_top_peers_have_the_most_resident_applications_of_the_reference_year() -> None:
    edition = Edition(economy="DEU", peers="top")
    year = edition.reference_year(measure("resident_applications"))
    assert year is not None
    counts = resident_counts(year)
    del counts["DEU"]
    largest = sorted(counts, key=lambda code: counts[code], reverse=True)[:GROUP_SIZE]
    assert [peer.code for peer in edition.peers] == largest


def test_written_peers_keep_their_order() -> None:
    edition = Edition(economy="BRA", peers="USA,ARG,CHL")
    assert [peer.code for peer in edition.peers] == ["USA", "ARG", "CHL"]


def resident_counts(year: int) -> dict[str, int]:
    """Resident applications of one year, read from the file by other means."""
    path = ROOT / "data" / "patent_applications.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return {
            row["office"]: int(row["applications"])
            for row in csv.DictReader(file)
            if row["applicant"] == "resident" and row["year"] == str(year) and row["applications"]
        }

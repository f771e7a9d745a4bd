"""Measures are read as declared; every fault is told with its line, all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportlib.base.errors import DatasetError
from reportlib.base.measures import Operation, Selection, Unit, measure_faults, read_measures
from reportlib.upkeep.checks import check_project
from tests.projects import ROOT, add_filings

SOUND = """\
peers_by: {measure: filings, words: the most filings}
scales:
  per_million:
    base: people
    times: 1_000_000
    words: per million people
    derivation: count / people * 1,000,000
datasets:
  filings:
    value: applications
    kind: count
    unit: {one: application, many: applications}
    measures:
      filings:
        name: filings
        better: more
        rank_floor: 20
      people:
        name: people
        unit: {one: person, many: people}
      revised:
        name: filings revised
        where: {note: revised}
      early:
        name: filings of 2020
        where: {year: 2020}
        caveats: [One year alone.]
derived:
  all_filings:
    name: filings in all
    sum: [filings, revised]
    derivation: filings + filings revised
  revised_share:
    name: the share of filings revised
    unit: percent of filings
    ratio: {part: revised, whole: filings}
    derivation: 100 * filings revised / filings
  filings_per_million:
    per: {count: filings, scale: per_million}
"""


@pytest.fixture
def data(project: Path) -> Path:
    """The data folder of a small project with filings."""
    add_filings(project)
    return project / "data"


def write(data: Path, text: str) -> Path:
    place = data / "measures.yaml"
    place.write_text(text, encoding="utf-8")
    return place


def test_a_sound_file_has_no_faults(data: Path) -> None:
    write(data, SOUND)
    assert measure_faults(data) == ()


def test_a_measure_has_what_its_dataset_says_and_what_it_says_itself(data: Path) -> None:
    write(data, SOUND)
    declared = read_measures(data).declared

    filings, people = declared["filings"], declared["people"]

    assert filings.source == Selection("filings", "applications", "year", "economy", "", {})
    assert (filings.kind, filings.better, filings.rank_floor) == ("count", "more", 20)
    assert filings.unit == Unit(one="application", many="applications")
    assert (people.unit, people.better) == (Unit(one="person", many="people"), None)
    assert declared["early"].caveats == ("One year alone.",)


def test_filters_of_a_dataset_and_of_its_measure_hold_together(data: Path) -> None:
    write(data, SOUND.replace("    measures:\n", "    where: {economy: CHN}\n    measures:\n", 1))
    source = read_measures(data).declared["revised"].source

    assert isinstance(source, Selection)
    assert source.where == {"economy": "CHN", "note": "revised"}


def test_derived_measures_name_their_operands(data: Path) -> None:
    write(data, SOUND)
    declared = read_measures(data).declared

    found = [declared[key] for key in ("all_filings", "revised_share", "filings_per_million")]

    assert [one.source for one in found] == [
        Operation("sum", ("filings", "revised")),
        Operation("ratio", ("revised", "filings")),
        Operation("per", ("filings",), "per_million"),
    ]
    assert [one.kind for one in found] == ["count", "percent", "rate"]


def test_peers_and_scales_are_named(data: Path) -> None:
    write(data, SOUND)
    found = read_measures(data)

    assert found.peers_by is not None
    assert (found.peers_by.measure, found.peers_by.words) == ("filings", "the most filings")
    scale = found.scales["per_million"]
    assert (scale.base, scale.times, scale.words) == ("people", 1_000_000, "per million people")


@pytest.mark.parametrize("text", [None, "", "# nothing yet\n"], ids=["no file", "empty", "comment"])
def test_a_project_may_have_no_measures(text: str | None, data: Path) -> None:
    if text is not None:
        write(data, text)

    assert measure_faults(data) == ()
    assert read_measures(data).declared == {}
    assert read_measures(data).peers_by is None


KEYS = "value, year, by, economy, where, kind, unit, better, rank_floor, caveats, name"
COLUMNS = "economy, year, applications, note"
OWN = "datasets.filings.measures"

# What is replaced in the sound file, by what, and the one fault that must be told: line and text.
FAULTS: dict[str, tuple[str, str, int, str]] = {
    "not YAML": (
        "  filings:\n    value",
        "  filings: {\n    value",
        11,
        "not readable as YAML in UTF-8: did not find expected ',' or '}'",
    ),
    "no mapping": (
        SOUND,
        "- filings\n",
        1,
        "expected a mapping with the keys peers_by, scales, datasets, derived",
    ),
    "unknown section": (
        "derived:\n",
        "deriv: {}\nderived:\n",
        28,
        "deriv: there is no such key. Did you mean derived? The keys are: peers_by, scales, "
        "datasets, derived",
    ),
    "unknown key": (
        "        rank_floor: 20\n",
        "        rank_flor: 20\n",
        17,
        f"{OWN}.filings.rank_flor: there is no such key. Did you mean rank_floor? The keys are: "
        f"{KEYS}",
    ),
    "key twice": (
        "        better: more\n",
        "        better: more\n        better: less\n",
        17,
        f"{OWN}.filings.better: is there twice, first in line 16",
    ),
    "measure twice": (
        "      early:\n        name: filings of 2020\n        where: {year: 2020}\n"
        "        caveats: [One year alone.]\n",
        "      filings: {name: filings of 2020}\n",
        24,
        f"{OWN}.filings: is there twice, first in line 14",
    ),
    "name of another section": (
        "  filings_per_million:\n",
        "  early:\n",
        38,
        "derived.early: has the name of the measure in line 24",
    ),
    "name with capitals": (
        "      early:\n",
        "      Early:\n",
        24,
        f"{OWN}.Early: a name has small letters, digits and underscores only",
    ),
    "no name": (
        "        name: people\n",
        "",
        18,
        f"{OWN}.people.name: the key is missing",
    ),
    "empty name": (
        "        name: people\n",
        "        name: ''\n",
        19,
        f"{OWN}.people.name: String should have at least 1 character (found '')",
    ),
    "unknown kind": (
        "    kind: count\n",
        "    kind: number\n",
        11,
        "datasets.filings.kind: Input should be 'count', 'rate', 'percent' or 'rank' "
        "(found 'number')",
    ),
    "unknown direction": (
        "        better: more\n",
        "        better: up\n",
        16,
        f"{OWN}.filings.better: Input should be 'more' or 'less' (found 'up')",
    ),
    "count in one word": (
        "        unit: {one: person, many: people}\n",
        "        unit: people\n",
        20,
        f"{OWN}.people.unit: the unit of a count is said after one and after many: "
        "{one: …, many: people}",
    ),
    "unit without plural": (
        "        unit: {one: person, many: people}\n",
        "        unit: {one: person}\n",
        20,
        f"{OWN}.people.unit.many: the key is missing",
    ),
    "floor in words": (
        "        rank_floor: 20\n",
        "        rank_floor: '20'\n",
        17,
        f"{OWN}.filings.rank_floor: Input should be a valid number (found '20')",
    ),
    "floor below zero": (
        "        rank_floor: 20\n",
        "        rank_floor: -1\n",
        17,
        f"{OWN}.filings.rank_floor: Input should be greater than or equal to 0 (found -1)",
    ),
    "truth value in a filter": (
        "{note: revised}",
        "{note: no}",
        23,
        f"{OWN}.revised.where.note: expected a text or a whole number; yes, no, on and off need "
        "quotes (found False)",
    ),
    "dataset without measures": (
        "derived:\n",
        "  other:\n    measures: {}\nderived:\n",
        29,
        "datasets.other.measures: Dictionary should have at least 1 item after validation, not 0",
    ),
    "unknown dataset": (
        "  filings:\n    value",
        "  filing:\n    value",
        9,
        "datasets.filing: there is no such dataset. Did you mean filings?",
    ),
    "unknown column": (
        "    value: applications\n",
        "    value: aplications\n",
        10,
        "datasets.filings.value: filings has no column 'aplications'. Did you mean applications? "
        f"It has: {COLUMNS}",
    ),
    "column of words": (
        "    value: applications\n",
        "    value: note\n",
        10,
        "datasets.filings.value: the column note of filings is of type string, expected integer "
        "or number",
    ),
    "unknown column of years": (
        "        rank_floor: 20\n",
        "        year: edition\n",
        17,
        f"{OWN}.filings.year: filings has no column 'edition'. It has: {COLUMNS}",
    ),
    "unknown column of codes": (
        "        rank_floor: 20\n",
        "        by: office\n",
        17,
        f"{OWN}.filings.by: filings has no column 'office'. It has: {COLUMNS}",
    ),
    "unknown column in a filter": (
        "{note: revised}",
        "{notes: revised}",
        23,
        f"{OWN}.revised.where.notes: filings has no column 'notes'. Did you mean note? "
        f"It has: {COLUMNS}",
    ),
    "text for a number in a filter": (
        "{year: 2020}",
        "{year: '2020'}",
        26,
        f"{OWN}.early.where.year: the column year of filings is of type integer, expected string "
        "or boolean",
    ),
    "unknown value in a filter": (
        "{note: revised}",
        "{note: revisd, year: 2020}",
        23,
        f"{OWN}.revised.where: filings has no row of note = revisd and year = 2020 with a value",
    ),
    "rows without a value": (
        "{note: revised}",
        "{note: not published}",
        23,
        f"{OWN}.revised.where: filings has no row of note = not published with a value",
    ),
    "unknown economy": (
        "        rank_floor: 20\n",
        "        economy: CHX\n",
        17,
        f"{OWN}.filings.economy: 'CHX' is the code of no economy and of no aggregate",
    ),
    "economy and column of codes": (
        "        rank_floor: 20\n",
        "        economy: CHN\n        by: economy\n",
        17,
        f"{OWN}.filings.economy: economy and by exclude each other",
    ),
    "unknown measure in a sum": (
        "    sum: [filings, revised]\n",
        "    sum: [filings, revise]\n",
        31,
        "derived.all_filings.sum: there is no measure 'revise'. Did you mean revised or "
        "revised_share?",
    ),
    "sum of one": (
        "    sum: [filings, revised]\n",
        "    sum: [filings]\n",
        31,
        "derived.all_filings.sum: List should have at least 2 items after validation, not 1 "
        "(found ['filings'])",
    ),
    "sum of what is no count": (
        "    sum: [filings, revised]\n",
        "    sum: [filings, filings_per_million]\n",
        31,
        "derived.all_filings.sum: filings_per_million is a rate, not a count",
    ),
    "sum of two units": (
        "    sum: [filings, revised]\n",
        "    sum: [filings, people]\n",
        31,
        "derived.all_filings.sum: the units differ: filings in applications, people in people",
    ),
    "share of another unit": (
        "whole: filings}",
        "whole: people}",
        36,
        "derived.revised_share.ratio: the units differ: revised in applications, people in people",
    ),
    "share without a unit": (
        "    unit: percent of filings\n",
        "",
        33,
        "derived.revised_share: the key unit is missing",
    ),
    "rate with a unit": (
        "    per: {count: filings",
        "    unit: filings\n    per: {count: filings",
        38,
        "derived.filings_per_million: the key unit is not for it: it follows from what is computed",
    ),
    "no operation": (
        "    per: {count: filings, scale: per_million}\n",
        "    name: filings\n",
        38,
        "derived.filings_per_million: expected one of the keys sum, ratio and per",
    ),
    "two operations": (
        "    per: {count: filings, scale: per_million}\n",
        "    per: {count: filings, scale: per_million}\n    sum: [filings, early]\n",
        38,
        "derived.filings_per_million: expected one of the keys sum, ratio and per",
    ),
    "scale without a base": (
        "scale: per_million}",
        "scale: per_gdp}",
        39,
        "derived.filings_per_million.per.scale: scales has no per_gdp",
    ),
    "unknown base": (
        "    base: people\n",
        "    base: peple\n",
        4,
        "scales.per_million.base: there is no measure 'peple'. Did you mean people?",
    ),
    "scale by nothing": (
        "    times: 1_000_000\n",
        "    times: 0\n",
        5,
        "scales.per_million.times: Input should be greater than 0 (found 0)",
    ),
    "unknown measure of peers": (
        "{measure: filings, words",
        "{measure: filing, words",
        1,
        "peers_by.measure: there is no measure 'filing'. Did you mean filings or all_filings?",
    ),
    "circle": (
        "whole: filings}",
        "whole: revised_share}",
        33,
        "derived.revised_share: goes in a circle: revised_share → revised_share",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_told_with_its_line_and_nothing_else(name: str, data: Path) -> None:
    old, new, line, text = FAULTS[name]
    assert SOUND.count(old) == 1, old
    place = write(data, SOUND.replace(old, new))

    assert measure_faults(data) == (f"{place}: line {line}: {text}",)


def test_an_unknown_scale_is_refused_where_it_stands(data: Path) -> None:
    place = write(data, SOUND.replace("  per_million:\n", "  per_milion:\n"))

    told = measure_faults(data)

    assert told == (
        f"{place}: line 3: scales.per_milion: Input should be 'per_million' or 'per_gdp' "
        "(found 'per_milion')",
        f"{place}: line 39: derived.filings_per_million.per.scale: scales has no per_million",
    )


def test_all_faults_are_told_in_one_pass_in_the_order_of_the_lines(data: Path) -> None:
    text = SOUND
    for old, new in (
        ("peers_by: {measure: filings", "peers_by: {measure: nothing"),
        ("better: more", "better: up"),
        ("{note: revised}", "{notes: revised}"),
        ("whole: filings", "whole: nobody"),
    ):
        text = text.replace(old, new)
    place = write(data, text)

    told = measure_faults(data)

    lines = [fault.removeprefix(f"{place}: line ").partition(":")[0] for fault in told]
    assert lines == ["1", "16", "23", "36"]


def test_a_measure_with_a_fault_is_not_unknown_to_others(data: Path) -> None:
    place = write(data, SOUND.replace("better: more", "better: up"))

    assert measure_faults(data) == (
        f"{place}: line 16: {OWN}.filings.better: Input should be 'more' or 'less' (found 'up')",
    )


def test_a_circle_of_several_measures_is_told_once(data: Path) -> None:
    text = SOUND.replace("sum: [filings, revised]", "sum: [filings, more_filings]")
    more = "  more_filings: {name: more, sum: [filings, all_filings], derivation: both}\n"
    place = write(data, text + more)

    (told,) = measure_faults(data)

    assert told == (
        f"{place}: line 29: derived.all_filings: goes in a circle: "
        "all_filings → more_filings → all_filings"
    )


def test_reading_refuses_what_is_wrong_in_the_file_itself(data: Path) -> None:
    place = write(data, SOUND.replace("better: more", "better: up"))

    with pytest.raises(DatasetError) as refused:
        read_measures(data)

    assert refused.value.problems == (
        f"{place}: line 16: {OWN}.filings.better: Input should be 'more' or 'less' (found 'up')",
    )


def test_a_file_that_leads_back_to_itself_is_refused(data: Path) -> None:
    place = write(data, "datasets: &all {filings: *all}\n")

    assert all(fault.startswith(f"{place}: line 1: ") for fault in measure_faults(data))
    assert measure_faults(data)


def test_bytes_that_are_no_text_are_refused(data: Path) -> None:
    (data / "measures.yaml").write_bytes(b"\xff\xfe")

    (told,) = measure_faults(data)

    assert "line 1: not readable as YAML in UTF-8: " in told


def test_the_check_of_a_project_tells_faults_of_its_measures(project: Path, data: Path) -> None:
    write(data, SOUND)
    assert check_project(project) == ()
    place = write(data, SOUND.replace("{note: revised}", "{note: revisd}"))

    assert check_project(project) == (
        f"{place}: line 23: {OWN}.revised.where: filings has no row of note = revisd with a value",
    )


def test_the_books_own_measures_are_sound() -> None:
    assert measure_faults(ROOT / "data") == ()


def test_a_measure_that_leaves_a_part_of_the_key_open_is_refused(data: Path) -> None:
    """Else values of two counts, told apart by that part, could stand in one series."""
    descriptor = data / "filings.resource.yaml"
    text = descriptor.read_text(encoding="utf-8")
    descriptor.write_text(
        text.replace("primaryKey: [economy, year]", "primaryKey: [economy, year, note]"),
        encoding="utf-8",
    )
    write(data, SOUND)

    faults = measure_faults(data)

    assert len(faults) == 3  # the measure of the revised alone names its note
    assert all("leaves note of the key of filings open" in fault for fault in faults)


def test_a_least_count_is_for_rates_over_a_scale_alone(data: Path) -> None:
    write(data, SOUND.replace("    sum: [filings", "    least_count: 20\n    sum: [filings"))

    (fault,) = measure_faults(data)

    assert "least_count is for a count over a scale" in fault

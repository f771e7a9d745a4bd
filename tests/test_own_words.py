"""No text of the book repeats a run of eight words of the articles that it retells.

The articles are not here: ``article_runs.txt`` has the hashes of their runs, made by
``tools/hash_articles.py``. Names and titles that may be repeated stand in ``allowed_runs.txt``.
"""

from __future__ import annotations

import ast
import csv
import json
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from tests.projects import ROOT
from tools.hash_articles import DIGITS, RUN, digest, hashes, main, runs, words

ARTICLE_RUNS = ROOT / "tests" / "article_runs.txt"
ALLOWED_RUNS = ROOT / "tests" / "allowed_runs.txt"
FOLDERS = ("chapters", "data", "docs", "src", "tools")
WHOLE = {".bib", ".css", ".html", ".js", ".md", ".toml", ".txt", ".typ"}
PLANTED = "Seven grey herons stood in the shallow lake before noon, and nobody saw them."

Place = tuple[str, str]  # where a text stands in its file, and the text


# What is compared


@cache
def known() -> frozenset[str]:
    return frozenset(lines(ARTICLE_RUNS))


@cache
def allowed() -> dict[str, str]:
    """The names and titles that may be repeated, each with the reason."""
    parts = (line.partition("  # ") for line in lines(ALLOWED_RUNS))
    return {name: reason for name, _, reason in parts}


def lines(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def repeated(text: str, known: Collection[str], names: Iterable[str] = ()) -> list[str]:
    """The runs of a text whose hashes are known, apart from those wholly within a name."""
    found = [run for _, run in runs(text) if digest(run) in known]
    return [run for run in found if digest(run) not in hashes(names)]


# Texts of the repository


def files() -> list[Path]:
    below = (path for folder in FOLDERS for path in (ROOT / folder).rglob("*"))
    found = [*ROOT.iterdir(), *(ROOT / "tests").rglob("*.py"), *below]
    return sorted(path for path in found if path.is_file() and path.suffix in READERS)


def texts(path: Path) -> Iterator[Place]:
    return READERS[path.suffix](path.read_text(encoding="utf-8"))


def of_table(text: str) -> Iterator[Place]:
    for number, row in enumerate(csv.DictReader(text.splitlines()), start=1):
        for column, cell in row.items():
            yield f"row {number}, {column}", str(cell or "")


def of_notebook(text: str) -> Iterator[Place]:
    for number, cell in enumerate(json.loads(text)["cells"], start=1):
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            yield f"cell {number}", source
        else:
            yield from ((f"cell {number}, {line}", said) for line, said in of_python(source))


def of_python(text: str) -> Iterator[Place]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield f"line {node.lineno}", node.value


def of_settings(text: str) -> Iterator[Place]:
    for each in yaml.load_all(text, Loader=yaml.CSafeLoader):
        yield from of_tree(each, "")


def of_tree(tree: Any, place: str) -> Iterator[Place]:
    if isinstance(tree, str):
        yield place or "text", tree
    elif isinstance(tree, dict):
        for key, value in tree.items():
            yield from of_tree(value, f"{place}.{key}".lstrip("."))
    elif isinstance(tree, list):
        for number, value in enumerate(tree):
            yield from of_tree(value, f"{place}[{number}]")


def of_whole(text: str) -> Iterator[Place]:
    yield "text", text


READERS = {
    ".csv": of_table,
    ".ipynb": of_notebook,
    ".json": of_settings,
    ".py": of_python,
    **dict.fromkeys((".cff", ".yaml", ".yml"), of_settings),
    **dict.fromkeys(WHOLE, of_whole),
}


def test_no_text_repeats_a_run_of_an_article() -> None:
    faults = [
        f"{path.relative_to(ROOT)}, {place}: {run!r}"
        for path in files()
        for place, text in texts(path)
        if len(text) > 2 * RUN
        for run in repeated(text, known(), allowed())
    ]
    assert not faults, (
        f"Texts that repeat a run of {RUN} words of an article. Say it in own words; an official "
        f"name or title goes into {ALLOWED_RUNS.name} with its reason:\n" + "\n".join(faults)
    )


def test_a_planted_sentence_is_found_whatever_its_case_and_layout() -> None:
    copied = "As was said, SEVEN grey\nherons stood — in the *shallow* lake before noon."

    found = repeated(copied, hashes([PLANTED]))

    assert found[0] == "seven grey herons stood in the shallow lake"
    assert len(found) == 3


def test_the_same_thing_in_other_words_is_not_found() -> None:
    assert repeated("In the lake, seven grey herons were seen by nobody.", hashes([PLANTED])) == []


def test_a_run_within_a_name_is_allowed_and_one_beyond_it_is_not() -> None:
    name = "The Shallow Lake Before Noon and Nobody Saw Society"

    found = repeated(PLANTED, hashes([PLANTED]), [name])

    assert "the shallow lake before noon and nobody saw" not in found
    assert "in the shallow lake before noon and nobody" in found


@pytest.mark.parametrize(
    ("suffix", "content", "place"),
    [
        (".csv", f'id,note\n1,"{PLANTED}"\n', "row 1, note"),
        (".json", json.dumps({"notes": [PLANTED]}), "notes[0]"),
        (".md", f"# Birds\n\n{PLANTED}\n", "text"),
        (".py", f'DAY = 1\nSAID = (\n    "{PLANTED[:30]}"\n    "{PLANTED[30:]}"\n)\n', "line 3"),
        (".yaml", yaml.safe_dump({"caveats": [{"text": PLANTED}]}), "caveats[0].text"),
    ],
)
def test_a_sentence_planted_in_a_file_is_found_at_its_place(
    suffix: str, content: str, place: str
) -> None:
    found = [place for place, text in READERS[suffix](content) if repeated(text, herons())]

    assert found == [place]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ({"cell_type": "markdown", "source": [PLANTED]}, "cell 1"),
        ({"cell_type": "code", "source": f'birds = 7\nsay("{PLANTED}")'}, "cell 1, line 2"),
    ],
    ids=["text", "code"],
)
def test_a_sentence_planted_in_a_notebook_is_found_at_its_place(
    cell: dict[str, Any], place: str
) -> None:
    notebook = json.dumps({"cells": [cell]})

    found = [place for place, text in of_notebook(notebook) if repeated(text, herons())]

    assert found == [place]


def herons() -> set[str]:
    return hashes([PLANTED])


def test_the_texts_compared_are_those_that_the_repository_publishes() -> None:
    names = {path.relative_to(ROOT).as_posix() for path in files()}

    assert {
        "CHANGELOG.md",
        "README.md",
        "chapters/overview.ipynb",
        "data/article_facts.csv",
        "data/article_facts.resource.yaml",
        "data/datapackage.json",
        "index.ipynb",
        "src/reportlib/topics/copyright/law.py",
    } <= names


# The hashes and the allowed names


def test_the_hashes_are_of_all_articles_sorted_and_hold_nothing_else() -> None:
    found = lines(ARTICLE_RUNS)

    assert len(found) > 4000
    assert found == sorted(set(found))
    assert all(len(each) == DIGITS and set(each) <= set("0123456789abcdef") for each in found)


def test_the_tool_writes_the_same_hashes_in_whatever_order_the_articles_are_named(
    tmp_path: Path,
) -> None:
    articles = [tmp_path / "one.txt", tmp_path / "other.txt"]
    articles[0].write_text(PLANTED, encoding="utf-8")
    articles[1].write_text(PLANTED.replace("herons", "storks"), encoding="utf-8")
    outputs = [tmp_path / "runs.txt", tmp_path / "again.txt"]

    for output, order in zip(outputs, (articles, articles[::-1]), strict=True):
        called = CliRunner().invoke(main, [*map(str, order), "--output", str(output)])
        assert called.exit_code == 0, called.output

    assert outputs[0].read_bytes() == outputs[1].read_bytes()
    assert hashes([PLANTED]) < set(lines(outputs[0]))
    assert "heron" not in outputs[0].read_text(encoding="utf-8")


@pytest.mark.parametrize("name", allowed())
def test_every_allowed_name_has_its_reason_and_is_needed(name: str) -> None:
    assert allowed()[name], "Say after the name, behind two spaces and #, why it may be repeated."
    assert len(words(name)) >= RUN
    assert hashes([name]) & known(), "No article has a run of this name: it need not be allowed."

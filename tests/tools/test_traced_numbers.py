"""Every number on every page says where it comes from."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from typing import Any

import pytest

from reportlib.base.payload import Payload, Piece
from reportlib.content.numbers import keep_together
from tests.build.provenances import FILED, figure, number
from tests.projects import ROOT, environment

TOOL = ROOT / "tools" / "traced_numbers.py"


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The tool as a module."""
    monkeypatch.syspath_prepend(TOOL.parent)
    return import_module("traced_numbers")


@pytest.mark.book
@pytest.mark.parametrize("codes", [("CHN",), ("USA", "TUV")], ids=["default", "much and little"])
def test_no_page_shows_an_untraced_number_for(codes: tuple[str, ...]) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), *codes],
        env=environment(ROOT),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr


def untraced(tool: Any, payload: Payload) -> list[str]:
    return [found.text for found in tool.trace([("first", payload)]).untraced]


def test_a_number_is_traced_by_its_rows_or_by_a_dataset_taken_whole(tool: Any) -> None:
    whole = number("5", 5).model_copy(update={"whole": ("filings",)})
    said = (number("7", 7, FILED), Piece(text=" of "), whole, Piece(text=" or "), number("9", 9))

    assert untraced(tool, figure(headline=said, rows=())) == ["9"]


@pytest.mark.parametrize(
    "text", ["in 2021", "on 26 April 2025", "until 2026-03", "per 10,000 people", "the TOP500 list"]
)
def test_a_period_a_name_or_a_unit_is_no_number(tool: Any, text: str) -> None:
    assert untraced(tool, figure(headline=(Piece(text=text),), rows=())) == []


@pytest.mark.parametrize("place", ["subtitle", "caption", "missing"])
def test_a_count_printed_as_plain_text_is_found(tool: Any, place: str) -> None:
    bare = figure(headline=(), rows=()).model_copy(update={place: "108 offices with data, 2021"})

    assert untraced(tool, bare) == ["108 offices with data, 2021"]


def test_a_text_of_a_row_is_traced_by_the_row(tool: Any) -> None:
    held = Piece(text="More than 5,000 took part.", rows=(FILED,))

    assert untraced(tool, figure(headline=(held,), rows=())) == []


def test_the_words_of_a_descriptor_are_its_own(tool: Any) -> None:
    breaks = (found for m in tool.manifests() for found in m.reportlib.breaks)
    text = next(found.text for found in breaks if tool.re.search(r"\d,\d", found.text))

    assert untraced(tool, figure(headline=(Piece(text=f"China: {text}"),), rows=())) == []


def test_words_of_a_descriptor_and_exceptions_are_known_where_no_line_may_end(tool: Any) -> None:
    held = next(text for text in tool.described() if tool.re.search(r"\d percent", text))

    for text in (held, "Figures within 1 percent"):
        together = keep_together(text)
        assert together != text
        assert untraced(tool, figure(headline=(Piece(text=together),), rows=())) == []


def test_a_count_that_is_kept_with_its_word_is_found(tool: Any) -> None:
    bare = figure(headline=(Piece(text=keep_together("About 108 million.")),), rows=())

    assert untraced(tool, bare) == [keep_together("About 108 million.")]


def test_every_exception_tells_why(tool: Any) -> None:
    assert all(tool.ALLOWED.values())
    assert all(tool.OF_THE_EDITION.values())

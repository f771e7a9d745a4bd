"""What a reader of a page meets is counted where it stands: in the open, in tables, folded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.projects import ROOT, environment

PAGE = """<!DOCTYPE html>
<html><body><nav>Around the page</nav><article>
<h1>Two words<a class="headerlink" href="#two">#</a></h1>
<p>China ranks 10th of 139 <em>by</em> filings<span popover>exact value here</span>.</p>
<table><tr><td>Germany</td><td>12</td></tr></table>
<details><summary>Notes</summary><p>Read by few</p>
<table><tr><td>hidden</td></tr></table>
<details><summary>Inner</summary>fold</details></details>
<svg><text>drawn words</text></svg><script>var unseen;</script><style>p {}</style>
<ul class="downloads"><li>Rows of data</li></ul>
</article></body></html>
"""


@pytest.fixture
def counted(tmp_path: Path) -> list[list[str]]:
    """What the tool prints of a book of one page, line by line."""
    (tmp_path / "chapters").mkdir()
    (tmp_path / "chapters" / "patents.html").write_text(PAGE, encoding="utf-8")
    done = run(tmp_path, "BY", "few words")
    assert done.returncode == 0, done.stderr
    return [line.rsplit(maxsplit=3) for line in done.stdout.splitlines()]


def run(book: Path, *phrases: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "tools" / "words.py"), str(book), *phrases],
        env=environment(ROOT),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_words_in_the_open_in_tables_and_folded_are_counted_apart(
    counted: list[list[str]],
) -> None:
    # In the open: Two words; China ranks 10th of by filings; Germany; Notes.
    assert counted[1] == ["chapters/patents", "10", "1", "9"]


def test_a_phrase_is_counted_in_any_case_and_folded_too(counted: list[list[str]]) -> None:
    assert [" ".join(line) for line in counted[3:]] == ["“BY”: 2", "“few words”: 0"]


def test_a_folder_without_pages_of_the_contents_is_told(tmp_path: Path) -> None:
    done = run(tmp_path)

    assert done.returncode == 1
    assert done.stdout.startswith(f"{tmp_path}: no page of the contents is there.")

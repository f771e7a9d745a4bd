"""What is kept of editions: whole or not at all, and no more than a limit."""

from __future__ import annotations

import io
import os
import tarfile
from pathlib import Path

import pytest

from reportlib.editions.results import Results
from reportlib.editions.tasks import Execution, VersionError, pack_folder, unpack_folder, work
from tests.projects import digests

BEGINS = [letter * 64 for letter in "abc"]


def keep(results: Results, begin: str) -> str:
    return results.keep(begin, begin.encode(), ("filings.resource.yaml (words)",), {})


@pytest.fixture
def results(tmp_path: Path) -> Results:
    found = Results(tmp_path / "results", {"filings.resource.yaml (words)": "1"})
    for number, begin in enumerate(BEGINS):
        key = keep(found, begin)
        os.utime(found.folder / key[:2] / key, (number, number))
    return found


def test_what_was_kept_is_given(results: Results) -> None:
    assert results.get(results.find(BEGINS[0])) == BEGINS[0].encode()


def test_what_was_never_kept_is_not_there(results: Results) -> None:
    assert results.find("d" * 64) == ""
    assert results.get("d" * 64) is None


def test_what_is_no_longer_whole_is_not_there(results: Results) -> None:
    key = results.find(BEGINS[0])
    place = results.folder / key[:2] / key
    place.write_bytes(place.read_bytes()[:-1])
    assert results.get(key) is None
    assert results.find(BEGINS[0]) == ""


def test_of_other_data_there_is_another_and_the_first_comes_back_with_them(
    results: Results,
) -> None:
    later = Results(results.folder, {"filings.resource.yaml (words)": "2"})
    assert later.find(BEGINS[0]) == ""
    other = keep(later, BEGINS[0])
    assert later.find(BEGINS[0]) == other
    assert results.find(BEGINS[0]) not in ("", other)


@pytest.mark.parametrize("content", [b"[", b"\xff", b"{}", b"[1]", b'[{"key": "a"}]'])
def test_a_record_that_is_not_sound_tells_nothing(content: bytes, results: Results) -> None:
    for place in results.folder.with_name("editions-reads").glob("*/*"):
        place.write_bytes(content)
    assert results.find(BEGINS[0]) == ""


def test_what_was_used_longest_ago_goes_first_and_what_is_used_never(results: Results) -> None:
    results.trim([results.find(BEGINS[0])], limit=100)
    assert [bool(results.find(begin)) for begin in BEGINS] == [True, False, True]


def test_a_folder_is_the_same_after_packing(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "ü.txt").write_text("text", encoding="utf-8")
    (tmp_path / "a" / "empty").write_bytes(b"")
    content = pack_folder(tmp_path / "a")
    os.utime(tmp_path / "a" / "empty", (0, 0))
    unpack_folder(content, tmp_path / "c")
    assert digests(tmp_path / "c") == digests(tmp_path / "a")
    assert pack_folder(tmp_path / "a") == content


def test_a_packed_folder_leads_out_of_none(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as tar:
        tar.addfile(tarfile.TarInfo("../out"))
    with pytest.raises(ValueError, match="no packed folder"):
        unpack_folder(buffer.getvalue(), tmp_path / "in")
    assert not (tmp_path / "out").exists()


def test_a_worker_with_other_files_does_nothing_and_says_which(project: Path) -> None:
    task = Execution("first", {"economy": "CHN"})
    with pytest.raises(VersionError, match=r"in the data\. Bring the same files"):
        work(task, {"the data": "another"})

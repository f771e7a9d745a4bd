"""Files and folders are written whole or not at all, and a failure is a message."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.files import make_folder, write_whole
from tests.projects import digests, run_program


def test_a_folder_is_made_with_those_above_it_unless_it_is_there(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    (tmp_path / "a" / "b" / "kept.txt").touch()
    make_folder(tmp_path / "a" / "b")
    assert list(digests(tmp_path)) == ["a/b/kept.txt"]


def remedy(place: Path, reason: str) -> str:
    """What is said of a place that cannot be written."""
    return f"{place}: cannot be written ({reason}). Choose another place or free this one."


def test_a_file_where_a_folder_is_to_be_made_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"kept")
    with pytest.raises(BuildError) as error:
        make_folder(tmp_path / "taken" / "more")
    assert str(error.value) == remedy(tmp_path / "taken" / "more", "Not a directory")
    with pytest.raises(BuildError) as error:
        make_folder(tmp_path / "taken")
    assert str(error.value) == remedy(tmp_path / "taken", "File exists")


def test_whatever_cannot_be_written_is_told_with_reason_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"kept")
    with pytest.raises(BuildError) as error:
        write_whole(tmp_path / "taken" / "file.txt", b"new")
    assert str(error.value) == remedy(tmp_path / "taken" / "file.txt", "File exists")


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_whole(tmp_path / "a" / "b" / "file.txt", b"new")
    assert (tmp_path / "a" / "b" / "file.txt").read_bytes() == b"new"


def test_a_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "file.txt"
    place.write_bytes(b"an older and longer text")
    write_whole(place, b"new")
    assert place.read_bytes() == b"new"


def test_nothing_else_is_left_beside_a_written_file(tmp_path: Path) -> None:
    write_whole(tmp_path / "file.txt", b"new")
    assert list(digests(tmp_path)) == ["file.txt"]


def test_a_written_file_can_be_read_by_everybody(tmp_path: Path) -> None:
    write_whole(tmp_path / "file.txt", b"new")
    assert (tmp_path / "file.txt").stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["{economy}.txt", "国 家.txt", "-o.txt", ".hidden"])
def test_a_files_name_is_taken_as_it_is(name: str, tmp_path: Path) -> None:
    write_whole(tmp_path / name, b"new")
    assert list(digests(tmp_path)) == [name]


def test_a_file_in_a_folders_place_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"kept")
    with pytest.raises(BuildError, match=r"taken/file\.txt: cannot be written"):
        write_whole(tmp_path / "taken" / "file.txt", b"new")
    assert (tmp_path / "taken").read_bytes() == b"kept"


def test_a_folder_in_a_files_place_is_an_error_and_stays(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "inside.txt").write_bytes(b"kept")
    with pytest.raises(BuildError, match="taken: cannot be written"):
        write_whole(tmp_path / "taken", b"new")
    assert list(digests(tmp_path)) == ["taken/inside.txt"]


def test_a_name_too_long_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="cannot be written"):
        write_whole(tmp_path / ("x" * 300), b"new")


def test_a_full_disk_keeps_the_old_file_and_no_part_of_the_new_one(tmp_path: Path) -> None:
    place = tmp_path / "file.txt"
    place.write_bytes(b"old")
    program = (
        "import resource, sys; from pathlib import Path; "
        "from reportlib.base.errors import BuildError; "
        "from reportlib.base.files import write_whole\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        "try: write_whole(Path(sys.argv[1]), b'x' * 100_000)\n"
        "except BuildError as error: print(error)"
    )
    done = run_program(sys.executable, "-c", program, place, cwd=tmp_path, check=True)
    assert f"{place}: cannot be written (File too large)" in done.stdout
    assert place.read_bytes() == b"old"
    assert list(digests(tmp_path)) == ["file.txt"]

"""A place holds the old book or the new one, whole, whatever ends the command that replaces it."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.places import hold, resolved
from tests.projects import digests, run_program


def remedy(place: Path, reason: str) -> str:
    """What is said of a place that cannot be written."""
    return f"{place}: cannot be written ({reason}). Choose another place or free this one."


def put(new: Path, place: Path) -> None:
    """Put a folder in a place, as a build does in the end."""
    with hold(place) as held:
        held.put_folder(new)


@pytest.fixture
def new(tmp_path: Path) -> Path:
    """A finished folder that waits to be put in its place."""
    folder = tmp_path / "work" / "pages"
    folder.mkdir(parents=True)
    (folder / "index.html").write_bytes(b"new")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A place where an old book stands."""
    place = tmp_path / "site"
    place.mkdir()
    (place / "removed.html").write_bytes(b"old")
    return place


def test_a_folder_is_put_in_its_place(new: Path, tmp_path: Path) -> None:
    put(new, tmp_path / "deep" / "site")
    assert digests(tmp_path).keys() == {"deep/site/index.html"}


def test_a_folder_takes_the_whole_place_of_the_old_one(
    new: Path, site: Path, tmp_path: Path
) -> None:
    put(new, site)
    assert list(digests(tmp_path)) == ["site/index.html"]


def test_files_of_somebody_else_beside_a_place_stay(new: Path, site: Path, tmp_path: Path) -> None:
    for name in (".site.old", ".site.new", "site.old"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kept.txt").touch()
    put(new, site)
    kept = {".site.new/kept.txt", ".site.old/kept.txt", "site.old/kept.txt"}
    assert set(digests(tmp_path)) == {*kept, "site/index.html"}


def test_a_file_is_put_in_its_place(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "book.pdf"
    with hold(place) as held:
        held.put_file(b"old")
        held.put_file(b"new")
    assert place.read_bytes() == b"new"
    assert list(digests(tmp_path)) == ["deep/book.pdf"]


def test_the_longest_name_that_a_file_can_have_will_do(new: Path, tmp_path: Path) -> None:
    put(new, tmp_path / ("x" * 255))
    with hold(tmp_path / ("y" * 255)) as held:
        held.put_file(b"new")
    assert sorted(digests(tmp_path)) == ["x" * 255 + "/index.html", "y" * 255]


def test_the_old_folder_stays_where_the_new_one_is_missing(site: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="site: cannot be written"):
        put(tmp_path / "nowhere", site)
    assert list(digests(tmp_path)) == ["site/removed.html"]


def test_what_is_not_used_in_the_end_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="a chapter failed"), hold(tmp_path / "a" / "b" / "site"):
        raise ValueError("a chapter failed")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_can_be_put_on_another_disk(new: Path, other_disk: Path) -> None:
    (other_disk / "site").mkdir()
    (other_disk / "site" / "removed.html").write_bytes(b"old")
    put(new, other_disk / "site")
    assert list(digests(other_disk)) == ["site/index.html"]


@pytest.fixture
def other_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory, where the system has such; a folder like any other elsewhere."""
    memory = Path("/dev/shm")  # noqa: S108
    with TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)


# What a command is told before it begins


def refused(place: Path) -> str:
    """What is said of a place that cannot be held; nothing was written."""
    before = digests(place.parents[1])
    with pytest.raises(BuildError) as error, hold(resolved(place)):
        pass
    assert digests(place.parents[1]) == before
    return str(error.value)


def test_a_file_above_a_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"kept")
    assert "cannot be written (Not a directory)" in refused(tmp_path / "taken" / "more" / "site")
    assert "cannot be written (File exists)" in refused(tmp_path / "taken" / "site")


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    place = tmp_path / "new" / ("x" * 256)
    assert refused(place) == remedy(place, "File name too long")


def test_links_in_a_circle_are_told(tmp_path: Path) -> None:
    place = tmp_path / "deep" / "site"
    place.parent.mkdir()
    place.symlink_to("site")
    assert refused(place).startswith(f"{place}: cannot be written (")
    assert place.is_symlink()


def test_a_mount_point_is_told() -> None:
    with pytest.raises(BuildError) as error, hold(Path("/proc")):
        pass
    told = "is a mount point, which cannot be replaced. Name a folder in it."
    assert str(error.value) == f"/proc {told}"


def test_a_disk_for_reading_only_is_told() -> None:
    place = Path("/proc/site")  # where not even root can make a file
    with pytest.raises(BuildError, match=r"^/proc/\S+: cannot be written \("), hold(place):
        pass


def test_a_place_is_held_by_one_command_at_a_time(site: Path) -> None:
    told = f"{site}: another command is writing there. Wait for it, or stop it."
    with hold(site):
        with pytest.raises(BuildError) as error, hold(site):
            pass
        assert str(error.value) == told
        with hold(site.with_name("other")):
            pass
    with hold(site):
        pass
    assert [path.name for path in site.parent.iterdir()] == ["site"]


# What is left where it ends anywhere

TRY = """\
import errno, json, os, signal, sys
from pathlib import Path
from reportlib.base import places
from reportlib.base.errors import BuildError

folder, steps, fault, old = Path(sys.argv[1]), *sys.argv[2:]
if steps == "two":
    places._exchange = lambda one, other: False
CHANGES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir"}


def fail_at(number):
    left = [number]

    def hook(event, given):
        writes = event == "open" and given[2] is not None and given[2] & os.O_CREAT
        if event in CHANGES or writes:
            left[0] -= 1
            if left[0] == 0 and fault == "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            if left[0] == 0:
                raise OSError(errno.ENOSPC, "No space left on device")

    sys.addaudithook(hook)


def held(place):
    return {path.name: path.read_text() for path in place.iterdir()} if place.exists() else None


for number in range(1, 100):
    place, new = folder / str(number) / "site", folder / "new"
    for book, word in ((place, "old"), (new, "new")) if old == "old" else ((new, "new"),):
        book.mkdir(parents=True)
        for page in ("a", "b"):
            (book / page).write_text(word)
    place.parent.mkdir(exist_ok=True)
    child = os.fork()
    if child == 0:
        fail_at(number)
        try:
            with places.hold(place) as at:
                at.put_folder(new)
        except BuildError as error:
            os._exit(1 if "No space left on device" in str(error) else 2)
        os._exit(0)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    at_once = held(place)
    with places.hold(place):
        pass
    left = sorted(path.name for path in place.parent.iterdir())
    print(json.dumps([code, at_once, held(place), left]))
    places.shutil.rmtree(new, ignore_errors=True)
"""
OLD, NEW = {"a": "old", "b": "old"}, {"a": "new", "b": "new"}


def ends(folder: Path, *how: str) -> list[tuple[int, object, object, list[str]]]:
    """How a replacement ended that failed at its first change, its second, and so on.

    That is its exit code, what the place held then, what it held after the next command, and
    what lay where the place is. From some number on none fails any more.
    """
    done = run_program(sys.executable, "-c", TRY, folder, *how, cwd=folder, check=True)
    return [tuple(json.loads(line)) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("steps", ["one", "two"])
def test_a_kill_anywhere_leaves_a_whole_book(steps: str, tmp_path: Path) -> None:
    found = ends(tmp_path, steps, "kill", "old")
    codes = {code for code, *_ in found}
    assert codes == {-9, 0}
    assert all(after in (OLD, NEW) and left == ["site"] for _, _, after, left in found)
    assert any(after == OLD for _, _, after, _ in found)
    assert found[-1] == (0, NEW, NEW, ["site"])


@pytest.mark.skipif(sys.platform != "linux", reason="other systems take two steps")
def test_where_the_system_exchanges_there_is_never_no_book(tmp_path: Path) -> None:
    assert all(held in (OLD, NEW) for _, held, _, _ in ends(tmp_path, "one", "kill", "old"))


def test_a_kill_anywhere_leaves_the_first_book_whole_or_none(tmp_path: Path) -> None:
    found = ends(tmp_path, "one", "kill", "none")
    assert all(after in (None, NEW) for _, _, after, _ in found)
    assert all(left == (["site"] if after else []) for _, _, after, left in found)
    assert found[-1] == (0, NEW, NEW, ["site"])


@pytest.mark.parametrize("steps", ["one", "two"])
def test_a_full_disk_anywhere_leaves_a_whole_book_and_is_told(steps: str, tmp_path: Path) -> None:
    found = ends(tmp_path, steps, "full", "old")
    assert all(held in (OLD, NEW) for _, held, _, _ in found)
    assert all(code == (0 if held == NEW else 1) for code, held, _, _ in found)
    assert all(left == ["site"] for *_, left in found)
    assert any(code == 1 for code, *_ in found)

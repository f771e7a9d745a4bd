"""The book as an EPUB: sound by the field's own checker, the same bytes twice, no script."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile, ZipInfo

import pytest

from reportlib.base.errors import BuildError
from reportlib.base.parameters import Parameters
from reportlib.build.epub import bind_book
from reportlib.build.epub_pages import MIMETYPE, cover, packed, roomy

CHECKER = "/usr/share/java/epubcheck.jar"


def test_an_epub_is_sound_and_the_same_twice(project: Path) -> None:
    first = bind_book(Parameters(), project / "_build" / "one.epub")
    again = bind_book(Parameters(), project / "_build" / "one.epub")
    other = bind_book(Parameters(), project / "_build" / "two.epub", force=True)

    assert (first.changed, again.changed) == (True, False)
    assert first.path.read_bytes() == other.path.read_bytes()
    with ZipFile(first.path) as book:
        names = book.namelist()
        assert (names[0], book.read("mimetype").decode()) == ("mimetype", MIMETYPE)
        assert book.getinfo("mimetype").compress_type == ZIP_STORED
        assert [name for name in names if name.endswith(".js")] == []
        assert any(name.endswith("first.xhtml") for name in names)
        assert b"<script" not in b"".join(book.read(n) for n in names if n.endswith("xhtml"))
    check(first.path)


def check(book: Path) -> None:
    """Have epubcheck look; say loudly where it is missing, or fail where it must be there."""
    if not (Path(CHECKER).is_file() and shutil.which("java")):
        reason = "NOT TESTED by epubcheck: install the package epubcheck."
        if os.environ.get("REPORTLIB_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    done = subprocess.run(
        ["java", "-jar", CHECKER, str(book)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_an_epub_is_written_over_nothing_else(project: Path) -> None:
    other = project / "other.epub"
    other.write_text("mine", encoding="utf-8")
    (project / "folder.epub").mkdir()

    for name, said in (
        ("other.epub", "exists and is no EPUB"),
        ("folder.epub", "is a folder"),
        ("book.zip", "is not named as an EPUB"),
    ):
        with pytest.raises(BuildError, match=said):
            bind_book(Parameters(), project / name)
    assert other.read_text(encoding="utf-8") == "mine"


def test_times_are_no_part_of_what_is_packed() -> None:
    made = []
    for year in (2001, 2002):
        out = io.BytesIO()
        with ZipFile(out, "w") as book:
            book.writestr(ZipInfo("mimetype", (year, 1, 1, 0, 0, 0)), MIMETYPE)
        made.append(packed(out.getvalue()))

    assert made[0] == made[1]


def test_a_drawing_gets_room_at_its_sides() -> None:
    assert roomy(b'<svg viewBox="0 0 100 50">') == b'<svg viewBox="-9 0 118 50">'


def test_names_on_the_cover_are_text() -> None:
    told = {"title": "A <b> of names & more", "subtitle": "<i>", "date": "2026", "authors": []}

    assert "&lt;b&gt;" in cover(told)
    assert "&lt;i&gt;" in cover(told)

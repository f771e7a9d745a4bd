"""Running one chapter again: where its notebook goes, and its page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE, Popen

import nbformat
import pytest

from reportlib.base.errors import BuildError, ExecutionError
from reportlib.base.parameters import Parameters
from reportlib.build.chapters import find_chapter
from reportlib.build.runs import run_chapter
from tests.conftest import Built, use
from tests.projects import (
    REPORTLIB,
    chapter,
    code,
    digests,
    environment,
    read_executed,
    run_program,
    shown_code,
    text,
    write_notebook,
    write_project,
    write_toc,
)

JPN = Parameters(economy="JPN")


def test_a_run_has_a_folder_of_its_own_for_its_parameters(project: Path) -> None:
    (written,) = run_chapter(find_chapter("first"), JPN)
    assert written == project / "_build" / "runs" / "economy-JPN" / "first.ipynb"
    assert "JPN" in written.read_text(encoding="utf-8")


def test_a_run_can_be_written_anywhere(project: Path, tmp_path: Path) -> None:
    place = tmp_path / "new" / "{economy} 国.ipynb"
    (written,) = run_chapter(find_chapter("first"), JPN, place)
    assert written == place
    assert nbformat.read(place, as_version=4).cells[-1].outputs


EXHIBIT = """\
from IPython.display import display
from reportlib.base.payload import EXHIBIT_MIME

display({EXHIBIT_MIME: {"label": "fig-first"}, "text/html": "<th></th><th>A</th>"}, raw=True)
"""


def test_a_page_is_executed_as_it_is_and_shows_exhibits_as_any_viewer_does(project: Path) -> None:
    cells = [text("# Use it"), shown_code(EXHIBIT)]
    write_notebook(project / "docs" / "use.ipynb", cells)
    write_toc(project, "chapters/first", "chapters/second", "docs/use")

    (written,) = run_chapter(find_chapter("use"), JPN)

    executed = read_executed(written)
    assert [cell.source for cell in executed.cells] == [cell.source for cell in cells]
    (output,) = executed.cells[1].outputs
    assert dict(output.data) == {"text/html": "<td></td><th>A</th>"}


def test_a_run_leaves_the_sources_as_they_are(project: Path) -> None:
    before = digests(project)
    run_chapter(find_chapter("first"), JPN)
    after = {name: found for name, found in digests(project).items() if "_build/" not in name}
    assert after == before


def test_a_chapter_that_fails_is_an_error_and_its_notebook_is_kept(
    project: Path, tmp_path: Path
) -> None:
    cells = chapter("first", code('raise ValueError("no such office")'))
    write_notebook(project / "chapters" / "first.ipynb", cells)
    work = project / "_build" / "runs" / "economy-JPN" / "first.work"
    kept = work / "executed" / "chapters" / "first.ipynb"
    with pytest.raises(ExecutionError, match="ValueError: no such office") as error:
        run_chapter(find_chapter("first"), JPN, tmp_path / "out.ipynb")
    assert str(error.value).startswith("chapters/first.ipynb, cell 3, line 1: raise ValueError(")
    assert str(kept) in str(error.value)
    assert "no such office" in kept.read_text(encoding="utf-8")
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize(
    "name", ["chapters/first.ipynb", "chapters/new.ipynb", "chapters/deep/new.ipynb", "index.ipynb"]
)
def test_a_source_is_refused_as_output(name: str, project: Path) -> None:
    before = digests(project)
    with pytest.raises(BuildError, match="is among the book's sources"):
        run_chapter(find_chapter("first"), JPN, project / name)
    assert digests(project) == before


def test_a_link_to_a_source_is_refused_as_output(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link.ipynb").symlink_to(project / "chapters" / "first.ipynb")
    before = digests(project)
    with pytest.raises(BuildError, match="is among the book's sources"):
        run_chapter(find_chapter("first"), JPN, tmp_path / "link.ipynb")
    assert digests(project) == before


def test_a_folder_is_refused_as_output_with_an_example(project: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError) as error:
        run_chapter(find_chapter("first"), JPN, tmp_path)
    expected = f"{tmp_path} is a folder; name a notebook, such as {tmp_path / 'out.ipynb'}."
    assert str(error.value) == expected


def test_another_kind_of_file_is_refused_as_output(project: Path, tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"Let its name end in \.ipynb"):
        run_chapter(find_chapter("first"), JPN, tmp_path / "data.csv")


def test_a_file_above_the_output_is_an_error(project: Path, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("kept", encoding="utf-8")
    with pytest.raises(BuildError, match="taken: cannot be written"):
        run_chapter(find_chapter("first"), JPN, tmp_path / "taken" / "out.ipynb")
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "kept"


@dataclass(frozen=True)
class Page:
    """A chapter that was run with its page, and what was told meanwhile."""

    root: Path
    written: tuple[Path, ...]
    told: Sequence[str]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A chapter with a picture and references, run with its page where an older page was."""
    root = write_project(tmp_path_factory.mktemp("run") / "project")
    cells = chapter("first")
    cells[0].source += "\n\nSee [](#second), [the next chapter](#second) and {numref}`tbl-second`."
    cells[0].source += "\n\n![ours](own.png)\n\n```{image} own.png\n:alt: ours\n```"
    (root / "chapters" / "own.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    write_notebook(root / "chapters" / "first.ipynb", cells)
    older = root / "_build" / "runs" / "economy-JPN" / "first" / "older.html"
    older.parent.mkdir(parents=True)
    older.touch()
    told: list[str] = []
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(root, monkeypatch)
        found = run_chapter(
            find_chapter("first"), JPN, page=True, watch=lambda r: told.append(r.outcome())
        )
        yield Page(root, found, told)


def test_a_page_is_made_beside_the_notebook(page: Page) -> None:
    folder = page.root / "_build" / "runs" / "economy-JPN"
    notebook, html = page.written
    assert notebook == folder / "first.ipynb"
    assert notebook.is_file()
    assert html == folder / "first" / "chapters" / "first.html"
    assert "JPN" in html.read_text(encoding="utf-8")


def test_a_page_stands_for_itself_without_the_chapters_it_refers_to(page: Page) -> None:
    pages = {path.name for path in page.written[1].parent.iterdir()}
    assert pages == {"first.html", "first.json", "first.md"}


def test_what_a_page_alone_refers_to_elsewhere_is_text(page: Page) -> None:
    html = page.written[1].read_text(encoding="utf-8")

    links = re.findall(r'href="#([^"]+)"', html)
    assert links
    assert [name for name in links if f'id="{name}"' not in html] == []
    assert "the next chapter" in html


def test_a_chapter_of_any_name_has_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "R&D: 100% #1"
    root = write_project(tmp_path / "project", {name: chapter("first")})
    contents = {"format": "jb-book", "root": "index", "chapters": [{"file": f"chapters/{name}"}]}
    (root / "_toc.yml").write_text(json.dumps(contents), encoding="utf-8")
    use(root, monkeypatch)

    (_, html) = run_chapter(find_chapter(name), JPN, page=True)

    assert html.name == f"{name}.html"
    assert "Chapter first" in html.read_text(encoding="utf-8")


def test_pages_of_an_earlier_run_are_gone(page: Page) -> None:
    assert not (page.written[1].parents[1] / "older.html").exists()


def test_how_a_run_ended_is_told(page: Page) -> None:
    assert page.told == ["first: executed"]


@pytest.mark.book
def test_the_page_of_a_real_chapter_has_its_figures(default_book: Built) -> None:
    root = default_book.root
    done = run_program(
        REPORTLIB, "run", "patents", "-p", "economy", "BRA", "--html", "-q", cwd=root, check=True
    )
    notebook, page = (root / line for line in done.stdout.splitlines())
    assert notebook.is_file()
    assert page.read_text(encoding="utf-8").count("<svg") > 10


def test_a_picture_that_is_missing_is_told_and_the_older_page_stays(page: Page) -> None:
    cells = chapter("first")
    cells[0].source += "\n\n![ours](none.png) ![](data:image/png;base64,AAAA)"
    write_notebook(page.root / "chapters" / "first.ipynb", cells)
    before = digests(page.written[1].parents[1])
    told = r"^chapters/first\.ipynb: shows chapters/none\.png, which is not there\. Put the file"
    with pytest.MonkeyPatch.context() as monkeypatch:
        use(page.root, monkeypatch)
        with pytest.raises(BuildError, match=told):
            run_chapter(find_chapter("first"), JPN, page=True)
    assert digests(page.written[1].parents[1]) == before


def test_a_picture_beside_a_chapter_is_on_its_page(page: Page) -> None:
    html = page.written[1]
    assert (html.parents[1] / "_images" / "own.png").is_file()
    assert html.read_text(encoding="utf-8").count("_images/own.png") == 2


def test_two_runs_of_an_edition_at_once_give_each_its_own_page(page: Page) -> None:
    commands = [
        Popen(
            [REPORTLIB, "run", name, "-p", "economy", "JPN", "--html", "-q"],
            cwd=page.root,
            env=environment(),
            stdout=PIPE,
            text=True,
        )
        for name in ("index", "second")
    ]
    printed = [command.communicate()[0].splitlines() for command in commands]
    assert [command.returncode for command in commands] == [0, 0]
    for name, (_, html) in zip(("index", "second"), printed, strict=True):
        assert f"Chapter {name}" in (page.root / html).read_text(encoding="utf-8")


def test_a_cell_may_be_given_less_time_by_who_runs_it(project: Path) -> None:
    cells = chapter("first", code("import time\ntime.sleep(1000)"))
    write_notebook(project / "chapters" / "first.ipynb", cells)
    done = run_program(REPORTLIB, "run", "first", "--timeout", "1", "-q", cwd=project)
    place = "chapters/first.ipynb, cell 3, line 2: time.sleep(1000)"
    told = f"{place}: took longer than the 1 s that a cell may."
    assert done.returncode == 1
    assert done.stderr.startswith(f"Error: {told} Raise it by --timeout, or by `timeout` in")


def test_a_full_disk_is_told_in_a_sentence_and_leaves_nothing(project: Path) -> None:
    command = f"ulimit -f 4; exec {REPORTLIB} run first -q"
    done = run_program("/bin/sh", "-c", command, cwd=project)
    place = project / "_build" / "runs" / "default" / "first.work" / "executed"
    told = "cannot be written (File too large). Choose another place or free this one."
    assert done.stderr == f"Error: {place / 'chapters' / 'first.ipynb'}: {told}\n"
    assert list(digests(project / "_build" / "runs")) == ["default/first.lock"]

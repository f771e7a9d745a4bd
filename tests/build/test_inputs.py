"""What a book is made from stays the same while it is made, or nothing is published."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import v4

from reportlib.base.errors import BuildError
from reportlib.base.parameters import Parameters
from reportlib.build.book import build_book
from reportlib.build.chapters import find_chapter
from reportlib.build.inputs import Inputs, files_beside
from reportlib.build.runs import run_chapter
from reportlib.build.staging import stage
from tests.build.provenances import execute_by_hand
from tests.projects import chapter, code, digests, text, write_notebook

PICTURE = b"\x89PNG\r\n\x1a\n"
TOLD = (
    "changed while the book was made, and it would mix what was read before and after. "
    "Nothing was published; run it again."
)


def edit(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def edit_and_restore(path: Path) -> None:
    content = path.read_bytes()
    edit(path)
    path.write_bytes(content)
    os.utime(path, ns=(1, 1))  # as it is at a later time, however fast this was


@pytest.mark.parametrize("change", [edit, Path.unlink, edit_and_restore])
@pytest.mark.parametrize(
    "name",
    ["data/economies.csv", "chapters/first.ipynb", "_config.yml", "references.bib"],
)
def test_a_file_that_changes_is_told(
    name: str, change: Callable[[Path], None], project: Path
) -> None:
    inputs = Inputs(project)
    inputs.refuse_changed()
    change(project / name)
    with pytest.raises(BuildError) as error:
        inputs.refuse_changed()
    assert str(error.value) == f"{name} {TOLD}"


def test_new_data_and_other_named_files_are_told(project: Path, tmp_path: Path) -> None:
    template = tmp_path / "mine.typ"
    template.touch()
    inputs = Inputs(project, [template])
    (project / "data" / "new.csv").touch()
    (project / "data" / ".new.csv.swp").touch()  # an editor's
    edit(template)
    with pytest.raises(BuildError) as error:
        inputs.refuse_changed()
    assert str(error.value) == f"{template}, data/new.csv {TOLD}"


def test_of_many_files_the_first_are_told(project: Path) -> None:
    inputs = Inputs(project)
    for number in range(7):
        (project / "data" / f"{number}.csv").touch()
    first = "data/0.csv, data/1.csv, data/2.csv, data/3.csv, data/4.csv and 2 more"
    with pytest.raises(BuildError, match=f"^{first} changed while"):
        inputs.refuse_changed()


EDITS = """\
from pathlib import Path
from reportlib.base.project import find_root

place = find_root() / "data" / "economies.csv"
place.write_bytes(place.read_bytes() + b"\\n")
"""


def test_a_run_during_which_data_change_publishes_nothing(project: Path) -> None:
    write_notebook(project / "chapters" / "first.ipynb", chapter("first", code(EDITS)))
    with pytest.raises(BuildError, match=r"^data/economies\.csv changed while"):
        run_chapter(find_chapter("first"), Parameters())
    assert not (project / "_build" / "runs" / "default" / "first.ipynb").exists()


@pytest.mark.book
def test_a_book_during_which_data_change_is_not_published(project: Path) -> None:
    write_notebook(project / "chapters" / "first.ipynb", chapter("first", code(EDITS)))
    with pytest.raises(BuildError, match=r"^data/economies\.csv changed while"):
        build_book(Parameters())
    assert not (project / "_build" / "html").exists()


# Files that lie beside a page


NAMED = """\
# Pictures

```{figure} own.png
Ours.
```

![](two%20words.png) ![]( three words.png ) ![](<four words.png> "Title") ![](/images/top.png)
<img src="sub/five.png"> {download}`six.txt` [data](../data/economies.csv) [next](second.ipynb)
![](../../outside.png) ![](https://example.org/seven.png) ![](none.png) .env ../_config.yml
"""


@pytest.fixture
def named(project: Path) -> set[str]:
    """Files that a page of the project names, all there."""
    names = {
        f"chapters/{name}"
        for name in ("own.png", "two words.png", "three words.png", "four words.png")
    } | {"images/top.png", "chapters/sub/five.png", "chapters/six.txt"}
    for name in (*names, "chapters/unnamed.png", "chapters/.env", "../outside.png"):
        (project / name).parent.mkdir(exist_ok=True)
        (project / name).write_bytes(PICTURE)
    return names


def beside(project: Path, page: Path) -> set[str]:
    found = files_beside(project, page, project / "chapters")
    return {path.relative_to(project).as_posix() for path in found}


def test_files_that_a_page_names_are_found_and_no_others(project: Path, named: set[str]) -> None:
    page = project / "chapters" / "about.md"
    page.write_text(NAMED, encoding="utf-8")
    assert beside(project, page) == named


def test_a_notebook_names_files_in_its_texts_and_in_what_it_shows_as_text(
    project: Path, named: set[str]
) -> None:
    shows = code("print('unnamed.png')")
    shows.outputs = [v4.new_output("display_data", {"text/markdown": "![](six.txt)"})]
    page = write_notebook(project / "page.ipynb", [text("![](own.png)"), shows])
    assert beside(project, page) == {"chapters/own.png", "chapters/six.txt"}


def test_a_page_that_cannot_be_read_names_none(project: Path) -> None:
    page = project / "chapters" / "first.ipynb"
    page.write_bytes(b"{")
    assert beside(project, page) == set()
    assert beside(project, project / "chapters" / "none.md") == set()


def test_files_that_a_page_names_are_laid_out_beside_it(project: Path, named: set[str]) -> None:
    cells = chapter("first")
    cells[0].source += f"\n\n{NAMED}"
    write_notebook(project / "chapters" / "first.ipynb", cells)
    work = execute_by_hand(project, Parameters())

    laid = digests(stage(project, work, ["index", "chapters/first"]))

    pages = {"_config.yml", "references.bib", "index.ipynb", "chapters/first.ipynb"}
    assert set(laid) == pages | named


def test_a_picture_beside_a_chapter_is_an_input(project: Path, named: set[str]) -> None:
    write_notebook(project / "chapters" / "first.ipynb", [text("# A\n\n![](own.png)")])
    inputs = Inputs(project)
    edit(project / "chapters" / "unnamed.png")
    inputs.refuse_changed()
    edit(project / "chapters" / "own.png")
    with pytest.raises(BuildError, match=r"^chapters/own\.png changed while"):
        inputs.refuse_changed()
    assert "chapters/own.png" in named

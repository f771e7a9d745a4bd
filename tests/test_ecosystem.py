"""The book with the tools that people have: papermill, Jupyter Book, nbmake, JupyterLab."""

from __future__ import annotations

import io
import json
import re
import socket
import subprocess
import time
import urllib.request
from base64 import b64decode
from collections.abc import Callable, Iterator
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from reportlib.base.parameters import Parameters, schema
from reportlib.base.payload import EXHIBIT_MIME, Payload
from reportlib.build.book import work_folder
from reportlib.build.chapters import list_chapters
from tests.conftest import Built
from tests.projects import BIN, copy_repository, environment, read_executed, run_program

pytestmark = pytest.mark.book

RAW_DIRECTIVES = ("```{", ":::{", "{figure}", "{table}", "{numref}", "{ref}")


def exhibits(notebook: NotebookNode) -> list[Payload]:
    """The exhibits that an executed notebook carries."""
    outputs = [out for cell in notebook.cells for out in cell.get("outputs", [])]
    carried = [out.data[EXHIBIT_MIME] for out in outputs if EXHIBIT_MIME in out.get("data", {})]
    return [Payload.model_validate(one) for one in carried]


def drawings(page: Path) -> int:
    """How many drawings a page of the book holds; icons of the theme are none."""
    return len(re.findall(r'<svg[^>]*viewBox="0 0 [\d.]+ [\d.]+"', page.read_text("utf-8")))


def drawn(exhibit: Payload) -> int:
    """How many drawings a page holds of an exhibit; those for narrow windows are a file."""
    return ("wide" in exhibit.drawings) + sum(
        bool(drawing) for tile in exhibit.tiles for drawing in (tile.drawing, tile.strip)
    )


@pytest.fixture(scope="module")
def copy(default_book: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository as somebody has it who has just fetched it."""
    folder = tmp_path_factory.mktemp("ecosystem") / "repository"
    return copy_repository(folder, source=default_book.root)


@pytest.fixture(scope="module")
def executed(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> NotebookNode:
    """A chapter as plain papermill executes it for Japan, from the book's folder."""
    output = tmp_path_factory.mktemp("papermill") / "out.ipynb"
    chapter = copy / "chapters" / "patents.ipynb"
    run_program(BIN / "papermill", chapter, output, "-p", "economy", "JPN", cwd=copy, check=True)
    return read_executed(output)


def test_plain_papermill_executes_a_chapter_for_another_economy(executed: NotebookNode) -> None:
    assert executed.metadata.papermill.exception is None
    assert "Japan" in exhibits(executed)[0].model_dump_json()


def test_what_papermill_wrote_carries_every_exhibit_with_its_figures(
    executed: NotebookNode,
) -> None:
    found = exhibits(executed)
    shown = [cell for cell in executed.cells if "remove-input" in cell.metadata.get("tags", [])]
    assert len(found) == len(shown)
    drawn = [one for one in found if one.kind == "figure" and not one.missing]
    assert len(drawn) > 8
    for one in drawn:
        assert one.drawings.keys() == {"wide", "narrow"}


def test_what_papermill_wrote_shows_figures_where_reportlib_is_unknown(
    executed: NotebookNode,
) -> None:
    outputs = [out for cell in executed.cells for out in cell.get("outputs", [])]
    drawn = [
        out.data for out in outputs if out.get("data", {}).get(EXHIBIT_MIME, {}).get("drawings")
    ]
    assert drawn
    for data in drawn:
        assert Image.open(io.BytesIO(b64decode(data["image/png"]))).width > 800
        assert 'src="data:image/png;base64,' in data["text/html"]


def test_nbconvert_shows_every_figure_of_what_papermill_wrote(
    executed: NotebookNode, tmp_path: Path, browser: Browser
) -> None:
    nbformat.write(executed, tmp_path / "japan.ipynb")
    command = (BIN / "jupyter", "nbconvert", "--to", "html", "--log-level", "ERROR")
    run_program(*command, tmp_path / "japan.ipynb", cwd=tmp_path, check=True)
    page = browser.new_page()
    page.goto((tmp_path / "japan.html").as_uri(), wait_until="domcontentloaded")
    assert len(seen(page, ".jp-OutputArea-output img")) == count_drawn(executed)
    page.close()


def count_drawn(notebook: NotebookNode) -> int:
    return len([one for one in exhibits(notebook) if one.drawings])


def seen(page: Page, selector: str) -> list[str]:
    """The alternative texts of the pictures that a reader sees, which are of some size."""
    found = page.locator(f"{selector}:visible").all()
    boxes = [one.bounding_box() for one in found]
    assert all(box and box["width"] > 300 and box["height"] > 100 for box in boxes)
    return [one.get_attribute("alt") or "" for one in found]


@pytest.mark.parametrize(
    ("chapter", "name", "said"),
    [
        ("patents", "economi", "There is no parameter 'economi'. Did you mean economy?"),
        ("claims", "scale", "The chapter does not use scale."),
    ],
)
def test_plain_papermill_refuses_a_name_that_the_chapter_does_not_know(
    copy: Path, tmp_path: Path, chapter: str, name: str, said: str
) -> None:
    command = (BIN / "papermill", f"chapters/{chapter}.ipynb", tmp_path / "out.ipynb")
    done = run_program(*command, "-p", name, "JPN", cwd=copy)
    assert done.returncode != 0
    assert said in done.stderr


def test_papermill_lists_the_parameters_with_type_default_and_help(copy: Path) -> None:
    done = run_program(
        BIN / "papermill", "--help-notebook", "chapters/patents.ipynb", cwd=copy, check=True
    )
    said = " ".join(done.stdout.split())
    for parameter in schema().values():
        default = json.dumps(parameter.default)
        expected = f"{parameter.name}: {parameter.type.__name__} (default {default}) "
        assert expected + parameter.help in said


@pytest.fixture(scope="module")
def plain_pages(copy: Path) -> Path:
    """The book as `jupyter-book build .` makes it."""
    done = run_program(BIN / "jupyter-book", "build", ".", cwd=copy)
    assert done.returncode == 0, done.stderr
    assert "WARNING:" not in done.stdout + done.stderr  # the kernel's own have no colon
    return copy / "_build" / "html"


@pytest.mark.parametrize("document", ["index", "overview", "patents", "faults"])
def test_plain_jupyter_book_shows_the_figures_of_the_staged_build(
    document: str, plain_pages: Path, default_book: Built
) -> None:
    chapter = next(one for one in list_chapters(default_book.root) if one.name == document)
    place = chapter.path.relative_to(default_book.root)
    notebook = work_folder(Parameters(), default_book.root) / "executed" / place
    carried = sum(drawn(one) for one in exhibits(read_executed(notebook)))
    page = place.with_suffix(".html")
    assert drawings(default_book.pages / page) == carried
    assert drawings(plain_pages / page) == carried


def test_plain_jupyter_book_leaves_the_chapters_unexecuted(plain_pages: Path, copy: Path) -> None:
    for chapter in list_chapters(copy):
        assert '"execution_count": null' in chapter.path.read_text(encoding="utf-8")
        assert not exhibits(read_executed(chapter.path))


def test_nbmake_executes_every_chapter(copy: Path) -> None:
    done = run_program(BIN / "pytest", "--nbmake", "chapters", "-p", "no:cacheprovider", cwd=copy)
    assert done.returncode == 0, done.stdout
    chapters = list((copy / "chapters").glob("*.ipynb"))
    assert f" {len(chapters)} passed in " in done.stdout


@pytest.fixture(scope="module")
def lab(copy: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a JupyterLab that serves a copy of the repository, and after # its folder."""
    root = copy_repository(tmp_path_factory.mktemp("lab") / "repository", source=copy)
    home = tmp_path_factory.mktemp("home")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    options = {
        "ServerApp.port": port,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.root_dir": root,
        "IdentityProvider.token": "",
        "ServerApp.open_browser": False,
        "ServerApp.allow_root": True,
        "LabApp.news_url": None,
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
    }
    command = [str(BIN / "jupyter"), "lab", *(f"--{key}={value}" for key, value in options.items())]
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    settings.mkdir(parents=True)
    # Otherwise a cell out of sight is no part of the page, and has no outputs to look at.
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    variables = {
        **environment(),
        "HOME": str(home),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
    }
    with (home / "log.txt").open("wb") as log:
        server = subprocess.Popen(command, cwd=root, env=variables, stdout=log, stderr=log)
        try:
            wait_for(lambda: answers(f"http://127.0.0.1:{port}/api"), "JupyterLab does not answer")
            yield f"http://127.0.0.1:{port}/lab#{root}"
        finally:
            server.terminate()
            server.wait(timeout=60)


def code_cells(root: Path) -> list[NotebookNode]:
    notebook = read_executed(root / "chapters" / "overview.ipynb")
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def wait_for(holds: Callable[[], bool], complaint: str, seconds: int = 180) -> None:
    for _ in range(seconds * 2):
        if holds():
            return
        time.sleep(0.5)
    pytest.fail(complaint)


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address) as answer:  # noqa: S310
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.fixture(scope="module")
def notebook_in_lab(lab: str, copy: Path, browser: Browser) -> Iterator[Page]:
    """The overview, opened in JupyterLab, all of its cells run."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{lab.partition('#')[0]}/tree/chapters/overview.ipynb")
    prompts = page.locator(".jp-CodeCell .jp-InputPrompt")
    expect(prompts).to_have_count(len(code_cells(copy)), timeout=120_000)
    page.get_by_text("| Idle").wait_for(timeout=120_000)  # what is run earlier is lost
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()
    expect(prompts.last).to_have_text(f"[{len(code_cells(copy))}]:", timeout=120_000)
    yield page
    page.close()


def test_jupyterlab_shows_every_figure(notebook_in_lab: Page, default_book: Built) -> None:
    executed = work_folder(Parameters(), default_book.root) / "executed/chapters/overview.ipynb"
    carried = count_drawn(read_executed(executed))
    assert len(seen(notebook_in_lab, ".jp-OutputArea-output figure img")) == carried


@pytest.fixture(scope="module")
def foreign_in_lab(lab: str, executed: NotebookNode, browser: Browser) -> Iterator[Page]:
    """What papermill wrote elsewhere, opened in JupyterLab, which does not trust it."""
    address, _, root = lab.partition("#")
    nbformat.write(executed, Path(root) / "foreign.ipynb")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/tree/foreign.ipynb?reset")
    page.locator(".jp-OutputArea-output").first.wait_for(timeout=120_000)
    page.locator(".jp-RenderedMarkdown h1:visible").first.wait_for(timeout=120_000)
    yield page
    page.close()


def test_jupyterlab_shows_every_figure_of_a_notebook_that_it_does_not_trust(
    foreign_in_lab: Page, executed: NotebookNode
) -> None:
    assert not any(cell.metadata.get("trusted") for cell in executed.cells)
    told = seen(foreign_in_lab, ".jp-OutputArea-output figure img")
    assert len(told) == count_drawn(executed)
    assert all(told)


def test_no_label_is_what_a_reader_of_the_notebook_sees(foreign_in_lab: Page) -> None:
    cells = foreign_in_lab.locator(".jp-MarkdownCell .jp-RenderedMarkdown:visible")
    texts = cells.all_inner_texts()
    assert texts[0].startswith("Patents")
    assert not [text for text in texts if re.match(r"\s*(\(|<a|\[)", text)]


def test_jupyterlab_shows_no_error(notebook_in_lab: Page) -> None:
    errors = notebook_in_lab.locator(
        "[data-mime-type='application/vnd.jupyter.error'], [data-mime-type$='stderr']"
    )
    assert errors.count() == 0


@pytest.mark.parametrize("raw", RAW_DIRECTIVES)
def test_jupyterlab_shows_no_raw_directive(raw: str, notebook_in_lab: Page) -> None:
    shown = notebook_in_lab.locator(".jp-OutputArea-output").all_inner_texts()
    assert shown
    assert raw not in "\n".join(shown)

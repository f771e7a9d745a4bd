"""Chapters: which there are, what they declare, and every way one can be unsound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from nbformat import NotebookNode, v4

from reportlib.base.errors import ChapterError
from reportlib.base.parameters import SCHEMA
from reportlib.build.chapters import (
    Chapter,
    chapter_faults,
    chapter_numbers,
    chapter_title,
    declared_parameters,
    find_chapter,
    is_page,
    list_chapters,
    notebook_timeout,
    parameter_names,
    read_notebook,
    report_chapters,
    toc_documents,
)
from tests.projects import (
    ROOT,
    chapter,
    code,
    parameters_cell,
    setup_cell,
    shown_code,
    text,
    write_notebook,
    write_project,
    write_toc,
)

CHAPTERS = list_chapters(ROOT)
HELP = SCHEMA["economy"].help


def faults_of(project: Path, *cells: NotebookNode) -> str:
    """What is said of a project whose only chapter has these cells."""
    for path in (project / "chapters").glob("*.ipynb"):
        path.unlink()
    write_notebook(project / "chapters" / "only.ipynb", cells)
    write_toc(project, "chapters/only")
    return "\n".join(chapter_faults(project))


def with_parameters(source: str) -> list[NotebookNode]:
    """A chapter with this parameters cell."""
    return [text("# Only"), code(source, "parameters", "remove-cell"), setup_cell("economy")]


def test_the_books_chapters_are_sound() -> None:
    assert chapter_faults(ROOT) == ()


@pytest.mark.parametrize("path", sorted(ROOT.glob("chapters/*.ipynb")), ids=lambda path: path.stem)
def test_every_notebook_is_in_the_table_of_contents(path: Path) -> None:
    assert path in [found.path for found in CHAPTERS]


REFERENCE = ("sources", "definitions", "coverage", "faults", "left_out")
"""Pages about the data, which compare no economies."""


@pytest.mark.parametrize("found", report_chapters(ROOT), ids=lambda found: found.name)
def test_every_chapter_declares_an_economy_and_those_that_compare_its_peers(
    found: Chapter,
) -> None:
    compares = ("economy", "peers") if found.name not in REFERENCE else ("economy",)
    assert parameter_names(found)[:2] == compares


def test_chapters_come_in_the_order_of_the_table_of_contents(tmp_path: Path) -> None:
    root = write_project(tmp_path / "project", {"b": chapter("b"), "a": chapter("a")})
    assert [found.name for found in list_chapters(root)] == ["index", "b", "a"]


def test_documents_are_named_without_ending(project: Path) -> None:
    assert toc_documents(project) == ("index", "chapters/first", "chapters/second")


def test_a_page_without_code_is_no_chapter(project: Path) -> None:
    (project / "about.md").write_text("# About\n", encoding="utf-8")
    write_toc(project, "chapters/first", "chapters/second", "about")
    assert "about" not in [found.name for found in list_chapters(project)]
    assert chapter_faults(project) == ()


def test_a_chapter_is_found_by_its_name(project: Path) -> None:
    assert find_chapter("first").path == project / "chapters" / "first.ipynb"


def test_a_misspelt_chapter_is_refused_with_the_nearest_name(project: Path) -> None:
    with pytest.raises(ChapterError, match=r"There is no chapter 'frist'\. Did you mean first\?"):
        find_chapter("frist")


@pytest.mark.parametrize("name", ["../index", "chapters/first", "first.ipynb", "", "{first}", "\0"])
def test_a_chapter_is_no_path(name: str, project: Path) -> None:
    with pytest.raises(ChapterError, match="The chapters are: index, first, second"):
        find_chapter(name)


def test_a_missing_table_of_contents_is_an_error(project: Path) -> None:
    (project / "_toc.yml").unlink()
    (fault,) = chapter_faults(project)
    assert "_toc.yml" in fault
    assert "Expected a Jupyter Book table of contents" in fault


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"- file: index",
        b"format: jb-book",
        b"format: jb-book\nroot: index\nchapters: [",
        b"format: jb-book\nroot: index\nchapters:\n  - page: chapters/first",
        b"format: jb-book\nroot: index\n\xff",
    ],
    ids=repr,
)
def test_a_malformed_table_of_contents_is_an_error(content: bytes, project: Path) -> None:
    (project / "_toc.yml").write_bytes(content)
    (fault,) = chapter_faults(project)
    assert "_toc.yml" in fault
    assert "Expected a Jupyter Book table of contents" in fault


def test_a_document_that_does_not_exist_is_named(project: Path) -> None:
    write_toc(project, "chapters/first", "chapters/second", "chapters/third")
    (fault,) = chapter_faults(project)
    assert fault == (
        "_toc.yml: names chapters/third, but there is no chapters/third.ipynb or chapters/third.md."
    )


def test_a_notebook_outside_the_table_of_contents_is_named(project: Path) -> None:
    write_toc(project, "chapters/first")
    (fault,) = chapter_faults(project)
    assert fault == "chapters/second.ipynb: is not in _toc.yml. Add it there, or remove it."


def test_two_chapters_of_one_name_are_refused(project: Path) -> None:
    write_notebook(project / "annex" / "first.ipynb", chapter("annex-first"))
    write_toc(project, "chapters/first", "chapters/second", "annex/first")
    said = "\n".join(chapter_faults(project))
    assert "_toc.yml: names two chapters first" in said


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"cells": 1}'], ids=repr)
def test_an_unreadable_notebook_is_named_and_the_others_are_checked(
    content: bytes, project: Path
) -> None:
    broken = project / "chapters" / "first.ipynb"
    broken.write_bytes(content)
    write_notebook(project / "chapters" / "second.ipynb", [text("# No parameters")])
    faults = chapter_faults(project)
    assert faults[0].startswith(f"{broken}: is not a valid notebook")
    assert "second.ipynb: has 0 cells tagged parameters" in faults[1]


def test_a_missing_notebook_is_a_chapter_error(tmp_path: Path) -> None:
    with pytest.raises(ChapterError, match=r"nowhere\.ipynb: cannot be read"):
        read_notebook(tmp_path / "nowhere.ipynb")


def with_metadata(place: Path, metadata: object) -> None:
    """Give a notebook these metadata."""
    notebook = json.loads(place.read_text(encoding="utf-8"))
    place.write_text(json.dumps(notebook | {"metadata": metadata}), encoding="utf-8")


def test_a_chapter_of_another_kernel_is_refused(project: Path) -> None:
    place = project / "chapters" / "first.ipynb"
    with_metadata(place, {"kernelspec": {"name": "ir", "display_name": "R"}})
    (fault,) = chapter_faults(project)
    said = "names the kernel 'ir', expected 'python3'. Open it in JupyterLab"
    assert fault.startswith(f"{place}: {said}")


def test_a_chapter_that_names_no_kernel_is_sound(project: Path) -> None:
    with_metadata(project / "chapters" / "first.ipynb", {})
    assert chapter_faults(project) == ()


@pytest.mark.parametrize(
    ("metadata", "limit"),
    [
        ({"timeout": 900}, 900),
        ({"execution": {"timeout": 60}}, 60),
        ({"execution": {"timeout": 60}, "timeout": 900}, 900),
        ({"execution": "none"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_a_notebook_may_say_what_its_cells_may_take(
    metadata: dict[str, object], limit: int | None, tmp_path: Path
) -> None:
    notebook = v4.new_notebook(metadata=metadata)
    assert notebook_timeout(notebook, tmp_path) == limit


@pytest.mark.parametrize("said", [0, -1, True, "900", 1.5])
def test_what_cells_may_take_is_a_number_of_seconds(said: object, project: Path) -> None:
    place = project / "chapters" / "first.ipynb"
    with_metadata(place, {"timeout": said})
    (fault,) = chapter_faults(project)
    told = f"timeout = {said!r}, expected a number of seconds such as 900."
    assert fault == f"{place}: its metadata have {told}"


def test_a_notebook_nested_without_end_is_a_fault(project: Path) -> None:
    place = project / "chapters" / "first.ipynb"
    place.write_text("[" * 100_000, encoding="utf-8")
    assert chapter_faults(project) == (f"{place}: is nested too deeply to be read.",)


@pytest.mark.parametrize(
    "name", ["/etc/hostname", "../outside", "chapters/../first", "./first", "chapters//first"]
)
def test_a_table_of_contents_names_paths_of_the_project(name: str, project: Path) -> None:
    write_toc(project, "chapters/first", "chapters/second", name)
    told = "expected a path from the project's folder on, such as chapters/first."
    assert chapter_faults(project) == (f"{project / '_toc.yml'}: names {name}, {told}",)


def test_outputs_in_a_chapter_are_refused(project: Path) -> None:
    cell = code("1 + 1")
    cell.outputs = [v4.new_output("stream", text="2")]
    said = faults_of(project, *chapter("only", cell))
    assert "only.ipynb: cell 3 holds outputs. Run `nbstripout` on the file." in said


def test_an_execution_count_in_a_chapter_is_refused(project: Path) -> None:
    cell = code("1 + 1")
    cell.execution_count = 7
    assert "cell 3 holds outputs" in faults_of(project, *chapter("only", cell))


def test_a_code_cell_that_would_show_is_refused(project: Path) -> None:
    said = faults_of(project, *chapter("only", code("1 + 1", "other-tag")))
    assert "only.ipynb: cell 3 would show its code in the book" in said
    assert "Tag it remove-input" in said


def test_a_chapter_without_parameters_is_refused(project: Path) -> None:
    said = faults_of(project, text("# Only"), code("1 + 1"))
    assert "only.ipynb: has 0 cells tagged parameters, expected exactly one" in said


def test_a_notebook_that_shows_all_its_code_is_a_page_without_parameters(project: Path) -> None:
    path = write_notebook(
        project / "docs" / "use.ipynb", [text("# Use it"), shown_code("1 + 1"), code("2", "wide")]
    )
    write_toc(project, "chapters/first", "docs/use", "chapters/second")

    assert chapter_faults(project) == ()
    assert is_page(read_notebook(path))
    assert [found.name for found in list_chapters(project)] == ["index", "first", "use", "second"]
    assert [found.name for found in report_chapters(project)] == ["index", "first", "second"]
    assert parameter_names(find_chapter("use")) == ()


@pytest.mark.parametrize("tags", [["remove-input"], ["remove-cell"]])
def test_a_page_that_hides_code_is_a_chapter_without_parameters(
    tags: list[str], project: Path
) -> None:
    said = faults_of(project, text("# Only"), shown_code("1 + 1"), code("2", *tags))
    assert "has 0 cells tagged parameters, expected exactly one. (A page without" in said


def test_a_page_keeps_no_outputs_either(project: Path) -> None:
    cell = shown_code("1 + 1")
    cell.execution_count = 1
    (fault,) = faults_of(project, text("# Only"), cell).splitlines()
    assert "only.ipynb: cell 1 holds outputs. Run `nbstripout` on the file." in fault


def test_two_parameters_cells_are_refused(project: Path) -> None:
    said = faults_of(project, *chapter("only", parameters_cell("scale")))
    assert "only.ipynb: has 2 cells tagged parameters, expected exactly one" in said


def test_code_before_the_parameters_is_refused(project: Path) -> None:
    said = faults_of(
        project, text("# Only"), setup_cell(), parameters_cell("economy"), code("1 + 1")
    )
    assert "only.ipynb: the first code cell must be the one tagged parameters" in said


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (f'economy: int = "CHN"  # {HELP}', "economy: type is 'int', expected 'str'"),
        (f'economy: str = "JPN"  # {HELP}', "economy: default is 'JPN', expected 'CHN'"),
        ('economy: str = "CHN"  # any', "economy: help is 'any', expected 'the economy"),
        ('economy: str = "CHN"', "economy: help is '', expected 'the economy"),
        ('ecnomy: str = "CHN"  # x', "ecnomy is not in the schema. Its parameters are: economy"),
        ('economy = "CHN"  # x', "line 1: 'economy = \"CHN\"  # x' is not of the form"),
        ("top_n: int = 5 + 5  # x", "line 1: 'top_n: int = 5 + 5  # x' is not of the form"),
        ('economy: str = f"CHN"  # x', "is not of the form"),
        ("economy: str = None  # x", "is not of the form"),
        ("top_n: int = True  # x", "is not of the form"),
        ("top_n: int = -5  # x", "is not of the form"),
        ("economy: str  # x", "is not of the form"),
        ("import os", "line 1: 'import os' is not of the form"),
        ("economy: str = (", "parameters cell, line 1: "),
    ],
)
def test_a_parameters_cell_that_differs_from_the_schema_is_refused(
    source: str, expected: str, project: Path
) -> None:
    said = faults_of(project, *with_parameters(source))
    assert "only.ipynb: parameters cell" in said
    assert expected in said


def test_a_parameter_declared_twice_is_refused(project: Path) -> None:
    line = f'economy: str = "CHN"  # {HELP}'
    said = faults_of(project, *with_parameters(f"{line}\n{line}"))
    assert "parameters cell: economy is declared twice" in said


def test_every_faulty_line_of_a_parameters_cell_is_told(project: Path) -> None:
    said = faults_of(project, *with_parameters("import os\neconomy = 1\ntop_n: int = 2 * 5"))
    assert "line 1: 'import os'" in said
    assert "line 2: 'economy = 1'" in said
    assert "line 3: 'top_n: int = 2 * 5'" in said


def test_declared_parameters_come_with_type_default_and_help(project: Path) -> None:
    path = project / "chapters" / "first.ipynb"
    first, _ = declared_parameters(read_notebook(path), path)
    assert (first.name, first.type, first.default, first.help) == ("economy", "str", "CHN", HELP)


def test_a_hash_sign_in_a_default_is_no_comment(project: Path) -> None:
    said = faults_of(project, *with_parameters(f'economy: str = "#CHN"  # {HELP}'))
    assert "default is '#CHN'" in said
    assert "help is" not in said


def test_the_faults_of_all_chapters_are_told_in_one_pass(project: Path) -> None:
    for name in ("first", "second"):
        write_notebook(project / "chapters" / f"{name}.ipynb", [text("# No parameters")])
    said = "\n".join(chapter_faults(project))
    assert "first.ipynb: has 0 cells" in said
    assert "second.ipynb: has 0 cells" in said


@pytest.mark.parametrize("found", CHAPTERS, ids=lambda found: found.name)
def test_the_books_notebooks_name_a_kernel_that_everybody_has(found: Chapter) -> None:
    assert read_notebook(found.path).metadata.kernelspec.name == "python3"


# What the book prints of a chapter


@pytest.mark.parametrize(
    ("said", "title"),
    [
        (["(first)=\n# One title #\n\nA question?", "# Another"], "One title #"),
        (["## A section\n#no title", "Before\n#   The title  "], "The title"),
        (["## A section"], "first"),
    ],
)
def test_the_title_of_a_chapter_is_its_first_heading_or_else_its_name(
    said: list[str], title: str, tmp_path: Path
) -> None:
    cells = [code("# no title"), *map(text, said)]
    path = write_notebook(tmp_path / "first.ipynb", cells)

    assert chapter_title(Chapter("first", path)) == title


def test_documents_are_numbered_through_all_parts_that_have_numbers(project: Path) -> None:
    (project / "_toc.yml").write_text(
        "format: jb-book\nroot: index\nparts:\n"
        "- numbered: true\n  chapters: [{file: chapters/first}]\n"
        "- chapters: [{file: about}]\n"
        "- numbered: true\n  chapters: [{file: chapters/second}, {file: third}]\n",
        encoding="utf-8",
    )

    expected = {"chapters/first": 1, "chapters/second": 2, "third": 3}
    assert chapter_numbers(project) == expected


def test_the_chapters_of_the_project_in_use_are_those_asked_about(
    project: Path, tmp_path: Path
) -> None:
    other = write_project(tmp_path / "other", {"only": chapter("only")})

    assert toc_documents() == ("index", "chapters/first", "chapters/second")
    assert toc_documents(other) == ("index", "chapters/only")
    assert [found.name for found in list_chapters()] == ["index", "first", "second"]
    assert find_chapter("only", other) == Chapter("only", other / "chapters" / "only.ipynb")
    assert chapter_faults() == ()


def test_a_key_of_the_contents_that_stands_twice_is_refused(project: Path) -> None:
    place = project / "_toc.yml"
    place.write_text(place.read_text(encoding="utf-8") + "root: index\n", encoding="utf-8")
    (fault,) = chapter_faults(project)
    assert "the key 'root' stands twice" in fault


def test_contents_nested_beyond_reason_are_a_fault(project: Path) -> None:
    (project / "_toc.yml").write_text("[" * 3000 + "]" * 3000, encoding="utf-8")
    (fault,) = chapter_faults(project)
    assert "nested too deeply" in fault


def test_a_notebook_is_read_once_until_it_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportlib.base.stamps._YOUNG", -(10**18))
    path = project / "chapters" / "first.ipynb"
    assert read_notebook(path) is read_notebook(path)

    write_notebook(path, chapter("first", code("print('other')")))
    assert read_notebook(path).cells[-1].source == "print('other')"

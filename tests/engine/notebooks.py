"""Small notebooks for the tests of the engine, and how they are executed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import nbformat
import papermill
from nbformat import NotebookNode, v4
from papermill.exceptions import PapermillExecutionError

from tests.projects import KERNEL

MARKER_TAG = "papermill-error-cell-tag"


def notebook(*cells: str | NotebookNode, **metadata: object) -> NotebookNode:
    """A notebook of code cells, and of others where they are given whole."""
    made = [v4.new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
    return cast(NotebookNode, v4.new_notebook(cells=made, metadata={**KERNEL, **metadata}))


def tagged(source: str, *tags: str) -> NotebookNode:
    """A code cell with tags."""
    return cast(NotebookNode, v4.new_code_cell(source, metadata={"tags": list(tags)}))


def execute(
    output: Path,
    given: NotebookNode,
    engine: str | None = "forked",
    engine_option: str | None = None,
    **options: Any,
) -> tuple[NotebookNode, PapermillExecutionError | None]:
    """The notebook as it was saved, and the error that ended it."""
    raised, source = None, output.with_name("input.ipynb")
    if engine_option:
        options["engine"] = engine_option
    nbformat.write(given, source)
    try:
        papermill.execute_notebook(
            source, output, engine_name=engine, progress_bar=False, **options
        )
    except PapermillExecutionError as error:
        raised = error
    return papermill.iorw.load_notebook_node(str(output)), raised


def code_cells(executed: NotebookNode) -> list[NotebookNode]:
    """The code cells, without what papermill has added."""
    return [cell for cell in executed.cells if cell.cell_type == "code"]


def statuses(executed: NotebookNode) -> list[str]:
    """What papermill says of each code cell."""
    return [cell.metadata.papermill.status for cell in code_cells(executed)]


def printed(cell: NotebookNode, name: str = "stdout") -> str:
    """All that a cell printed."""
    return "".join(out.text for out in cell.outputs if out.get("name") == name)


def plain(lines: Sequence[str]) -> str:
    """A traceback without its colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", "\n".join(lines))

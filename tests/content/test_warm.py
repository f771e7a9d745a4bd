"""A warm process reads no table again, and is made whatever state the data are in."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.projects import add_filings, run_program

OPENED = """
import sys
from reportlib.base.rows import rows_of
from reportlib.content.datasets import read_dataset
from reportlib.content.warm import warm

warm(["colorsys"])
assert "colorsys" in sys.modules
opened = []
sys.addaudithook(lambda event, args: event == "open" and opened.append(str(args[0])))
table, rows = read_dataset("filings").table, rows_of("filings")
print(len(table) == len(rows) > 0, [path for path in opened if "filings" in path])
"""
REFUSED = """
from reportlib.base.errors import DatasetError
from reportlib.content.datasets import read_dataset
from reportlib.content.warm import warm

warm()
try:
    read_dataset("filings")
except DatasetError as error:
    print("checksum" in str(error))
"""


def said(code: str, project: Path) -> str:
    """What a process of its own prints, whose collector of garbage is left as it was set."""
    done = run_program(sys.executable, "-c", code, cwd=project, root=project, check=True)
    return done.stdout.strip()


def test_a_warm_process_has_every_table_in_memory(project: Path) -> None:
    add_filings(project)

    assert said(OPENED, project) == "True []"


def test_a_table_that_cannot_be_read_is_left_to_who_needs_it(project: Path) -> None:
    add_filings(project)
    with (project / "data" / "filings.csv").open("a", encoding="utf-8") as file:
        file.write("changed\n")

    assert said(REFUSED, project) == "True"

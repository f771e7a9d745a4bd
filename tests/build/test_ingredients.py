"""What executions and books are made from, as digests."""

from __future__ import annotations

import json
import shutil
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from reportlib.base.program import content_digest
from reportlib.base.project import PACKAGE
from reportlib.build.ingredients import digest
from tests.projects import run_program, write_project

EDITS = """\
import json
import sys
from pathlib import Path

sys.path.insert(0, sys.argv[1])
from reportlib.base.project import PACKAGE
from reportlib.build.ingredients import Shared
from reportlib.build.inputs import Inputs

root = Path(sys.argv[2])


def changed(place):
    before = Shared.of(root).digest, Inputs(root).digest()
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("# new")
    after = Shared.of(root).digest, Inputs(root).digest()
    return [old != new for old, new in zip(before, after)]


found = {name: changed(PACKAGE / name) for name in sys.argv[3:]}
found |= {"data": changed(root / "data" / "deep" / "new.csv")}
found |= {"dataset": changed(root / "data" / "new.resource.yaml")}
found |= {"installed": changed(PACKAGE.parent / "new-1.0.dist-info" / "METADATA")}
found |= {"elsewhere": changed(root / "new.txt")}
print(json.dumps(found))
"""
NEW = {
    "base/new.py": [True, True],
    "content/new.py": [True, True],
    "topics/deep/new.txt": [True, True],
    "new.py": [True, True],
    "build/new.py": [False, True],
    "typst/new.py": [False, True],
    "upkeep/new.py": [False, True],
    "web/new.py": [False, True],
    "base/__pycache__/new.pyc": [False, False],
}
OTHERS = {
    "data": [False, True],
    "dataset": [True, True],
    "installed": [True, True],
    "elsewhere": [False, False],
}


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[bool]]:
    """Which of the digests, of executions and of the book, change with a new file."""
    folder = tmp_path_factory.mktemp("program")
    root = write_project(folder / "project")
    left_out = shutil.ignore_patterns("__pycache__", "*.ttf", "*.otf", "*.woff2")
    shutil.copytree(PACKAGE, folder / "site" / "reportlib", ignore=left_out)
    done = run_program(
        sys.executable, "-c", EDITS, folder / "site", root, *NEW, cwd=folder, check=True
    )
    found: dict[str, list[bool]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("name", [*NEW, *OTHERS])
def test_only_what_chapters_may_read_is_an_input_of_theirs(
    name: str, edited: dict[str, list[bool]]
) -> None:
    assert edited[name] == (NEW | OTHERS)[name]


def test_a_value_has_one_digest_whatever_order_its_keys_are_in() -> None:
    assert digest({"a": 1, "b": 2}) == digest({"b": 2, "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert len(digest(None)) == 64


def test_the_digest_of_a_file_is_that_of_its_bytes_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    assert content_digest(tmp_path / "a") == sha256(b"abc").hexdigest()
    assert content_digest(tmp_path / "b") == content_digest(tmp_path) == ""

"""Remember that a project was found sound, so that nothing is checked again in vain.

Remembered is one digest of all that was checked and of the program that did it, and only where
there was no fault. Anything else, such as a record that cannot be read, means a check.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from reportlib.base.errors import BuildError, ReportError
from reportlib.base.files import write_whole
from reportlib.base.program import content_digest, program_parts
from reportlib.base.project import find_root
from reportlib.build.chapters import list_chapters, toc_documents

RECORD = Path("_build", "checked")


def faults_of(root: Path | None = None, *, again: bool = False) -> tuple[str, ...]:
    """Every fault of the project; found anew only where anything changed since it had none.

    Args:
        again: check whatever is remembered.
    """
    folder = root or find_root()
    now = _digest(folder)
    if not again and now and now == _remembered(folder):
        return ()
    from reportlib.upkeep.checks import check_project  # takes half a second to import

    faults = check_project(folder)
    if not faults and now and now == _digest(folder):  # else it was edited meanwhile
        with suppress(BuildError):  # a project that cannot be written can still be checked
            write_whole(folder / RECORD, f"{now}\n".encode())
    return faults


def _remembered(root: Path) -> str:
    with suppress(OSError, ValueError):
        return (root / RECORD).read_text(encoding="ascii").strip()
    return ""


def _digest(root: Path) -> str:
    """What stands for everything that is checked; nothing where that cannot be told."""
    with suppress(ReportError, OSError, ValueError):
        lines = [f"{path.relative_to(root)} {content_digest(path)}" for path in _checked(root)]
        return sha256("\n".join([*lines, *program_parts()]).encode()).hexdigest()
    return ""


def _checked(root: Path) -> Iterator[Path]:
    """The files that a check reads, and places where it asks whether there is one."""
    yield from (root / "_config.yml", root / "_toc.yml")
    for name in ("data", "chapters"):
        yield from sorted((root / name).rglob("*"))
    for document in toc_documents(root):
        yield from (root / f"{document}{suffix}" for suffix in (".md", ".ipynb"))
    yield from (chapter.path for chapter in list_chapters(root))

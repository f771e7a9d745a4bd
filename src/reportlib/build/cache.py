"""What executed chapters were made from, as digests: whether one must be executed again.

A chapter's outputs depend on its cells and parameters, and on what every chapter may read:
the datasets, reportlib itself, Python and the installed packages. All of it is known before
anything runs. The record also holds the digest of the notebook that was written, so that
one changed by hand is not taken for what the chapter computed.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from reportlib.base.files import write_whole
from reportlib.base.project import PACKAGE
from reportlib.base.settings import project_settings
from reportlib.build.execution import Job

RECORD = "executed.json"
NOT_IMPORTED = ("build", "typst", "upkeep", "web")  # by chapters; a test of the layers sees to it


@dataclass(frozen=True)
class Made:
    """The digest of all that an executed notebook was made from, and its own."""

    inputs: str
    notebook: str


def digest(value: object) -> str:
    """The digest of what can be written as JSON."""
    return sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """The digest of a file, or nothing where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def shared_inputs(root: Path) -> str:
    """The digest of what every chapter may read."""
    return digest(
        [
            _folder(root / "data"),
            project_settings(root).model_dump(mode="json"),
            {
                name: found
                for name, found in _folder(PACKAGE).items()
                if name.partition("/")[0] not in NOT_IMPORTED
            },
            sys.version,
            sorted({path.name for place in sys.path for path in Path(place).glob("*.dist-info")}),
        ]
    )


def program_digest() -> str:
    """The digest of reportlib itself, whole."""
    return digest(_folder(PACKAGE))


def _folder(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): file_digest(path)
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def job_inputs(job: Job, shared: str) -> str:
    """The digest of all that a job's executed notebook is made from."""
    return digest([shared, dict(job.parameters), file_digest(job.chapter.path)])


def read_made(work: Path) -> dict[str, Made]:
    """What was executed in a work folder, by chapter; nothing where the record is not sound."""
    try:
        found = json.loads((work / RECORD).read_text(encoding="utf-8"))
        return {name: Made(**made) for name, made in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def write_made(work: Path, made: Mapping[str, Made]) -> None:
    """Replace the record of a work folder."""
    text = json.dumps({name: asdict(one) for name, one in made.items()})
    write_whole(work / RECORD, text.encode())


def still_made(made: Mapping[str, Made], jobs: Iterable[Job], shared: str) -> dict[str, Made]:
    """Those of the record that hold for these jobs as they are now."""
    return {
        name: made[name]
        for name, job in ((job.chapter.name, job) for job in jobs)
        if made.get(name) == Made(job_inputs(job, shared), file_digest(job.output))
    }

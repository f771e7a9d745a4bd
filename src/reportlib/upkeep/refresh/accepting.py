"""Accept a dataset's file that was corrected: the descriptor states its new checksum."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from reportlib.base import manifests
from reportlib.base.errors import DatasetError
from reportlib.base.locks import changing
from reportlib.base.manifests import Manifest
from reportlib.base.project import find_root
from reportlib.upkeep.refresh.cards import find_dataset
from reportlib.upkeep.refresh.replacing import replace_together
from reportlib.upkeep.refresh.staging import PACKAGE, package_with, schema_faults, staged
from reportlib.upkeep.refresh.tables import Key, Table, table_of

_MOST_COMMITS = 50
_HASH = re.compile(r"(?m)^hash: .*$")
_BYTES = re.compile(r"(?m)^bytes: .*$")


@dataclass(frozen=True)
class Cell:
    """A cell that the corrected file has otherwise; empty where the row or the value is not."""

    key: Key
    column: str
    old: str
    new: str


@dataclass(frozen=True)
class Accepted:
    """What was accepted, or would be; ``cells`` is None where the old file is not to be had."""

    manifest: Manifest
    hash: tuple[str, str]
    cells: tuple[Cell, ...] | None
    written: bool


def accept_dataset(name: str, *, dry_run: bool = False) -> Accepted:
    """Let the descriptor state the checksum of the file as it lies there now.

    What changes is told by the file that Git holds under the old checksum. Descriptor and data
    package are written together, and only where the file still fits its schema.

    Raises:
        DatasetError: there is no such dataset, or its file does not fit the schema.
        BuildError: a file cannot be written, or a book is being made from the data; nothing was
            changed.
    """
    root = find_root()
    old = find_dataset(name, root)
    content = _content(old)
    found = _checksum(content)
    if found == old.hash and len(content) == old.bytes:
        return Accepted(old, (old.hash, found), (), written=False)
    cells = _changed(old, content)
    text = _renewed(old, found, len(content))
    with staged(old, content, text) as new:
        if faults := [f"{old.data_file}: {fault}" for fault in schema_faults(new)]:
            raise DatasetError(*faults, f"{old.file}: was not changed.")
        if not dry_run:
            with changing(root):
                package = package_with(old, new)
                replace_together({old.file: text.encode(), old.file.parent / PACKAGE: package})
            manifests._read_manifest.cache_clear()  # it holds the descriptor that was replaced
    return Accepted(old, (old.hash, found), cells, written=not dry_run)


def _content(manifest: Manifest) -> bytes:
    try:
        return manifest.data_file.read_bytes()
    except OSError as error:
        raise DatasetError(
            f"{manifest.data_file}: cannot be read ({error.strerror}). Restore the file."
        ) from error


def _checksum(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def _renewed(manifest: Manifest, checksum: str, size: int) -> str:
    """The descriptor's text with the two lines that state the file's bytes."""
    text = manifest.file.read_bytes().decode()
    for line, said in ((_HASH, f"hash: {checksum}"), (_BYTES, f"bytes: {size}")):
        text, count = line.subn(said, text)
        if count != 1:
            raise DatasetError(
                f"{manifest.file}: has {count} lines {said.partition(':')[0]!r} at the margin, "
                f"expected one. Write it as the other descriptors do."
            )
    return text


def _changed(manifest: Manifest, content: bytes) -> tuple[Cell, ...] | None:
    new = _cells(table_of(manifest, content))
    for earlier in _kept(manifest.data_file):
        if _checksum(earlier) == manifest.hash:
            old = _cells(table_of(manifest, earlier))
            places = dict.fromkeys([*old, *new])
            pairs = ((place, old.get(place, ""), new.get(place, "")) for place in places)
            return tuple(Cell(*place, was, now) for place, was, now in pairs if was != now)
    return None


def _cells(table: Table) -> dict[tuple[Key, str], str]:
    return {
        (key, column): cell
        for key, row in table.rows.items()
        for column, cell in row.items()
        if column not in table.key_columns
    }


def _kept(file: Path) -> Iterator[bytes]:
    """The contents of a file in Git's last commits of it; none where there is no Git."""
    commits = _git(file.parent, "log", f"-{_MOST_COMMITS}", "--format=%H", "--", file.name)
    for commit in commits.decode().split():
        yield _git(file.parent, "show", f"{commit}:./{file.name}")


def _git(folder: Path, *words: str) -> bytes:
    command = ["git", "-C", str(folder), *words]
    try:
        return subprocess.run(command, capture_output=True, check=False).stdout  # noqa: S603
    except OSError:
        return b""

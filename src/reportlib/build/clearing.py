"""Clear up what builds leave to work with, while others may be running."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from filelock import FileLock, Timeout

from reportlib.base.project import find_root
from reportlib.build.cache import cache_folder


def clear(*, cache: bool) -> tuple[list[Path], list[Path]]:
    """Remove the work folders of builds and single runs, and the cache where asked for.

    Returns:
        The folders that were removed, and those left since a build holds their lock.
    """
    build = find_root() / "_build"
    removed, busy = [], []
    for folder in sorted([*build.glob("work/*/"), *build.glob("runs/*/")]):
        try:
            with ExitStack() as held:
                for lock in (folder.with_suffix(".lock"), *folder.glob("*.lock")):
                    held.enter_context(FileLock(lock, timeout=0))
                shutil.rmtree(folder)
            removed.append(folder)
        except Timeout:
            busy.append(folder)
    kept = cache_folder(build.parent)
    if cache and kept.is_dir():
        # Another build finds nothing there any more, rather than half of it.
        away = Path(tempfile.mkdtemp(dir=build, prefix=".cache."))
        kept.replace(away / kept.name)
        shutil.rmtree(away)
        removed.append(kept)
    return removed, busy

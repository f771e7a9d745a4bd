"""The site of many editions: a folder for each, and at the root what they have in common."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from reportlib.base.economies import economies
from reportlib.base.editions import EDITIONS_FILE, IMAGES, EditionRecord
from reportlib.base.errors import BuildError, ChapterError, ExecutionError, raise_all
from reportlib.base.files import cannot_be_written, write_whole
from reportlib.base.locks import reading
from reportlib.base.places import hold, resolved
from reportlib.base.printed import in_short
from reportlib.base.project import find_root
from reportlib.build.book import unheard
from reportlib.build.chapters import missing_documents
from reportlib.build.ingredients import digest
from reportlib.build.made import is_current, remember
from reportlib.build.outputs import list_files, refuse_foreign_folder
from reportlib.build.site_root import compile_root
from reportlib.build.staging import read_settings
from reportlib.editions.choosing import Chosen
from reportlib.editions.plan import Failure, Plan, pdf_name
from reportlib.editions.pools import Pool
from reportlib.editions.running import Event, Run
from reportlib.editions.tasks import clear_folders, unpack_folder


@dataclass(frozen=True)
class AsRelease:
    """What a site has beside all else as one of several releases.

    ``finish`` is called with its folder and its editions before it is put in its place.
    """

    name: str
    finish: Callable[[Path, Plan, Sequence[EditionRecord]], None]


@dataclass(frozen=True)
class Site:
    """A site that was made, or of which nothing changed.

    ``problems`` says why editions are ``missing``, where it was made without them.
    """

    place: Path
    changed: bool
    editions: int
    missing: tuple[EditionRecord, ...] = ()
    problems: tuple[str, ...] = ()


def make_site(
    chosen: Sequence[Chosen],
    out: Path,
    pool: Callable[[], Pool],
    *,
    pdf: bool = False,
    timeout: int | None = None,
    allow_missing: bool = False,
    release: AsRelease | None = None,
    watch: Callable[[Event], None] = unheard,
    say: Callable[[str], None] = unheard,
) -> Site:
    """Make the editions that are not there yet, and put the site of all in its place at once.

    Args:
        pool: gives what works the tasks; asked only where there are any.
        allow_missing: put the site there although an edition failed, and tell of it there.
        release: where it is one of several; see :mod:`reportlib.editions.releases`.
        watch: called with each event.
        say: called with a line for each stage.

    Raises:
        ExecutionError: editions failed; all are named, each with why. The site is as it was.
        BuildError: the place is not ours or cannot be written, or files changed meanwhile.
    """
    root = find_root()
    place = resolved(out)
    released = release is not None
    refuse_foreign_folder(place, root, None, EDITIONS_FILE, released=released)
    raise_all(ChapterError, missing_documents(root))
    base = published_at(root)
    if base and release:
        base = f"{base.rstrip('/')}/{release.name}"
    work = root / "_build" / "work" / f"editions-{sha256(os.fsencode(place)).hexdigest()[:16]}"
    told = f"{place}: another command is making this site. Wait for it, or stop it."
    with reading(root, work.with_suffix(".lock"), told), hold(place) as held:
        plan = Plan(root, chosen, pdf=pdf, timeout=timeout, base=base, released=released)
        if plan.total:
            say(f"{len(chosen)} editions, {plan.total} tasks")
            _work(plan, pool, watch)
            clear_folders(root)
        plan.inputs.refuse_changed()
        if plan.failures and not allow_missing:
            raise ExecutionError(*_told(plan.failures), _UNTOUCHED)
        new = work / "site"
        editions = [_edition(each, new, pdf_key) for each, _, pdf_key in plan.made()]
        missing = tuple(_missing(each, why) for each, why in plan.missing().items())
        told_why = tuple(_told(plan.failures))
        made_of = digest(
            [plan.version, [[each.name, *keys] for each, *keys in plan.made()]]
            + [each.model_dump(mode="json") for each in missing]
        )
        if not released and is_current(work, place, made_of, _stamps):
            return Site(place, False, len(editions), missing, told_why)
        if not editions:
            raise ExecutionError(*_told(plan.failures), "No edition could be made.")
        say("putting the site together")
        shutil.rmtree(new, ignore_errors=True)
        for each, pages, pdf_key in plan.made():
            _put_edition(new / each.name, plan, each, pages, pdf_key)
        write_root(new, work / "root", [*editions, *missing], base, released=released)
        if release:
            release.finish(new, plan, [*editions, *missing])
        list_files(new)
        refuse_foreign_folder(place, root, None, EDITIONS_FILE, released=released)
        held.put_folder(new)
        remember(work, place, made_of, by=_stamps)
        plan.results.trim(key for _, *keys in plan.made() for key in keys if key)
        shutil.rmtree(work / "root", ignore_errors=True)
    return Site(place, True, len(editions), missing, told_why)


_UNTOUCHED = (
    "The site is as it was. What was made is kept: the same command does only what is missing. "
    "With --allow-missing the site is made without these editions, and says so."
)


def _work(plan: Plan, pool: Callable[[], Pool], watch: Callable[[Event], None]) -> None:
    working = pool()
    try:
        Run(plan, working, watch).work()
    finally:
        working.shutdown(cancel_futures=True)


def _told(failures: Sequence[Failure]) -> list[str]:
    """Each failure once, with the editions that it stopped."""
    editions: dict[str, list[str]] = {}
    for failure in failures:
        editions.setdefault(failure.problem, []).append(failure.edition)
    return [f"{_listed(names)}: {problem}" for problem, names in editions.items()]


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")


def _edition(chosen: Chosen, site: Path, pdf_key: str) -> EditionRecord:
    pdf = f"{chosen.name}/{pdf_name(chosen)}" if pdf_key else ""
    return _record(chosen, pages=site / chosen.name, pdf=pdf)


def _missing(chosen: Chosen, why: Sequence[Failure]) -> EditionRecord:
    return _record(chosen, missing="\n".join(in_short(failure.problem) for failure in why))


def _record(chosen: Chosen, **more: Any) -> EditionRecord:
    title = economies()[chosen.parameters.economy].name
    return EditionRecord(
        name=chosen.name, title=title, parameters=asdict(chosen.parameters), **more
    )


def _put_edition(folder: Path, plan: Plan, chosen: Chosen, pages: str, pdf: str) -> None:
    for key in filter(None, (pages, pdf)):
        content = plan.results.get(key)
        if content is None:
            raise BuildError(
                f"{chosen.name}: what was kept of it is not whole. Run the same command again."
            )
        if key == pages:
            unpack_folder(content, folder)
            share_images(folder)
        else:
            write_whole(folder / pdf_name(chosen), content)
            list_files(folder)


def share_images(edition: Path) -> None:
    """Let the pictures of an edition stand at the root of its site, where its pages lead.

    Raises:
        BuildError: another edition has another picture of the same name.
    """
    found = sorted((edition / IMAGES).glob("*"))
    for path in found:
        place = edition.parent / IMAGES / path.name
        content = path.read_bytes()
        if not place.exists():
            write_whole(place, content)
        elif place.read_bytes() != content:
            raise BuildError(
                f"{edition.name}: the picture {path.name} differs from that of another edition. "
                f"Show what differs between editions as an exhibit, or give it another name."
            )
    if found:
        shutil.rmtree(edition / IMAGES)
        list_files(edition)


def published_at(root: Path) -> str:
    """The address at which a site will lie, if the settings say so."""
    return str((read_settings(root).get("html") or {}).get("baseurl") or "")


def write_root(
    folder: Path,
    work: Path,
    editions: Sequence[EditionRecord],
    base: str,
    *,
    released: bool = False,
) -> None:
    """Write what stands at the site's root, beside the folders of the editions.

    Args:
        folder: of the site, in which the editions lie already.
        work: a folder for what it is compiled from.
        base: the address at which the site will lie, if that is known.
        released: whether it lies in a folder of releases.

    Raises:
        BuildError: as :func:`~reportlib.build.site_root.compile_root`; or it cannot be written.
    """
    listed = sorted(editions, key=lambda each: (each.title, each.name))
    pages = compile_root(work, listed, base=base, releases="../" if released else "")
    try:
        left = shutil.ignore_patterns(".buildinfo")  # of which nobody asks, and it names places
        shutil.copytree(pages, folder, dirs_exist_ok=True, ignore=left)
    except OSError as error:
        raise cannot_be_written(folder, error) from error


def _stamps(folder: Path) -> str:
    """One digest of a folder's files by name, size and time; reading all of them takes minutes."""
    found = []
    for place, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(place, name)  # noqa: PTH118 - of a hundred thousand files
            stat = os.lstat(path)
            found.append((os.path.relpath(path, folder), stat.st_size, stat.st_mtime_ns))
    return digest(sorted(found))

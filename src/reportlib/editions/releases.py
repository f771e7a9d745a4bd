"""Releases of a site beside one another in a folder: made once, never written again.

The folder's ``releases.json`` is written last: what it does not list is not released, and is made
again by the same command. ``latest`` holds pages that lead to those of the newest release, since
not every host, nor Windows, nor a ZIP file knows links, and a copy would double the bytes.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from pydantic import ValidationError

from reportlib import __version__
from reportlib.base.editions import EDITIONS_FILE, RESERVED, EditionRecord
from reportlib.base.errors import BuildError, raise_all
from reportlib.base.files import write_whole
from reportlib.base.places import hold, resolved
from reportlib.base.printed import in_short
from reportlib.base.project import find_root
from reportlib.base.releases import (
    CHANGES,
    LATEST,
    NAME,
    RELEASES_FILE,
    Changes,
    Listed,
    Release,
    Told,
)
from reportlib.build.book import unheard
from reportlib.build.frontmatter import set_time
from reportlib.build.ingredients import digest, folder_digests
from reportlib.build.outputs import LIST, list_files, refuse_foreign_files, refuse_source
from reportlib.build.site_root import compile_releases
from reportlib.build.staging import read_settings
from reportlib.editions.changes import changes_between
from reportlib.editions.choosing import Chosen
from reportlib.editions.feed import FEED, feed
from reportlib.editions.plan import Plan
from reportlib.editions.pools import Pool
from reportlib.editions.site import AsRelease, Site, make_site, published_at

INDEX, SCRIPT, SITEMAP = "index.html", "releases.js", "sitemap.xml"
_LONGEST = 200  # characters of what is said of a list
_FILES = (INDEX, SCRIPT, FEED, SITEMAP, RELEASES_FILE, EDITIONS_FILE)
_OWN = (LATEST, INDEX, SCRIPT, FEED)  # what a first release must not find there


def release_faults(out: Path, name: str) -> Iterator[str]:
    """Why a release of this name cannot be made in a folder; nothing where it can."""
    folder = resolved(out)
    if not re.fullmatch(NAME, name) or ".." in name:
        yield (
            f"{ascii(name)[:90]} cannot be the name of a release. Expected letters, digits, "
            "points, - and _, 40 at most, a letter or a digit at both ends, such as 2026.1."
        )
    elif name.partition(".")[0].casefold() in RESERVED or name.casefold() in _FILES:
        yield f"The name {name} is kept for other things. Give the release another name."
    elif (folder / name).is_dir() and not _is_begun(folder / name):
        yield f"{folder / name} is a folder that no release wrote. Move it away, or name another."
    try:
        root = find_root()
        refuse_source(folder, root)
        if folder == root:
            raise BuildError(f"{folder} holds the book's sources. Choose another with --out.")
        listed = read_releases(folder)
        refuse_foreign_files(folder / LATEST, LIST)
    except BuildError as error:
        yield from error.problems
        return
    if listed is None:
        yield from _occupied(folder)
    else:
        yield from _misplaced(folder)
    for each in listed.releases if listed else ():
        if each.name.casefold() == name.casefold():
            yield (
                f"{folder / each.name} was released on {each.date}, and stays as it is. "
                "Give the new release another name."
            )
        if not (folder / each.name / EDITIONS_FILE).is_file():
            yield (
                f"{folder / each.name} is listed in {RELEASES_FILE} and is not there. Restore it, "
                "or take it out of that list."
            )


def _occupied(folder: Path) -> Iterator[str]:
    """What stands where the first release would write."""
    if (folder / EDITIONS_FILE).is_file():
        yield (
            f"{folder} holds a site without releases. Choose another folder with --out; "
            "what that site is made of is kept, and is not made again."
        )
    elif found := [name for name in _OWN if os.path.lexists(folder / name)]:
        yield (
            f"{folder} holds {', '.join(found)}, which no release wrote. Choose a new folder "
            "with --out, or move them away."
        )


def _misplaced(folder: Path) -> Iterator[str]:
    """What stands where a release writes its files or the folder `latest`, and is none of these."""
    latest = folder / LATEST
    if os.path.lexists(latest) and (latest.is_symlink() or not latest.is_dir()):
        yield f"{latest} is a file or a link that no release wrote. Move it away."
    for name in _FILES:
        if (folder / name).is_dir():
            yield f"{folder / name} is a folder; a file is written there. Move it away."


def _is_begun(place: Path) -> bool:
    """Whether a folder is what a stopped command put there."""
    return (place / f"{CHANGES}.json").is_file() and (place / EDITIONS_FILE).is_file()


def read_releases(folder: Path) -> Listed | None:
    """The list of a folder's releases; none where there is none.

    Raises:
        BuildError: there is something else.
    """
    place = folder / RELEASES_FILE
    try:
        return Listed.model_validate_json(place.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError) as error:
        raise BuildError(
            f"{place}: is no list of releases ({_why(error)}). Restore it; the "
            "releases beside it were not touched."
        ) from error


def _why(error: OSError | ValidationError) -> str:
    """What is wrong, and of a list in which entry, in a line."""
    if isinstance(error, OSError):
        return in_short(str(error))
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"]))
    return in_short(f"{place}: {first['msg']}" if place else first["msg"])[:_LONGEST]


def make_release(
    chosen: Sequence[Chosen],
    out: Path,
    pool: Callable[[], Pool],
    *,
    name: str,
    say: Callable[[str], None] = unheard,
    **more: Any,
) -> Site:
    """Make a site as a release in a folder of such, and list it there.

    Args:
        out: the folder, in which the site gets a folder of its own.
        more: as of :func:`~reportlib.editions.site.make_site`.

    Raises:
        BuildError: the release is there already, its name or the folder is refused, or as
            :func:`~reportlib.editions.site.make_site`.
        ExecutionError: likewise.
    """
    raise_all(BuildError, release_faults(out, name))
    day, folder = _today(), resolved(out)
    with hold(folder / LATEST) as latest:
        raise_all(BuildError, release_faults(folder, name))  # also what was made meanwhile
        making = _Making(folder, name, day, say)
        site = make_site(
            chosen, folder / name, pool, release=AsRelease(name, making.finish), say=say, **more
        )
        say("listing the releases")
        latest.put_folder(making.pages / LATEST)
        making.put()
    return site


class _Making:
    """A release that is being made: what is told of it, and the pages that list it."""

    def __init__(self, folder: Path, name: str, day: date, say: Callable[[str], None]) -> None:
        self.folder, self._name, self._day, self._say = folder, name, day, say
        self._root = find_root()
        settings = read_settings(self._root)
        title = str(settings.get("title") or "A report book")
        first = Listed(id=uuid5(NAMESPACE_URL, title).urn, title="", author="")
        author = str(settings.get("author") or title)
        named = {"title": title, "author": author}
        self._before = (read_releases(folder) or first).model_copy(update=named)
        self._base = published_at(self._root)
        self._listed = self._before
        work = sha256(os.fsencode(folder)).hexdigest()[:16]
        self._work = self._root / "_build" / "work" / f"releases-{work}"
        self.pages = self._work / "compiled" / "_build" / "html"

    def finish(self, new: Path, plan: Plan, editions: Sequence[EditionRecord]) -> None:
        """Write what changed into the new site, and make the pages that list all releases."""
        changes = self._changes(new, editions)
        write_whole(new / f"{CHANGES}.json", f"{changes.model_dump_json(indent=1)}\n".encode())
        release = Release(
            name=self._name,
            date=f"{self._day}",
            editions=tuple(each.name for each in editions if not each.missing),
            missing=tuple(each.name for each in editions if each.missing),
            reportlib=__version__,
            inputs=digest(plan.version),
            digest="",
            summary=changes.summary,
        )
        self._listed = self._before.model_copy(
            update={"releases": (release, *self._before.releases)}
        )
        self.pages = compile_releases(
            self._work,
            Told(
                listed=self._listed,
                changes=changes,
                pages=(*_pages(new), f"{CHANGES}.html"),
                before=tuple(sorted(self._pages_before())),
                base=self._base,
            ),
        )
        list_files(self.pages / LATEST)
        shutil.copy(self.pages / self._name / f"{CHANGES}.html", new)
        if not self._before.releases:  # so that what is put here now is known as a release's
            write_whole(self.folder / RELEASES_FILE, _json(self._before))

    def _changes(self, new: Path, editions: Sequence[EditionRecord]) -> Changes:
        if not self._before.releases:
            return Changes(release=self._name)
        before = self._before.releases[0].name
        self._say(f"comparing with {before}")
        try:
            return changes_between(self._name, new, editions, before, self.folder / before)
        except BuildError as error:
            self._say(f"what changed since {before} is not known: {error}")
            return Changes(release=self._name, before=before, unknown=str(error))

    def _pages_before(self) -> set[str]:
        """The pages of all earlier releases."""
        return {page for each in self._before.releases for page in _pages(self.folder / each.name)}

    def put(self) -> None:
        """Write what stands in the folder beside the releases; the list last.

        Raises:
            BuildError: it cannot be written; the same command writes it then.
        """
        newest, *others = self._listed.releases
        found = digest(folder_digests(self.folder / self._name))
        releases = (newest.model_copy(update={"digest": f"sha256:{found}"}), *others)
        listed = self._listed.model_copy(update={"releases": releases})
        write_whole(self.folder / INDEX, (self.pages / INDEX).read_bytes())
        write_whole(self.folder / SCRIPT, pages_script(self.folder, listed))
        write_whole(self.folder / FEED, feed(listed, self._base))
        sitemap = self.folder / self._name / SITEMAP
        if sitemap.is_file():
            write_whole(self.folder / SITEMAP, sitemap.read_bytes())
        write_whole(self.folder / RELEASES_FILE, _json(listed))
        shutil.rmtree(self._work, ignore_errors=True)


def _json(listed: Listed) -> bytes:
    return f"{listed.model_dump_json(indent=1)}\n".encode()


def _today() -> date:
    """The day of the release: today, unless the environment says from when to reckon."""
    given = set_time()
    return (datetime.now(UTC) if given is None else datetime.fromtimestamp(given, UTC)).date()


def _pages(folder: Path) -> list[str]:
    """The pages below a folder, as paths from there."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.html"))


def pages_script(folder: Path, listed: Listed) -> bytes:
    """The releases with their pages, as a script that pages of all of them read.

    Of a release there are its name and date, and three of ``lists`` by their places: editions,
    pages that all of them have, and pages beside the editions.
    """
    lists: dict[tuple[str, ...], int] = {}
    releases = []
    for each in listed.releases:
        editions = set(each.editions)
        own: dict[str, set[str]] = {name: set() for name in each.editions}
        beside = []
        for page in _pages(folder / each.name):
            edition, _, rest = page.partition("/")
            if edition in editions:
                own[edition].add(rest)
            else:
                beside.append(page)
        common = sorted(set.intersection(*own.values())) if own else []
        found = (tuple(sorted(editions)), tuple(common), tuple(beside))
        places = [lists.setdefault(names, len(lists)) for names in found]
        releases.append([each.name, each.date, *places])
    told = json.dumps({"lists": list(lists), "releases": releases}, separators=(",", ":"))
    return f"window.reportReleases = {told};\n".encode()

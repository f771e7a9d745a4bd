"""How an exhibit is cited: itself, the book and its edition, and whoever published its data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from sphinx.config import Config

from reportlib.base.payload import Payload, Source

CITED = "reportlib_cited"
"""The setting with what citations name: title, authors, year, version, edition, address."""

MOST_NAMED = 12  # datasets in one citation
_SPECIAL = re.compile(r"[\\&%$#_{}~^]")
_IN_ADDRESSES = "/:?#@!$&'()*+,;=%-._~[]"
_APART = re.compile(r"[^a-z0-9]+")


def cited(config: Config) -> Mapping[str, str]:
    """What citations name of the book; a project says less where nobody compiles an edition."""
    told: Mapping[str, str] = getattr(config, CITED)
    title = config.html_title or config.project
    own = {"title": title, "authors": config.author, "year": _year(config.copyright)}
    return {"version": "", "edition": "", "address": ""} | own | dict(told)


def citation(exhibit: Payload, number: str, book: Mapping[str, str]) -> str:
    """The exhibit cited as a sentence or two."""
    by = " ".join(filter(None, [book["authors"], f"({book['year']})" if book["year"] else ""]))
    what = ", ".join(filter(None, [f"“{_title(exhibit)}”", number]))
    parts = [by, what, f"In: {book['title']}", _which(book), data_cited(exhibit), book["address"]]
    return " ".join(f"{part.removesuffix('.')}." for part in parts if part)


def bibtex(exhibit: Payload, number: str, book: Mapping[str, str]) -> str:
    """The exhibit cited as an entry for BibTeX."""
    where = ", ".join(filter(None, [number, book["title"], _which(book)]))
    fields = {
        "author": f"{{{_tex(book['authors'])}}}" if book["authors"] else "",
        "title": f"{{{_tex(_title(exhibit))}}}",
        "year": _tex(book["year"]),
        "howpublished": _tex(where),
        "note": _tex(data_cited(exhibit)),
        "url": quote(book["address"], safe=_IN_ADDRESSES),
    }
    told = (f"  {name} = {{{text}}}" for name, text in fields.items() if text)
    return "\n".join([f"@misc{{{_key(exhibit, book)},", ",\n".join(told), "}"])


def data_cited(exhibit: Payload) -> str:
    """Whose data an exhibit shows, each dataset with its vintage and its licence."""
    sources = exhibit.sources
    if not sources:
        return ""
    if len(sources) > MOST_NAMED:
        publishers = {source.publisher for source in sources}
        return f"Data: {len(sources)} datasets of {len(publishers)} publishers, named beside it"
    by_publisher: dict[str, list[str]] = {}
    for source in sources:
        by_publisher.setdefault(source.publisher, []).append(_dataset(source))
    named = (f"{name}: {', '.join(theirs)}" for name, theirs in by_publisher.items())
    return f"Data: {'; '.join(named)}"


def _dataset(source: Source) -> str:
    terms = ", ".join(filter(None, [source.vintage, source.licence]))
    return f"{source.title} ({terms})"


def _title(exhibit: Payload) -> str:
    return (exhibit.caption or exhibit.title).removesuffix(".")


def _which(book: Mapping[str, str]) -> str:
    """Version and edition."""
    version = f"version {book['version']}" if book["version"] else ""
    said = ", ".join(filter(None, [version, book["edition"]]))
    return f"{said[:1].upper()}{said[1:]}"


def _key(exhibit: Payload, book: Mapping[str, str]) -> str:
    parts = (exhibit.label, _APART.sub("-", book["edition"].lower()), book["year"])
    return "-".join(filter(None, (part.strip("-") for part in parts)))


def _tex(text: str) -> str:
    """A text in which nothing is a command of TeX."""
    return _SPECIAL.sub(lambda found: _TEX.get(found[0], f"\\{found[0]}"), text)


# A brace behind a backslash still counts for BibTeX, which looks for the one that closes it.
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


def _year(text: str) -> str:
    found = re.search(r"\d{4}", text)
    return found[0] if found else ""

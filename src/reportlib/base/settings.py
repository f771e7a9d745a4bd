"""What a project says of its own book: the block ``reportlib:`` in ``_config.yml``.

Jupyter Book reads the same file and leaves a block alone that it does not know. Every key may
be left out; what then holds is said in neutral words. By which measure peers are chosen, and
what scales divide by, is said in ``data/measures.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from reportlib.base.errors import ProjectError, raise_all
from reportlib.base.lines import Lines, fault_said
from reportlib.base.project import find_root

FILE = "_config.yml"
BLOCK = "reportlib"
_CODE = re.compile(r"[A-Z]{3}")
_FIELD = re.compile(r"\{[^{}]*\}|[{}]")
_CAPITALS = re.compile(r"[A-Z]{4,}")
_FUNCTION = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*")


def _of_economy(text: str) -> str:
    if set(_FIELD.findall(text)) != {"{economy}"}:
        raise ValueError("expected words with {economy} where its name stands, no other braces")
    return text


def _with_numeral(text: str) -> str:
    if not any(character.isdigit() for character in text):
        raise ValueError("expected a name with a numeral in it")
    return text


def _in_capitals(text: str) -> str:
    if not _CAPITALS.fullmatch(text):
        raise ValueError("expected four capital letters or more; shorter words need no exception")
    return text


def _code(text: str) -> str:
    if not _CODE.fullmatch(text):
        raise ValueError("expected a code of three capital letters")
    return text


Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, AfterValidator(_code)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


def _function(text: str) -> str:
    if not _FUNCTION.fullmatch(text):
        raise ValueError("expected a function of a module, as in package.module:function")
    return text


class _Strict(BaseModel):
    """No key that is not known, no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Defaults(_Strict):
    """The parameters that the book uses, each with its default; those left out it does not use."""

    economy: str | None = None
    peers: str | None = None
    first_year: int | None = None
    last_year: int | None = None
    scale: str | None = None
    top_n: int | None = None


class Words(_Strict):
    """Words of the printed book's first pages."""

    edition: Annotated[Text, AfterValidator(_of_economy)] = "Edition for {economy}"
    imprint: list[Text] = [
        "Each exhibit names the publishers of its data with vintage and licence. Where the data "
        "hold nothing on the economy, the page says so; nothing is filled in by an estimate."
    ]


class Data(_Strict):
    """How the Data Package of all datasets is named."""

    name: Slug = "report-book"
    title: Text = "Datasets of the report book"


class Prose(_Strict):
    """Words that `reportlib check` lets pass.

    ``numerals`` are names that hold a numeral, each with what it is; ``capitals`` are
    abbreviations of four letters or more.
    """

    numerals: dict[Annotated[str, AfterValidator(_with_numeral)], Text] = {}
    capitals: list[Annotated[str, AfterValidator(_in_capitals)]] = []


class Settings(_Strict):
    """The whole block.

    ``version`` is the book's own; without it that of ``CITATION.cff`` holds, if there is one.
    ``groups`` are names for several economies, by their codes, that a site of editions is made of.
    ``labels`` names for a chapter how the labels of its exhibits begin after ``fig-``, ``tbl-``
    or ``find-``, where that is not the chapter's name. Without ``parameters`` the book uses all.
    ``world`` names the function that tells a site of many editions what to show of all economies.
    """

    version: Text | None = None
    parameters: Defaults | None = None
    words: Words = Words()
    data: Data = Data()
    groups: dict[str, Annotated[list[Code], Field(min_length=1)]] = {}
    labels: dict[str, Annotated[list[Slug], Field(min_length=1)]] = {}
    prose: Prose = Prose()
    world: Annotated[Text, AfterValidator(_function)] | None = None

    def used(self) -> Mapping[str, Any] | None:
        """The parameters that the book uses, with their defaults; None where it says nothing."""
        if self.parameters is None:
            return None
        return {
            name: getattr(self.parameters, name)
            for name in type(self.parameters).model_fields
            if name in self.parameters.model_fields_set
        }


_MODELS: Mapping[str, type[BaseModel]] = {
    "parameters": Defaults,
    "words": Words,
    "data": Data,
    "prose": Prose,
}


def project_settings(root: Path | None = None) -> Settings:
    """What a project says of its book; neutral words where it has no such block.

    Raises:
        ProjectError: the file cannot be read, or keys or values of the block are wrong; every
            fault in one error.
    """
    settings, lines = _read(root)
    raise_all(ProjectError, lines.faults())
    return settings


def setting_faults(root: Path | None = None) -> tuple[str, ...]:
    """Every fault of the block, by line."""
    return _read(root)[1].faults()


def setting_place(root: Path | None, *keys: str) -> str:
    """Where a setting stands, as faults name it: file, line and key."""
    lines = _read(root)[1]
    place = (BLOCK, *keys)
    return f"{lines.path}: line {lines.line(place)}: {'.'.join(place)}"


def _read(root: Path | None) -> tuple[Settings, Lines]:
    path = (root or find_root()) / FILE
    stamp = path.stat() if path.is_file() else None
    return _read_once(path, stamp and (stamp.st_mtime_ns, stamp.st_size))


@lru_cache(maxsize=8)
def _read_once(path: Path, stamp: object) -> tuple[Settings, Lines]:  # noqa: ARG001
    """The block as the file has it at a time."""
    lines = Lines(path)
    content = lines.content.get(BLOCK) if isinstance(lines.content, dict) else None
    if content is None:
        return Settings(), lines
    try:
        return Settings.model_validate(content), lines
    except ValidationError as error:
        _refuse(lines, error.errors())
    return Settings(), lines


def _refuse(lines: Lines, faults: Iterable[Any]) -> None:
    for fault in faults:
        keys = tuple(str(part) for part in fault["loc"] if part != "[key]")
        if fault["type"] == "string_pattern_mismatch":
            found = f"{fault['input']!r:.80}"
            said = f"expected small letters and digits, with - between them (found {found})"
        else:
            said = fault_said(fault, _keys_at(keys), _keys_at(keys[:-1]))
        lines.refuse((BLOCK, *keys), said)


def _keys_at(place: tuple[str, ...]) -> list[str]:
    model = Settings if not place else _MODELS.get(place[0]) if len(place) == 1 else None
    return list(model.model_fields) if model else []

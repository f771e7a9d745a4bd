"""The recorded recipes: how a publisher's file becomes a dataset, ``data/recipes/NAME.yaml``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from reportlib.base.errors import DatasetError, raise_all
from reportlib.base.manifests import Manifest
from reportlib.base.project import find_root
from reportlib.base.yaml_text import read_yaml

FOLDER = "recipes"
FormatName = Literal[
    "world-bank", "owid", "ncses", "sdmx-csv", "ip-statistics", "uis", "counted", "gii-workbook"
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Counted(_Model):
    """How things of a list become figures.

    ``year`` is the column of the year or day, without which the file's name has it. ``sum`` is
    the column to sum up, without which rows are counted. ``separator`` stands between economies
    that share a row, each of which it counts for in full.
    """

    year: str = ""
    sum: str = ""
    separator: str = ""


class Part(_Model):
    """One series of the publisher, and the column that it fills.

    ``series`` is what the publisher calls it: an indicator (World Bank, UNESCO, IP statistics),
    a column (Our World in Data) or a part of the index (Global Innovation Index), both with
    their other names in ``also``, the beginning of a table's
    title (NCSES) or a dataflow (SDMX-CSV); of a list whose rows are ``counted``, it is the
    column of economies. ``where`` picks values of dimensions. ``set`` gives the other columns
    of the key. Figures are multiplied by ``factor`` and rounded.
    """

    series: str = Field(min_length=1)
    also: tuple[str, ...] = ()
    where: dict[str, str] = Field(default_factory=dict)
    column: str
    set: dict[str, str] = Field(default_factory=dict)
    factor: Annotated[float, Field(gt=0)] = 1
    decimals: Annotated[int, Field(ge=0, le=12)] = 6
    counted: Counted | None = None

    def __hash__(self) -> int:
        """By what tells parts apart; pydantic would hash the mappings."""
        return hash((self.series, self.column, *self.where.items(), *self.set.items()))


class NewSource(_Model):
    """What to write of a new vintage where each row names its source.

    ``{vintage}`` is the new vintage, ``{month}`` its year and month, and ``{series}`` the
    series that were read.
    """

    name: str
    title: str
    path: str
    publisher: str


class Download(_Model):
    """Where a program can download a file, with which headers, and the name to save it by.

    ``{year}`` and ``{month}`` in the address are those of the vintage that is asked for, or else of
    the release that the descriptor expects next.
    """

    url: Annotated[str, Field(pattern=r"^(https://|http://127\.0\.0\.1[:/]).+")]
    file: Annotated[str, Field(pattern=r"^[A-Za-z0-9][\w.{}-]{0,99}$")]
    headers: dict[str, str] = Field(default_factory=dict)

    def of(self, vintage: str) -> Download:
        """The download of a vintage.

        Raises:
            DatasetError: the address names a year or month, and the vintage does not.
        """
        year, _, rest = vintage.partition("-")
        values = {"year": year, "month": rest[:2]}
        for name, value in values.items():
            if f"{{{name}}}" in self.url + self.file and not value:
                raise DatasetError(
                    f"{self.url}: asks for the {name} of an edition. Add --vintage, such as "
                    f"--vintage 2026-06."
                )
        texts = {"url": self.url, "file": self.file}
        for name, value in values.items():
            texts = {key: text.replace(f"{{{name}}}", value) for key, text in texts.items()}
        return self.model_copy(update=texts)


class Recipe(_Model):
    """How files of a publisher become a dataset; ``page`` is where to download them.

    ``fetch`` says where a program can, for `reportlib data fetch`.

    ``codes`` maps the publisher's codes or names to ours, ``missing`` lists texts of empty
    cells besides the format's own. ``zeros: unreported`` takes a zero for a missing figure
    before the first and after the last figure of a series above zero, and in years in which
    an economy has a figure in every series, and all are zero.
    """

    format: FormatName
    page: str
    fetch: tuple[Download, ...] = ()
    economy: str = "economy"
    year: str = "year"
    parts: tuple[Part, ...] = Field(min_length=1)
    codes: dict[str, str] = Field(default_factory=dict)
    missing: tuple[str, ...] = ()
    zeros: Literal["published", "unreported"] = "published"
    source: NewSource | None = None
    note: str = ""


def recipe_names(folder: Path | None = None) -> tuple[str, ...]:
    """The datasets that have a recipe, sorted."""
    data = folder or find_root() / "data"
    return tuple(sorted(path.stem for path in (data / FOLDER).glob("*.yaml")))


def read_recipe(manifest: Manifest) -> Recipe:
    """The recipe of a dataset.

    Raises:
        DatasetError: there is none, or it is broken or does not fit the descriptor.
    """
    path = manifest.file.parent / FOLDER / f"{manifest.stem}.yaml"
    if not path.is_file():
        names = ", ".join(recipe_names(manifest.file.parent)) or "none"
        raise DatasetError(
            f"{manifest.stem} has no recipe {path}, so a new file cannot take its place by itself. "
            f"The datasets with one are: {names}. Write it like theirs, or bring the dataset up "
            f"to date with the script that made it."
        )
    try:
        content: Any = read_yaml(path.read_text(encoding="utf-8"))
        recipe = Recipe.model_validate(content)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise DatasetError(f"{path}: not readable as YAML in UTF-8: {error}") from error
    except ValidationError as error:
        raise DatasetError(*_model_faults(path, error)) from error
    raise_all(DatasetError, _faults(path, recipe, manifest))
    return recipe


def _model_faults(path: Path, error: ValidationError) -> Iterator[str]:
    for fault in error.errors():
        place = ".".join(str(part) for part in fault["loc"])
        yield f"{path}: {place}: {fault['msg']} (found {fault['input']!r:.80})"


def _faults(path: Path, recipe: Recipe, manifest: Manifest) -> Iterator[str]:
    types = {field.name: field.type for field in manifest.table.fields}
    key = set(manifest.table.primary_key)
    for number, part in enumerate(recipe.parts):
        place = f"{path}: parts.{number}"
        if types.get(part.column) not in ("integer", "number"):
            yield f"{place}.column: {part.column!r} is no column of figures of {manifest.stem}"
        texts = {name for name, type_ in types.items() if type_ == "string"}
        given = {recipe.economy, recipe.year, *part.set}
        if not key <= given <= key | texts:
            yield f"{place}: gives the columns {_said(given)}, expected the key {_said(key)}"
    keys = [(part.column, *sorted(part.set.items())) for part in recipe.parts]
    for key_of_part in sorted({repr(k) for k in keys if keys.count(k) > 1}):
        yield f"{path}: parts: two fill the same figures, {key_of_part}"
    if ("source" in types) != (recipe.source is not None):
        yield f"{path}: source: needed where the dataset has a column source, and only there"


def _said(names: set[str]) -> str:
    return ", ".join(sorted(names))

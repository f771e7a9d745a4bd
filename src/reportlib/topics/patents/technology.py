"""In which technical fields inventors work."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_percent
from reportlib.content.sentences import sentence

MOST = 10  # fields shown
LEAST_FAMILIES = 100  # below it a share of a field is a handful of families
COLUMNS = ["label", "role", "start", "end", "withheld", "rows", "start_rows", "end_rows"]


def fields(edition: Edition) -> Exhibit:
    """The largest fields of the economy's patent families, beside their part in the world."""
    own, year = _own(edition)
    table = _shares(own, year)
    return exhibits.figure(
        form=forms.DUMBBELL,
        label="fig-patents-fields",
        title="Patent families by technical field",
        where=f"the world and inventors in {edition.named}, {year}",
        unit="percent of families granted in the year",
        table=table,
        missing=f"For {edition.named} the source has no whole table with a year of "
        f"{LEAST_FAMILIES} families with a field.",
        headline=_headline(edition, table, year),
        notes=[
            f"The {MOST} largest of thirty-five fields, in percent of families with a field. They "
            "were first granted in the year and filed some years before; a family granted at home "
            "alone counts too."
        ],
        names={"start": "World", "end": edition.name, "item": "Field"},
        start_label="World",
        end_label=edition.name,
    )


def has_fields(edition: Edition) -> bool:
    """Whether a year has families enough to show."""
    return not _own(edition)[0].empty


def _own(edition: Edition) -> tuple[pd.DataFrame, int]:
    """The families of the newest year with enough of them, and the year; no rows without one."""
    held = read_dataset("patent_families_by_field").where(origin=edition.code)
    held = held[held["field"] != "unassigned"]
    span = edition.parameters
    held = held[held["year"].between(span.first_year, span.last_year)]
    enough = held.groupby("year")["families"].sum()
    years = enough[enough >= LEAST_FAMILIES].index
    year = int(years.max()) if len(years) else 0
    return held[held["year"] == year], year


def _shares(own: pd.DataFrame, year: int) -> pd.DataFrame:
    world = read_dataset("patent_families_by_field_world").where(year=year)
    world = world[world["field"] != "unassigned"]
    both = own.merge(world, on="field", suffixes=("", "_world"))
    if both.empty:
        return pd.DataFrame(columns=COLUMNS)
    table = pd.DataFrame(
        {
            "label": [_field(str(name)) for name in both["field"]],
            "role": "peer",
            "start": 100 * both["families_world"] / both["families_world"].sum(),
            "end": 100 * both["families"] / both["families"].sum(),
            "withheld": False,
            "rows": both[ROW] + " " + both[f"{ROW}_world"],
            "start_rows": both[f"{ROW}_world"],
            "end_rows": both[ROW],
        }
    )
    return table.sort_values(["end", "label"], ascending=[False, True]).head(MOST)


def _field(name: str) -> str:
    return _LONG.get(name, name.replace("_", " ").capitalize().replace("It methods", "IT methods"))


_LONG = {
    "electrical_machinery_apparatus_energy": "Electrical machinery, energy",
    "engines_pumps_turbines": "Engines, pumps, turbines",
    "furniture_games": "Furniture, games",
    "macromolecular_chemistry_polymers": "Polymers",
    "materials_metallurgy": "Materials, metallurgy",
    "microstructural_technology_and_nanotechnology": "Microstructures, nanotechnology",
    "surface_technology_coating": "Surface technology, coating",
    "audio_visual_technology": "Audio-visual technology",
}


def _headline(edition: Edition, table: pd.DataFrame, year: int) -> Sentence | None:
    if table.empty:
        return None
    first = table.iloc[0]
    return sentence(
        "{field} is the largest field of inventors in {name}: {own} of their families in {year}, "
        "against {world} in the world.",
        field=str(first["label"]),
        name=edition.named,
        own=_share(first, "end"),
        year=str(year),
        world=_share(first, "start"),
    )


def _share(row: pd.Series, column: str) -> Number:
    return Number(
        float(row[column]),
        say_percent,
        "percent",
        tuple(str(row[f"{column}_rows"]).split()),
        "100 * families in the field / all with a field",
    )

"""Women among inventors, attorneys and learners."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import MISSING, Column, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.notes import general_caveats
from reportlib.content.sentences import sentence
from reportlib.topics.talent.professions import attorney_rows
from reportlib.topics.talent.shared import (
    WORLD,
    Finding,
    cell,
    held_number,
    in_window,
    items,
    no_values,
    share_of,
)

WORLD_NAME = "World"
FIELD_NAMES = {
    "all": "All fields",
    "it_methods_for_management": "IT methods for management",
    "micro_structural_and_nano_technology": "Micro-structural and nano-technology",
}


def women_by_field(edition: Edition) -> Exhibit:
    """Women among inventors worldwide in the leading fields, and in all."""
    rows = read_dataset("women_inventors_world").where(measure="women_inventors")
    rows = in_window(rows[rows["year"] == rows.loc[rows["field"] != "all", "year"].max()], edition)
    table = rows.assign(
        category=[_field_name(str(field)) for field in rows["field"]],
        series="women",
        label="Women",
        role="world",
        value=rows["percent"],
        rows=rows[ROW],
    ).sort_values(["percent", "category"], ascending=[False, True])
    return exhibits.figure(
        form=forms.BARS,
        label="fig-talent-women-fields",
        title="Women among the inventors in PCT applications, by field of technology",
        where="world",
        unit="percent of inventors",
        table=table,
        missing=f"There are no values within {edition.years_said}.",
        headline=_fields_of_women_headline(rows),
        notes=[
            "Only the leading fields, beside all fields: the others are lower. Gender is inferred "
            "from first names.",
        ],
        names={"category": "Field of technology"},
    )


def _field_name(field: str) -> str:
    return FIELD_NAMES.get(field, field.replace("_", " ").capitalize())


def _fields_of_women_headline(rows: pd.DataFrame) -> Sentence | None:
    fields = rows[rows["field"] != "all"].sort_values("percent")
    everything = rows[rows["field"] == "all"]
    if fields.empty or everything.empty:
        return None
    most = list(items(fields))[-1]
    return sentence(
        "Worldwide, women were {all} of the inventors in PCT applications in {year}; the largest "
        "share was in {field}, {value}.",
        all=held_number(next(iter(items(everything))), "percent", "percent", percent=True),
        year=str(most.year),
        field=_field_name(str(most.field)).lower(),
        value=held_number(most, "percent", "percent", percent=True),
    )


def women(edition: Edition) -> Exhibit:
    """The economy's shares of women, and all others there are, each with what it counts."""
    rows = [
        *_women_rows(edition, "women_inventors", "women among inventors in PCT applications"),
        *_women_world_rows(edition),
        *_women_attorney_rows(edition),
        *_women_academy_rows(edition),
    ]
    finding = women_finding(edition)
    return exhibits.table(
        label="tbl-talent-women",
        title="Women among inventors, attorneys and participants in courses",
        where=f"{edition.named} and all others with a share",
        columns=[
            Column(title="Where"),
            Column(title="What is counted"),
            Column(title="Year", numeric=True),
            Column(title="Share", unit="percent", numeric=True),
            Column(title="Note"),
        ],
        rows=rows if any(row.strong for row in rows) else [],
        missing=no_values(edition, read_dataset("women_inventors").table),
        headline=finding.said if finding else _women_attorneys_headline(edition),
        notes=[
            "Gender is inferred from first names by WIPO’s dictionary.",
            *general_caveats("women_inventors"),
            "The share of inventors and the share of applications that name a woman are two "
            "measures.",
        ],
    )


def women_finding(edition: Edition) -> Finding | None:
    """The economy's share among inventors, beside that of the world in the same year."""
    latest = edition.window(measure("women_inventors")).latest(edition.code)
    if latest is None:
        return None
    world = measure("women_inventors_world").number(WORLD, latest[0])
    said = sentence(
        "Women were {value} of the inventors from {name} in PCT applications in {year}{beside}.",
        value=latest[1],
        name=edition.named,
        year=str(latest[0]),
        beside=sentence("; worldwide it was {world}", world=world) or "",
    )
    return Finding(latest[0], said) if said else None


def _women_attorneys_headline(edition: Edition) -> Sentence | None:
    part = edition.window(measure("registered_attorneys_women")).latest(edition.code)
    whole = measure("registered_attorneys").number(edition.code, part[0]) if part else None
    if part is None or whole is None:
        return None
    return sentence(
        "Women were {value} of the registered patent attorneys of {name} in {year}.",
        value=share_of(part[1], whole),
        name=edition.named,
        year=str(part[0]),
    )


def _women_rows(edition: Edition, dataset: str, what: str) -> list[Row]:
    found = in_window(read_dataset(dataset).table, edition)
    return [
        _women_row(economies()[item.economy].name, what, item, strong=item.economy == edition.code)
        for item in items(found)
    ]


def _women_world_rows(edition: Edition) -> list[Row]:
    words = {
        "women_inventors": "women among inventors in PCT applications",
        "applications_with_a_woman": "PCT applications that name at least one woman",
    }
    found = in_window(read_dataset("women_inventors_world").where(field="all"), edition)
    return [
        _women_row(WORLD_NAME, words[str(item.measure)], item)
        for item in items(found.sort_values(["measure", "year"], ascending=[False, True]))
    ]


def _women_row(place: str, what: str, item: Any, *, strong: bool = False) -> Row:
    return Row(
        cells=(
            text_cell(place),
            text_cell(what),
            text_cell(item.year),
            cell(item, "percent", "percent"),
            text_cell(getattr(item, "note", "") or MISSING, item.row),
        ),
        strong=strong,
    )


def _women_attorney_rows(edition: Edition) -> list[Row]:
    """Women among registered attorneys, where both are counted."""
    part = in_window(attorney_rows(["registered_women"]), edition)
    rows = []
    for item in items(part):
        whole = measure("registered_attorneys").number(item.economy, int(item.year))
        if whole is None:
            continue
        share = share_of(held_number(item, "persons", "persons"), whole)
        rows.append(
            Row(
                cells=(
                    text_cell(economies()[item.economy].name),
                    text_cell("women among registered patent attorneys"),
                    text_cell(item.year),
                    number_cell(share.value, " ".join(share.rows), "percent", share.derivation),
                    text_cell("derived; 31 March", item.row),
                ),
                strong=item.economy == edition.code,
            )
        )
    return rows


def _women_academy_rows(edition: Edition) -> list[Row]:
    found = in_window(read_dataset("wipo_academy").table, edition)
    return [
        Row(
            cells=(
                text_cell(WORLD_NAME),
                text_cell("women among participants of the WIPO Academy"),
                text_cell(item.year),
                cell(item, "women_percent", "percent"),
                text_cell("participants, not persons"),
            )
        )
        for item in items(found[found["women_percent"].notna()])
    ]

"""What the copyright chapter reads that ``data/measures.yaml`` cannot declare."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd

from reportlib.content.datasets import ROW, Dataset, read_dataset, remembered
from reportlib.content.series import Measure, Series, select

SUBJECTS = ("copyright", "related rights", "copyright and industrial property")
CREATIVE_EXPORTS = {
    "creative_goods_exports": "exports of creative goods",
    "cultural_creative_services_exports": "exports of cultural and creative services",
}
CREATIVE_OUTPUT = {
    "feature_films": "Feature films per million people aged 15 to 69",
    "entertainment_media_market": "Entertainment and media market per thousand people",
    "mobile_app_creation": "Downloads of apps, in relation to GDP",
    "global_brand_value": "Value of the leading brands, percent of GDP",
    "intangible_asset_intensity": "Intangible assets, share of companies’ value",
}
SERVICES_TITLE = "Exports of cultural and creative services, percent of all trade"
_SINCE = re.compile(r"since (\d{4}-\d{2}-\d{2})")


@remembered
def dataset(name: str) -> Dataset:
    """A dataset whose row ids hold no space, since exhibits part ids by spaces.

    Where an entity's name is in the key (``United States``) the id has underscores for it.
    """
    found = read_dataset(name)
    ids = found.table[ROW].str.replace(" ", "_")
    return replace(found, table=found.table.assign(**{ROW: ids}))


@remembered
def treaties() -> pd.DataFrame:
    """The treaties on copyright and related rights, in the order of their adoption."""
    facts = dataset("treaty_facts").table
    shown = facts[facts["kind"].isin(SUBJECTS)]
    return shown.sort_values(["adopted", "treaty"]).reset_index(drop=True)


@remembered
def memberships() -> pd.DataFrame:
    """Who is in the lists of these treaties: economy, treaty, status, since, rows.

    ``since`` is the day from which the treaty binds, empty where it does not; for members
    that the European Union’s ratification binds it is the day that the note gives.
    """
    table = dataset("treaties").table
    own = table[table["treaty"].isin(treaties()["treaty"])]
    since = [
        _through_union(note) if status == "bound_through_eu" else date
        for status, date, note in zip(own["status"], own["date_in_force"], own["note"], strict=True)
    ]
    return own[["economy", "treaty", "status"]].assign(
        since=pd.Series(since, own.index, own["date_in_force"].dtype), rows=own[ROW]
    )


def _through_union(note: str) -> str:
    found = _SINCE.search(note)
    return found.group(1) if found else ""


@remembered
def creative_exports(indicator: str, last_edition: int) -> Series:
    """Creative exports in percent of total trade, from the newest edition of the index.

    The year is that of the data; editions are never joined.
    """
    return _of_edition(
        dataset("creative_exports"),
        Measure(CREATIVE_EXPORTS[indicator], "percent of total trade", kind="percent"),
        indicator,
        last_edition,
    )


@remembered
def creative_output(indicator: str, last_edition: int) -> Series:
    """One of the index’s indicators of creative output, from its newest edition."""
    return _of_edition(
        dataset("creative_economy_indicators"),
        Measure(CREATIVE_OUTPUT[indicator].lower(), "as the index prints it"),
        indicator,
        last_edition,
    )


def edition_held(name: str, last_edition: int) -> int:
    """The newest edition of the index in a dataset up to a year; 0 for none."""
    held = dataset(name).table["edition"].unique()
    return max((int(year) for year in held if year <= last_edition), default=0)


def _of_edition(found: Dataset, measure: Measure, indicator: str, last_edition: int) -> Series:
    shown = edition_held(found.manifest.stem, last_edition)
    return select(
        found,
        measure,
        value="value",
        year="data_year",
        where={"indicator": indicator, "edition": shown},
    )

"""What else WIPO offers."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Column, Row
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.topics.statements import attribution
from reportlib.topics.systems.shared import items, since_when

PARTLY = (
    "The table lists what the sources of this book happen to name, which is not all that WIPO "
    "does. That a service exists does not say who in an economy uses it."
)


def platforms(edition: Edition) -> Exhibit:
    """WIPO's platforms for creators, societies and readers, open to bodies anywhere."""
    found = services_held(edition, "platform")
    state = "; ".join(dict.fromkeys(since_when(item) for item in items(found)))
    said = "; ".join(dict.fromkeys(attribution.say_basis(str(basis)) for basis in found["basis"]))
    return exhibits.table(
        label="tbl-copyright-platforms",
        title="Platforms of WIPO",
        where="the world",
        columns=[Column(title="Platform"), Column(title="What"), Column(title="For whom")],
        rows=[
            Row(
                cells=(
                    text_cell(item.name, item.row),
                    text_cell(item.subject, item.row),
                    text_cell(item.for_whom, item.basis),
                )
            )
            for item in items(found)
        ],
        missing=attribution.LATER.format(last=edition.parameters.last_year),
        headline=sentence(
            "{n} platforms of WIPO were presented in {year} as the work of public and private "
            "partners.",
            year=str(found["as_of"].max()),
            n=count_of(found[ROW], "platforms named", "platforms"),
        )
        if len(found)
        else None,
        notes=[
            attribution.as_sentences(state, f"said by {said}", *dict.fromkeys(found["note"])),
            PARTLY,
            attribution.CLASSES,
        ],
    )


def services_held(edition: Edition, *types: str) -> pd.DataFrame:
    """The services of these types that were known by the last year asked for."""
    table = read_dataset("wipo_services").table
    found = table[table["type"].isin(types)].sort_values(["type", "name"])
    return attribution.known_by(found, edition.parameters.last_year, "as_of")

"""Protection centres."""

from __future__ import annotations

from typing import Any

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_count
from reportlib.content.sentences import sentence
from reportlib.topics.statements import attribution
from reportlib.topics.systems.shared import items


def centres(edition: Edition) -> Exhibit:
    """What the protection centres of China offer, and which authorities were asked to join."""
    table = read_dataset("protection_centre_services").table.sort_values("position")
    found = attribution.known_by(table, edition.parameters.last_year, "as_of")
    found = found[found["parent"].isin(["", *found["service"]])]
    if edition.code != "CHN":
        found = found.head(0)
    parents = set(found["parent"])
    articles = {item.service: attribution.articles(item.basis) for item in items(found)}
    drawn = pd.DataFrame(
        {
            "node": found["service"],
            "parent": found["parent"],
            "label": [_label(item) for item in items(found)],
            "role": [
                "neutral" if item.service in parents
                else "peer" if item.status == "existing"
                else "unknown"
                for item in items(found)
            ],
            # Whoever speaks is named once in the drawing, where the branch begins.
            "text": [
                _remarks(item)
                if item.parent and articles[item.parent] == articles[item.service]
                else _centre_text(item)
                for item in items(found)
            ],
            "told": [_centre_text(item) for item in items(found)],
            "open": (found["status"] != "existing") & ~found["service"].isin(parents),
            "rows": attribution.cited(found[ROW], found["basis"]),
        }
    )  # fmt: skip
    return exhibits.figure(
        form=forms.TREE,
        label="fig-ai-centres",
        title="What China’s protection centres are said to offer",
        where="China",
        unit="centres and services",
        table=drawn,
        missing=attribution.ABOUT_CHINA.format(name=edition.named)
        if edition.code != "CHN"
        else "The statements on protection centres are of years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_centres_headline(found),
        notes=[
            "The same centre can offer several services, so that the numbers do not add up. "
            "Whether the authorities that were asked have come is not said. The centre for "
            "copyright is one of a city and not among the national centres.",
            attribution.CLASSES,
        ],
        names={
            "item": "Centres",
            "branch": "Service or partner",
            "closed": "said to exist",
            "open": "asked or aimed at",
        },
        closed_label="said to exist",
        open_label="asked or aimed at",
    )


def _label(item: Any) -> str:
    """The label with its number, where it has one."""
    return str(item.label).format(n=_quantity(item).text) if item.quantity else str(item.label)


def _quantity(item: Any) -> Number:
    """The number of a row, from the row of the ledger that states it."""
    cells = attribution.read_rows(item.quantity)[item.quantity]
    return Number(float(cells["value"]), say_count, cells["unit"], (item.quantity,))


def _remarks(item: Any) -> str:
    return attribution.as_sentences(item.text, item.note)


def _centre_text(item: Any) -> str:
    return attribution.as_sentences(item.text, item.note, attribution.say_basis(item.basis))


def _centres_headline(found: pd.DataFrame) -> Sentence | None:
    known = {item.service: item for item in items(found)}
    if not {"centres", "pre-examination", "joint-offices"} <= known.keys():
        return None
    return sentence(
        "By their office’s account, {some} of {all} national centres examine AI applications in "
        "advance; in {joint} other authorities were asked to have offices.",
        all=_quantity(known["centres"]),
        some=_quantity(known["pre-examination"]),
        joint=_quantity(known["joint-offices"]),
    )

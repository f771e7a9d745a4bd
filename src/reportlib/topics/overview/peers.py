"""The economy against its peers, indicator by indicator."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import count_of
from reportlib.content.sentences import sentence
from reportlib.content.series import Series
from reportlib.topics.overview.profile import EU_OFFICE, _of

MINIMUM_PEERS = 3


def against_peers(edition: Edition) -> Exhibit:
    """Six measures over time, a panel each: the economy before its peers."""
    shown = [
        ("R&D, percent of GDP", measure("rd_share")),
        ("Researchers per million", measure("researchers")),
        ("Patent applications per million", measure("origin_totals_per_million")),
        (
            "Resident trademark classes per million",
            measure("resident_trademark_classes_per_million"),
        ),
        ("Resident designs per million", measure("resident_designs_per_million")),
        ("IP receipts, percent of GDP", measure("ip_receipts_share")),
    ]
    parts = (
        tables.panel(tables.compared(series, edition), f"p{number}", title)
        for number, (title, series) in enumerate(shown)
    )
    table = pd.concat(parts, ignore_index=True)
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-overview-peers",
        title="Six measures over time, the economy and its peers",
        where=edition.place(table),
        unit="units as the panels name them",
        names={"unit": ""},  # a column of the table view names that of its panel
        table=table,
        missing=f"The book holds none of the six measures for {edition.named} or its peers within "
        f"{edition.years_said}.",
        headline=_peers_headline(edition, shown),
        notes=[
            f"Peers: {edition.peers_said}.",
            "Lines break where a series does (dotted; a note says why) or a year is missing. "
            "Patent applications are those at home and abroad.",
            EU_OFFICE,
        ],
        shared_y=False,
    )


def _peers_headline(edition: Edition, shown: list[tuple[str, Series]]) -> Sentence | None:
    """On how many measures the economy is above the median of its peers in its newest year."""
    if all(edition.window(one).latest(edition.code) is None for _, one in shown):
        return sentence(
            "{name} has no values on these measures; the lines are those of its peers.",
            name=edition.named,
        )
    above: list[str] = []
    compared: dict[str, str] = {}
    for title, series in shown:
        one = edition.window(series)
        latest = one.latest(edition.code)
        if latest is None:
            continue
        year, value = latest
        peers = one.of(*edition.compared[1:]).table
        peers = peers[peers["year"] == year]
        if len(peers) >= MINIMUM_PEERS:
            rows = " ".join([*value.rows, *peers["rows"]])
            compared[title] = rows
            if value.value > float(peers["value"].median()):
                above.append(rows)
    if not compared:
        return sentence(
            "In the newest years of {name} too few of its peers have values to compare it with "
            "their median.",
            name=edition.named,
        )
    if len(compared) == 1:
        return sentence(
            "{name} is {above} the median of its peers on the only measure that can be compared in "
            "its newest year ({measure}).",
            name=edition.named,
            measure=next(iter(compared)),
            above="above" if above else "not above",
        )
    return sentence(
        "{name} is above the median of its peers on {above} of {compared} measures that can be "
        "compared in its newest year.",
        name=edition.named,
        above=_of(above, len(compared), "measures above the median of the peers"),
        compared=count_of(compared.values(), "measures that can be compared", "measures"),
    )

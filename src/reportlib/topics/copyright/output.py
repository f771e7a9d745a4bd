"""Creative output and exports, as the Global Innovation Index counts them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_ordinal, say_whole
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.copyright import measures as held
from reportlib.topics.places import quarter


def creative_output(edition: Edition) -> Exhibit:
    """Where the economy stands on the index’s indicators of creative output and services."""
    rows = []
    for title, series in _indicators(edition):
        ranking = rank(series, edition.reference_year(series))
        place = ranking.rank(edition.code) if ranking else None
        value = series.number(edition.code, ranking.year) if ranking else None
        # Zero brands are shared by a third of the economies, so that their rank says nothing.
        if ranking is None or place is None or value is None or value.value == 0:
            continue
        rows.append(
            {
                "label": f"{title}, {ranking.year}",
                "rank": place,
                "n": ranking.n,
                "role": quarter(place, ranking.n),
                "text": f"{say_ordinal(place)} of {ranking.n}",
                "rows": " ".join(value.rows),
                "counted": " ".join(ranking.table["rows"]),
                "said": ranking.ordinal(edition.code),
            }
        )
    columns = ["label", "rank", "n", "role", "text", "rows", "counted", "said"]
    table = pd.DataFrame(rows, columns=columns)
    shown = held.edition_held("creative_economy_indicators", edition.parameters.last_year)
    return exhibits.figure(
        form=forms.POSITIONS,
        label="fig-copyright-creative-output",
        title="Creative output and services in relation to size",
        where=edition.named,
        unit="rank among the economies with data",
        table=table,
        missing=f"No place on these indicators up to {edition.parameters.last_year}.",
        headline=_output_headline(edition, table),
        notes=[
            f"From the edition of {shown} of the Global Innovation Index, among the economies with "
            "a value for the data year named. A strength is a place in the first quarter, a gap "
            "one in the last. Small economies can lead, since all is in relation to size.",
            "Brand and intangible values are estimates of private firms. Films counts titles, not "
            "audiences. An economy without a brand in the estimate is left out.",
        ],
    )


def _indicators(edition: Edition) -> Iterator[tuple[str, Series]]:
    """The title and the series of each indicator."""
    last_year = edition.parameters.last_year
    for indicator, title in held.CREATIVE_OUTPUT.items():
        yield title, held.creative_output(indicator, last_year)
    services = "cultural_creative_services_exports"
    yield held.SERVICES_TITLE, held.creative_exports(services, last_year)


def _output_headline(edition: Edition, table: pd.DataFrame) -> Sentence | None:
    if table.empty:
        return None
    best = table.assign(place=table["rank"] / table["n"]).sort_values("place").iloc[0]
    if best["place"] > 1 / 2:
        return sentence(
            "{name} is in the first half on none of these indicators.", name=edition.named
        )
    return sentence(
        "In creative output and services {name} stands highest by {title}: {place} of {n}.",
        name=edition.named,
        title=str(best["label"])[:1].lower() + str(best["label"])[1:],
        place=best["said"],
        n=replace(
            Number.over(
                float(best["n"]), say_whole, "economies", [best["counted"]], "economies with data"
            ),
            unmarked=True,
        ),
    )

"""Who is served at the grassroots."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from reportlib.base.payload import Sentence
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, say_year
from reportlib.content.sentences import sentence
from reportlib.topics import statements
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import ONLY_CHINA
from reportlib.topics.statements import attribution


def services(edition: Edition) -> Exhibit:
    """What the press reports of copyright services, centres and societies in China."""
    last = edition.parameters.last_year
    is_china = edition.code == "CHN"
    found = statements.until(pd.concat([_chongqing(), _centres(), _societies()]), last)
    return statements.table(
        found if is_china else found.head(0),
        label="tbl-copyright-services",
        title="Copyright services, centres and societies in the press",
        where="China",
        missing=attribution.LATER.format(last=last) if is_china else ONLY_CHINA,
        headline=_headline(found) if is_china else None,
        notes=["There are no statistics of such services."],
    )


def _headline(found: pd.DataFrame) -> Sentence | None:
    """Since when a city offers such services, else what the societies ask for."""
    first = found[found["indicator"] == "first_year"]
    if len(first):
        row = first.iloc[0]
        return sentence(
            "The city of {place} has offered copyright services to the public every year since "
            "{year}, reports {said_by}.",
            said_by=str(row["said_by"]),
            place=str(row["place"]),
            year=Number(float(row["value"]), say_year, "year", (str(row[ROW]),)),
        )
    if found.empty:
        return None
    return sentence(
        "The societies ask for fair rules on platforms, a wider network of collecting and the "
        "watching of infringing sites."
    )


def _chongqing() -> pd.DataFrame:
    """Campaigns and services of copyright for the public."""
    kinds = ("event", "programme", "claim")
    return _facts("ichongqing-2023-05-08", kinds=kinds, place="Chongqing")


def _centres() -> pd.DataFrame:
    """Universities and their centres for intellectual property."""
    local = _facts("ichongqing-2023-05-08", kinds=("institution",), place="Chongqing")
    return pd.concat([local, _facts("ichongqing-2023-05-08", place="China")])


def _societies() -> pd.DataFrame:
    """What China’s copyright societies say they work for."""
    facts = _facts("ipr-daily-2022-04-06")
    facts = facts[facts["place"] != "World"].sort_values("subject", kind="stable")
    speaking = facts.loc[facts["kind"] == "claim", "subject"]
    # Of a body that spoke, the bare invitation says nothing more.
    return facts[(facts["kind"] == "claim") | ~facts["subject"].isin(speaking)]


def _facts(source: str, *, kinds: Sequence[str] = (), place: str = "") -> pd.DataFrame:
    """The statements of one article on copyright."""
    table = held.dataset("article_facts").table
    found = table[(table["chapter"] == "copyright") & (table["source"] == source)]
    if kinds:
        found = found[found["kind"].isin(kinds)]
    return found[found["place"] == place] if place else found

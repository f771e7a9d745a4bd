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

ONLY_CHINA = "The facts held on this are about China; the book holds none on {name}."
LATER = "The statements held on this are all of years after {last}, the last year asked for."


def services(edition: Edition) -> Exhibit:
    """Campaigns and services of copyright for the public, as the press reports them."""
    return _statements(
        edition,
        label="tbl-copyright-services",
        title="Copyright campaigns and services for the public",
        chosen=_facts(
            "ichongqing-2023-05-08", kinds=("event", "programme", "claim"), place="Chongqing"
        ),
        headline=_services_since(),
    )


def centres(edition: Edition) -> Exhibit:
    """Universities and their centres for intellectual property, as the press reports them."""
    local = _facts("ichongqing-2023-05-08", kinds=("institution",), place="Chongqing")
    national = _facts("ichongqing-2023-05-08", place="China")
    return _statements(
        edition,
        label="tbl-copyright-centres",
        title="Universities and centres that serve creators",
        chosen=pd.concat([local, national]),
        headline=sentence(
            "Many universities in China are reported to have offices or centres for intellectual "
            "property; no number is given."
        ),
    )


def societies(edition: Edition) -> Exhibit:
    """What China’s copyright societies say they work for."""
    facts = _facts("ipr-daily-2022-04-06")
    facts = facts[facts["place"] != "World"].sort_values("subject", kind="stable")
    speaking = facts.loc[facts["kind"] == "claim", "subject"]
    # Of a body that spoke, the bare invitation says nothing more.
    chosen = facts[(facts["kind"] == "claim") | ~facts["subject"].isin(speaking)]
    return _statements(
        edition,
        label="tbl-copyright-societies",
        title="Copyright societies and what they ask for",
        chosen=chosen,
        headline=sentence(
            "The societies ask for {aims}, each from its own interest.",
            aims="fair rules of trade on platforms, a wider network of collecting and the watching "
            "of infringing sites",
        ),
    )


def _services_since() -> Sentence | None:
    table = held.dataset("article_facts").table
    found = table[(table["indicator"] == "first_year") & (table["chapter"] == "copyright")]
    if found.empty:
        return None
    row = found.iloc[0]
    return sentence(
        "The city of {place} is reported by {said_by} to have offered copyright services to the "
        "public every year since {year}.",
        said_by=str(row["said_by"]),
        place=str(row["place"]),
        year=Number(float(row["value"]), say_year, "year", (str(row[ROW]),)),
    )


def _facts(source: str, *, kinds: Sequence[str] = (), place: str = "") -> pd.DataFrame:
    """The statements of one article on copyright."""
    table = held.dataset("article_facts").table
    found = table[(table["chapter"] == "copyright") & (table["source"] == source)]
    if kinds:
        found = found[found["kind"].isin(kinds)]
    return found[found["place"] == place] if place else found


def _statements(
    edition: Edition, *, label: str, title: str, chosen: pd.DataFrame, headline: Sentence | None
) -> Exhibit:
    """A table of statements about China up to the last year asked for, for China’s edition."""
    last = edition.parameters.last_year
    found = statements.until(chosen, last)
    is_china = edition.code == "CHN"
    return statements.table(
        found if is_china else found.head(0),
        label=label,
        title=title,
        where="China",
        missing=LATER.format(last=last) if is_china else ONLY_CHINA.format(name=edition.named),
        headline=headline if is_china and len(found) else None,
    )

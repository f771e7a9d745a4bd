"""Pledges and enforcement in China."""

from __future__ import annotations

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits
from reportlib.content.cells import number_cell, text_cell
from reportlib.content.datasets import ROW
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_count
from reportlib.content.sentences import sentence
from reportlib.topics.copyright import measures as held
from reportlib.topics.copyright.shared import ONLY_CHINA, records, within


def pledges(edition: Edition) -> Exhibit:
    """Copyright pledged for loans in China: registered pledges and the sums financed."""
    counts = edition.window(measure("registered_pledges")).of("CHN")
    transactions = within(
        held.dataset("ip_transactions_china"), edition, indicator="copyright_pledge_financing"
    ).set_index("year")
    rows = []
    years = {*counts.years(), *(int(year) for year in transactions.index)}
    for year in sorted(years, reverse=True):
        count = counts.number("CHN", year)
        paid = transactions.loc[year] if year in transactions.index else None
        rows.append(
            Row(
                cells=(
                    text_cell(year),
                    number_cell(
                        count.value if count else None, " ".join(count.rows if count else ())
                    ),
                    number_cell(
                        paid["value"] if paid is not None else None,
                        str(paid[ROW]) if paid is not None else "",
                        "billion yuan",
                    ),
                )
            )
        )
    latest = counts.latest("CHN")
    return exhibits.table(
        label="tbl-copyright-pledges",
        title="Copyright pledged for loans",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Registered pledges", numeric=True),
            Column(title="Sum financed", unit="billion yuan", numeric=True),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=sentence(
            "China’s register entered {value} pledges of copyright in {year}.",
            value=latest[1],
            year=str(latest[0]),
        )
        if latest
        else None,
        notes=[
            "A pledge secures a loan; it is no sale and no licence. Years without a figure are "
            "missing, not zero.",
        ],
    )


def enforcement(edition: Edition) -> Exhibit:
    """What China’s authorities report of enforcement."""
    words = {
        "patent_enforcement_cases": "patent cases of all kinds",
        "court_cases_concluded": "cases concluded, all rights",
        "copyright_market_cases": "copyright cases in markets for physical goods",
        "customs_seizure_batches": "batches seized, not items",
        "market_regulator_cases": "cases handled, all rights",
        "first_instance_patent_cases": "patent cases concluded, first instance",
        "supreme_ip_court_cases_concluded": "technology and antitrust cases concluded, last "
        "instance",
    }
    found = within(held.dataset("enforcement_china"), edition)
    found = found.sort_values(["year", "authority"], ascending=[False, True])
    rows = [
        Row(
            cells=(
                text_cell(item["year"]),
                text_cell(str(item["authority"]).capitalize()),
                text_cell(words[str(item["indicator"])]),
                number_cell(item["value"], str(item[ROW]), str(item["unit"])),
            )
        )
        for item in records(found)
    ]
    return exhibits.table(
        label="tbl-copyright-enforcement",
        title="Enforcement as authorities report it",
        where="China",
        columns=[
            Column(title="Year", numeric=True),
            Column(title="Authority"),
            Column(title="What"),
            Column(title="Number", numeric=True),
        ],
        rows=rows if edition.code == "CHN" else [],
        missing=_no_china(edition),
        headline=_enforcement_headline(found),
        notes=[
            "The authorities count different things, so that cases cannot be added up; round "
            "figures are rounded by them. More cases can mean more violations, more complaints or "
            "more effort.",
        ],
    )


def _enforcement_headline(found: pd.DataFrame) -> Sentence | None:
    cases = found[found["indicator"] == "copyright_market_cases"]
    if cases.empty:
        return None
    row = cases.iloc[0]
    number = Number(float(row["value"]), say_count, "cases", (str(row[ROW]),))
    return sentence(
        "China’s copyright administration reports {cases} cases in markets for physical goods in "
        "{year}.",
        cases=number,
        year=str(row["year"]),
    )


def _no_china(edition: Edition) -> str:
    if edition.code == "CHN":
        return f"No such figures within {edition.years_said} were found."
    return ONLY_CHINA

"""Trademarks, designs, and trade in rights."""

from __future__ import annotations

from reportlib.base.payload import Sentence
from reportlib.content import recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import noun_after
from reportlib.content.sentences import sentence
from reportlib.content.series import Series, rank
from reportlib.topics.patents import scope


def trademarks(edition: Edition) -> Exhibit:
    """Classes in trademark applications at the office, by residence of the applicant."""
    # What is derived for members of a regional office has its filings in: another measure.
    regional = scope.regional_offices(edition.code, "marks")
    derived = () if regional else (measure("resident_trademark_classes_derived"),)
    return recipes.own_lines(
        edition,
        {
            "neutral": ("All applicants", measure("trademark_classes_at_office")),
            "resident": ("Residents", measure("resident_trademark_classes")),
            "nonresident": ("Non-residents", measure("nonresident_trademark_classes")),
        },
        _resident_classes(edition, *derived),
        _foreign_classes(edition),
        label="fig-overview-trademarks",
        caution="Cheap filing can raise the count steeply; a count of applications is not a count "
        "of brands.",
        title="Classes in trademark applications received by the office",
        where=f"office of {edition.named}",
        notes=[
            "One application can name several classes of goods and services; offices that allow "
            "one class for each application are comparable only by class. Counts of applications "
            "are another series and are not shown here.",
            scope.regional_note(edition, "marks"),
        ],
        newer={"neutral": (measure("office_classes_quoted"),), "resident": derived},
    )


def _resident_classes(edition: Edition, *derived: Series) -> Sentence | None:
    """The newest count of residents' classes, also where it is derived."""
    found = scope.newest(edition, measure("resident_trademark_classes"), *derived)
    if found is None:
        return None
    return sentence(
        "Residents named {value} {noun} in trademark applications at the office of {name} in "
        "{year}.",
        name=edition.named,
        year=str(found[0]),
        value=found[1],
        noun=noun_after(found[1].value, "class", "classes"),
    )


def _foreign_classes(edition: Edition) -> Sentence | None:
    """The classes that non-residents name, where residents have no values."""
    return recipes.Latest(
        "Non-residents named {value} classes in trademark applications at the office of {name} in "
        "{year}; of residents no count is known."
    )(edition, edition.window(measure("nonresident_trademark_classes")))


def designs(edition: Edition) -> Exhibit:
    """The economies whose residents file most designs, and this one."""
    series = edition.scaled(measure("resident_designs_derived"))
    ranking = rank(series, edition.reference_year(series))
    return recipes.ranked(
        edition,
        ranking,
        recipes.Ranked(
            "By designs in resident applications {name} ranks {place} of {n} in {year}, with about "
            "{value} {unit}.",
            "Residents of {name} filed about {value} {unit} in {then}",
        ),
        label="fig-overview-designs",
        title="Designs in applications by residents",
        unit=series.measure.unit,
        what="economies with data",
        notes=[
            "Designs, not applications: one application can hold several. What members of the "
            "European Union file at its common office is in."
        ],
    )


def ip_trade(edition: Edition) -> Exhibit:
    """What the economy receives and pays for the use of intellectual property."""
    return recipes.own_lines(
        edition,
        {
            "receipts": ("Receipts", measure("ip_receipts")),
            "payments": ("Payments", measure("ip_payments")),
        },
        trade_headline(edition),
        label="fig-overview-ip-trade",
        caution="A deficit is no weakness in itself: a growing economy that takes up technology "
        "from elsewhere pays for it.",
        title="Charges for the use of intellectual property, received and paid",
        unit=f"current {edition.scaled(measure('ip_receipts')).measure.unit}, a year",
        notes=[
            "Zeros before the first and after the last amount of a flow, and in years in which "
            "both flows are zero, are taken as not reported; any other zero is shown as published. "
            "The charges follow where firms book their rights, which tax law moves as much as "
            "technology does. Current dollars: inflation is not taken out.",
        ],
    )


def trade_headline(edition: Edition) -> Sentence | None:
    """What the economy receives and pays for the use of intellectual property."""
    paid = edition.window(measure("ip_payments"))
    latest = paid.latest(edition.code)
    if latest is None:
        return recipes.Latest(
            "{name} received {value} US dollars for the use of its intellectual property in {year}."
        )(edition, edition.window(measure("ip_receipts")))
    year, payments = latest
    receipts = measure("ip_receipts").number(edition.code, year)
    if receipts is None:
        return recipes.Latest(
            "{name} paid {value} US dollars for the use of intellectual property in {year}."
        )(edition, paid)
    verb = "more" if receipts.value > payments.value else "less"
    if receipts.value == payments.value:
        verb = "as much"
    than = "as" if verb == "as much" else "than"
    return sentence(
        "{name} received {receipts} US dollars for the use of its intellectual property in {year}, "
        "{verb} {than} the {payments} it paid.",
        name=edition.named,
        receipts=receipts,
        year=str(year),
        verb=verb,
        than=than,
        payments=payments,
    )

"""What is registered."""

from __future__ import annotations

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Sentence
from reportlib.content import exhibits, forms, recipes, tables
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, say_list, say_percent
from reportlib.content.sentences import sentence

OWN_RULES = (
    "Each register has its own rules on who may register and what counts as one work. Fees, online "
    "forms, subsidies, tax rules and tenders move its line, as works do."
)
NO_REGISTER = "No register of {name} was found; there may be one."


def registers(edition: Edition) -> Exhibit:
    """The economy's register and the others, a panel each on its own scale.

    For economies with a register; levels of registers cannot be compared.
    """
    codes = sorted(_registering(), key=lambda code: (code != edition.code, economies()[code].name))
    table = tables.panels(
        pd.concat(
            [
                tables.series_of(
                    edition.window(measure("registrations")),
                    code,
                    label=economies()[code].name,
                    role="focus" if code == edition.code else "peer",
                ).assign(series=code)
                for code in codes
            ]
            or [pd.DataFrame(columns=tables.SERIES_COLUMNS)],
            ignore_index=True,
        )
    )
    own = edition.window(measure("registrations")).latest(edition.code)
    return exhibits.figure(
        form=forms.SMALL_MULTIPLES,
        label="fig-copyright-registers",
        caution="Levels cannot be compared between registers, and an entry is not a work created.",
        title="Registrations of copyright",
        where=f"registers of {say_list(sorted(set(table['label'])))}",
        unit="registrations per year; claims in the United States",
        table=table if own else table.head(0),
        missing=_no_figures(edition),
        headline=registrations_headline(edition),
        notes=[
            OWN_RULES,
            "A missing year is not zero. Canada and the United States count fiscal years, the "
            "United States claims.",
        ],
        shared_y=False,
        columns=2,
    )


def _registering() -> list[str]:
    return sorted(set(measure("registrations").table["economy"]))


def registrations_headline(edition: Edition) -> Sentence | None:
    """How registrations moved in the economy’s own register."""
    own = edition.window(measure("registrations"))
    return recipes.Trend("Entries in the register of {name} {change}")(
        edition, own
    ) or recipes.Latest("The register of {name} made {value} entries in {year}.")(edition, own)


def software(edition: Edition) -> Exhibit:
    """Registrations of software against those of all other works, in the economy’s register."""
    series = {
        kind: edition.window(measure(f"registrations_of_{kind}")).of(edition.code)
        for kind in ("works", "software")
    }
    labels = {"works": "Works", "software": "Software"}
    roles = {"works": "focus", "software": "neutral"}
    table = pd.concat(
        [
            tables.series_of(one, edition.code, label=labels[kind], role=roles[kind])
            for kind, one in series.items()
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=forms.LINES,
        label="fig-copyright-software",
        title="Registrations of software and of other works",
        where=f"register of {edition.named}",
        unit="registrations per year",
        table=table,
        missing=_no_figures(edition),
        headline=software_headline(edition)
        or recipes.Trend("Registrations of works other than software in {name} {change}")(
            edition, series["works"]
        ),
        notes=[_software_note(edition)],
    )


def _software_note(edition: Edition) -> str:
    if edition.code in set(measure("registrations_of_software").table["economy"]):
        return "Works and software are registered by different bodies, each by rules of its own."
    return f"No registrations of software in {edition.named} were found."


def software_headline(edition: Edition) -> Sentence | None:
    """The share of software in all registrations, then and now."""
    own = edition.window(measure("registrations_of_software")).of(edition.code)
    first, last = own.earliest(edition.code), own.latest(edition.code)
    if first is None or last is None:
        return None
    now, then = (_software_share(edition, year) for year, _ in (last, first))
    if first[0] == last[0]:
        return sentence(
            "Software made up {now} of the registrations in {name} in {year}.",
            now=now,
            name=edition.named,
            year=str(last[0]),
        )
    return sentence(
        "Software made up {now} of the registrations in {name} in {year}, against {then} in "
        "{first}.",
        now=now,
        name=edition.named,
        year=str(last[0]),
        then=then,
        first=str(first[0]),
    )


def _software_share(edition: Edition, year: int) -> Number | None:
    part = measure("registrations_of_software").number(edition.code, year)
    whole = measure("registrations").number(edition.code, year)
    if part is None or whole is None:
        return None
    share = 100 * part.value / whole.value
    return Number(
        share,
        say_percent,
        "percent of registrations",
        (*part.rows, *whole.rows),
        "100 * software / all registrations",
    )


GENRES = {
    "works_art": ("registered_art_share", "Artworks"),
    "works_photography": ("registered_photography_share", "Photographs"),
    "works_literary": ("registered_literary_share", "Literary works"),
    "works_film_tv": ("registered_film_tv_share", "Film and television"),
}


def genres(edition: Edition) -> Exhibit:
    """The mix of the works registered by genre, a bar for each year that the register gives."""
    roles = dict(zip(GENRES, ("step-5", "step-4", "step-3", "step-2"), strict=True))
    parts = pd.concat(
        [
            edition.window(measure(name))
            .of(edition.code)
            .table.assign(series=kind, label=label, role=roles[kind])
            for kind, (name, label) in GENRES.items()
        ],
        ignore_index=True,
    )
    complete = parts.groupby("year")["series"].transform("nunique") == len(GENRES)
    parts = parts[complete]
    rest = parts.groupby("year", as_index=False).agg({"value": "sum", "rows": " ".join})
    rest = rest.assign(
        value=100 - rest["value"], series="rest", label="Music and all others", role="unbound"
    )
    table = pd.concat([parts, rest], ignore_index=True).sort_values("year", kind="stable")
    table["category"] = table["year"].astype(str)
    return exhibits.figure(
        form=forms.SHARES,
        label="fig-copyright-genres",
        title="Works registered, by genre",
        where=f"register of {edition.named}",
        unit="percent of the works registered, software aside",
        table=table,
        missing=_no_figures(edition),
        headline=_genres_headline(edition),
        notes=[
            "Shares are derived: registrations of the genre over those of all works of the year; "
            "the last part is what remains. Years without all four genres are left out.",
        ],
        names={"category": "Year"},
        whole=100.0,
    )


def _genres_headline(edition: Edition) -> Sentence | None:
    art = edition.window(measure("registered_art_share")).latest(edition.code)
    if art is None:
        return None
    photographs = measure("registered_photography_share").number(edition.code, art[0])
    if photographs is None:
        return None
    both = art[1].value + photographs.value
    share = Number(
        both,
        say_percent,
        "percent of the works registered",
        (*art[1].rows, *photographs.rows),
        "100 * (artworks + photographs) / works",
    )
    return sentence(
        "Artworks and photographs made up {share} of the works registered in {name} in {year}.",
        share=share,
        name=edition.named,
        year=str(art[0]),
    )


def _no_figures(edition: Edition) -> str:
    if edition.code not in _registering():
        return NO_REGISTER.format(name=edition.named)
    return f"The register of {edition.named} has no such figures within {edition.years_said}."

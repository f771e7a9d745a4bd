"""The exhibits of the AI chapter, in the order in which it shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import pandas as pd

from reportlib import catalogue, drawn, exhibits
from reportlib.catalogue import ai
from reportlib.catalogue.ai import Span
from reportlib.datasets import read_dataset
from reportlib.edition import Edition, said
from reportlib.exhibits import Exhibit
from reportlib.findings import (
    Number,
    change,
    cite,
    count_of,
    join,
    plural,
    rank_of,
    say_count,
    say_decimal,
    say_rounded_percent,
    sentence,
)
from reportlib.indicators import Ranking, Series, per_million, rank
from reportlib.parameters import economies
from reportlib.payload import Column, Row, Sentence
from reportlib.topics import overview, recipes, statements
from reportlib.views import text_cell

LEAST_SHARE = 1.0  # percent; a category below it in every economy is left out
SHOWN_FIELDS = 10
SHOWN_YEARS = 10
LEAST_RANKED = 10  # economies; the AI Index prints single years for two of them only
RECENT = 2011  # families of all kinds since then, as a second base
HONG_KONG = "China includes Hong Kong here; Macao and Taiwan are separate."
SCOPUS = (
    "Scopus takes in conference proceedings unevenly over the years, so part of every rise and "
    "fall is coverage. Whole counts: an article with authors in several economies counts once in "
    "each, so economies do not add up. Whether China’s count includes Hong Kong is not said."
)
AREAS = {"europe": "Europe", "rest_of_world": "Rest of the world", "world": "World"}


# 1 How many AI patents, on what, and how special


def families(edition: Edition) -> Exhibit:
    """The economies with most AI patent families, and this one."""
    series, years = edition.scaled(ai.ai_families()), ai.span("ai_patent_families")
    ranking = _sum_ranking(series, years, edition)
    return _sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-families",
        title="Patent families in artificial intelligence granted, by residence of the inventors",
        unit=series.measure.unit,
        headline=families_headline(edition)
        if edition.parameters.scale == "count"
        else _rank_headline(ranking, edition),
        notes=[
            f"One sum over {years}, by first grant anywhere; a family with inventors in several "
            "economies is divided among them, and printed in whole numbers. A family granted only "
            "at home counts as much as one protected in many places. " + HONG_KONG,
            _scale_note(edition, years),
        ],
    )


def families_headline(edition: Edition) -> Sentence | None:
    """The economy's AI families, its share of the world's and its rank; or who leads."""
    years = ai.span("ai_patent_families")
    ranking = _sum_ranking(ai.ai_families(), years, edition)
    if ranking is None:
        return None
    code = _own_or_leader(ranking, edition)
    value = ai.ai_families().number(code, years.last)
    if value is not None and value.value == 0:
        return sentence(
            "Rounded to whole families, the source prints {value} AI patent families of {years} "
            "for inventors in {name}.",
            value=value,
            years=str(years),
            name=said(code),
        )
    return sentence(
        "{lead}nventors in {name} are credited with {value} AI patent families granted in {years}, "
        "{share} of the world’s: rank {rank} of {n}.",
        lead=_lead(code, edition),
        name=said(code),
        value=value,
        years=str(years),
        share=ai.ai_families_share().number(code, years.last),
        rank=_sum_rank(ranking, code, years),
        n=ranking.count,
    )


def granted(edition: Edition) -> Exhibit:
    """AI patents granted by year, for the economies and areas that the AI Index gives."""
    series = edition.window(ai.ai_patents_granted())
    areas = edition.window(ai.area("ai_patents_granted", "patents"))
    table = pd.concat(
        [_by_economy(series, edition), _by_area(areas, ("europe", "rest_of_world"))],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-ai-granted",
        title="Patents in artificial intelligence granted, by year of grant",
        where="three economies, Europe and the rest of the world",
        unit="patents granted in the year",
        table=table,
        missing=_nothing_between(edition, ai.ai_patents_granted()),
        headline=recipes.trend(
            series, edition, "AI patents granted that stand under {name} {change}"
        )
        or _area_trend(areas, "The world’s AI patents granted in the year {change}"),
        notes=[
            "As the AI Index prints them, for China, India and the United States; whether a patent "
            "stands under the office that granted it or under the residence of applicant or "
            "inventor is not said. Patents, not families: another count than the one above.",
        ],
    )


def techniques(edition: Edition) -> Exhibit:
    """What AI patents use and do: shares in the AI families of four economies."""
    years = ai.span("ai_patents_by_technique")
    named = {**ai.TECHNIQUES, **ai.FUNCTIONS}
    found = pd.concat([ai.classes("technique"), ai.classes("function")], ignore_index=True)
    found = found[found["category"].isin(list(named))]
    found = _in_order(_not_tiny(found), list(named), edition)
    table = pd.DataFrame(
        {
            "row": found["economy"],
            "row_label": [economies()[code].name for code in found["economy"]],
            "role": [edition.role(code) for code in found["economy"]],
            "column": found["category"],
            "column_label": found["category"].map(named),
            "value": found["value"],
            "text": [say_decimal(value, 0 if value >= 9.95 else 1) for value in found["value"]],
            "rows": found["rows"],
        }
    )
    if years.last > edition.parameters.last_year:
        table = table.head(0)
    return exhibits.figure(
        form=exhibits.HEAT,
        label="fig-ai-techniques",
        title="Techniques and functions in AI patent families",
        where=f"the four economies of the source, {years} together",
        unit="percent of the economy’s AI families",
        table=table,
        missing=_too_late(edition, years),
        headline=_technique_headline(found, named, edition) if len(table) else None,
        notes=[
            "Categories overlap: a family can stand in several, so that they must not be added up. "
            "Read down a column: the darkest of four economies has the largest share of its own AI "
            "families there, however small the distance.",
            "Techniques stand first, then functions; those with less than one percent in each "
            f"economy are left out. {_four_only(edition)}",
        ],
        by="column",
    )


def _technique_headline(
    found: pd.DataFrame, named: Mapping[str, str], edition: Edition
) -> Sentence | None:
    """The functions on which the economy, or the one with most families, differs most."""
    own = edition.code if (found["economy"] == edition.code).any() else None
    if own is None:
        counts = found.groupby("category")["families"].sum().sort_values(ascending=False)
        category = str(counts.index[0])
        part = found[found["category"] == category]
        return sentence(
            "In the four economies of the source together, {share} of AI families use {category}.",
            share=_share_number(part),
            category=named[category].lower(),
        )
    mean = found[found["economy"] != own].groupby("category")[["families", "of"]].sum()
    others = 100 * mean["families"] / mean["of"]
    rows = found[found["economy"] == own].set_index("category")
    distance = (rows["value"] - others).drop("generic_or_unspecified", errors="ignore")
    if distance.max() <= 0:
        return None
    lead = str(distance.idxmax())
    return sentence(
        "{category} stands out for {name}: {share} of its AI families, {others} in the other "
        "three economies together.",
        category=named[lead],
        name=edition.said,
        share=_share_number(found[(found["economy"] == own) & (found["category"] == lead)]),
        others=_share_number(found[(found["economy"] != own) & (found["category"] == lead)]),
    )


def fields(edition: Edition) -> Exhibit:
    """Where AI is applied: the largest fields of the economy, or of the four together."""
    years = ai.span("ai_patents_by_technique")
    found = ai.classes("field")
    own = found["economy"] == edition.code
    parts = (
        [
            (edition.code, edition.name, "focus", found[own]),
            *_others(found[~own], "The other three"),
        ]
        if own.any()
        else _others(found, "The four economies")
    )
    table = pd.concat([_field_rows(*part) for part in parts], ignore_index=True)
    first = table[table["series"] == parts[0][0]].sort_values("value", ascending=False)
    shown = list(first["category"].head(SHOWN_FIELDS))
    table = table[table["category"].isin(shown)]
    table = table.sort_values("category", key=lambda names: names.map(shown.index), kind="stable")
    if years.last > edition.parameters.last_year:
        table = table.head(0)
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-ai-fields",
        title="Fields of application of AI patent families, the ten largest",
        where=f"{edition.said} and the other three" if own.any() else "the four economies together",
        unit=f"percent of AI families of {years}",
        table=table,
        missing=_too_late(edition, years),
        headline=_field_headline(parts[0][3], edition if own.any() else None)
        if len(table)
        else None,
        notes=[
            "A family can stand in several fields or in none, so that the bars are no parts of a "
            f"whole. {_four_only(edition)} {HONG_KONG}",
        ],
        names={"category": "Field"},
    )


Part = tuple[str, str, str, pd.DataFrame]


def _others(found: pd.DataFrame, label: str) -> list[Part]:
    """Several economies as one: their families over their AI families."""
    return [("others", label, "neutral", found)]


def _field_rows(code: str, label: str, role: str, found: pd.DataFrame) -> pd.DataFrame:
    summed = found.groupby("category").agg(
        families=("families", "sum"), of=("of", "sum"), rows=("rows", " ".join)
    )
    return pd.DataFrame(
        {
            "category": [ai.FIELDS[str(name)] for name in summed.index],
            "series": code,
            "label": label,
            "role": role,
            "value": (100 * summed["families"] / summed["of"]).to_numpy(),
            "rows": summed["rows"].to_numpy(),
        }
    )


def _field_headline(found: pd.DataFrame, edition: Edition | None) -> Sentence | None:
    counts = found.groupby("category")["families"].sum().sort_values(ascending=False)
    first, second = (str(name) for name in counts.index[:2])
    return sentence(
        "{first} is the largest field {whose} ({first_share}), {second} the second "
        "({second_share}).",
        first=ai.FIELDS[first],
        whose=f"for {edition.said}" if edition else "of the four economies together",
        first_share=_share_number(found[found["category"] == first]),
        second=ai.FIELDS[second][:1].lower() + ai.FIELDS[second][1:],
        second_share=_share_number(found[found["category"] == second]),
    )


def _share_number(part: pd.DataFrame) -> Number:
    """Families of a category over AI families, of one economy or several together."""
    share = 100 * float(part["families"].sum()) / float(part["of"].sum())
    return Number.over(
        share,
        partial(say_rounded_percent, digits=0 if share >= 9.95 else 1),
        "percent",
        part["rows"],
        "100 * AI families of the category / AI families",
    )


def _not_tiny(found: pd.DataFrame) -> pd.DataFrame:
    return found[found.groupby("category")["value"].transform("max") >= LEAST_SHARE]


def _in_order(found: pd.DataFrame, categories: list[str], edition: Edition) -> pd.DataFrame:
    """Rows by size of the economy, the economy of the edition first; columns as listed."""
    first = found["economy"] != edition.code
    place = found["category"].map(categories.index)
    ordered = found.assign(first=first, place=place)
    return ordered.sort_values(["first", "of", "place"], ascending=[True, False, True])


def _four_only(edition: Edition) -> str:
    four = sorted(set(ai.classes("field")["economy"]))
    absent = "" if edition.code in four else f"{edition.name} is not among them. "
    return f"The source classes the families of four economies only. {absent}".strip()


def specialisation(edition: Edition) -> Exhibit:
    """How much more AI weighs in an economy's families than in the world's, on two bases."""
    years, base = ai.span("ai_patent_families"), ai.all_families_span()
    recent = Span(RECENT, base.last)
    first = ai.specialisation(base.first, base.last)
    second = ai.specialisation(recent.first, recent.last)
    ranking = _sum_ranking(first, years, edition)
    return exhibits.figure(
        form=exhibits.DUMBBELL,
        label="fig-ai-specialisation",
        title="Specialisation in AI patents: share in AI families over share in all families",
        where=f"the first economies of the ranking, {edition.said} and peers",
        unit=first.measure.unit,
        table=_two_bases(ranking, second, edition, years),
        missing=_too_late(edition, years),
        headline=specialisation_headline(edition),
        notes=[
            "Index = (AI families of the economy / AI families of the world) / (families of all "
            "kinds of the economy / families of all kinds of the world), by residence of the "
            "inventors and by first grant.",
            f"The windows do not match: AI families are one sum of {years}, families of all kinds "
            f"end in {base.last}. The two counts also come from different databases of the same "
            "publisher. As far as AI families are recent, an economy whose families of all kinds "
            "are recent gets a higher index for that reason alone; the second base, of later "
            f"years only, shows how much hangs on the choice. {HONG_KONG}",
            f"Only economies in both counts and with {ai.LEAST_FAMILIES} or more AI families.",
        ],
        names={"start": f"Base {base}", "end": f"Base {recent}"},
        start_label=f"against all families of {base}",
        end_label=f"of {recent}",
    )


def _two_bases(
    ranking: Ranking | None, second: Series, edition: Edition, years: Span
) -> pd.DataFrame:
    columns = ["label", "role", "start", "end", "rows"]
    if ranking is None:
        return pd.DataFrame(columns=columns)
    rows = []
    for one in ranking.top(edition.parameters.top_n, *edition.compared).itertuples():
        code = str(one.economy)
        later = second.number(code, years.last)
        rows.append(
            {
                "label": economies()[code].name,
                "role": edition.role(code),
                "start": one.value,
                "end": later.value if later else float("nan"),
                "rows": f"{one.rows} {' '.join(later.rows if later else ())}".strip(),
            }
        )
    return pd.DataFrame(rows, columns=columns)


def specialisation_headline(edition: Edition) -> Sentence | None:
    """The economy's index on both bases, or who has the highest."""
    years, base = ai.span("ai_patent_families"), ai.all_families_span()
    ranking = _sum_ranking(ai.specialisation(base.first, base.last), years, edition)
    if ranking is None:
        return None
    code = _own_or_leader(ranking, edition)
    said_of = sentence(
        "{name} has {value} times the share in the world’s AI families that it has in all "
        "families of {base}, and {later} times set against those of {recent} alone: rank {rank} "
        "of {n} on the first base.",
        name=said(code),
        value=ai.specialisation(base.first, base.last).number(code, years.last),
        base=str(base),
        later=ai.specialisation(RECENT, base.last).number(code, years.last),
        recent=f"{RECENT}–{base.last}",
        rank=_sum_rank(ranking, code, years),
        n=ranking.count,
    )
    if code == edition.code:
        return said_of
    return join(
        [sentence("{name} has no index.", name=edition.said), said_of],
    )


# 2 Generative AI


def genai(edition: Edition) -> Exhibit:
    """The leading economies by families in generative AI."""
    series, years = edition.scaled(ai.genai_families()), ai.span("genai_families")
    ranking = _sum_ranking(series, years, edition)
    return _sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-genai",
        title="Patent families in generative AI published, by location of the inventors",
        unit=series.measure.unit,
        what="leading economies",
        headline=genai_headline(edition)
        if edition.parameters.scale == "count"
        else _rank_headline(ranking, edition),
        notes=[
            "Published families, many of them applications and many filed in one economy only; not "
            "to be compared with the granted families of all AI. The source names the leading "
            "economies only. A family counts in every economy with an inventor, so that they add "
            "up to more than the world, whose total is rounded.",
            "Read on pages that quote WIPO’s report; the report itself was not read.",
            _scale_note(edition, years),
        ],
    )


def genai_headline(edition: Edition) -> Sentence | None:
    """The economy's generative AI families and its share, about; or who leads."""
    years = ai.span("genai_families")
    ranking = _sum_ranking(ai.genai_families(), years, edition)
    if ranking is None:
        return None
    code = _own_or_leader(ranking, edition)
    value = ai.genai_families().number(code, years.last)
    world = read_dataset("genai_families_world").table.iloc[0]
    total = float(world["families"])
    share = 100 * value.value / total if value else 0.0
    rows = (*value.rows, str(world["row"])) if value else ()
    return sentence(
        "{lead}nventors in {name} stand behind {value} generative AI families published in "
        "{years}, about {share} of some {world} worldwide.",
        lead=_lead(code, edition),
        name=said(code),
        value=value,
        years=str(years),
        share=Number(
            share,
            partial(say_rounded_percent, digits=0 if share >= 1.95 else 1),
            "percent",
            rows,
            "100 * families of the economy / families of the world, rounded",
        ),
        world=Number(total, say_count, "families", (str(world["row"]),)),
    )


def applicants(edition: Edition) -> Exhibit:
    """The ten applicants with most generative AI families."""
    years = ai.span("genai_applicants")
    found = read_dataset("genai_applicants").table.sort_values("families", ascending=False)
    table = pd.DataFrame(
        {
            "category": found["applicant"],
            "series": "families",
            "label": "Families",
            "role": "invention",
            "value": found["families"].astype("float64"),
            "rows": found["row"].astype(str),
        }
    )
    if years.last > edition.parameters.last_year:
        table = table.head(0)
    first, last = found.iloc[0], found.iloc[-1]
    return exhibits.figure(
        form=exhibits.BARS,
        label="fig-ai-applicants",
        title="Applicants with most patent families in generative AI",
        where=f"the first in the world, {years} together",
        unit=f"families published, sum of {years}",
        table=table,
        missing=_too_late(edition, years),
        headline=sentence(
            "{first} leads with {most} families of {years}; the tenth, {last}, has {least}.",
            first=str(first["applicant"]),
            most=_applicant_number(first),
            years=str(years),
            last=str(last["applicant"]),
            least=_applicant_number(last),
        ),
        notes=[
            "The same list in every edition: the source names ten applicants, groups of companies "
            "taken together, and does not say where they are at home. Read on a page that quotes "
            "WIPO’s report."
        ],
        names={"category": "Applicant"},
    )


def _applicant_number(found: pd.Series) -> Number:
    count = float(found["families"])
    return Number(count, say_count, "families", (str(found["row"]),))


# 3 Research


def articles(edition: Edition) -> Exhibit:
    """AI articles over time, the economy and its peers, a panel each."""
    series = edition.scaled(ai.ai_articles())
    table = drawn.panels(drawn.compared(series, edition))
    return exhibits.figure(
        form=exhibits.SMALL_MULTIPLES,
        label="fig-ai-articles",
        title="Articles in artificial intelligence with an author in the economy",
        where=f"{edition.said} and peers",
        unit=series.measure.unit,
        table=table,
        missing=_nothing_between(edition, ai.ai_articles()),
        headline=_articles_trend(edition, series) or _latest_articles(edition),
        notes=[SCOPUS, *drawn.break_notes([series], edition.compared, table)],
        breaks=drawn.breaks(series, edition.compared, table),
        shared_y=edition.parameters.scale != "count",
    )


def _articles_trend(edition: Edition, series: Series) -> Sentence | None:
    """How the count moved; not said where the descriptor flags a jump of the economy's own."""
    if series.breaks_of(edition.code):
        return None
    own = edition.window(series)
    return recipes.trend(own, edition, "AI articles with an author in {name} {change}")


def _latest_articles(edition: Edition) -> Sentence | None:
    latest = edition.window(ai.ai_articles()).latest(edition.code)
    if latest is None:
        return sentence(
            "The book holds no count of AI articles for {name} in these years; the panels are "
            "those of its peers.",
            name=edition.said,
        )
    if latest[1].value == 0:
        return sentence(
            "The source counts no AI article of {year} with an author in {name}.",
            year=str(latest[0]),
            name=edition.said,
        )
    return sentence(
        "The source counts {value} AI articles of {year} with an author in {name}.",
        value=latest[1],
        year=str(latest[0]),
        name=edition.said,
    )


def share_of_world(edition: Edition) -> Exhibit:
    """The economy's share in the world's AI articles beside its share in all articles."""
    both = {"focus": ai.ai_articles_share(), "neutral": ai.articles_share()}
    labels = {"focus": "AI articles", "neutral": "Articles in all fields"}
    table = pd.concat(
        [
            drawn.series_of(edition.window(one), edition.code, label=labels[role], role=role)
            for role, one in both.items()
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-ai-share",
        title="Share of the world’s articles with an author in the economy, AI and all fields",
        where=edition.said,
        unit="percent of the world’s articles",
        table=table,
        missing=edition.missing(*both.values()),
        headline=share_headline(edition) or recipes.no_values(edition, ai.ai_articles()),
        notes=[
            "Of every hundred articles in the world, each counted once, how many have at least one "
            "author in the economy. Such shares add up to more than a hundred.",
            SCOPUS,
            *drawn.break_notes([both["focus"]], [edition.code], table),
        ],
        breaks=drawn.own_breaks({"focus": both["focus"]}, edition.code, table),
    )


def share_headline(edition: Edition) -> Sentence | None:
    """The newest share in AI articles and, of the same year, in all."""
    latest = edition.window(ai.ai_articles_share()).latest(edition.code)
    if latest is None:
        return None
    year, share = latest
    every = ai.articles_share().number(edition.code, year)
    if share.value == 0:
        return _latest_articles(edition)
    return sentence(
        "Of the world’s AI articles of {year}, {share} have an author in {name}; of its articles "
        "in all fields, {every}.",
        year=str(year),
        share=share,
        name=edition.said,
        every=every,
    )


def articles_map(edition: Edition) -> Exhibit:
    """AI articles per million people of every economy, as a map of tiles."""
    series = per_million(ai.ai_articles(), catalogue.population())
    year = edition.reference_year(series)
    ranking = rank(series, year)
    table = _tiles(ranking, edition)
    n = ranking.n if ranking else 0
    return exhibits.figure(
        form=exhibits.TILE_MAP,
        label="fig-ai-map",
        title="Articles in artificial intelligence per million people",
        where=f"economies with data, {year}",
        unit="articles per million people",
        table=table,
        missing=f"The book holds no AI articles for a year up to {edition.parameters.last_year}.",
        headline=map_headline(edition, ranking),
        notes=[
            "Every economy is a tile of one size, whatever its area; the place of a tile is rough "
            "and says nothing about borders or status. Names are those of this book’s list of "
            "economies. A hollow tile has no data, or no population in the source.",
            "Small economies stand high or low by a single conference or research group.",
        ],
        n=n,
    )


def _tiles(ranking: Ranking | None, edition: Edition) -> pd.DataFrame:
    """A row for every economy ranked; the economy itself has one in any case."""
    if ranking is None:
        return pd.DataFrame(columns=["economy", "label", "role", "value", "rows"])
    found = ranking.table[["economy", "value", "rows"]]
    if ranking.rank(edition.code) is None:
        own = pd.DataFrame([{"economy": edition.code, "value": float("nan"), "rows": ""}])
        found = pd.concat([found, own], ignore_index=True)
    return found.assign(
        label=[economies()[code].name for code in found["economy"]],
        role=["focus" if code == edition.code else "other" for code in found["economy"]],
    )


def map_headline(edition: Edition, ranking: Ranking | None) -> Sentence | None:
    """AI articles for the size of the economy, with its rank."""
    if ranking is None:
        return None
    own = ranking.rank(edition.code)
    if own is None:
        return recipes.no_value(edition, ranking)
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    if float(row["value"]) == 0:
        none = ranking.table[ranking.table["value"] == 0]["rows"]
        return sentence(
            "{name} is one of {none} economies, of {n} with data, without an AI article in {year}.",
            name=edition.said,
            none=count_of(none, "economies without an article"),
            n=ranking.count,
            year=str(ranking.year),
        )
    return sentence(
        "{name} had {value} AI articles per million people in {year}: rank {rank} of {n}.",
        name=edition.said,
        value=_row_number(row, ranking),
        year=str(ranking.year),
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


def top_cited(edition: Edition) -> Exhibit:
    """Share of articles among the most cited, in all fields: the economy and its peers."""
    series = ai.top_cited()
    table = drawn.compared(series, edition)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-ai-top-cited",
        title="Share of articles, in all fields, among the world’s one percent most cited",
        where=f"{edition.said} and peers",
        unit="percent of the economy’s articles, the world at 1",
        table=table,
        missing=_nothing_between(edition, series),
        headline=top_cited_headline(edition),
        notes=[
            "All fields of science and engineering, since the book holds no citations of AI "
            "articles alone. Fractional counts, not to be set against the whole counts above. "
            "Years with fewer than five hundred articles are left out, because a handful of cited "
            "articles would move the share.",
        ],
    )


def top_cited_headline(edition: Edition) -> Sentence | None:
    """The share in the reference year and its rank."""
    series = ai.top_cited()
    ranking = rank(series, edition.reference_year(series))
    if ranking is None:
        return None
    value = series.number(edition.code, ranking.year)
    if value is None:
        return recipes.no_value(edition, ranking)
    against = "more often than" if value.value > 1 else "less often than"
    return sentence(
        "Of the articles of {name} of {year}, {value} are among the world’s one percent most "
        "cited, {against} the world’s: rank {rank} of {n}.",
        name=edition.said,
        year=str(ranking.year),
        value=value,
        against="as often as" if value.value == 1 else against,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


# 4 Money and models


def investment(edition: Edition) -> Exhibit:
    """Private investment in AI firms in the year for which the AI Index ranks economies."""
    ranking = _investment_ranking(edition)
    own = ranking.rank(edition.code) if ranking else None
    return recipes.ranking_figure(
        ranking,
        edition,
        label="fig-ai-investment",
        title="Private investment in AI firms, AI Index",
        unit="US dollars, as published",
        what="economies that the AI Index prints",
        headline="{name} ranks {rank} of {n} economies that the AI Index prints by private "
        "investment in AI firms in {year}, with {value} US dollars.",
        otherwise="{leader} leads the {n} economies that the AI Index prints by private investment "
        "in AI firms in {year}, with {value} US dollars.",
        notes=[
            "Private funding rounds. Public money and what large firms spend on their own are not "
            "in. The source prints the first fifteen economies only"
            + (", so that the place of the others is not known." if own is None else "."),
        ],
    )


def _investment_ranking(edition: Edition) -> Ranking | None:
    series = ai.private_investment()
    ranking = rank(series, edition.reference_year(series))
    return ranking if ranking is not None and ranking.n >= LEAST_RANKED else None


def investment_over_time(edition: Edition) -> Exhibit:
    """Private investment in AI firms by year, where the AI Index gives years."""
    series = edition.window(ai.private_investment())
    yearly = series.table.groupby("economy")["year"].transform("nunique") > 1
    areas = edition.window(ai.area("private_investment", "US dollars"))
    table = pd.concat(
        [
            _by_economy(series, edition, list(series.table[yearly]["economy"])),
            _by_area(areas, ("europe", "world")),
        ],
        ignore_index=True,
    )
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-ai-investment-years",
        title="Private investment in AI firms by year, AI Index",
        where="China, the United States, Europe and the world",
        unit="US dollars, as published",
        table=table,
        missing=_nothing_between(edition, ai.private_investment()),
        headline=recipes.trend(
            series,
            edition,
            "In dollars of the source, private investment in AI firms of {name} {change}",
        )
        or _area_trend(areas, "Private investment in the world’s AI firms {change}"),
        notes=[
            "The source gives two economies by year. What it counts as Europe is not defined in "
            "the files read. It revises all years with every edition; whether inflation is taken "
            "out is not said. A few large rounds decide single years.",
        ],
    )


def deals(edition: Edition) -> Exhibit:
    """Investment in AI firms over ten years by another tracker, which covers more economies."""
    series, years = ai.tracker_investment(), ai.span("ai_investment_cset")
    held = read_dataset("ai_investment_cset")
    ranking = _sum_ranking(series, years, edition)
    small = held.table[held.table["economy"] == edition.code]
    unranked = len(small) and (ranking is None or ranking.rank(edition.code) is None)
    return _sum_figure(
        ranking,
        years,
        edition,
        label="fig-ai-deals",
        title="Private investment in AI firms, Country Activity Tracker",
        unit=series.measure.unit,
        headline=_rank_headline(ranking, edition, " US dollars of 2021"),
        notes=[
            f"{edition.name} is in the source with less than ten million dollars, too little to "
            "be ranked."
            if unranked
            else "",
            "Disclosed deals, with missing values estimated by the source; one sum, in dollars of "
            "2021. Another count than the two figures above, of other firms and other deals: the "
            "figures must not be set side by side. Economies below ten million dollars are left "
            "out, since their sums are one or two deals.",
            *held.manifest.reportlib.caveats[1:3],
        ],
    )


def models(edition: Edition) -> Exhibit:
    """Notable models by economy and year, the last ten years up to the last asked for."""
    series, years = ai.notable_models(), _model_years(edition)
    recent = series.between(years.first, years.last)
    summed = _summed(recent)
    ranking = rank(summed, years.last)
    shown = ranking.top(edition.parameters.top_n, edition.code) if ranking else None
    table = _year_cells(recent, [] if shown is None else list(shown["economy"]), edition)
    return exhibits.figure(
        form=exhibits.HEAT,
        label="fig-ai-models",
        title="Notable AI models by economy of the developing organisations",
        where=f"economies with any in {years}, the first shown",
        unit="models published in the year",
        table=table,
        missing=f"The list has no notable model of {years}.",
        headline=models_headline(edition),
        notes=[
            "Notable is a judgement of the list’s makers, who find models in languages they read "
            "more easily. A model made in several economies counts once in each. Two dots mean "
            "that the list has no model of that year. The newest years are still being filled in.",
            "The AI Index counts notable models by other rules; its figures are not used here.",
        ],
        by="all",
        absent="none in the list",
    )


def _model_years(edition: Edition) -> Span:
    held = [year for year in ai.notable_models().years() if year <= edition.parameters.last_year]
    last = max(held, default=edition.parameters.last_year)
    return Span(last - SHOWN_YEARS + 1, last)


def _summed(series: Series) -> Series:
    """A series of counts as one sum under its last year."""
    years = series.years()
    grouped = series.table.groupby("economy", as_index=False).agg(
        value=("value", "sum"), rows=("rows", " ".join)
    )
    table = grouped.assign(year=max(years, default=0))[["economy", "year", "value", "rows"]]
    return Series(series.measure, table)


def _year_cells(series: Series, codes: Sequence[str], edition: Edition) -> pd.DataFrame:
    """Economies down, years across, for a heat table; nothing is filled in."""
    years = {year: place for place, year in enumerate(series.years())}
    found = series.of(*codes).table
    found = found.assign(
        place=found["economy"].map({code: i for i, code in enumerate(codes)}),
        later=found["year"].map(years),
    )
    found = found.sort_values(["place", "later"])
    table = pd.DataFrame(
        {
            "row": found["economy"],
            "row_label": [economies()[code].name for code in found["economy"]],
            "role": [edition.role(code) for code in found["economy"]],
            "column": found["year"].astype(str),
            "column_label": found["year"].astype(str),
            "value": found["value"],
            "text": [say_decimal(value, 0) for value in found["value"]],
            "rows": found["rows"],
        }
    )
    return table.reset_index(drop=True)


def models_headline(edition: Edition) -> Sentence | None:
    """How many notable models the economy had a part in, over the years shown."""
    years = _model_years(edition)
    recent = ai.notable_models().between(years.first, years.last)
    ranking = rank(_summed(recent), years.last)
    if ranking is None:
        return None
    if ranking.rank(edition.code) is None:
        return sentence(
            "The list has no notable model of {years} from an organisation in {name}; {n} "
            "{economies} any.",
            economies="economy has" if ranking.n == 1 else "economies have",
            years=str(years),
            name=edition.said,
            n=ranking.count,
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    return sentence(
        "Organisations in {name} had a part in {value} notable {models} of {years}: rank {rank} of "
        "{n} economies with any.",
        name=edition.said,
        value=_row_number(row, ranking, "sum of models over the years"),
        models=plural(float(row["value"]), "model"),
        years=str(years),
        rank=_sum_rank(ranking, edition.code, years),
        n=ranking.count,
    )


def supercomputers(edition: Edition) -> Exhibit:
    """Systems on the June lists of the TOP500: the economy and its peers."""
    series = ai.supercomputers()
    table = drawn.compared(series, edition)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-ai-supercomputers",
        title="Supercomputers on the TOP500 list of June, by where they stand",
        where=f"{edition.said} and peers",
        unit="systems, of 500",
        table=table,
        missing=_nothing_between(edition, series),
        headline=_supercomputer_headline(edition),
        notes=[
            "Owners choose to report, and clouds and company clusters for AI are mostly not in: "
            "this is not all computing power. Lists of June of some years are not held; an economy "
            "without a line or dot had no system on the list, or the list is not held.",
            *drawn.break_notes([series], edition.compared, table),
        ],
        breaks=drawn.breaks(series, edition.compared, table),
    )


def _supercomputer_headline(edition: Edition) -> Sentence | None:
    series = edition.window(ai.supercomputers())
    ranking = rank(series, max(series.years(), default=None))
    if ranking is None:
        return None
    if ranking.rank(edition.code) is None:
        return sentence(
            "The TOP500 list of June {year} has no system in {name}; {n} economies have any.",
            year=str(ranking.year),
            name=edition.said,
            n=ranking.count,
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    return sentence(
        "{value} of the 500 systems on the TOP500 list of June {year} {stand} in {name}: rank "
        "{rank} of {n} economies with any.",
        value=_row_number(row, ranking),
        year=str(ranking.year),
        stand="stands" if float(row["value"]) == 1 else "stand",
        name=edition.said,
        rank=ranking.place(edition.code),
        n=ranking.count,
    )


# 5 Where the economy stands


@dataclass(frozen=True)
class Place:
    """An economy's place on a measure of AI that does not grow with its size."""

    title: str
    short: str
    rank: int
    n: int
    rows: str
    counted: Sequence[str]

    @property
    def count(self) -> Number:
        """How many economies have data."""
        return count_of(self.counted, "economies with data")


def places(edition: Edition) -> list[Place]:
    """The economy's places among the economies with data, where it has any."""
    people, years = catalogue.population(), ai.span("ai_patent_families")
    last = edition.parameters.last_year
    articles_rate = per_million(ai.ai_articles(), people)
    rankings = [
        (
            f"AI patent families per million people, {years}",
            "AI patent families",
            _sum_ranking(per_million(ai.ai_families(), people), years, edition),
        ),
        *(
            (title, short, rank(series, edition.reference_year(series)))
            for title, short, series in (
                ("AI articles per million people", "AI articles", articles_rate),
                (
                    "Most cited articles, all fields",
                    "most cited articles of all fields",
                    ai.top_cited(),
                ),
                ("Users of AI tools", "users of AI tools", ai.diffusion()),
            )
        ),
    ]
    found = [
        Place(
            title if str(years) in title else f"{title}, {ranking.year}",
            short,
            place,
            ranking.n,
            str(ranking.table.loc[ranking.table["economy"] == edition.code, "rows"].iloc[0]),
            list(ranking.table["rows"]),
        )
        for title, short, ranking in rankings
        if ranking is not None
        and (place := ranking.rank(edition.code)) is not None
        and _above_zero(ranking, edition.code)
    ]
    return found + _readiness(edition, last)


def _above_zero(ranking: Ranking, code: str) -> bool:
    own = ranking.table[ranking.table["economy"] == code]
    return bool((own["value"] > 0).any())


def _readiness(edition: Edition, last: int) -> list[Place]:
    """The rank of the government as its newest edition prints it."""
    series = ai.readiness().between(0, last)
    edition_year = max(series.years(), default=0)
    number = series.number(edition.code, edition_year)
    if number is None:
        return []
    counted = list(series.table[series.table["year"] == edition_year]["rows"])
    title = f"Government AI readiness, edition {edition_year}"
    rank, rows = int(number.value), " ".join(number.rows)
    return [Place(title, "government readiness", rank, len(counted), rows, counted)]


def positions(edition: Edition) -> Exhibit:
    """Where the economy stands on measures of AI that do not depend on size."""
    rows = [
        {
            "label": place.title,
            "rank": place.rank,
            "n": place.n,
            "role": _position_role(place),
            "text": f"{place.rank} of {place.n}",
            "rows": place.rows,
            "counted": " ".join(place.counted),
        }
        for place in places(edition)
    ]
    columns = ["label", "rank", "n", "role", "text", "rows", "counted"]
    return exhibits.figure(
        form=exhibits.POSITIONS,
        label="fig-ai-positions",
        title="Rank on measures of AI that do not depend on size",
        where=edition.said,
        unit="rank among the economies with data",
        table=pd.DataFrame(rows, columns=columns),
        missing=f"{edition.name} has no rank on any of these measures up to "
        f"{edition.parameters.last_year}.",
        headline=positions_headline(edition),
        notes=[
            overview.RULE,
            "A measure on which the economy has nothing to count is left out; small economies "
            "stand high by a few articles. Users of AI tools are estimates of one firm; those it "
            "prints for a whole group of neighbours are left out. Readiness rates governments, "
            "not industries or research, and is ranked within its edition; its method changed with "
            "the edition of 2025.",
        ],
    )


def _position_role(place: Place) -> str:
    if place.rank <= overview.STRENGTH * place.n:
        return "strength"
    return "gap" if place.rank > overview.GAP * place.n else "neutral"


def positions_headline(edition: Edition) -> Sentence | None:
    """On which measure the economy stands highest, and on which lowest."""
    found = sorted(places(edition), key=lambda place: (place.rank / place.n, place.title))
    if not found:
        return None
    best, worst = found[0], found[-1]
    if len(found) == 1:
        return sentence(
            "{name} has a rank on one measure of AI only: {place} of {n} by {short}.",
            name=edition.said,
            place=_place_number(best),
            n=best.count,
            short=best.short,
        )
    return sentence(
        "{name} stands highest by {best} (rank {best_rank} of {best_n}), lowest by {worst} (rank "
        "{worst_rank} of {worst_n}).",
        name=edition.said,
        best=best.short,
        best_rank=_place_number(best),
        best_n=best.count,
        worst=worst.short,
        worst_rank=_place_number(worst),
        worst_n=worst.count,
    )


def _place_number(place: Place) -> Number:
    return rank_of(place.rank, place.rows, f"{place.n} economies with data")


# 6 How offices respond


CHINA_OFFICE = (29, 30, 31, 32, 33, 34, 42, 9, 10, 11, 12, 13)
WIPO = ("wipo-china-32", "wipo-china-33", "wipo-china-34", "wipo-china-35", "wipo-china-36",
        "wipo-china-37", "wipo-china-38", "wipo-china-39", "roundtable-31", "wipo-china-27",
        "wipo-china-28", "wipo-china-29")  # fmt: skip


def china_office(edition: Edition) -> Exhibit:
    """What China's office says it does about AI, statement by statement."""
    found = _facts(edition, [f"cnipa-ai-{number:02d}" for number in CHINA_OFFICE])
    return _facts_table(
        found,
        edition,
        label="tbl-ai-office",
        title="How China’s office says it responds to AI",
        headline=_office_headline(found),
        notes=[
            "Statements from one interview with the head of the office, read in the relay of "
            "another publisher rather than in the paper itself. What is planned is told as a plan; "
            "nothing here shows that it exists. Grants of a year do not all come from the requests "
            "of that year, so that the two figures give no rate of success.",
        ],
    )


def _office_headline(found: pd.DataFrame) -> Sentence | None:
    return sentence(
        "By the account of China’s office, its centres received {requests} requests to examine AI "
        "applications in advance in 2024; {grants} AI patents were granted by fast review, which "
        "may rest on earlier requests.",
        requests=_fact_number(found, "cnipa-ai-32"),
        grants=_fact_number(found, "cnipa-ai-33"),
    )


def wipo(edition: Edition) -> Exhibit:
    """What is said of WIPO's conversation on frontier technologies and its questions."""
    found = _facts(edition, WIPO)
    return _facts_table(
        found,
        edition,
        label="tbl-ai-wipo",
        title="WIPO’s conversation on AI, and the questions it names",
        headline=sentence(
            "In the copy read, the director of WIPO’s office in China counts {sessions} sessions "
            "of the conversation from 2019 to March 2024, and more than {people} participants in "
            "the one on generative AI.",
            sessions=_fact_number(found, "wipo-china-32"),
            people=_fact_number(found, "wipo-china-34"),
        ),
        notes=[
            "Most rows were read in a copy of an opinion article that software had rewritten: its "
            "wording is not WIPO’s, and every statement needs a second source. A session that was "
            "announced is not thereby a session that was held.",
        ],
    )


def _facts(edition: Edition, ids: Sequence[str]) -> pd.DataFrame:
    """The statements about years up to the last asked for."""
    return statements.until(ai.facts(*ids), edition.parameters.last_year)


def _facts_table(
    found: pd.DataFrame,
    edition: Edition,
    *,
    label: str,
    title: str,
    headline: Sentence | None,
    notes: Sequence[str],
) -> Exhibit:
    about = "" if edition.code == "CHN" else (
        "The articles are about China and about WIPO; the book holds no such statements on the "
        f"office of {edition.said}."
    )  # fmt: skip
    return statements.table(
        found,
        label=label,
        title=title,
        where="",
        missing="The statements are all about years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=headline,
        notes=[*notes, about],
    )


def _fact_number(found: pd.DataFrame, name: str) -> Number | None:
    own = found[(found["id"] == name) & found["value"].notna()]
    if own.empty:
        return None
    fact = own.iloc[0]
    value = float(fact["value"])
    return Number(value, say_count, str(fact["unit"]), (str(fact["row"]),))


# 7 What the counts do not say


CAVEATS = (
    "ai_patent_families",
    "ai_patents_by_technique",
    "patent_families",
    "ai_patents_granted",
    "genai_families",
    "genai_applicants",
    "ai_articles",
    "articles",
    "top_cited_share",
    "ai_private_investment",
    "ai_investment_cset",
    "notable_models_epoch",
    "top500",
    "ai_readiness",
    "ai_index_indicators",
    "article_facts",
)


def caveats() -> Exhibit:
    """The caveats of the chapter's datasets, from their descriptors."""
    additions = [read_dataset(name).manifest.reportlib for name in CAVEATS]
    return exhibits.table(
        label="tbl-ai-caveats",
        title="What the series of this chapter do not mean",
        where="",
        columns=[
            Column(title="Series"),
            Column(title="Measures"),
            Column(title="Not to conclude"),
        ],
        rows=[
            Row(
                cells=(
                    text_cell(one.short_title),
                    text_cell(one.measures),
                    text_cell(one.does_not_mean),
                )
            )
            for one in additions
        ],
        missing="",
    )


# Key findings


def key_findings(edition: Edition) -> Exhibit:
    """What the chapter finds, in sentences that hold for this economy and these years."""
    ranking = _investment_ranking(edition)
    has_models = _part_in_models(edition)
    return exhibits.findings(
        label="find-ai",
        title=f"Key findings: {edition.name}",
        sentences=[
            cite(
                families_headline(edition)
                if _ranked(ai.ai_families(), "ai_patent_families", edition)
                else None,
                "fig-ai-families",
                "figure on AI families",
            ),
            cite(
                specialisation_headline(edition) if _specialised(edition) else None,
                "fig-ai-specialisation",
                "figure on specialisation",
            ),
            cite(share_headline(edition), "fig-ai-share", "figure on shares of articles"),
            cite(
                investment(edition).payload.headline
                if ranking is not None and ranking.rank(edition.code) is not None
                else None,
                "fig-ai-investment",
                "figure on private investment",
            ),
            cite(
                models_headline(edition) if has_models else None,
                "fig-ai-models",
                "figure on notable models",
            ),
            cite(positions_headline(edition), "fig-ai-positions", "figure on ranks")
            if not has_models
            else None,
        ],
        missing=f"The book holds no figures on AI for {edition.said} within {edition.years_said}. "
        "Each section says what is held.",
    )


def _ranked(series: Series, dataset: str, edition: Edition) -> bool:
    ranking = _sum_ranking(series, ai.span(dataset), edition)
    return ranking is not None and ranking.rank(edition.code) is not None


def _specialised(edition: Edition) -> bool:
    base = ai.all_families_span()
    return _ranked(ai.specialisation(base.first, base.last), "ai_patent_families", edition)


def _part_in_models(edition: Edition) -> bool:
    years = _model_years(edition)
    recent = ai.notable_models().between(years.first, years.last)
    return bool(len(recent.of(edition.code).table))


# Shared by the sections above


def _sum_ranking(series: Series, years: Span, edition: Edition) -> Ranking | None:
    """A ranking by a sum over years; None where the sum ends after the last year asked for."""
    return rank(series, years.last if years.last <= edition.parameters.last_year else None)


def _sum_figure(
    ranking: Ranking | None,
    years: Span,
    edition: Edition,
    *,
    label: str,
    title: str,
    unit: str,
    headline: Sentence | None,
    notes: list[str],
    what: str = "economies with data",
) -> Exhibit:
    """Make a figure of a ranking by a sum over years, which has no year of its own."""
    if ranking is not None and ranking.rank(edition.code) is None:
        notes = [f"{edition.name} is not among the economies ranked.", *notes]
    return exhibits.figure(
        form=exhibits.RANKING,
        label=label,
        title=title,
        where=f"{what}, {years} together",
        unit=unit,
        table=drawn.ranked(ranking, edition),
        missing=_too_late(edition, years),
        headline=headline,
        notes=notes,
        n=ranking.n if ranking else 0,
    )


def _rank_headline(ranking: Ranking | None, edition: Edition, unit: str = "") -> Sentence | None:
    """The rank by a sum over years, or who leads."""
    if ranking is None:
        return None
    code = _own_or_leader(ranking, edition)
    row = ranking.table[ranking.table["economy"] == code].iloc[0]
    return sentence(
        "{name} ranks {rank} of {n} by {measure}: {value}{unit}.",
        unit=unit,
        name=said(code),
        rank=ranking.place(code),
        n=ranking.count,
        measure=ranking.measure.name,
        value=_row_number(row, ranking),
    )


def _lead(code: str, edition: Edition) -> str:
    """How a sentence on inventors begins: with who is absent, where the leader is told of."""
    return "I" if code == edition.code else f"{edition.said} is not in the source; i"


def _own_or_leader(ranking: Ranking, edition: Edition) -> str:
    has_rank = ranking.rank(edition.code) is not None
    return edition.code if has_rank else str(ranking.table["economy"].iloc[0])


def _sum_rank(ranking: Ranking, code: str, years: Span) -> Number | None:
    """A rank by a sum; it names the years of the sum, not one year."""
    place = ranking.place(code)
    derivation = f"rank among {ranking.n} economies, sum of {years}"
    return replace(place, derivation=derivation) if place else None


def _row_number(row: pd.Series, ranking: Ranking, derivation: str = "") -> Number:
    number = ranking.measure.number(float(row["value"]), str(row["rows"]))
    return replace(number, derivation=derivation or number.derivation)


def _by_economy(series: Series, edition: Edition, codes: Sequence[str] = ()) -> pd.DataFrame:
    """A line for each economy of a series that holds few; ``codes`` limits them."""
    wanted = list(dict.fromkeys(codes or series.table["economy"]))
    tables = [
        drawn.series_of(series, code, label=economies()[code].name, role=edition.role(code)).assign(
            series=code
        )
        for code in wanted
    ]
    return pd.concat([pd.DataFrame(columns=drawn.SERIES_COLUMNS), *tables], ignore_index=True)


def _by_area(series: Series, names: Sequence[str]) -> pd.DataFrame:
    roles = {"world": "world"}
    tables = [
        drawn.series_of(series, name, label=AREAS[name], role=roles.get(name, "neutral")).assign(
            series=name
        )
        for name in names
    ]
    return pd.concat(tables, ignore_index=True)


def _area_trend(series: Series, template: str) -> Sentence | None:
    """How the world's value went, for an economy that the source does not give."""
    first, last = series.earliest("world"), series.latest("world")
    if first is None or last is None or first[0] == last[0]:
        return None
    return sentence(
        template + " between {first_year} and {last_year}, from {first} to {last}.",
        change=change(first[1], last[1]),
        first_year=str(first[0]),
        last_year=str(last[0]),
        first=first[1],
        last=last[1],
    )


def _scale_note(edition: Edition, years: Span) -> str:
    """What a sum is divided by, where it is."""
    base = {"per_million": "people", "per_gdp": "GDP"}.get(edition.parameters.scale)
    return f"The sum of {years} is divided by the {base} of {years.last}." if base else ""


def _too_late(edition: Edition, years: Span) -> str:
    return (
        f"The source gives one sum over {years}, which ends after {edition.parameters.last_year}, "
        "the last year asked for."
    )


def _nothing_between(edition: Edition, series: Series) -> str:
    years = series.years()
    return (
        f"The book holds no {series.measure.name} for {edition.said} or its peers within "
        f"{edition.years_said}; it has values for {years[0]} to {years[-1]}."
    )

"""AI in research."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd

from reportlib.base.economies import economies
from reportlib.base.payload import Piece, Sentence
from reportlib.content import exhibits, forms, recipes
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.measures import measure
from reportlib.content.numbers import Number, count_of, noun_after, say_decimal
from reportlib.content.sentences import cite, sentence
from reportlib.content.series import Ranking, Series, rank
from reportlib.content.trends import SMALL_BASE
from reportlib.topics.ai import measures as held
from reportlib.topics.ai.shared import LEAST_RANKED_COUNT, SCOPUS, nth, row_number

LEAST_SAID_SHARE = 0.1  # percent of the world's articles; below it the articles are told


def articles(edition: Edition) -> Exhibit:
    """AI articles over time, the economy and its peers, a panel each."""
    series = edition.scaled(measure("ai_articles"))
    return recipes.compared(
        edition,
        _of_authors(edition, series),
        _articles_trend(edition, series),
        _latest_articles(edition),
        form=forms.SMALL_MULTIPLES,
        label="fig-ai-articles",
        title="AI articles with an author in the economy",
        missing=_no_articles(edition),
        notes=[SCOPUS],
        shared_y=edition.parameters.scale != "count",
    )


def _of_authors(edition: Edition, series: Series) -> Series:
    """A series, or nothing of it where no article of the years asked for is the economy's."""
    own = edition.window(measure("ai_articles")).of(edition.code).table
    return series if own["value"].any() else replace(series, table=series.table.head(0))


def _no_articles(edition: Edition) -> str:
    """Why an economy without articles has none to show: the source counts none, or lacks it."""
    own = edition.window(measure("ai_articles")).of(edition.code).table
    if own.empty:
        return edition.missing(measure("ai_articles"))
    return f"The source counts no AI article with an author in {edition.named}."


def _articles_trend(edition: Edition, series: Series) -> Sentence | None:
    """How the count moved; not said where the descriptor flags a jump of the economy's own."""
    if series.breaks_of(edition.code):
        return None
    own = edition.window(series)
    return recipes.Trend("AI articles with an author in {name} {change}")(edition, own)


def _latest_articles(edition: Edition) -> Sentence | None:
    latest = edition.window(measure("ai_articles")).latest(edition.code)
    if latest is None:
        return sentence(
            "The source has no count of AI articles for {name} within {years}; the panels are "
            "those of its peers.",
            name=edition.named,
            years=edition.years_said,
        )
    if latest[1].value == 0:
        return sentence(
            "The source counts no AI article of {year} with an author in {name}.",
            year=str(latest[0]),
            name=edition.named,
        )
    return sentence(
        "The source counts {value} AI {articles} of {year} with an author in {name}.",
        value=latest[1],
        articles=noun_after(latest[1].value, "article", "articles"),
        year=str(latest[0]),
        name=edition.named,
    )


def share_of_world(edition: Edition) -> Exhibit:
    """The economy's share in the world's AI articles beside its share in all articles."""
    return recipes.own_lines(
        edition,
        {
            "focus": ("AI articles", _of_authors(edition, held.ai_articles_share())),
            "neutral": ("Articles in all fields", _of_authors(edition, held.articles_share())),
        },
        share_headline(edition),
        label="fig-ai-share",
        title="Share of the world’s articles, AI and all fields",
        unit="percent of the world’s articles",
        notes=[
            "Of every hundred articles in the world, each counted once, how many have at least one "
            "author in the economy. Such shares add up to more than a hundred.",
            SCOPUS,
        ],
        missing=_no_articles(edition),
    )


def share_headline(edition: Edition) -> Sentence | None:
    """The newest share in AI articles, and how it stands to that in all."""
    latest = edition.window(held.ai_articles_share()).latest(edition.code)
    if latest is None:
        return None
    year, share = latest
    every = held.articles_share().number(edition.code, year)
    if share.value == 0:
        return _latest_articles(edition)
    articles = measure("ai_articles").number(edition.code, year)
    many = articles is not None and articles.value >= SMALL_BASE
    return sentence(
        "Of the world’s AI articles of {year}, {share} have an author in {name}"
        + (", {times} its share of all articles." if many else "."),
        year=str(year),
        share=share,
        name=edition.named,
        times=_times(share, every),
    )


def articles_finding(edition: Edition) -> Sentence | None:
    """The share of the world's AI articles; the number of articles where it is a small one."""
    latest = edition.window(held.ai_articles_share()).latest(edition.code)
    if latest is None:
        return None
    said_share = latest[1].value >= LEAST_SAID_SHARE
    return cite(
        share_headline(edition) if said_share else _latest_articles(edition),
        *(
            ("fig-ai-share", "figure on shares of articles")
            if said_share
            else ("fig-ai-articles", "figure on AI articles")
        ),
    )


def _times(share: Number, every: Number | None) -> str | Sentence | None:
    """A share as so many times another; as about the same where a tenth would not tell."""
    if every is None or not every.value:
        return None
    rows = (*share.rows, *every.rows)
    derivation = "share of AI articles / share of articles in all fields"
    times = Number(share.value / every.value, partial(say_decimal, digits=1), "", rows, derivation)
    return "about" if times.text == "1.0" else (times.piece(), Piece(text=" times"))


def articles_map(edition: Edition) -> Exhibit:
    """AI articles per million people of every economy, as a map of tiles."""
    series = measure("ai_articles_per_million")
    year = edition.reference_year(series)
    ranking = rank(series, year)
    table = _tiles(ranking, edition)
    n = ranking.n if ranking else 0
    return exhibits.figure(
        form=forms.TILE_MAP,
        label="fig-ai-map",
        title="AI articles per million people",
        where=f"economies with data, {year}",
        unit="articles per million people",
        table=table,
        missing=f"The book holds no AI articles for a year up to {edition.parameters.last_year}.",
        headline=map_headline(edition, ranking),
        notes=[
            "Every economy is a tile of one size; the place of a tile is rough and says nothing "
            "about borders or status. A hollow tile has no data, or no population in the source. "
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
        return recipes.no_value(
            edition, ranking, "{name} had {value} AI articles per million people in {then}"
        )
    row = ranking.table[ranking.table["economy"] == edition.code].iloc[0]
    if float(row["value"]) == 0:
        none = ranking.table[ranking.table["value"] == 0]["rows"]
        return sentence(
            "{name} is one of {none} economies, of {n} with data, without an AI article in {year}.",
            name=edition.named,
            none=count_of(none, "economies without an article"),
            n=ranking.count,
            year=str(ranking.year),
        )
    articles = measure("ai_articles").number(edition.code, ranking.year)
    if articles is not None and articles.value < LEAST_RANKED_COUNT:
        return sentence(
            "{name} had {articles} AI {noun} in {year}, {value} per million people.",
            name=edition.named,
            articles=articles,
            noun=noun_after(articles.value, "article", "articles"),
            year=str(ranking.year),
            value=row_number(row, ranking),
        )
    return sentence(
        "{name} had {value} AI articles per million people in {year}: {rank} of {n}.",
        name=edition.named,
        value=row_number(row, ranking),
        year=str(ranking.year),
        rank=nth(ranking, edition.code),
        n=ranking.count,
    )


def top_cited(edition: Edition) -> Exhibit:
    """Share of articles among the most cited, in all fields: the economy and its peers."""
    return recipes.compared(
        edition,
        measure("top_cited"),
        top_cited_headline(edition),
        label="fig-ai-top-cited",
        caution="The measure covers all fields: it does not tell how often AI articles are cited.",
        title="Articles among the world’s one percent most cited, all fields",
        unit="percent of the economy’s articles, the world at 1",
        notes=[
            "All fields of science and engineering, in fractional counts, which cannot be compared "
            "with the whole counts of AI articles. Years with fewer than five hundred articles are "
            "left out, because a handful of cited articles would move the share.",
        ],
    )


def top_cited_headline(edition: Edition) -> Sentence | None:
    """The share in the reference year and its rank."""
    series = measure("top_cited")
    ranking = rank(series, edition.reference_year(series))
    if ranking is None:
        return None
    value = series.number(edition.code, ranking.year)
    if value is None:
        return recipes.no_value(
            edition,
            ranking,
            "{value} of the articles of {name} of {then} are among the world’s one percent most "
            "cited",
        )
    return sentence(
        "{value} of the articles of {name} of {year} are among the world’s one percent most "
        "cited: {rank} of {n}.",
        name=edition.named,
        year=str(ranking.year),
        value=value,
        rank=nth(ranking, edition.code),
        n=ranking.count,
    )

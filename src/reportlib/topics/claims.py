"""The exhibits of the chapter on claims: what articles state, held against the data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pandas as pd

from reportlib import catalogue, claims, drawn, exhibits
from reportlib.claims import VERDICT_WORDS, VERDICTS, Check, Result, Statement, Verdict
from reportlib.datasets import ROW, manifest_of_row, read_dataset
from reportlib.edition import Edition, said
from reportlib.exhibits import Exhibit
from reportlib.figures import Break
from reportlib.findings import (
    Number,
    Part,
    cite,
    count_of,
    plural,
    say_code,
    sentence,
)
from reportlib.indicators import Series
from reportlib.parameters import economies
from reportlib.payload import Column, Piece, Row, Sentence
from reportlib.topics import recipes, statements
from reportlib.topics.attribution import RELIABILITY
from reportlib.views import number_cell, text_cell

ABOUT = "CHN"  # the economy that the articles are about
RANKS = ("roundtable-33", "chongqing-19", "wipo-china-71")
CLUSTERS = ("wipo-china-73", "cnipa-ai-20")
GRANTS = ("cnipa-ai-16",)
CHAPTERS = {
    "ai": "AI",
    "copyright": "Copyright",
    "overview": "Overview",
    "talent": "Talent",
}
CLASS_NOTE = (
    "The class is that of the page on which the figure held was read, and the lowest where there "
    "are several: A the publisher itself, B press or a professional body quoting it, C a secondary "
    "copy, D a copy on an unrelated site."
)
NOT_INDEPENDENT = (
    "Confirmed means that the statement agrees with the series of the office or publisher named; "
    "most statements quote that very office, so the two are not independent."
)


# Key findings


def key_findings(edition: Edition) -> Exhibit:
    """How many statements stand, and where the data say otherwise."""
    return exhibits.findings(
        label="find-claims",
        title="Key findings: statements about China",
        sentences=[
            *(_differing_finding(one) for one in _with("differs")),
            *(
                cite(found, "tbl-claims-near", "table of other measures")
                for found in _otherwise_findings()
            ),
            cite(_counts_finding(), "tbl-claims-verdicts", "table of verdicts"),
            *(cite(one, "tbl-claims-verdicts", "table of verdicts") for one in _copies_note()),
            _about_finding(edition),
        ],
        missing="The book holds no statement that was checked.",
    )


def _with(*verdicts: Verdict, statistics: bool = False) -> list[Statement]:
    return [
        one
        for one in claims.statements()
        if one.verdict in verdicts and (not statistics or one.cells["kind"] == "statistic")
    ]


def _counts_finding() -> Sentence | None:
    """How many statistics there are of each verdict."""
    every = _with(*VERDICTS, statistics=True)
    counts = {v: _count(_with(v, statistics=True)) for v in VERDICTS}
    return sentence(
        "Of {n} statistics in the articles {confirmed} are confirmed by an official series, "
        "{consistent} are consistent with what is held, {differs} {differ} from it, and {cannot} "
        "cannot be checked.",
        n=_count(every),
        confirmed=counts["confirmed"],
        consistent=counts["consistent"],
        differs=counts["differs"] if counts["differs"].value else "none",
        differ="differs" if counts["differs"].value <= 1 else "differ",
        cannot=counts["cannot be checked"],
    )


def _count(found: Sequence[Statement]) -> Number:
    rows = [one.row for one in found]
    return count_of(rows, "statements of this verdict", "statements", within="article-facts")


def _differing_finding(one: Statement) -> Sentence | None:
    """What is stated, and what the data say."""
    result = one.results[0]
    return cite(
        sentence(
            "{statement} Held against “{series}”, it is {checked}, not {claimed}{bound}.",
            statement=(text_cell(one.cells["statement"], one.row),),
            series=manifest_of_row(result.check.against[-1]).reportlib.short_title,
            checked=_in_words(result.checked, result),
            claimed=_in_words(result.claimed, result),
            bound=" or more" if result.check.comparison == "at_least" else "",
        ),
        "tbl-claims-differs",
        "table of differences",
    )


def _otherwise_findings() -> list[Sentence | None]:
    """The statements furthest from the nearest measure held, among those that can be understood."""
    found = [
        (one, result)
        for one, result in _near_misses()
        if one.verdict == "cannot be checked"
        and one.cells["reliability"] != "garbled"
        and result.check.figure == "value"
        and _is_quantity(one, result)
    ]
    return [_otherwise_finding(one, result) for one, result in found[:SHOWN]]


SHOWN = 2


def _otherwise_finding(one: Statement, result: Result) -> Sentence | None:
    return sentence(
        "{statement} The nearest measure held, in “{series}”, gives {checked}; it is not the same "
        "measure, so the statement stays open.",
        statement=(text_cell(one.cells["statement"], one.row),),
        series=manifest_of_row(result.check.against[-1]).reportlib.short_title,
        checked=_in_words(result.checked, result),
    )


def _about_finding(edition: Edition) -> Sentence | None:
    """Whom the statements concern, where the edition is about another economy."""
    if edition.code == ABOUT:
        return None
    return sentence(
        "The articles are about China and the world: none of the statements checked is about "
        "{name} alone, and this chapter shows the same ones in every edition.",
        name=edition.said,
    )


def _in_words(number: Number | None, result: Result) -> Part | None:
    """A figure with its unit, as it stands in a sentence."""
    if number is None:
        return None
    unit = result.check.unit
    return number if unit in claims.APART else (number.piece(), Piece(text=f" {unit}"))


# 1 Where the data say otherwise


def differing(edition: Edition) -> Exhibit:
    """Every statement with a check that the data contradict, with all its checks."""
    rows = [_card(one, r) for one in _with("differs") for r in one.results if r.checked]
    return exhibits.table(
        label="tbl-claims-differs",
        title="Statements from which the data differ",
        where="China",
        columns=_CARD_COLUMNS,
        rows=rows,
        missing="The data held contradict no statement: none differs from a series of the same "
        "measure and period by more than its tolerance.",
        headline=_differing_headline(),
        notes=[*_about_notes(edition)],
        cards=True,
    )


def _differing_headline() -> Sentence | None:
    found = _with("differs")
    if not found:
        return None
    one = len(found) == 1
    return sentence(
        "The data say otherwise about {n} {statements} of the articles.",
        n=_count(found),
        statements="statement" if one else "statements",
    )


def near(edition: Edition) -> Exhibit:
    """Statements that cannot be checked, beside the nearest measure, which disagrees."""
    found = _near_misses()
    return exhibits.table(
        label="tbl-claims-near",
        title="Statements that only another measure can be held against, and it disagrees",
        where="China and the world",
        columns=_CARD_COLUMNS,
        rows=[_card(one, result) for one, result in found],
        missing="Every other measure held agrees.",
        headline=sentence(
            "{n} comparisons are left open: what is held measures something else, and disagrees "
            "with what is stated.",
            n=count_of([result.check.row for _, result in found], "comparisons", "comparisons"),
        )
        if found
        else None,
        notes=[
            "No row here is a verdict: two measures of different things may both be right.",
            CLASS_NOTE,
            *_about_notes(edition),
        ],
        cards=True,
    )


def _near_misses() -> list[tuple[Statement, Result]]:
    """Statements and checks by another measure that disagrees, the furthest apart first."""
    found = [
        (one, result)
        for one in claims.statements()
        for result in one.results
        if result.verdict == "cannot be checked" and result.checked is not None
    ]
    return sorted(found, key=lambda pair: _distance(pair[1]), reverse=True)


def _distance(result: Result) -> float:
    """How many times the larger of both figures is the smaller one."""
    if result.claimed is None or result.checked is None:
        return 0.0
    low, high = sorted((abs(result.claimed.value), abs(result.checked.value)))
    return high / low if low else float("inf")


_CARD_COLUMNS = [
    Column(title="Statement, retold"),
    Column(title="Stated", numeric=True),
    Column(title="Data", numeric=True),
    Column(title="Off by", numeric=True),
    Column(title="Source"),
    Column(title="Reasoning"),
]


def _card(one: Statement, result: Result) -> Row:
    return Row(
        cells=(
            _statement(one),
            *_figures(result),
            text_cell(f"{_speaker_cell(one).text}; {statements.article(one.cells['source'])}"),
            _reasoning(result),
        ),
        strong=result.verdict == "differs",
    )


def _statement(one: Statement) -> Piece:
    """The statement with its subject; a doubtful one is never shown without its note."""
    subject, said_so, note = (one.cells[name] for name in ("subject", "statement", "note"))
    text = said_so if subject in said_so else f"{subject}: {said_so}"
    doubtful = one.cells["reliability"] in ("contested", "garbled")
    # Here every statement is shown with its label and its check, whatever its note bars elsewhere.
    said_of_it = re.split(r"[;.] [Dd]o not print", note)[0]
    return text_cell(f"{text} (Note: {said_of_it}.)" if doubtful and note else text, one.row)


def _speaker_cell(one: Statement) -> Piece:
    """Who says it, when, and how far that can be relied on."""
    said_by = statements.said_by_cell(one.cells).text
    return text_cell(f"{said_by} ({RELIABILITY[one.cells['reliability']]})")


def _figures(result: Result) -> tuple[Piece, Piece, Piece]:
    """What is stated, what the data say, and the difference."""
    numbers = (result.claimed, result.checked, result.deviation)
    stated, held, gap = (found.piece() if found else number_cell(None) for found in numbers)
    return stated, held, gap


def _reasoning(result: Result) -> Piece:
    """Why the two are compared, with which data, how far apart they may be, what is missing."""
    check = result.check
    parts = [check.reasoning]
    titles = dict.fromkeys(manifest_of_row(row).reportlib.short_title for row in check.against)
    if titles:
        grade = _class(check)
        read = f" (class {grade})" if grade else ""
        parts.append(f"Held against: {'; '.join(titles)}{read}.")
    if check.tolerance and check.method != "none":
        parts.append(f"Tolerance: {_tolerance(check)}, {check.tolerance_reason}.")
    if check.needed:
        parts.append(f"Needed: {check.needed}.")
    return text_cell(" ".join(parts), check.row)


def _class(check: Check) -> str:
    """The lowest trust class among the rows of a check; empty where they have none."""
    rows = [claims.held_row(row) or {} for row in check.against]
    return max((cells.get("trust", "") for cells in rows), default="")


def _tolerance(check: Check) -> str:
    size = check.tolerance or 0.0
    if check.tolerance_kind == "percent":
        return f"{size:g} percent"
    word = claims.APART.get(check.unit)
    unit = plural(size, word) if word else check.unit
    return f"{size:,.10g} {unit}"


# 2 How far off


def deviations(edition: Edition) -> Exhibit:
    """Stated figures in percent of those held, for every check of a quantity."""
    table = pd.DataFrame(
        [
            _deviation(one, r)
            for one in claims.statements()
            for r in one.results
            if _is_quantity(one, r)
        ]
    ).sort_values(["end", "label"], ascending=[False, True])
    exact = table[(table["end"] - 100).abs() < NEARLY]
    return exhibits.figure(
        form=exhibits.DUMBBELL,
        label="fig-claims-deviations",
        title="Statistics of the articles in percent of the figures held",
        where="China and the world",
        unit="percent of the figure held",
        table=table,
        missing="No figure was compared with another.",
        headline=sentence(
            "{some} of {all} stated figures lie within {percent} percent of the figure held.",
            some=count_of(exact["rows"].str.split().str[0], "figures so near", "figures"),
            all=count_of(table["rows"].str.split().str[0], "figures compared", "figures"),
            percent=str(NEARLY),
        ),
        notes=[
            "Ranks, and bounds that hold, are left out. Where the label says another measure, the "
            "two figures measure different things. A word in brackets tells the checks of one "
            "statement apart.",
            NOT_INDEPENDENT,
            *_about_notes(edition),
        ],
        names={"item": "Statement", "start": "Figure held", "end": "Figure stated"},
        start_label="figure held",
        end_label="figure stated",
    )


NEARLY = 1  # percent


def _is_quantity(one: Statement, result: Result) -> bool:
    """Whether both figures are quantities, so that one in percent of the other says something."""
    check = result.check
    held_bound = check.comparison != "equal" and result.verdict == "consistent"
    return (
        one.cells["kind"] == "statistic"
        and result.checked is not None
        and check.operation != "count"
        and check.unit not in ("rank", "weekday", "year")
        and not held_bound
    )


_ROLES: dict[Verdict, str] = {
    "differs": "gap",
    "confirmed": "strength",
    "consistent": "neutral",
    "cannot be checked": "unknown",
}


def _deviation(one: Statement, result: Result) -> dict[str, object]:
    if result.claimed is None or result.checked is None:
        raise ValueError(f"{result.check.id} compares nothing")
    return {
        "label": f"{_what(one, result)}: {_standing(result)}",
        "role": _ROLES[result.verdict],
        "start": 100.0,
        "end": 100 * result.claimed.value / result.checked.value,
        "rows": " ".join((*result.claimed.rows, *result.checked.rows)),
    }


def _what(one: Statement, result: Result) -> str:
    """What is stated and, where it is held against several figures, against which."""
    what = f"{one.cells['subject']}, {say_code(one.cells['indicator'])}"
    year = one.cells["period"][:4]
    if year.isdigit() and year not in what:
        what = f"{what}, {year}"
    several = sum(_is_quantity(one, other) for other in one.results) > 1
    word = result.check.id.removeprefix(f"{one.id}-").replace("-", " ")
    return f"{what} ({word})" if several else what


def _standing(result: Result) -> str:
    return result.verdict if result.check.same_measure else "another measure"


# 3 Series with the statements marked on them


def innovation_rank(edition: Edition) -> Exhibit:
    """The rank in the Global Innovation Index by edition, with the ranks that articles state."""
    series = edition.window(catalogue.gii_rank())
    table = _two_economies(series, edition)
    return exhibits.figure(
        form=exhibits.RANK_LINES,
        label="fig-claims-gii",
        title="Rank in the Global Innovation Index, and the ranks that articles state",
        where=_place(table),
        unit="rank",
        table=table,
        missing=_not_in_years(edition),
        headline=_marked_headline(RANKS, "rank in the index", edition),
        notes=[
            "Ranks belong to an edition: method and coverage change between editions.",
            *drawn.break_notes([series], _codes(edition), table),
            *_about_notes(edition),
        ],
        breaks=_breaks(series, edition, table),
        marks=_marks(RANKS, edition),
    )


def clusters(edition: Edition) -> Exhibit:
    """Clusters among the first hundred by edition, with the counts that articles state."""
    series = edition.window(catalogue.cluster_counts())
    table = _two_economies(series, edition)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-claims-clusters",
        title="Clusters among the hundred largest, and the counts that articles state",
        where=_place(table),
        unit="clusters",
        table=table,
        missing=_not_in_years(edition),
        headline=_marked_headline(CLUSTERS, "count of clusters", edition),
        notes=[
            "A cluster of several economies counts for the one named first.",
            *drawn.break_notes([series], _codes(edition), table),
            *_about_notes(edition),
        ],
        breaks=_breaks(series, edition, table),
        marks=_marks(CLUSTERS, edition),
    )


def grants(edition: Edition) -> Exhibit:
    """Invention patents granted by year, with what the article states and implies."""
    both = pd.concat([_office_grants(edition), _other_grants(edition)], ignore_index=True)
    table, unseen = drawn.apart_from_zero(both)
    return exhibits.figure(
        form=exhibits.LINES,
        label="fig-claims-grants",
        title="Invention patents granted, and the figures that an article states",
        where=_place(table),
        unit="patents",
        table=table,
        missing=_not_in_years(edition),
        headline=_grants_headline(edition),
        notes=[
            "China’s figures are those of its office, most of them rounded to thousands; years "
            "without a figure stay open. Grants are a flow: patents in force are another count.",
            "The figure of the year before is not in the article: it follows from the growth that "
            "the article states.",
            *recipes.left_out_notes(unseen, "patents in a year"),
            *_about_notes(edition),
        ],
        marks=_grant_marks(edition),
    )


def _two_economies(series: Series, edition: Edition) -> pd.DataFrame:
    """China and, where it is another, the economy of the edition; drawn as what each is here."""
    own = [
        drawn.series_of(series, code, label=economies()[code].name, role=_role(code, edition))
        for code in _codes(edition)
    ]
    return pd.concat(own, ignore_index=True)


def _codes(edition: Edition) -> tuple[str, ...]:
    return tuple(dict.fromkeys((edition.code, ABOUT)))


def _breaks(series: Series, edition: Edition, table: pd.DataFrame) -> tuple[Break, ...]:
    """The breaks of both economies; their series bear the names of their roles."""
    return tuple(
        found
        for code in _codes(edition)
        for found in drawn.own_breaks({_role(code, edition): series}, code, table)
    )


def _role(code: str, edition: Edition) -> str:
    return "focus" if code == edition.code else "peer"


def _office_grants(edition: Edition) -> pd.DataFrame:
    found = read_dataset("cnipa_patents").where(right="invention", event="grant", applicant="total")
    first, last = edition.parameters.first_year, edition.parameters.last_year
    found = found[found["year"].between(max(first, FIRST_GRANTS), last)]
    role = _role(ABOUT, edition)
    table = pd.DataFrame(
        {
            "series": role,
            "label": economies()[ABOUT].name,
            "role": role,
            "year": found["year"],
            "value": found["patents"].astype("float64"),
            "rows": found[ROW],
            "derivation": "",
        }
    )
    return table.sort_values("year")


FIRST_GRANTS = 2013
"""Before it the office's figures held are of single years, decades of gaps apart."""


def _other_grants(edition: Edition) -> pd.DataFrame:
    """Grants at the office of the edition's economy, from the years that are held."""
    series = edition.window(catalogue.grants()).between(FIRST_GRANTS, 9999)
    table = drawn.series_of(series, edition.code, label=edition.name, role="focus")
    return table if edition.code != ABOUT else table.head(0)


def _marks(ids: Iterable[str], edition: Edition) -> pd.DataFrame:
    """Statements as marks: the year they are about, the figure they give, who says it."""
    rows = [
        {
            "year": int(one.cells["period"][:4]),
            "value": float(one.cells["value"]),
            "label": _speaker(one),
            "verdict": one.verdict,
            "rows": one.row,
        }
        for name in ids
        if (one := claims.statement_of(name))
    ]
    table = pd.DataFrame(rows, columns=["year", "value", "label", "verdict", "rows"])
    last = edition.parameters.last_year
    return table[table["year"].between(edition.parameters.first_year, last)]


def _speaker(one: Statement) -> str:
    """Who says it and in which year it was said: that of the article."""
    return f"{one.cells['said_by']}, {statements.article_year(one.cells['source'])}"


def _grant_marks(edition: Edition) -> pd.DataFrame:
    """The grants stated and, a year earlier, those that the stated growth implies."""
    stated = _marks(GRANTS, edition)
    implied = [
        {
            "year": int(one.cells["period"][:4]) - 1,
            "value": result.claimed.value,
            "label": f"implied by the growth, {_speaker(one)}",
            "verdict": result.verdict,
            "rows": " ".join(result.claimed.rows),
        }
        for name in GRANTS
        if (one := claims.statement_of(name))
        for result in one.results
        if result.check.figure == "base_of_growth" and result.claimed
    ]
    table = pd.concat([stated, pd.DataFrame(implied, columns=stated.columns)], ignore_index=True)
    last = edition.parameters.last_year
    return table[table["year"].between(edition.parameters.first_year, last)]


def _marked_headline(ids: Iterable[str], what: str, edition: Edition) -> Sentence | None:
    """How many of the marked statements agree with the series they are marked on."""
    years = set(_marks(ids, edition)["rows"])
    found = [one for name in ids if (one := claims.statement_of(name)) and one.row in years]
    agreeing = [one for one in found if one.verdict == "confirmed"]
    if not found:
        return None
    return sentence(
        "Of {all} {statements} on China’s {what}, {agreeing} {agree} with the published one.",
        all=_count(found),
        statements=plural(len(found), "statement"),
        what=what,
        agreeing="all" if agreeing == found and len(found) > 1 else _count(agreeing),
        agree="agrees" if len(agreeing) == 1 else "agree",
    )


def _grants_headline(edition: Edition) -> Sentence | None:
    """What is stated of the grants, and what the office has."""
    one = claims.statement_of(GRANTS[0])
    if one is None or _marks(GRANTS, edition).empty:
        return None
    result = one.results[0]
    return sentence(
        "{claimed} grants in China are stated for {year} as a lower bound; its office has "
        "{checked}.",
        claimed=result.claimed,
        year=one.cells["period"][:4],
        checked=result.checked,
    )


def _place(table: pd.DataFrame) -> str:
    names = {str(label) for label in table["label"]}
    order = [code for code, economy in economies().items() if economy.name in names]
    ordered = sorted(order, key=lambda code: code != ABOUT)
    return " and ".join(said(code) for code in ordered)


def _not_in_years(edition: Edition) -> str:
    return f"The book holds no figure on this for China within {edition.years_said}."


def _about_notes(edition: Edition) -> list[str]:
    if edition.code == ABOUT:
        return []
    return [f"The statements are about China and the world; none is about {edition.said} alone."]


# 4 All checks


def verdicts(edition: Edition) -> Exhibit:
    """Statistics by article and verdict."""
    every = _with(*VERDICTS, statistics=True)
    sources = dict.fromkeys(one.cells["source"] for one in every)
    rows = [
        _verdict_row(
            statements.article(source), [one for one in every if one.cells["source"] == source]
        )
        for source in sources
    ]
    words = "; ".join(f"{verdict.capitalize()}: {VERDICT_WORDS[verdict]}" for verdict in VERDICTS)
    return exhibits.table(
        label="tbl-claims-verdicts",
        title="Statistics by article and verdict",
        where="",
        columns=[
            Column(title="Article"),
            *(Column(title=verdict.capitalize(), numeric=True) for verdict in VERDICTS),
            Column(title="All", numeric=True),
        ],
        rows=[*rows, _verdict_row("All articles", every, strong=True)],
        missing="",
        headline=_counts_finding(),
        notes=[f"{words}.", NOT_INDEPENDENT, *_copies_note(), *_about_notes(edition)],
    )


def _copies_note() -> list[Sentence]:
    """How many confirmations rest on figures that were not read at the publisher."""
    confirmed = _with("confirmed", statistics=True)
    copied = [one for one in confirmed if _class(one.results[0].check) in ("C", "D")]
    said_so = sentence(
        "{n} of the {all} confirmations use a figure of the office or publisher that was read in a "
        "copy on another site, not at its source.",
        n=_count(copied),
        all=_count(confirmed),
    )
    return [said_so] if said_so and copied else []


def _verdict_row(title: str, found: Sequence[Statement], *, strong: bool = False) -> Row:
    counts = ([one for one in found if one.verdict == verdict] for verdict in VERDICTS)
    numbers = [_count(each) for each in (*counts, list(found))]
    return Row(
        cells=(text_cell(title), *(number.piece() for number in numbers)),
        strong=strong,
    )


def all_checks(edition: Edition) -> Exhibit:
    """Every check of every statement, with the columns by which a web page filters them."""
    rows = [
        _check_row(one, result, first=not at)
        for one in sorted(claims.statements(), key=lambda one: VERDICTS.index(one.verdict))
        for at, result in enumerate(one.results)
    ]
    return exhibits.table(
        label="tbl-claims-all",
        title="All checks",
        where="",
        columns=[
            Column(title="Statement, retold"),
            Column(title="Verdict"),
            Column(title="Stated", numeric=True),
            Column(title="The data", numeric=True),
            Column(title="Off by", numeric=True),
            Column(title="Kind"),
            Column(title="Subject"),
            Column(title="Article"),
            Column(title="Said by, when"),
            Column(title="Reasoning"),
        ],
        rows=rows,
        missing="The book holds no check.",
        headline=_all_headline(),
        notes=[
            "A statement with several checks has a row for each. Two dots: "
            "nothing is compared, or a bound holds.",
            CLASS_NOTE,
            NOT_INDEPENDENT,
            *_about_notes(edition),
        ],
        filters=("Verdict", "Article", "Subject", "Kind"),
        cards=True,
    )


def _check_row(one: Statement, result: Result, *, first: bool) -> Row:
    return Row(
        cells=(
            _statement(one),
            text_cell(result.verdict),
            *_figures(result),
            text_cell(one.cells["kind"]),
            text_cell(CHAPTERS.get(one.cells["chapter"], one.cells["chapter"])),
            text_cell(statements.article(one.cells["source"])),
            _speaker_cell(one),
            _reasoning(result),
        ),
        strong=result.verdict == "differs",
        target=statements.target(one.id) if first else "",
    )


def _all_headline() -> Sentence | None:
    every = claims.statements()
    checks = [result.check.row for one in every for result in one.results]
    return sentence(
        "{checks} checks of {n} statements, each with its reasoning.",
        checks=count_of(checks, "checks", "checks"),
        n=count_of([one.row for one in every], "statements with a check", "statements"),
    )

"""Key findings on the claims."""

from __future__ import annotations

from reportlib.base.payload import Piece, Sentence
from reportlib.base.rows import rows_of
from reportlib.content import exhibits
from reportlib.content.cells import text_cell
from reportlib.content.datasets import manifest_of_row
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import Number, count_of, noun_after
from reportlib.content.sentences import Part, cite, sentence
from reportlib.topics.claims.cards import cards, is_near
from reportlib.topics.claims.shared import ABOUT, class_of, count, statistics, with_verdicts
from reportlib.topics.statements import checking
from reportlib.topics.statements.checking import Result, Statement
from reportlib.topics.statements.faults import LEDGER
from reportlib.topics.statements.saying import APART

NEARLY = 1  # percent
ALL = "tbl-claims-all"


def key_findings(edition: Edition) -> Exhibit:
    """How many statements stand, where the data say otherwise, and what is left open.

    An edition of another economy counts the verdicts and says whom the statements concern.
    """
    return exhibits.findings(
        label="find-claims",
        title="Key findings: statements about China",
        sentences=[
            *(_differing_finding(one) for one in with_verdicts("differs")),
            cite(_counts(), "fig-claims-verdicts", "strip of verdicts"),
            *((_nearness(), _other_measures()) if edition.code == ABOUT else ()),
            _the_rest(edition),
        ],
        missing="The book has no statement that was checked.",
    )


def _counts() -> Sentence | None:
    """How many statistics there are of each verdict."""
    differs, confirmed = statistics("differs"), statistics("confirmed")
    own = [one for one in confirmed if class_of(one.results[0].check) == "A"]
    return sentence(
        "Of {n} statistics in the five articles {confirmed} are confirmed, {own} of them by "
        "figures read with their publisher; {consistent} are consistent with the data, {differs} "
        "{differ} from them, and {cannot} cannot be checked.",
        n=count(statistics()),
        confirmed=count(confirmed),
        own=count(own) if own else "none",
        consistent=count(statistics("consistent")),
        differs=count(differs) if differs else "none",
        differ="differs" if len(differs) <= 1 else "differ",
        cannot=count(statistics("cannot be checked")),
    )


def _nearness() -> Sentence | None:
    """How many quantities lie close to those of the same measure."""
    found = [
        (one.row, result)
        for one in statistics()
        for result in one.results
        if is_quantity(one, result)
    ]
    close = [row for row, result in found if _gap(result) < NEARLY]
    said = sentence(
        "{some} of {all} stated figures with a series of the same measure lie within {percent} "
        "percent of it.",
        some=count_of(close, "figures so near", "figures", within=LEDGER),
        all=count_of([row for row, _ in found], "figures compared", "figures", within=LEDGER),
        percent=str(NEARLY),
    )
    return cite(said, ALL, "table of all checks")


def is_quantity(one: Statement, result: Result) -> bool:
    """Whether both figures are quantities of one measure, so that percent of it say something."""
    check = result.check
    kept_bound = check.comparison != "equal" and result.verdict != "differs"
    return (
        one.cells["kind"] == "statistic"
        and check.same_measure
        and result.checked is not None
        and check.operation != "count"
        and check.unit not in ("rank", "weekday", "year")
        and not kept_bound
    )


def _gap(result: Result) -> float:
    """By how many percent the claimed figure is off."""
    if result.claimed is None or result.checked is None:
        raise ValueError(f"{result.check.id} compares nothing")
    return abs(100 * result.claimed.value / result.checked.value - 100)


def _other_measures() -> Sentence | None:
    """For how many statements only another measure gives another figure."""
    found = [one.row for one, result in cards() if is_near(result)]
    if not found:
        return None
    said = sentence(
        "For {n} {statements} another measure gives another figure, which is no verdict: two "
        "measures may both be right.",
        n=count_of(found, "statements that meet another measure", "statements"),
        statements=noun_after(len(found), "statement", "statements"),
    )
    return cite(said, "tbl-claims-telling", "table of telling statements")


def _the_rest(edition: Edition) -> Sentence | None:
    """How many statements there are, and where all of them stand or whom they concern."""
    own = edition.code == ABOUT
    said = sentence(
        "Of the {n} statements of the articles {checked} have a check; all stand in one table to "
        "download."
        if own
        else "Of the {n} statements of the articles {checked} have a check; none of these is about "
        "{name} alone.",
        n=count_of(rows_of(LEDGER), "statements", "statements", within=LEDGER),
        checked=count([*checking.statements()]),
        name=edition.named,
    )
    if own:
        return cite(said, "tbl-claims-ledger", "table of all statements")
    return cite(said, ALL, "table of all checks")


def _differing_finding(one: Statement) -> Sentence | None:
    """What is stated, and what the data say."""
    result = one.results[0]
    return cite(
        sentence(
            "{statement} By “{series}” it is {checked}, not {claimed}{bound}.",
            statement=(text_cell(one.cells["statement"], one.row),),
            series=manifest_of_row(result.check.against[-1]).reportlib.short_title,
            checked=_in_words(result.checked, result),
            claimed=_in_words(result.claimed, result),
            bound=" or more" if result.check.comparison == "at_least" else "",
        ),
        "tbl-claims-telling",
        "table of telling statements",
    )


def _in_words(number: Number | None, result: Result) -> Part | None:
    """A figure with its unit, as it stands in a sentence."""
    if number is None:
        return None
    unit = result.check.unit
    return number if unit in APART else (number.piece(), Piece(text=f" {unit}"))

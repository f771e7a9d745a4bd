"""What courts, legislators and offices have answered on AI, copyright and patents."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from reportlib.base.payload import Column, Row, Sentence
from reportlib.content import exhibits, forms
from reportlib.content.cells import text_cell
from reportlib.content.datasets import ROW, read_dataset
from reportlib.content.edition import Edition
from reportlib.content.exhibits import Exhibit
from reportlib.content.numbers import say_list
from reportlib.content.sentences import sentence
from reportlib.topics.copyright import measures as held

QUESTIONS = {
    "authorship": "Does copyright arise in what a machine makes?",
    "training": "May a machine be trained on protected works?",
    "liability": "Who answers where its output copies a work?",
    "inventorship": "Can a machine be an inventor?",
    "patentability": "What must a patent on AI show?",
}
UNION = "European Union"
HUMAN = "No: an inventor is a human being"
SELECTED = (
    "A selection of acts that could be read in public pages, retold in this book’s words: no "
    "survey of the law and no legal advice. A decision binds as far as the rank of its court "
    "goes; advice of an office binds its examiners only."
)


def own(edition: Edition) -> Exhibit:
    """The answers of the economy's own courts, legislators and offices, the newest first."""
    found = _own(edition)
    return exhibits.table(
        label="tbl-copyright-ai-law",
        caution="A first decision is not yet the law of the land: a higher court or the "
        "legislator can answer otherwise.",
        title="Answers on AI and the law",
        where=f"{edition.named}, the newest first",
        columns=[
            Column(title="Question"),
            Column(title="What was decided or is laid down"),
            Column(title="By whom, when"),
            Column(title="Standing"),
        ],
        rows=[_row(item) for _, item in found.iterrows()],
        missing=f"No such act up to {edition.parameters.last_year} was found; there may be some.",
        headline=newest(edition),
        notes=[
            SELECTED,
            "The class is that of the page on which an act was read, whose address stands in the "
            "data: A the body’s own text, B a law firm, a journal or a copy of the text, C a "
            "secondary summary.",
        ],
    )


def _row(item: pd.Series) -> Row:
    row = str(item[ROW])
    note = f"; {item['note']}" if item["note"] else ""
    return Row(
        cells=(
            text_cell(QUESTIONS[str(item["question"])]),
            text_cell(item["outcome"], row),
            text_cell(f"{item['body']}, {item['date']} (class {item['trust']}{note})", row),
            text_cell(_begin(item["status"]), row),
        )
    )


def newest(edition: Edition) -> Sentence | None:
    """The newest of the economy's own answers, and the newest act that answers otherwise."""
    found = _own(edition)
    if found.empty:
        return None
    first = found.iloc[0]
    asked = found[found["question"] == first["question"]]
    others = asked[asked["answer"] != first["answer"]]
    return sentence(
        "{question} {first}{other}.",
        question=QUESTIONS[str(first["question"])],
        first=_answered(first, f"{first['place']}, "),
        other="" if others.empty else (text_cell("; "), *_answered(others.iloc[0])),
    )


def _answered(item: pd.Series, place: str = "") -> Sentence:
    """Who answered, when, and what."""
    row, proposed = str(item[ROW]), ", a proposal" if item["kind"] == "proposal" else ""
    return (
        text_cell(item["body"], row),
        text_cell(f" ({place}{str(item['date'])[:4]}): "),
        text_cell(f"{_within(str(item['answer']))}{proposed}", row),
    )


def _within(answer: str) -> str:
    """An answer as it stands within a sentence, after a colon."""
    return f"{answer[:1].lower()}{answer[1:].replace(': ', ', ')}"


def everywhere(edition: Edition) -> Exhibit:
    """The questions, the answers found, and whose they are."""
    found = _known(edition)
    return exhibits.figure(
        form=forms.TREE,
        label="fig-copyright-questions",
        title="Questions of AI, copyright and patents, and who has answered them",
        where="all acts found",
        unit="questions and their answers",
        table=_tree(found, edition),
        missing="The acts found are all of years after "
        f"{edition.parameters.last_year}, the last year asked for.",
        headline=_inventors(found),
        notes=[
            SELECTED,
            "Answers that agree stand together, each with the places and years of its acts; cases "
            "differ in their facts. A dashed line leads to what is only proposed.",
        ],
        names={"closed": "answered", "open": "proposed"},
        closed_label="decided or laid down",
        open_label="proposed only",
    )


def _tree(found: pd.DataFrame, edition: Edition) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for question, text in QUESTIONS.items():
        asked = found[found["question"] == question]
        if asked.empty:
            continue
        rows.append(_node(question, "", text, "", "neutral", asked[ROW]))
        for number, (answer, acts) in enumerate(asked.groupby("answer", sort=False)):
            told = "; ".join(_places(acts, edition))
            proposed = set(acts["kind"]) == {"proposal"}
            rows.append(
                _node(
                    f"{question}-{number}",
                    question,
                    str(answer),
                    f"Proposed: {told}." if proposed else f"{told}.",
                    "unknown" if proposed else "peer",
                    acts[ROW],
                )
            )
    columns = ["node", "parent", "label", "role", "text", "open", "rows"]
    return pd.DataFrame(rows, columns=columns)


def _node(
    node: str, parent: str, label: str, text: str, role: str, rows: Iterable[str]
) -> dict[str, object]:
    return {
        "node": node,
        "parent": parent,
        "label": label,
        "role": role,
        "text": text,
        "open": role == "unknown",
        "rows": " ".join(rows),
    }


def _places(acts: pd.DataFrame, edition: Edition) -> list[str]:
    """Places with the years of their acts, the economy of the edition first."""
    years = acts.assign(year=acts["date"].str[:4]).groupby("place", sort=True)["year"]
    told = {str(place): ", ".join(sorted(set(found))) for place, found in years}
    first = [edition.name] if edition.name in told else []
    order = [*first, *(place for place in told if place not in first)]
    return [f"{place} {told[place]}" for place in order]


def _inventors(found: pd.DataFrame) -> Sentence | None:
    """Whether every act on inventors asks for a human one."""
    asked = found[found["question"] == "inventorship"]
    human = asked[asked["answer"] == HUMAN]
    others = list(dict.fromkeys(asked.loc[asked["answer"] != HUMAN, "place"]))
    if human.empty:
        return None
    if not others:
        return sentence("All acts found on inventors ask for a human being.")
    return sentence(
        "All acts found on inventors ask for a human being, save for a patent granted in {places}.",
        places=say_list(others),
    )


def _known(edition: Edition) -> pd.DataFrame:
    """The acts up to the last year asked for, by question, then by date."""
    table = read_dataset("ai_law").table
    kept = table[table["date"].str[:4].astype(int) <= edition.parameters.last_year]
    return kept.sort_values(["date", "id"]).reset_index(drop=True)


def _own(edition: Edition) -> pd.DataFrame:
    """The acts that bind in the economy, those of a union of which it is a member included."""
    known = _known(edition)
    places = [UNION] if edition.code in _union_members() else []
    kept = known[(known["economy"] == edition.code) | known["place"].isin(places)]
    return kept.sort_values(["date", "id"], ascending=[False, True])


def _union_members() -> set[str]:
    """Who is bound to a treaty through the European Union, as its lists say."""
    table = held.dataset("treaties").where(status="bound_through_eu")
    return {str(code) for code in table["economy"]}


def _begin(text: object) -> str:
    return f"{str(text)[:1].upper()}{str(text)[1:]}"

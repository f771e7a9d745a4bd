"""Sentences composed of numbers and texts; one whose part is missing is left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

from reportlib.base.payload import Piece, Sentence
from reportlib.content.numbers import (
    Number,
    Rank,
    keep_together,
    noun_after,
    say_percent,
)


@dataclass(frozen=True)
class Reference:
    """A reference to another exhibit: its label, and words for where nothing is numbered."""

    label: str
    words: str

    def piece(self) -> Piece:
        """The reference as the notebook output carries it."""
        return Piece(kind="reference", text=self.words, target=self.label)


Part = str | Number | Reference | Sentence

MOST_WORDS = 25  # of a sentence that says also who is not ranked


def sentence(template: str, **parts: Part | None) -> Sentence | None:
    """Compose a sentence; ``{name}`` in the template stands for the part of that name.

    Returns None where a part is missing, so that the sentence is left out. The first
    letter is made a capital. After a rank that others have too stands with how many; before
    the end of the sentence, who would stand as high but has no value of the year; of a sentence
    that gets too long by it this is ``aside``.
    """
    pieces: list[Piece] = []
    hidden: list[Piece] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            pieces.append(Piece(text=keep_together(text)))
        if name is not None:
            part = parts[name]
            if part is None:
                return None
            pieces.extend(_pieces(part))
            if isinstance(part, Rank) and not hidden:
                hidden.extend(part.hidden)
    return _capitalised(_not_aside_if_short(_before_end(pieces, hidden)))


def _not_aside_if_short(pieces: list[Piece]) -> list[Piece]:
    """The pieces, none of them aside where all together are no long sentence."""
    if len(plain(tuple(pieces)).split()) > MOST_WORDS:
        return pieces
    return [piece.model_copy(update={"aside": False}) if piece.aside else piece for piece in pieces]


def set_aside(said: Sentence) -> tuple[Sentence, Sentence]:
    """A sentence without what is aside in it, and that as a sentence of its own; empty for none."""
    kept = tuple(piece for piece in said if not piece.aside)
    aside = [piece.model_copy(update={"aside": False}) for piece in said if piece.aside]
    if not aside:
        return kept, ()
    aside[0] = aside[0].model_copy(update={"text": aside[0].text.lstrip("; ")})
    return kept, _capitalised([*aside, Piece(text=".")])


def _before_end(pieces: list[Piece], more: list[Piece]) -> list[Piece]:
    """The pieces with more before the stop or the bracket that ends them."""
    if not more:
        return pieces
    *others, last = pieces
    open_end = last.text.rstrip(".)") if last.kind == "text" else last.text
    end = last.text[len(open_end) :]
    closing = [Piece(text=end)] if end else []
    return [*others, last.model_copy(update={"text": open_end}), *more, *closing]


def _capitalised(pieces: list[Piece]) -> Sentence:
    if pieces and pieces[0].kind == "text":
        first = pieces[0]
        pieces[0] = first.model_copy(update={"text": first.text[:1].upper() + first.text[1:]})
    return tuple(pieces)


def cite(said: Sentence | None, label: str, words: str) -> Sentence | None:
    """The sentence with a reference to the exhibit it rests on, before its full stop."""
    if said is None:
        return None
    last = said[-1]
    open_end = last.model_copy(update={"text": last.text.removesuffix(".") + " ("})
    return (*said[:-1], open_end, Reference(label, words).piece(), Piece(text=")."))


def uncited(said: Sentence) -> Sentence:
    """A sentence without the reference that :func:`cite` put before its full stop."""
    if len(said) < 3 or said[-2].kind != "reference" or not said[-3].text.endswith(" ("):
        return said
    last = said[-3]
    return (*said[:-3], last.model_copy(update={"text": f"{last.text.removesuffix(' (')}."}))


def join(sentences: Iterable[Sentence | None]) -> Sentence:
    """One run of text from the sentences that could be said, a space between them."""
    said = [found for found in sentences if found]
    pieces: list[Piece] = []
    for index, found in enumerate(said):
        pieces.extend(found if index == 0 else (Piece(text=" "), *found))
    return tuple(pieces)


def plain(said: Sentence) -> str:
    """A sentence as plain text, for alternative texts and file names; marks in brackets."""
    return "".join(shown(piece) for piece in said)


def shown(piece: Piece) -> str:
    """A piece as plain text, its marks in brackets."""
    return f"{piece.text} ({piece.flags})" if piece.flags else piece.text


def _pieces(part: Part) -> Sentence:
    if isinstance(part, str):
        return (Piece(text=keep_together(part)),)
    if isinstance(part, tuple):
        return part
    if isinstance(part, Rank) and part.shared:
        others = noun_after(part.shared.value, "other", "others")
        return (
            part.piece(),
            Piece(text=", shared with "),
            part.shared.piece(),
            Piece(text=f" {others},"),
        )
    return (part.piece(),)


def part_of(part: Number, whole: Number, derivation: str) -> Number | Sentence:
    """A part of a whole: in percent, or as ``8 of the 20`` where the whole is small."""
    if whole.value < 100:
        return (part.piece(), Piece(text=" of the "), whole.piece())
    rows = tuple(dict.fromkeys((*part.rows, *whole.rows)))
    return Number(100 * part.value / whole.value, say_percent, "percent", rows, derivation)

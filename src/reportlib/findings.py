"""Numbers that know where they come from, and sentences composed of them.

A sentence whose number is missing is left out, never printed with a hole.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from string import Formatter

from babel.numbers import format_decimal

from reportlib.payload import Piece, Sentence

LOCALE = "en"


@dataclass(frozen=True)
class Number:
    """A value with its source.

    ``rows`` are the ids of the dataset rows it was computed from; ``derivation`` says
    how, and is empty for a value that stands in a dataset as it is. ``text`` is how it
    is printed; the value itself is never rounded.
    """

    value: float
    text: str
    unit: str = ""
    rows: tuple[str, ...] = ()
    derivation: str = ""

    def __str__(self) -> str:
        return self.text

    def piece(self) -> Piece:
        """The number as the notebook output carries it."""
        return Piece(
            kind="number",
            text=self.text,
            value=self.value,
            unit=self.unit,
            rows=self.rows,
            derivation=self.derivation,
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


def sentence(template: str, **parts: Part | None) -> Sentence | None:
    """Compose a sentence; ``{name}`` in the template stands for the part of that name.

    Returns None where a part is missing, so that the sentence is left out. The first
    letter is made a capital.
    """
    pieces: list[Piece] = []
    for text, name, _, _ in Formatter().parse(template):
        if text:
            pieces.append(Piece(text=text))
        if name is not None:
            part = parts[name]
            if part is None:
                return None
            pieces.extend(_pieces(part))
    return _capitalised(pieces)


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


def join(sentences: Iterable[Sentence | None]) -> Sentence:
    """One run of text from the sentences that could be said, a space between them."""
    said = [found for found in sentences if found]
    pieces: list[Piece] = []
    for index, found in enumerate(said):
        pieces.extend(found if index == 0 else (Piece(text=" "), *found))
    return tuple(pieces)


def plain(said: Sentence) -> str:
    """A sentence as plain text, for alternative texts and file names."""
    return "".join(piece.text for piece in said)


def _pieces(part: Part) -> Sentence:
    if isinstance(part, str):
        return (Piece(text=part),)
    if isinstance(part, tuple):
        return part
    return (part.piece(),)


def say_count(value: float) -> str:
    """A count for prose: ``27``, ``1,243``, ``12,300`` or ``1.59 million``."""
    for name, size in _LARGE:
        if abs(value) >= 0.9995 * size:
            return f"{_three_digits(value / size)} {name}"
    if abs(value) >= 10 or value == round(value):
        return say_decimal(value, 0)
    return say_decimal(value, 2 if abs(value) < 1 else 1)


_LARGE = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))


def _three_digits(value: float) -> str:
    size = abs(value)
    return say_decimal(value, 0 if size >= 99.95 else 1 if size >= 9.995 else 2)


def say_decimal(value: float, digits: int = 1) -> str:
    """A number with exactly this many digits after the point, thousands separated."""
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return str(format_decimal(value, format=pattern, locale=LOCALE))


def say_ratio(value: float) -> str:
    """A rate or a ratio for prose: whole as it is, else with about three digits."""
    if value == round(value) and abs(value) >= 1:
        return say_decimal(value, 0)
    return _three_digits(value)


def say_percent(value: float) -> str:
    """A share for prose; a part is never rounded to nothing or to the whole."""
    if 0 < value < 0.01:
        return "less than 0.01%"
    if 99.9 < value < 100:
        return "more than 99.9%"
    return f"{say_decimal(value, 2 if abs(value) < 9.995 else 1)}%"


SMALL_BASE = 20  # below it a change is not said as a multiple or in percent


def say_change(first: float, last: float) -> str:
    """Say how a value went from first to last: ``rose 17-fold`` or ``fell by 12%``.

    From a base below 20 only the direction is said. A change below one percent means
    that the value hardly changed. The words fit a subject in singular or plural.
    """
    if first == last:
        return "did not change"
    verb = "rose" if last > first else "fell"
    if first < SMALL_BASE:
        return verb
    ratio = last / first
    if ratio >= 3:
        return f"rose {say_decimal(ratio, 0 if ratio >= 9.95 else 1)}-fold"
    change = 100 * abs(ratio - 1)
    if change < 1:
        return "hardly changed"
    return f"{verb} by {say_decimal(change, 0)}%"


def plural(count: float, noun: str) -> str:
    """The noun as it stands after a count: ``application`` after one, else with an s."""
    if count == 1:
        return noun
    return f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"


def unit_after(count: float, unit: str) -> str:
    """The unit as it stands after a count: its first word is singular after one."""
    first, _, rest = unit.partition(" ")
    if count != 1 or not first.endswith("s"):
        return unit
    singular = f"{first[:-3]}y" if first.endswith("ies") else first.removesuffix("s")
    return f"{singular} {rest}".rstrip()


def say_share(part: float, whole: float) -> str:
    """A part for prose: in percent, or as ``8 of the 20`` where the whole is small."""
    if whole < 100:
        return f"{say_count(part)} of the {say_count(whole)}"
    return say_percent(100 * part / whole)


def say_list(words: Iterable[str]) -> str:
    """``A``, ``A and B``, ``A, B and C``."""
    items = list(words)
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"

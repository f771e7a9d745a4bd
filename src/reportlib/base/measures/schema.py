"""What may stand in ``measures.yaml``: its keys and their types."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

Kind = Literal["count", "rate", "percent", "rank"]
Better = Literal["more", "less"]
"""Whether a larger value is a strength of an economy, or a smaller one; most say neither."""
Scale = Literal["per_million", "per_gdp"]
Text = Annotated[str, Field(min_length=1)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


def _unit(found: object) -> object:
    return {"many": found} if isinstance(found, str) else found


def _cell(found: object) -> object:
    if isinstance(found, bool) or not isinstance(found, str | int):
        raise ValueError("expected a text or a whole number; yes, no, on and off need quotes")
    return found


class Strict(BaseModel):
    """No key that is not known, no value of another type."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Unit(Strict):
    """A unit after one and after any other number; ``one`` is empty where it does not change."""

    one: Text | None = None
    many: Text


class Common(Strict):
    """What a dataset's measures can have in common, and each can say for itself."""

    value: Text | None = None
    year: Text = "year"
    by: Text = "economy"
    economy: Text | None = None
    where: dict[str, Annotated[str | int, BeforeValidator(_cell)]] = {}
    kind: Kind | None = None
    unit: Annotated[Unit | None, BeforeValidator(_unit)] = None
    better: Better | None = None
    rank_floor: float = Field(default=0.0, ge=0)
    caveats: list[Text] = []


class OwnWords(Common):
    """One measure of a dataset."""

    name: Text


class DatasetMeasures(Common):
    """The measures of a dataset, after what they have in common."""

    measures: dict[Name, OwnWords] = Field(min_length=1)


class Ratio(Strict):
    """A part of a whole, in percent."""

    part: Text
    whole: Text


class Per(Strict):
    """A count over the base of a scale."""

    count: Text
    scale: Scale


class Derived(Strict):
    """A measure computed from others; what is not said follows from them."""

    name: Text | None = None
    unit: Annotated[Unit | None, BeforeValidator(_unit)] = None
    better: Better | None = None
    rank_floor: float = Field(default=0.0, ge=0)
    least_count: float = Field(default=0.0, ge=0)
    derivation: Text | None = None
    caveats: list[Text] = []
    sum: Annotated[list[Text] | None, Field(min_length=2)] = None
    ratio: Ratio | None = None
    per: Per | None = None

    @model_validator(mode="after")
    def _is_one_operation(self) -> Self:
        said = {key for key in ("sum", "ratio", "per") if getattr(self, key) is not None}
        if len(said) != 1:
            raise ValueError("expected one of the keys sum, ratio and per")
        needed = {
            "sum": {"name", "derivation"},
            "ratio": {"name", "derivation", "unit"},
            "per": set[str](),
        }[said.pop()]
        stated = {key for key in ("name", "derivation", "unit") if getattr(self, key) is not None}
        allowed = needed | ({"name"} if self.per else set())
        if missing := sorted(needed - stated):
            raise ValueError(f"the key {missing[0]} is missing")
        if more := sorted(stated - allowed):
            raise ValueError(f"the key {more[0]} is not for it: it follows from what is computed")
        if self.least_count and not self.per:
            raise ValueError("the key least_count is for a count over a scale (per) alone")
        return self


class PeersRule(Strict):
    """How members of a group are chosen: those with most of a measure, said in ``words``.

    ``size`` and ``rate`` are the measures of the group nearest: how large an economy is, and
    what its book is about, per head. ``rate_words`` stand after "nearest by".
    """

    measure: Text
    words: Text
    size: Text | None = None
    size_words: Text | None = None
    rate: Text | None = None
    rate_words: Text | None = None

    def nearest_said(self, rate: str = "") -> str:
        """The rule of the group nearest, in words; ``rate`` is that of a chapter of its own."""
        size, rate = self.size_words or "size", rate or self.rate_words or "rate"
        return (
            f"of economies up to ten times larger or smaller by {size}: the three nearest by it "
            f"in region and income group, and the two nearest by {rate}; one leader, with "
            f"{self.words}; where values or members lack, the next by {size} or number of people"
        )


class ScaleBase(Strict):
    """What counts are divided by on a scale: ``count / base * times``, said in ``words``."""

    base: Text
    times: int = Field(gt=0)
    words: Text
    derivation: Text


class File(Strict):
    """The whole file."""

    peers_by: PeersRule | None = None
    scales: dict[Scale, ScaleBase] = {}
    datasets: dict[str, DatasetMeasures] = {}
    derived: dict[Name, Derived] = {}


_MODELS: tuple[tuple[tuple[str, ...], type[BaseModel]], ...] = (
    ((), File),
    (("peers_by",), PeersRule),
    (("scales", "*"), ScaleBase),
    (("datasets", "*"), DatasetMeasures),
    (("datasets", "*", "measures", "*"), OwnWords),
    (("datasets", "*", "unit"), Unit),
    (("datasets", "*", "measures", "*", "unit"), Unit),
    (("derived", "*"), Derived),
    (("derived", "*", "unit"), Unit),
    (("derived", "*", "ratio"), Ratio),
    (("derived", "*", "per"), Per),
)


def keys_at(place: tuple[str, ...]) -> list[str]:
    """The keys that may stand at a place of the file; none where keys are names."""
    for pattern, model in _MODELS:
        if len(pattern) == len(place) and all(
            part in ("*", found) for part, found in zip(pattern, place, strict=True)
        ):
            return list(model.model_fields)
    return []

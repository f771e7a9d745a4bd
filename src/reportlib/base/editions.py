"""An edition of a site: the book for one set of parameters, in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

IMAGES = "_images"  # pictures of sources and of outputs, as Sphinx calls their folder
EDITIONS_FILE = "editions.json"  # at the root of a site: lists its editions, and marks it as one
NAME = r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}"
# What lies at the site's root, and what some systems take for a device.
RESERVED = frozenset(
    {"data", "docs", "compare", "changes", "index", "search", "latest", "releases"}
    | {"aux", "con", "nul", "prn"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(1, 10)}
)


def _free(name: str) -> str:
    if name.casefold() in RESERVED:
        raise ValueError(f"expected another name: {name} is kept for other things")
    return name


class EditionRecord(BaseModel):
    """An edition of a site, as the pages at the site's root know it.

    Attributes:
        name: of its folder in the site.
        title: how readers know it, such as the name of an economy.
        parameters: all of them.
        pages: the folder in which its compiled pages lie now; none where it could not be made.
        missing: why it could not be made.
        pdf: the path of its PDF from the site's root, if it has one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: Annotated[
        str,
        Field(pattern=rf"^{NAME}$"),
        AfterValidator(_free),
    ]
    title: str
    parameters: Mapping[str, Any] = {}
    pages: Path | None = None
    missing: str = ""
    pdf: str = ""

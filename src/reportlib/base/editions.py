"""An edition of a site: the book for one set of parameters, in a folder of its own."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

# Folders and files of the site's root, which no edition may lie over.
OF_THE_ROOT = frozenset({"_static", "_images", "data", "docs", "compare", "index", "latest"})


def _free(name: str) -> str:
    if name.casefold() in OF_THE_ROOT:
        raise ValueError(f"expected another name: {name} is the site's own")
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
        Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=100),
        AfterValidator(_free),
    ]
    title: str
    parameters: Mapping[str, Any] = {}
    pages: Path | None = None
    missing: str = ""
    pdf: str = ""

"""Makes report books: checked data to exhibits, chapters to editions.

From Python, in any folder::

    import reportlib
    from reportlib.topics import patents  # the chapters' exhibits of the IP report book

    reportlib.measure("resident_applications").of("KOR").to_frame()
    patents.filings(reportlib.Edition(economy="KOR")).save("kor.png")
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlib.base.economies import economies
    from reportlib.content.datasets import read_dataset as dataset
    from reportlib.content.edition import Edition
    from reportlib.content.measures import measure

__version__ = "0.1.0"
__all__ = ["Edition", "dataset", "economies", "measure"]

_PLACES = {
    "Edition": ("reportlib.content.edition", "Edition"),
    "dataset": ("reportlib.content.datasets", "read_dataset"),
    "economies": ("reportlib.base.economies", "economies"),
    "measure": ("reportlib.content.measures", "measure"),
}


if not TYPE_CHECKING:  # else a misspelt name would pass as anything

    def __getattr__(name: str) -> object:
        """Find what the package offers only when it is asked for: pandas takes its time."""
        if name not in _PLACES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        module, found = _PLACES[name]
        return getattr(import_module(module), found)


def __dir__() -> list[str]:
    return sorted([*globals(), *__all__])

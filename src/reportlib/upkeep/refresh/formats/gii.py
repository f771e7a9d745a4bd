"""The data workbook of the Global Innovation Index, ``wipo-pub-2000-YEAR-tech1.xlsx``.

Its sheet ``Data`` has a row for every economy and every part of the index, from the whole to its
indicators; a pillar has no value but a score and a rank:

    ISO3,ECONOMY_NAME,NUM,NAME,DATAYR,VALUE_SCREEN,SCORE,RANK,SW_OVERALL,SW_INCGRP,OUTDATED,DMC
    ALB,Albania,OUT.6.1.1,Patents by origin/bn PPP$ GDP,2023,0.308815782303039,6.438,87,,,,

Numbers of indicators are given anew in each edition, so they are asked for by name. The edition
stands in the name of the file alone.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reportlib.base.errors import DatasetError
from reportlib.upkeep.refresh.downloads import Sheet, quoted
from reportlib.upkeep.refresh.formats.figures import Faults, Figure, Published, header_faults
from reportlib.upkeep.refresh.recipes import Part

SHEET = "Data"
EXPECTED = (
    "the data workbook of the Global Innovation Index: a sheet Data with the columns ISO3, "
    "ECONOMY_NAME, NUM, NAME, DATAYR, VALUE_SCREEN, SCORE and RANK"
)
MISSING = frozenset({"", "n/a", "NA"})
_COLUMNS = ("ISO3", "ECONOMY_NAME", "NUM", "NAME", "DATAYR", "VALUE_SCREEN", "SCORE", "RANK")
_FILLS = {"rank": "RANK", "score": "SCORE", "data_year": "DATAYR"}
_FLAGS = {"OUTDATED": "outdated", "DMC": "below minimum coverage"}
_EDITION = re.compile(r"wipo-pub-2000-(20\d\d)-tech1\b")


def is_format(sheet: Sheet) -> bool:
    """Whether a file looks like it."""
    return {"ISO3", "NUM", "NAME"} <= set(sheet.first)


def read(sheet: Sheet, parts: Sequence[Part]) -> list[Published]:
    """The figures of the edition that fill the columns of the recipe's parts.

    A column ``rank``, ``score`` or ``data_year`` is filled from the publisher's of that kind, any
    other from the values.

    Raises:
        DatasetError: the file is damaged, does not say its edition, or lacks a part of the index.
    """
    missing = list(header_faults(sheet, sheet.rows[0], _COLUMNS))
    if missing:
        raise DatasetError(*missing)
    edition = _EDITION.search(sheet.path.name)
    if edition is None:
        raise DatasetError(
            f"{sheet.path}: its name does not say of which edition it is. Expected the publisher's "
            f"own, such as wipo-pub-2000-2025-tech1.xlsx."
        )
    rows = [dict(zip(sheet.first, row.cells, strict=False)) for row in sheet.rows[1:]]
    names = {row["NAME"].strip() for row in rows}
    wanted = {part: names & {part.series, *part.also} for part in parts}
    lacking = dict.fromkeys(part.series for part, found in wanted.items() if len(found) != 1)
    if lacking:
        raise DatasetError(
            f"{sheet.path}: has no part of the index called {'; '.join(map(quoted, lacking))}. "
            f"Look whether the edition names or measures it anew; add a new name under `also`."
        )
    faults = Faults(sheet)
    published = []
    for part, (name,) in wanted.items():
        column = _FILLS.get(part.column, "VALUE_SCREEN")
        kept = Published(part, [], edition[1])
        for number, row in zip((r.number for r in sheet.rows[1:]), rows, strict=True):
            if row["NAME"].strip() != name:
                continue
            code = faults.text(row["ISO3"], number, "ISO3")
            said = faults.text(row["ECONOMY_NAME"], number, "ECONOMY_NAME")
            kept.figures.append(Figure(code, said, int(edition[1]), row[column], number, column))
            kept.statuses.update(text for flag, text in _FLAGS.items() if row.get(flag, "").strip())
        published.append(kept)
    faults.stop()
    return published

"""Make the tables of a page as short as can be: what is said in each cell is said once.

Most of a table is where its numbers come from. The table names its datasets (``data-of``), a
number the place of its own among them; the head of a column names the unit of all its numbers,
how all of them were made, and the rows behind most of them, with a sign for what names the row of
the table (its key, else its first cell). Where all cells but the first of each row are of
numbers, the table says so; and where most of these first cells are short, those that are not.
The script that tells the source of a number knows both ways to say it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
BODY = re.compile(r"(?<=<tbody>).*(?=</tbody>)", re.DOTALL)
ROW = re.compile(r"<tr\b.*?</tr>", re.DOTALL)
CELL = re.compile(r"<(t[hd])\b([^>]*)>(.*?)</\1>\s*", re.DOTALL)
PARAGRAPH = re.compile(r"<p>((?:(?!<p\b).)*)</p>\s*", re.DOTALL)
ROWS = re.compile(r'(?<= data-rows=")[^"]*')
SAID_ROWS = re.compile(r' data-rows="([^"]*)"')
CODE = re.compile(r"(?<=:)[A-Z]+(?=-)")
KEY = re.compile(r'<tr[^>]* data-key="([^"]*)"')
DATASET = re.compile(r"(?:(?<=^)|(?<= )|(?<=\*))[a-z][a-z0-9-]*(?=:)")
ROW_END = re.compile(r"</tr>\s+")
OF_COLUMNS = (re.compile(r' data-unit="[^"]*"'), re.compile(r' data-how="[^"]*"'))
NUMERIC = ' class="num"'
SHORT, LONGER = '<th class="short">', "<th>"
OTHER_CELL = re.compile(rf"<td(?!{NUMERIC}>)")
STUB = re.compile(r' class="stub"|\bstub ')
NAMED = re.compile(r"[\w.-]+")  # what names a row, where it can stand within the name of another
SIGN = "{}"  # in its place, in the head of a column


def compact_tables(page: str) -> str:
    """The HTML of a page with its tables shortened."""
    return TABLE.sub(lambda found: _table(found[0]), page)


def _table(table: str) -> str:
    rows = ROW.findall(table)
    if not BODY.search(table) or "rowspan=" in table or "colspan=" in table:
        return table
    shared = list(zip(*(_shared(rows, said) for said in OF_COLUMNS), strict=True))
    datasets = dict.fromkeys(DATASET.findall(" ".join(ROWS.findall(table))))
    places = {name: str(at) for at, name in enumerate(datasets)}
    head, _, rest = table.partition("<tbody>")
    body, _, after = rest.rpartition("</tbody>")
    body = ROW.sub(lambda row: _row(row[0], shared), body)
    body = ROWS.sub(lambda said: DATASET.sub(lambda name: places[name[0]], said[0]), body)
    ways = _ways(ROW.findall(body))
    body = ROW.sub(lambda row: _short_row(row[0], ways), body)
    if datasets and "<td" in body and not OTHER_CELL.search(body):
        body = body.replace(f"<td{NUMERIC}>", "<td>")
        head = head.replace('class="data', 'class="data nums', 1)
        if body.count(SHORT) > body.count(LONGER):
            body = body.replace(LONGER, '<th class="wide">').replace(SHORT, LONGER)
            head = head.replace('class="data', 'class="data shorts', 1)
    head = ROW.sub(lambda row: _head(row[0], shared, ways), head, count=1)
    if datasets:
        head = head.replace("<table", f'<table data-of="{" ".join(datasets)}"', 1)
    return f"{head}<tbody>{ROW_END.sub('</tr>', body)}</tbody>{after}"


Shared = list[tuple[str, ...]]
"""Of each column the attributes that all its numbers have."""


def _shared(rows: list[str], said: re.Pattern[str]) -> list[str]:
    """Of each column the attribute, where all its numbers have the same one; else nothing."""
    found: dict[int, set[str]] = {}
    for row in rows:
        for at, cell in enumerate(CELL.finditer(row)):
            if "data-rows=" in cell[3]:
                found.setdefault(at, set()).update(said.findall(cell[3]) or [""])
    last = max(found, default=-1)
    return [next(iter(s)) if len(s := found.get(at, set())) == 1 else "" for at in range(last + 1)]


def _row(row: str, shared: Shared) -> str:
    at = iter(range(len(row)))
    return CELL.sub(lambda cell: _cell(cell, shared, next(at)), row)


def _cell(cell: re.Match[str], shared: Shared, at: int) -> str:
    tag, attributes, inside = cell[1], STUB.sub("", cell[2]), cell[3]
    if found := PARAGRAPH.fullmatch(inside):
        inside = found[1]
    for said in filter(None, shared[at] if at < len(shared) else ()):
        inside = inside.replace(said, "", 1)
    return f"<{tag}{attributes}>{inside}</{tag}>"


def _named(row: str) -> str:
    """What names a row of the table: its key, its first cell, or a code in all that it rests on."""
    told = [said for _, (said,) in _told(row)]
    if key := KEY.match(row):
        return key[1] if NAMED.fullmatch(key[1]) else ""
    first = CELL.search(row)
    if first and NAMED.fullmatch(first[3]) and any(first[3] in said for said in told):
        return first[3]
    return _code(row)


def _code(row: str) -> str:
    if "data-key=" in row:
        return ""
    found = {code for _, (said,) in _told(row) for code in CODE.findall(said)}
    return found.pop() if len(found) == 1 else ""


def _ways(rows: list[str]) -> dict[int, str]:
    """Of each column the rows behind most of its numbers, with the sign for what names a row."""
    if SIGN in "".join(rows):
        return {}
    found: dict[int, Counter[str]] = {}
    for row in rows:
        for at, (said,) in _told(row):
            found.setdefault(at, Counter())[_way(said, _named(row))] += 1
    most = {at: ways.most_common(1)[0] for at, ways in found.items()}
    return {at: way for at, (way, count) in most.items() if count > 1 and SIGN in way}


def _told(row: str) -> Iterator[tuple[int, list[str]]]:
    """The cells with one number, by their place, and what rows are behind it."""
    cells = ((at, SAID_ROWS.findall(cell[3])) for at, cell in enumerate(CELL.finditer(row)))
    return ((at, said) for at, said in cells if len(said) == 1)


def _way(said: str, name: str) -> str:
    return said.replace(name, SIGN) if name else said


def _short_row(row: str, ways: dict[int, str]) -> str:
    """The row, silent on the rows of datasets that the heads of its columns tell."""
    name = _named(row)
    silent = {at for at, (said,) in _told(row) if name and _way(said, name) == ways.get(at)}
    at = iter(range(len(row)))

    def shortened(cell: re.Match[str]) -> str:
        return SAID_ROWS.sub("", cell[0]) if next(at) in silent else cell[0]

    short = CELL.sub(shortened, row)
    by_code = silent and name == _code(row)
    return short.replace("<tr", f'<tr data-code="{name}"', 1) if by_code else short


def _head(row: str, shared: Shared, ways: dict[int, str]) -> str:
    at: Iterator[int] = iter(range(len(row)))

    def named(cell: re.Match[str]) -> str:
        place = next(at)
        said = "".join(shared[place]) if place < len(shared) else ""
        if place in ways:
            said += f' data-rows="{ways[place]}"'
        return f"<{cell[1]}{cell[2]}{said}>{cell[3]}</{cell[1]}>"

    return CELL.sub(named, row)

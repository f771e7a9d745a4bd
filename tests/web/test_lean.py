"""Style sheets and scripts are loaded without remarks, and do what they did."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reportlib import web
from reportlib.web.lean import JOINED, lean_script, lean_style
from tests.conftest import Built

FILES = sorted((Path(web.__file__).parent / "static").glob("*.*s*"))
SHEETS = [path for path in FILES if path.suffix == ".css"]
SCRIPTS = [path for path in FILES if path.suffix == ".js"]


def test_a_style_sheet_loses_its_remarks_and_its_lines() -> None:
    text = (
        "/* a\n b */\n.a > .b,\n.c :is(p, a) {\n  color: red; /* c */\n"
        "  font: 0.5px A,\n    C;\n}\n"
        '@media print {\n  a::before { content: ": 0.5 { "; }\n}\n'
    )

    assert lean_style(text) == (
        '.a>.b,.c :is(p,a){color:red;font:.5px A,C}@media print{a::before{content:": 0.5 { "}}'
    )


def test_what_tells_selectors_and_values_apart_stays() -> None:
    text = ".a\n.b {}\na :hover {}\na { & b { inset: 0 10.5px; width: calc(1px + 2px) } }"

    assert lean_style(text) == ".a\n.b{}a :hover{}a{& b{inset:0 10.5px;width:calc(1px + 2px)}}"


def test_a_script_loses_its_remarks_alone() -> None:
    text = '"use strict";\n\n// Why.\nconst a = 1; // one\n  go("// no remark", `; // ${a}`);\n'

    assert lean_script(text) == '"use strict";\nconst a = 1;\ngo("// no remark", `; // ${a}`);'


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_each_declaration_of_a_sheet_is_kept(path: Path) -> None:
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    lean, whole = (
        "".join(re.sub(r"(?<![\w.])0(?=\.)", "", each).split()).replace(";}", "}")
        for each in (lean_style(text), text)
    )

    assert lean == whole
    assert re.findall('"[^"]*"', lean_style(text)) == re.findall('"[^"]*"', text)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_no_script_has_a_text_of_several_lines(path: Path) -> None:
    code = lean_script(path.read_text(encoding="utf-8"))

    assert all(line.count("`") % 2 == 0 for line in code.splitlines())
    assert "/*" not in code


@pytest.mark.parametrize("name", JOINED)
def test_what_every_page_needs_is_in_one_file(name: str, small_book: Built) -> None:
    static = small_book.pages / "_static"
    shorten = lean_style if name.endswith(".css") else lean_script
    sources = [path for path in FILES if path.name in JOINED[name]]
    joined = (static / name).read_text(encoding="utf-8")

    assert len(sources) == len(JOINED[name])
    assert all(shorten(path.read_text(encoding="utf-8")) in joined for path in sources)
    assert not [part for part in JOINED[name] if part != name and (static / part).exists()]

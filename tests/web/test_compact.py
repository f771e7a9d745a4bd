"""What pages say once: in drawings, which look the same, and in tables, which say the same."""

from __future__ import annotations

import pytest
from lxml import etree
from lxml import html as lxml_html

from reportlib.web.compact import compact, path_of, written
from reportlib.web.compact_tables import compact_tables
from reportlib.web.svg import inline_svg

SVG = "{http://www.w3.org/2000/svg}"


def shortened(inside: str) -> etree._Element:
    text = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'
    root = inline_svg(text, name="fig-a", css_class="wide")
    compact(root)
    return root


def shown(root: etree._Element, name: str) -> list[str | None]:
    """What each leaf says or takes from what it stands in."""
    leaves = [each for each in root.iter() if not len(each)]
    return [
        next((a.get(name) for a in (leaf, *leaf.iterancestors()) if a.get(name)), None)
        for leaf in leaves
    ]


TILES = "\n".join(
    f'<g class="mark mark-tile role-step-1" data-series="{name}" id="fig-a-{at}">\n'
    f'<path d="M 0 {at} L 9 {at}" fill="{fill}"/>\n</g>'
    for at, (name, fill) in enumerate([("A", "#fff"), ("A", "#fff"), ("B", "#000")])
)
TICKS = "".join(
    f'<g class="grid"><path d="M {x} 0 L {x} 9" stroke="#ddd"/></g>'
    f'<g class="tick"><text x="{x}.04" y="9" font-size="9.25px" fill="#555">{x} a</text></g>'
    for x in (1, 2, 3)
)


def test_each_mark_keeps_its_series_and_its_colour() -> None:
    root = shortened(TILES)

    assert shown(root, "data-series") == ["A", "A", "B"]
    assert shown(root, "class") == ["mark mark-tile"] * 3
    assert shown(root, "fill") == ["#fff", "#fff", "#000"]
    assert root.xpath("//@id") == []


def test_tiles_of_one_paint_stand_together_and_say_it_once() -> None:
    tile = '<g class="mark mark-tile" data-series="{}"><path d="M 0 0 L 9 9" fill="{}"/></g>'
    named = [("A", "#fff"), ("B", "#000"), ("C", "#fff"), ("D", "#000")]
    root = shortened("".join(tile.format(*each) for each in named))

    series = [path.get("data-series") for path in root.iter(f"{SVG}path")]
    assert sorted(zip(series, shown(root, "fill"), strict=True)) == named
    assert len([each for each in root.iter() if each.get("fill")]) == 2


def test_a_code_in_a_tile_of_a_map_lets_the_pointer_through() -> None:
    label = '<g class="label" data-series="B"><text x="1" y="9">BR</text></g>'
    root = shortened(TILES + label)

    (text,) = root.iter(f"{SVG}text")
    assert (text.get("class"), text.get("pointer-events")) == ("label", "none")
    assert text.get("data-series") is None


def test_a_page_allows_no_styles() -> None:
    assert shortened('<g style="fill: red"><path d="M 0 0 L 1 1"/></g>').xpath("//@style") == []


def test_marks_of_the_focus_keep_their_role() -> None:
    root = shortened('<g class="mark role-focus"><path d="M 0 0 L 1 1"/></g>')

    assert root[0].get("class") == "mark role-focus"


def test_what_stands_behind_the_marks_is_one_group_of_each_kind() -> None:
    root = shortened(TICKS + TILES)

    assert [g.get("class") for g in root][:2] == ["tick", "grid"]
    assert shown(root, "fill")[:3] == ["#555"] * 3
    assert shown(root, "stroke")[3:6] == ["#ddd"] * 3
    assert [text.text for text in root.iter(f"{SVG}text")] == ["1 a", "2 a", "3 a"]
    assert written(root).count("9.25") == 1


def test_what_only_some_say_stays_with_them() -> None:
    root = shortened('<g><path stroke="#ddd"/><path/><path stroke="#ddd"/></g>')

    assert shown(root, "stroke") == ["#ddd", None, "#ddd"]


def test_an_id_stays_where_the_drawing_refers_to_it() -> None:
    root = shortened('<defs><path id="m1" d="M 0 0 z"/></defs><use href="#m1" x="1.26" y="0"/>')

    assert root.xpath("//@id") == ["m1"]
    assert root.xpath("//@x") == ["1.3"]


def test_a_link_keeps_its_group() -> None:
    named = '<g class="label" data-target="fig-{}"><text>{}</text></g>'
    root = shortened(named.format("a", "A") + named.format("a", "A"))

    assert len(root) == 2


def test_in_a_page_a_drawing_has_no_namespace() -> None:
    text = written(shortened("<text>a &lt; b</text>"))

    assert text.startswith('<svg viewBox="0 0 9 9" class="wide" aria-hidden="true">')
    assert text.endswith("<text>a &lt; b</text></svg>")


def test_a_group_around_one_thing_is_that_thing() -> None:
    root = shortened('<g class="ring" fill="#fff"><path d="M 0 0 L 1 1" fill="none"/></g>')

    assert [each.tag for each in root] == [f"{SVG}path"]
    assert root[0].items() == [("class", "ring"), ("fill", "none"), ("d", "M0 0l1 1")]


@pytest.mark.parametrize(
    ("group", "path"),
    [('class="a"', 'class="b"'), ('transform="scale(2)"', ""), ("", 'clip-path="url(#c)"')],
)
def test_a_group_stays_where_it_says_what_one_thing_cannot(group: str, path: str) -> None:
    root = shortened(f'<g {group}><path {path} d="M 0 0 L 1 1"/></g>')

    assert [(each.tag, len(each)) for each in root] == [(f"{SVG}g", 1)]


def test_what_all_in_a_group_are_is_said_of_the_group() -> None:
    dot = '<g class="mark mark-dot" data-series="{}"><path d="M 0 0 L 1 1"/></g>'
    root = shortened("".join(map(dot.format, "ABCD")))

    (around,) = root
    assert around.items() == [("class", "mark mark-dot")]
    assert [each.get("data-series") for each in around] == list("ABCD")
    assert root.xpath("//@class") == ["wide", "mark mark-dot"]


def test_codes_of_a_map_stand_by_their_colour() -> None:
    text = '<text x="1" y="1" fill="{}">{}</text>'
    texts = [text.format("#fff" if at % 2 else "#000", at) for at in range(60)]
    root = shortened(f'<g class="label">{"".join(texts)}</g>')

    texts_of = [each.text for each in root.iter(f"{SVG}text")]
    found = dict(zip(texts_of, shown(root, "fill"), strict=True))
    assert found == {str(at): "#fff" if at % 2 else "#000" for at in range(60)}
    assert len([each for each in root.iter() if each.get("fill")]) == 2


@pytest.mark.parametrize(
    ("path", "short"),
    [
        ("M 1 2 L 3 2 L 3 5.55 L 1 5.55 z", "M1 2h2v3.6h-2z"),
        ("M 0.51 -1 L 1 0 L 2 2", "M.5-1l.5 1 1 2"),
        ("M 1 1 L 1 1", "M1 1v0"),
        ("M 0 3 A 3 3 0 1 1 0 -3 z", "M 0 3 A 3 3 0 1 1 0 -3 z"),
        ("M 0.04 0 L 0.08 0 L 0.12 0", "M0 0h.1v0"),
    ],
)
def test_a_line_is_said_by_its_steps(path: str, short: str) -> None:
    assert path_of(path) == short


TABLE = """<p>b</p><table class="data">
<thead>
<tr><th class="head stub"><p>Who</p></th><th class="head num"><p>Number</p></th>
<th><p>Either</p></th></tr>
</thead>
<tbody>
<tr><th class="stub short"><p>A</p></th><td><p><data data-rows="2*one:A two:" \
data-unit="x &amp; y" value="1">1</data></p></td>
<td><p><data data-rows="two:A" data-unit="x" value="1">1</data></p></td></tr>
<tr><th class="stub"><p>B</p></th><td><p><data data-rows="one:3*B:x" data-unit="x &amp; y" \
value="2">2</data></p></td>
<td><p>a</p><p>b</p></td></tr>
<tr><th class="stub"><p>C</p></th><td><p>..</p></td>
<td><p><data data-rows="two:B" value="1">1</data></p></td></tr>
</tbody>
</table>"""


def table() -> lxml_html.HtmlElement:
    return lxml_html.fragment_fromstring(f"<div>{compact_tables(TABLE)}</div>").find("table")


def test_a_table_names_its_datasets_and_a_number_its_place_among_them() -> None:
    found = table()

    assert found.get("data-of") == "one two"
    assert found.xpath("//@data-rows") == ["2*0:A 1:", "1:A", "0:3*B:x", "1:B"]


def test_a_column_names_the_unit_that_all_its_numbers_have() -> None:
    found = table()

    assert [head.get("data-unit") for head in found.xpath("thead//th")] == [None, "x & y", None]
    assert [number.get("data-unit") for number in found.iter("data")] == [None, "x", None, None]


def test_what_all_numbers_of_a_table_have_in_common_is_said_once() -> None:
    cell = '<td class="num"><p><data data-how="{}" data-rows="one:A" value="1">1</data></p></td>'
    cells = cell.format("a sum") + cell.format("a share")
    row = f'<tr><th class="stub"><p>A</p></th>{cells}</tr>'
    head = "<thead><tr><th><p>Who</p></th><th><p>N</p></th><th><p>M</p></th></tr></thead>"
    text = f'<table class="data">{head}<tbody>{row}{row}</tbody></table>'
    found = lxml_html.fragment_fromstring(compact_tables(text))

    heads = found.findall("thead/tr/th")
    assert [th.get("data-how") for th in heads] == [None, "a sum", "a share"]
    assert found.xpath("//data/@data-how") == []
    assert found.get("class") == "data nums"
    assert found.xpath("tbody//td/@class") == []


CELL = '<td class="num"><p><data data-rows="{}" value="1">1</data></p></td>'
ROW = '<tr{{key{0}}}><th class="stub short"><p>{{first{0}}}</p></th>{1}</tr>'
ROWS = (
    '<table class="data"><thead><tr><th><p>Year</p></th><th><p>A</p></th><th><p>B</p></th></tr>'
    f"</thead><tbody>{ROW.format(1, CELL.format('one:A-2001') + CELL.format('{odd}'))}"
    f"{ROW.format(2, CELL.format('one:A-2002') + CELL.format('one:B-2002 two:B-2002'))}"
    "</tbody></table>"
)


def rows_of(**said: str) -> lxml_html.HtmlElement:
    given = {"key1": "", "key2": "", "odd": "one:B-2001 two:B-2001"}
    text = ROWS.format(**(given | {"first1": "2001", "first2": "2002"} | said))
    return lxml_html.fragment_fromstring(compact_tables(text))


def test_the_rows_behind_a_column_are_told_once_with_a_sign_for_the_name_of_each_row() -> None:
    found = rows_of()

    heads = [head.get("data-rows") for head in found.xpath("thead//th")]
    assert heads == [None, "0:A-{}", "0:B-{} 1:B-{}"]
    assert found.xpath("tbody//@data-rows") == []
    assert found.get("class") == "data shorts nums"


def test_a_number_with_other_rows_behind_it_than_its_column_tells_them() -> None:
    found = rows_of(odd="one:Z-2009")

    assert found.xpath("tbody//@data-rows") == ["0:Z-2009", "0:B-2002 1:B-2002"]


def test_a_row_is_named_by_its_key() -> None:
    keys = {"key1": ' data-key="A-2001"', "key2": ' data-key="A-2002"'}
    found = rows_of(**keys, first1="Some &amp; such", first2="2001")

    assert [head.get("data-rows") for head in found.xpath("thead//th")][:2] == [None, "0:{}"]


def test_a_row_is_named_by_a_code_that_all_its_numbers_rest_on() -> None:
    row = (
        '<tr><th class="stub"><p>{0} &amp; land</p></th>'
        '<td><p><data data-rows="one:{1}-2001 two:{1}-2" value="1">1</data></p></td></tr>'
    )
    head = "<thead><tr><th><p>Who</p></th><th><p>N</p></th></tr></thead>"
    rows = row.format("Ab", "AAA") + row.format("Cd", "CCC")
    found = lxml_html.fragment_fromstring(
        compact_tables(f'<table class="data">{head}<tbody>{rows}</tbody></table>')
    )

    assert found.xpath("thead//@data-rows") == ["0:{}-2001 1:{}-2"]
    assert found.xpath("tbody//@data-code") == ["AAA", "CCC"]
    assert found.xpath("tbody//@data-rows") == []


def test_where_data_have_the_sign_each_number_tells_its_rows() -> None:
    found = rows_of(odd="one:{}-2001")

    assert found.xpath("thead//@data-rows") == []
    assert len(found.xpath("tbody//@data-rows")) == 4


def test_cells_keep_their_texts_and_values() -> None:
    found = table()

    texts = [[cell.text_content() for cell in row] for row in found.xpath("tbody/tr")]
    assert texts == [["A", "1", "1"], ["B", "2", "ab"], ["C", "..", "1"]]
    assert found.xpath("//@value") == ["1", "1", "2", "1"]
    assert [th.get("class") for th in found.xpath("tbody//th")] == ["short", None, None]


def test_a_table_with_wide_cells_stays_as_it_is() -> None:
    text = TABLE.replace('<th class="stub">', '<th class="stub" colspan="2">')

    assert compact_tables(text) == text

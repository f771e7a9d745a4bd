"""HTML with all that may be left out left out is the same document."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html

from reportlib.web.compact_markup import compact_markup


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ('<a href="../a.html#b" class="x y">c</a>', '<a href=../a.html#b class="x y">c</a>'),
        ('<a href="a/">c</a>', '<a href="a/">c</a>'),
        ('<path fill="#fff" d="M0 0"/>', '<path fill=#fff d="M0 0"/>'),
        ('<path d="M0 0" fill="#fff"/>', '<path d="M0 0" fill=#fff />'),
        ('<a title="">c</a>', '<a title="">c</a>'),
        ("<a title='b'>c</a>", "<a title='b'>c</a>"),
        ('<a title="é">c</a>', '<a title="é">c</a>'),
        ('<a title="a &gt; b=&quot;c&quot;">d</a>', '<a title="a &gt; b=&quot;c&quot;">d</a>'),
        ("<a title='b=\"c\"'>d</a>", "<a title='b=\"c\"'>d</a>"),
        ('<a title="k=" rel="b">d</a>', '<a title="k=" rel=b>d</a>'),
        ('a="b"', 'a="b"'),
    ],
)
def test_a_plain_value_needs_no_quotes(whole: str, short: str) -> None:
    assert compact_markup(whole) == short


@pytest.mark.parametrize(
    ("whole", "short"),
    [
        ("<tr><td>a</td>\n<td>b</td></tr>\n<tr></tr>", "<tr><td>a<td>b</td><tr></tr>"),
        ("<tr><th>a</th><td>b</td></tr>", "<tr><th>a<td>b</td></tr>"),
        ("<ul><li>a</li>\n<li>b</li></ul>", "<ul><li>a<li>b</li></ul>"),
        ("<dl><dt>a</dt><dd>b</dd><dt>c</dt></dl>", "<dl><dt>a<dd>b<dt>c</dt></dl>"),
        ("<div><p>a</p>\n<p>b</p>\n<a>c</a></div>", "<div><p>a<p>b</p><a>c</a></div>"),
    ],
)
def test_the_last_end_of_a_kind_stays(whole: str, short: str) -> None:
    assert compact_markup(whole) == short


@pytest.mark.parametrize(
    "whole",
    [
        '<pre>a</p>\n<p class="b">\n</pre>',
        '<script>"<p id=\'a\' class=\\"b\\">"</script>',
        "<a>b</a>\n<a>c</a>",
        "<p>a <em>b</em>\n<em>c</em></p>",
        "<summary>a</summary>\n<p>b</p>",
    ],
)
def test_what_a_reader_would_miss_stays(whole: str) -> None:
    assert compact_markup(whole) == whole


def test_what_sphinx_alone_knows_goes() -> None:
    whole = '<span><a class="reference internal" href="a"><em>b</em> c</a></span>'

    assert compact_markup(whole) == "<span><a href=a><em>b</em> c</a></span>"
    assert compact_markup('<span><a href="a">b</a></span>') == "<a href=a>b</a>"
    assert compact_markup('<span class="c"><a href="a">b</a></span>') == (
        "<span class=c><a href=a>b</a></span>"
    )


@given(st.text(), st.text())
def test_no_text_and_no_value_is_another_afterwards(text: str, value: str) -> None:
    whole = lxml_html.fragment_fromstring("<div><p>a</p><p><b>c</b></p></div>")
    try:
        whole[0].text, whole[1][0].tail = text, text
        whole[0].set("title", value)
    except ValueError:  # a sign that no document may hold
        text = value = "a"
    before = lxml_html.tostring(whole, encoding="unicode")

    after = lxml_html.fragment_fromstring(compact_markup(before))

    first = lxml_html.fragment_fromstring(before)
    assert after[0].get("title") == first[0].get("title")
    assert [each.text_content() for each in after] == [each.text_content() for each in first]

"""What a page leads to, from which follows what is executed before it is shown."""

from __future__ import annotations

import pytest

from reportlib.serving.pages import leads


@pytest.mark.parametrize(
    "link",
    [
        'href="two.html#fig-a"',
        "href=two.html#fig-a",
        "href='two.html#fig-a'",
        'href="./two.html#a"',
    ],
)
def test_a_page_leads_to_parts_of_others_however_a_link_is_written(link: str) -> None:
    page = f"<nav><a href='three.html#x'></a></nav><main><a class=a {link}>Fig. 2.1</a></main>"

    assert leads("chapters/one", page) == {"chapters/two"}


def test_other_folders_and_itself_are_told_apart() -> None:
    links = '<a href="one.html#x"></a><a href="../index.html#y"></a><a href="two.html"></a>'
    page = f"<main>{links}</main>"

    assert leads("chapters/one", page) == {"index"}


def test_the_web_is_no_page() -> None:
    assert leads("one", '<main><a href="https://example.org/a.html#b"></a></main>') == set()

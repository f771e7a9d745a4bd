"""Make the HTML of a page as short as HTML allows: what a browser puts in by itself is left out.

Those are quotes around the plain value of an attribute, the end of a paragraph, a cell, a row or
an item before the next one, lines between blocks; and classes and elements that only Sphinx knows.
Readers and scripts find the same document. The last end of a kind stays: validators ask for it.
"""

from __future__ import annotations

import re

# What stands in these stays as it is: each space counts, or it is no HTML.
APART = re.compile(r"(<(pre|script|style|textarea)\b.*?</\2>)", re.DOTALL)
TAG = re.compile(r"""<[a-zA-Z](?:[^<>"']|"[^"]*"|'[^']*')*>""")
PLAIN_VALUE = r"[\w.,:;#%/+@~(){}!*-]*[\w.,:;#%+@~(){}!*-]"
# Each attribute from its name to its end, so that none is sought within the value of another.
ATTRIBUTE = re.compile(rf"""([\w:-]+)=(?:"({PLAIN_VALUE})"(?=(/?))|"[^"]*"|'[^']*')""", re.ASCII)
UNUSED = re.compile(r' class="(?:reference (?:internal|external)|std std-ref|align-default)"')
LINK_ALONE = re.compile(r"<span>(<a\b[^<>]*>[^<]*</a>)</span>")
IMPLIED = re.compile(
    r"</t[dh]>\s*(?=<t[dh]\b)|</tr>\s*(?=<tr\b)|</li>\s*(?=<li\b)|</d[td]>\s*(?=<d[td]\b)"
    r"|</p>\s*(?=<(?:p|div|ul|ol|dl|table|pre)\b)"
)
BLOCK = "article|div|section|figure|figcaption|table|thead|tbody|tr|ul|ol|dl|details|h[1-6]|p|pre"
BEFORE_BLOCK = re.compile(rf"(?<=>)(?<!</summary>)\n+(?=</?(?:{BLOCK})\b)")
AFTER_BLOCK = re.compile(rf"(</(?:{BLOCK})>)\n+(?=<)")


def compact_markup(page: str) -> str:
    """The HTML of a page, or of a part of one, in short."""
    parts = APART.split(page)  # text, then what stands apart and its name, then text
    parts[0::3] = map(_short, parts[0::3])
    del parts[2::3]
    return "".join(parts)


def _short(text: str) -> str:
    text = AFTER_BLOCK.sub(r"\1", BEFORE_BLOCK.sub("", text))
    text = LINK_ALONE.sub(r"\1", IMPLIED.sub("", text))
    return TAG.sub(lambda tag: _tag(tag[0]), text)


def _tag(tag: str) -> str:
    return ATTRIBUTE.sub(_attribute, UNUSED.sub("", tag))


def _attribute(found: re.Match[str]) -> str:
    name, value, end = found.groups()
    # Before the end of an element that is empty there must be a space.
    return found[0] if value is None else f"{name}={value}{' ' * bool(end)}"

"""The feed of a folder of releases, in the form of RFC 4287."""

from __future__ import annotations

import re
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from reportlib.base.releases import CHANGES, Listed, Release

FEED = "releases.atom"
_SPACE = "http://www.w3.org/2005/Atom"
_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed(listed: Listed, base: str = "") -> bytes:
    """All releases as entries of a feed, the newest first.

    Args:
        base: the address at which the folder lies; without it links begin at the feed.
    """
    lead = f"{base.rstrip('/')}/" if base else ""
    made = etree.fromstring(f'<feed xmlns="{_SPACE}"/>')
    _add(made, "id", listed.id)
    _add(made, "title", listed.title)
    _add(made, "updated", _time(listed.releases[0]))
    _add(_add(made, "author"), "name", listed.author)
    _add(made, "link", rel="self", type="application/atom+xml", href=f"{lead}{FEED}")
    _add(made, "link", rel="alternate", type="text/html", href=f"{lead}index.html")
    for each in listed.releases:
        entry = _add(made, "entry")
        first = f"{lead}{each.name}"
        _add(entry, "id", uuid5(NAMESPACE_URL, f"{listed.id} {each.name}").urn)
        _add(entry, "title", f"{listed.title}, release {each.name}")
        _add(entry, "updated", _time(each))
        _add(entry, "link", rel="alternate", type="text/html", href=f"{first}/index.html")
        _add(entry, "link", rel="related", type="text/html", href=f"{first}/{CHANGES}.html")
        _add(entry, "summary", each.summary)
    etree.indent(made, " ")
    told: bytes = etree.tostring(made, xml_declaration=True, encoding="utf-8")
    return told + b"\n"


def _add(above: etree._Element, name: str, text: str | None = None, **given: str) -> etree._Element:
    made = etree.SubElement(above, f"{{{_SPACE}}}{name}", attrib=given)
    made.text = None if text is None else _NO_XML.sub("\ufffd", text)
    return made


def _time(release: Release) -> str:
    return f"{release.date}T00:00:00Z"

"""What exhibits tell of their data is chosen by keys: with other words, the same is told."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import yaml

from reportlib.base.manifests import SUFFIX
from reportlib.content.numbers import NO_BREAK
from tests.projects import ROOT, run_program

REMARKS = ("breaks", "provisional", "caveats", "derived")

CHOSEN_ONLY = {
    "fig-ai-positions of TGO",
    "fig-copyright-creative-goods of CHN",
    "find-talent of LIE",
}
"""Exhibits that choose by what descriptors say, and print none of its words."""

# One exhibit at least for each way in which code chooses among what descriptors say.
PROGRAM = """
import json
from reportlib.content.edition import Edition
from reportlib.topics import ai, copyright, method, overview, patents, talent

told = {}
for code, makers in {
    "CHN": (
        ai.deals, copyright.creative_goods, copyright.industry_shares, copyright.registers,
        copyright.software, method.breaks, overview.ip_trade,
        talent.academy, talent.doctorates, talent.enrolment, talent.workforce, talent.women,
    ),
    "DEU": (talent.representatives,),
    "JPN": (talent.fields_of_degrees, talent.technicians),
    "LIE": (talent.density, talent.key_findings),
    "TGO": (ai.positions,),
}.items():
    for make in makers:
        payload = make(Edition(economy=code)).payload
        texts = ["".join(p.text for p in s) for s in (*payload.sentences, *payload.notes)]
        texts += [cell.text for row in payload.rows for cell in row.cells]
        told[f"{payload.label} of {code}"] = texts
print(json.dumps(told))
"""


def test_with_every_remark_reworded_the_same_is_told(tmp_path: Path) -> None:
    words = _reworded(tmp_path)
    before, after = _told(ROOT), _told(tmp_path)
    assert after == {
        label: [_with(words, text) for text in texts] for label, texts in before.items()
    }
    assert {label for label in before if before[label] == after[label]} == CHOSEN_ONLY


def _told(root: Path) -> dict[str, list[str]]:
    done = run_program(sys.executable, "-c", PROGRAM, cwd=root, root=root, check=True)
    found: dict[str, list[str]] = json.loads(done.stdout)
    return {
        label: [text.replace(NO_BREAK, " ") for text in texts] for label, texts in found.items()
    }


def _with(words: dict[str, str], text: str) -> str:
    for old in sorted(words, key=len, reverse=True):
        text = text.replace(old, words[old])
    return text


def _reworded(root: Path) -> dict[str, str]:
    """Make a book of other words for every remark; each text of ours with its new one."""
    for name in ("_config.yml", "chapters"):
        (root / name).symlink_to(ROOT / name)
    data = root / "data"
    data.mkdir()
    words: dict[str, str] = {}
    for place in (ROOT / "data").iterdir():
        if place.name.endswith(SUFFIX):
            content: dict[str, Any] = yaml.safe_load(place.read_text(encoding="utf-8"))
            for key in REMARKS:
                remarks = content["reportlib"].get(key, [])
                content["reportlib"][key] = [_other(remark, words) for remark in remarks]
            text = yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
            (data / place.name).write_text(text, encoding="utf-8")
        else:
            (data / place.name).symlink_to(place)
    return words


def _other(remark: str | dict[str, Any], words: dict[str, str]) -> str | dict[str, Any]:
    old = remark if isinstance(remark, str) else remark["text"]
    new = words.setdefault(old, f"Remark {len(words)} in other words.")
    return new if isinstance(remark, str) else remark | {"text": new}

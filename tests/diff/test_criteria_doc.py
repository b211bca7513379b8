"""docs/diff.md states every criterion as the code has it."""

from __future__ import annotations

import re

from scratch import ROOT

from qmsdoc.diff.criteria import CRITERIA
from qmsdoc.diff.types import CheckKind, Weight
from qmsdoc.text.language import translator

PAGE = (ROOT / "docs" / "diff.md").read_text("utf-8")
HEADINGS = {"重大": Weight.MAJOR, "一般": Weight.ORDINARY, "编辑性": Weight.EDITORIAL}


def stated() -> dict[str, tuple[Weight, str, str]]:
    """Weight, Chinese name and criterion of each judgement in the page."""
    found: dict[str, tuple[Weight, str, str]] = {}
    for part in PAGE.split("\n### ")[1:]:
        name = re.search(r"\((.+?)\)", part)
        assert name
        text = part.split("\n## ")[0]
        for row in re.findall(r"^\| `([a-z-]+)` \| (.+?) \| (.+) \|$", text, re.MULTILINE):
            assert row[0] not in found, f"{row[0]} stands there twice"
            found[row[0]] = (HEADINGS[name[1]], row[1], row[2])
    return found


def test_the_page_states_what_the_code_does() -> None:
    chinese = translator("zh")
    assert stated() == {
        judgement.value: (criterion.weight, criterion.label.render(chinese), criterion.when)
        for judgement, criterion in CRITERIA.items()
    }


def test_the_page_names_every_check() -> None:
    for kind in CheckKind:
        assert f"| `{kind}` |" in PAGE

"""docs/evidence.md says what is so."""

from __future__ import annotations

import re

from holding import linked, pieces
from scratch import ROOT

from qmsdoc.source.yaml import load_yaml
from qmsdoc.standards.builtin import builtin_standard

TEXT = (ROOT / "docs" / "evidence.md").read_text("utf-8")
BLOCKS = re.findall(r"^```yaml\n(.*?)^```", TEXT, re.MULTILINE | re.DOTALL)


def test_the_overlay_of_the_page_works() -> None:
    overlay = next(block for block in BLOCKS if block.startswith("overlay:"))
    index = linked(
        {
            "qmsdoc.yaml": "organization: x\nstandards: [{id: db11t-1123-2014}]\n",
            "standards/o.yaml": overlay,
        }
    )
    clauses = index.standards["db11t-1123-2014"].clauses
    assert index.overlay_faults == ()
    assert clauses["8"].evidence is None
    assert clauses["9"].children == ("9.1", "9.2")


def test_the_clause_of_the_page_is_that_of_the_pack() -> None:
    block = next(block for block in BLOCKS if block.startswith("clauses:"))
    (shown,) = load_yaml(block).data["clauses"]
    clause = builtin_standard("gbt-19001-2016").clauses[shown["number"]]
    assert clause.evidence == shown["evidence"]
    assert (clause.title.zh, clause.title.en) == (shown["title"]["zh"], shown["title"]["en"])


def test_every_piece_that_asks_for_something_is_in_the_table() -> None:
    named = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE)) - {
        "standard",
        "toolkit",
        "organization",
    }
    # Those that a pack is made of say what is missing; the others are parts of them.
    asking = {name for name, piece in pieces().items() if "x-message" in str(piece)}
    assert named == asking

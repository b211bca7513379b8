"""The redline of real pairs of versions, mark by mark."""

from __future__ import annotations

import pytest
from real_pairs import Pair, marks, pairs

from qmsdoc.diff.redline import redline
from qmsdoc.text.words import normalise

PAIRS = list(pairs())


def test_there_are_at_least_twenty() -> None:
    assert len(PAIRS) >= 20
    assert all(pair.marks for pair in PAIRS)


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_marks_what_an_expert_would(pair: Pair) -> None:
    assert marks(pair.before, pair.after) == pair.marks


@pytest.mark.parametrize("pair", PAIRS, ids=[pair.name for pair in PAIRS])
def test_layout_makes_no_mark(pair: Pair) -> None:
    """Of the new text set out otherwise, the same marks and no others."""
    wide = pair.after.replace("\n", "\r\n").replace("，", ",").replace("| ", "|  ")
    assert all(run.op == "equal" for run in redline(pair.after, wide, ignore_layout=True))
    runs = redline(pair.before, wide, ignore_layout=True)
    changed = [normalise(run.text) for run in runs if run.op != "equal"]
    plain = redline(pair.before, pair.after, ignore_layout=True)
    assert changed == [normalise(run.text) for run in plain if run.op != "equal"]

"""What a reviewer would mark, case by case, and the laws of every redline."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.diff.redline import Run, redline
from qmsdoc.text.words import BORDERS, PHRASE_ENDS, layout_free_words, normalise

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['name']}")
    for path in sorted((Path(__file__).parent / "redline").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]
MARK = re.compile(r"\[-(?P<delete>.*?)-\]|\{\+(?P<insert>.*?)\+\}", re.DOTALL)
PIECES = [
    *"登记审核人员的内，。；、（）《》|#-.,:% \n",
    *(
        "15分钟",
        "5个工作日",
        "98.5%",
        "QR-07-01",
        "ISO",
        "9001",
        "a",
        "1",
        "８",
        "，",
        "\r\n",
        "\n\n",
    ),
    *("工作人员", "应当当场受理。", "| 登记 | 当日 |\n", "9:00", "1,000", "　", "个工", "作日"),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text(max_size=30))

CHINESE = st.text("登记审核人员的由在应，。、", max_size=8)
CHANGES = st.one_of(st.tuples(CHINESE, CHINESE), CHINESE.map(lambda text: (text, text)))


def marked(runs: tuple[Run, ...]) -> str:
    """Runs in the notation of the cases."""
    shapes = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}
    return "".join(shapes[run.op].format(run.text) for run in runs)


def side(runs: tuple[Run, ...], op: str) -> str:
    return "".join(run.text for run in runs if run.op in {"equal", op})


@pytest.mark.parametrize("case", CASES)
def test_marks_what_a_reviewer_would(case: dict[str, Any]) -> None:
    layout = case.get("ignore_layout", False)
    assert marked(redline(case["before"], case["after"], ignore_layout=layout)) == case["marked"]


@pytest.mark.parametrize("case", CASES)
def test_cases_agree_with_their_texts(case: dict[str, Any]) -> None:
    rejected = MARK.sub(lambda match: match["delete"] or "", case["marked"])
    accepted = MARK.sub(lambda match: match["insert"] or "", case["marked"])
    assert accepted == case["after"]
    if case.get("ignore_layout"):
        assert normalise(rejected) == normalise(case["before"])
    else:
        assert rejected == case["before"]


@given(TEXTS, TEXTS)
def test_sides_are_the_texts(before: str, after: str) -> None:
    runs = redline(before, after)
    assert side(runs, "delete") == before
    assert side(runs, "insert") == after


@given(TEXTS, TEXTS)
def test_sides_are_the_texts_but_for_layout(before: str, after: str) -> None:
    runs = redline(before, after, ignore_layout=True)
    assert side(runs, "insert") == after
    assert normalise(side(runs, "delete")) == normalise(before)


@given(TEXTS, TEXTS, st.booleans())
def test_runs_are_of_alternating_kinds(before: str, after: str, layout: bool) -> None:
    runs = redline(before, after, ignore_layout=layout)
    assert all(run.text for run in runs)
    for left, right in pairwise(runs):
        assert left.op != right.op
        assert (left.op, right.op) != ("insert", "delete")


@given(TEXTS, st.booleans())
def test_nothing_changed_is_one_equal_run(text: str, layout: bool) -> None:
    assert redline(text, text, ignore_layout=layout) == ((Run("equal", text),) if text else ())


@given(TEXTS, TEXTS)
def test_the_same_words_are_no_change(before: str, after: str) -> None:
    """Also for texts wrapped at random: hypothesis finds few pairs of equal words by itself."""
    for old in (before, after.replace("\n", "").replace("，", ",\n").replace("８", "8")):
        runs = redline(old, after, ignore_layout=True)
        same = [word.key for word in layout_free_words(old)] == [
            word.key for word in layout_free_words(after)
        ]
        changed = any(run.op != "equal" for run in runs)
        assert changed != same


@given(st.lists(CHANGES, min_size=1, max_size=12), st.booleans())
def test_no_stray_characters_stay_within_a_replacement(
    changes: list[tuple[str, str]], layout: bool
) -> None:
    """But beside one mark for another, an edit in its own right. (As one figure for another is.)"""
    before = "".join(old for old, _ in changes)
    after = "".join(new for _, new in changes)
    runs = redline(before, after, ignore_layout=layout)
    for place, island in enumerate(runs[1:-1], 1):
        if island.op != "equal" or any(key in PHRASE_ENDS for key in island.text):
            continue
        edits = runs[max(0, place - 2) : place], runs[place + 1 : place + 3]
        if any(len(edit) == 2 and BORDERS.issuperset(run.text for run in edit) for edit in edits):
            continue
        around = {run.op for run in edits[0] + edits[1]} - {"equal"}
        assert len(island.text) > 2 or len(around) == 1, marked(runs)


@pytest.mark.parametrize("layout", [False, True])
def test_a_long_text_changed_throughout(layout: bool) -> None:
    """Long enough to be cut up, with and without sentences to hold on to."""
    for mark in ("。", ""):
        before = "".join(f"岗位甲{k}登记乙{k}并归档{mark}" for k in range(1, 1500))
        after = before.replace("登记", "核验后登记").replace("7并", "8并")
        runs = redline(before, after, ignore_layout=layout)
        assert side(runs, "delete") == before
        assert side(runs, "insert") == after
        assert sum(run.text == "核验后" for run in runs if run.op == "insert") == 1499


def test_a_long_text_with_nothing_to_hold_on_to() -> None:
    before = "甲" * 21_000
    runs = redline(before, "甲" * 20_000 + "乙")
    assert side(runs, "delete") == before
    assert side(runs, "insert") == "甲" * 20_000 + "乙"

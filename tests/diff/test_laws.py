"""What holds of every comparison."""

from __future__ import annotations

import json
from typing import Any

from comparing import change_lines, compared, report
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scratch import ROOT

from qmsdoc.diff.blocks import blocks, passages
from qmsdoc.diff.pairing import out_of_order, pair_alike, pair_equal
from qmsdoc.diff.types import Comparison
from qmsdoc.report.diff.catalogue import DIFF_REPORTERS, diff_reporter
from qmsdoc.text.words import normalise

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])

KEYS = ("title", "version", "owner", "parent", "basis", "retention", "confidentiality", "x-note")
LISTS = ("references", "records", "objectives", "distribution", "audience", "keywords")
VALUES = st.text(st.sampled_from("甲乙丙丁服务程序A1-/：，* "), min_size=1, max_size=30)
FRONTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(KEYS, VALUES),
        **{key: st.lists(VALUES, max_size=4, unique=True) for key in LISTS},
    },
)
LINES = st.sampled_from(
    [
        "",
        "## 目的",
        "### 2.1 登记",
        "# 程序",
        "- 起身",
        "- 问候。",
        "| 步骤 | 责任岗位 | 时限 |",
        "|---|---|---|",
        "| 登记 | 前台 | 当场 |",
        "| 告知 | 前台 | 2天 |",
        "```",
        "工作人员应当登记。",
        "登记后告知，",
        "  续行",
    ]
)
BODIES = st.lists(LINES, max_size=25).map("\n".join)


def document(front: dict[str, Any], body: str = "# 程序\n") -> dict[str, str]:
    # JSON is YAML, so any value can be typed.
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in front.items()]
    return {"documents/a.md": "\n".join(["---", "id: QP-01", *lines, "---", body])}


def example() -> dict[str, bytes]:
    folder = ROOT / "examples" / "beijing-pes"
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_nothing_changed_between_a_tree_and_itself() -> None:
    assert compared(example(), example()) == Comparison((), ())


@QUICK
@given(FRONTS, BODIES)
def test_a_document_does_not_differ_from_itself(front: dict[str, Any], body: str) -> None:
    files = document(front, body)
    assert compared(files, files) == Comparison((), ())


@QUICK
@given(FRONTS, FRONTS)
def test_every_changed_value_is_named(old: dict[str, Any], new: dict[str, Any]) -> None:
    comparison = compared(document(old), document(new))
    told = {
        change.where.pointer.split("/")[1] for file in comparison.files for change in file.changes
    }
    values = {
        text
        for file in comparison.files
        for change in file.changes
        for text in (change.before, change.after)
        if text is not None
    }
    for key in {*old, *new}:
        before, after = old.get(key), new.get(key)
        if isinstance(before, list) or isinstance(after, list):
            differing = set(before or []) ^ set(after or [])
        elif key == "basis" and normalise(str(before)) == normalise(str(after)):
            differing = set()  # only the layout of a sentence
        else:
            differing = {before, after} - {None} if before != after else set()
        assert differing <= values
        assert key in told or not differing


@QUICK
@given(BODIES, BODIES)
def test_a_body_that_says_something_else_is_told(old: str, new: str) -> None:
    lines = change_lines(compared(document({}, old), document({}, new)))
    left = [block.key for block in blocks(old.split("\n"))]
    right = [block.key for block in blocks(new.split("\n"))]
    if sorted(left) != sorted(right):
        assert lines not in ([], ["QP-01 layout"])


@QUICK
@given(BODIES, BODIES)
def test_passages_hold_both_texts(old: str, new: str) -> None:
    before, after = blocks(old.split("\n")), blocks(new.split("\n"))
    found = passages(before, after)
    come = [run.text for p in found for run in p.runs if run.op != "delete"]
    assert "".join(come) == "".join(block.text for block in after)
    gone = [run.text for p in found if p.op != "moved" for run in p.runs if run.op != "insert"]
    moved = [run.text for p in found if p.op == "moved" for run in p.runs]
    assert sorted(normalise("".join(gone + moved))) == sorted(
        normalise("".join(block.text for block in before))
    )


@QUICK
@given(FRONTS, FRONTS, BODIES, BODIES)
def test_every_report_can_tell_it(
    old: dict[str, Any], new: dict[str, Any], body: str, later: str
) -> None:
    comparison = compared(document(old, body), document(new, later))
    for name in DIFF_REPORTERS:
        assert diff_reporter(name)(report(comparison)) == diff_reporter(name)(report(comparison))


@given(st.lists(st.integers(0, 30), unique=True))
def test_what_is_left_in_order_rises(places: list[int]) -> None:
    strays = out_of_order(places)
    kept = [place for position, place in enumerate(places) if position not in strays]
    assert kept == sorted(kept)


@given(st.integers(0, 7), st.integers(0, 7))
def test_one_that_moved_is_one_that_moved(start: int, end: int) -> None:
    places = list(range(8))
    places.insert(end, places.pop(start))
    assert len(out_of_order(places)) == (start != end)


@given(st.lists(VALUES), st.lists(VALUES))
def test_pairs_use_nothing_twice(before: list[str], after: list[str]) -> None:
    for pairs in (list(pair_equal(before, after)), pair_alike(before, after, 0.5)):
        assert len({i for i, _ in pairs}) == len({k for _, k in pairs}) == len(pairs)
    assert all(before[i] == after[k] for i, k in pair_equal(before, after))

"""Lines of two texts, aligned: nothing is lost, and what a reader would call one line is one."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from redline_papers import AS_TYPED

from qmsdoc.render.redline.align import NEW_ONLY, OLD_ONLY, Marked, align
from qmsdoc.render.redline.lines import Line, lines_of
from qmsdoc.render.redline.parts import parts_of

SIGNS = {"same": " ", "edited": "~", "added": "+", "removed": "-"}
SIGNS |= {"moved-away": "<", "moved-here": ">"}
MARKS = {"equal": "{}", "delete": "[-{}-]", "insert": "{{+{}+}}"}


def said(marked: Sequence[Marked]) -> list[str]:
    return [
        SIGNS[one.op]
        + " | ".join("".join(MARKS[run.op].format(run.text) for run in c) for c in one.cells)
        for one in marked
    ]


def aligned(before: str, after: str, *, exact: bool = False) -> list[str]:
    sides = [lines_of(f"---\nid: X\n---\n{text}", "document", AS_TYPED) for text in (before, after)]
    return said(align(*sides, exact=exact))[1:]


def side(marked: Sequence[Marked], gone: str, op: str) -> list[tuple[str, ...]]:
    return [
        tuple("".join(run.text for run in cell if run.op != gone) for cell in one.cells)
        for one in marked
        if one.op not in (NEW_ONLY if op == "old" else OLD_ONLY)
    ]


LINES = st.lists(
    st.one_of(
        st.builds(Line, st.just("paragraph"), st.tuples(st.text("甲乙丙，。ab 1", min_size=1))),
        st.builds(Line, st.just("heading"), st.tuples(st.text("一1. 甲", min_size=1)), st.just(2)),
        st.builds(Line, st.just("row"), st.tuples(*[st.text("甲乙1", max_size=9)] * 3)),
    ),
    max_size=14,
)


@settings(deadline=None, max_examples=200)
@given(LINES, LINES)
def test_both_texts_can_be_read_from_what_is_aligned(old: list[Line], new: list[Line]) -> None:
    marked = align(old, new, exact=True)
    assert side(marked, "insert", "old") == [line.cells for line in old]
    assert side(marked, "delete", "new") == [line.cells for line in new]


@settings(deadline=None, max_examples=100)
@given(LINES, LINES)
def test_parts_lose_no_changed_line(old: list[Line], new: list[Line]) -> None:
    marked = align(old, new, exact=False)
    shown = [
        line["op"]
        for part in parts_of(marked)
        for line in part["lines"]
        if line["op"] not in ("same", "skip")
    ]
    assert shown == [one.op for one in marked if one.op != "same"]


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("## 4 记录\n\n甲乙丙丁。", "## 5 记录\n\n甲乙丙丁。", ["~[-4-]{+5+} 记录", " 甲乙丙丁。"]),
        ("甲乙\n丙丁", "甲乙丙丁", [" 甲乙丙丁"]),
        ("甲，乙。", "甲,乙。", [" 甲,乙。"]),
        ("**甲**乙", "甲乙", [" 甲乙"]),
        (
            "- 甲项\n- 乙项",
            "1. 甲项\n2. 乙项",
            ["-[-甲项-]", "-[-乙项-]", "+{+甲项+}", "+{+乙项+}"],
        ),
        (
            "| 步骤 | 时限 |\n|---|---|\n| 受理申请 | 3日 |\n| 答复 | 当场 |",
            "| 步骤 | 时限 |\n|---|---|\n| 受理申请 | 5日 |\n| 登记 | 1日 |\n| 答复 | 当场 |",
            [" 步骤 | 时限", "~受理申请 | [-3日-]{+5日+}", "+{+登记+} | {+1日+}", " 答复 | 当场"],
        ),
        (
            "## 甲\n\n第一段的文字。\n\n## 乙\n\n第二段的文字。",
            "## 乙\n\n第二段的文字。\n\n## 甲\n\n第一段的文字。",
            [
                "-[-甲-]",
                "<[-第一段的文字。-]",
                " 乙",
                " 第二段的文字。",
                "+{+甲+}",
                ">{+第一段的文字。+}",
            ],
        ),
        ("[表](a.md)见", "[表](b.md)见", ["~表 ([-a.md-]{+b.md+})见"]),
        ("![图](a.png)", "![图](b.png)", ["~[图] [-a.png-]{+b.png+}"]),
    ],
)
def test_what_a_reader_would_mark(before: str, after: str, wanted: list[str]) -> None:
    assert aligned(before, after) == wanted


def test_to_the_letter_width_counts() -> None:
    assert aligned("甲，乙。", "甲,乙。", exact=True) == ["~甲[-，-]{+,+}乙。"]


def test_a_field_of_the_front_matter_keeps_its_name() -> None:
    texts = [f"---\nid: X\nversion: {version}\n---\n" for version in ("A/0", "A/1")]
    marked = align(
        *(lines_of(text, "document", AS_TYPED._replace(key=str.upper)) for text in texts),
        exact=False,
    )
    assert said(marked) == [" ID | X", "~VERSION | [-A/0-]{+A/1+}"]


def test_measured_values_are_rows() -> None:
    texts = ["period,value\n2026-01,95\n", "period,value\n2026-01,96\n2026-02,97\n"]
    marked = align(*(lines_of(text, "series", AS_TYPED) for text in texts), exact=False)
    assert said(marked) == [" period | value", "~2026-01 | [-95-]{+96+}", "+{+2026-02+} | {+97+}"]


def test_many_lines_that_are_nothing_like_each_other_take_no_square() -> None:
    old = [Line("paragraph", (f"旧文第{n}段，完全不同。",)) for n in range(1500)]
    new = [Line("paragraph", (f"New paragraph {n * 7}",)) for n in range(1500)]
    marked = align(old, new, exact=False)
    assert len(marked) == 3000


def test_unchanged_rows_of_a_long_table_are_counted() -> None:
    rows = [Line("row", (str(n), "值"), group=1) for n in range(60)]
    changed = [*rows[:30], Line("row", ("30", "新的值"), group=1), *rows[31:]]
    (part,) = parts_of(align(rows, changed, exact=False))
    assert [line["count"] for line in part["lines"] if line["op"] == "skip"] == [28, 27]
    assert len(part["lines"]) == 7

"""Laws of mending: it ends, it does what the findings say and nothing else, it makes nothing worse."""

from __future__ import annotations

from collections import Counter
from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from scratch import MemoryTree

from qmsdoc.diagnostics.edits import apply_edits
from qmsdoc.diagnostics.types import Diagnostic, Edit, Severity
from qmsdoc.pipeline.check import Selection, check
from qmsdoc.pipeline.fix import mend
from qmsdoc.text.span import Span
from qmsdoc.workspace.cache import CompileCache

TODAY = date(2026, 3, 1)
FILES = {
    "qmsdoc.yaml": "organization: 示范中心\n",
    "organization.yaml": (
        "departments: [{name: 服务大厅}]\nposts: [{name: 前台接待岗, department: 服务大厅}]\n"
    ),
    "glossary.yaml": "terms:\n  - {term: 服务对象, replaces: [顾客]}\n",
}
HEAD = [
    "---",
    "id: QP-07",
    "kind: procedure",
    "title: 前台接待服务程序",
    "version: A/0",
    "owner: 服务大厅",
    "distribution: [服务大厅]",
    "---",
    "# 前台接待服务程序",
    "",
    "## 1 目的",
    "",
]
# Lines that are right, and what goes wrong in them.
SENTENCES = [
    "前台接待岗应向服务对象说明，材料齐全的当场受理。",
    "服务对象（求职者）提出“申请”，前台接待岗登记。",
    "- 问明来意；",
    "1. 核对**身份**信息，登记；",
    "> 公平、及时。",
    "见[表](a.md)和 `code, (x)`，按 3,000 元计。",
    "| 步骤 | 责任岗位 | 时限 | 记录 |\n|---|---|---|---|\n| 登记，核对 | 前台接待岗 | 当场 | — |",
    "~~~\n甲,乙(丙)\n~~~",
]
DAMAGES = [
    ("，材料", ",材料"),
    ("（求职者）", "(求职者)"),
    ("（求职者）", "（求职者)"),
    ("“申请”", '"申请"'),
    ("公平、", "公平、、"),
    ("登记，核对", "登记,核对"),
    ("材料齐全", "材料\u200b齐全"),
    ("问明来意", "\ufeff问明\u2060来意"),
    ("当场受理", "当场 受理"),
    ("服务对象", "顾客"),
    ("title: ", "titel: "),
    ("distribution: ", "distribtion: "),
    ("# 前台接待服务程序", "# 前台服务"),
    ("## 2 ", "## 3 "),
    ("## 3 职责", "## 2 职责"),
    ("id: QP-07", "id: QP-07\u200b"),
]


@st.composite
def documents(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """A document in which nothing is left to mend, and the same after some damage."""
    body = draw(st.lists(st.sampled_from(SENTENCES), max_size=6))
    half = len(body) // 2
    lines = [
        *HEAD,
        *spread(body[:half]),
        "## 2 范围",
        "",
        *spread(body[half:]),
        "## 3 职责",
        "",
        "无。",
        "",
    ]
    right = wrong = "\n".join(lines)
    for before, after in draw(st.lists(st.sampled_from(DAMAGES), max_size=6, unique=True)):
        wrong = wrong.replace(before, after, draw(st.sampled_from([1, 2, -1])))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    mark = draw(st.sampled_from(["", "\ufeff"]))
    return tuple((mark + text.replace("\n", end)).encode() for text in (right, wrong))  # type: ignore[return-value]


def spread(paragraphs: list[str]) -> list[str]:
    return [line for paragraph in paragraphs for line in (paragraph, "")]


def tree(document: bytes) -> MemoryTree:
    return MemoryTree({**FILES, "documents/QP-07.md": document})


def findings(document: bytes) -> tuple[Diagnostic, ...]:
    return check(tree(document), CompileCache(None), TODAY, jobs=1).diagnostics


def mended(document: bytes) -> bytes:
    mends = mend(tree(document), CompileCache(None), TODAY, Selection())
    return {item.path: item.after for item in mends}.get("documents/QP-07.md", document)


def troubles(document: bytes) -> Counter[str]:
    grave = (Severity.ERROR, Severity.WARNING)
    return Counter(item.code for item in findings(document) if item.severity in grave)


@settings(max_examples=60, deadline=None)
@given(documents())
def test_mending_brings_back_what_was_there(pair: tuple[bytes, bytes]) -> None:
    right, wrong = pair
    assert not [item for item in findings(right) if item.fix]
    assert mended(wrong) == right


@settings(max_examples=60, deadline=None)
@given(documents(), st.data())
def test_nothing_safe_is_left_and_nothing_is_worse(
    pair: tuple[bytes, bytes], data: st.DataObject
) -> None:
    # Cut anywhere and with characters swapped in, so that more than the known damage is there.
    text = pair[1].decode("utf-8")
    for _ in range(data.draw(st.integers(0, 4))):
        at = data.draw(st.integers(0, len(text)))
        until = data.draw(st.integers(at, min(len(text), at + 3)))
        text = text[:at] + data.draw(st.text(INSERTED, max_size=3)) + text[until:]
    wrong = text.encode()
    after = mended(wrong)
    assert mended(after) == after
    before, later = troubles(wrong), troubles(after)
    assert later <= before | Counter(fixable(after))
    refused = [item for item in findings(after) if item.fix and item.fix.safe]
    for item in refused:
        # One is left only where it would break something else.
        assert item.fix is not None
        one, _ = apply_edits(after.decode("utf-8"), [item.fix.edits])
        assert not troubles(one.encode()) <= later


INSERTED = "，,。 \n\r\t#-*|`>[]()（）“”\"'《》甲顾客1.:;、\u200b\u202e\ufeff\x00\\&!_~$"


def fixable(document: bytes) -> list[str]:
    return [item.code for item in findings(document) if item.fix and item.fix.safe]


@st.composite
def edits_of(draw: st.DrawFn) -> tuple[str, list[list[Edit]]]:
    """A text as it stands in a file, and mends of it that may meet each other."""
    lines = draw(st.lists(st.text("甲乙 \r\ufeffx", max_size=6), min_size=1, max_size=5))
    text = draw(st.sampled_from(["", "\ufeff"])) + draw(st.sampled_from(["\n", "\r\n"])).join(lines)
    read = text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")
    places = [(line, at) for line, one in enumerate(read, 1) for at in range(1, len(one) + 2)]

    def edit() -> Edit:
        first, last = sorted((draw(st.sampled_from(places)), draw(st.sampled_from(places))))
        return Edit(Span(*first, *last), draw(st.text("丙丁", max_size=2)))

    count = draw(st.integers(0, 4))
    return text, [[edit() for _ in range(draw(st.integers(1, 2)))] for _ in range(count)]


def offset(text: str, line: int, column: int) -> int:
    """Where a place of the text as it was read stands in the text of the file, found by walking."""
    at = 1 if text.startswith("\ufeff") else 0
    for _ in range(line - 1):
        at = text.index("\n", at) + 1
    return at + column - 1


@given(edits_of())
def test_only_the_spans_of_whole_mends_change(made: tuple[str, list[list[Edit]]]) -> None:
    text, mends = made
    after, done = apply_edits(text, mends)
    pieces = sorted(
        (
            offset(text, edit.span.line, edit.span.column),
            offset(text, edit.span.end_line, edit.span.end_column),
            edit.text,
        )
        for number in done
        for edit in mends[number]
    )
    expected = text
    for start, end, replacement in reversed(pieces):
        expected = expected[:start] + replacement + expected[end:]
    assert after == expected
    assert all(first[1] <= second[0] for first, second in pairwise(pieces))
    # The first of those that can be carried out at all always is.
    alone = [number for number in range(len(mends)) if apply_edits(text, [mends[number]])[1]]
    assert bool(done) == bool(alone)
    assert set(done) <= set(alone)

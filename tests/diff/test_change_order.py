"""Changes stand where a reader of the new text comes to them."""

from __future__ import annotations

import pytest
from comparing import compared, report
from msgspec import structs

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.order import in_order
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.report.diff.catalogue import diff_reporter
from qmsdoc.text.span import Span

OLD = "a\nb\nc\nd\ne\nf\n"


def change(line: int, *, gone: bool = False, subject: str = "") -> Change:
    where = Location("x.md", Span(line, 1, line, 1))
    return Change(Aspect.SECTION, Action.CHANGED, "", where, subject=subject, gone=gone)


def lines(old: str, new: str, *changes: Change) -> list[int]:
    found = in_order(changes, lambda: (old, new))
    return [-one.where.span.line if one.gone else one.where.span.line for one in found]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        # Much came above: line 5 of the old text is line 9 of the new one.
        ("1\n2\n3\n4\na\nb\nc\nd\nf\n", [8, -5, 9]),
        # Much went above: line 5 stood before what is line 2 now.
        ("d\nf\n", [1, -5, 2]),
        # Nothing stayed: lines count as they are.
        ("1\n2\n3\n", [1, 2, 3, -5]),
    ],
)
def test_what_is_gone_stands_where_it_stood(new: str, expected: list[int]) -> None:
    there = [change(line) for line in expected if line > 0]
    assert lines(OLD, new, *reversed(there), change(5, gone=True)) == expected


def test_what_is_gone_comes_before_what_came_for_it() -> None:
    assert lines(OLD, OLD.replace("c", "x"), change(3), change(3, gone=True)) == [-3, 3]


def test_changes_of_one_line_keep_their_order() -> None:
    found = in_order([change(3, subject=s) for s in "abc"] + [change(1)], lambda: ("", ""))
    assert [one.subject for one in found] == ["", "a", "b", "c"]


def test_texts_are_asked_for_only_where_something_went_and_something_came() -> None:
    def texts() -> tuple[str, str]:
        raise AssertionError

    for gone in (True, False):
        changes = [structs.replace(change(line), gone=gone) for line in (2, 1)]
        assert [one.where.span.line for one in in_order(changes, texts)] == [1, 2]


STEPS = "---\nid: QP-07\nkind: procedure\ntitle: 前台\n---\n# 前台\n\n## 4 程序\n\n| 步骤 | 责任岗位 | 时限 |\n|---|---|---|\n"
ROWS = ("| 受理申请 | 前台 | 当场 |", "| 核验材料 | 前台 | 1日 |", "| 答复咨询 | 前台 | 2日 |")


@pytest.mark.parametrize(
    ("limit", "text", "markdown"),
    [
        ("2日", "       > | 答复咨询", "> ↷ \\| 答复咨询"),
        ("3日", "      >~ | 答复咨询", "> ↷± \\| 答复咨询"),
    ],
)
def test_a_step_that_moved_is_marked_in_the_redline(limit: str, text: str, markdown: str) -> None:
    first, second, last = ROWS
    before = {"documents/QP-07.md": "\n".join([STEPS.rstrip("\n"), *ROWS, ""])}
    moved = "\n".join([STEPS.rstrip("\n"), last.replace("2日", limit), first, second, ""])
    comparison = compared(before, {"documents/QP-07.md": moved})
    said = diff_reporter("text")(report(comparison))
    assert text in said
    assert "> marks what stands elsewhere than before" in said
    assert markdown in diff_reporter("md")(report(comparison))

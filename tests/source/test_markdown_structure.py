"""Headings and tables of a Markdown text, and where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import cut

from qmsdoc.source.markdown import parse_body
from qmsdoc.text.span import Span


def headings(text: str) -> list[tuple[int, str, str, str]]:
    return [(h.level, h.number, h.title, h.anchor) for h in parse_body(text).headings]


def test_headings_have_number_title_and_anchor() -> None:
    text = """\
# 前台接待服务程序
## 1 目的
### 4.2 首问 **负责** `制`
## 第三章 职责
## 附录A 表格
## 一、范围
## （二）依据
## A.1 表
## 2026 年计划
## 10. 记录 [QR-07](a.md)
Setext 标题
---
"""
    assert headings(text) == [
        (1, "", "前台接待服务程序", "前台接待服务程序"),
        (2, "1", "目的", "1-目的"),
        (3, "4.2", "首问 负责 制", "42-首问-负责-制"),
        (2, "第三章", "职责", "第三章-职责"),
        (2, "附录A", "表格", "附录a-表格"),
        (2, "一", "范围", "一范围"),
        (2, "（二）", "依据", "二依据"),
        (2, "A.1", "表", "a1-表"),
        (2, "2026", "年计划", "2026-年计划"),
        (2, "10", "记录 QR-07", "10-记录-qr-07"),
        (2, "", "Setext 标题", "setext-标题"),
    ]


def test_equal_headings_get_anchors_of_their_own() -> None:
    anchors = [anchor for *_, anchor in headings("# a\n# a\n# a-1\n# a\n# A\n# a-1\n")]
    assert anchors == ["a", "a-1", "a-1-1", "a-2", "a-3", "a-1-2"]


@given(st.lists(st.text("aA甲1- -.、#*", max_size=4), max_size=12))
def test_every_anchor_of_a_text_is_unique(titles: list[str]) -> None:
    body = parse_body("".join(f"# {title}\n" for title in titles))
    anchors = [heading.anchor for heading in body.headings]
    assert len(set(anchors)) == len(anchors)


def table(text: str) -> list[list[str]]:
    (found,) = parse_body(text).tables
    return [[cell.text for cell in row] for row in found.rows]


def test_tables_are_rows_of_cells() -> None:
    text = """\
| 步骤 | 责任岗位 |
|:--|--:|
| 首问\\|接待 | 前台 |
| 只有一格
| 多 | 一 | 格 |
"""
    assert table(text) == [
        ["步骤", "责任岗位"],
        ["首问|接待", "前台"],
        ["只有一格", ""],
        ["多", "一"],
    ]


@pytest.mark.parametrize("prefix", ["", "> ", "- ", "1. ", "> > ", "  "])
def test_equal_cells_stand_each_in_its_own_place(prefix: str) -> None:
    later = prefix if prefix.strip(" >") == "" else " " * len(prefix)
    text = f"{prefix}| 是 | 是 | 是 |\n{later}|---|---|---|\n{later}|是|是|  是|\n"
    (found,) = parse_body(text).tables
    width = len(prefix)
    assert [cell.span.column - width for cell in found.rows[0]] == [3, 7, 11]
    assert [cell.span.column - width for cell in found.rows[1]] == [2, 4, 8]
    assert all(cut(text, cell.span) == "是" for row in found.rows for cell in row)
    assert found.line == 1


@pytest.mark.parametrize(
    ("text", "column"),
    [("1. 1", 4), ("- - -x", 5), ("> >", None), ("# 1 #", 3), ("10. 10.a", 5), (": :", 1)],
)
def test_a_text_like_its_marker_stands_behind_it(text: str, column: int | None) -> None:
    columns = [block.span.column for block in parse_body(text).blocks]
    assert columns == ([] if column is None else [column])


def test_lines_count_from_where_the_body_starts() -> None:
    body = parse_body("# 一\n\n见 [表](a.md)\n", first_line=9)
    assert body.headings[0].span == Span(9, 3, 9, 4)
    assert body.links[0].span == Span(11, 3, 11, 12)

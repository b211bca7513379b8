"""Markdown: what is found in a text, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.source.markdown import Body, parse_body, parser, parser_for
from qmsdoc.text.span import Span


def cut(text: str, span: Span) -> str:
    """What a span within one line covers."""
    assert span.line == span.end_line
    return text.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


def html(text: str) -> str:
    return str(parser().render(text)).strip()


def inner(text: str) -> str:
    return html(text).removeprefix("<p>").removesuffix("</p>")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**注意：**请", "<strong>注意：</strong>请"),
        ("请**“注意”**好", "请<strong>“注意”</strong>好"),
        ("前**（一）**后", "前<strong>（一）</strong>后"),
        ("**《办法》**规定", "<strong>《办法》</strong>规定"),
        ("规定**《办法》**", "规定<strong>《办法》</strong>"),
        ("*斜*体", "<em>斜</em>体"),
        ("***重要：***内容", "<em><strong>重要：</strong></em>内容"),
        ("**ISO 9001：**标准", "<strong>ISO 9001：</strong>标准"),
        ("**注意:**请", "<strong>注意:</strong>请"),
        ("使用 **A**、**B** 两种", "使用 <strong>A</strong>、<strong>B</strong> 两种"),
        ("**100%**完成", "<strong>100%</strong>完成"),
        ("**`代码`**说明", "<strong><code>代码</code></strong>说明"),
        ("**[链接](a.md)**说明", '<strong><a href="a.md">链接</a></strong>说明'),
        # Not emphasis: white space inside, a single sign, snake case.
        ("** 注意**请", "** 注意**请"),
        ("3 * 4 * 5", "3 * 4 * 5"),
        ("2 ** 3", "2 ** 3"),
        ("file_name_here", "file_name_here"),
        (r"\*不是\*", "*不是*"),
        # As CommonMark says where no Chinese is near.
        ("**bold** text", "<strong>bold</strong> text"),
        ('a**"b"**c', "a**&quot;b&quot;**c"),
    ],
)
def test_emphasis_is_what_a_chinese_author_means(text: str, shown: str) -> None:
    assert inner(text) == shown


@pytest.mark.parametrize("text", ["<script>x</script>", "<!-- x -->", "a <b>c</b>", "<br>\n\nx"])
def test_html_is_text(text: str) -> None:
    assert "<script" not in html(text)
    assert "&lt;" in html(text)


@pytest.mark.parametrize(
    "target",
    [
        "javascript:x",
        "JaVaScript:x",
        "vbscript:x",
        "data:text/html,x",
        "file:///etc",
        "//evil.example",
        "\\\\host\\x",
        "ms-word:x",
        "&#106;avascript:x",
        "java\tscript:x",
        "tel:1",
    ],
)
def test_no_link_leads_to_a_target_that_no_page_may_hold(target: str) -> None:
    for text in (f"[x]({target})", f"![x]({target})", f"<{target}>", f"[x]\n\n[x]: {target}"):
        assert "href" not in html(text)
        assert "src" not in html(text)
        assert not parse_body(text).links


CONTAINERS = [
    "{}",
    "文字 {} 和文字",
    "- {}",
    "- a {}",
    "1. {}",
    "- - {}",
    "10) a\n    {}",
    "> {}",
    "> > - {}",
    "- a\n\n  {}",
    "-\t{}",
    "  {}",
    "第一行\n第二行 {} 后",
    "> 第一行\n> 第二行 {}",
    "- [ ] {}",
    "- [x] 做 {}",
    "# {}",
    "### 1.1 {} ###",
    "{}\n===",
    "术语\n: 释义 {}",
    "文[^1]\n\n[^1]: 注 {}",
    "**{}**",
    "`代码` {} `代码`",
    "`[x](no.md)` {}",
    "😀𠀀 {}",
    "| 甲 | 乙 |\n|---|---|\n| {} | 丙 |",
    "| 甲 | 乙 |\n|---|---|\n| 丙 | {} |",
    "甲 | 乙\n---|---\n丙 | {}",
    "| 甲 | 乙 |\n|---|---|\n| 丙 \\| 丁 | 戊 \\| {} |",
    "| 甲 | 乙 |\n|---|---|\n| `丙\\|丁` | {} \\| 戊 |",
    "| 甲 | {} |\n|---|---|\n| 丙 | 丁 |",
    "> | 甲 | 乙 |\n> |---|---|\n> | 乙 | {} |",
    "- | 甲 | 乙 |\n  |---|---|\n  | 丙 | {} |",
    "1. 项\n\n   | 甲 | 乙 |\n   |---|---|\n   | 丙 | {} |",
    "| 甲 | 乙 |\n|---|---|\n| | {} |",
]


@pytest.mark.parametrize("container", CONTAINERS)
@pytest.mark.parametrize(
    "link", ["[表](forms/表.md)", "![图](图.png)", "[甲](a.md)、[甲](a.md)", "[b]( <a b.md> )"]
)
def test_a_link_is_found_where_it_stands(container: str, link: str) -> None:
    text = container.format(link)
    for line_end in ("\n", "\n\n"):
        body = parse_body(text + line_end)
        assert body.links
        typed = [cut(text, found.span) for found in body.links]
        assert typed == link.split("、")
        assert all(found.target in cut(text, found.span) for found in body.links)


def test_a_link_over_two_lines_begins_and_ends_in_its_lines() -> None:
    (link,) = parse_body("> 见 [首问\n> 登记](a.md) 后").links
    assert (link.target, link.span) == ("a.md", Span(1, 5, 2, 12))


def test_links_to_definitions_are_links() -> None:
    text = "见 [甲]、[乙][]、[丙][甲]。\n\n[甲]: a.md\n[乙]: b.md\n"
    links = parse_body(text).links
    assert [(found.target, cut(text, found.span)) for found in links] == [
        ("a.md", "[甲]"),
        ("b.md", "[乙][]"),
        ("a.md", "[丙][甲]"),
    ]


def test_an_image_in_a_link_is_both() -> None:
    text = "[![图](a.png)](b.md)"
    found = {(link.target, link.image, cut(text, link.span)) for link in parse_body(text).links}
    assert found == {("b.md", False, text), ("a.png", True, "![图](a.png)")}


@pytest.mark.parametrize(
    "text",
    [
        "`[x](a.md)`",
        "``[x](a.md)` ``",
        "```\n[x](a.md)\n```",
        "    [x](a.md)",
        "- ~~~\n  [x](a.md)",
        r"\[x](a.md)",
        r"[x\](a.md)",
        "[x] (a.md)",
    ],
)
def test_code_and_escaped_brackets_are_no_links(text: str) -> None:
    assert not parse_body(text).links


def test_code_and_targets_are_not_shown_but_keep_their_width() -> None:
    (block,) = parse_body("按 `QP-01` 和 [QP-02 表](QP-03.md) 办理").blocks
    assert len(block.shown) == len(block.text)
    assert block.shown.split() == ["按", "和", "[QP-02", "表]", "办理"]
    start = block.shown.index("QP-02")
    assert block.place(start, start + 5) == Span.on_line(1, start + 1, 5)


WORDS = st.sampled_from(
    ["[x](y.md)", "甲", "|", "`", "\\|", "*", "**", " ", "  ", "a", "[", "]", "😀"]
)
PREFIX = st.sampled_from(["", "> ", "- ", "1. ", "> - ", "  ", "## ", "> 1. ", "- [ ] ", "| a | "])


@given(PREFIX, st.lists(WORDS, min_size=1, max_size=12).map("".join))
def test_whatever_stands_around_a_link_its_span_is_it(prefix: str, words: str) -> None:
    text = f"{prefix}{words}"
    for link in parse_body(text).links:
        typed = cut(text, link.span)
        assert typed.startswith("[")
        assert typed.endswith("](y.md)")


@given(st.lists(st.lists(WORDS, max_size=6).map("".join), min_size=2, max_size=2), st.booleans())
def test_whatever_stands_around_a_link_in_a_table_its_span_is_it(
    cells: list[str], bar: bool
) -> None:
    row = " | ".join(cells)
    text = f"|h|h|\n|-|-|\n{f'| {row} |' if bar else row}"
    for link in parse_body(text).links:
        typed = cut(text, link.span)
        assert typed.startswith("[")
        assert typed.endswith("](y.md)")


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


FRAGMENTS = [
    "[x](y.md)",
    "[r]",
    "[r]: y.md",
    "甲",
    "```",
    "~~~",
    "***",
    "---",
    "===",
    "- ",
    "1. ",
    "> ",
]
FRAGMENTS += [
    "    ",
    "\t",
    "  ",
    " ",
    "\n",
    "\n",
    "\n\n",
    ": ",
    "[^1]",
    "[^1]: ",
    "| a | b |",
    "|--|--|",
]
FRAGMENTS += ["# ", "* ", "+ ", "_", "`", "1) ", "<b>"]


def facts(body: Body) -> list[object]:
    blocks = [(block.kind, block.text, block.shown, block.span) for block in body.blocks]
    return [body.headings, body.links, blocks, len(body.tables)]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14).map("".join))
def test_the_fast_parser_sees_what_the_whole_one_sees(text: str) -> None:
    whole, fast = parser(), parser_for(text)
    tokens = [md.parse(text) for md in (whole, fast)]
    assert [token.as_dict() for token in tokens[0]] == [token.as_dict() for token in tokens[1]]


@given(
    st.lists(st.sampled_from([*FRAGMENTS, "\x00", "\x0b", "\u2028", "&amp;", "\\"]), max_size=14)
)
def test_any_text_is_read(fragments: list[str]) -> None:
    text = "".join(fragments)
    body = parse_body(text)
    lines = text.count("\n") + 1
    for block in body.blocks:
        assert 1 <= block.span.line <= block.span.end_line <= lines
        assert len(block.shown) == len(block.text)
    assert facts(parse_body(text)) == facts(body)


def calls(text: str) -> int:
    """How many steps the parser takes: calls of functions, which do not depend on the machine."""
    import sys

    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counting)
    try:
        parse_body(text)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(lambda n: "[" * n, id="brackets"),
        pytest.param(lambda n: "![" * n, id="images"),
        pytest.param(lambda n: "[a](" * n, id="open links"),
        pytest.param(lambda n: "> " * n + "a", id="quotations"),
        pytest.param(lambda n: "- " * n + "a", id="lists"),
        pytest.param(lambda n: "*a **b " * n, id="emphasis"),
        pytest.param(lambda n: "`" * n + "a", id="backticks"),
        pytest.param(lambda n: "".join("`" * i + "a" for i in range(1, int(n**0.5))), id="code"),
        pytest.param(lambda n: "|" * n + "\n|-|\n" + "|" * n, id="bars"),
        pytest.param(
            lambda n: "|a" * 50 + "\n" + "|-" * 50 + "\n" + ("|a" * 50 + "\n") * (n // 50),
            id="rows",
        ),
        pytest.param(lambda n: f"{'|a' * n}\n{'|-' * n}\n", id="columns"),
        pytest.param(lambda n: "[a](b) " * n, id="links"),
        pytest.param(lambda n: "[a](b)\n" * n, id="lines of links"),
        pytest.param(lambda n: "[" * n + "](a)", id="brackets and a link"),
        pytest.param(lambda n: "![" * n + "](a)", id="images and a link"),
        pytest.param(lambda n: "<a" * n, id="angle brackets"),
        pytest.param(lambda n: "# a\n" * n, id="equal headings"),
        pytest.param(lambda n: "[a]: b\n" * n + "[a]" * n, id="definitions"),
        pytest.param(lambda n: "a\n: b\n\n" * n, id="definition lists"),
        pytest.param(lambda n: "[^1]" * n + "\n\n[^1]: a", id="footnotes"),
    ],
)
def test_the_work_grows_with_the_text(make: object) -> None:
    assert callable(make)
    few, many = calls(make(250)), calls(make(1000))
    assert many <= 8 * few + 1000


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000 + "](a)",
        "> " * 20_000 + "a",
        "![" * 10_000 + "](a)",
        "- " * 20_000 + "a",
        "**a" * 20_000,
    ],
    ids=["50,000 brackets", "20,000 quotations", "10,000 images", "20,000 items", "20,000 strong"],
)
def test_hostile_texts_end(text: str) -> None:
    assert len(parse_body(text).blocks) <= 1

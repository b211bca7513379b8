"""Markdown: what is found in a text, and where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spans import cut

from qmsdoc.source.markdown import parse_body, parser
from qmsdoc.text.span import Span


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

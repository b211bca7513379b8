"""The shortcuts of the Markdown reader give what the long way gives."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from qmsdoc.source import markdown
from qmsdoc.source.flavour import has_rare_blocks, make_parser, make_plain_parser
from qmsdoc.source.plain_blocks import plain_blocks

SPACED = ["\n", "\n", " ", "  ", "    ", "\t", "- ", "* ", "+ ", "1. ", "2) ", "> ", "## "]
MARKS = "# a 字 。 | |-| --- *** _ = - : ~ ` ``` [x] [^1] ]: (u) \\ < > ! * ** [ ] ( ) &amp;"
LINKS = "[甲](a.md) [乙](../b.md#c) [c](http://x) [d](//e) [*k*](l)"
PIECES = st.sampled_from(
    [*SPACED, *MARKS.split(), *LINKS.split(), "* * *", "- - -", "[e](f g)", '[h](i "t")']
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)
FULL, PLAIN = make_parser(), make_plain_parser()


def blocks(parser: object, text: str) -> list[dict[str, object]]:
    tokens: list[object] = []
    parser.block.parse(text, parser, {}, tokens)  # type: ignore[attr-defined]
    return [token.as_dict() for token in tokens]  # type: ignore[attr-defined]


@given(TEXTS)
@example("  - \\\n=|=\n1. * * *  ")
@example("- ```\n  x\n  ```")
def test_texts_without_rare_blocks_need_no_rare_rules(text: str) -> None:
    if not has_rare_blocks(text):
        assert blocks(PLAIN, text) == blocks(FULL, text)


# What makes up plain texts, and what is nearly plain.
LINES = st.sampled_from(
    [
        *(
            "",
            "",
            "",
            "## 2 范围",
            "#标签",
            "# 甲 #",
            "###### x",
            "#",
            "文",
            "5分钟内",
            "**注意：**文",
        ),
        *("- 甲", "- 乙", "* 丙", "+ d", "-", "- - x", "- # x", "- > x", "1. 一", "2. 二", "3) 三"),
        *(
            "0. x",
            "1.x",
            ". x",
            ") x",
            "- [x] 完",
            "  - 缩",
            "    续",
            " 文",
            "文  ",
            "　文　",
            "> 引",
            "a | b",
            "\\",
        ),
        *(
            "| a | b |",
            "|a|b|",
            "|---|---|",
            "| :-- | --: |",
            "|:-:|-|",
            "| a |",
            "|||",
            "| a | b | c |",
        ),
        *(
            "| a \\| b | c |",
            "|",
            "| a | b",
            "--|--",
            "|-",
            "*x*",
            "1234567890. x",
            "- 甲  ",
            "|　a|b|",
        ),
    ]
)
DOCUMENTS = st.builds(
    lambda lines, end: "\n".join(lines) + end,
    st.lists(LINES, max_size=12),
    st.sampled_from(["", "\n", "\n\n"]),
)


@given(DOCUMENTS)
@example("- 甲\n- 乙\n\n\n文")
@example("1. 一\n2. 二\n\n- 甲")
@example("3. 一\n4. 二\n\n文")
@example("| a | b |\n|:-:|--:|\n| 1 | 2 |\n| 3 | 4 | 5 |\n")
@example("| a |\n|---|\n\n文\n文")
def test_plain_texts_need_no_general_parser(text: str) -> None:
    if has_rare_blocks(text):
        return
    plain = plain_blocks(text)
    assert plain is None or [token.as_dict() for token in plain] == blocks(PLAIN, text)


def test_what_is_plain_is_seen() -> None:
    text = "# 甲\n\n5分钟内\n**乙**\n\n- 丙\n- **丁**\n\n1. 戊\n\n| a | b |\n|---|:-:|\n| 1 | 2 |\n"
    assert plain_blocks(text) is not None
    for other in (
        "> 文",
        " 文",
        "- 甲\n\n- 乙",
        "- 甲\n  续",
        "文\n- 甲",
        "| a\\|b |\n|---|",
        "a\r",
    ):
        assert plain_blocks(other) is None


@given(TEXTS)
@example("见[甲](a.md)和[乙](b.md)")
@example("[甲](a.md)[x]")
@example("*[甲](a.md)*")
def test_plain_links_are_those_of_the_parser(text: str) -> None:
    short = markdown.parse_body(text)
    with patch.object(markdown, "plain_links", return_value=None):
        long = markdown.parse_body(text)
    assert short.links == long.links
    assert [block.shown for block in short.blocks] == [block.shown for block in long.blocks]
    assert short.headings == long.headings

"""The shortcuts of the Markdown reader give what the long way gives."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from qmsdoc.source import markdown
from qmsdoc.source.flavour import has_rare_blocks, make_parser, make_plain_parser

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

"""Whatever a Markdown text holds, it is read, in time that grows with it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.source.markdown import Body, parse_body, parser, parser_for

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

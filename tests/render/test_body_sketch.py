"""The shortcuts of a sketch are the long way: plain texts, and blocks that were parsed before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scratch import ROOT

from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document import Document
from qmsdoc.model.roles import Role
from qmsdoc.render import body_tokens
from qmsdoc.render.body_sketch import Sketch, sketch_body
from qmsdoc.rules.compile import parse
from qmsdoc.source.markdown import parse_body, take_blocks

DOCUMENTS = sorted((ROOT / "examples" / "beijing-pes" / "documents").rglob("*.md"))
PIECES = (
    *("甲", "乙 ", "QP-08", "a", " ", "\n", "\n\n", "- ", "1. ", "> ", "# ", "## ", "**", "*", "_"),
    *("`", "[", "]", "](b.md)", "[x](b.md)", "[x](<b> 'c')", "![x](c.png)", "<b>", "&amp;", "\\"),
    *("**甲：**", "**乙a丙**", "** 甲**", "甲**", "**丁"),
    *("https://e.org", "<https://e.org>", "| a | b |\n|---|---|\n| ", " | ", "[x]: b.md", "[ ] "),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def file_of(text: str) -> DocumentFile:
    unit = parse(Role.DOCUMENT, text.encode()).unit
    assert isinstance(unit.content, Document)
    return DocumentFile("documents/a.md", unit.content)


def long_way(text: str, file: DocumentFile) -> Sketch:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(body_tokens, "_is_plain", lambda content, defined: False)
        return sketch_body(text, file)


@settings(max_examples=400, deadline=None)
@given(texts)
def test_plain_texts_come_out_as_by_the_parser(text: str) -> None:
    file = file_of(text)
    take_blocks("")
    short, whole = sketch_body(text, file), long_way(text, file)
    assert short.html == whole.html
    assert short.holes == whole.holes
    assert [s.anchor for s in short.sections] == [s.anchor for s in whole.sections]


@settings(max_examples=200, deadline=None)
@given(texts)
def test_blocks_that_were_parsed_before_are_the_same(text: str) -> None:
    file = file_of(text)
    take_blocks("")
    anew = sketch_body(text, file)
    parse_body(text)
    assert sketch_body(text, file) == anew


@pytest.mark.parametrize("path", DOCUMENTS[::6], ids=lambda path: path.stem)
def test_documents_of_the_example(path: object) -> None:
    text = path.read_text("utf-8")  # type: ignore[attr-defined]
    file = file_of(text)  # which leaves its blocks
    with_them = sketch_body(text, file)
    assert with_them == sketch_body(text, file)
    assert with_them.html == long_way(text, file).html


def test_blocks_are_given_once_and_for_their_own_text() -> None:
    parse_body("one")
    assert take_blocks("two") is None
    assert take_blocks("one") is None
    parse_body("one")
    assert take_blocks("one")
    assert take_blocks("one") is None


def test_sections_hold_text_without_markup() -> None:
    text = "前言\n\n# 题\n\n## 1 目的\n\n**甲**[乙](b.md)`丙`\n丁 a\nb\n\n- [x] 戊\n\n| a | b |\n|---|---|\n| 丁 | 戊 |\n"
    sections = {s.anchor: s.text for s in sketch_body(text, file_of(text)).sections}
    assert sections == {"": "前言", "1-目的": "甲乙丙丁 a\nb\n 戊\na\nb\n丁\n戊"}

"""Bytes to text, and a file to its parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.source.decode import decode, hidden_characters
from qmsdoc.source.defect import SourceError
from qmsdoc.source.file import read_markdown_file, read_yaml_file, split_front_matter
from qmsdoc.source.tree import MAX_BLOB_SIZE

CHINESE = (
    "---\nid: QP-07\ntitle: 前台接待服务程序\n---\n# 前台接待服务程序\n\n首问负责制的要求如下。\n"
)


def refused(data: bytes) -> SourceError:
    with pytest.raises(SourceError) as caught:
        decode(data)
    assert caught.value.defect.rule == "unreadable-file"
    return caught.value


@pytest.mark.parametrize("text", [CHINESE, "目的", "公共就业", "依据《办法》", "联通", "A：乙"])
@pytest.mark.parametrize("encoding", ["gb18030", "gbk"])
def test_gb18030_is_named_with_the_command_that_converts_it(text: str, encoding: str) -> None:
    message = str(refused(text.encode(encoding)))
    assert "looks like GB18030" in message
    assert "iconv -f GB18030 -t UTF-8" in message


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_named(encoding: str) -> None:
    name = encoding.upper().replace("-LE", "LE").replace("-BE", "BE")
    assert name in str(refused(("\ufeff" + CHINESE).encode(encoding)))


def test_a_few_wrong_bytes_do_not_make_another_encoding() -> None:
    data = CHINESE.encode()
    cut = data.index("求".encode()) + 1
    for damaged in (data[:cut] + data[cut + 1 :], data[:cut], data.replace(b"id:", b"i\xff:")):
        error = refused(damaged)
        assert "GB18030" not in str(error)
    assert (error.defect.span.line, error.defect.span.column) == (2, 2)
    assert "0xFF" in str(error)
    span = refused(data[:cut] + data[cut + 1 :]).defect.span
    assert (span.line, span.column) == (7, 8)


@pytest.mark.parametrize("data", [b"\xff", b"\x80abc", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf8\x88"])
def test_what_is_no_text_at_all_is_refused(data: bytes) -> None:
    refused(data)


def test_a_file_is_refused_when_it_is_too_long() -> None:
    assert decode(b"a" * MAX_BLOB_SIZE)
    assert str(MAX_BLOB_SIZE) in str(refused(b"a" * (MAX_BLOB_SIZE + 1)))


def test_one_mark_of_order_and_crlf_are_accepted() -> None:
    assert decode(b"\xef\xbb\xbfa\r\nb\n") == "a\nb\n"
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbfa") == "\ufeffa"
    crlf = read_markdown_file(CHINESE.replace("\n", "\r\n").encode())
    plain = read_markdown_file(CHINESE.encode())
    assert not crlf.defects
    assert crlf.text == plain.text
    assert crlf.yaml == plain.yaml
    assert crlf.body is not None
    assert plain.body is not None
    assert crlf.body.headings == plain.body.headings


HIDDEN = [
    "\x00",
    "\x07",
    "\x0b",
    "\r",
    "\x1b",
    "\x7f",
    "\x85",
    "\x9b",
    "\u00ad",
    "\u061c",
    "\u180e",
]
HIDDEN += ["\u200b", "\u200d", "\u200e", "\u2028", "\u2029", "\u202e", "\u2060", "\u2066", "\u2069"]
HIDDEN += ["\ufdd0", "\ufeff", "\ufff9", "\ufffe", "\uffff", "\U000e0001", "\U000e0041"]


@pytest.mark.parametrize("character", HIDDEN, ids=[f"U+{ord(c):04X}" for c in HIDDEN])
def test_a_hidden_character_is_found_where_it_stands(character: str) -> None:
    text = f"一二\n三{character}四\n\n{character}五\u3000\t六"
    defects = list(hidden_characters(text))
    assert [(d.span.line, d.span.column, d.span.end_column) for d in defects] == [
        (2, 2, 3),
        (4, 1, 2),
    ]
    assert f"U+{ord(character):04X}" in str(defects[0].message)
    assert defects[0].fix is not None
    assert defects[0].fix.edits[0].span == defects[0].span


def test_equal_ones_in_a_row_are_one_finding() -> None:
    defects = list(hidden_characters("一\0\0\0二\u200b\u200b\u200d三"))
    columns = [(d.span.column, d.span.end_column) for d in defects]
    assert columns == [(2, 5), (6, 8), (8, 9)]
    assert defects[0].fix is not None
    assert defects[0].fix.edits[0].span == defects[0].span


def is_safe(text: str) -> bool:
    fix = next(hidden_characters(text)).fix
    return fix is not None and fix.safe


def test_only_what_changes_nothing_that_is_seen_is_a_safe_mend() -> None:
    safe = {character for character in HIDDEN if is_safe(f"文{character}字")}
    assert safe == {"\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"}


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("id: QP-07\u200b\n", True),
        ("id: QP-\u200b07\n", True),
        ("- \u200b文字", True),
        ("\u200b文字", True),
        ("文\u200b\u200b\u200b字", True),
        # Without it these would be a heading, a list, a fence, emphasis, a key, a line break.
        ("\u200b# 文字", False),
        ("1\u200b. 文字", False),
        ("-\u200b 文字", False),
        ("\u200b---\n", False),
        ("文\u200b*字*", False),
        ("文\u200b\u200b*字*", False),
        ("文" + "\u200b" * 500 + "*字*", False),
        ("文" + "\u200b" * 500 + "字", True),
        ("文字\u200b: 字", False),
        ("文字  \u200b\n字", False),
        ("文字  \u200b\u200b\n字", False),
        ("文字\n\u200b\n字", False),
        # Joiners that join.
        ("👨\u200d👩", False),
        ("می\u200cخواهم", False),
        ("office\u200cs", True),
    ],
)
def test_a_zero_width_character_that_does_something_is_for_a_person(text: str, safe: bool) -> None:
    assert is_safe(text) is safe


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"])))
def test_what_can_be_seen_is_not_hidden(text: str) -> None:
    visible = text.replace("\u180e", "")
    assert not list(hidden_characters(visible))


@pytest.mark.parametrize(
    ("text", "front", "body"),
    [
        ("---\na: 1\n---\nb\n", "a: 1\n", "b\n"),
        ("---\na: 1\n---", "a: 1\n", ""),
        ("---\na: 1\n---\n", "a: 1\n", ""),
        ("---\n---\nb", "", "b"),
        ("---\n---", "", ""),
        ("--- \na: 1\n---\t\nb", "a: 1\n", "b"),
        ("---\na: |\n  ---\nb: 2\n---\nc", "a: |\n  ---\nb: 2\n", "c"),
        ("---\na: 1\n----\n---\nb", "a: 1\n----\n", "b"),
        ("---\na: 1\n---\nb\n---\nc\n", "a: 1\n", "b\n---\nc\n"),
        ("a\n---\nb\n---\n", None, "a\n---\nb\n---\n"),
        ("---\na: 1\n", None, "---\na: 1\n"),
        ("---", None, "---"),
        ("---a\n---\n", None, "---a\n---\n"),
        ("\n---\na: 1\n---\n", None, "\n---\na: 1\n---\n"),
        ("----\na: 1\n----\n", None, "----\na: 1\n----\n"),
        ("", None, ""),
    ],
)
def test_front_matter_stands_between_two_fences(text: str, front: str | None, body: str) -> None:
    found, start = split_front_matter(text)
    assert (found, text[start:]) == (front, body)


@given(st.text("-a\n \t", max_size=20))
def test_front_matter_and_body_are_the_text(text: str) -> None:
    front, start = split_front_matter(text)
    if front is None:
        assert start == 0
    else:
        assert text.startswith("---")
        assert front in text[:start]
        assert text[start - 1] == "\n" or start == len(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# 标题\n", "does not start with front matter"),
        ("---\nid: QP-07\n# 标题\n", "is not closed"),
    ],
)
def test_missing_front_matter_says_what_is_missing(text: str, said: str) -> None:
    file = read_markdown_file(text.encode())
    (defect,) = file.defects
    assert defect.rule == "missing-front-matter"
    assert said in str(defect.message)
    assert file.body is not None
    assert file.yaml is None


def test_a_broken_front_matter_leaves_the_body() -> None:
    file = read_markdown_file(b"---\nid: [\n---\n# a\n[x](y.md)\n")
    assert [defect.rule for defect in file.defects] == ["invalid-yaml"]
    assert file.body is not None
    assert file.body.headings[0].span.line == 4
    assert file.body.links[0].span.line == 5


def test_positions_in_front_matter_are_those_of_the_file() -> None:
    file = read_markdown_file(CHINESE.encode())
    assert file.yaml is not None
    assert file.yaml.span("/title").line == 3
    assert file.body is not None
    assert file.body.headings[0].span.line == 5


@given(st.binary(max_size=60))
def test_any_bytes_are_a_file(data: bytes) -> None:
    for read in (read_yaml_file, read_markdown_file):
        file = read(data)
        assert file.yaml is not None or file.defects


@given(st.text(max_size=60))
def test_any_text_below_a_fence_is_a_file(text: str) -> None:
    file = read_markdown_file(f"---\n{text}\n---\n{text}".encode("utf-8", "surrogatepass"))
    assert file.yaml is not None or file.defects

"""The YAML loader: what it refuses, what a value means, where each value stands."""

from __future__ import annotations

import random
from typing import Any

import pytest
import yaml
from bad_yaml import BAD_YAML
from hypothesis import example, given
from hypothesis import strategies as st

from qmsdoc.source.defect import SourceError
from qmsdoc.source.yaml import MAX_DEPTH, MAX_NODES, YamlDocument, load_yaml
from qmsdoc.text.span import Span


def cut(text: str, span: Span) -> str:
    """What *span* covers of a text."""
    lines = text.split("\n")
    if span.line == span.end_line:
        return lines[span.line - 1][span.column - 1 : span.end_column - 1]
    first = lines[span.line - 1][span.column - 1 :]
    between = lines[span.line : span.end_line - 1]
    last = lines[span.end_line - 1][: span.end_column - 1] if span.end_column > 1 else ""
    return "\n".join([first, *between, last])


def test_there_are_as_many_bad_texts_as_promised() -> None:
    assert len(BAD_YAML) >= 60
    assert len({case.id for case in BAD_YAML}) == len(BAD_YAML)


@pytest.mark.parametrize(("text", "rule", "line", "column"), BAD_YAML)
def test_a_bad_text_is_refused_at_its_place(text: str, rule: str, line: int, column: int) -> None:
    with pytest.raises(SourceError) as caught:
        load_yaml(text)
    defect = caught.value.defect
    assert (defect.rule, defect.span.line, defect.span.column) == (rule, line, column)
    assert str(defect.message)


def test_front_matter_counts_lines_from_where_it_stands() -> None:
    with pytest.raises(SourceError) as caught:
        load_yaml("a: 1\nb: *x\n", first_line=2)
    assert caught.value.defect.span == Span(3, 4, 3, 6)
    assert load_yaml("a: 1\nb: x\n", first_line=2).span("/b") == Span(3, 4, 3, 5)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *((word, word) for word in ("NO", "no", "yes", "on", "Off", "y", "True", "FALSE", "Null")),
        *((text, text) for text in ("1.10", "010", "0o17", "0x1F", "1_000", "1:30", "12:30:45")),
        *((text, text) for text in ("1e3", "+1", ".5", "1.", ".inf", ".nan", "--", "0b1", "-0")),
        *((text, text) for text in ("2026-03-01", "2026-13-45", "2026-03-01T10:00:00Z", "A/1")),
        *((text, text) for text in ("00", "-01", "1.50", "１２", "٣", "99999999999999999")),
        ("true", True),
        ("false", False),
        ("null", None),
        ("~", None),
        ("", None),
        ("0", 0),
        ("95", 95),
        ("-3", -3),
        ("95.5", 95.5),
        ("1.0", 1.0),
        ("-0.25", -0.25),
        ("'95'", "95"),
        ('"true"', "true"),
        ("''", ""),
        ("a b  c", "a b  c"),
        ("a#b", "a#b"),
        ("a #b", "a"),
    ],
)
def test_a_scalar_means_what_was_typed(typed: str, meant: Any) -> None:
    value = load_yaml(f"a: {typed}\n").data["a"]
    assert value == meant
    assert type(value) is type(meant)


@given(st.from_regex(r"[-+]?[0-9]{1,18}(\.[0-9]{0,14})?", fullmatch=True))
def test_a_number_prints_as_it_was_typed(typed: str) -> None:
    assert str(load_yaml(typed).data) == typed


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n", "---\n", "%YAML 1.1\n---\n"])
def test_a_text_without_a_value_is_none(text: str) -> None:
    assert load_yaml(text).data is None


def test_duplicate_keys_are_reported_and_the_first_stands() -> None:
    text = "a: 1\nb: {c: 1, c: [2]}\na: {c: 3}\na: 4\n"
    document = load_yaml(text)
    assert document.data == {"a": 1, "b": {"c": 1}}
    assert [(d.rule, d.span.line, d.span.column, d.pointer) for d in document.defects] == [
        ("duplicate-key", 2, 11, "/b/c"),
        ("duplicate-key", 3, 1, "/a"),
        ("duplicate-key", 4, 1, "/a"),
    ]
    assert cut(text, document.span("/a")) == "1"
    assert cut(text, document.span("/b/c")) == "1"


def test_each_key_and_value_has_its_place() -> None:
    text = """\
标题: 前台 接待
"owner": '服务 大厅'
list: [甲, {乙: 丙}, 丁]
items:
  - id: A
    n: 95
  -   - x
      - y
folded: >-
  第一行
  第二行
a/b~c: 1
last: "two
  lines"
"""
    document = load_yaml(text)
    values = {
        "/标题": "前台 接待",
        "/owner": "'服务 大厅'",
        "/list": "[甲, {乙: 丙}, 丁]",
        "/list/0": "甲",
        "/list/1": "{乙: 丙}",
        "/list/1/乙": "丙",
        "/list/2": "丁",
        "/items/0/id": "A",
        "/items/0": "id: A\n    n: 95",
        "/items/1/1": "y",
        "/a~1b~0c": "1",
        "/last": '"two\n  lines"',
    }
    assert {pointer: cut(text, document.span(pointer)) for pointer in values} == values
    # A block scalar begins at its indicator and is pointed at there.
    assert document.span("/folded") == Span(9, 9, 9, 10)
    keys = {"/标题": "标题", "/owner": '"owner"', "/list/1/乙": "乙", "/a~1b~0c": "a/b~c"}
    assert {pointer: cut(text, document.key_span(pointer)) for pointer in keys} == keys
    assert document.key_span("/list/0") == document.span("/list/0")
    assert document.span("/items/0/none/such") == document.span("/items/0")


def test_characters_beyond_the_first_plane_count_as_one() -> None:
    text = "a: 😀𠀀 b\n😀: x\n"
    document = load_yaml(text)
    assert cut(text, document.span("/a")) == "😀𠀀 b"
    assert document.key_span("/😀") == Span(2, 1, 2, 2)


def test_as_deep_and_as_long_as_is_allowed() -> None:
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert load_yaml(deep).data is not None
    wide = f"[{'1,' * (MAX_NODES - 1)}]"
    assert len(load_yaml(wide).data) == MAX_NODES - 1
    with pytest.raises(SourceError, match="200000 values"):
        load_yaml(f"[{'1,' * MAX_NODES}]")


def loads_or_refuses(text: str) -> None:
    try:
        document = load_yaml(text)
    except SourceError as error:
        places = [error.defect.span]
    else:
        places = [Span(*place) for place in document.places.values()]
    assert all(span.line >= 1 and span.column >= 1 for span in places)


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    loads_or_refuses(text)


@given(
    st.lists(
        st.sampled_from(
            [
                "a",
                "键",
                ": ",
                ":",
                "- ",
                "\n",
                "  ",
                "[",
                "]",
                "{",
                "}",
                ",",
                "'",
                '"',
                "|",
                ">",
                "&x ",
                "*x",
                "!!int ",
                "!",
                "? ",
                "#",
                "%",
                "\t",
                "---\n",
                "...\n",
                "<<: ",
                "~",
                "\\",
                "\r\n",
                "\r",
                "\x85",
                "\u2028",
                "\ufeff",
                "\x00",
                "1.10",
                "2020-13-45",
                "0x_",
            ]
        ),
        max_size=30,
    ).map("".join)
)
@example("\r[")
def test_any_text_of_yaml_signs_is_read_or_refused(text: str) -> None:
    loads_or_refuses(text)


SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)
    | st.sampled_from(["NO", "1.10", "010", "1:30", "2026-03-01", "a: b", "- x", "#", "{", "'"])
)
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.text("abc键/~ ", min_size=1, max_size=5), inner, max_size=4)
    ),
    max_leaves=20,
)


def points_at_itself(document: YamlDocument, text: str, pointer: str, value: Any) -> None:
    """The span of each value, read by itself as a flow or plain value, is that value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            token = key.replace("~", "~0").replace("/", "~1")
            points_at_itself(document, text, f"{pointer}/{token}", inner)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            points_at_itself(document, text, f"{pointer}/{index}", inner)
    elif isinstance(value, int) and not isinstance(value, bool):
        assert cut(text, document.span(pointer)) == str(value)


@given(DATA)
def test_what_is_dumped_reads_back_equal(data: Any) -> None:
    for flow in (False, True):
        text = yaml.safe_dump(data, allow_unicode=True, default_flow_style=flow, width=10**6)
        document = load_yaml(text)
        assert document.data == data
        assert not document.defects
        points_at_itself(document, text, "", data)


def test_mutated_files_are_read_or_refused() -> None:
    seeds = [case.values[0] for case in BAD_YAML if len(str(case.values[0])) < 1000]
    seeds += ["id: QP-07\ntitle: 前台接待\nclauses:\n  - {clause: a:8.2, section: 程序}\n"] * 20
    chance = random.Random(20260301)
    signs = [
        ":",
        " ",
        "\n",
        "-",
        "[",
        "]",
        "{",
        "}",
        "'",
        '"',
        "&",
        "*",
        "!",
        "|",
        "\t",
        "\x00",
        "键",
    ]
    for _ in range(20_000):
        text = str(chance.choice(seeds))
        for _ in range(chance.randint(1, 5)):
            at = chance.randrange(len(text) + 1)
            match chance.randrange(3):
                case 0:
                    text = text[:at] + chance.choice(signs) + text[at:]
                case 1:
                    text = text[:at] + text[at + 1 :]
                case _:
                    end = chance.randrange(at, len(text) + 1)
                    text = text[:end] + text[at:end] + text[end:]
        loads_or_refuses(text)

"""What is one word, and what of a text counts when it is compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.text.words import (
    Word,
    begins_line,
    begins_word,
    border,
    ends_word,
    exact_words,
    is_apart,
    is_character,
    layout_free_words,
    normalise,
    sentence_starts,
    trailing_space,
    weight,
    words,
)

PIECES = [
    *"登记、。，；（ \n\t.:-/1a９|#第章，％",
    *("15", "分钟", "个工", "作日", "ISO", "9001", "QR-07-01", "9:00", "1,000", "\r\n", "　"),
]
TEXTS = st.one_of(st.lists(st.sampled_from(PIECES), max_size=40).map("".join), st.text())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("应在15分钟内", "应 在 15分钟 内"),
        ("5个工作日、3日、98.5%", "5个工作日 、 3日 、 98.5%"),
        ("三个工作日，半小时", "三个工作日 ， 半小时"),
        ("一次性告知", "一 次 性 告 知"),
        ("A/1版，v2.0", "A/1 版 ， v2.0"),
        ("见4.10和8.2.3.1", "见 4.10 和 8.2.3.1"),
        ("第3章、第十二条、第4.2条", "第3章 、 第十二条 、 第4.2条"),
        ("QR-07-01；DB11/T", "QR-07-01 ； DB11/T"),
        ("2026年3月15日", "2026年 3月 15日"),
        ("3-5个工作日", "3-5个工作日"),
        ("9:00-17:30", "9:00 - 17:30"),
        ("步骤1：15分钟", "步 骤 1 ： 15分钟"),
        ("1,000元，1，000", "1,000元 ， 1 ， 000"),
        ("每周3次,10000人次", "每 周 3次 , 10000人次"),
        ("３个月", "３个月"),
        ("**注**", "** 注 **"),
        ("……见——", "…… 见 ——"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == expected.split(" ")


def test_blanks_and_line_ends_are_words() -> None:
    assert words("a  b\r\n\n 甲\t\n") == ["a", "  ", "b", "\r\n", "\n", " ", "甲", "\t", "\n"]
    assert words("15 分钟") == ["15 分钟"]


@given(TEXTS)
def test_joined_words_are_the_text(text: str) -> None:
    assert "".join(words(text)) == text
    assert all(words(text))
    assert "".join(word.text for word in exact_words(text)) == text
    if text.strip():
        assert "".join(word.text for word in layout_free_words(text)) == text
    else:
        assert layout_free_words(text) == []


@given(TEXTS)
def test_layout_free_keys_say_what_the_normal_form_says(text: str) -> None:
    keys = "".join(word.key for word in layout_free_words(text))
    assert keys == normalise(text).replace(" ", "")


@given(TEXTS)
def test_normalise_is_idempotent(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("登记后,\n归档.", "登记后,归档."),
        ("登记后，归档。", "登记后,归档."),
        ("（Ａ１）　“甲”", '(A1)"甲"'),
        ("依据 ISO\r\n  9001 标准", "依据ISO 9001标准"),
        ("①10㎡ ²½", "①10㎡²½"),
        ("甲、乙", "甲、乙"),
        (" \n", ""),
    ],
)
def test_normalise(text: str, expected: str) -> None:
    assert normalise(text) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("应在15\n分钟内", "应在 15 分钟内"),
        ("5个工\n作日", "5 个工作日"),
        ("ISO\r\n9001", "ISO 9001"),
        ("（一）登记；", "(一) 登记;"),
        ("|甲|乙|", "| 甲 | 乙 |\n"),
        ("９５％", "95%"),
    ],
)
def test_layout_free_words_of_one_text_laid_out_twice(left: str, right: str) -> None:
    keys = [word.key for word in layout_free_words(left)]
    assert keys == [word.key for word in layout_free_words(right)]


def test_what_is_not_layout() -> None:
    for left, right in (("the rapist", "therapist"), ("end. Next", "end.Next"), ("甲、", "甲，")):
        assert [w.key for w in layout_free_words(left)] != [w.key for w in layout_free_words(right)]


def test_space_belongs_to_the_word_before_it() -> None:
    found = layout_free_words(" 甲 \n15 分\n钟")
    assert found == [Word("甲", " 甲 \n"), Word("15分钟", "15 分\n钟")]
    assert [trailing_space(word) for word in found] == [" \n", ""]
    assert trailing_space(Word("\n", "\n")) == ""


def test_apart() -> None:
    assert is_apart("ISO", "9001")
    assert is_apart(".", "Next")
    assert not is_apart("ISO", "标")
    assert not is_apart("", "a")


def test_sentences_begin_after_stops_and_lines() -> None:
    text = "一。二；\n\n三（四！）五"
    assert [text[i] for i in sentence_starts(exact_words(text))[:-1]] == list("一二三")
    assert sentence_starts([]) == [0]
    table = layout_free_words("| 甲 | 乙 |\n| 丙 | 丁 |\n文字\n折行\n\n新段")
    assert [table[i].key for i in sentence_starts(table)[:-1]] == ["|", "|", "文", "新"]


def test_lines_begin() -> None:
    assert begins_line([], 0)
    for split in (exact_words, layout_free_words):
        text = split("甲乙\n丙")
        assert begins_line(text, len(text) - 1)
        assert not begins_line(text, 1)


def test_characters_that_belong_to_the_word_before_or_after() -> None:
    assert begins_word("任", "审", ("核", "批"))
    assert not begins_word("评", "审", ("核", "批"))
    assert not begins_word("，", "由", ("登", "接"))
    assert ends_word(("年", "季"), "度", "评", "审")
    assert not ends_word(("员", "员"), "工", "作", "。")
    assert ends_word(("记", "待"), "员", "负", "责")
    assert ends_word(("记", "请"), "表", " ", "|")
    assert not ends_word(("记", "请"), "表", "格", "。")
    assert not ends_word(("15分钟", "10分钟"), "内", "，", "由")


def test_borders_are_ordered() -> None:
    def between(left: str, right: str) -> int:
        return border(Word(left, left), Word(right, right))

    line, stop, comma = between("\n", "甲"), between("。", "甲"), between("，", "甲")
    bracket, inside, word = between("甲", "（"), between("甲", "乙"), between("审", "核")
    assert border(None, Word("甲", "甲")) == line > stop > comma > bracket > inside > word
    assert between("甲", "，") > inside
    assert between("15分钟", "内") > inside


def test_weight() -> None:
    assert [weight(Word(key, key)) for key in ("甲", "，", " ", "|", "15分钟", "of")] == [
        *(1, 0, 0, 0, 3, 2)
    ]


def test_character() -> None:
    assert [is_character(key) for key in ("甲", "a", "，", "15分钟")] == [True, False, False, False]

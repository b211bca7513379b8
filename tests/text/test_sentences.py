"""Sentences, quotations and lengths of Chinese text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qmsdoc.text.sentences import is_quoted, length, quotations, sentence_around, sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", []),
        ("  \n ", []),
        ("应当场受理", ["应当场受理"]),
        (
            "当场受理。次日答复；逾期说明！可以吗？",
            ["当场受理。", "次日答复；", "逾期说明！", "可以吗？"],
        ),
        ("软换行\n不断句。第二句", ["软换行\n不断句。", "第二句"]),
        ("他说“好。走！”后离开。第二句。", ["他说“好。走！”后离开。", "第二句。"]),
        ("按《通知。附件》办理。", ["按《通知。附件》办理。"]),
        ("材料（含甲；乙。）齐全。受理。", ["材料（含甲；乙。）齐全。", "受理。"]),
        ("没有合上的“引号。第二句。", ["没有合上的“引号。", "第二句。"]),
        ("省略……其余照旧。", ["省略……", "其余照旧。"]),
        ("见3.1节和A.2，参数a;b。", ["见3.1节和A.2，参数a;b。"]),
        ("See the manual. Then sign.", ["See the manual.", "Then sign."]),
        ("半角!半角?结束", ["半角!", "半角?", "结束"]),
    ],
)
def test_splits_where_a_sentence_ends(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


@given(st.text(alphabet="应当场。！？；…《》“”（）()「」 \na.b!?;3"))
def test_loses_and_doubles_nothing(text: str) -> None:
    found = list(sentences(text))
    assert all(start < end for start, end in found)
    assert all(first[1] <= second[0] for first, second in pairwise(found))
    kept = "".join(text[start:end] for start, end in found)
    assert "".join(kept.split()) == "".join(text.split())


def test_finds_the_sentence_around_a_place() -> None:
    text = "第一句。第二句；第三句"
    found = [sentence_around(text, text.index(word)) for word in ("一", "二", "三")]
    assert [text[start:end] for start, end in found] == ["第一句。", "第二句；", "第三句"]


def test_knows_what_is_quoted() -> None:
    text = '“必须”见《必须法》，（必须）写"必须"，必须'
    places = [index for index in range(len(text)) if text.startswith("必须", index)]
    assert [is_quoted(text, place, place + 2) for place in places] == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert quotations("没有“合上") == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("", 0),
        ("应当场受理。", 6),
        ("按GB/T 19001-2016办理", 5),
        ("3个工作日", 5),
        ("甲 乙\n丙", 3),
    ],
)
def test_counts_as_a_chinese_reader_does(text: str, wanted: int) -> None:
    assert length(text) == wanted

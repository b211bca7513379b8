"""The watermark of pages as a picture in style sheets."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from lxml import etree

from qmsdoc.render.mark_picture import mark_picture

HOSTILE = "\"'<>&\\)};</style><script>%22{}`\n"


def svg(text: str, kind: str = "draft", language: str = "zh-CN", *size: int) -> etree._Element:
    made = mark_picture(text, kind, language, *(size or (162, 241)))
    assert made.startswith('url("data:image/svg+xml,')
    inside = made.removeprefix('url("data:image/svg+xml,').removesuffix('")')
    assert not {*inside} & {*'"<>\\(){};&#\n'}
    return etree.fromstring(unquote(inside))


def test_the_word_lies_across_the_sheet() -> None:
    [word] = svg("受控12号", "controlled", "zh-CN", 249, 154)
    assert word.text == "受控12号"
    assert (word.get("x"), word.get("y")) == ("124", "77")
    assert word.get("fill") == "#a5281b"
    assert svg("草稿")[0].get("fill") == "#59636e"


@pytest.mark.parametrize("text", [HOSTILE, "", "长" * 500])
def test_any_text_is_nothing_but_text(text: str) -> None:
    [word] = svg(text)
    assert (word.text or "") == text
    assert 0 < float(word.get("font-size") or 0) <= 34


def test_long_words_are_smaller_and_latin_ones_larger() -> None:
    sizes = [
        float(svg(text, language=spoken)[0].get("font-size") or 0)
        for text, spoken in (
            ("草稿", "zh-CN"),
            ("受控受控受控12号", "zh-CN"),
            ("受控受控受控12号", "en"),
        )
    ]
    assert sizes[0] == 34
    assert sizes[1] < sizes[2] <= 34

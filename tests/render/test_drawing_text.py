"""How wide texts are, and where their lines break."""

from __future__ import annotations

from itertools import pairwise

import pytest
from drawings import TEXTS
from hypothesis import assume, given
from hypothesis import strategies as st

from qmsdoc.render.drawing.scale import plain, scale_for
from qmsdoc.render.drawing.widths import text_width, wrap

NO_START = "，。、；：？！）》”%"
NO_END = "（《“"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("登记", 2),
        ("（登）", 3),
        ("“登”", 3),
        ("15", 1.2),
        ("il", 0.6),
        ("é", 1),
        ("ñ", 0.75),
    ],
)
def test_widths(text: str, width: float) -> None:
    assert text_width(text) == pytest.approx(width)


def test_a_mark_above_a_letter_takes_no_room() -> None:
    assert text_width("e\u0301") == text_width("e")


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("登记", 6, ["登记"]),
        ("核对来访人员登记材料", 6, ["核对来访人员", "登记材料"]),
        ("单位招聘登记表", 5, ["单位招聘", "登记表"]),
        ("在15个工作日内答复", 6, ["在15个", "工作日内答复"]),
        ("在15个工作日内答复", 8, ["在15个工作日内", "答复"]),
        ("收文后2个工作日内", 7, ["收文后", "2个工作日内"]),
        ("每年6月复核时", 6, ["每年6月", "复核时"]),
        ("每15分钟一次", 6, ["每15分钟", "一次"]),
        ("10个工作日内", 6, ["10个", "工作日内"]),
        ("旧版留存一份加盖“作废”印章", 8, ["旧版留存一份加", "盖“作废”印章"]),
        ("单台故障的挂“停用”牌", 7, ["单台故障的挂", "“停用”牌"]),
        ("连续追问，从人员、规程查", 7, ["连续追问，从", "人员、规程查"]),
        # No room for it: it is broken all the same.
        ("“一二三四”", 4, ["“一二", "三四”"]),
        ("一二三四五六七", 6, ["一二三四", "五六七"]),
        ("见QP-07登记程序", 4, ["见QP-07", "登记程序"]),
        ("登记表（一）", 4, ["登记表", "（一）"]),
        ("核对登记，答复", 4, ["核对登", "记，答复"]),
        ("  one   two  ", 20, ["one two"]),
        ("one two", 3, ["one", "two"]),
        (" \n ", 5, []),
    ],
)
def test_lines(text: str, width: float, lines: list[str]) -> None:
    assert list(wrap(text, width, 9)) == lines


def test_a_text_that_is_too_long_ends_in_a_sign() -> None:
    assert wrap("一二三四五六七八九十", 4, 2) == ("一二三四", "五六七…")
    assert wrap("一" * 10_000, 50, 100)[-1].endswith("…")


@given(TEXTS, st.floats(3, 30))
def test_no_line_is_too_long_and_nothing_is_lost(text: str, width: float) -> None:
    lines = wrap(text, width, 1000)
    assert all(text_width(line) <= width + 1e-5 for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.text(st.sampled_from("核对登记，。（）《》“”15a"), max_size=40), st.floats(9, 20))
def test_marks_stay_with_their_words(text: str, width: float) -> None:
    # A run of marks that is longer than a line has to break somewhere.
    runs = "".join("x" if mark in NO_START + NO_END else " " for mark in text).split()
    assume(max(map(len, runs), default=0) < 5)
    for line, following in pairwise(wrap(text, width, 1000)):
        assert following[0] not in NO_START
        assert line[-1] not in NO_END


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=30))
def test_scales_hold_all_values_between_round_ends(values: list[float]) -> None:
    scale = scale_for(values, None, None)
    if scale is None:
        assert max(map(abs, values)) < 1e-6 or max(values) - min(values) < 1e-3
        return
    assert 3 <= len(scale.ticks) <= 8
    assert list(scale.ticks) == sorted(set(scale.ticks))
    assert all(-1e-6 <= scale.place(value) <= 1 + 1e-6 for value in values)
    written = [plain(tick, scale.decimals) for tick in scale.ticks]
    assert len(set(written)) == len(written)


def test_shares_end_at_their_ends() -> None:
    scale = scale_for([99, 100, 98.5], 0, 100)
    assert scale is not None
    assert scale.ticks[-1] == 100
    low = scale_for([0.5, 1, 60], 0, 100)
    assert low is not None
    assert low.ticks[0] == 0


@pytest.mark.parametrize(("value", "said"), [(-0.01, "0.0"), (94.96, "95.0"), (12, "12.0")])
def test_values_are_written_plainly(value: float, said: str) -> None:
    assert plain(value, 1) == said

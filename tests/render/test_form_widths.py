"""How wide the labels and columns of blank forms are, and where labels break."""

from __future__ import annotations

import pytest

from qmsdoc.model.document import FormField
from qmsdoc.model.text import Text
from qmsdoc.render.drawing.widths import text_width
from qmsdoc.render.form import form_view
from qmsdoc.render.form_widths import (
    WIDEST_LABEL,
    column_least,
    column_shares,
    head_width,
    label_of,
    labels_width,
)


def field(label: str, kind: str = "text", **more: object) -> FormField:
    return FormField(name=Text("n"), label=Text(label), type=kind, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("required", [False, True])
@pytest.mark.parametrize("sensitive", [False, True])
def test_no_line_of_a_label_is_a_single_character(required: bool, sensitive: bool) -> None:
    for length in range(2, 60):
        made = label_of("字" * length, required, sensitive)
        assert "".join(made.lines) == "字" * length
        assert min(map(len, made.lines)) > 1
        assert made.width <= WIDEST_LABEL + 0.5


def test_a_short_label_and_its_marks_stay_on_one_line() -> None:
    made = label_of("求职者联系电话", True, True)
    assert made.lines == ("求职者联系电话",)
    assert made.width >= text_width("求职者联系电话*◆")


def test_a_label_has_no_other_characters_than_were_typed() -> None:
    for label in (
        "会后15日到岗人数和单位",
        "评价为“非常满意”和“满意”的 人数合计",
        "Name of the person or of the organisation",
        "A1甲B2乙C3丙D4丁E5戊F6己",
        "W" * 70,
        "字" * 700,
    ):
        lines = label_of(label, True, False).lines
        assert "".join("".join(lines).split()) == "".join(label.split())
        assert all(line == line.strip() for line in lines)


def test_room_is_left_where_chinese_and_latin_meet() -> None:
    assert label_of("会后15日到岗", False, False).width > text_width("会后15日到岗") + 0.8


def test_a_label_of_nothing_needs_hardly_any_room() -> None:
    assert label_of("", False, False).lines == ("",)
    assert labels_width([]) > 0


def test_one_column_has_room_for_the_longest_of_all_labels() -> None:
    form = form_view([field("一"), field("推荐岗位和报酬", required=True), field("二", "longtext")])
    short = form_view([field("一"), field("二")])
    assert form is not None
    assert short is not None
    assert form["label_width"] >= text_width("推荐岗位和报酬*")
    assert short["label_width"] < form["label_width"]


def test_a_column_has_room_for_the_longest_of_its_choices() -> None:
    choices = ("符合", "轻微不符合", "严重不符合，须立即停止服务")
    least = column_least(head_width("判定", False, False), "", choices)
    assert least > text_width(choices[-1]) * 0.86
    [plain, chosen] = column_shares([3.0, least], [6.0, 1.0])
    assert chosen >= least - 0.01
    assert plain > chosen


def test_columns_share_a_line_and_what_is_too_much() -> None:
    assert sum(column_shares([2, 2, 2], [1, 1.4, 1])) == pytest.approx(46, abs=0.1)
    assert column_shares([30, 30], [1, 1]) == [30, 30]
    assert column_shares([], []) == []


def test_a_choice_without_end_leaves_room_for_other_columns() -> None:
    columns = (field("甲"), field("乙", "choice", choices=("长" * 300,)))
    form = form_view([field("表", "table", columns=columns)])
    assert form is not None
    first, second = form["lines"][0][0]["shares"]
    assert first > second / 2


def test_heads_of_columns_break_where_their_column_ends() -> None:
    columns = tuple(field("三十日内面试、培训或者就业") for _ in range(5))
    form = form_view([field("表", "table", columns=columns)])
    assert form is not None
    [table] = form["lines"][0]
    for share, column in zip(table["shares"], table["columns"], strict=True):
        assert len(column["label_lines"]) > 1
        assert all(text_width(line) < share for line in column["label_lines"])

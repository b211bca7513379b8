"""Flow charts: laid out without a collision, whatever the table of steps says."""

from __future__ import annotations

import os
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from drawings import (
    NEAR,
    apart,
    chinese,
    extent,
    frames,
    inside,
    outside,
    parsed,
    step,
    step_tables,
    texts,
)
from hypothesis import given, settings

from qmsdoc.model.document import Step
from qmsdoc.render.drawing.flow import MAX_STEPS, flow_chart
from qmsdoc.render.drawing.lanes import FULL_WIDTH, lanes_of, posts_of
from qmsdoc.render.drawing.parts import Box, Drawing, Line, Words
from qmsdoc.render.drawing.svg import PAGE, write_svg

GOLDEN = Path(__file__).parent.parent / "golden" / "render" / "flow-chart.svg"
STEPS = (
    step(1, "提交营业执照和经办人身份证件", ("用人单位",), "当场", ("单位招聘登记表",)),
    step(2, "查验证照，材料不全的一次告知（见QP-07）", ("招聘登记岗",), "15分钟内"),
    step(3, "逐岗填写人数、条件和报酬", ("招聘登记岗", "用人单位"), "", ("单位招聘登记表",)),
    step(4, "核验", ("信息审核岗",), "2个工作日内", ("核验记录", "信息发布与撤销登记表")),
    step(5, "Notify <both> & file", ("用人单位", "信息审核岗"), "1 day"),
)
# The frame that each kind of text belongs into.
HOMES = {
    "step-text": "box",
    "limit-text": "limit",
    "badge-text": "badge",
    "marker-text": "marker",
    "record-text": "record",
    "end-text": "end",
    "head-text": "head",
}
SOLID = ("box", "marker", "record", "end", "plate", "head")


def many(count: int, posts: int = 3) -> list[Step]:
    return [
        step(n, f"第{n}步：核对材料", (f"岗位{n % posts}",), "当场", ("登记表",))
        for n in range(1, count + 1)
    ]


def boxes_of(drawings: tuple[Drawing, ...]) -> list[str]:
    return [box.name for drawing in drawings for box in frames(drawing, "box")]


def test_chart_is_the_golden_one() -> None:
    (drawing,) = flow_chart(STEPS, "招聘登记流程图", chinese)
    found = write_svg(drawing).replace("><", ">\n<") + "\n"
    if os.environ.get("QMSDOC_UPDATE_GOLDEN"):
        GOLDEN.write_text(found, "utf-8", newline="\n")
    assert found == GOLDEN.read_text("utf-8")


def test_every_column_is_closed_down_to_the_foot_also_that_of_records() -> None:
    (drawing,) = flow_chart(STEPS)
    heads = {box.name: box for box in frames(drawing, "head")}
    lanes = {box.name: box for box in frames(drawing, "lane")}
    assert "records" in lanes
    assert lanes.keys() == heads.keys()
    for name, lane in lanes.items():
        assert (lane.x, lane.y, lane.width) == (heads[name].x, heads[name].y, heads[name].width)
        assert lane.bottom == pytest.approx(drawing.height - 0.5, abs=1)


@settings(deadline=None)
@given(step_tables())
def test_every_step_is_drawn_once_and_in_order(steps: tuple[Step, ...]) -> None:
    assert boxes_of(flow_chart(steps)) == [f"step-{item.number}" for item in steps]


@settings(deadline=None)
@given(step_tables())
def test_nothing_lies_on_anything_else(steps: tuple[Step, ...]) -> None:
    for drawing in flow_chart(steps):
        for one, other in combinations(frames(drawing, *SOLID), 2):
            assert apart(one, other), (one, other)


@settings(deadline=None)
@given(step_tables())
def test_all_is_on_the_canvas_and_fits_a_sheet(steps: tuple[Step, ...]) -> None:
    for drawing in flow_chart(steps):
        assert not list(outside(drawing))
        assert drawing.width <= FULL_WIDTH
        # 1085 px at 228 mm keep the smallest text, 11 px, at 6.5 pt.
        assert drawing.height <= 1085


@settings(deadline=None)
@given(step_tables())
def test_text_stays_in_its_box(steps: tuple[Step, ...]) -> None:
    for drawing in flow_chart(steps):
        homes: dict[tuple[str, str], Box] = {
            (box.role, box.name): box for box in frames(drawing, *HOMES.values(), "plate")
        }
        for words in drawing.parts:
            if isinstance(words, Words):
                role = HOMES[words.role]
                home = homes.get((role, words.name)) or homes["plate", words.name]
                assert inside(extent(words), home), (words, home)
                if role == "box" and ("limit", words.name) in homes:
                    assert extent(words).bottom <= homes["limit", words.name].y + 1


@settings(deadline=None)
@given(step_tables())
def test_arrows_lead_from_each_step_to_the_next(steps: tuple[Step, ...]) -> None:
    for drawing in flow_chart(steps):
        stations = sorted(frames(drawing, "box", "end", "plate"), key=lambda box: box.y)
        arrows = [part for part in drawing.parts if isinstance(part, Line) and part.role == "arrow"]
        assert len(arrows) == len(stations) - 1
        tips = {tip.name: tip for tip in frames(drawing, "tip")}
        for arrow, (above, under) in zip(arrows, pairwise(stations), strict=True):
            assert arrow.name == f"{above.name}>{under.name}"
            (start, top), end = arrow.points[0], tips[arrow.name]
            assert abs(top - above.bottom) < NEAR
            assert above.x < start < above.right
            assert abs(end.bottom - under.y) < NEAR
            assert under.x < end.centre[0] < under.right
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(arrow.points))
            heights = [y for _, y in (*arrow.points, (0, end.bottom))]
            assert heights == sorted(heights)
            # Between the two rows there is nothing else.
            rest = [box for box in frames(drawing, *SOLID) if box not in (above, under)]
            for (x, y), (to_x, to_y) in pairwise(arrow.points):
                run = Box("", "", min(x, to_x), min(y, to_y), abs(x - to_x), abs(y - to_y))
                assert all(apart(run, box) for box in rest)


@settings(deadline=None)
@given(step_tables())
def test_a_step_is_marked_in_the_lane_of_each_of_its_posts(steps: tuple[Step, ...]) -> None:
    lanes = lanes_of(steps)
    assert lanes is not None
    found = {
        (box.name.partition("-lane-")[0], lane)
        for drawing in flow_chart(steps)
        for box in frames(drawing, "box", "marker")
        for lane in range(len(lanes.posts))
        if box.x < lanes.middle(lane) < box.right
    }
    wanted = {(f"step-{item.number}", lane) for item in steps for lane in lanes.of(item)}
    assert found == wanted


@settings(deadline=None)
@given(step_tables(most=12))
def test_any_text_makes_a_sound_drawing(steps: tuple[Step, ...]) -> None:
    for number, drawing in enumerate(flow_chart(steps, steps[0].action.value)):
        parsed(drawing, f"figure.{number}")
        assert write_svg(drawing, PAGE, "x") == write_svg(drawing, PAGE, "x")


def test_posts_are_lanes_in_the_order_in_which_they_come() -> None:
    lanes = lanes_of(STEPS)
    assert lanes is not None
    assert lanes.posts == ("用人单位", "招聘登记岗", "信息审核岗")
    twice = step(1, "x", ("甲", "乙", "甲"))
    assert posts_of(twice) == ("甲", "乙")


def test_a_step_of_nobody_has_a_lane_that_says_so() -> None:
    (drawing,) = flow_chart([step(1, "一", ()), step(2, "二", ("甲",))])
    assert "no post named" in " ".join(texts(parsed(drawing)))


def test_lanes_as_many_as_fit_and_else_one_in_which_steps_say_whose_they_are() -> None:
    (drawing,) = flow_chart(many(8, posts=8))
    assert [box.name for box in frames(drawing, "lane")] == [
        *(f"lane-{n}" for n in range(1, 9)),
        "records",
    ]
    (drawing,) = flow_chart([*many(9, posts=9), step(10, "归档", ())], "", chinese)
    assert [box.name for box in frames(drawing, "lane")] == ["lane-1", "records"]
    assert boxes_of((drawing,)) == [f"step-{n}" for n in range(1, 11)]
    said = texts(parsed(drawing))
    assert "岗位与步骤" in said
    assert "岗位1：第1步：核对材料" in said
    assert "归档" in said
    assert drawing.width <= FULL_WIDTH
    assert drawing.description.startswith("Flow chart of 10 steps by 10 posts")


@pytest.mark.parametrize("count", [0, 1, MAX_STEPS + 1])
def test_tables_that_make_no_chart(count: int) -> None:
    assert flow_chart(many(count)) == ()


def test_forty_steps_go_over_pages_that_point_to_each_other() -> None:
    drawings = flow_chart(many(40), "程序", chinese)
    assert len(drawings) > 2
    said = [texts(parsed(drawing)) for drawing in drawings]
    assert "开始" in said[0]
    assert "结束" in said[-1]
    ends = [[box.name for box in frames(drawing, "end", "plate")] for drawing in drawings]
    middle = [["before", "after"]] * (len(drawings) - 2)
    assert ends == [["start", "after"], *middle, ["before", "end"]]
    assert min(len(frames(drawing, "box")) for drawing in drawings) >= 3
    assert boxes_of(drawings) == [f"step-{n}" for n in range(1, 41)]


def test_a_few_steps_move_to_the_last_page_with_the_one_that_did_not_fit() -> None:
    counts = set()
    for count in range(8, 30):
        drawings = flow_chart(many(count))
        counts.add(len(drawings))
        assert all(len(frames(drawing, "box")) >= 3 for drawing in drawings)
    assert counts >= {1, 2}


def test_all_words_of_the_steps_are_there() -> None:
    (drawing,) = flow_chart(STEPS, "招聘登记")
    said = "".join(texts(parsed(drawing))).replace(" ", "")
    for item in STEPS:
        words = [item.action, *item.posts, *item.records, *([item.limit] if item.limit else [])]
        assert all(word.value.replace(" ", "") in said for word in words)


def test_of_many_records_the_rest_is_a_sign() -> None:
    steps = [step(1, "一", ("甲",), "", tuple(f"表{n}" for n in range(9))), step(2, "二", ("甲",))]
    (drawing,) = flow_chart(steps)
    assert [words for words in texts(parsed(drawing)) if words[0] in "表…"] == [
        *("表0", "表1", "表2", "表3", "表4"),
        "…",
    ]


def test_the_drawing_has_a_name_and_says_where_its_contents_are() -> None:
    (drawing,) = flow_chart(STEPS, "招聘 <登记>", str)
    root = parsed(drawing, "QP-09.figure.1")
    named = {element.attrib["id"]: element.text for element in list(root)[:2]}
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-labelledby"].split() == list(named)
    assert list(named.values()) == ["招聘 <登记>", drawing.description]
    assert drawing.description.startswith("Flow chart of 5 steps by 3 posts")


def test_colours_are_those_of_the_page() -> None:
    (drawing,) = flow_chart(STEPS)
    page = write_svg(drawing, PAGE)
    assert 'fill="currentColor"' in page
    assert 'stroke="var(--accent, #1f4a73)"' in page
    assert "var(" not in write_svg(drawing)

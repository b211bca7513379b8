"""Steps and measurements to draw, and what every drawing must keep to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from hypothesis import strategies as st

from qmsdoc.model.document import Step
from qmsdoc.model.text import Text
from qmsdoc.render.drawing.parts import Box, Drawing, Line, Shape, Words
from qmsdoc.render.drawing.svg import write_svg
from qmsdoc.render.drawing.widths import text_width

SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "g", "rect", "path", "polyline", "text"}
ATTRIBUTES = {
    *("width", "height", "viewBox", "role", "aria-labelledby", "id", "font-family", "font-size"),
    *("font-weight", "text-anchor", "fill", "stroke", "stroke-width", "stroke-dasharray"),
    *("stroke-linejoin", "paint-order", "x", "y", "rx", "d", "points"),
}
# Apart from the catalogue, whose words may change.
CHINESE = {
    "Start": "开始",
    "End": "结束",
    "continued from the previous page": "续上页",
    "continued on the next page": "接下页",
    "jointly": "共同办理",
    "Records": "记录",
    "target met": "达标",
    "target missed": "未达标",
    "no value": "无数据",
    "Posts and steps": "岗位与步骤",
    "{posts}: {step}": "{posts}：{step}",
    "target: at least {value}": "目标值：不低于{value}",
}
NEAR = 0.01
TEXTS = st.text(
    st.sampled_from(
        "核对登记材料，并一次性告知。（《》）15个工作日 QP-07 wW\u0301\u202e<&\"'>\x00\ud800😀"
    ),
    max_size=60,
) | st.text(max_size=200)
POSTS = st.lists(st.sampled_from([f"岗位{n}" * (1 + n % 4) for n in range(7)]), max_size=7)


def chinese(text: str) -> str:
    return CHINESE.get(text, text)


def step(
    number: int, action: str, posts: tuple[str, ...], limit: str = "", records: tuple[str, ...] = ()
) -> Step:
    return Step(
        number=number,
        action=Text(action),
        posts=tuple(map(Text, posts)),
        limit=Text(limit) if limit else None,
        records=tuple(map(Text, records)),
    )


@st.composite
def step_tables(draw: st.DrawFn, most: int = 44) -> tuple[Step, ...]:
    rows = draw(
        st.lists(
            st.tuples(TEXTS, POSTS, TEXTS, st.lists(TEXTS, max_size=8)), min_size=2, max_size=most
        )
    )
    return tuple(
        step(number, action, tuple(posts), limit, tuple(records))
        for number, (action, posts, limit, records) in enumerate(rows, start=1)
    )


def frame(part: object) -> Box | None:
    if isinstance(part, Shape):
        return part.frame
    return part if isinstance(part, Box) else None


def frames(drawing: Drawing, *roles: str) -> list[Box]:
    """The outlines of the parts of these roles, named as their parts."""
    found = [(part, frame(part)) for part in drawing.parts if part.role in roles]
    return [
        Box(part.role, part.name, box.x, box.y, box.width, box.height) for part, box in found if box
    ]


def extent(words: Words) -> Box:
    """Where the text lies, by its measured width; from the top of its letters to their foot."""
    width = text_width(words.text) * words.size
    shift = {"start": 0.0, "middle": width / 2, "end": width}[words.anchor]
    top, height = words.y - 0.88 * words.size, 1.0 * words.size
    return Box(words.role, words.name, words.x - shift, top, width, height)


def inside(inner: Box, outer: Box) -> bool:
    return (
        inner.x >= outer.x - NEAR
        and inner.y >= outer.y - NEAR
        and inner.right <= outer.right + NEAR
        and inner.bottom <= outer.bottom + NEAR
    )


def apart(one: Box, other: Box) -> bool:
    return (
        one.right <= other.x + NEAR
        or other.right <= one.x + NEAR
        or one.bottom <= other.y + NEAR
        or other.bottom <= one.y + NEAR
    )


def outside(drawing: Drawing) -> Iterator[object]:
    """The parts that stick out of the canvas."""
    canvas = Box("canvas", "", 0, 0, drawing.width, drawing.height)
    for part in drawing.parts:
        if isinstance(part, Line):
            boxes = [Box("", "", x, y, 0, 0) for x, y in part.points]
        else:
            boxes = [extent(part) if isinstance(part, Words) else frame(part) or canvas]
        if not all(inside(box, canvas) for box in boxes):
            yield part


def parsed(drawing: Drawing, identifier: str = "") -> ET.Element:
    """The SVG, well-formed and with nothing in it that does anything."""
    text = write_svg(drawing, identifier=identifier)
    root = ET.fromstring(text)
    for element in root.iter():
        assert element.tag.removeprefix(SVG) in TAGS
        assert set(element.attrib) <= ATTRIBUTES
        assert not re.search(r"url\(|:", " ".join(element.attrib.values()))
    return root


def texts(root: ET.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]

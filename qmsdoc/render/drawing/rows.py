"""One step of a flow chart: its box, who else takes part, and its records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from qmsdoc.model.document import Step
from qmsdoc.render.drawing.lanes import Lanes
from qmsdoc.render.drawing.parts import Anchor, Box, Line, Part, Shape, Words, number
from qmsdoc.render.drawing.widths import text_width, wrap
from qmsdoc.text.display import display

LEADING = 1.32
_STEP_LINES = 10
_LIMIT_LINES = 4
_RECORD_LINES = 4
MAX_RECORDS = 6
_SMALL = 11
_CLOCK = 13
_WAVE = 4
_MARKER = (76, 26)


class Row(Struct, frozen=True):
    """A step laid out: ``run`` are the lanes, from and to, that its box covers, ``others`` those
    that it is marked in. ``records`` are the lines of each.
    """

    step: Step
    run: tuple[int, int]
    others: tuple[int, ...]
    lines: tuple[str, ...]
    limit: tuple[str, ...]
    records: tuple[tuple[str, ...], ...]
    box_height: float
    height: float

    @property
    def name(self) -> str:
        return f"step-{self.step.number}"


def lay_out(step: Step, lanes: Lanes) -> Row:
    """How high the step is, and what stands on which line."""
    named = lanes.of(step)
    run = _run(named)
    inside = _box_width(lanes, run) - 2 * lanes.padding
    lines = wrap(display(step.action.value), inside / lanes.size, _STEP_LINES)
    limit = display(step.limit.value) if step.limit else ""
    limits = wrap(limit, (inside - _CLOCK) / _SMALL, _LIMIT_LINES) if limit else ()
    records = tuple(_records(step, lanes))
    box = 15 + max(len(lines), 1) * lanes.size * LEADING + _strip_height(limits)
    stack = sum(_record_height(record) + 6 for record in records) - 6
    others = tuple(sorted(lane for lane in named if not run[0] <= lane <= run[1]))
    height = max(box, stack, _MARKER[1] if others else 0)
    return Row(step, run, others, lines, limits, records, box, height)


def box_of(row: Row, lanes: Lanes, top: float) -> Box:
    """The box of the step, in the middle of its row, which begins at *top*."""
    x = lanes.left + lanes.width * row.run[0] + lanes.margin
    y = top + (row.height - row.box_height) / 2
    return Box("box", row.name, x, y, _box_width(lanes, row.run), row.box_height, 6)


def draw_row(row: Row, lanes: Lanes, top: float, jointly: str) -> Iterator[Part]:
    """Everything of the step but the arrows."""
    box = box_of(row, lanes, top)
    yield box
    yield from text_lines("step-text", row.name, row.lines, box.centre[0], box.y + 8.5, lanes.size)
    yield from _badge(row, box)
    if row.limit:
        yield from _limit(row, box)
    yield from _markers(row, lanes, box, jointly)
    yield from _record_shapes(row, lanes, box)


def text_lines(
    role: str,
    name: str,
    lines: Sequence[str],
    x: float,
    top: float,
    size: float,
    anchor: Anchor = "middle",
) -> Iterator[Words]:
    """Lines below each other, the first one's top at *top*."""
    for place, line in enumerate(lines):
        yield Words(role, name, x, top + size * (LEADING * place + 1.02), line, size, anchor)


def _run(named: tuple[int, ...]) -> tuple[int, int]:
    """The lanes side by side with that of the first post that have the step too."""
    first = last = named[0]
    while first - 1 in named:
        first -= 1
    while last + 1 in named:
        last += 1
    return first, last


def _box_width(lanes: Lanes, run: tuple[int, int]) -> float:
    return lanes.width * (run[1] - run[0] + 1) - 2 * lanes.margin


def _strip_height(limit: tuple[str, ...]) -> float:
    return len(limit) * _SMALL * LEADING + 6 if limit else 0


def _badge(row: Row, box: Box) -> Iterator[Part]:
    x, y, radius = box.x + 8, box.y + 1, 8.5
    yield Box("badge", row.name, x - radius, y - radius, 2 * radius, 2 * radius, radius)
    digits = str(row.step.number)
    size = 10.5 if len(digits) < 3 else 8.5
    yield Words("badge-text", row.name, x, y + size * 0.36, digits, size)


def _limit(row: Row, box: Box) -> Iterator[Part]:
    """The foot of the box: a clock and the time limit."""
    height = _strip_height(row.limit)
    frame = Box("limit", row.name, box.x + 0.6, box.bottom - height, box.width - 1.2, height - 0.6)
    yield Shape("limit", row.name, frame, _foot(frame, 5.4))
    widest = max(map(text_width, row.limit)) * _SMALL
    left = frame.centre[0] - (widest + _CLOCK) / 2
    yield _clock(row.name, left + 4.5, frame.y + 3 + _SMALL * LEADING / 2)
    yield from text_lines(
        "limit-text", row.name, row.limit, left + _CLOCK, frame.y + 3, _SMALL, "start"
    )


def _foot(frame: Box, radius: float) -> str:
    """A rectangle whose lower corners are round."""
    x, y, right = map(number, (frame.x, frame.y, frame.right))
    arc = f"a{radius} {radius} 0 0 1"
    return (
        f"M{x} {y}H{right}V{number(frame.bottom - radius)}{arc} -{radius} {radius}"
        f"H{number(frame.x + radius)}{arc} -{radius} -{radius}Z"
    )


def _clock(name: str, x: float, y: float) -> Shape:
    frame = Box("clock", name, x - 4, y - 4, 8, 8)
    circle = f"M{number(x - 4)} {number(y)}a4 4 0 1 1 8 0a4 4 0 1 1 -8 0"
    return Shape("clock", name, frame, f"{circle}M{number(x)} {number(y - 2.4)}v2.4h2")


def _markers(row: Row, lanes: Lanes, box: Box, jointly: str) -> Iterator[Part]:
    """A mark in the lane of each post that is not beside the others, tied to the box."""
    width = min(_MARKER[0], lanes.width - 2 * lanes.margin)
    y = box.centre[1]
    for lane in row.others:
        name = f"{row.name}-lane-{lane + 1}"
        x = lanes.middle(lane)
        end = box.x if x < box.x else box.right
        yield Line("tie", name, ((x, y), (end, y)))
        yield Box("marker", name, x - width / 2, y - 13, width, _MARKER[1], 13)
        lines = wrap(jointly, (width - 8) / _SMALL, 1)
        yield from text_lines("marker-text", name, lines, x, y - _SMALL * 0.68, _SMALL)


def _records(step: Step, lanes: Lanes) -> Iterator[tuple[str, ...]]:
    """The lines of each record; the last of too many stands for the rest."""
    inside = (lanes.records - 2 * lanes.margin - 10) / _SMALL
    texts = [display(record.value) for record in step.records]
    if len(texts) > MAX_RECORDS:
        texts = [*texts[: MAX_RECORDS - 1], "…"]
    return (wrap(text, inside, _RECORD_LINES) for text in texts)


def _record_height(lines: tuple[str, ...]) -> float:
    return max(len(lines), 1) * _SMALL * LEADING + 10 + 2 * _WAVE


def _record_shapes(row: Row, lanes: Lanes, box: Box) -> Iterator[Part]:
    """Documents in the column of records, tied to what stands last in the row."""
    middle = box.centre[1]
    heights = [_record_height(lines) for lines in row.records]
    y = middle - (sum(heights) + 6 * (len(heights) - 1)) / 2
    x = lanes.right + lanes.margin
    width = lanes.records - 2 * lanes.margin
    turn = lanes.right + lanes.margin / 2
    start = max([box.right, *(lanes.middle(lane) for lane in row.others)])
    for place, (lines, height) in enumerate(zip(row.records, heights, strict=True)):
        name = f"{row.name}-record-{place + 1}"
        frame = Box("record", name, x, y, width, height)
        reach = y + height / 2
        yield Line("tie", name, ((start, middle), (turn, middle), (turn, reach), (x, reach)))
        yield Shape("record", name, frame, _document(frame))
        yield from text_lines("record-text", name, lines, frame.centre[0], y + 5, _SMALL)
        y += height + 6


def _document(frame: Box) -> str:
    """A sheet of paper with a wavy foot."""
    x, y, right = map(number, (frame.x, frame.y, frame.right))
    foot, half = number(frame.bottom - _WAVE), number(frame.width / 2)
    quarter = number(frame.width / 4)
    return f"M{x} {y}H{right}V{foot}q-{quarter} -{2 * _WAVE} -{half} 0t-{half} 0Z"

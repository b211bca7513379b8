"""Flow charts: the steps of a step table from top to bottom, in a lane for each post."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from qmsdoc.model.document import Step
from qmsdoc.model.text import Text
from qmsdoc.render.drawing.lanes import EDGE, Lanes, lanes_of, one_lane, posts_of
from qmsdoc.render.drawing.parts import Box, Drawing, Line, Part, Point, Shape, number
from qmsdoc.render.drawing.rows import LEADING, Row, box_of, draw_row, lay_out, text_lines
from qmsdoc.render.drawing.widths import text_width, wrap
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

MAX_STEPS = 200
GAP = 21
_TURN = 8
_TIP = 6.5
_HEAD_SIZE = 12
_HEAD_LINES = 4
_END_SIZE = 11
_PILL = 24
_FOOT = 10
# On the text area of an A4 sheet, a drawing of this height has its smallest text at 6.5 pt.
_SHEET = 1085
_FEWEST = 3


class FlowLabels(Struct, frozen=True):
    """What the chart says of its own."""

    start: str
    end: str
    before: str
    after: str
    jointly: str
    records: str
    nobody: str


def flow_labels(translate: Translate) -> FlowLabels:
    """In the language of *translate*."""
    return FlowLabels(
        start=translate("Start"),
        end=translate("End"),
        before=translate("continued from the previous page"),
        after=translate("continued on the next page"),
        jointly=translate("jointly"),
        records=translate("Records"),
        nobody=translate("no post named"),
    )


def flow_chart(
    steps: Sequence[Step], title: str = "", translate: Translate = str
) -> tuple[Drawing, ...]:
    """The steps as one drawing, or as several where they are too many for a sheet of paper.

    None at all where there is nothing to connect. Where the posts are more than a sheet is wide,
    the steps stand in one lane, and each says whose it is.
    """
    if not 1 < len(steps) <= MAX_STEPS:
        return ()
    lanes = lanes_of(steps)
    posts = len({post for step in steps for post in posts_of(step)})
    if lanes is None:
        steps = [_said_by(step, translate) for step in steps]
        lanes = one_lane(steps)
    rows = [lay_out(step, lanes) for step in steps]
    labels = flow_labels(translate)
    head = _Head(lanes, labels)
    sheets = _sheets(rows, _SHEET - head.height - 2 * (_PILL + GAP + _FOOT))
    said = Message.of(
        "Flow chart of {steps} steps by {posts} posts, from top to bottom; the table of steps holds "
        "all that it shows.",
        steps=len(steps),
        posts=posts,
    ).render(translate)
    charts = (
        _Chart(lanes, labels, head, sheet, sheet is sheets[0], sheet is sheets[-1])
        for sheet in sheets
    )
    return tuple(Drawing(lanes.canvas, chart.bottom, title, said, chart.parts) for chart in charts)


def _said_by(step: Step, translate: Translate) -> Step:
    """The step for a lane of all posts, which are said in its text."""
    lane = (Text(translate("Posts and steps")),)
    named = [post for post in posts_of(step) if post]
    if not named:
        return replace(step, posts=lane)
    said = Message.of(
        "{posts}: {step}", posts=translate(", ").join(named), step=step.action.value
    ).render(translate)
    return replace(step, action=Text(said), posts=lane)


def _sheets(rows: Sequence[Row], room: float) -> list[list[Row]]:
    """The rows of each drawing: all are full but the last, which has a few all the same."""
    sheets = _filled(rows, room)
    if len(sheets) > 1:
        before, last = sheets[-2:]
        while len(last) < _FEWEST < len(before) and _height([before[-1], *last]) <= room:
            last.insert(0, before.pop())
    return sheets


def _height(rows: Sequence[Row]) -> float:
    return sum(row.height + GAP for row in rows) - GAP


def _filled(rows: Sequence[Row], room: float) -> list[list[Row]]:
    sheets: list[list[Row]] = [[]]
    height = 0.0
    for row in rows:
        if sheets[-1] and height + row.height > room:
            sheets.append([])
            height = 0
        sheets[-1].append(row)
        height += row.height + GAP
    return sheets


class _Head:
    """The names of the posts above their lanes."""

    def __init__(self, lanes: Lanes, labels: FlowLabels) -> None:
        inside = (lanes.width - 12) / _HEAD_SIZE
        self._lanes = lanes
        self._names = [wrap(post or labels.nobody, inside, _HEAD_LINES) for post in lanes.posts]
        of_records = lanes.records - 8
        self._records = wrap(labels.records, of_records / _HEAD_SIZE, 2) if lanes.records else ()
        lines = max(map(len, self._names))
        self.height = round(max(lines, 1) * _HEAD_SIZE * LEADING + 14)

    def draw(self, bottom: float) -> Iterator[Part]:
        lanes = self._lanes
        for lane, lines in enumerate(self._names):
            x = lanes.left + lane * lanes.width
            yield from self._column(f"lane-{lane + 1}", x, lanes.width, lines, bottom)
        if lanes.records:
            yield from self._column("records", lanes.right, lanes.records, self._records, bottom)

    def _column(
        self, name: str, x: float, width: float, lines: tuple[str, ...], bottom: float
    ) -> Iterator[Part]:
        """A column with its head, closed on all sides."""
        yield Box("lane", name, x, EDGE, width, bottom - EDGE)
        yield Box("head", name, x, EDGE, width, self.height)
        top = EDGE + (self.height - len(lines) * _HEAD_SIZE * LEADING) / 2
        yield from text_lines("head-text", name, lines, x + width / 2, top, _HEAD_SIZE)


class _Chart:
    """One drawing. ``bottom`` is its height."""

    def __init__(
        self,
        lanes: Lanes,
        labels: FlowLabels,
        head: _Head,
        rows: Sequence[Row],
        is_first: bool,
        is_last: bool,
    ) -> None:
        self._lanes = lanes
        parts: list[Part] = []
        y: float = head.height + _FOOT
        boxes = [self._end("start" if is_first else "before", rows[0], y, labels)]
        y += _PILL + GAP
        for row in rows:
            parts.extend(draw_row(row, lanes, y, labels.jointly))
            boxes.append(box_of(row, lanes, y))
            y += row.height + GAP
        boxes.append(self._end("end" if is_last else "after", rows[-1], y, labels))
        for end in (boxes[0], boxes[-1]):
            parts.extend(_pill(end, getattr(labels, end.name)))
        below: list[float] = [head.height + _FOOT + _PILL]
        for row, box in zip(rows, boxes[1:], strict=False):
            below.append(box.y + (box.height + row.height) / 2)
        for (above, under), start in zip(pairwise(boxes), below, strict=True):
            parts.extend(_arrow(above, under, start + _TURN))
        self.bottom = y + _PILL + _FOOT
        self.parts = (*head.draw(self.bottom - EDGE), *parts)

    def _end(self, name: str, row: Row, y: float, labels: FlowLabels) -> Box:
        """Where it begins or ends, at the lane of the step that it leads to or comes from.

        There is nothing beside it, so that it may be wider than the lane.
        """
        widest = self._lanes.canvas - 4
        width = min(text_width(getattr(labels, name)) * _END_SIZE + 32, widest)
        x = self._lanes.middle(row.run[0]) - width / 2
        x = min(max(x, 2), self._lanes.canvas - 2 - width)
        return Box("end" if name in ("start", "end") else "plate", name, x, y, width, _PILL, 12)


def _pill(box: Box, text: str) -> Iterator[Part]:
    """A terminal with round ends, or a plate that points to another sheet."""
    if box.role == "end":
        yield box
    else:
        yield Shape(box.role, box.name, box, _plate(box))
    lines = wrap(text, (box.width - 8) / _END_SIZE, 1)
    top = box.y + (_PILL - _END_SIZE * LEADING) / 2 - 1
    yield from text_lines("end-text", box.name, lines, box.centre[0], top, _END_SIZE)


def _plate(box: Box) -> str:
    """The sign for another page: a rectangle with a point below."""
    x, y, right, bottom = map(number, (box.x, box.y, box.right, box.bottom))
    shoulder, middle = number(box.bottom - 6), number(box.centre[0])
    return f"M{x} {y}H{right}V{shoulder}L{middle} {bottom}L{x} {shoulder}Z"


def _arrow(above: Box, under: Box, turn: float) -> Iterator[Part]:
    """From the foot of one box to the head of the next, with a turn at the height *turn*."""
    name = f"{above.name}>{under.name}"
    x = _straight(above, under)
    if x is not None:
        points: tuple[Point, ...] = ((x, above.bottom), (x, under.y))
    else:
        start, end = above.centre[0], under.centre[0]
        points = ((start, above.bottom), (start, turn), (end, turn), (end, under.y))
    x, y = points[-1]
    yield Line("arrow", name, (*points[:-1], (x, y - _TIP + 1)))
    frame = Box("tip", name, x - 3.5, y - _TIP, 7, _TIP)
    path = f"M{number(x)} {number(y)}l-3.5 -{_TIP}h7Z"
    yield Shape("tip", name, frame, path)


def _straight(above: Box, under: Box) -> float | None:
    """The x at which a straight arrow goes from one to the other."""
    left, right = max(above.x, under.x), min(above.right, under.right)
    if right - left < 40:
        return None
    narrow = min(above, under, key=lambda box: box.width).centre[0]
    return narrow if left + 20 <= narrow <= right - 20 else (left + right) / 2

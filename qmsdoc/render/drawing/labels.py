"""Where the value of a point of a curve is written: beside the line, never on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import inf
from typing import NamedTuple

from qmsdoc.render.drawing.parts import Point

# Of digits, in em.
_DIGIT = 0.74
# From the point to the base line of a number above, and of one below.
_ABOVE, _BELOW = -9.0, 9.2
# How much farther away a number may be, and how far to a side.
_AWAY = (0.0, 2.0, 4.0, 6.0, 8.0, 11.0)
_ASIDE = (0.0, -5.0, 5.0, -9.0, 9.0, -13.0, 13.0)
# What is around the digits, in px.
_AROUND = 2.2
# What it costs to lie on the curve or another number, on the target, across the target from its
# point, on a line of the grid; to stand on the side of a valley or peak that is not its own; to be a
# px away and aside.
_ON_CURVE, _ON_TARGET, _ACROSS, _ON_GRID = 100.0, 30.0, 12.0, 4.0
_WRONG_SIDE, _PER_AWAY, _PER_ASIDE = 3.0, 0.3, 0.35
# All places by what they cost of themselves: that, whether it is the wrong side, how far it is away
# and aside.
_PLACES = sorted(
    (away * _PER_AWAY + abs(aside) * _PER_ASIDE + wrong * _WRONG_SIDE, wrong, away, aside)
    for wrong in (False, True)
    for away in _AWAY
    for aside in _ASIDE
)


class Label(NamedTuple):
    """A number: the middle of its base line, and the room of its digits."""

    x: float
    base: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2 - _AROUND

    @property
    def right(self) -> float:
        return self.x + self.width / 2 + _AROUND

    @property
    def top(self) -> float:
        return self.base - self.height - _AROUND

    @property
    def bottom(self) -> float:
        return self.base + _AROUND


class Field(NamedTuple):
    """What is drawn already: runs of the curve, the ``target`` and lines of the ``grid`` by their
    height; numbers stay between ``top`` and ``bottom``, ``left`` and ``right``.
    """

    curve: Sequence[Sequence[Point]]
    target: float | None
    grid: Sequence[float]
    top: float
    bottom: float
    left: float
    right: float


def best_label(
    point: Point, width: float, size: float, below: bool, field: Field, others: Sequence[Label]
) -> Label:
    """Where the number of *point* stands best; *below* where that is its own side."""
    x, y = point
    height = size * _DIGIT
    near = [
        (start, end)
        for run in field.curve
        for start, end in pairwise(run)
        if start[0] <= x + width + 20 and end[0] >= x - width - 20
    ]
    best, least = Label(x, y + _ABOVE, width, height), inf
    for cost, wrong, away, aside in _PLACES:
        if cost >= least:
            break
        base = y + _BELOW + height + away if below != wrong else y + _ABOVE - away
        label = Label(x + aside, base, width, height)
        if _fits(label, field):
            whole = cost + _cost(label, y, near, field, others)
            if whole < least:
                best, least = label, whole
    return best


def _fits(label: Label, field: Field) -> bool:
    return (
        label.top >= field.top
        and label.bottom <= field.bottom
        and label.left >= field.left
        and label.right <= field.right
    )


def _cost(
    label: Label,
    point: float,
    curve: Iterable[tuple[Point, Point]],
    field: Field,
    others: Iterable[Label],
) -> float:
    """*point* is the height that the number belongs to."""
    cost = sum(
        _ON_CURVE + _inside(label, *stretch) for stretch in curve if _inside(label, *stretch)
    )
    cost += sum(_ON_CURVE for other in others if _meet(label, other))
    if field.target is not None:
        if label.top < field.target < label.bottom:
            cost += _ON_TARGET
        if (label.base <= field.target) != (point <= field.target):
            cost += _ACROSS
    return cost + sum(_ON_GRID for y in field.grid if label.top < y < label.bottom)


def _meet(one: Label, other: Label) -> bool:
    return (
        one.left < other.right
        and other.left < one.right
        and one.top < other.bottom
        and other.top < one.bottom
    )


def _inside(label: Label, start: Point, end: Point) -> float:
    """How much of a stretch, in px to the right, is in the room of *label*."""
    left, right = max(start[0], label.left), min(end[0], label.right)
    if left >= right:
        return 0.0
    rise = (end[1] - start[1]) / (end[0] - start[0])
    if not rise:
        return right - left if label.top < start[1] < label.bottom else 0.0
    crossings = sorted(start[0] + (y - start[1]) / rise for y in (label.top, label.bottom))
    return max(0.0, min(right, crossings[1]) - max(left, crossings[0]))

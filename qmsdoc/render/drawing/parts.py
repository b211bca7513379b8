"""What a drawing consists of. Units are those of the SVG: 1 px on a screen; y grows downwards.

``role`` says what a part is, and so how it is painted and what lies above what; ``name`` says of
what it is part, such as ``step-3``.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


class Box(Struct, frozen=True, gc=False):
    """A rectangle, with round corners where ``radius`` is not 0."""

    role: str
    name: str
    x: float
    y: float
    width: float
    height: float
    radius: float = 0

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def centre(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


class Line(Struct, frozen=True, gc=False):
    """A line through points."""

    role: str
    name: str
    points: tuple[Point, ...]


class Shape(Struct, frozen=True, gc=False):
    """Any other outline: ``path`` in the notation of SVG, inside ``frame``."""

    role: str
    name: str
    frame: Box
    path: str


class Words(Struct, frozen=True, gc=False):
    """One line of text; ``y`` is its base line and ``size`` one em."""

    role: str
    name: str
    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "middle"


Part = Box | Line | Shape | Words


class Drawing(Struct, frozen=True):
    """``title`` and ``description`` are for those who do not see it."""

    width: float
    height: float
    title: str
    description: str
    parts: tuple[Part, ...]


def number(value: float) -> str:
    """A coordinate with one decimal at most."""
    text = f"{value:.1f}"
    return text.removesuffix(".0") if text != "-0.0" else "0"

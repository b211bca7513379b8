"""The columns of a flow chart: one a post, and one for records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from qmsdoc.model.document import Step
from qmsdoc.text.display import display

MAX_LANES = 8
# The text area of an A4 sheet in portrait, at full size on a screen.
FULL_WIDTH = 720
EDGE = 0.5
# Up to how many lanes: the widest lane, the width of the column of records, the size of the text,
# the space beside a box, and that inside it.
_MEASURES = (
    (3, 290, 150, 13, 14, 10),
    (4, 290, 124, 13, 9, 8),
    (6, 290, 104, 12.5, 7, 6),
    (MAX_LANES, 290, 92, 11.5, 4.5, 4),
)
# How wide a lane of all posts may be.
_ONE = 460


class Lanes(Struct, frozen=True):
    """``left`` is where the first lane begins; ``records`` the width of the column behind the last
    lane, 0 where there are none. ``size`` is that of the text of steps.
    """

    posts: tuple[str, ...]
    left: float
    width: float
    records: float
    size: float
    margin: float
    padding: float

    @property
    def right(self) -> float:
        """Where the last lane ends."""
        return self.left + self.width * len(self.posts)

    @property
    def canvas(self) -> float:
        """The width of the whole drawing."""
        return self.right + self.records + EDGE

    def of(self, step: Step) -> tuple[int, ...]:
        """The lanes of a step, the first named post first."""
        return tuple(self.posts.index(post) for post in posts_of(step))

    def middle(self, lane: int) -> float:
        """The x of its centre line."""
        return self.left + self.width * (lane + 0.5)


def posts_of(step: Step) -> tuple[str, ...]:
    """Who does it, as shown, nobody twice; "" alone where nobody is named."""
    return tuple(dict.fromkeys(display(post.value) for post in step.posts)) or ("",)


def lanes_of(steps: Sequence[Step]) -> Lanes | None:
    """The lanes, by first appearance; None where there are more than a sheet is wide."""
    posts = tuple(_in_order(steps))
    for most, *measures in _MEASURES:
        if len(posts) <= most:
            return _lanes(steps, posts, *measures)
    return None


def one_lane(steps: Sequence[Step]) -> Lanes:
    """The lane of steps that all have the same post."""
    _, _, *measures = _MEASURES[0]
    return _lanes(steps, tuple(_in_order(steps)), _ONE, *measures)


def _lanes(
    steps: Sequence[Step],
    posts: tuple[str, ...],
    widest: float,
    for_records: float,
    size: float,
    margin: float,
    padding: float,
) -> Lanes:
    records = for_records if any(step.records for step in steps) else 0
    width = min(widest, (FULL_WIDTH - 2 * EDGE - records) // len(posts))
    return Lanes(posts, EDGE, width, records, size, margin, padding)


def _in_order(steps: Iterable[Step]) -> dict[str, None]:
    return dict.fromkeys(post for step in steps for post in posts_of(step))

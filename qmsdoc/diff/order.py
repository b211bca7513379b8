"""The changes of one file in the order in which a reader of the new text comes to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence

from qmsdoc.diff.alignment import same_places
from qmsdoc.diff.types import Change


def in_order(changes: Sequence[Change], texts: Callable[[], tuple[str, str]]) -> list[Change]:
    """*changes* by line of the new text; what is gone, where it stood among the lines that stayed.

    Of one line, what is gone comes first. *texts* are the old and the new one, and asked for only
    where something is gone and something else is not.
    """
    gone = {change.gone for change in changes}
    place = _places(*texts()) if len(gone) == 2 else float
    return sorted(
        changes,
        key=lambda change: (
            place(change.where.span.line) if change.gone else float(change.where.span.line),
            not change.gone,
        ),
    )


def _places(old: str, new: str) -> Callable[[int], float]:
    """For a line of the old text, the line of the new one that it would stand on."""
    before, after = (text.split("\n") for text in (old, new))
    anchors = [(0, 0), *((i + 1, k + 1) for i, k in same_places(before, after))]
    ends = [*anchors[1:], (len(before) + 1, len(after) + 1)]
    starts = [line for line, _ in anchors]

    def place(line: int) -> float:
        at = bisect_right(starts, line) - 1
        (above, new_above), (_, new_below) = anchors[at], ends[at]
        # Not past the next line that stayed.
        return min(float(new_above + line - above), new_below - 0.5)

    return place

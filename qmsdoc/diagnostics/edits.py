"""Edits carried out on a text as it stands in the file, byte-order mark and line ends kept."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from qmsdoc.diagnostics.types import Edit
from qmsdoc.text.span import Span

_MARK = "\ufeff"


def apply_edits(text: str, mends: Sequence[Sequence[Edit]]) -> tuple[str, tuple[int, ...]]:
    """*text* mended, and which of the *mends* were carried out, by their number.

    A mend is carried out whole or, where it meets an earlier one, not at all. Spans count in the
    text as it was read: without a byte-order mark and with LF line ends.
    """
    starts = _line_starts(text)
    made = _Made()
    done = []
    in_order = sorted(
        range(len(mends)), key=lambda number: min(edit.span for edit in mends[number])
    )
    for number in in_order:
        pieces = [(*_range(starts, edit.span), edit.text) for edit in mends[number]]
        if made.add(pieces):
            done.append(number)
    return made.text(text), tuple(sorted(done))


class _Made:
    """Replacements that do not touch each other, sorted by place."""

    def __init__(self) -> None:
        self._pieces: list[tuple[int, int, str]] = []

    def add(self, pieces: Iterable[tuple[int, int, str]]) -> bool:
        """Take all *pieces*, or none where one of them meets what is there."""
        taken = list(self._pieces)
        for piece in pieces:
            at = bisect_right(taken, piece)
            if (at and _meet(taken[at - 1], piece)) or (
                at < len(taken) and _meet(piece, taken[at])
            ):
                return False
            taken.insert(at, piece)
        self._pieces = taken
        return True

    def text(self, text: str) -> str:
        parts: list[str] = []
        done = 0
        for start, end, replacement in self._pieces:
            parts += [text[done:start], replacement]
            done = end
        return "".join([*parts, text[done:]])


def _meet(first: tuple[int, int, str], second: tuple[int, int, str]) -> bool:
    """Whether two replacements overlap, or could stand in either order."""
    return second[0] < first[1] or (second[0] == first[1] and second[0] == second[1])


def _line_starts(text: str) -> list[int]:
    starts = [1 if text.startswith(_MARK) else 0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _range(starts: list[int], span: Span) -> tuple[int, int]:
    """The offsets of *span* in a text whose lines start at *starts*."""
    return (
        starts[span.line - 1] + span.column - 1,
        starts[span.end_line - 1] + span.end_column - 1,
    )

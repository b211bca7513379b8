"""Which mark comes next on the way back through the first parents of a commit."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Place(NamedTuple):
    """A commit: the line of first parents that it is on, and how far back on it."""

    line: int
    position: int


class Ancestry(Generic[T]):
    """A commit graph cut into lines of first parents, with marks under names.

    Each commit is on one line. A line ends at a root, at a commit that is not known, or where it
    joins another. The way back from a commit is then a handful of look-ups, not a walk.
    """

    def __init__(self, commits: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """*commits* are ids with their parents, children before parents."""
        self._parents = dict(commits)
        self._places: dict[str, Place] = {}
        self._lengths: list[int] = []
        self._joins: list[Place | None] = []
        self._marks: dict[tuple[str, int], list[tuple[int, T]]] = {}
        for commit in self._parents:
            if commit not in self._places:
                self._draw(commit)

    def place(self, commit: str) -> Place | None:
        """Where a commit is; None for one that is not known."""
        return self._places.get(commit)

    def first_parent(self, place: Place) -> Place | None:
        """The place before; None at the beginning."""
        line, position = place
        if position + 1 < self._lengths[line]:
            return Place(line, position + 1)
        return self._joins[line]

    def mark(self, name: str, place: Place, value: T) -> None:
        """Put *value* under *name* at a commit. On each line, marks come in the line's order."""
        self._marks.setdefault((name, place.line), []).append((place.position, value))

    def nearest(self, name: str, place: Place | None) -> T | None:
        """The first mark under *name*, at *place* or on the way back through first parents."""
        while place is not None:
            marks = self._marks.get((name, place.line), ())
            index = bisect_left(marks, place.position, key=_position)
            if index < len(marks):
                return marks[index][1]
            place = self._joins[place.line]
        return None

    def _draw(self, commit: str) -> None:
        """A new line, from *commit* on back."""
        line, length = len(self._lengths), 0
        current: str | None = commit
        while current in self._parents and current not in self._places:
            self._places[current] = Place(line, length)
            length += 1
            parents = self._parents[current]
            current = parents[0] if parents else None
        self._lengths.append(length)
        self._joins.append(self._places.get(current) if current is not None else None)


def _position(mark: tuple[int, T]) -> int:
    return mark[0]

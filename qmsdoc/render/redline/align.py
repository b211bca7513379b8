"""Which line of one text became which line of the other, with the words that came and went.

The result is one sequence in which both texts can be read: without what was removed it is the new
one, without what was added the old one. Text that changed places is therefore removed here and
added there, and marked as moved.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from rapidfuzz.distance import Indel

from qmsdoc.diff.pairing import likeness, pair_equal
from qmsdoc.diff.redline import Run, redline
from qmsdoc.render.redline.lines import Line
from qmsdoc.text.words import normalise

Op = Literal["same", "edited", "added", "removed", "moved-away", "moved-here"]
# Where a line of the old text stands that is not in the new one, and the other way round.
OLD_ONLY: frozenset[Op] = frozenset({"removed", "moved-away"})
NEW_ONLY: frozenset[Op] = frozenset({"added", "moved-here"})
_ALIKE = 0.45
# So much of a line is looked at when likeness decides.
_LOOKED_AT = 400
# So many pairs of lines are compared at once; more are halved, since time grows with the square.
_MOST_PAIRS = 4_000
_NUMBER = re.compile(r"^[0-9A-Za-z.]*[0-9][.)、．]?\s*")


class Marked(Struct, frozen=True, gc=False):
    """A line and, for each of its cells, the runs; ``line`` is the old one where it is gone."""

    op: Op
    line: Line
    cells: tuple[tuple[Run, ...], ...]
    old: Line | None = None


def align(before: Sequence[Line], after: Sequence[Line], *, exact: bool) -> tuple[Marked, ...]:
    """How *before* became *after*. Unless *exact*, white space and width are no change."""
    found = list(_Alignment(before, after, exact=exact).marked())
    return tuple(_with_moves(found))


class _Alignment:
    def __init__(self, before: Sequence[Line], after: Sequence[Line], *, exact: bool) -> None:
        self._old, self._new = before, after
        self._exact = exact
        self._keys = [self._key(line) for line in before], [self._key(line) for line in after]

    def marked(self) -> Iterator[Marked]:
        i = k = 0
        for left, right in [*self._pairs(), (len(self._old), len(self._new))]:
            yield from (_whole("removed", line) for line in self._old[i:left])
            yield from (_whole("added", line) for line in self._new[k:right])
            if left < len(self._old) and right < len(self._new):
                yield self._pair(self._old[left], self._new[right])
            i, k = left + 1, right + 1

    def _pairs(self) -> list[tuple[int, int]]:
        """Places of lines that are one, rising on both sides."""
        pairs: list[tuple[int, int]] = []
        i = k = 0
        anchors = _anchors([_anchor(line) for line in self._old], [_anchor(x) for x in self._new])
        for left, right in [*anchors, (len(self._old), len(self._new))]:
            pairs += self._between(range(i, left), range(k, right))
            if left < len(self._old):
                pairs.append((left, right))
            i, k = left + 1, right + 1
        return pairs

    def _between(self, old: range, new: range) -> Iterator[tuple[int, int]]:
        """Lines that are the same, then, between those, lines that are alike."""
        if not old or not new:
            return
        names: dict[Hashable, int] = {}
        left = [names.setdefault(self._keys[0][i], len(names)) for i in old]
        right = [names.setdefault(self._keys[1][k], len(names)) for k in new]
        equal = [
            (old[op.src_start + step], new[op.dest_start + step])
            for op in Indel.opcodes(left, right)
            if op.tag == "equal"
            for step in range(op.src_end - op.src_start)
        ]
        i, k = old.start, new.start
        for left_end, right_end in [*equal, (old.stop, new.stop)]:
            yield from self._alike(range(i, left_end), range(k, right_end))
            if left_end < old.stop and right_end < new.stop:
                yield left_end, right_end
            i, k = left_end + 1, right_end + 1

    def _alike(self, old: range, new: range) -> Iterator[tuple[int, int]]:
        """The pairs that are most alike in all, in order."""
        if not old or not new:
            return
        if len(old) * len(new) > _MOST_PAIRS and len(old) > 1 and len(new) > 1:
            middle, new_middle = len(old) // 2, len(new) // 2
            yield from self._alike(old[:middle], new[:new_middle])
            yield from self._alike(old[middle:], new[new_middle:])
            return
        alone = len(old) == len(new) == 1
        score = [[self._score(i, k, alone=alone) for k in new] for i in old]
        yield from ((old[i], new[k]) for i, k in _best(score))

    def _score(self, i: int, k: int, *, alone: bool) -> float:
        left, right = self._old[i], self._new[k]
        if _shape(left) != _shape(right):
            return 0.0
        if left.kind == "field":
            return 1.0 if left.cells[0] == right.cells[0] else 0.0
        least = _ALIKE / 2 if alone else _ALIKE
        found = likeness(_looked_at(left), _looked_at(right), least)
        return max(found, 0.5 if left.is_head and right.is_head else 0.0)

    def _key(self, line: Line) -> Hashable:
        cells = line.cells if self._exact else tuple(map(normalise, line.cells))
        return _shape(line), cells, line.links

    def _pair(self, old: Line, new: Line) -> Marked:
        cells = old.cells, new.cells
        targets = dict(new.links)
        if any(targets.get(label, target) != target for label, target in old.links):
            cells = old.with_targets, new.with_targets
        runs = tuple(
            redline(left, right, ignore_layout=not self._exact)
            for left, right in zip(*cells, strict=True)
        )
        same = all(run.op == "equal" for cell in runs for run in cell)
        return Marked("same" if same else "edited", new, runs, old)


def _shape(line: Line) -> Hashable:
    """Lines of one shape can become each other by a change of words."""
    return line.kind, line.level, line.ordered, len(line.cells), line.is_head


def _anchor(line: Line) -> Hashable:
    """What stays of a line though its number changes; () for what anchors nothing."""
    if line.kind == "heading":
        title = normalise(_NUMBER.sub("", line.cells[0]))
        return (_shape(line), title) if title else ()
    if line.kind in {"row", "rule"}:
        return ()
    return (_shape(line), tuple(map(normalise, line.cells)))


def _anchors(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[tuple[int, int]]:
    """Places of what stands once on each side, as many as rise on both."""
    counts, new_counts = Counter(old), Counter(new)
    places = {key: k for k, key in enumerate(new) if key and new_counts[key] == 1}
    pairs = [(i, places[key]) for i, key in enumerate(old) if counts[key] == 1 and key in places]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, (_, k) in enumerate(pairs):
        length = bisect_left(tails, k)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [k]
        ends[length : length + 1] = [position]
    rising: list[tuple[int, int]] = []
    position = ends[-1] if ends else -1
    while position >= 0:
        rising.append(pairs[position])
        position = previous[position]
    return rising[::-1]


def _best(score: Sequence[Sequence[float]]) -> Iterator[tuple[int, int]]:
    rows, columns = len(score), len(score[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows - 1, -1, -1):
        for k in range(columns - 1, -1, -1):
            both = best[i + 1][k + 1] + score[i][k] if score[i][k] else 0.0
            best[i][k] = max(both, best[i + 1][k], best[i][k + 1])
    i = k = 0
    while i < rows and k < columns:
        if score[i][k] and best[i][k] == best[i + 1][k + 1] + score[i][k]:
            yield i, k
            i, k = i + 1, k + 1
        elif best[i][k] == best[i + 1][k]:
            i += 1
        else:
            k += 1


def _looked_at(line: Line) -> str:
    return " | ".join(cell[:_LOOKED_AT] for cell in line.cells)[:_LOOKED_AT]


def _whole(op: Literal["removed", "added"], line: Line) -> Marked:
    kind: Literal["delete", "insert"] = "delete" if op == "removed" else "insert"
    cells = tuple((Run(kind, cell),) if cell else () for cell in line.cells)
    return Marked(op, line, cells)


def _with_moves(found: Sequence[Marked]) -> Iterator[Marked]:
    """What went here and came there, word for word, was moved."""
    gone = [n for n, marked in enumerate(found) if marked.op == "removed"]
    come = [n for n, marked in enumerate(found) if marked.op == "added"]
    pairs = list(
        pair_equal([_moved_key(found[n]) for n in gone], [_moved_key(found[n]) for n in come])
    )
    away, here = {gone[i] for i, _ in pairs}, {come[k] for _, k in pairs}
    for n, marked in enumerate(found):
        op: Op = "moved-away" if n in away else "moved-here" if n in here else marked.op
        yield Marked(op, marked.line, marked.cells, marked.old)


def _moved_key(marked: Marked) -> Hashable:
    line = marked.line
    # The head of a table, or one word, says nothing about where it came from.
    if line.is_head or line.kind == "field" or sum(map(len, line.cells)) < 6:
        return ()
    return line.kind, tuple(map(normalise, line.cells))

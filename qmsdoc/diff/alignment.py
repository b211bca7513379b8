"""Where two texts differ, word by word: the smallest edits between sentences that stayed."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from rapidfuzz.distance import Indel

from qmsdoc.text.words import Word, sentence_starts

_Item = TypeVar("_Item", bound=Hashable)
# Stretches of this many words in all are compared at once; longer ones are first cut where ...
_LONG = 8_000
# ... so many words in a row stand once in each. What cannot be cut, up to here (50 MB of bits).
_IN_A_ROW = 6
_AT_MOST = 400_000_000


class Hunk(NamedTuple):
    """Words ``start`` to ``end`` of the old text became ``new_start`` to ``new_end`` of the new."""

    start: int
    end: int
    new_start: int
    new_end: int


def hunks_of(old: Sequence[Word], new: Sequence[Word]) -> list[Hunk]:
    """What differs, by words; the smallest edit between sentences that stayed."""
    names: dict[str, int] = {}
    before = [names.setdefault(word.key, len(names)) for word in old]
    after = [names.setdefault(word.key, len(names)) for word in new]
    hunks: list[Hunk] = []
    for box in _boxes(before, after, sentence_starts(old), sentence_starts(new)):
        i, j, k, m = box
        if not 0 < (j - i) * (m - k) <= _AT_MOST:
            hunks.append(box)
            continue
        hunks.extend(
            Hunk(op.src_start + i, op.src_end + i, op.dest_start + k, op.dest_end + k)
            for op in Indel.opcodes(before[i:j], after[k:m])
            if op.tag != "equal"
        )
    return folded(hunks, _touch)


def _boxes(
    before: list[int], after: list[int], cuts: list[int], new_cuts: list[int]
) -> Iterator[Hunk]:
    """The stretches between sentences that stayed."""
    old = [tuple(before[a:b]) for a, b in pairwise(cuts)]
    new = [tuple(after[a:b]) for a, b in pairwise(new_cuts)]
    for i, j, k, m in _between(old, new):
        start, end, new_start, new_end = cuts[i], cuts[j], new_cuts[k], new_cuts[m]
        if end - start + new_end - new_start > _LONG:
            rows, new_rows = _rows(before[start:end]), _rows(after[new_start:new_end])
            for p, q in [(p + cuts[i], q + new_cuts[k]) for p, q in same_places(rows, new_rows)]:
                if p - start + q - new_start > _LONG // 4:
                    yield Hunk(start, p, new_start, q)
                    start, new_start = p, q
        yield Hunk(start, end, new_start, new_end)


def _rows(text: list[int]) -> list[tuple[int, ...]]:
    """For each place the words that begin there."""
    return list(zip(*(text[k:] for k in range(_IN_A_ROW)), strict=False))


def _between(
    old: list[tuple[int, ...]], new: list[tuple[int, ...]]
) -> Iterator[tuple[int, int, int, int]]:
    """What lies between sentences that stand once in each, less those beside that stayed too."""
    i = k = 0
    for end, new_end in [*same_places(old, new), (len(old), len(new))]:
        while i < end and k < new_end and old[i] == new[k]:
            i, k = i + 1, k + 1
        j, m = end, new_end
        while i < j and k < m and old[j - 1] == new[m - 1]:
            j, m = j - 1, m - 1
        if i < j or k < m:
            yield i, j, k, m
        i, k = end, new_end


def same_places(old: Sequence[_Item], new: Sequence[_Item]) -> list[tuple[int, int]]:
    """Places of what is the same and stands once in each, as many as rise on both sides."""
    counts, new_counts = Counter(old), Counter(new)
    places = {item: k for k, item in enumerate(new) if new_counts[item] == 1}
    pairs = [(i, places[s]) for i, s in enumerate(old) if counts[s] == 1 and s in places]
    # Patience: the last place, and its pair, of the best rise of each length; whom each follows.
    lasts: list[int] = []
    heads: list[int] = []
    follows: list[int] = []
    for n, (_, place) in enumerate(pairs):
        length = bisect_left(lasts, place)
        follows.append(heads[length - 1] if length else -1)
        lasts[length : length + 1] = [place]
        heads[length : length + 1] = [n]
    n = heads[-1] if heads else -1
    rise = []
    while n >= 0:
        rise.append(pairs[n])
        n = follows[n]
    return rise[::-1]


def folded(hunks: list[Hunk], together: Callable[[Hunk, Hunk], bool]) -> list[Hunk]:
    """*hunks* with neighbours made one as long as they belong *together*."""
    folded: list[Hunk] = []
    for hunk in hunks:
        one = hunk
        while folded and together(folded[-1], one):
            one = union(folded.pop(), one)
        folded.append(one)
    return folded


def _touch(left: Hunk, right: Hunk) -> bool:
    return left.end == right.start


def union(left: Hunk, right: Hunk) -> Hunk:
    return Hunk(left.start, right.end, left.new_start, right.new_end)

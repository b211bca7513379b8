"""Which old thing is which new thing, where nothing but likeness tells."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from rapidfuzz.distance import Indel

from qmsdoc.text.words import normalise

_Key = TypeVar("_Key", bound=Hashable)
# Above this many comparisons likeness is not looked for: the time would grow with the square.
_MOST_COMPARISONS = 40_000


def pair_equal(before: Sequence[_Key], after: Sequence[_Key]) -> Iterator[tuple[int, int]]:
    """Places of equal keys, the first with the first. Empty keys have no partner."""
    places: dict[_Key, list[int]] = {}
    for place, key in enumerate(after):
        if key:
            places.setdefault(key, []).append(place)
    for queue in places.values():
        queue.reverse()
    for place, key in enumerate(before):
        if places.get(key):
            yield place, places[key].pop()


def pair_alike(before: Sequence[str], after: Sequence[str], least: float) -> list[tuple[int, int]]:
    """Pairs of places whose texts are at least *least* (0 to 1) alike, the most alike first."""
    if not before or not after or len(before) * len(after) > _MOST_COMPARISONS:
        return []
    old, new = [normalise(text) for text in before], [normalise(text) for text in after]
    scored = sorted(
        (
            (-score, abs(i - k), i, k)
            for i, left in enumerate(old)
            for k, right in enumerate(new)
            if (score := likeness(left, right, least)) >= least
        ),
    )
    taken_old: set[int] = set()
    taken_new: set[int] = set()
    pairs = []
    for _, _, i, k in scored:
        if i not in taken_old and k not in taken_new:
            taken_old.add(i)
            taken_new.add(k)
            pairs.append((i, k))
    return pairs


def likeness(left: str, right: str, least: float = 0.0) -> float:
    """From 0 to 1; 0 where it is below *least*. Two empty texts say nothing about each other."""
    if not left or not right:
        return 0.0
    return Indel.normalized_similarity(left, right, score_cutoff=least)


def rest(count: int, taken: Iterable[int]) -> list[int]:
    """The places below *count* that are not taken."""
    gone = set(taken)
    return [place for place in range(count) if place not in gone]


def out_of_order(places: Sequence[int]) -> set[int]:
    """The positions to take out of *places*, as few as can be, so that the rest rises."""
    # From behind, so that of two that were swapped the one that came forward counts as moved.
    falling = [-place for place in reversed(places)]
    tails: list[int] = []
    ends: list[int] = []
    previous: list[int] = []
    for position, place in enumerate(falling):
        length = bisect_left(tails, place)
        previous.append(ends[length - 1] if length else -1)
        tails[length : length + 1] = [place]
        ends[length : length + 1] = [position]
    kept: set[int] = set()
    position = ends[-1] if ends else -1
    while position >= 0:
        kept.add(len(places) - 1 - position)
        position = previous[position]
    return set(range(len(places))) - kept

"""How one text became another, as a reviewer of Chinese official documents would mark it.

Sentences that are the same hold the two texts together; between them words are compared; then
the edits are made legible: what is cut up too finely is joined, what cuts a word in two is widened,
what can stand in several places stands at the border of a sentence, a phrase or a list item.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, groupby, pairwise
from typing import Literal

from msgspec import Struct

from qmsdoc.diff.alignment import Hunk, folded, hunks_of, union
from qmsdoc.text.words import (
    BORDERS,
    LINE_ENDS,
    PHRASE_ENDS,
    SENTENCE_ENDS,
    Word,
    begins_line,
    begins_word,
    border,
    ends_word,
    exact_words,
    is_apart,
    is_character,
    layout_free_words,
    trailing_space,
    weight,
)

# A sentence with this much changed (in characters), of which no third is left, is marked whole.
_REWRITTEN = 12

# An edit never runs across these when there is something equal on both sides of them.
_WALLS = LINE_ENDS | {"|"}
_END = [Word("\n", "")] * 3
# When so much of a phrase (in characters) is replaced, its last two go with it.
_MOSTLY_REPLACED = 8
# A line's number is among so many words at its start.
_NUMBERING = 6


class Run(Struct, frozen=True, array_like=True, gc=False):
    """A stretch of text that stayed, came or went."""

    op: Literal["equal", "insert", "delete"]
    text: str


def redline(before: str, after: str, *, ignore_layout: bool = False) -> tuple[Run, ...]:
    """The runs that turn *before* into *after*: a deletion stands before what replaces it.

    Equal and deleted runs, joined, are *before*; equal and inserted ones *after*; no two neighbours
    are of one kind. With *ignore_layout*, white space, line ends and the width of punctuation are
    no change: equal runs show the text of *after*, and the deleted side is *before* only in its
    normal form (qmsdoc.text.words.normalise).
    """
    if before == after:
        return (Run("equal", after),) if after else ()
    split = layout_free_words if ignore_layout else exact_words
    marking = _Marking(split(before), split(after))
    hunks = marking.legible(hunks_of(marking.old, marking.new))
    runs = list(_runs(marking.old, marking.new, hunks))
    # White space alone has no words, and is no change.
    return _joined(runs if marking.new else [*runs, Run("equal", after)])


# Legibility


class _Marking:
    """Two texts with sums of the weight of their words, so that a stretch is weighed at once.

    The weight of a word is its characters; of a border or white space, none.
    """

    def __init__(self, old: Sequence[Word], new: Sequence[Word]) -> None:
        self.old, self.new = old, new
        self._weights = [0, *accumulate(map(weight, old))]
        self._new_weights = [0, *accumulate(map(weight, new))]
        self._walls = [0, *accumulate(word.key in _WALLS for word in old)]
        self._ends = [0, *accumulate(word.key in SENTENCE_ENDS for word in old)]
        self._borders = [0, *accumulate(word.key in BORDERS for word in old)]

    def legible(self, hunks: list[Hunk]) -> list[Hunk]:
        """*hunks* as a reviewer would draw them."""
        hunks = folded(hunks, self._is_stray)
        hunks = [hunk for group in self._by_sentence(hunks) for hunk in self._as_one(group)]
        return folded(self._widened(self._slid(hunks)), self._is_stray)

    def _size(self, hunk: Hunk) -> tuple[int, int]:
        """The weight that went and the weight that came."""
        weights, new_weights = self._weights, self._new_weights
        return (
            weights[hunk.end] - weights[hunk.start],
            new_weights[hunk.new_end] - new_weights[hunk.new_start],
        )

    def _is_stray(self, left: Hunk, right: Hunk) -> bool:
        """Whether what is equal between two edits is too little to be told apart from them."""
        start, end = left.end, right.start
        if self._walls[end] > self._walls[start] or self._borders[end] > self._borders[start]:
            return False
        kept = self._weights[end] - self._weights[start]
        if kept and (self._is_exchange(left) or self._is_exchange(right)):
            return False
        deletes = left.start < start or end < right.end
        inserts = left.new_start < left.new_end or right.new_start < right.new_end
        most = 2 if deletes and inserts else 0
        return kept <= most or 2 * kept <= min(max(self._size(left)), max(self._size(right)))

    def _is_exchange(self, hunk: Hunk) -> bool:
        """One figure, id, foreign word or mark for another: an edit in its own right."""
        if not hunk.end - hunk.start == hunk.new_end - hunk.new_start == 1:
            return False
        keys = self.old[hunk.start].key, self.new[hunk.new_start].key
        return BORDERS.issuperset(keys) or min(map(len, keys)) > 1

    def _by_sentence(self, hunks: list[Hunk]) -> Iterator[list[Hunk]]:
        """*hunks* in groups with no end of a sentence, line or cell between them."""
        group: list[Hunk] = []
        for hunk in hunks:
            if group:
                start, end = group[-1].end, hunk.start
                if self._walls[end] > self._walls[start] or self._ends[end] > self._ends[start]:
                    yield group
                    group = []
            group.append(hunk)
        if group:
            yield group

    def _as_one(self, group: list[Hunk]) -> list[Hunk]:
        """One edit if little of the sentence is left between the first and the last."""
        if len(group) == 1 or all(map(self._is_exchange, group)):
            return group
        sizes = [self._size(hunk) for hunk in group]
        changed = max(sum(size[0] for size in sizes), sum(size[1] for size in sizes))
        kept = sum(self._weights[b.start] - self._weights[a.end] for a, b in pairwise(group))
        whole = changed >= _REWRITTEN and 2 * kept < changed
        return [union(group[0], group[-1])] if whole else group

    def _widened(self, hunks: list[Hunk]) -> list[Hunk]:
        """Replacements that cut a word or name in two, taking in the rest of it."""
        widened: list[Hunk] = []
        for hunk, following in pairwise([*hunks, None]):
            assert hunk is not None
            start, end, new_start, new_end = hunk
            head = tail = 0
            if start < end and new_start < new_end:
                head = start > (widened[-1].end if widened else 0) and self._cuts_first(hunk)
                tail = self._tail(hunk, following.start if following else len(self.old))
            widened.append(Hunk(start - head, end + tail, new_start - head, new_end + tail))
        return widened

    def _cuts_first(self, hunk: Hunk) -> bool:
        """Whether the character before the edit makes a word with its first one."""
        k = hunk.start - 1
        earlier = self.old[k - 1].key if k else ""
        firsts = self.old[hunk.start].key, self.new[hunk.new_start].key
        return begins_word(earlier, self.old[k].key, firsts)

    def _tail(self, hunk: Hunk, most: int) -> int:
        """How many words after the edit, none from place *most* on, belong to its last one."""
        end = hunk.end
        if end == most:
            return 0
        kept, following, further = (word.key for word in [*self.old[end : end + 3], *_END][:3])
        if min(self._size(hunk)) >= _MOSTLY_REPLACED and end + 2 <= most and is_character(kept):
            if following in PHRASE_ENDS:
                return 1
            if further in PHRASE_ENDS and is_character(following):
                return 2
        lasts = self.old[end - 1].key, self.new[hunk.new_end - 1].key
        return int(ends_word(lasts, kept, following, further))

    def _slid(self, hunks: list[Hunk]) -> list[Hunk]:
        """Pure insertions and deletions moved, as far as the text allows, to the best border."""
        slid: list[Hunk] = []
        for hunk, following in pairwise([*hunks, None]):
            assert hunk is not None
            least = hunk.start - (slid[-1].end if slid else 0)
            most = (following.start if following else len(self.old)) - hunk.end
            step = 0
            if hunk.start == hunk.end:
                step = _best_step(self.new, hunk.new_start, hunk.new_end, least, most)
            elif hunk.new_start == hunk.new_end:
                step = _best_step(self.old, hunk.start, hunk.end, least, most)
            moved = Hunk(*(place + step for place in hunk))
            slid.extend(self._renumbered(moved, least + step) or [moved])
        return slid

    def _renumbered(self, hunk: Hunk, least: int) -> list[Hunk]:
        """A line that came or went from its start on, and the new number of the line after it.

        ``| 2 [| audit |⏎| 3 ]| archive |`` is ``[| 2 | audit |⏎]| [3] | archive |``.
        """
        start, end, new_start, new_end = hunk
        came = start == end
        text, first, last = (self.new, new_start, new_end) if came else (self.old, start, end)
        if not came and new_start != new_end:
            return []
        for n in range(2, min(least, last - first - 1, _NUMBERING) + 1):
            if begins_line(text, first - n) and begins_line(text, last - n):
                differ = [d for d in range(n) if text[first - n + d].key != text[last - n + d].key]
                if len(differ) == 1 and differ[0]:
                    k, m, d = start - n, new_start - n, differ[0]
                    j, o = (k, new_end - n) if came else (end - n, m)
                    return [Hunk(k, j, m, o), Hunk(j + d, j + d + 1, o + d, o + d + 1)]
        return []


def _best_step(text: Sequence[Word], start: int, end: int, least: int, most: int) -> int:
    """How far to move the stretch, at most *least* back and *most* on, its reading unchanged."""
    first = 0
    while -first < least and text[start + first - 1].key == text[end + first - 1].key:
        first -= 1
    last = 0
    while last < most and text[start + last].key == text[end + last].key:
        last += 1

    def worth(step: int) -> tuple[int, int]:
        edges = (start + step, end + step)
        found = sum(border(_at(text, k - 1), _at(text, k)) for k in edges)
        # ``required: [true, sensitive: ]true`` would take a value from one key to the other.
        across = any(all(_key(text, k - side) == ":" for k in edges) for side in (0, 1))
        return (0 if across else found), -abs(step)

    return max(range(first, last + 1), key=worth)


def _key(text: Sequence[Word], place: int) -> str:
    word = _at(text, place)
    return word.key if word else ""


def _at(text: Sequence[Word], place: int) -> Word | None:
    return text[place] if 0 <= place < len(text) else None


# Runs


def _runs(old: Sequence[Word], new: Sequence[Word], hunks: list[Hunk]) -> Iterator[Run]:
    """Runs, some of them empty or of the kind of the one before."""
    done = 0
    for hunk in hunks:
        start, end, new_start, new_end = hunk
        replaced = start < end and new_start < new_end
        head = _text(new, done, new_start)
        if replaced:
            space = trailing_space(new[new_end - 1])
        elif new_start < new_end:
            space = _space_after(new, new_end)
        else:
            # Behind what went, too, stands the space that was behind what stayed before it.
            space = _space_after(new, new_start) if new_start > done else ""
            head = head.removesuffix(space)
        # The space after a replacement is not part of it, unless it keeps old words apart.
        lost = start < end and (bool(space) or end == len(old) or not _keeps_apart(old, end))
        gone = trailing_space(old[end - 1]) if lost else ""
        yield Run("equal", head)
        deleted = _lost_space(old, new, hunk) + _text(old, start, end)
        yield Run("delete", deleted.removesuffix(gone))
        yield Run("insert", _text(new, new_start, new_end).removesuffix(space))
        yield Run("equal", space)
        done = new_end
    yield Run("equal", _text(new, done, len(new)))


def _keeps_apart(text: Sequence[Word], place: int) -> bool:
    """Whether white space before *place* says something."""
    return is_apart(text[place - 1].key, text[place].key)


def _space_after(text: Sequence[Word], end: int) -> str:
    """The layout behind what was inserted up to *end*, which is no part of it."""
    return "" if end < len(text) and _keeps_apart(text, end) else trailing_space(text[end - 1])


def _lost_space(old: Sequence[Word], new: Sequence[Word], hunk: Hunk) -> str:
    """The space that kept two old words apart, the first of which stays without it."""
    start, new_start = hunk.start, hunk.new_start
    if not start or not new_start or start == len(old) or trailing_space(new[new_start - 1]):
        return ""
    left = old[start - 1]
    return trailing_space(left) if is_apart(left.key, old[start].key) else ""


def _text(text: Sequence[Word], start: int, end: int) -> str:
    return "".join([word.text for word in text[start:end]])


def _joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """*runs* without empty ones, neighbours of a kind made one."""
    kept = (run for run in runs if run.text)
    return tuple(
        Run(op, "".join([run.text for run in group]))
        for op, group in groupby(kept, key=lambda run: run.op)
    )

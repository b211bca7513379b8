"""The nearest known name for a misspelt one."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdoc.text.message import Message

# Share of the letters that may differ.
_TOO_STRANGE = 0.4


class KnownNames:
    """Names that are asked for again and again, in time linear in the questions.

    A word that was asked before is not searched again. After *searches* words no more are searched:
    where hundreds of names are wrong, the first hints show what is the matter.
    """

    def __init__(self, known: Iterable[str], searches: int = 100) -> None:
        self._known = sorted(set(known))
        self._searches = searches
        self._found: dict[str, str | None] = {}

    def nearest(self, word: str) -> str | None:
        """The known name that *word* most likely means, or None where none is close.

        By the fewest letters typed wrong, left out, added or swapped; of equals, the one with the
        same letters, so that QP-61 means QP-16 rather than QP-01.
        """
        if word not in self._found and self._searches > 0:
            self._searches -= 1
            self._found[word] = self._search(word)
        return self._found.get(word)

    def suggestion(self, word: str) -> Message | None:
        """``did you mean …?`` as a hint for a message."""
        name = self.nearest(word)
        return Message.of("did you mean {name}?", name=name) if name else None

    def _search(self, word: str) -> str | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        near = process.extract(
            word.lower(),
            [name.lower() for name in self._known],
            scorer=OSA.normalized_distance,
            score_cutoff=_TOO_STRANGE,
            limit=20,
        )
        letters = sorted(word.lower())
        ranked = sorted(near, key=lambda found: (found[1], sorted(found[0]) != letters))
        return self._known[ranked[0][2]] if ranked else None


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known name that *word* most likely means, or None where none is close."""
    return KnownNames(known).nearest(word)


def suggestion(word: str, known: Iterable[str]) -> Message | None:
    """``did you mean …?`` as a hint for a message."""
    return KnownNames(known).suggestion(word)

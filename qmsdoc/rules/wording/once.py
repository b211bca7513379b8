"""What several rules make of one value, made once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Key = TypeVar("Key")
Made = TypeVar("Made")


class LastMade(Generic[Key, Made]):
    """Keeps what was made of the last key. Rules run file by file, so that is enough.

    Keys are told apart by identity: comparing two bodies costs more than making their prose.
    """

    def __init__(self, make: Callable[[Key], Made]) -> None:
        self._make = make
        self._last: tuple[Key, Made] | None = None

    def of(self, key: Key) -> Made:
        last = self._last
        if last is not None and last[0] is key:
            return last[1]
        made = self._make(key)
        # One assignment of both, so that threads see a pair that belongs together.
        self._last = (key, made)
        return made

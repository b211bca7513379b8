"""How much of a text there is room for. Git hosts refuse a comment that is longer."""

from __future__ import annotations

from collections.abc import Sequence

LIMIT = 65_536


def size(text: str) -> int:
    """Length as the strictest host counts: in units of UTF-16."""
    return len(text) + sum(character > "\uffff" for character in text)


def fitting(lines: Sequence[str], room: int) -> int:
    """How many of *lines*, each with its line end, there is room for."""
    for count, line in enumerate(lines):
        room -= size(line) + 1
        if room < 0:
            return count
    return len(lines)

"""Sentences of a Chinese text, what of it is quoted, and how long it is."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

Range = tuple[int, int]
"""From the first character up to, not including, the last."""

_PAIRS = {"《": "》", "“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "(": ")", "〈": "〉"}
# An ASCII mark ends a sentence where something new begins behind it: not in 3;4 or a?b.
_STOP = re.compile(r"[。！？；《“‘「『（(〈]|…+|[!?;.](?=\s|$|[\u4e00-\u9fff])")
_QUOTED = re.compile(
    r"《[^《》\n]*》|“[^“”\n]*”|‘[^‘’\n]*’|「[^「」\n]*」|『[^『』\n]*』|\"[^\"\n]*\""
)
_WORD = re.compile(r"[^\W\u3400-\u9fff]+(?:[-./:][^\W\u3400-\u9fff]+)*|\S")
_LATIN_WORD = re.compile(r"(?<![A-Za-z.])[A-Za-z]{3,}$")


def sentences(text: str) -> Iterator[Range]:
    """Each sentence with the mark that ends it, without the white space before it.

    。！？； and …… end a sentence, a line break does not. What stands in quotation marks, in 《》 or in
    brackets belongs to the sentence around it, whatever it holds.
    """
    start = position = 0
    while match := _STOP.search(text, position):
        position = match.end()
        mark = match.group()
        if mark in _PAIRS:
            closing = text.find(_PAIRS[mark], position)
            # A mark that is never closed quotes nothing.
            position = closing + 1 if closing >= 0 else position
        elif mark != "." or _ends_word(text, match.start()):
            yield from _stripped(text, start, position)
            start = position
    yield from _stripped(text, start, len(text))


def sentence_around(text: str, offset: int) -> Range:
    """The sentence that holds the character at *offset*."""
    for start, end in sentences(text):
        if offset < end:
            return start, end
    return 0, len(text)


def quotations(text: str) -> tuple[Range, ...]:
    """What stands in 《》 or in quotation marks, with the marks. Brackets quote nothing."""
    return tuple(match.span() for match in _QUOTED.finditer(text))


def is_quoted(text: str, start: int, end: int) -> bool:
    """Whether all of *text* from *start* to *end* stands in one quotation."""
    found = quotations(text)
    index = bisect_right(found, (start, len(text) + 1)) - 1
    return index >= 0 and found[index][0] <= start and end <= found[index][1]


def length(text: str) -> int:
    """The length as a Chinese reader counts it: characters and marks, a Latin word or number as one."""
    return sum(1 for _ in _WORD.finditer(text))


def _stripped(text: str, start: int, end: int) -> Iterator[Range]:
    piece = text[start:end]
    if not piece.strip():
        return
    yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _ends_word(text: str, stop: int) -> bool:
    """Whether the full stop at *stop* follows a word of prose, not 3.1, e.g. or the number of a list."""
    return _LATIN_WORD.search(text, max(0, stop - 30), stop) is not None

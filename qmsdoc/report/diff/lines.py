"""Runs on lines of a terminal: coloured, or with marks where there is no colour."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from qmsdoc.diff.redline import Run
from qmsdoc.text.display import display
from qmsdoc.text.wide import columns
from qmsdoc.text.words import CLOSING, SENTENCE_ENDS, words

Op = Literal["equal", "insert", "delete"]
_COLOURS = {"insert": "32;4", "delete": "31;9"}
_MARKS = {"equal": ("", ""), "insert": ("{+", "+}"), "delete": ("[-", "-]")}
# What a file could hold to look like a mark.
_MARK = re.compile(r"\[-|-\]|\{\+|\+\}")
_NOT_AT_START = CLOSING | SENTENCE_ENDS | frozenset("，、：,:")


class Pen:
    """Writes on a terminal of *width* columns."""

    def __init__(self, width: int, colour: bool) -> None:
        self._width = max(width, 40)
        self._colour = colour

    def paint(self, code: str, text: str) -> str:
        """*text* in a colour, where there is colour."""
        return f"\x1b[{code}m{text}\x1b[0m" if self._colour and text else text

    def lines(self, runs: Iterable[Run], first: str, indent: str, code: str = "") -> Iterator[str]:
        """*runs* behind *first*, later lines behind *indent*; *code* colours what is equal."""
        room = self._width - columns(indent)
        line: list[tuple[str, Op]] = []
        used = 0
        start = first
        for text, op in self._pieces(runs, room):
            size = columns(text)
            if used + size > room and line:
                yield start + self._painted(_trimmed(line), code)
                start, line, used = indent, [], 0
            if not line and text.isspace():
                continue
            line.append((text, op))
            used += size
        yield (start + self._painted(_trimmed(line), code)).rstrip()

    def _pieces(self, runs: Iterable[Run], room: int) -> Iterator[tuple[str, Op]]:
        """Words that are not parted: closing marks stay with what they close."""
        held: tuple[str, Op] | None = None
        for text, op in self._words(runs):
            glued = held is not None and held[1] == op and text[0] in _NOT_AT_START
            if held and glued and columns(held[0] + text) <= room:
                held = (held[0] + text, op)
                continue
            if held:
                yield held
            *whole, last = _parts(text, room)
            yield from ((part, op) for part in whole)
            held = (last, op)
        if held:
            yield held

    def _words(self, runs: Iterable[Run]) -> Iterator[tuple[str, Op]]:
        for run in runs:
            text = display(run.text)
            if not text:
                continue
            if self._colour:
                yield from ((word, run.op) for word in words(text))
                continue
            opening, closing = _MARKS[run.op]
            found = words(_MARK.sub(lambda match: f"{match[0][0]}\\{match[0][1]}", text))
            found[0] = opening + found[0]
            found[-1] += closing
            yield from ((word, run.op) for word in found)

    def _painted(self, line: list[tuple[str, Op]], code: str) -> str:
        colours = {"equal": code, **_COLOURS}
        parts: list[tuple[str, Op]] = []
        for text, op in line:
            if parts and parts[-1][1] == op:
                parts[-1] = (parts[-1][0] + text, op)
            else:
                parts.append((text, op))
        return "".join(self.paint(colours[op], text) if colours[op] else text for text, op in parts)


def _trimmed(line: list[tuple[str, Op]]) -> list[tuple[str, Op]]:
    """A line without the blanks at its end."""
    while line and line[-1][0].isspace():
        line = line[:-1]
    return line


def _parts(text: str, room: int) -> list[str]:
    """A word that is too long for a line, in parts that are not."""
    if columns(text) <= room:
        return [text]
    parts = [""]
    for character in text:
        if columns(parts[-1] + character) > room:
            parts.append("")
        parts[-1] += character
    return parts

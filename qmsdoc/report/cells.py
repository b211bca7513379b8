"""Text in columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.text.wide import columns

# A Chinese character may end a line by itself; a run of others stays whole where it fits.
_PIECES = re.compile(
    r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]|[^\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]+|\s+"
)
_NOT_AT_START = frozenset("，。；：！？、）》」』”’…")


def padded(text: str, width: int) -> str:
    """*text* filled up with spaces to *width* columns."""
    return text + " " * max(width - columns(text), 0)


def wrapped(text: str, width: int) -> list[str]:
    """*text* on lines of at most *width* columns (at least 2); nothing is lost but spaces at breaks.

    A Chinese closing mark goes with the character before it.
    """
    lines: list[str] = []
    line, used = "", 0
    for piece in _pieces(text, max(width, 2)):
        size = columns(piece)
        if used + size > max(width, 2):
            if line.strip():
                lines.append(line.rstrip())
            line, used = "", 0
        if line or not piece.isspace():
            line, used = line + piece, used + size
    if line.strip() or not lines:
        lines.append(line.rstrip())
    return lines


def breaks(text: str, width: int) -> list[int]:
    """Where `wrapped` would begin the second line and those below it, as offsets in *text*."""
    offsets: list[int] = []
    used = place = 0
    for piece in _pieces(text, max(width, 2)):
        size = columns(piece)
        if place and used + size > width and not piece.isspace():
            offsets.append(place)
            used = 0
        used, place = used + size, place + len(piece)
    return offsets


def _pieces(text: str, width: int) -> Iterator[str]:
    held = ""
    for match in _PIECES.finditer(text):
        piece = match.group()
        if piece in _NOT_AT_START and columns(held + piece) <= width and not held.isspace():
            held += piece
            continue
        if held:
            yield held
        *whole, held = _cut(piece, width)
        yield from whole
    if held:
        yield held


def _cut(piece: str, width: int) -> list[str]:
    """A run that is too long for any line, in parts that are not."""
    parts, part, used = [], "", 0
    for character in piece:
        size = columns(character)
        if used + size > width:
            parts.append(part)
            part, used = "", 0
        part, used = part + character, used + size
    return [*parts, part]

"""Where in the source an inline text stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from qmsdoc.text.span import Span

if TYPE_CHECKING:
    from markdown_it.token import Token


class Locator(Struct, frozen=True, gc=False):
    """Turns offsets in a block's content into spans of the file.

    A block's content is its source lines without quotation marks, list markers and indentation, so
    each of its lines is found again in the source line that it comes from.
    """

    content: str
    lines: list[str]
    first_line: int
    offset: int = 0

    def __call__(self, start: int, end: int) -> Span:
        if len(self.lines) == 1:
            found = self.lines[0].find(self.content, self.offset)
            if found >= 0:
                line = self.first_line
                return Span(line, found + start + 1, line, found + end + 1)
        line, column = self._position(start)
        end_line, end_column = self._position(end)
        return Span(line, column, end_line, end_column)

    def _position(self, offset: int) -> tuple[int, int]:
        row = self.content.count("\n", 0, offset)
        line_start = self.content.rfind("\n", 0, offset) + 1
        line_end = self.content.find("\n", line_start)
        piece = self.content[line_start:] if line_end < 0 else self.content[line_start:line_end]
        row = min(row, len(self.lines) - 1)
        found = self.lines[row].find(piece.strip(), self.offset if row == 0 else 0)
        # Where the content is not its source to the letter (an escaped bar in a cell), the start
        # of the line or the cell is near enough.
        base = found - (len(piece) - len(piece.lstrip())) if found >= 0 else self.offset
        column = min(base + offset - line_start, len(self.lines[row]))
        return self.first_line + row, max(column, 0) + 1


def cell_offset(line: str, cell: int) -> int:
    """Where in a table row the text of its cell number *cell* (from 0) starts."""
    index = len(line) - len(line.lstrip())
    if line[index : index + 1] == "|":
        index += 1
    while cell > 0:
        bar = line.find("|", index)
        if bar < 0:
            return len(line)
        if line[bar - 1] != "\\":
            cell -= 1
        index = bar + 1
    return index


def visible(content: str, tokens: list[Token]) -> str:
    """The content with code spans and link targets blanked out, at the same length."""
    shown = content
    for token in tokens:
        if "start" not in token.meta:
            continue
        start, end = token.meta["start"], token.meta["end"]
        if token.type == "link_open" and "label_end" in token.meta:
            start = token.meta["label_end"]
        shown = f"{shown[:start]}{' ' * (end - start)}{shown[end:]}"
    return shown

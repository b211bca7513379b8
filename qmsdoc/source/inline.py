"""Where in the source an inline text stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from qmsdoc.text.span import Span

if TYPE_CHECKING:
    from markdown_it.token import Token


# What stands before a table inside quotations and lists.
_CONTAINER = re.compile(r"[ \t>]*(?:(?:[-+*]|[0-9]{1,9}[.)])[ \t]+[ \t>]*)*")
_BAR = re.compile(r"(?<!\\)\|")


class Locator(Struct, frozen=True, gc=False):
    """Turns offsets in a block's content into spans of the file.

    A block's content is its source lines without quotation marks, list markers and indentation, so
    each of its lines is found again at the end of the source line that it comes from. The content
    of a table cell is found from ``cell``, the offset at which the cell starts in its line.
    """

    content: str
    lines: list[str]
    first_line: int
    cell: int | None = None

    def __call__(self, start: int, end: int) -> Span:
        if self.cell is not None:
            line, column = self.first_line, self._cell_start(self.cell) + 1
            return Span(line, column + self._typed(start), line, column + self._typed(end))
        if len(self.lines) == 1 and "\n" not in self.content:
            # From the right: in "1. 1" or "- - a" the marker could be taken for the text.
            line_text = self.lines[0]
            ends = line_text.endswith(self.content)
            found = len(line_text) - len(self.content) if ends else line_text.rfind(self.content)
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
        found = self.lines[row].rfind(piece.strip())
        # Where the content is not its source to the letter, the start of the line is near enough.
        base = found - (len(piece) - len(piece.lstrip())) if found >= 0 else 0
        column = min(base + offset - line_start, len(self.lines[row]))
        return self.first_line + row, max(column, 0) + 1

    def _cell_start(self, cell: int) -> int:
        found = self.lines[0].find(self.content.replace("|", "\\|"), cell)
        return found if found >= 0 else cell

    def _typed(self, offset: int) -> int:
        """The same offset in the cell as typed, where each bar has a backslash before it."""
        return offset + self.content.count("|", 0, offset)


def cell_offsets(line: str) -> tuple[int, ...]:
    """Where in a table row the text of each cell starts."""
    container = _CONTAINER.match(line)
    start = container.end() if container else 0
    if line[start : start + 1] == "|":
        start += 1
    bars = (match.end() for match in _BAR.finditer(line, start))
    return (start, *bars)


# A link without anything in it that has a meaning of its own; nearly all links are such.
_PLAIN_LINK = re.compile(
    r"\[([^\[\]\\`<>&*_~!\n]*)\]\((?!//)([^()\[\]\\`<>&*_~!:\"'\s\x00-\x1f]+)\)"
)
_MEANT_OTHERWISE = re.compile(r"[\\`<!&]|\]\[|\[\^")


def plain_links(content: str) -> list[re.Match[str]] | None:
    """The links of a text in which every bracket is part of a plain one; None for other texts."""
    if _MEANT_OTHERWISE.search(content):
        return None
    found = list(_PLAIN_LINK.finditer(content))
    brackets = content.count("[") + content.count("]")
    return found if brackets == 2 * len(found) else None


def visible(content: str, tokens: list[Token]) -> str:
    """The content with code spans and link targets blanked out, at the same length."""
    shown = list(content)
    for token in tokens:
        if "start" not in token.meta:
            continue
        start, end = token.meta["start"], token.meta["end"]
        if token.type == "link_open" and "label_end" in token.meta:
            start = token.meta["label_end"]
        shown[start:end] = " " * (end - start)
    return "".join(shown)

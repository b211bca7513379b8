"""Places in a text: lines and columns from 1, counted in characters."""

from __future__ import annotations

from msgspec import Struct


class Position(Struct, frozen=True, order=True, gc=False):
    """One character: ``line`` and ``column`` start at 1."""

    line: int
    column: int


class Span(Struct, frozen=True, order=True, array_like=True, gc=False):
    """From the first character up to, not including, the last: an empty span is a caret."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def start(self) -> Position:
        return Position(self.line, self.column)

    @property
    def end(self) -> Position:
        return Position(self.end_line, self.end_column)

    @classmethod
    def on_line(cls, line: int, column: int, length: int) -> Span:
        """*length* characters of one line."""
        return cls(line, column, line, column + length)


START = Span(1, 1, 1, 1)

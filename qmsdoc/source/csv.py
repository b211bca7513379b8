"""CSV to cells, each with the place where it was typed.

The csv module of the standard library says what a cell holds but not where it stands. So each record
is scanned once more for its separators, over the lines that the module took for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from qmsdoc.source.decode import decode, hidden_characters
from qmsdoc.source.defect import Defect, SourceError
from qmsdoc.source.file import SourceFile
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

MAX_ROWS = 3_000
MAX_COLUMNS = 100

# One cell from its first character to the comma or the line end behind it.
_CELL = re.compile(r'"[^"]*(?:""[^"]*)*"|[^,\n]*')


class Cell(Struct, frozen=True, array_like=True, gc=False):
    """``value`` without quotation marks and outer blanks; ``span`` covers the cell as typed."""

    value: str
    span: Span

    def __str__(self) -> str:
        return self.value


class Rows(Struct, frozen=True):
    """The records that are not blank; ``defects`` tells why there are no more, if there should be."""

    rows: tuple[tuple[Cell, ...], ...]
    defects: tuple[Defect, ...] = ()


def read_csv_file(data: bytes) -> SourceFile:
    """Read a CSV file; its rows are read by ``read_rows`` from its text."""
    try:
        text = decode(data)
    except SourceError as error:
        return SourceFile("", None, None, (error.defect,))
    return SourceFile(text, None, None, tuple(hidden_characters(text)))


def read_rows(text: str) -> Rows:
    """The rows of a text with LF line ends, cells separated by commas, as far as it can be read."""
    rows: list[tuple[Cell, ...]] = []
    try:
        for row in _records(text.split("\n")):
            rows.append(row)  # noqa: PERF402  # those before the defect are kept
    except SourceError as error:
        return Rows(tuple(rows), (error.defect,))
    return Rows(tuple(rows))


def _records(lines: Sequence[str]) -> Iterator[tuple[Cell, ...]]:
    # A run in which nothing changed reads no CSV and does without the module.
    import csv

    reader = csv.reader((f"{line}\n" for line in lines), strict=True)
    count = 0
    while True:
        first = reader.line_num
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _refusal(str(error), lines, first) from None
        values = [value.strip() for value in values]
        if not any(values):
            continue
        count += 1
        if count > MAX_ROWS:
            raise _defect(Message.of("more than {limit} rows in one file", limit=MAX_ROWS), first)
        if len(values) > MAX_COLUMNS:
            text = "more than {limit} cells in one row"
            raise _defect(Message.of(text, limit=MAX_COLUMNS), first)
        spans = _spans(lines[first : reader.line_num], first + 1)
        yield tuple(Cell(value, span) for value, span in zip(values, spans, strict=True))


def _spans(lines: Sequence[str], line: int) -> Iterator[Span]:
    """The places of the cells of one record, which begins on *line*."""
    # A carriage return before the line end is no part of the last cell.
    record = "\n".join(lines).rstrip("\r")
    end, column = -1, 0
    while end < len(record):
        match = _CELL.match(record, end + 1)
        assert match is not None  # an empty cell matches as well
        column += 1
        end = match.end()
        height = match[0].count("\n")
        end_column = len(match[0]) - match[0].rfind("\n") if height else column + len(match[0])
        yield Span(line, column, line + height, end_column)
        line, column = line + height, end_column


def _refusal(problem: str, lines: Sequence[str], first: int) -> SourceError:
    """The record that begins behind line *first* cannot be read."""
    if "unexpected end" in problem:
        message = Message.of('a quotation mark is not closed; write " behind the cell')
    elif "new-line" in problem:
        message = Message.of("the lines do not end as they should; save the file with LF line ends")
    elif "limit" in problem:
        message = Message.of("a cell is too long to be read; is a quotation mark not closed?")
    else:
        message = Message.of(
            "a quotation mark stands inside a cell; write it twice, and one more before and behind "
            "the cell"
        )
    return _defect(message, first, len(lines[first]) if first < len(lines) else 0)


def _defect(message: Message, first: int, length: int = 0) -> SourceError:
    return SourceError(Defect("broken-formula", message, Span.on_line(first + 1, 1, length)))

"""How wide the columns of a table are to be, from what stands in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import permutations
from math import ceil, sqrt
from unicodedata import east_asian_width

# How many full-width characters a line of a table across the sheet holds, by layout.
LINES = {"gb": 48.3, "gongwen": 36.8}
_LEAST = 3.0
_HALF_WIDTH = 0.55
# What stands between a Chinese character and a Latin letter or digit.
_BETWEEN = 0.25
# The white space beside the text of a cell.
_PADDING = 1.3
_MEETINGS = re.compile(r"(?<=[\u2e80-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9%])(?=[\u2e80-\u9fff])")
# No break is wanted in a number of a document, a date, a word.
_WHOLE = re.compile(r"[!-~]+")
# Line ends are not quite straight: so much of a line may stay empty.
_RAGGED = 0.3
# What one character alone on the last line of a cell weighs, in lines.
_LONE = 0.4
_ALONE = 1.2
# By how much a column gives way to another while that makes the table shorter.
_STEPS = (4.0, 2.0, 1.0, 0.5)
_ROUNDS = 4
_MOST_CELLS = 400


def column_widths(rows: Sequence[Sequence[str]], line: float = LINES["gb"]) -> list[float]:
    """The share of each column, in characters of a line; the first row is the head.

    A column that needs no more than its even share is as wide as its widest cell. The others
    share the rest by the root of what they hold. Then widths are moved about for as long as rows
    become lower by it, or fewer characters stand alone on a line.
    """
    count = max(map(len, rows), default=0)
    cells = [[_width(row[column]) for row in rows if column < len(row)] for column in range(count)]
    needed = [max(_LEAST, *column) for column in cells]
    widths = _shared(cells, needed, line)
    if sum(needed) > line and count * len(rows) <= _MOST_CELLS:
        least = [
            max(
                _LEAST,
                min(line / count, max(_longest(row[column]) for row in rows if column < len(row))),
            )
            for column in range(count)
        ]
        full = [
            [_width(row[column]) if column < len(row) else 0.0 for row in rows]
            for column in range(count)
        ]
        _settle(widths, least, full)
    return [ceil(width * 100 - 0.001) / 100 for width in widths]


def _shared(cells: list[list[float]], needed: list[float], line: float) -> list[float]:
    widths: dict[int, float] = {}
    room = line
    for column in sorted(range(len(needed)), key=needed.__getitem__):
        if needed[column] > room / (len(cells) - len(widths)):
            break
        widths[column] = needed[column]
        room -= needed[column]
    weights = {
        column: sqrt(sum(cells[column])) for column in range(len(cells)) if column not in widths
    }
    for column, weight in weights.items():
        widths[column] = max(_LEAST, room * weight / sum(weights.values()))
    return [widths[column] for column in range(len(cells))]


def _settle(widths: list[float], least: list[float], cells: list[list[float]]) -> None:
    """Move width from column to column, in place, while that is a gain."""
    lines = [_lines(column, width) for column, width in zip(cells, widths, strict=True)]
    best, found = _cost(lines), True
    for _ in range(_ROUNDS):
        if not found:
            return
        found = False
        for giver, taker in permutations(range(len(widths)), 2):
            for step in (*_STEPS, *_lacking(cells[taker], widths[taker], lines[taker])):
                if widths[giver] - step < least[giver]:
                    continue
                tried = list(lines)
                tried[giver] = _lines(cells[giver], widths[giver] - step)
                tried[taker] = _lines(cells[taker], widths[taker] + step)
                cost = _cost(tried)
                if cost < best:
                    lines, best, found = tried, cost, True
                    widths[giver] -= step
                    widths[taker] += step


def _lacking(
    column: Sequence[float], width: float, lines: Sequence[tuple[int, bool]]
) -> list[float]:
    """By how much a column is too narrow for the cells with a character alone on the last line,
    the least first."""
    wanted = {
        cell if count == 2 else (cell - _PADDING) / (count - 1) + _PADDING + _RAGGED
        for cell, (count, alone) in zip(column, lines, strict=True)
        if alone
    }
    return sorted(round(needed - width, 2) + 0.01 for needed in wanted)


def _lines(column: Sequence[float], width: float) -> list[tuple[int, bool]]:
    """Of each cell how many lines it takes, and whether a character stands alone on the last."""
    inner = width - _PADDING - _RAGGED
    made = []
    for cell in column:
        text = cell - _PADDING
        count = 1 if cell <= width else max(2, ceil(text / inner))
        made.append((count, count > 1 and text - (count - 1) * inner < _ALONE))
    return made


def _cost(lines: list[list[tuple[int, bool]]]) -> float:
    rows = list(zip(*lines, strict=True))
    height: int = sum(max(count for count, _ in row) for row in rows)
    alone: int = sum(lone for row in rows for _, lone in row)
    return height + _LONE * alone


def _width(text: str) -> float:
    full = sum(1.0 if east_asian_width(one) in "WF" else _HALF_WIDTH for one in text)
    return full + _BETWEEN * len(_MEETINGS.findall(text)) + _PADDING


def _longest(text: str) -> float:
    return max((len(found) for found in _WHOLE.findall(text)), default=0) * _HALF_WIDTH + _PADDING

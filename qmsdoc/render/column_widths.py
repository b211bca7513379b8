"""How wide the columns of a table are to be, from what stands in them."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from unicodedata import east_asian_width

# A line of a table across A4 holds about this many full-width characters.
_LINE = 47.0
_LEAST = 3.0
_HALF_WIDTH = 0.55
# The white space beside the text of a cell.
_PADDING = 1.3


def column_widths(rows: Sequence[Sequence[str]]) -> list[float]:
    """The share of each column, in characters of a line; the first row is the head.

    A column that needs no more than its even share is as wide as its widest cell. The others
    share the rest by the root of what they hold, so that no row is tall for the sake of one cell.
    """
    columns = range(max(map(len, rows), default=0))
    cells = [[_width(row[column]) for row in rows if column < len(row)] for column in columns]
    needed = {column: max(_LEAST, *cells[column]) for column in columns}
    widths: dict[int, float] = {}
    room = _LINE
    for column in sorted(columns, key=lambda column: needed[column]):
        if needed[column] > room / (len(cells) - len(widths)):
            break
        widths[column] = needed[column]
        room -= needed[column]
    weights = {column: sqrt(sum(cells[column])) for column in columns if column not in widths}
    for column, weight in weights.items():
        widths[column] = max(_LEAST, room * weight / sum(weights.values()))
    return [round(widths[column], 2) for column in columns]


def _width(text: str) -> float:
    full = sum(1.0 if east_asian_width(one) in "WF" else _HALF_WIDTH for one in text)
    return full + _PADDING

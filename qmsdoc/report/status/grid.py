"""Rows of cells in columns of a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from qmsdoc.report.cells import padded, wrapped
from qmsdoc.text.wide import columns

_GAP = "  "
_WIDEST = 30
_NARROWEST = 12


def grid(rows: Sequence[Sequence[str]], width: int, flexible: int) -> Iterator[list[str]]:
    """The lines of each row, at most *width* columns wide: the column *flexible* takes what the
    others leave, and what does not fit its column is wrapped in it."""
    if not rows:
        return
    sizes = [
        min(max(columns(cell) for cell in column), _WIDEST) for column in zip(*rows, strict=True)
    ]
    wanted = max(columns(row[flexible]) for row in rows)
    room = width - len(_GAP) * (len(sizes) - 1)
    sizes[flexible] = min(wanted, _NARROWEST)
    while sum(sizes) > room and max(sizes) > _NARROWEST:
        sizes[sizes.index(max(sizes))] -= 1
    sizes[flexible] += max(min(room - sum(sizes), wanted - sizes[flexible]), 0)
    for row in rows:
        cells = [wrapped(cell, size) for cell, size in zip(row, sizes, strict=True)]
        yield [
            _GAP.join(padded(text, size) for text, size in zip(texts, sizes, strict=True)).rstrip()
            for texts in zip_longest(*cells, fillvalue="")
        ]


def figures(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Lines, at most *width* columns wide, of which the first cell is a name and the others are
    numbers under their heads."""
    sizes = [max(columns(cell) for cell in column) for column in zip(*rows, strict=True)]
    room = width - sum(sizes[1:]) - len(_GAP) * (len(sizes) - 1)
    size = min(sizes[0], max(room, _NARROWEST))
    for name, *numbers in rows:
        first, *rest = wrapped(name, size)
        cells = [
            " " * (own - columns(cell)) + cell for cell, own in zip(numbers, sizes[1:], strict=True)
        ]
        yield _GAP.join([padded(first, size), *cells])
        yield from rest

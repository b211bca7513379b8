"""The measured series of objectives: one CSV file, a row a period, a column a series."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from qmsdoc.source.csv import Cell, read_rows
from qmsdoc.source.defect import Defect
from qmsdoc.source.file import SourceFile
from qmsdoc.text.message import Message

PERIOD_COLUMN = "period"

_NUMBER = re.compile(r"-?[0-9]{1,15}(?:\.[0-9]{1,12})?", re.ASCII)


class SeriesTable(Struct, frozen=True, array_like=True, tag="series", gc=False):
    """``header`` names the columns, the first of which is ``period``; an empty cell is missing.

    ``defects`` are what is wrong with the file whatever objective uses it.
    """

    header: tuple[Cell, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    defects: tuple[Defect, ...] = ()

    def column(self, name: str) -> int | None:
        """Where the series *name* stands: the first column of that name, the periods left out."""
        names = (place for place, cell in enumerate(self.header) if place and cell.value == name)
        return next(names, None)


def read_series(file: SourceFile) -> SeriesTable | None:
    """Whatever of the table can be read; None where the file is no text."""
    if not file.text and file.defects:
        return None
    read = read_rows(file.text)
    if not read.rows:
        return SeriesTable(defects=(*read.defects, *_empty(read.defects)))
    header, *rows = read.rows
    return SeriesTable(
        header,
        tuple(rows),
        (*_header_defects(header), *_ragged(header, rows), *read.defects),
    )


def number(text: str) -> Fraction | None:
    """A number as a cell holds it, exactly; None for anything else, such as 1,284 or 95%."""
    return Fraction(text) if _NUMBER.fullmatch(text) else None


def _empty(defects: tuple[Defect, ...]) -> Iterator[Defect]:
    if not defects:
        text = "the file is empty; its first line is {example}"
        yield Defect("broken-formula", Message.of(text, example="period,satisfied,valid"))


def _header_defects(header: tuple[Cell, ...]) -> Iterator[Defect]:
    first = header[0]
    if len(header) == 1 and any(mark in first.value for mark in ";\t，；"):
        message = Message.of(
            "the cells are not separated by commas; save the file as CSV with commas"
        )
        yield Defect("broken-formula", message, first.span)
        return
    if first.value != PERIOD_COLUMN:
        message = Message.of(
            "the first column is {name}; it must be {period}",
            name=first.value or '""',
            period=PERIOD_COLUMN,
        )
        yield Defect("broken-formula", message, first.span)
    seen: dict[str, Cell] = {}
    for cell in header[1:]:
        if not cell.value:
            message = Message.of("the column has no name; give it the name of its series")
            yield Defect("broken-formula", message, cell.span)
        elif seen.setdefault(cell.value, cell) is not cell:
            message = Message.of("the column {name} stands here a second time", name=cell.value)
            yield Defect("broken-formula", message, cell.span)


def _ragged(header: tuple[Cell, ...], rows: list[tuple[Cell, ...]]) -> Iterator[Defect]:
    for row in rows:
        if len(row) == len(header):
            continue
        message = Message.of(
            "the row has {count} cells and the first line {wanted}; leave a cell empty where "
            "nothing was measured, but keep its comma",
            count=len(row),
            wanted=len(header),
        )
        at_fault = row[min(len(header), len(row) - 1)]
        yield Defect("broken-formula", message, at_fault.span)

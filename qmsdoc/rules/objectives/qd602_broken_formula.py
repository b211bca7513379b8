"""The formula of an objective, or the data that it needs, cannot be computed.

## Why
A value that is computed from the wrong column, or not at all, is worse than none: it goes into the
management review as a fact. Formula, series and CSV file have to fit each other to the letter.

## Wrong
    formula: 100 * satisfid ÷ valid
    ---
    period,satisfied,valid
    2026年1月,"1,284",1300

## Right
    formula: 100 * satisfied / valid
    ---
    period,satisfied,valid
    2026-01,1284,1300

## How to mend
A formula holds numbers, the names under series, + - * / ** ( ) and min, max, sum. Each series has a
column of its name in the CSV file and a place in the formula. Cells hold plain numbers; leave a cell
empty where nothing was measured. Periods are written 2026-01, 2026-Q1, 2026-H1 or 2026, as period says,
each in one row.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.measure.formula import (
    FUNCTIONS,
    Fault,
    Formula,
    is_usable_name,
    parse_formula,
    series_name,
)
from qmsdoc.index.measure.measurements import data_path
from qmsdoc.index.measure.period import CALENDARS
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.model.series import PERIOD_COLUMN, SeriesTable
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.objectives.cells import not_a_number
from qmsdoc.rules.objectives.place import located
from qmsdoc.rules.types import rule
from qmsdoc.source.csv import Cell
from qmsdoc.text.message import Message


@rule("QD602", "broken-formula", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for path, table in index.series.items():
        for defect in table.defects:
            yield Finding(Location(path, defect.span), defect.message)
    for file in index.objectives.values():
        yield from _names(file)
        yield from _formula(file)
        path = data_path(file)
        data = index.series.get(path)
        if data is not None and data.header:
            yield from _columns(file, path, data)
            yield from _numbers(file, path, data)
            yield from _periods(file, path, data)


def _names(file: ObjectiveFile) -> Iterator[Finding]:
    for series in file.objective.series:
        if not is_usable_name(series.name.value):
            message = Message.of(
                "a formula cannot name the series {name}; take letters, digits and _, a letter "
                "first, and none of {words}",
                name=series.name.value,
                words=(*FUNCTIONS, "if", "in", "or"),
            )
            yield Finding(series.name.at(file.path), message)


def _formula(file: ObjectiveFile) -> Iterator[Finding]:
    text, series = file.objective.formula, file.objective.series
    if text is None:
        return
    formula = parse_formula(text.value)
    if isinstance(formula, Fault):
        place = located(file.path, text, formula.start, formula.end, formula.message)
        yield Finding(*place)
    elif series:
        yield from _uses(file, formula)


def _uses(file: ObjectiveFile, formula: Formula) -> Iterator[Finding]:
    text = file.objective.formula
    assert text is not None
    known = {series_name(series.name.value) for series in file.objective.series}
    names = KnownNames(known)
    for use in formula.uses:
        if use.name not in known:
            message = Message.of("the formula names {name}, which is no series", name=use.name)
            message = message.with_hint(names.suggestion(use.name))
            yield Finding(*located(file.path, text, use.start, use.end, message))
    for series in file.objective.series:
        name = series.name.value
        # A name that no formula can hold was told already.
        if series_name(name) not in formula.names and is_usable_name(name):
            message = Message.of(
                "the formula does not use the series {name}; use it or take it away", name=name
            )
            yield Finding(series.name.at(file.path), message)


def _columns(file: ObjectiveFile, path: str, table: SeriesTable) -> Iterator[Finding]:
    wanted = [series.name for series in file.objective.series]
    taken = {name.value for name in wanted}
    free = KnownNames(
        cell.value for cell in table.header[1:] if cell.value and cell.value not in taken
    )
    for name in wanted:
        if table.column(name.value) is None:
            message = Message.of("{path} has no column {name}", path=path, name=name.value)
            columns = Related(
                Location(path, table.header[0].span), Message.of("the columns are named here")
            )
            message = message.with_hint(free.suggestion(name.value))
            yield Finding(name.at(file.path), message, related=(columns,))


def _numbers(file: ObjectiveFile, path: str, table: SeriesTable) -> Iterator[Finding]:
    columns = {table.column(series.name.value) for series in file.objective.series}
    for place in sorted(column for column in columns if column is not None):
        for row in table.rows:
            message = not_a_number(row[place].value) if place < len(row) else None
            if message:
                yield Finding(Location(path, row[place].span), message)


def _periods(file: ObjectiveFile, path: str, table: SeriesTable) -> Iterator[Finding]:
    period = file.objective.period
    calendar = CALENDARS.get(period.value) if period else None
    if calendar is None or table.header[0].value != PERIOD_COLUMN:
        return
    first: dict[int, Cell] = {}
    for row in table.rows:
        cell = row[0]
        ordinal = calendar.ordinal(cell.value)
        if ordinal is None:
            message = Message.of(
                "{value} is no period of this objective; write it as {example}",
                value=cell.value or '""',
                example=calendar.example,
            )
            meant = calendar.meant(cell.value)
            hint = Message.of("did you mean {name}?", name=meant) if meant else None
            yield Finding(Location(path, cell.span), message.with_hint(hint))
        elif first.setdefault(ordinal, cell) is not cell:
            message = Message.of("the period {period} stands here again", period=cell.value)
            there = Location(path, first[ordinal].span)
            related = Related(there, Message.of("it stands here first"))
            yield Finding(Location(path, cell.span), message, related=(related,))

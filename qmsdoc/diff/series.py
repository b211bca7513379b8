"""Measured series, compared by period and column: figures that came, went, or are others now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.pairing import pair_equal, rest
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.model.series import SeriesTable
from qmsdoc.source.csv import Cell

Row = tuple[Cell, ...]


class Table(Struct, frozen=True, gc=False):
    """A series file: where it lies, and what its columns are called beside their own names."""

    path: str
    series: SeriesTable
    labels: Mapping[str, str] = {}

    @property
    def columns(self) -> list[str]:
        """The names of the columns but the first."""
        return [cell.value for cell in self.series.header[1:]]

    @property
    def periods(self) -> list[str]:
        """The first cell of each row."""
        return [row[0].value if row else "" for row in self.series.rows]

    def label(self, column: str) -> str:
        """What the objective calls a column; its name where it says nothing."""
        return self.labels.get(column) or column


def series_changes(document: str, before: Table, after: Table) -> Iterator[Change]:
    """Rows in the order of *after*, then those that are gone; then columns that came and went."""
    rows = list(pair_equal(before.periods, after.periods))
    columns = sorted(pair_equal(before.columns, after.columns))
    partner = {k: i for i, k in rows}
    for k, row in enumerate(after.series.rows):
        if k not in partner:
            said = _said(after, row, range(len(after.columns)))
            yield _change(Action.ADDED, document, after, _first(row), row, after=said)
            continue
        old = before.series.rows[partner[k]]
        for i, m in columns:
            yield from _cell(document, (before, old, i + 1), (after, row, m + 1))
    for i in rest(len(before.series.rows), (i for i, _ in rows)):
        row = before.series.rows[i]
        said = _said(before, row, range(len(before.columns)))
        yield _change(Action.REMOVED, document, before, _first(row), row, before=said)
    yield from _columns(document, before, after, columns)


def _cell(
    document: str, before: tuple[Table, Row, int], after: tuple[Table, Row, int]
) -> Iterator[Change]:
    (_, left, i), (table, right, k) = before, after
    old, new = _value(left, i), _value(right, k)
    if old == new:
        return
    column = table.label(table.columns[k - 1])
    # An empty cell is one that was not measured yet.
    action = Action.CHANGED if old and new else Action.ADDED if new else Action.REMOVED
    yield Change(
        aspect=Aspect.FIGURE,
        action=action,
        document=document,
        where=Location(table.path, (right[k] if k < len(right) else right[0]).span),
        subject=_first(right),
        before=(old if action is Action.CHANGED else f"{column} {old}") if old else None,
        after=(new if action is Action.CHANGED else f"{column} {new}") if new else None,
        detail=(column,),
        judgement=_JUDGEMENTS[action],
    )


def _columns(
    document: str, before: Table, after: Table, pairs: Sequence[tuple[int, int]]
) -> Iterator[Change]:
    """Columns that came or went, with the figures in them in one change each."""
    for table, action, kept in (
        (before, Action.REMOVED, [i for i, _ in pairs]),
        (after, Action.ADDED, [k for _, k in pairs]),
    ):
        for place in rest(len(table.columns), kept):
            row = table.series.header
            found = [_value(row, place + 1) for row in table.series.rows]
            said = ", ".join(value for value in found if value) or None
            gone = action is Action.REMOVED
            yield _change(
                action,
                document,
                table,
                table.label(table.columns[place]),
                row[place + 1 :],
                before=said if gone else None,
                after=None if gone else said,
            )


def _change(
    action: Action,
    document: str,
    table: Table,
    subject: str,
    cells: Row,
    before: str | None = None,
    after: str | None = None,
) -> Change:
    return Change(
        aspect=Aspect.FIGURE,
        action=action,
        document=document,
        where=Location(table.path, cells[0].span),
        subject=subject,
        before=before,
        after=after,
        gone=action is Action.REMOVED,
        judgement=_JUDGEMENTS[action],
    )


_JUDGEMENTS = {
    Action.ADDED: Judgement.FIGURE_ADDED,
    Action.REMOVED: Judgement.FIGURE_REMOVED,
    Action.CHANGED: Judgement.FIGURE_ALTERED,
}


def _said(table: Table, row: Row, places: range) -> str | None:
    """``satisfied 247, valid 298``; None where the row has no figures."""
    found = ((table.columns[place], _value(row, place + 1)) for place in places)
    return ", ".join(f"{table.label(column)} {value}" for column, value in found if value) or None


def _value(row: Row, place: int) -> str:
    return row[place].value if place < len(row) else ""


def _first(row: Row) -> str:
    return row[0].value

"""The cells of step tables: where to point when something is missing in one."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from qmsdoc.model.document import Document, Step
from qmsdoc.model.steps import HEADINGS
from qmsdoc.rules.types import UnitContext
from qmsdoc.source.markdown import Block, Body, Table


class StepTable(Struct, frozen=True):
    """A step table as typed, with its steps; a step is a row below the head."""

    table: Table
    steps: tuple[Step, ...]

    def column(self, name: str) -> int | None:
        """The place of a column, such as ``limit``; None where the table has none."""
        for index, cell in enumerate(self.table.rows[0]):
            if cell.text.strip().lower() in HEADINGS[name]:
                return index
        return None

    def cell(self, step: Step, name: str) -> Block:
        """The cell of a step in that column, or the nearest thing that there is."""
        row = self.table.rows[step.number]
        column = self.column(name)
        return row[column] if column is not None and column < len(row) else row[0]

    @property
    def head(self) -> Block:
        return self.table.rows[0][0]


def step_tables_of(unit: UnitContext) -> Iterator[StepTable]:
    """The step tables of a document."""
    document, body = unit.document, unit.file.body
    if document and body and document.steps:
        yield from _paired(document, body)


def is_blank(cell: Block) -> bool:
    """Whether nothing is typed in the cell; a dash says that there is nothing, on purpose."""
    return not cell.text.strip()


def _paired(document: Document, body: Body) -> Iterator[StepTable]:
    """Each list of steps with its table: the steps of a table stand on the lines below its head."""
    tables = iter(body.tables)
    for steps in document.steps:
        first = steps[0].action.span.line
        for table in tables:
            if len(table.rows) > 1 and table.rows[1][0].span.line == first:
                yield StepTable(table, steps)
                break

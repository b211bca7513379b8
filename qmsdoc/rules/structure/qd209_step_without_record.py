"""A step, or a whole table of steps, leaves no record and does not say that it needs none.

## Why
What is done is recorded, so that it can be shown later who did what and when (痕迹管理). A dash says
that a step needs no record; an empty cell says nothing.

## Wrong
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 登记求职信息 | 求职登记岗 | 当场 |  |

## Right
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 登记求职信息 | 求职登记岗 | 当场 | [个人求职登记表](../forms/QR-08-01.md) |

## How to mend
Link the form that the step fills in, or type — where the step needs no record. A table in which no
step leaves a record is named once, at its head.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.structure.step_cells import is_blank, step_tables_of
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD209", "step-without-record", Severity.INFO)
def check(unit: UnitContext) -> Iterator[Finding]:
    for table in step_tables_of(unit):
        if not any(step.records for step in table.steps):
            message = Message.of("no step of this table leaves a record")
            yield Finding(Location("", table.head.span), message)
            continue
        for step in table.steps:
            cell = table.cell(step, "record")
            if not step.records and is_blank(cell):
                message = Message.of(
                    "no record is named for the step {action}", action=step.action.value
                )
                hint = Message.of("name the form, or type — if it needs none")
                yield Finding(Location("", cell.span), message.with_hint(hint))

"""A step does not say by when it is done.

## Why
A service that is promised without a time cannot be late, so nobody can complain and nothing can be
measured. 限时办结 and the objectives rest on the limits of the steps.

## Wrong
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 答复求职者 | 求职登记岗 | — | — |

## Right
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 答复求职者 | 求职登记岗 | 1个工作日内 | — |

## How to mend
Write a limit: 当场, 当日, 3个工作日内, 每月5日前, 批准后2个工作日内. Where the table has no column for
limits, add one.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.structure.step_cells import step_tables_of
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD208", "step-without-limit", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    for table in step_tables_of(unit):
        if table.column("limit") is None:
            message = Message.of("this table of steps has no column for time limits (时限)")
            yield Finding(Location("", table.head.span), message)
            continue
        for step in table.steps:
            if step.limit is None:
                message = Message.of(
                    "the step {action} has no time limit", action=step.action.value
                )
                yield Finding(Location("", table.cell(step, "limit").span), message)

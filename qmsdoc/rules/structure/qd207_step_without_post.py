"""A step does not say which post carries it out.

## Why
What nobody is responsible for is not done, or is done twice. The post is also what training plans,
the flow chart and the audit checklist are made from.

## Wrong
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 核对材料 |  | 当场 | — |

## Right
    | 步骤 | 责任岗位 | 时限 | 记录 |
    |---|---|---|---|
    | 核对材料 | 求职登记岗 | 当场 | — |

## How to mend
Name the post, as organization.yaml calls it; several are separated by 、. A person's name is no
post.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.structure.step_cells import step_tables_of
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD207", "step-without-post", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    for table in step_tables_of(unit):
        for step in table.steps:
            if not step.posts:
                message = Message.of(
                    "no post is named for the step {action}", action=step.action.value
                )
                yield Finding(Location("", table.cell(step, "post").span), message)

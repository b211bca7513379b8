"""The YAML uses what a controlled document has no use for.

## Why
Anchors, aliases, merge keys and tags let one line change the meaning of another, can blow up to
gigabytes, and show nothing in print. So do nesting beyond 40 levels and keys that are not text.

## Wrong
    distribution: &all [服务大厅, 职业介绍科]
    audience: *all

## Right
    distribution: [服务大厅, 职业介绍科]
    audience: [前台接待岗, 职业介绍岗]

## How to mend
Write the value out where it is used; put a key such as 1 or yes in quotes.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD004", "unsafe-yaml", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("unsafe-yaml")

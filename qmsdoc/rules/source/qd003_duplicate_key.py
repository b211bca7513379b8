"""A key stands twice in the same mapping.

## Why
YAML readers keep one of the two without a word, and not all keep the same one: a reviewer and a
program would read different documents.

## Wrong
    version: A/0
    owner: 服务大厅
    version: A/1

## Right
    version: A/1
    owner: 服务大厅

## How to mend
Keep one of the two keys. qmsdoc goes on with the first one.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD003", "duplicate-key", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("duplicate-key")

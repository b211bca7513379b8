"""The YAML of a file cannot be read.

## Why
Front matter and YAML files carry the number, the version and the owner of a document. Where they
cannot be read, the document is uncontrolled.

## Wrong
    id：QP-07
    title: 前台接待: 服务程序

## Right
    id: QP-07
    title: "前台接待: 服务程序"

## How to mend
Go to the line and column of the message. Usual causes: a full-width colon, a tab, a colon inside a
text without quotes, a quotation mark or a bracket that is not closed.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD002", "invalid-yaml", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("invalid-yaml")

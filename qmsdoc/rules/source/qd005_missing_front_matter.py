"""A document has no front matter.

## Why
A file under documents/ without number, version and owner is a document that nobody controls
(GB/T 19001-2016, 7.5.2: identification).

## Wrong
    # 前台接待服务程序

## Right
    ---
    id: QP-07
    kind: procedure
    title: 前台接待服务程序
    version: A/0
    owner: 服务大厅
    ---
    # 前台接待服务程序

## How to mend
Write the front matter between two lines of --- at the very start of the file, or make the document
with `qmsdoc new`. Files that are no documents do not belong under documents/.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD005", "missing-front-matter", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("missing-front-matter")

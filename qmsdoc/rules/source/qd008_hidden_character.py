"""A character that no reader can see stands in the file.

## Why
Zero-width and bidirectional characters make a text look like another one (CVE-2021-42574): a
number that is not the number, a reference that leads nowhere, a clause that reads differently in
review and in print. They usually come with text pasted from web pages and word processors.

## Wrong
    id: QP-07<U+200B>

## Right
    id: QP-07

## How to mend
Delete the character at the place that the message gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD008", "hidden-character", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("hidden-character")

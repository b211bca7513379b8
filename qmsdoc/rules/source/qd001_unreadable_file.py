"""A file cannot be read as UTF-8 text.

## Why
Every other check, every diff and every rendering starts from the text. A file in GB18030 or
UTF-16, a folder or a link under the name of a document, or a file without read permission would
silently drop out of the quality system.

## Wrong
    documents/procedures/QP-07.md, saved as GB18030

## Right
    iconv -f GB18030 -t UTF-8 QP-07.md > QP-07.utf8.md

## How to mend
Convert the file to UTF-8 with the command that the message gives; replace a link or a folder by a
plain file.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.rules.types import UnitContext, rule


@rule("QD001", "unreadable-file", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yield from unit.defects("unreadable-file")

"""A file of the approvals ledger proves nothing.

## Why
Approvals are documented information that must stay legible and be protected from alteration
(GB/T 19001-2016, 7.5.3). An entry that is not signed by the person it names, that was changed, moved
or copied, or whose predecessors are gone, is no evidence.

## Wrong
    approvals/QP-07/A-1/approved.林静宜.json     signed with another person's key
    approvals/QP-08/A-1/approved.林静宜.json     copied from QP-07

## Right
    approvals/QP-07/A-1/approved.林静宜.json     as `qmsdoc approve` wrote it, with its .sig

## How to mend
Restore the entry with git; entries are only added, never changed. Where it was made wrong in the
first place, sign again with `qmsdoc approve`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.types import rule
from qmsdoc.text.span import START


@rule("QD503", "invalid-signature", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for fault in index.ledger.faults:
        yield Finding(Location(fault.path, START), fault.message)
    for entries in index.ledger.entries.values():
        for item in entries:
            if item.trouble is not None:
                yield Finding(Location(item.path, START), item.trouble)

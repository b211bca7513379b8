"""A document was withdrawn, and nobody says why or what takes its place.

## Why
Whoever looks for a withdrawn document has to learn what applies now; an obsolete text that is kept
is marked as what it is (GB/T 19001-2016, 7.5.3.2 d).

## Wrong
    qmsdoc withdraw QP-09 with neither a reason nor a successor

## Right
    qmsdoc withdraw QP-09 --reason 并入QP-08 --successor QP-08

## How to mend
Withdraw it again with a reason, and with its successor or `--successor none`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import START


@rule("QD511", "withdrawn-without-reason", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for control in index.control.values():
        item = control.withdrawal
        if item is None or item.entry.reason.strip():
            continue
        message = Message.of(
            "{id} was withdrawn without a reason; withdraw it again with `--reason` and `--successor`",
            id=control.document,
        )
        yield Finding(Location(item.path, START), message)

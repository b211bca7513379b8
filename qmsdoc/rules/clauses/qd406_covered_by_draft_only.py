"""A clause is covered, but by nothing that is in force.

## Why
What a standard asks for has to be maintained, not planned: an auditor counts documents that are in
force. A draft that covers a clause does not, until it is released.

## Wrong
    8.2.1 is claimed by QP-12 alone, and QP-12 has never been released

## Right
    8.2.1 is claimed by QP-12, and `qmsdoc release QP-12` has put it in force

## How to mend
Have one of the documents signed and released. The rule speaks only where a ledger is kept.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import ClauseClaim, Index
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD406", "covered-by-draft-only", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    if not index.ledger.is_used:
        return
    for (standard, number), claims in index.claims.items():
        pack = index.standards.get(standard)
        if pack is None or number not in pack.clauses:
            continue
        if any(_is_in_force(index, claim) for claim in claims):
            continue
        message = Message.of(
            "nothing that covers {standard} {clause} is in force; have it signed and released",
            standard=pack.number,
            clause=number,
        )
        yield Finding(claims[0].location, message)


def _is_in_force(index: Index, claim: ClauseClaim) -> bool:
    """Whether a claim counts already. Objectives are not signed: they count as they stand."""
    file = index.documents.get(claim.path)
    if file is None:
        return True
    control = index.control.get(file.id)
    return control is not None and control.in_force is not None

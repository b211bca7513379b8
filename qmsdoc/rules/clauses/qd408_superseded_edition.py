"""A standard is in force here, or claimed, whose edition has been superseded or withdrawn.

## Why
A system that follows an old edition answers for requirements that no longer hold and misses new ones,
and a certificate by it runs out at the end of the transition period.

## Wrong
    standards:
      - id: db11t-494-6-2013

## Right
    standards:
      - id: db11t-3008-6-2018

## How to mend
Name the edition in force in qmsdoc.yaml and move the claims to its clauses. Whether an edition has
been superseded is what its pack says; where your organisation knows better, an overlay under
standards/ states its status.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.types import rule
from qmsdoc.standards.builtin import builtin_ids, builtin_standard
from qmsdoc.standards.types import Standard
from qmsdoc.text.message import Message


@rule("QD408", "superseded-edition", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    for named in index.policy.standards:
        message = _message(index.standards.get(named.id.value))
        if message:
            yield Finding(named.id.at(POLICY_FILE), message)
    in_policy = {named.id.value for named in index.policy.standards}
    for (identifier, _), claims in index.claims.items():
        # What is claimed of a standard in force is said once, where it is put in force.
        if identifier not in in_policy:
            message = _message(_not_in_force(index, identifier))
            if message:
                yield from (Finding(claim.location, message) for claim in claims)


def _not_in_force(index: Index, identifier: str) -> Standard | None:
    found = index.other_standards.get(identifier)
    if found is None and identifier in builtin_ids():
        return builtin_standard(identifier)
    return found


def _message(standard: Standard | None) -> Message | None:
    if standard is None or standard.status not in ("superseded", "withdrawn"):
        return None
    if standard.status == "withdrawn":
        return Message.of(
            "{number} ({id}) has been withdrawn", number=standard.number, id=standard.id
        )
    if standard.superseded_by:
        return Message.of(
            "{number} ({id}) has been superseded by {successor}",
            number=standard.number,
            id=standard.id,
            successor=standard.superseded_by,
        )
    return Message.of("{number} ({id}) has been superseded", number=standard.number, id=standard.id)

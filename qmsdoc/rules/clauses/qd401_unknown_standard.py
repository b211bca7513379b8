"""A standard is not known, or not in force here.

## Why
What is claimed of a standard that nobody set in force covers nothing, and does so in silence: the
clause is missing from the coverage matrix, and its gap with it.

## Wrong
    standards:
      - id: gbt-19001-2061

## Right
    standards:
      - id: gbt-19001-2016

## How to mend
Correct the id; `qmsdoc standard list` names those that ship with qmsdoc. One of your own is a file
under standards/. A standard that documents claim is named under standards in qmsdoc.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import rule
from qmsdoc.standards.overlay import Fault
from qmsdoc.text.message import Message


@rule("QD401", "unknown-standard", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    known = KnownNames(index.known_standards)
    for named in index.policy.standards:
        if named.id.value not in index.known_standards:
            message = Message.of("there is no standard {id}", id=named.id.value)
            hint = known.suggestion(named.id.value)
            yield Finding(named.id.at(POLICY_FILE), message.with_hint(hint))
    for fault in index.overlay_faults:
        if fault.fault is Fault.UNKNOWN_STANDARD:
            message = Message.of("there is no standard {id}", id=fault.standard)
            yield Finding(fault.location, message.with_hint(known.suggestion(fault.standard)))
    yield from _claims(index, known)


def _claims(index: Index, known: KnownNames) -> Iterator[Finding]:
    in_policy = {named.id.value for named in index.policy.standards}
    in_force = KnownNames(in_policy)
    for (standard, _), claims in index.claims.items():
        # One that qmsdoc.yaml names is in force or was reported there; "" is malformed (QD402).
        if not standard or standard in in_policy:
            continue
        if standard in index.known_standards:
            message = Message.of(
                "{id} is not in force here; name it under standards in {file}, or claim one that is",
                id=standard,
                file=POLICY_FILE,
            )
        else:
            hint = in_force.suggestion(standard) or known.suggestion(standard)
            message = Message.of("there is no standard {id}", id=standard).with_hint(hint)
        for claim in claims:
            yield Finding(claim.location, message)

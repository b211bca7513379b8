"""A clause is claimed, excluded or overlaid that the standard does not have.

## Why
A claim counts for exactly the clause that it names: 5.1 is not 5.1.1. One that names no clause
covers nothing, and the clause that was meant stays a gap.

## Wrong
    clauses: [gbt-19001-2016:8.9, gbt-19001-2016/8.5.1]

## Right
    clauses: ["gbt-19001-2016:8.5.1"]

## How to mend
Write standard:number with a number of the standard; `qmsdoc standard show` lists them. Exclusions in
qmsdoc.yaml give the number alone. Where the pack of a standard stops at its chapters, claim the
chapter, or add the clauses below it by an overlay under standards/: what it changes stands under
clauses, what the pack does not have under add.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import rule
from qmsdoc.standards.overlay import Fault
from qmsdoc.standards.types import Standard
from qmsdoc.text.message import Message

_NUMBER_AT_END = re.compile(
    r"(?:^|(?<=[^0-9A-Za-z.]))([0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)$", re.ASCII
)
_SEPARATORS = " /:：#§、,，-"


@rule("QD402", "unknown-clause", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    yield from _exclusions(index)
    yield from _overlays(index)
    in_force = KnownNames(index.standards)
    for (identifier, number), claims in index.claims.items():
        if not identifier:
            for claim in claims:
                message = _malformed(claim.claim.clause.value, in_force, index.standards)
                yield Finding(claim.location, message)
            continue
        standard = index.standards.get(identifier)
        if standard and number not in standard.clauses:
            for claim in claims:
                yield Finding(claim.location, _unknown(standard, number))


def _exclusions(index: Index) -> Iterator[Finding]:
    for named in index.policy.standards:
        standard = index.standards.get(named.id.value)
        for exclusion in named.exclusions if standard else ():
            number = exclusion.clause.value
            if standard and number not in standard.clauses:
                yield Finding(exclusion.clause.at(POLICY_FILE), _unknown(standard, number))


def _overlays(index: Index) -> Iterator[Finding]:
    for found in index.overlay_faults:
        standard = index.standards.get(found.standard) or index.other_standards.get(found.standard)
        number = found.text.value
        if standard is None:
            continue
        if found.fault is Fault.UNKNOWN_CLAUSE:
            yield Finding(found.location, _unknown(standard, number))
        elif found.fault is Fault.ALREADY_THERE:
            message = Message.of(
                "{standard} has a clause {number} already; change it under `clauses`",
                standard=standard.id,
                number=number,
            )
            yield Finding(found.location, message)
        elif found.fault is Fault.NOTHING_ABOVE:
            message = Message.of(
                "{standard} has no clause above {number} to add it to",
                standard=standard.id,
                number=number,
            )
            yield Finding(found.location, message)


def _unknown(standard: Standard, number: str) -> Message:
    message = Message.of("{standard} has no clause {number}", standard=standard.id, number=number)
    return message.with_hint(_near(standard, number))


def _near(standard: Standard, number: str) -> Message | None:
    """What there is at that place: the clauses beside the number, or where the pack ends."""
    if not standard.clauses:
        return Message.of("its pack holds no clauses")
    tail = number.rpartition(":")[2].strip()
    if tail in standard.clauses:
        return Message.of("did you mean {name}?", name=tail)
    above = number
    while "." in above:
        above = above.rpartition(".")[0]
        clause = standard.clauses.get(above)
        if clause and clause.children:
            return Message.of("{parent} has {children}", parent=above, children=clause.children)
        if clause:
            return Message.of("{number} has no clauses below it here", number=above)
    tops = [clause.number for clause in standard.clauses.values() if clause.parent is None]
    return Message.of("it has {numbers}", numbers=tuple(tops))


def _malformed(typed: str, in_force: KnownNames, standards: Mapping[str, Standard]) -> Message:
    message = Message.of("{typed} is not of the form standard:number", typed=typed)
    match = _NUMBER_AT_END.search(typed.strip())
    if match is None:
        return message
    head = typed.strip()[: match.start()].rstrip(_SEPARATORS).lower()
    # A bare number can only mean the one standard that there is.
    name = in_force.nearest(head) if head else next(iter(standards), None)
    if name is None or match[1] not in standards[name].clauses or (not head and len(standards) > 1):
        return message
    return message.with_hint(Message.of("did you mean {name}?", name=f"{name}:{match[1]}"))

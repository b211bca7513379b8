"""A clause is excluded without a reason that would convince, or against what documents say.

## Why
A requirement may be left out only where it cannot apply and leaving it out does not weaken the
service; an auditor reads the reason before anything else. A clause that a document claims to meet
evidently does apply.

## Wrong
    exclusions:
      - {clause: "8.3", reason: 不适用}

## Right
    exclusions:
      - clause: "8.3"
        reason: 服务项目由法规和上级文件规定，中心不设计新的服务，故不影响服务的符合性。

## How to mend
Say in a sentence why the requirement does not apply and why that does not weaken the service. If it
does apply, delete the exclusion; if not, delete the claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Related, Severity
from qmsdoc.index.types import ClauseClaim, Index
from qmsdoc.model.policy import Exclusion, StandardInForce
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_SHORTEST_REASON = 10


@rule("QD405", "unjustified-exclusion", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for named in index.policy.standards:
        for exclusion in named.exclusions:
            location = exclusion.clause.at(POLICY_FILE)
            message = _reason(exclusion)
            if message:
                yield Finding(location, message)
            claims = _claims(index, named, exclusion.clause.value)
            if claims:
                yield Finding(location, _claimed(exclusion, claims), related=_places(claims))


def _reason(exclusion: Exclusion) -> Message | None:
    clause, reason = exclusion.clause.value, exclusion.reason
    if not reason:
        message = Message.of("{clause} is excluded without a reason", clause=clause)
    elif len(reason) < _SHORTEST_REASON:
        message = Message.of(
            "the reason for excluding {clause} has {count} characters, fewer than {least}",
            clause=clause,
            count=len(reason),
            least=_SHORTEST_REASON,
        )
    else:
        return None
    hint = Message.of("say why it does not apply and why that does not weaken the service")
    return message.with_hint(hint)


def _claims(index: Index, named: StandardInForce, number: str) -> list[ClauseClaim]:
    """The claims of the clause and of what is below it."""
    standard = index.standards.get(named.id.value)
    clause = standard.clauses.get(number) if standard else None
    found = list(index.claims.get((named.id.value, number), ()))
    for child in clause.children if clause else ():
        found.extend(_claims(index, named, child))
    return found


def _claimed(exclusion: Exclusion, claims: list[ClauseClaim]) -> Message:
    return Message.of(
        "{clause} is excluded, but {path} claims {number}",
        clause=exclusion.clause.value,
        path=claims[0].path,
        number=claims[0].number,
    )


def _places(claims: list[ClauseClaim]) -> tuple[Related, ...]:
    return tuple(
        Related(claim.location, Message.of("{number} is claimed here", number=claim.number))
        for claim in claims
    )

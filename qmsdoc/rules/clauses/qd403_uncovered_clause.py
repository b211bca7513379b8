"""A clause of a standard in force is covered by nothing.

## Why
To run a system by a standard is to say, for each of its clauses, where it is met, or why it does not
apply. What no document claims is what an auditor asks about first.

## Wrong
    standards:
      - id: db11t-1123-2014        # no document claims db11t-1123-2014:7

## Right
    clauses:
      - {clause: "db11t-1123-2014:7", section: 招聘洽谈服务}

## How to mend
Claim the clause in the front matter of the document (or the objective) that meets it, best with the
section. Only the lowest clauses count: a claim of 4.4 does not cover 4.4.1. If the requirement does
not apply, exclude it in qmsdoc.yaml and give the reason.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.coverage import coverage
from qmsdoc.index.types import ClauseClaim, Index
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.types import rule
from qmsdoc.standards.types import Clause, Standard
from qmsdoc.text.message import Message


@rule("QD403", "uncovered-clause", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    if not index.standards:
        return
    places = {named.id.value: named.id.at(POLICY_FILE) for named in index.policy.standards}
    for item in coverage(index):
        for gap in item.gaps:
            # An exclusion without a reason excludes nothing, and QD405 says so.
            if not gap.unjustified:
                message = _message(index, item.standard, gap.clause)
                yield Finding(places[item.standard.id], message)


def _message(index: Index, standard: Standard, clause: Clause) -> Message:
    title = clause.title.in_language(index.policy.language or "zh")
    message = Message.of(
        "nothing covers {standard}:{clause}",
        standard=standard.id,
        clause=f"{clause.number} {title}".strip(),
    )
    above = _claimed_above(index, standard, clause)
    if above is None:
        return message
    hint = Message.of(
        "{path} claims {parent}, which does not cover what is below it",
        path=above.path,
        parent=above.number,
    )
    return message.with_hint(hint)


def _claimed_above(index: Index, standard: Standard, clause: Clause) -> ClauseClaim | None:
    """A claim of a clause above, which its author may have thought to be enough."""
    parent = clause.parent
    while parent is not None:
        claims = index.claims.get((standard.id, parent))
        if claims:
            return claims[0]
        parent = standard.clauses[parent].parent
    return None

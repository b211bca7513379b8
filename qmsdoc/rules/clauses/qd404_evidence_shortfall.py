"""A clause is claimed, but some of the evidence that it asks for is not there.

## Why
A claim is a promise to an auditor, who will next ask what shows it: the document, its steps with posts
and limits, the record that is kept, the objective that measures it. The message says on whose authority
each of these is asked: some the standard calls for, the others are how this toolkit reads the clause.

## Wrong
    clauses: ["gbt-19001-2016:8.4.1"]
    # and no record of how external providers were evaluated

## Right
    clauses: ["gbt-19001-2016:8.4.1"]
    records: [QR-25-01]

## How to mend
Write what is missing into the document that the message names, or claim the clause where it stands.
`qmsdoc standard explain` shows what was found, with file and line. If your organisation reads the
clause in another way, replace its evidence, or switch it off, by an overlay under standards/.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.evidence import evidence_shortfalls
from qmsdoc.index.types import ClauseClaim, Index
from qmsdoc.rules.types import rule
from qmsdoc.standards.evidence import Shortfall, Where
from qmsdoc.standards.types import Clause, Standard
from qmsdoc.text.message import Message

_BELONGS: dict[Where, Message] = {
    "manual": Message.of("it belongs in the quality manual"),
    "procedure": Message.of("it belongs in a procedure"),
    "instruction": Message.of("it belongs in a work instruction"),
    "form": Message.of(
        "it belongs in a record form that the document names under `records`, or links in the "
        "claimed section"
    ),
    "objective": Message.of("it belongs in a quality objective"),
}


@rule("QD404", "evidence-shortfall", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    if not index.standards:
        return
    for (identifier, number), missing in evidence_shortfalls(index).items():
        standard = index.standards[identifier]
        claim = _best_claim(index, standard, standard.clauses[number])
        for shortfall in missing:
            message = _message(standard, standard.clauses[number], shortfall)
            yield Finding(claim.location, message.with_hint(_BELONGS.get(shortfall.where)))


def _best_claim(index: Index, standard: Standard, clause: Clause) -> ClauseClaim:
    """The claim to report at: the clause's own before those below it, and of these the one of the
    most detailed document, which is where an author would look; a form or an objective comes last."""
    own = index.claims.get((standard.id, clause.number), ())
    if not own:
        return next(
            _best_claim(index, standard, standard.clauses[number])
            for number in clause.children
            if _is_claimed(index, standard, number)
        )
    return min(own, key=lambda claim: _rank(index, claim))


def _is_claimed(index: Index, standard: Standard, number: str) -> bool:
    return bool(index.claims.get((standard.id, number))) or any(
        _is_claimed(index, standard, child) for child in standard.clauses[number].children
    )


def _rank(index: Index, claim: ClauseClaim) -> int:
    file = index.documents.get(claim.path)
    kind = file.document.kind if file else None
    order = ("procedure", "instruction", "manual", "form")
    return order.index(kind.value) if kind and kind.value in order else len(order)


def _message(standard: Standard, clause: Clause, shortfall: Shortfall) -> Message:
    """In both languages: a translation takes the Chinese of a value where English has ``_en``."""
    said = shortfall.message
    ref = f"{standard.id}:{clause.number}"
    values = {
        "clause_en": f"{ref} {clause.title.in_language('en')}".strip(),
        "clause_zh": f"{ref} {clause.title.in_language('zh')}".strip(),
        "missing_en": said.en,
        "missing_zh": said.zh,
    }
    if not said:
        return Message.of(
            "{clause_en} lacks evidence that the organisation asks for under standards/", **values
        )
    if shortfall.basis == "standard":
        return Message.of("{clause_en} lacks {missing_en}, which the standard calls for", **values)
    if shortfall.basis == "organization":
        return Message.of(
            "{clause_en} lacks {missing_en}, which the organisation asks for itself", **values
        )
    return Message.of("{clause_en} lacks {missing_en}, as this toolkit reads the clause", **values)

"""A document names one of the wrong level.

## Why
The levels say which document prevails: the manual over the procedure, the procedure over the work
instruction. A parent of the same or a lower level turns that round. And only a form can be filled in
as a record, only an objective can be measured.

## Wrong
    kind: procedure
    parent: WI-03
    records: [QP-02]

## Right
    kind: procedure
    parent: QM-01
    records: [QR-02-01]

## How to mend
Take as parent the document of a higher level that this one carries out; levels in qmsdoc.yaml gives
their order. Under records name forms, under objectives quality objectives; what else a reader needs
comes under references.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import DocumentFile, Index, ObjectiveFile, Reference, ReferenceKind
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD305", "level-inversion", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    parent, record, objective = (
        ReferenceKind.PARENT,
        ReferenceKind.RECORD,
        ReferenceKind.OBJECTIVE,
    )
    # Rank of each document of a level in use; another kind is QD010's.
    ranks = {level: place for place, level in enumerate(index.policy.levels)}
    rank = {path: ranks.get(file.kind, -1) for path, file in index.documents.items()}
    for reference in index.references:
        kind, message = reference.kind, None
        if kind is parent:
            # Nearly all parents are right; only the others are looked at.
            above = rank.get(reference.target, -1)
            if not -1 < above < rank[reference.source]:
                message = _parent(index, reference, rank)
        elif kind is record:
            message = _record(index, reference)
        elif kind is objective:
            message = _objective(index, reference)
        if message:
            yield Finding(reference.location, message)


def _parent(index: Index, reference: Reference, rank: dict[str, int]) -> Message | None:
    if reference.target == reference.source:
        return Message.of("{id} is named as its own parent", id=reference.text.value)
    parent, child = index.named(reference.target), index.documents[reference.source]
    if isinstance(parent, ObjectiveFile):
        return Message.of("{id} is an objective, which has no documents below it", id=parent.id)
    if parent is None or -1 in (rank[parent.path], rank[child.path]):
        return None
    return Message.of(
        "{id} is of kind {kind}, which is not above {child}; the parent is of a higher level",
        id=parent.id,
        kind=parent.kind,
        child=child.kind,
    )


def _record(index: Index, reference: Reference) -> Message | None:
    found = index.named(reference.target)
    if isinstance(found, ObjectiveFile):
        return Message.of("{id} is an objective, not a form; records names forms only", id=found.id)
    # A document without a kind is QD006's.
    if found is None or found.kind in ("form", ""):
        return None
    return Message.of(
        "{id} is of kind {kind}, not a form; records names forms only",
        id=found.id,
        kind=found.kind,
    )


def _objective(index: Index, reference: Reference) -> Message | None:
    found = index.named(reference.target)
    if not isinstance(found, DocumentFile):
        return None
    return Message.of(
        "{id} is of kind {kind}, not an objective; objectives names objectives only",
        id=found.id,
        kind=found.kind,
    )

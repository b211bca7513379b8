"""Nothing leads to a document.

## Why
A document that no other one names is in nobody's hands: it is missing from the manual, is not
trained, and is forgotten at the next change. Below the top level each document carries out one that
stands above it.

## Wrong
    id: WI-09
    kind: instruction

## Right
    id: WI-09
    kind: instruction
    parent: QP-07

## How to mend
Name the document that this one carries out as its parent, or refer to it where it is used. If nobody
needs it, withdraw it. (A record form that nobody asks for is QD306's.)
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD304", "orphan-document", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    top, *lower = index.policy.levels
    below = frozenset(lower) - {"form"}
    for path, file in index.documents.items():
        document = file.document
        if document.parent or path in index.backlinks or file.kind not in below or not document.id:
            continue
        message = Message.of(
            "{id} has no parent and no document refers to it; name the {top} or another document "
            "that it carries out as its parent",
            id=document.id.value,
            top=top,
        )
        yield Finding(document.id.at(path), message)

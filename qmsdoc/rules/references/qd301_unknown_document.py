"""A number names no document of the workspace.

## Why
A reader of a controlled document must be able to reach everything that it relies on. A number that
leads nowhere is a misspelling, or a document that was dropped without its references.

## Wrong
    references: [QP-99]

## Right
    references: [QP-01]

## How to mend
Correct the number; the message offers the nearest known one. If the document is yet to be written,
make it with `qmsdoc new`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.model.text import Text
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_BY_NUMBER = frozenset(
    {
        ReferenceKind.PARENT,
        ReferenceKind.REFERENCE,
        ReferenceKind.RECORD,
        ReferenceKind.OBJECTIVE,
        ReferenceKind.MENTION,
    }
)


@rule("QD301", "unknown-document", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    known = KnownNames(index.by_id)
    for path, text in _unknown(index):
        if text.value not in index.unreadable:
            message = Message.of("no document has the number {id}", id=text.value)
            yield Finding(text.at(path), message.with_hint(known.suggestion(text.value)))


def _unknown(index: Index) -> Iterator[tuple[str, Text]]:
    for reference in index.references:
        if not reference.target and reference.kind in _BY_NUMBER:
            yield reference.source, reference.text
    for path, file in index.objectives.items():
        for text in file.objective.documents:
            if text.value not in index.by_id:
                yield path, text

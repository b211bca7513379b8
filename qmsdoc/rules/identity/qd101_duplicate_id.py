"""Two files have the same number.

## Why
One number, one document. With two, a reference, an approval and a controlled copy can each mean the
other one.

## Wrong
    documents/QP-07.md      id: QP-07
    documents/QP-07-new.md  id: QP-07

## Right
    documents/QP-07.md      id: QP-07
    documents/QP-18.md      id: QP-18

## How to mend
Give the newer document a number of its own (`qmsdoc new` takes the next free one), or delete the
copy: git keeps the older text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.text import Text
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD101", "duplicate-id", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    if len(index.by_id) == len(index.documents) + len(index.objectives):
        return
    places: defaultdict[str, list[Location]] = defaultdict(list)
    named: list[tuple[str, Text | None]] = [
        *((file.path, file.document.id) for file in index.documents.values()),
        *((file.path, file.objective.id) for file in index.objectives.values()),
    ]
    for path, text in named:
        if text:
            places[text.value].append(text.at(path))
    for identifier, (first, *others) in places.items():
        for location in others:
            message = Message.of(
                "{id} is already the number of {path}", id=identifier, path=first.path
            )
            related = Related(first, Message.of("{id} is first used here", id=identifier))
            yield Finding(location, message, related=(related,))

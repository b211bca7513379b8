"""A document in force is to be reviewed within 30 days.

## Why
A review takes its time: people read the document, and a change has to be signed and trained before
the day comes. After that day it is overdue (QD505).

## Wrong
    review: {every: 12 months}     and the last approval or review is 11 months and a half old

## Right
    approvals/QP-07/A-1/confirmed.林静宜.9d41c07be2a5.json     or a new version that is signed

## How to mend
Review it. Where it needs no change, say so (`qmsdoc approve QP-07 --as confirmed`); else raise its
version and have the new text signed and released. `qmsdoc status` lists what is due by department.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.due import reviews
from qmsdoc.index.types import Index
from qmsdoc.rules.control.place import place_in_force
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_SOON = timedelta(days=30)


@rule("QD506", "review-due-soon", Severity.INFO)
def check(index: Index) -> Iterator[Finding]:
    for review in reviews(index):
        if not index.today <= review.due <= index.today + _SOON:
            continue
        message = Message.of(
            "{id} {version} is to be reviewed by {due}; revise it, or confirm that it needs no "
            "change (`qmsdoc approve {id} --as confirmed`)",
            id=review.control.document,
            version=review.version,
            due=review.due,
        )
        yield Finding(place_in_force(index, review.control, review.stated), message)

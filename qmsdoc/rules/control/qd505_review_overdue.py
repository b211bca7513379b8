"""A document in force was not reviewed in time.

## Why
Documented information is reviewed and kept suitable (GB/T 19001-2016, 7.5.2 c and 7.5.3.1 a). What
nobody has looked at for longer than was decided may describe a service that has changed since.

## Wrong
    review: {every: 12 months}     and the last approval or review is 14 months old

## Right
    approvals/QP-07/A-1/confirmed.林静宜.9d41c07be2a5.json     of the last 12 months

## How to mend
Review it. Where it needs no change, say so (`qmsdoc approve QP-07 --as confirmed`); else raise its
version and have the new text signed and released. `review` of the text in force says how
often, or `review` of `qmsdoc.yaml` for all; a newer draft changes nothing of it. The time counts
from the last approval or review without change.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.due import reviews
from qmsdoc.index.types import Index
from qmsdoc.rules.control.place import place_in_force
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD505", "review-overdue", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for review in reviews(index):
        if review.due >= index.today:
            continue
        message = Message.of(
            "{id} {version} was to be reviewed by {due}, and the last review was on {reviewed}; "
            "revise it, or confirm that it needs no change (`qmsdoc approve {id} --as confirmed`)",
            id=review.control.document,
            version=review.version,
            due=review.due,
            reviewed=review.reviewed,
        )
        yield Finding(place_in_force(index, review.control, review.stated), message)

"""People who must know a document are not on record as having read it.

## Why
People are aware of what they have to do, and that they are is on record (GB/T 19001-2016, 7.2 d and
7.3). A changed document that its readers do not know changes nothing.

## Wrong
    audience: [前台接待岗]                                   held by 田雨桐 and 许嘉
    approvals/QP-07/A-1/trained.田雨桐.71c2e8a04b9f.json     and nothing of 许嘉

## Right
    approvals/QP-07/A-1/trained.许嘉.e05d3b96a1c8.json

## How to mend
Let them read it, or train them, and record it: each signs (`qmsdoc approve QP-07 --as trained`), or
the trainer does for all (`--for 田雨桐 --for 许嘉`). Who holds which post is in `organization.yaml`.
The audience of the text in force counts. Nothing is said in a workspace that records no training.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.due import untrained
from qmsdoc.index.types import Index
from qmsdoc.rules.control.place import place_in_force
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD512", "untrained", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    for found in untrained(index):
        message = Message.of(
            "no record that these of {reader} know {id} {version}: {people}; train them and record "
            "it (`qmsdoc approve {id} --as trained`)",
            reader=found.reader.value,
            people=found.people,
            id=found.control.document,
            version=found.version,
        )
        yield Finding(place_in_force(index, found.control, found.reader), message)

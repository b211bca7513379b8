"""A department on the distribution list holds no copy of the version in force.

## Why
Documents have to be at hand where they are needed (GB/T 19001-2016, 7.5.3.1 a). A department that
never got the new version goes on working by the old one.

## Wrong
    distribution: [服务大厅, 职业介绍科]
    approvals/QP-07/A-1/distributed.苏晓雯.3f2a9c1b7d04.json   to 服务大厅 alone

## Right
    approvals/QP-07/A-1/distributed.苏晓雯.b86e50d2f713.json   to 职业介绍科

## How to mend
Hand out the copies and record it (`qmsdoc distribute QP-07 --all`), or release a version whose
list does not name the department: the list of the text in force counts. Nothing is said in a
workspace that records no distribution.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.due import undistributed
from qmsdoc.index.types import Index
from qmsdoc.rules.control.place import place_in_force
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD510", "undistributed", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    for found in undistributed(index):
        message = Message.of(
            "{department} holds no copy of {id} {version}, which is in force; hand one out "
            "(`qmsdoc distribute {id} --all`)",
            department=found.department.value,
            id=found.control.document,
            version=found.version,
        )
        yield Finding(place_in_force(index, found.control, found.department), message)

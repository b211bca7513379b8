"""A version was released without the signatures that policy asks for.

## Why
A document is approved for suitability and adequacy before it is used (GB/T 19001-2016, 7.5.2 c).
Without the signatures, the release puts nothing in force, and whoever works by it works by a draft.

## Wrong
    approvals/QP-07/A-1/released.苏晓雯.json     with signatures: {procedure: [prepared, approved]}
    approvals/QP-07/A-1/prepared.冯桂兰.json     and no approved.*.json

## Right
    approvals/QP-07/A-1/prepared.冯桂兰.json
    approvals/QP-07/A-1/approved.林静宜.json
    approvals/QP-07/A-1/released.苏晓雯.json

## How to mend
Have the text signed in the roles that are missing (`qmsdoc approve QP-07 --as approved`). A
signature counts when it is of exactly the released text and its person may give it (QD503, QD504).
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.approval import act_words
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import START


@rule("QD501", "unsigned-release", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for control in index.control.values():
        for release in control.releases:
            if release.missing and not control.is_past(release):
                message = Message.of(
                    "{id} {version} was released without being signed as {roles}; have exactly this "
                    "text signed (`qmsdoc approve`)",
                    id=control.document,
                    version=release.version,
                    roles=[act_words(role) for role in release.missing],
                )
                yield Finding(Location(release.item.path, START), message)

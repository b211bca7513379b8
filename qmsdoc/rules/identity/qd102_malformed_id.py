"""A number does not have the form that its kind asks for.

## Why
The number tells every reader of a controlled copy which level and which document it is. A form that
changes from author to author cannot be registered, searched or archived.

## Wrong
    id: qp7
    kind: procedure

## Right
    id: QP-07
    kind: procedure

## How to mend
Give the number the form that qmsdoc.yaml sets under ids for this kind. `qmsdoc new` takes the next
free one.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.text.message import Message


@rule("QD102", "malformed-id", Severity.ERROR)
def check(context: PolicyContext) -> Iterator[Finding]:
    content = context.content
    if isinstance(content, Document):
        kind = content.kind.value if content.kind else ""
    elif isinstance(content, Objective):
        kind = "objective"
    else:
        return
    if content.id is None or context.ids.matches(kind, content.id.value):
        return
    message = Message.of(
        "{id} does not have the form {pattern} of a number of kind {kind}",
        id=content.id.value,
        pattern=context.policy.ids[kind].value,
        kind=kind,
    )
    yield Finding(content.id.at(""), message)

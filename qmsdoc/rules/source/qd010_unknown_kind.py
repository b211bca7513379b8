"""The kind of a document is unknown, or is not one of the levels in use.

## Why
The kind places a document in the pyramid: manual, procedure, work instruction, record form. An
organisation may use four levels, three or two; a document of a level that is not in use belongs
nowhere.

## Wrong
    kind: guideline

## Right
    kind: instruction

## How to mend
Choose manual, procedure, instruction or form. To use a level, name it under levels in qmsdoc.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.model.document import KINDS
from qmsdoc.rules.nearest import suggestion
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.text.message import Message


@rule("QD010", "unknown-kind", Severity.ERROR)
def check(context: PolicyContext) -> Iterator[Finding]:
    document = context.document
    if document is None or document.kind is None:
        return
    kind, levels = document.kind, context.policy.levels
    if kind.value in levels:
        return
    names = tuple(levels)
    if kind.value in KINDS:
        text = "this workspace does not use the level {kind}; its levels are {levels}"
        yield Finding(kind.at(""), Message.of(text, kind=kind.value, levels=names))
        return
    message = Message.of("{kind} is not a kind; use {levels}", kind=kind.value, levels=names)
    yield Finding(kind.at(""), message.with_hint(suggestion(kind.value, levels)))

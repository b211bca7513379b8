"""A document refers to one that is withdrawn.

## Why
Who follows the reference works by something that is no longer in force, or finds nothing
(GB/T 19001-2016, 7.5.3.2: obsolete documents must not be used by mistake).

## Wrong
    references: [QP-09]      which was withdrawn

## Right
    references: [QP-08]      its successor

## How to mend
Refer to the successor, or take the reference away. A reference under `supersedes` is meant to name
an obsolete document and is left alone.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.control import Control, State
from qmsdoc.index.types import Index, ReferenceKind
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import START


@rule("QD303", "obsolete-target", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    withdrawn = {
        control.path: control
        for control in index.control.values()
        if control.path and control.state is State.WITHDRAWN
    }
    for reference in index.references:
        control = withdrawn.get(reference.target)
        if control is None or reference.kind is ReferenceKind.SUPERSEDES:
            continue
        if reference.source == reference.target or reference.source in withdrawn:
            continue
        yield Finding(reference.location, _message(control), _related(control))


def _message(control: Control) -> Message:
    successor = control.withdrawal.entry.successor if control.withdrawal else ""
    if successor and successor != "none":
        text = "{id} was withdrawn; refer to its successor {successor}"
        return Message.of(text, id=control.document, successor=successor)
    text = "{id} was withdrawn, and nothing took its place; take the reference away"
    return Message.of(text, id=control.document)


def _related(control: Control) -> tuple[Related, ...]:
    if control.withdrawal is None:
        return ()
    return (Related(Location(control.withdrawal.path, START), Message.of("withdrawn here")),)

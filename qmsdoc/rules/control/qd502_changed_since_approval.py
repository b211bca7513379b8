"""The text of a document is not the one that was signed under its version.

## Why
A signature is for one exact text. When that text changes under the same version, nobody can tell
what was approved, and the change has passed no review (GB/T 19001-2016, 7.5.3.2 c).

## Wrong
    version: A/1      (signed: 15分钟内, now: 30分钟内)

## Right
    version: A/2      (30分钟内, to be signed anew)

## How to mend
Raise the version and have the new text signed; or take the signed text back from git. Pictures and
attachments belong to the text that is signed.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.control import Control, State
from qmsdoc.index.types import Index
from qmsdoc.model.approval import SIGNATURES, Act
from qmsdoc.rules.control.place import place_of_text
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import START


@rule("QD502", "changed-since-approval", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for control in index.control.values():
        if control.state is not State.CHANGED:
            continue
        signed = (
            item
            for item in index.ledger.entries.get(control.document, ())
            if item.counts
            and item.entry.version == control.version
            and item.entry.role in (*SIGNATURES, Act.RELEASED)
        )
        said = Message.of("this is about another text")
        related = tuple(Related(Location(item.path, START), said) for item in signed)
        yield Finding(place_of_text(index, control, control.path), _said(control), related)


def _said(control: Control) -> Message:
    if control.changed_includes:
        return Message.of(
            "{files} belongs to {id} and was changed after {version} was signed; raise the version "
            "and have it signed, or restore what was signed",
            files=control.changed_includes,
            id=control.document,
            version=control.version,
        )
    return Message.of(
        "{id} was changed after {version} was signed; raise the version and have it signed, or "
        "restore the signed text",
        id=control.document,
        version=control.version,
    )

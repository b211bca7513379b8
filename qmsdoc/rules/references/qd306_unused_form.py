"""No document asks for a form to be filled in.

## Why
What is done is recorded on the forms that procedures and instructions name. A form that none of them
names is filled in by habit or not at all, and its records prove nothing.

## Wrong
    QR-07-02, which no procedure names

## Right
    records: [QR-07-01, QR-07-02]

## How to mend
Name the form in the step that fills it in, or under records of the procedure. If it is out of use,
withdraw it.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index, Reference, ReferenceKind
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

# That a form is replaced, or has something below it, does not say that anybody fills it in.
_NO_USE = frozenset({ReferenceKind.PARENT, ReferenceKind.SUPERSEDES})


@rule("QD306", "unused-form", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    for path, file in index.documents.items():
        if file.kind != "form" or file.document.id is None:
            continue
        if any(_uses(index, reference) for reference in index.backlinks.get(path, ())):
            continue
        message = Message.of(
            "no procedure or instruction names the form {id}; put it under records where it is "
            "filled in",
            id=file.id,
        )
        yield Finding(file.document.id.at(path), message)


def _uses(index: Index, reference: Reference) -> bool:
    return reference.kind not in _NO_USE and index.documents[reference.source].kind != "form"

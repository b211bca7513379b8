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

from collections.abc import Container, Iterable, Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index, Reference, ReferenceKind
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

# That a form is replaced, or has something below it, does not say that anybody fills it in.
_NO_USE = frozenset({ReferenceKind.PARENT, ReferenceKind.SUPERSEDES})


@rule("QD306", "unused-form", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    forms = {path: file for path, file in index.documents.items() if file.kind == "form"}
    for path, file in forms.items():
        if file.document.id is None or _is_used(index.backlinks.get(path, ()), forms):
            continue
        message = Message.of(
            "no procedure or instruction names the form {id}; put it under records where it is "
            "filled in",
            id=file.id,
        )
        yield Finding(file.document.id.at(path), message)


def _is_used(arriving: Iterable[Reference], forms: Container[str]) -> bool:
    for reference in arriving:
        if reference.source not in forms and reference.kind not in _NO_USE:
            return True
    return False

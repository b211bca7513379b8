"""A file is not named after the number of its document.

## Why
Auditors and colleagues look for QP-07 and find it by the name of its file. A file that still bears
the number of the document it was copied from is opened, approved and sent out as that one.

## Wrong
    documents/procedures/QP-08.md    id: QP-07

## Right
    documents/procedures/QP-07.md    id: QP-07

## How to mend
Rename the file (`git mv`) or correct the number. What a file is called is set by file_names in
qmsdoc.yaml: id (the number alone), id-prefix (the number, then anything), free.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.text import Text
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_NUMBER = re.compile(r"[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+", re.ASCII)


@rule("QD103", "file-name-mismatch", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    scheme = index.policy.file_names
    if scheme == "free":
        return
    named: list[tuple[str, Text | None]] = [
        *((file.path, file.document.id) for file in index.documents.values()),
        *((file.path, file.objective.id) for file in index.objectives.values()),
    ]
    for path, number in named:
        if number is None:
            continue
        name = path.rpartition("/")[2]
        stem, _, extension = name.rpartition(".")
        if stem == number.value:
            continue
        if scheme != "id-prefix":
            message = Message.of(
                "the file is called {name}; by its number it should be {wanted}",
                name=name,
                wanted=f"{number}.{extension}",
            )
        elif _begins_with(stem, number.value, index.by_id):
            continue
        else:
            message = Message.of(
                "the name of the file, {name}, does not begin with its number {id}",
                name=name,
                id=number.value,
            )
        yield Finding(number.at(path), message)


def _begins_with(stem: str, number: str, known: Mapping[str, object]) -> bool:
    """QP-07-reception begins with QP-07; QP-071 does not, nor QR-07-01 with QR-07 if there is one."""
    if not stem.startswith(number):
        return False
    following = stem[len(number) : len(number) + 1]
    if following.isascii() and following.isalnum():
        return False
    longest = _NUMBER.match(stem)
    return longest is None or longest.group() == number or longest.group() not in known

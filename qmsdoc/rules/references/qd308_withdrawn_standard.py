"""A standard that was withdrawn or replaced is cited.

## Why
A document that rests on a standard without force gives its readers rules that no longer hold, and is
among the first things that an auditor finds.

## Wrong
    文件的编制参照GB/T 30662-2014。

## Right
    文件的编制参照GB/T 30662-2024。

## How to mend
Read the edition that holds now, check what it changes for the document, and cite it by number and
year. The list in use names the source of each fact; where the source is a secondary one the message
says so, and you should make sure. To say that a standard was replaced, write it out: 代替GB/T
30662-2014, or GB/T 30662-2014（已废止）.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.references.withdrawn_standards import WithdrawnStandard, find_withdrawn
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD308", "withdrawn-standard", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    for path, file in index.documents.items():
        for citation in file.document.standards:
            found = find_withdrawn(citation.value)
            if found:
                yield Finding(citation.at(path), _message(citation.value, found))


def _message(cited: str, found: WithdrawnStandard) -> Message:
    number = " ".join(cited.split())
    if found.status == "withdrawn":
        message = Message.of(
            "{standard} was withdrawn; cite what holds in its place, or nothing", standard=number
        )
    elif found.replaced_by:
        message = Message.of(
            "{standard} was replaced by {successor}; cite the edition in force",
            standard=number,
            successor=found.replaced_by,
        )
    else:
        message = Message.of(
            "{standard} was replaced by a later edition; cite the edition in force",
            standard=number,
        )
    if found.confidence == "verified":
        return message
    return message.with_hint(
        Message.of("the source is a secondary one ({source}), so make sure", source=found.source)
    )

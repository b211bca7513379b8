"""A number that belonged to one document now belongs to another.

## Why
Numbers of obsolete documents are not given out again: old records, approvals and printed copies
would all of a sudden speak of something else.

## Wrong
    QP-07 前台接待服务程序    (at the base)
    QP-07 车辆管理程序        (now)

## Right
    QP-07 前台接待服务程序    (superseded, its number kept)
    QP-18 车辆管理程序

## How to mend
Give the new document a number of its own; `qmsdoc new` takes the next one that was never used.
Runs with `validate --base REV`.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import DocumentFile
from qmsdoc.rules.types import Revised, rule
from qmsdoc.source.file import split_front_matter
from qmsdoc.text.message import Message

# Under this likeness, in percent, neither the title nor the text is the old one edited.
_ANOTHER_TITLE, _ANOTHER_TEXT = 50, 45


@rule("QD106", "reused-id", Severity.ERROR)
def check(revised: Revised) -> Iterator[Finding]:
    for before, after in revised.pairs():
        if after.document.id and _is_another(revised, before, after):
            message = Message.of(
                "{id} was the number of {title} ({path}); give this document a number of its own",
                id=after.id,
                title=before.title,
                path=before.path,
            )
            yield Finding(after.document.id.at(after.path), message)


def _is_another(revised: Revised, before: DocumentFile, after: DocumentFile) -> bool:
    if before.path != after.path and before.path in revised.index.documents:
        # The old file is still there, under another number.
        return True
    if before.title == after.title:
        return False
    from rapidfuzz import fuzz

    if before.kind == after.kind and fuzz.ratio(before.title, after.title) >= _ANOTHER_TITLE:
        return False
    return (
        fuzz.ratio(_body(revised.base_text(before.path)), _body(revised.text(after.path)))
        < _ANOTHER_TEXT
    )


def _body(text: str) -> str:
    """Without the front matter, whose keys make any two documents alike."""
    return text[split_front_matter(text)[1] :]

"""Two numbers, or two file names, look the same and are not.

## Why
A reader cannot tell QP-O1 from QP-01, nor ＱＰ-01 from QP-01: one of the two documents is taken for
the other. Two file names that differ in case only become one file on Windows and macOS.

## Wrong
    documents/QP-01.md    id: QP-01
    documents/QP-O1.md    id: QP-O1

## Right
    documents/QP-01.md    id: QP-01
    documents/QP-02.md    id: QP-02

## How to mend
Give one of the documents another number; type digits as digits, letters in half width and a plain
hyphen. Rename one of two files whose names differ in case only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from unicodedata import normalize

from qmsdoc.diagnostics.types import Finding, Location, Related, Severity
from qmsdoc.index.types import DocumentFile, Index, ObjectiveFile
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

# Letters like digits, any dash like a hyphen, Greek and Cyrillic capitals like Latin ones.
_LIKE = str.maketrans(
    "OoIl" + "‐‑‒–—―−" + "ΑΒΕΖΗΙΚΜΝΟΡΤΧΥ" + "АВЕЅІЈКМНОРСТХУ",
    "0011" + "-------" + "ABEZH1KMN0PTXY" + "ABES1JKMH0PCTXY",
)


@rule("QD105", "look-alike-id", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    yield from _numbers(index.by_id)
    yield from _paths(index.paths)


def _numbers(by_id: Mapping[str, DocumentFile | ObjectiveFile]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for number, file in by_id.items():
        for appearance in _appearances(number):
            other = first.setdefault(appearance, number)
            if other != number:
                message = Message.of(
                    "{id} looks like {other}, another number", id=number, other=other
                )
                there = Related(_place(by_id[other]), Message.of("{id} is here", id=other))
                yield Finding(_place(file), message, related=(there,))
                break


def _appearances(number: str) -> tuple[str, ...]:
    """Two numbers that share one of these look alike."""
    folded = number if number.isascii() else normalize("NFKC", number)
    # Both are needed: l is like 1 but, in another case, also like L.
    return (folded.casefold(), folded.translate(_LIKE).casefold())


def _place(file: DocumentFile | ObjectiveFile) -> Location:
    number = file.document.id if isinstance(file, DocumentFile) else file.objective.id
    return number.at(file.path) if number else Location(file.path)


def _paths(paths: Iterable[str]) -> Iterator[Finding]:
    first: dict[str, str] = {}
    for path in sorted(paths):
        folded = (path if path.isascii() else normalize("NFC", path)).casefold()
        other = first.setdefault(folded, path)
        if other != path:
            message = Message.of(
                "{path} and {other} are one file on Windows and macOS; rename one",
                path=path,
                other=other,
            )
            yield Finding(Location(path), message)

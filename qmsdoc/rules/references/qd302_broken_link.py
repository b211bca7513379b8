"""A link leads to no file of the workspace, or to no heading of it.

## Why
A reader who follows a link in the manual expects the document that it names. A link that ends
nowhere, or in somebody's own folder, works on one machine at most and never on paper.

## Wrong
    [登记表](QR-07-01.md)
    [制度](file:///D:/制度/QP-01.md)
    [时限](QP-07.md#办理时限)

## Right
    [登记表](../forms/QR-07-01.md)
    [时限](QP-07.md#42-办理时限)

## How to mend
Write the path relative to the file that holds the link. Behind # comes the heading as git hosts
write it: small letters, no punctuation, hyphens for spaces, its number included.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index, Reference, ReferenceKind
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.references.nearest_path import NearestPath, missing_file
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD302", "broken-link", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    paths = NearestPath(index.paths)
    anchors = _Anchors(index)
    for reference in index.references:
        if reference.kind is not ReferenceKind.LINK:
            continue
        typed = reference.text.value
        if not reference.target or not typed:
            target = resolve_link(reference.source, typed)
            path = target.path if target else ""
            message = missing_file(reference.source, typed, path, paths)
            yield Finding(reference.location, message)
        elif reference.anchor and reference.target in index.documents:
            yield from anchors.check(reference)


class _Anchors:
    """The anchors of each document that is linked to by one."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._known: dict[str, KnownNames] = {}
        self._anchors: dict[str, frozenset[str]] = {}

    def check(self, reference: Reference) -> Iterator[Finding]:
        path = reference.target
        document = self._index.documents[path].document
        if path not in self._anchors:
            self._anchors[path] = frozenset(heading.anchor for heading in document.headings)
        # Of a document that cannot be read, nobody knows the headings.
        if reference.anchor in self._anchors[path] or document.id is None:
            return
        message = Message.of(
            "{path} has no heading with the anchor {anchor}", path=path, anchor=reference.anchor
        )
        known = self._known.setdefault(path, KnownNames(self._anchors[path]))
        yield Finding(reference.location, message.with_hint(known.suggestion(reference.anchor)))

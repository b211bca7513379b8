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
    paths, anchors, link = NearestPath(index.paths), _Anchors(index), ReferenceKind.LINK
    for reference in index.references:
        if reference.kind is not link:
            continue
        if not reference.target or not reference.text.value:
            yield Finding(reference.location, _missing(reference, paths))
        elif reference.anchor and reference.anchor not in anchors.of(reference.target):
            message = anchors.missing(reference)
            if message:
                yield Finding(reference.location, message)


def _missing(reference: Reference, paths: NearestPath) -> Message:
    typed = reference.text.value
    target = resolve_link(reference.source, typed)
    return missing_file(reference.source, typed, target.path if target else "", paths)


class _Anchors:
    """The anchors of each document that is linked to by one."""

    def __init__(self, index: Index) -> None:
        self._documents = index.documents
        self._anchors: dict[str, frozenset[str]] = {}
        self._names: dict[str, KnownNames] = {}

    def of(self, path: str) -> frozenset[str]:
        """The anchors of the document at *path*; none where it is no document."""
        found = self._anchors.get(path)
        if found is None:
            file = self._documents.get(path)
            headings = file.document.headings if file else ()
            found = self._anchors[path] = frozenset(heading.anchor for heading in headings)
        return found

    def missing(self, reference: Reference) -> Message | None:
        """What to say of an anchor that is not there, if anything can be known of it."""
        path, anchor = reference.target, reference.anchor
        file = self._documents.get(path)
        # Of a file that is no document, or cannot be read, nobody knows the headings.
        if file is None or file.document.id is None:
            return None
        message = Message.of(
            "{path} has no heading with the anchor {anchor}", path=path, anchor=anchor
        )
        if path not in self._names:
            self._names[path] = KnownNames(self.of(path))
        return message.with_hint(self._names[path].suggestion(anchor))

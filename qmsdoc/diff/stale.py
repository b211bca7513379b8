"""Places that still name what a change renamed, renumbered, moved or took away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.types import FileChanges
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import Index, Reference, ReferenceKind

_BY_PATH = frozenset({ReferenceKind.LINK, ReferenceKind.IMAGE, ReferenceKind.ATTACHMENT})


def stale_names(
    before: Index, after: Index, changed: Iterable[FileChanges]
) -> Iterator[tuple[str, Location]]:
    """The old name and where it stands in *after*: a number, a path, ``path#anchor``, a 《title》."""
    paths, numbers, titles, anchors = set[str](), set[str](), set[str](), set[tuple[str, str]]()
    for file in changed:
        old = before.named(file.old_path) if file.old_path else None
        if file.old_path and file.old_path not in after.paths:
            paths.add(file.old_path)
        if old is None:
            continue
        if old.id and old.id not in after.by_id:
            numbers.add(old.id)
        titles.add(old.title)
        anchors |= {(file.path, anchor) for anchor in _lost_anchors(before, after, file)}
    titles -= {file.title for file in after.documents.values()} | {""}
    yield from _references(after, paths, numbers, anchors)
    for citing in after.documents.values():
        for text in citing.document.titles if titles else ():
            if text.value in titles:
                yield f"《{text.value}》", text.at(citing.path)


def _references(
    after: Index, paths: set[str], numbers: set[str], anchors: set[tuple[str, str]]
) -> Iterator[tuple[str, Location]]:
    for reference in after.references:
        if reference.target:
            if (reference.target, reference.anchor) in anchors:
                yield f"{reference.target}#{reference.anchor}", reference.location
        elif reference.kind in _BY_PATH:
            path = _meant(reference)
            if path in paths:
                yield path, reference.location
        elif reference.text.value in numbers:
            yield reference.text.value, reference.location


def _meant(reference: Reference) -> str:
    target = resolve_link(reference.source, reference.text.value)
    return target.path if target else ""


def _lost_anchors(before: Index, after: Index, file: FileChanges) -> set[str]:
    old, new = before.documents.get(file.old_path), after.documents.get(file.path)
    if old is None or new is None:
        return set()
    kept = {heading.anchor for heading in new.document.headings}
    return {heading.anchor for heading in old.document.headings} - kept

"""What a change undoes of what the ledger says: signatures of the old text, copies in circulation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.types import FileChanges, Impact, ImpactKind
from qmsdoc.index.control import Control


def fallen_approvals(
    before: Mapping[str, Control], after: Mapping[str, Control], changed: Iterable[FileChanges]
) -> Iterator[Impact]:
    """The signatures of the text before each change, which say nothing of the one after it; those of
    a text with a changed picture or attachment too."""
    files = list(changed)
    paths = {file.path for file in files}
    parts = (name for name, control in after.items() if paths & {*control.changed_includes})
    for document in dict.fromkeys((*(file.id for file in files if file.old_path), *parts)):
        control = before.get(document)
        entries = control.signatures if control else ()
        if control and entries:
            places = tuple(Location(item.path) for item in entries)
            subject = f"{document} {control.version}".rstrip()
            yield Impact(ImpactKind.APPROVAL, subject, (document,) * len(places), places)


def copies_out(after: Mapping[str, Control], changed: Iterable[FileChanges]) -> Iterator[Impact]:
    """Copies of another version than the new one that nobody gave back, by department."""
    found: dict[str, list[tuple[str, Location]]] = {}
    for file in changed:
        control = after.get(file.id)
        for copy in control.copies if control else ():
            if not copy.recalled and copy.version != file.version:
                said = f"{file.id} {copy.version} #{copy.number}".rstrip("# ")
                found.setdefault(copy.department, []).append((said, Location(copy.path)))
    for department, places in found.items():
        documents, where = zip(*sorted(places, key=lambda place: place[0]), strict=True)
        yield Impact(ImpactKind.COPY, department, documents, where)

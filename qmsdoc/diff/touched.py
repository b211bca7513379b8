"""Which steps and sections of a document the changes of its file lie in."""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diff.types import Aspect, FileChanges, Weight
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document, Step
from qmsdoc.source.markdown import Heading

_STEP = frozenset(
    {Aspect.STEP, Aspect.STEP_ACTION, Aspect.STEP_POST, Aspect.STEP_LIMIT, Aspect.STEP_RECORD}
)


def document_at(index: Index | None, path: str) -> Document | None:
    """The document at *path*; None where there is none."""
    file = index.documents.get(path) if index else None
    return file.document if file else None


def changed_steps(
    before: Index | None, after: Index | None, file: FileChanges
) -> Iterator[tuple[Step, str]]:
    """Each step that changed, as it is or, where it is gone, as it was; and the path it is in."""
    sides = {
        False: (document_at(after, file.path), file.path),
        True: (document_at(before, file.old_path), file.old_path),
    }
    seen: set[tuple[bool, int]] = set()
    for change in file.changes:
        place = (change.gone, change.where.span.line)
        if change.aspect not in _STEP or place in seen:
            continue
        seen.add(place)
        document, path = sides[change.gone]
        for steps in document.steps if document else ():
            yield from ((step, path) for step in steps if step.action.span.line == place[1])


def changed_anchors(
    before: Index | None, after: Index | None, file: FileChanges
) -> dict[str, Heading]:
    """The sections of the new text that say something else, and those around them, by anchor."""
    new, old = document_at(after, file.path), document_at(before, file.old_path)
    if new is None:
        return {}
    kept = {heading.anchor: heading for heading in new.headings}
    found: dict[str, Heading] = {}
    for change in file.changes:
        document = old if change.gone else new
        if document is None or change.weight is Weight.EDITORIAL:
            continue
        for heading in _above(document, change.where.span.line):
            if heading.level > 1 and heading.anchor in kept:
                found[heading.anchor] = kept[heading.anchor]
    return found


def _above(document: Document, line: int) -> list[Heading]:
    """The heading that *line* stands under, and those that it stands under."""
    above: list[Heading] = []
    for heading in document.headings:
        if heading.span.line > line:
            break
        while above and above[-1].level >= heading.level:
            above.pop()
        above.append(heading)
    return above

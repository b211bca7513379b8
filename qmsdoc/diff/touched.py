"""Which steps and sections of a document the changes of its file lie in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from qmsdoc.diff.steps import step_pairs
from qmsdoc.diff.types import Aspect, FileChanges, Weight
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document, Step
from qmsdoc.model.text import Text
from qmsdoc.source.markdown import Heading

_STEP = frozenset(
    {Aspect.STEP, Aspect.STEP_ACTION, Aspect.STEP_POST, Aspect.STEP_LIMIT, Aspect.STEP_RECORD}
)
_LOSING = frozenset({Aspect.STEP_POST, Aspect.STEP_RECORD})


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


def former_steps(
    before: Index | None, after: Index | None, file: FileChanges
) -> Iterator[tuple[Step, str]]:
    """Each step that is another's now, or asks for another record: as it was, with those posts and
    records alone that it lost; and the path it was in."""
    old, new = document_at(before, file.old_path), document_at(after, file.path)
    lines = {change.where.span.line for change in file.changes if change.aspect in _LOSING}
    if old is None or new is None or not lines:
        return
    for was, now in step_pairs(old, new):
        if now.action.span.line in lines:
            posts, records = _values(now.posts), _values(now.records)
            lost = replace(
                was,
                posts=tuple(post for post in was.posts if post.value not in posts),
                records=tuple(record for record in was.records if record.value not in records),
            )
            yield lost, file.old_path


def _values(texts: Iterable[Text]) -> set[str]:
    return {text.value for text in texts}


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

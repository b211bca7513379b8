"""What changes touch: who refers to them, what loses cover, whose copies and whose knowledge age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.stale import stale_names
from qmsdoc.diff.types import FileChanges, Impact, ImpactKind
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.document import Document
from qmsdoc.model.text import Text
from qmsdoc.standards.types import Title

Place = tuple[str, Location]
_ORDER = {kind: place for place, kind in enumerate(ImpactKind)}


def impacts(
    before: Index | None, after: Index | None, files: Sequence[FileChanges], *, whole: bool
) -> list[Impact]:
    """What *files* touch. Where they are not the *whole* of a change, only what has to do with them."""
    if after is None:
        return []
    changed = [file for file in files if not file.only_layout]
    paths = {path for file in changed for path in (file.path, file.old_path) if path}
    found = [
        *_references(after, changed),
        *_broken(before, after, changed),
        *_cover(before, after, None if whole else paths),
        *_unused_forms(before, after, None if whole else paths),
        *_people(before, after, changed),
    ]
    return sorted(found, key=lambda impact: (_ORDER[impact.kind], impact.subject))


def _references(index: Index, changed: Iterable[FileChanges]) -> Iterator[Impact]:
    """Who refers to a document that was there before and says something else now."""
    for file in changed:
        first: dict[str, Location] = {}
        references = index.backlinks.get(file.path, ()) if file.old_path else ()
        for reference in references:
            where = reference.location
            if reference.source not in first or where.span < first[reference.source].span:
                first[reference.source] = where
        if first:
            places = [(_number(index, path), where) for path, where in first.items()]
            yield _impact(ImpactKind.REFERENCE, file.id or file.path, places)


def _broken(before: Index | None, after: Index, changed: Sequence[FileChanges]) -> Iterator[Impact]:
    if before is None:
        return
    places: dict[str, list[Place]] = {}
    for name, where in stale_names(before, after, changed):
        places.setdefault(name, []).append((_number(after, where.path), where))
    for name, found in places.items():
        yield _impact(ImpactKind.BROKEN, name, found)


def _cover(before: Index | None, after: Index, paths: set[str] | None) -> Iterator[Impact]:
    """Clauses that a document or an objective covered, and none does now; and the other way round."""
    old = before.claims if before else {}
    for key in sorted({*old, *after.claims} - {("", "")}):
        lost, gained = old.get(key, ()), after.claims.get(key, ())
        if (lost and gained) or before is None:
            continue
        index, claims = (after, gained) if gained else (before, lost)
        if paths is not None and not paths & {claim.path for claim in claims}:
            continue
        places = [(_number(index, claim.path), claim.location) for claim in claims]
        kind = ImpactKind.COVER_GAINED if gained else ImpactKind.COVER_LOST
        title = _clause_title(index, *key)
        yield _impact(kind, ":".join(key), places, title, gone=not gained)


def _clause_title(index: Index, standard: str, number: str) -> Title:
    pack = index.standards.get(standard)
    clause = pack.clauses.get(number) if pack else None
    return clause.title if clause else Title()


def _unused_forms(before: Index | None, after: Index, paths: set[str] | None) -> Iterator[Impact]:
    """Forms that a document asked for, and none does now."""
    for file in after.documents.values():
        old = before.document(file.id) if before and file.id else None
        if before is None or old is None or file.kind != "form" or _users(after, file):
            continue
        users = _users(before, old)
        if not users or (paths is not None and not paths & {place.path for _, place in users}):
            continue
        yield _impact(ImpactKind.FORM_UNUSED, file.id, users, _own_title(file), gone=True)


def _users(index: Index, form: DocumentFile) -> list[Place]:
    """The documents other than forms that refer to it, once each."""
    first: dict[str, Location] = {}
    for reference in index.backlinks.get(form.path, ()):
        source = index.documents.get(reference.source)
        if source and source.kind != "form":
            first.setdefault(reference.source, reference.location)
    return [(_number(index, path), where) for path, where in first.items()]


def _people(before: Index | None, after: Index, changed: Sequence[FileChanges]) -> Iterator[Impact]:
    """Departments that get a copy or give one back, and posts that must know of a change."""
    found: dict[tuple[ImpactKind, str], list[Place]] = {}

    def note(kind: ImpactKind, texts: Iterable[Text], file: FileChanges, path: str) -> None:
        for text in texts:
            place = (file.id or file.path, text.at(path))
            found.setdefault((kind, text.value), []).append(place)

    for file in changed:
        new, old = _document(after, file.path), _document(before, file.old_path)
        if new:
            note(ImpactKind.DISTRIBUTE, new.distribution, file, file.path)
            note(ImpactKind.TRAIN, new.audience, file, file.path)
        if old:
            kept = {text.value for text in new.distribution} if new else set()
            lost = [text for text in old.distribution if text.value not in kept]
            note(ImpactKind.RECALL, lost, file, file.old_path)
    for (kind, subject), places in found.items():
        yield _impact(kind, subject, places, gone=kind is ImpactKind.RECALL)


def _document(index: Index | None, path: str) -> Document | None:
    file = index.documents.get(path) if index else None
    return file.document if file else None


def _impact(
    kind: ImpactKind,
    subject: str,
    places: Iterable[Place],
    title: Title = Title(),  # noqa: B008  # frozen
    *,
    gone: bool = False,
) -> Impact:
    ordered = sorted(places, key=lambda place: (place[0], place[1].path, place[1].span))
    documents = tuple(document for document, _ in ordered)
    return Impact(kind, subject, documents, tuple(where for _, where in ordered), title, gone)


def _number(index: Index, path: str) -> str:
    file = index.named(path)
    return (file.id if file else "") or path


def _own_title(file: DocumentFile) -> Title:
    return Title(zh=file.title)

"""What changes touch: who refers to them, what loses cover, whose copies and whose knowledge age."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.impact_control import copies_out, fallen_approvals
from qmsdoc.diff.stale import stale_names
from qmsdoc.diff.touched import changed_anchors, changed_steps, document_at, former_steps
from qmsdoc.diff.types import FileChanges, Impact, ImpactKind, Weight
from qmsdoc.index.paths import resolve_link
from qmsdoc.index.types import DocumentFile, Index
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
        *_references(before, after, changed),
        *_broken(before, after, changed),
        *_cover(before, after, None if whole else paths),
        *_unused_forms(before, after, None if whole else paths),
        *_people(before, after, changed),
        *_forms(before, after, changed),
        *_objectives(after, changed),
        *fallen_approvals(before.control if before else {}, after.control, changed),
        *copies_out(after.control, changed),
    ]
    return sorted(found, key=lambda impact: (_ORDER[impact.kind], impact.subject))


def _references(
    before: Index | None, after: Index, changed: Iterable[FileChanges]
) -> Iterator[Impact]:
    """Who refers to a document, or to one of its sections, that says something else now."""
    for file in changed:
        references = after.backlinks.get(file.path, ()) if file.old_path else ()
        if not references:
            continue
        anchors = changed_anchors(before, after, file)
        known = document_at(after, file.path)
        all_anchors = {heading.anchor for heading in known.headings} if known else set()
        first: dict[tuple[str, str], Location] = {}
        for reference in references:
            # A link to a section that stayed as it was is none to what changed.
            if reference.anchor in all_anchors and reference.anchor not in anchors:
                continue
            anchor = reference.anchor if reference.anchor in anchors else ""
            where = first.get((anchor, reference.source))
            if where is None or reference.location.span < where.span:
                first[anchor, reference.source] = reference.location
        for anchor in sorted({anchor for anchor, _ in first}):
            places = [(_number(after, p), where) for (a, p), where in first.items() if a == anchor]
            subject = file.id or file.path
            if anchor:
                heading = anchors[anchor]
                title = Title(zh=f"{heading.number} {heading.title}".strip())
                yield _impact(ImpactKind.REFERENCE, f"{subject}#{anchor}", places, title)
            else:
                yield _impact(ImpactKind.REFERENCE, subject, places)


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
    known = after.organization.outsiders if after.organization else ()
    outsiders = {outsider.value for outsider in known}

    def note(kind: ImpactKind, texts: Iterable[Text], file: FileChanges, path: str) -> None:
        for text in texts:
            place = (file.id or file.path, text.at(path))
            found.setdefault((kind, text.value), []).append(place)

    for file in changed:
        new, old = document_at(after, file.path), document_at(before, file.old_path)
        if new:
            note(ImpactKind.DISTRIBUTE, new.distribution, file, file.path)
            note(ImpactKind.TRAIN, new.audience, file, file.path)
        if old:
            kept = {text.value for text in new.distribution} if new else set()
            lost = [text for text in old.distribution if text.value not in kept]
            note(ImpactKind.RECALL, lost, file, file.old_path)
        for step, path in (*changed_steps(before, after, file), *former_steps(before, after, file)):
            posts = [post for post in step.posts if post.value not in outsiders]
            note(ImpactKind.TRAIN, posts, file, path)
    for (kind, subject), places in found.items():
        yield _impact(kind, subject, places, gone=kind is ImpactKind.RECALL)


def _forms(before: Index | None, after: Index, changed: Sequence[FileChanges]) -> Iterator[Impact]:
    """The forms and records that changed steps ask for, as they are or as they were."""
    found: dict[str, list[Place]] = {}
    titles = {file.title: file for file in after.documents.values() if file.kind == "form"}
    for changed_file in changed:
        steps = changed_steps(before, after, changed_file)
        for step, path in (*steps, *former_steps(before, after, changed_file)):
            targets = {link.text: resolve_link(path, link.target) for link in step.links}
            for record in step.records:
                target = targets.get(record.value)
                linked = after.documents.get(target.path) if target else None
                named = after.document(record.value) or titles.get(record.value)
                form = linked or named
                place = (changed_file.id or changed_file.path, record.at(path))
                found.setdefault((form.id if form else "") or record.value, []).append(place)
    for name, places in found.items():
        known = after.document(name)
        title = _own_title(known) if known else Title()
        yield _impact(ImpactKind.FORM, name, places, title)


def _objectives(after: Index, changed: Sequence[FileChanges]) -> Iterator[Impact]:
    """Objectives that name a document of which more than the wording changed, or that it names;
    of a form, those of the document that it belongs to."""
    found: dict[str, list[Place]] = {}
    for file in changed:
        own = document_at(after, file.path)
        if own is None or file.weight is Weight.EDITORIAL:
            continue
        parent = own.parent.value if own.parent and own.kind and own.kind.value == "form" else ""
        about = after.document(parent) or after.documents[file.path]
        for identifier in about.document.objectives:
            if identifier.value in after.by_id:
                place = (file.id or file.path, identifier.at(about.path))
                found.setdefault(identifier.value, []).append(place)
        for objective in after.objectives.values():
            for text in objective.objective.documents:
                if objective.id and text.value == about.id:
                    place = (file.id or file.path, text.at(objective.path))
                    found.setdefault(objective.id, []).append(place)
    for name, places in found.items():
        objective_file = after.by_id.get(name)
        title = Title(zh=objective_file.title) if objective_file else Title()
        yield _impact(ImpactKind.OBJECTIVE, name, places, title)


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

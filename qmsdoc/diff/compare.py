"""Two revisions of a workspace become a list of what changed and of what that touches.

Pure: what is read again is read through the sides, and only files whose bytes changed are.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.fields import FIELDS, field_changes
from qmsdoc.diff.files import File, Side, files_of, match_files
from qmsdoc.diff.impact import impacts
from qmsdoc.diff.order import in_order
from qmsdoc.diff.pairing import rest
from qmsdoc.diff.requirements import Rows, judged_sections
from qmsdoc.diff.sections import section_changes, sections
from qmsdoc.diff.series import Table, series_changes
from qmsdoc.diff.steps import step_changes
from qmsdoc.diff.types import Action, Aspect, Change, Comparison, FileChanges
from qmsdoc.diff.weights import Ground, judged
from qmsdoc.diff.wording import Vocabulary
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.roles import Role
from qmsdoc.model.series import SeriesTable
from qmsdoc.source.defect import SourceError
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.yaml import YamlDocument, load_yaml
from qmsdoc.text.span import START

_LEDGER = frozenset({Role.APPROVAL, Role.SIGNATURE})
_NOTHING = YamlDocument({}, {}, {})


def compare(before: Side, after: Side, ids: Collection[str] = ()) -> Comparison:
    """All that changed, or all that changed in the documents and objectives *ids*."""
    old, new = files_of(before), files_of(after)
    pairs = match_files(old, new)
    paired = [(old[i], new[k]) for i, k in pairs]
    lost = [old[i] for i in rest(len(old), (i for i, _ in pairs))]
    come = [new[k] for k in rest(len(new), (k for _, k in pairs))]
    vocabulary = _vocabulary(before.index, after.index)
    found = [
        *(
            _changed(left, right, before, after, vocabulary)
            for left, right in paired
            if _differ(left, right)
        ),
        *(_removed(file) for file in lost),
        # The ledger grows with every signature; what there is of them, the checks tell.
        *(_added(file) for file in come if file.role not in _LEDGER),
        *_attachments(before, after),
    ]
    wanted = [file for file in found if not ids or _numbers(file) & set(ids)]
    ordered = tuple(sorted(wanted, key=lambda file: (not file.id, file.id, file.path)))
    return Comparison(ordered, tuple(impacts(before.index, after.index, ordered, whole=not ids)))


def _vocabulary(*indexes: Index | None) -> Vocabulary:
    """The names and terms of both revisions."""
    known = [index for index in indexes if index]
    names = (index.organization.responsible_names for index in known if index.organization)
    terms = (term for index in known for term in index.glossary.terms)
    replaced = {word.value: term.term.value for term in terms for word in term.replaces}
    return Vocabulary(frozenset[str]().union(*names), replaced)


def _numbers(file: FileChanges) -> set[str]:
    """The numbers that a file has and had."""
    old = {change.before or "" for change in file.changes if change.aspect is Aspect.ID}
    return {file.id, *old} - {""}


def _differ(old: File, new: File) -> bool:
    # Files that are never read have no content id; nothing is known of them.
    return old.path != new.path or old.blob != new.blob


def _changed(
    old: File, new: File, before: Side, after: Side, vocabulary: Vocabulary
) -> FileChanges:
    ground = _ground(old, new, vocabulary)
    changes = in_order(
        list(_changes(old, new, before, after, ground)),
        lambda: (before.text(old.path), after.text(new.path)),
    )
    return FileChanges(
        path=new.path,
        old_path=old.path,
        role=new.role,
        id=new.id or old.id,
        title=new.title or old.title,
        version=new.version,
        changes=tuple(judged(change, ground) for change in changes),
    )


def _ground(old: File, new: File, vocabulary: Vocabulary) -> Ground:
    before, after = _direction(old), _direction(new)
    return Ground(new.role, vocabulary, after if before == after else "")


def _direction(file: File) -> str:
    direction = file.content.direction if isinstance(file.content, Objective) else None
    return direction.value if direction else ""


def _changes(old: File, new: File, before: Side, after: Side, ground: Ground) -> Iterator[Change]:
    paths = (old.path, new.path)
    number = new.id or old.id
    if old.path != new.path:
        yield _file_change(Aspect.DOCUMENT, Action.MOVED, number, new.path, paths)
    if old.blob == new.blob:
        return
    if old.series and new.series:
        tables = (
            Table(file.path, file.series or SeriesTable(), file.labels) for file in (old, new)
        )
        yield from series_changes(number, *tables)
        return
    if new.role not in FIELDS:
        yield _file_change(Aspect.FILE, Action.CHANGED, number, new.path, (None, None))
        return
    texts = before.text(old.path), after.text(new.path)
    yaml = _yaml(texts[0], old.role), _yaml(texts[1], new.role)
    if yaml[0] is None or yaml[1] is None:
        yield _file_change(Aspect.FILE, Action.UNREADABLE, number, new.path, (None, None))
    else:
        yield from field_changes(Role(new.role), number, paths, yaml[0], yaml[1])
    if isinstance(old.content, Document) and isinstance(new.content, Document):
        yield from step_changes(number, paths, old.content, new.content)
        left, right = (
            sections(*_body(text), content.headings)
            for text, content in ((texts[0], old.content), (texts[1], new.content))
        )
        changes = section_changes(number, paths, left, right)
        own = [change for change in changes if not _repeats_title(change, old, new)]
        rows = Rows.of(old.content, new.content)
        yield from judged_sections(own, paths, rows, ground.vocabulary)


def _yaml(text: str, role: str) -> YamlDocument | None:
    """The front matter or the whole of a file; None where it cannot be read."""
    front: str | None = text
    first_line = 1
    if role == Role.DOCUMENT:
        front, first_line = split_front_matter(text)[0], 2
    if front is None or not text:
        return None
    try:
        yaml = load_yaml(front, first_line)
    except SourceError:
        return None
    return yaml if isinstance(yaml.data, dict) else _NOTHING if yaml.data is None else None


def _body(text: str) -> tuple[str, int]:
    start = split_front_matter(text)[1]
    return text[start:], text.count("\n", 0, start) + 1


def _repeats_title(change: Change, old: File, new: File) -> bool:
    """Whether a heading only follows the title in the front matter, which is told already."""
    return (
        change.aspect is Aspect.SECTION
        and change.action is Action.RENAMED
        and (change.before, change.after) == (old.title, new.title)
    )


def _removed(file: File) -> FileChanges:
    return _whole(file, file.path, Action.REMOVED, (file.title or file.path, None))


def _added(file: File) -> FileChanges:
    return _whole(file, "", Action.ADDED, (None, file.title or file.path))


def _whole(
    file: File, old_path: str, action: Action, titles: tuple[str | None, str | None]
) -> FileChanges:
    aspect = Aspect.DOCUMENT if file.content else Aspect.FILE
    change = _file_change(aspect, action, file.id, file.path, titles)
    change = judged(change, Ground(file.role))
    return FileChanges(file.path, old_path, file.role, file.id, file.title, file.version, (change,))


def _file_change(
    aspect: Aspect,
    action: Action,
    document: str,
    path: str,
    values: tuple[str | None, str | None],
) -> Change:
    return Change(
        aspect=aspect,
        action=action,
        document=document,
        where=Location(path, START),
        subject=path,
        before=values[0],
        after=values[1],
        gone=action is Action.REMOVED,
    )


def _attachments(before: Side, after: Side) -> Iterator[FileChanges]:
    """Files that are kept beside the documents; what they say is not compared."""
    for path in sorted({*before.attachments, *after.attachments}):
        old, new = before.attachments.get(path), after.attachments.get(path)
        if old == new:
            continue
        action = Action.ADDED if old is None else Action.REMOVED if new is None else Action.CHANGED
        change = judged(_file_change(Aspect.FILE, action, "", path, (None, None)), Ground(""))
        yield FileChanges(path, "" if old is None else path, "", changes=(change,))

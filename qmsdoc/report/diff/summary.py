"""What every report of changes says first."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdoc.diff.types import Action, Aspect, Comparison, FileChanges, Impact, ImpactKind
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

# What touches people is told by document; the place where a list names them says nothing.
PEOPLE = frozenset({ImpactKind.DISTRIBUTE, ImpactKind.RECALL, ImpactKind.TRAIN, ImpactKind.COPY})


def ends(report: DiffReport) -> Message:
    """What is compared with what."""
    base, head = report.base, report.head
    if not report.head:
        return Message.of("Changes in the work tree since {base}", base=base)
    return Message.of("Changes from {base} to {head}", base=base, head=head)


def totals(report: DiffReport) -> Message:
    """How many files did what."""
    comparison = report.comparison
    if not comparison.files:
        return Message.of("Nothing changed.")
    if not comparison.meaningful:
        return Message.of("Nothing changed but layout.")
    values = counts(comparison)
    if report.began:
        return Message.of("There was no workspace before; new files: {added}", **values)
    return Message.of("files changed: {changed}, new: {added}, removed: {removed}", **values)


def counts(comparison: Comparison) -> dict[str, int]:
    """Files that say something else, new ones, removed ones, and those only laid out anew."""
    added = sum(happened(file) is Action.ADDED for file in comparison.meaningful)
    removed = sum(happened(file) is Action.REMOVED for file in comparison.meaningful)
    return {
        "changed": len(comparison.meaningful) - added - removed,
        "added": added,
        "removed": removed,
        "layout": len(comparison.files) - len(comparison.meaningful),
    }


def happened(file: FileChanges) -> Action:
    """What became of the file as a whole: added, removed or changed."""
    for change in file.changes:
        whole = change.aspect in {Aspect.DOCUMENT, Aspect.FILE}
        if whole and change.action in {Action.ADDED, Action.REMOVED}:
            return change.action
    return Action.CHANGED


def layout_files(report: DiffReport) -> Message | None:
    """The files that are only laid out anew."""
    files = [file for file in report.comparison.files if file.only_layout]
    if not files:
        return None
    return Message.of("Only layout changed, not a word: {files}", files=numbers(files))


def numbers(files: Iterable[FileChanges]) -> str:
    """The numbers of documents, paths of what has none."""
    return ", ".join(file.id or file.path for file in files)


def name(file: FileChanges, translate: Translate) -> str:
    """Number, title and version of a document, old and new; the path of any other file."""
    if not file.id:
        return file.path
    versions = next((c for c in file.changes if c.aspect is Aspect.VERSION), None)
    values = {"id": file.id, "title": file.title, "version": file.version}
    if versions is None or not versions.before or not versions.after:
        text = Message.of("{id} {title}  {version}")
    else:
        text = Message.of("{id} {title}  {before} → {version}")
        values["before"] = versions.before
    return Message(text.text, values).render(translate).rstrip()


def places_of(impact: Impact) -> list[str]:
    """The documents concerned, each with the places to look at; for people, with the first one."""
    pairs = list(zip(impact.documents, impact.where, strict=True))
    if impact.kind in PEOPLE:
        pairs = [pairs[impact.documents.index(one)] for one in dict.fromkeys(impact.documents)]
    return list(
        dict.fromkeys(f"{document}  {where.path}:{where.span.line}" for document, where in pairs)
    )

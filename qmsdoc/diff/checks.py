"""What is asked of a change before it is approved, and what each file answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qmsdoc.diagnostics.types import Diagnostic, Location
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.types import (
    Aspect,
    Change,
    Check,
    CheckKind,
    CheckState,
    FileChanges,
    Weight,
)
from qmsdoc.index.control import Control, State
from qmsdoc.model.roles import Role
from qmsdoc.model.version import parse_version
from qmsdoc.text.message import Message
from qmsdoc.text.span import START

# Rules about change, by the question that their findings answer.
RULES = {"QD507": CheckKind.VERSION, "QD508": CheckKind.VERSION, "QD106": CheckKind.NUMBER}
# Summaries that say nothing.
_EMPTY_TALK = frozenset(
    {"update", "updates", "fixes", "change", "changes", "edits", "minor", "various", "cleanup"}
    | {"test", "修改文件", "更新文件", "修改内容", "更新内容", "文件修改", "文件更新", "内容修改"}
    | {"修改完善", "修订文件", "调整完善", "提交文件", "修改若干处"}
)
_WORDS = re.compile(r"[^\W_]+")
_CONTROLLED = frozenset({Role.DOCUMENT.value, Role.OBJECTIVE.value})
_ORDER = {kind: place for place, kind in enumerate(CheckKind)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the two revisions and git tell beside the changes themselves.

    ``findings`` are those of the rules RULES about this change. ``summaries`` are the subject lines
    of the commits between the two, by path; None where git cannot tell. ``uncommitted`` are paths
    whose text is in no commit yet. ``control`` is that of the newer revision, None where no ledger
    is kept; ``scheme`` that of versions.
    """

    findings: Sequence[Diagnostic] = ()
    summaries: Mapping[str, Sequence[str]] | None = None
    uncommitted: frozenset[str] = frozenset()
    control: Mapping[str, Control] | None = None
    scheme: str = "letter-revision"
    records: bool = field(default=False)


def checks(files: Sequence[FileChanges], evidence: Evidence) -> tuple[Check, ...]:
    """One check a question and changed document; of numbers and records, the failures or one pass."""
    changed = [file for file in files if not file.only_layout and file.role in _CONTROLLED]
    standing = [file for file in changed if file.path and not _is_gone(file)]
    found = [
        *(_version(file, evidence) for file in standing if file.old_path),
        *(check for file in changed if (check := _summary(file, evidence))),
        *_numbers(standing, evidence),
        *_records(files, evidence),
        *(check for file in standing if (check := _approval(file, evidence))),
    ]
    return tuple(sorted(found, key=lambda check: (_ORDER[check.kind], check.subject)))


def _is_gone(file: FileChanges) -> bool:
    return any(change.judgement is Judgement.DOCUMENT_WITHDRAWN for change in file.changes)


def _check(
    kind: CheckKind, state: CheckState, file: FileChanges, message: Message, where: Location
) -> Check:
    return Check(kind, state, file.id or file.path, message, where, _is_gone(file))


def _version(file: FileChanges, evidence: Evidence) -> Check:
    """Any change of content asks for a higher version. Whether a major one asks for a new edition
    is for the organisation; it is pointed out."""
    change = next((item for item in file.changes if item.aspect is Aspect.VERSION), None)
    where = change.where if change else Location(file.path, START)
    for finding in evidence.findings:
        if RULES.get(finding.code) is CheckKind.VERSION and finding.location.path == file.path:
            return _check(
                CheckKind.VERSION, CheckState.FAILED, file, finding.message, finding.location
            )
    if change is None:
        said = Message.of(
            "nothing but its place changed, so the version stays {version}", version=file.version
        )
        return _check(CheckKind.VERSION, CheckState.PASSED, file, said, where)
    values = {"before": change.before or "", "after": change.after or ""}
    said = Message.of("raised from {before} to {after}", **values)
    if file.weight is Weight.MAJOR and _same_edition(change, evidence.scheme):
        hint = Message.of("the changes are major: decide whether a new edition is due")
        said = said.with_hint(hint)
    return _check(CheckKind.VERSION, CheckState.PASSED, file, said, where)


def _same_edition(change: Change, scheme: str) -> bool:
    old, new = parse_version(change.before or "", scheme), parse_version(change.after or "", scheme)
    return old is not None and new is not None and old[0] == new[0]


def _summary(file: FileChanges, evidence: Evidence) -> Check | None:
    if evidence.summaries is None:
        return None
    where = Location(file.path, START)
    lines = [
        *evidence.summaries.get(file.path, ()),
        *(evidence.summaries.get(file.old_path, ()) if file.old_path != file.path else ()),
    ]
    telling = [line for line in lines if _tells(line)]
    if telling:
        said = Message.of("{summary}", summary=telling[0])
        return _check(CheckKind.SUMMARY, CheckState.PASSED, file, said, where)
    if file.path in evidence.uncommitted:
        said = Message.of("not committed yet; say in the commit what was changed and why")
        return _check(CheckKind.SUMMARY, CheckState.OPEN, file, said, where)
    said = Message.of(
        "no commit says what was changed and why; say so in the summary of `qmsdoc approve`, "
        "or word the commit anew before it is merged"
    )
    return _check(CheckKind.SUMMARY, CheckState.FAILED, file, said, where)


def _tells(line: str) -> bool:
    words = _WORDS.findall(line.casefold())
    return sum(map(len, words)) >= 4 and "".join(words) not in _EMPTY_TALK


def _numbers(standing: Sequence[FileChanges], evidence: Evidence) -> Iterator[Check]:
    paths = {file.path: file for file in standing}
    reused = [found for found in evidence.findings if RULES.get(found.code) is CheckKind.NUMBER]
    for found in reused:
        file = paths.get(found.location.path)
        if file:
            yield _check(CheckKind.NUMBER, CheckState.FAILED, file, found.message, found.location)
    if standing and not reused:
        said = Message.of("no number went from one document to another")
        yield Check(CheckKind.NUMBER, CheckState.PASSED, "", said, Location(""))


def _records(files: Sequence[FileChanges], evidence: Evidence) -> Iterator[Check]:
    altered = [
        (file, change)
        for file in files
        for change in file.changes
        if change.judgement is Judgement.RECORD_ALTERED
    ]
    for file, change in altered:
        said = Message.of(
            "it was changed or removed after it had been made; put it back, and correct it by a "
            "record that names this one"
        )
        yield Check(
            CheckKind.RECORD,
            CheckState.FAILED,
            file.id or file.path,
            said,
            change.where,
            change.gone,
        )
    meaningful = any(not file.only_layout for file in files)
    if not altered and evidence.records and meaningful:
        said = Message.of("no record and no signature was changed or removed")
        yield Check(CheckKind.RECORD, CheckState.PASSED, "", said, Location(""))


def _approval(file: FileChanges, evidence: Evidence) -> Check | None:
    control = (evidence.control or {}).get(file.id)
    if evidence.control is None or control is None:
        return None
    where = Location(file.path, START)
    if control.state is State.CHANGED:
        said = Message.of(
            "the text was changed after version {version} was signed; raise the version, and have "
            "the new text signed",
            version=file.version,
        )
        return _check(CheckKind.APPROVAL, CheckState.FAILED, file, said, where)
    if control.missing:
        said = Message.of(
            "signatures that are missing: {count}; next: `qmsdoc approve {id} --as {role}`",
            count=len(control.missing),
            id=file.id,
            role=control.missing[0],
        )
        return _check(CheckKind.APPROVAL, CheckState.OPEN, file, said, where)
    people = tuple(item.entry.person for item in control.signatures)
    said = Message.of("signed by {people}", people=people)
    return _check(CheckKind.APPROVAL, CheckState.PASSED, file, said, where)

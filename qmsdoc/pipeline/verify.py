"""verify: is every approval and release what it says it is? Writes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from qmsdoc.errors import UsageError
from qmsdoc.index.control import Control, State
from qmsdoc.index.types import Index
from qmsdoc.model.approval import Act, place_of
from qmsdoc.pipeline.anchor import anchor_of, missing
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.ledger_audit import Audit
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.verify.types import DocumentVerdict, Remark, Verdict
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.message import Message


def verify(
    workspace: Workspace,
    today: date,
    documents: Sequence[str] = (),
    policy_ref: str | None = None,
    anchor: str | None = None,
) -> Verdict:
    """The verdict on the ledger of *documents*, or on all of it.

    Policy, people and keys come from *policy_ref*, where that is given. *anchor* is a file or a
    revision, see ``anchor_of``. Raises UsageError, GitError and what ``load`` raises.
    """
    tree = workspace.tree if policy_ref is None else workspace.tree_with_policy(policy_ref)
    index = link_tree(load(tree, workspace.cache).known(), today)
    problems, notes = _faults(index)
    if anchor is not None:
        for document, remark in missing(anchor_of(workspace, anchor, index), index):
            problems[document].append(remark)
    audit = Audit(workspace, tree, index)
    known = sorted({*index.ledger.entries, *problems, *notes} - {""})
    wanted = _wanted(index, documents, known)
    verdicts = tuple(
        _verdict(index, audit, document, problems[document], notes[document]) for document in wanted
    )
    return Verdict(
        repository=index.policy.repository,
        day=today.isoformat(),
        revision=workspace.revision,
        policy=workspace.require_repository().resolve(policy_ref) if policy_ref else "",
        anchor=anchor or "",
        documents=verdicts,
        problems=tuple(problems[""]),
        notes=(*notes[""], *_general(index, audit)),
    )


def _changed(control: Control) -> Message:
    if control.changed_includes:
        return Message.of(
            "{files} is not what was signed with {version}; raise the version, or restore it",
            files=control.changed_includes,
            version=control.version,
        )
    text = "the text is not the one that was signed as {version}; raise the version, or restore it"
    return Message.of(text, version=control.version)


def _verdict(
    index: Index, audit: Audit, document: str, problems: list[Remark], notes: list[Remark]
) -> DocumentVerdict:
    file = index.document(document)
    control = index.control.get(document, Control(document))
    if control.state is State.CHANGED:
        if _is_settled(index, control):
            problems = [*problems, Remark(control.path, _changed(control))]
        else:
            text = "the text was changed after it was signed, and has to be signed anew"
            notes = [*notes, Remark(control.path, Message.of(text))]
    return DocumentVerdict(
        document=document,
        title=file.title if file else "",
        state=control.state.value,
        version=control.version,
        in_force=control.in_force.version if control.in_force else "",
        effective=control.in_force.effective if control.in_force else "",
        entries=tuple(audit.verdicts(document)),
        problems=tuple(problems),
        notes=tuple(notes),
        heads=index.ledger.heads(document),
    )


def _is_settled(index: Index, control: Control) -> bool:
    """Whether the version at hand was approved or released: nothing may change in it any more."""
    return any(
        item.counts
        and item.entry.version == control.version
        and item.entry.role in (Act.APPROVED, Act.RELEASED)
        for item in index.ledger.entries.get(control.document, ())
    )


def _faults(
    index: Index,
) -> tuple[defaultdict[str, list[Remark]], defaultdict[str, list[Remark]]]:
    """Files of the ledger that are no entries, by document: those that matter, and the others."""
    problems: defaultdict[str, list[Remark]] = defaultdict(list)
    notes: defaultdict[str, list[Remark]] = defaultdict(list)
    for fault in index.ledger.faults:
        place = place_of(fault.path.removesuffix(".sig"))
        found = notes if fault.harmless else problems
        found[place.document if place else ""].append(Remark(fault.path, fault.message))
    return problems, notes


def _wanted(index: Index, documents: Sequence[str], known: Sequence[str]) -> list[str]:
    for document in documents:
        if document not in known and index.document(document) is None:
            raise UsageError(
                "there is no document {id}", hint=suggestion(document, known), id=document
            )
    return list(dict.fromkeys(documents)) or list(known)


def _general(index: Index, audit: Audit) -> list[Remark]:
    if not index.ledger.is_used:
        return [Remark("", Message.of("no approvals ledger is committed here: nothing is signed"))]
    if not audit.authors_are_known:
        return [Remark("", Message.of("without git, nobody can tell who wrote what was approved"))]
    return []

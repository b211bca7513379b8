"""What the checks of a change are told by the rules about change, by git and by the ledger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.diff.checks import RULES, Evidence, checks
from qmsdoc.diff.files import Side
from qmsdoc.diff.types import Comparison
from qmsdoc.errors import GitError
from qmsdoc.pipeline.open import Workspace
from qmsdoc.rules.engine import Stamp
from qmsdoc.rules.types import Revised
from qmsdoc.source.tree import blob_id
from qmsdoc.vcs.git import Repository

_RECORDS = ("records/", "approvals/")


def with_checks(
    comparison: Comparison,
    workspace: Workspace,
    sides: tuple[Side, Side],
    base: tuple[str, str],
) -> Comparison:
    """*comparison* with its checks. *base* is what the user calls the older commit, and its id.

    *workspace* is that of the newer end. What git cannot tell is left out.
    """
    before, after = sides
    if after.index is None or before.index is None:
        return comparison
    index = after.index
    evidence = Evidence(
        findings=tuple(_findings(before, after, base[0])),
        summaries=_summaries(workspace, base[1]),
        uncommitted=_uncommitted(workspace, comparison),
        control=index.control if index.ledger.is_used else None,
        scheme=index.policy.version_scheme,
        records=any(path.startswith(_RECORDS) for path in index.paths),
    )
    return msgspec.structs.replace(comparison, checks=checks(comparison.files, evidence))


def _findings(before: Side, after: Side, name: str) -> Iterator[Diagnostic]:
    assert before.index is not None
    assert after.index is not None
    revised = Revised(
        index=after.index,
        base=before.index,
        base_name=name,
        blobs=after.blobs,
        base_blobs=before.blobs,
        text=after.text,
        base_text=before.text,
    )
    yield from Stamp(after.index.policy, RULES).change(revised)


def _summaries(workspace: Workspace, base: str) -> Mapping[str, list[str]] | None:
    """The subject lines of the commits since *base*, newest first, by path."""
    repository = workspace.require_repository()
    found: dict[str, list[str]] = {}
    try:
        head = workspace.revision or repository.resolve("HEAD")
        start = repository.merge_base(base, head)
        if start == head:
            return found
        commits = repository.log(head, _inside(workspace, repository))
        # Children come before parents: once nothing is awaited but what *start* has, all is read.
        awaited, known = {head}, {start or ""}
        for commit in commits:
            if commit.id in known:
                known.update(commit.parents)
            else:
                awaited |= set(commit.parents)
                for change in commit.changes:
                    found.setdefault(change.path, []).append(commit.subject)
            awaited.discard(commit.id)
            if not awaited - known:
                break
    except GitError:
        return None
    return found


def _uncommitted(workspace: Workspace, comparison: Comparison) -> frozenset[str]:
    """The changed files of a work tree whose text the last commit does not have."""
    if workspace.revision:
        return frozenset()
    repository = workspace.require_repository()
    try:
        head = repository.resolve("HEAD")
        entries = repository.files(head, _inside(workspace, repository))
    except GitError:
        return frozenset()
    committed = {entry.path: entry.blob for entry in entries}
    found = set()
    for file in comparison.files:
        entry = workspace.entries.get(file.path)
        if entry is None:
            continue
        known = committed.get(file.path, "")
        if not known or (entry.blob or _blob(workspace, file.path, known)) != known:
            found.add(file.path)
    return frozenset(found)


def _blob(workspace: Workspace, path: str, model: str) -> str:
    try:
        data = workspace.tree.read(workspace.entries[path])
    except OSError:
        return ""
    return blob_id(data, "sha256" if len(model) == 64 else "sha1")


def _inside(workspace: Workspace, repository: Repository) -> str:
    """The place of the workspace in its repository."""
    inside = workspace.root.resolve().relative_to(repository.root).as_posix()
    return "" if inside == "." else inside

"""What the ledger proves of the versions of documents: who signed them, and what was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from msgspec.structs import replace

from qmsdoc.model.approval import FOLDER
from qmsdoc.model.revision import Approval, Revision, Signature
from qmsdoc.pipeline.open import Workspace

if TYPE_CHECKING:
    from qmsdoc.index.control import Control
    from qmsdoc.index.ledger import LedgerEntry
    from qmsdoc.index.types import Index

# By number and version.
Approvals = Mapping[str, Mapping[str, Approval]]


def approvals_of(workspace: Workspace, numbers: Collection[str], today: date) -> Approvals:
    """Of *numbers*, or of all documents where there are none.

    Without an entry for one of *numbers*, the workspace is not even loaded.
    """
    folders = tuple(f"{FOLDER}{number}/" for number in numbers) or (FOLDER,)
    if not any(path.startswith(folders) for path in workspace.entries):
        return {}
    # Where nothing is signed, the import alone would cost a tenth of the run.
    from qmsdoc.pipeline.check import link_tree
    from qmsdoc.pipeline.load import load

    index = link_tree(load(workspace.tree, workspace.cache), today)
    found = approvals_in(index)
    return {number: found[number] for number in found if not numbers or number in numbers}


def approvals_in(index: Index) -> Approvals:
    """Only signatures that count: of what a release put in force, and of the text at hand."""
    return {number: dict(_versions(control)) for number, control in index.control.items()}


def approved(
    revisions: Sequence[Revision], approvals: Mapping[str, Approval]
) -> tuple[Revision, ...]:
    """*revisions* of one document with who signed each; the summary that was signed comes before
    the one that a commit has."""
    return tuple(
        replace(revision, summary=told.summary or revision.summary, signatures=told.signatures)
        if (told := approvals.get(revision.version))
        else revision
        for revision in revisions
    )


def _versions(control: Control) -> Iterator[tuple[str, Approval]]:
    """Later ones prevail: a version that was released twice has its last release's."""
    signed: Mapping[str, tuple[LedgerEntry, ...]] = {
        **({control.version: control.signatures} if control.signatures else {}),
        **{
            release.version: release.signatures
            for release in control.releases
            if release.has_effect
        },
    }
    for version, items in signed.items():
        said = [item.entry.summary for item in items if item.entry.summary]
        yield version, Approval(said[0] if said else "", tuple(map(_signature, items)))


def _signature(item: LedgerEntry) -> Signature:
    entry = item.entry
    day = entry.moment.date().isoformat()
    return Signature(entry.role.value, entry.person, day, entry.post)

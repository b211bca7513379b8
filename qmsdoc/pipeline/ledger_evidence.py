"""What the ledger asks of a tree beyond its units: digests of included files, and when entries came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdoc.index.ledger import LedgerEvidence
from qmsdoc.index.signatures import needs_first_seen
from qmsdoc.model.approval import ApprovalFile
from qmsdoc.model.organization import Organization
from qmsdoc.model.unit import Digests, Unit
from qmsdoc.source.tree import Entry, Tree


def ledger_evidence(
    tree: Tree, entries: Sequence[Entry], units: Mapping[str, Unit]
) -> LedgerEvidence:
    """Nothing is read, and git is not asked, where no entry of the ledger needs it.

    Raises GitError where the history is needed and cannot be had.
    """
    kept = {
        path: unit.content.entry
        for path, unit in units.items()
        if isinstance(unit.content, ApprovalFile) and unit.content.entry
    }
    if not kept:
        return LedgerEvidence()
    included = {include.path for entry in kept.values() for include in entry.includes}
    people = (
        person
        for unit in units.values()
        if isinstance(unit.content, Organization)
        for person in unit.content.people
    )
    asked = (entry for entry in entries if entry.path in kept)
    return LedgerEvidence(
        seen=tree.since(asked) if needs_first_seen(people) else {},
        attached=_digests(tree, [entry for entry in entries if entry.path in included]),
    )


def _digests(tree: Tree, entries: Sequence[Entry]) -> dict[str, Digests]:
    found = {}
    for entry in entries:
        if entry.never_read is None:
            try:
                found[entry.path] = Digests.of(tree.read(entry))
            except OSError:
                continue  # what cannot be read is not what was signed
    return found

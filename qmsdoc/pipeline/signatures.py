"""Who signed which version, as the ledger proves it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from qmsdoc.model.approval import FOLDER
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.history.types import Signature

if TYPE_CHECKING:
    from qmsdoc.index.control import Control
    from qmsdoc.index.ledger import LedgerEntry


def signatures_of(
    workspace: Workspace, numbers: Collection[str], today: date
) -> dict[str, dict[str, tuple[Signature, ...]]]:
    """By number and version; of *numbers*, or of all where there are none.

    Only signatures that count: of what a release put in force, and of the text at hand. Without an
    entry for one of *numbers*, the workspace is not even loaded.
    """
    folders = tuple(f"{FOLDER}{number}/" for number in numbers) or (FOLDER,)
    if not any(path.startswith(folders) for path in workspace.entries):
        return {}
    # Where nothing is signed, the import alone would cost a tenth of the run.
    from qmsdoc.pipeline.check import link_tree
    from qmsdoc.pipeline.load import load

    index = link_tree(load(workspace.tree, workspace.cache), today)
    return {
        number: dict(_versions(control))
        for number, control in index.control.items()
        if not numbers or number in numbers
    }


def _versions(control: Control) -> Iterator[tuple[str, tuple[Signature, ...]]]:
    """Later ones prevail: a version that was released twice has its last release's."""
    signed: Mapping[str, tuple[LedgerEntry, ...]] = {
        **({control.version: control.signatures} if control.signatures else {}),
        **{
            release.version: release.signatures
            for release in control.releases
            if release.has_effect
        },
    }
    for version, entries in signed.items():
        yield version, tuple(_signature(item) for item in entries)


def _signature(item: LedgerEntry) -> Signature:
    entry = item.entry
    day = entry.moment.date().isoformat()
    return Signature(entry.role.value, entry.person, day, entry.post)

"""What a ledger comes to: the control of its document, an entry, all that speaks against it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from signing import Book, Office

from qmsdoc.index.control import Control, State
from qmsdoc.index.types import Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import open_workspace

LEDGER = "approvals/QP-07/A-1"


def control(office: Office, day: str = "2026-06-30") -> Control:

    with open_workspace(office.root, use_cache=False) as workspace:
        loaded = load(workspace.tree, workspace.cache)
        return link_tree(loaded, date.fromisoformat(day)).control["QP-07"]


def entry(office: Office, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((office.root / LEDGER / name).read_text("utf-8"))
    return found


def reasons(index: Index) -> list[str]:
    """Everything that speaks against the ledger; nothing for one that is accepted."""
    found = [str(fault.message) for fault in index.ledger.faults if not fault.harmless]
    for items in index.ledger.entries.values():
        found += [str(item.trouble or item.authority) for item in items if not item.counts]
    for document, control in index.control.items():
        found += [
            f"{document} lacks {release.missing}" for release in control.releases if release.missing
        ]
        if control.state is State.CHANGED:
            found.append(f"{document} was changed since")
    return found


def drop(book: Book, path: str) -> None:
    del book.files[path], book.files[f"{path}.sig"]

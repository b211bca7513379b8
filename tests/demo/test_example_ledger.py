"""The ledger of the example: every document is in force, and the same script makes it again."""

from __future__ import annotations

import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from scratch import MemoryTree

from qmsdoc.index.control import State
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.example import example_files, states, told_history
from qmsdoc.pipeline.load import load
from qmsdoc.workspace.cache import CompileCache

NAME = "beijing-pes"
DOCS = Path(__file__).parent.parent.parent / "docs"


def test_every_document_is_in_force() -> None:
    loaded = load(MemoryTree(example_files(NAME)), CompileCache(None), 1)
    index = link_tree(loaded, date(2026, 11, 23))
    entries = [item for found in index.ledger.entries.values() for item in found]
    assert index.ledger.faults == ()
    assert [item.path for item in entries if not item.counts] == []
    assert all(item.key for item in entries)
    assert {file.id for file in index.documents.values()} == index.control.keys()
    assert {control.state for control in index.control.values()} == {State.IN_FORCE}


def test_entries_come_with_the_text_that_they_sign() -> None:
    history = told_history(NAME)
    for told, files in zip(history, states(example_files(NAME), history), strict=True):
        loaded = load(MemoryTree(files), CompileCache(None), 1)
        if not any(path.startswith("approvals/") for path in files):
            continue
        index = link_tree(loaded, date.fromisoformat(told.date[:10]))
        states_now = {control.state for control in index.control.values()}
        # What a commit brings takes effect on the day after.
        assert states_now <= {State.IN_FORCE, State.APPROVED}, told.message


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("ssh-keygen") is None, reason="needs ssh-keygen")
def test_the_script_makes_the_same_ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(DOCS))
    sys.modules.pop("sign_example", None)
    import sign_example  # type: ignore[import-not-found]

    kept = {path: data for path, data in example_files(NAME).items() if "approvals/" in path}
    assert sign_example.make(tmp_path) == kept

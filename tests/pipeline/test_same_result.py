"""One workspace gives one result: whatever the number of processes, the order of folders, the tree."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from scratch import POLICY, PROCEDURE, Ran, git

from qmsdoc.model.roles import role_of
from qmsdoc.pipeline.check import check
from qmsdoc.pipeline.open import open_workspace
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.work_tree import WorkTree

TODAY = date(2026, 3, 1)
Make = Callable[..., Path]
Cli = Callable[..., Ran]


def many(count: int = 30) -> dict[str, str | bytes | None]:
    """Documents with all sorts of faults, in several folders."""
    files: dict[str, str | bytes | None] = {}
    for number in range(count):
        text = PROCEDURE.replace("QP-07", f"QP-{number % 25:02d}")
        if number % 3 == 0:
            text += f"\n见 [表](../forms/QR-{number}.md) 和 QP-99。\n"
        if number % 5 == 0:
            text = text.replace("owner:", "ownr:")
        if number % 7 == 0:
            text = text.replace("title:", "title: a: ")
        files[f"documents/{'甲乙丙'[number % 3]}/{number}.md"] = text
    files["documents/gb.md"] = PROCEDURE.encode("gb18030")
    files["objectives/QO-2026-01.yaml"] = "id: QO-2026-01\ntitle: 满意率\n"
    return files


def findings(root: Path, jobs: int | None = 1) -> Any:
    cache = CompileCache(None)
    result = check(WorkTree(root, role_of), cache, TODAY, jobs=jobs)
    return result.diagnostics


def test_the_number_of_processes_changes_nothing(workspace: Make) -> None:
    root = workspace(many())
    alone = findings(root)
    assert len(alone) > 20
    assert findings(root, jobs=2) == alone
    assert findings(root, jobs=4) == alone


def test_the_order_of_a_folder_changes_nothing(
    workspace: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace(many())
    expected = findings(root)
    really, chance = os.scandir, random.Random(20260301)

    class Shuffled:
        def __init__(self, path: Path) -> None:
            with really(path) as found:
                self._items = list(found)
            chance.shuffle(self._items)

        def __enter__(self) -> list[Any]:
            return self._items

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", Shuffled)
    for _ in range(5):
        assert findings(root) == expected


def test_findings_are_sorted_by_path_and_place(workspace: Make) -> None:
    found = findings(workspace(many()))
    places = [(item.location.path, item.location.span) for item in found]
    assert places == sorted(places)


def test_a_revision_is_checked_as_its_checkout_would_be(
    workspace: Make, commit: Callable[..., str], cli: Cli, tmp_path: Path
) -> None:
    root = workspace(many())
    (root / "documents/link.md").symlink_to("gb.md")
    (root / "documents/.hidden.md").write_text("x")
    (root / "documents/long.md").write_bytes(b"a" * 2_200_000)
    first = commit(root)
    for path in (root / "documents").rglob("*.md"):
        path.unlink()
    (root / "documents/new.md").write_text(PROCEDURE)
    (root / "qmsdoc.yaml").write_text(POLICY + "ids: {procedure: 'XX-[0-9]+'}\n")
    second = commit(root)
    for revision in (first, second, "HEAD~1", "main"):
        checkout = tmp_path / f"checkout-{revision}"
        git(root, "worktree", "add", "-q", "--detach", str(checkout), revision)
        arguments = ("validate", "--format", "json", "--today", "2026-03-01")
        out = cli("-C", checkout, *arguments)
        at = cli("-C", root, *arguments, "--at", revision)
        assert at.out == out.out
        assert at.code == out.code == 1


def test_a_workspace_below_the_root_of_its_repository(
    workspace: Make, commit: Callable[..., str], cli: Cli, tmp_path: Path
) -> None:
    root = workspace({**many(6), "documents/ok.md": PROCEDURE}, name="repo/质量/ws")
    (tmp_path / "repo/documents").mkdir()
    (tmp_path / "repo/documents/other.md").write_text("not of this workspace")
    commit(tmp_path / "repo")
    now = cli("-C", root, "validate", "--today", "2026-03-01")
    assert "other.md" not in now.out
    assert now.code == 1
    assert cli("-C", root, "validate", "--today", "2026-03-01", "--at", "HEAD") == now
    below = cli("-C", root / "documents", "validate", "--today", "2026-03-01", "--at", "HEAD")
    assert below == now


def test_a_folder_that_only_a_revision_has(
    workspace: Make, commit: Callable[..., str], tmp_path: Path
) -> None:
    root = workspace({"documents/QP-07.md": PROCEDURE}, name="repo/ws")
    commit(tmp_path / "repo")
    (root / "qmsdoc.yaml").unlink()
    with open_workspace(root, "HEAD") as opened:
        assert {entry.path for entry in opened.tree.entries()} == {
            "documents/QP-07.md",
            "qmsdoc.yaml",
        }
        assert opened.root == root
        assert len(opened.revision) == 40


def test_validate_writes_nothing_and_reads_nothing_outside(
    workspace: Make, commit: Callable[..., str], cli_process: Cli, tmp_path: Path
) -> None:
    root = workspace(many())
    commit(root)
    before = snapshot(root)
    log = tmp_path / "log"
    hook = tmp_path / "hook"
    hook.mkdir()
    (hook / "sitecustomize.py").write_text(WATCH.format(log=str(log)))
    environment = {"PYTHONPATH": f"{hook}{os.pathsep}{Path(__file__).parents[2]}"}
    ran = cli_process("-C", root, "validate", environment=environment)
    assert ran.code == 1
    assert snapshot(root) == before
    lines = log.read_text().splitlines()
    assert any(str(root / "qmsdoc.yaml") in line for line in lines)
    written = [line for line in lines if line.startswith("w ") and str(root) in line]
    assert written == []
    # What it reads below the folder of the test is the workspace and its cache.
    elsewhere = [
        line
        for line in lines
        if str(tmp_path) in line and str(root) not in line and str(hook) not in line
    ]
    assert elsewhere == []


WATCH = """
import os, sys
_log = os.open({log!r}, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
_CHANGES = {{"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink",
            "os.chmod", "os.utime", "os.truncate", "shutil.move", "os.chown"}}


def _watch(event, arguments):
    if event == "open" and not isinstance(arguments[0], int):
        flags = arguments[2] or 0
        writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        os.write(_log, f"{{'w' if writes else 'r'}} {{arguments[0]}}\\n".encode("utf-8", "replace"))
    elif event in _CHANGES:
        os.write(_log, f"w {{arguments}}\\n".encode("utf-8", "replace"))


sys.addaudithook(_watch)
"""


def snapshot(root: Path) -> list[tuple[str, int, int, int]]:
    """Every path below a folder, with what changes when it is written."""
    return [
        (str(path.relative_to(root)), info.st_size, info.st_mtime_ns, info.st_ctime_ns)
        for path in sorted(root.rglob("*"))
        for info in [path.lstat()]
    ]

"""Revisions on a page: from git, through renames, or the reason why there are none."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from rendering import Page, document, render
from scratch import git, write_files

from qmsdoc.pipeline.history import History, history_of, stated_version
from qmsdoc.pipeline.open import open_workspace

POLICY = {"qmsdoc.yaml": "organization: X\n"}
Commit = Callable[..., str]


def text_of(root: Path) -> str:
    return Page(render(root, "QP-07")["QP-07.html"]).text


def history(root: Path, *paths: str) -> History:
    with open_workspace(root, use_cache=False) as workspace:
        return history_of(workspace, paths)


def test_each_change_of_version_is_a_line(workspace: Callable[..., Path], commit: Commit) -> None:
    root = workspace({"documents/old.md": document("一")})
    commit(root, "首次发布")
    write_files(root, {"documents/old.md": document("一二")})
    commit(root, "改错字，不改版本")
    git(root, "mv", "documents/old.md", "documents/QP-07.md")
    commit(root, "改名")
    write_files(root, {"documents/QP-07.md": document("一二三", version="A/1")})
    commit(root, "缩短时限")
    found = history(root, "documents/QP-07.md")
    revisions = found.revisions["documents/QP-07.md"]
    assert [(item.version, item.summary) for item in revisions] == [
        ("A/1", "缩短时限"),
        ("A/0", "首次发布"),
    ]
    text = text_of(root)
    assert "缩短时限" in text
    assert "改错字" not in text


def test_a_workspace_below_the_root_of_the_repository(tmp_path: Path, commit: Commit) -> None:
    root = tmp_path / "repo" / "quality" / "system"
    write_files(root, {**POLICY, "documents/QP-07.md": document()})
    commit(tmp_path / "repo", "首次发布")
    assert "首次发布" in text_of(root)


def test_a_version_that_is_not_committed_is_marked(
    workspace: Callable[..., Path], commit: Commit
) -> None:
    root = workspace({"documents/QP-07.md": document()})
    commit(root, "首次发布")
    assert "not committed" not in text_of(root)
    write_files(root, {"documents/QP-07.md": document(version="A/1")})
    assert "A/1 — — not committed" in text_of(root)
    assert "not committed" not in Page(render(root, "QP-07", at="HEAD")["QP-07.html"]).text


def test_a_document_that_is_not_committed(workspace: Callable[..., Path], commit: Commit) -> None:
    root = workspace()
    commit(root)
    write_files(root, {"documents/QP-07.md": document()})
    assert "No revision history: the document has not been committed yet." in text_of(root)


def test_no_repository(workspace: Callable[..., Path]) -> None:
    root = workspace({"documents/QP-07.md": document()})
    assert "No revision history: the documents are not kept in git." in text_of(root)


def test_a_repository_without_a_commit(workspace: Callable[..., Path]) -> None:
    root = workspace({"documents/QP-07.md": document()})
    git(root, "init", "-q")
    assert "No revision history: nothing has been committed yet." in text_of(root)


def test_a_shallow_clone(
    workspace: Callable[..., Path], commit: Commit, tmp_path: Path, cli: Callable[..., object]
) -> None:
    root = workspace({"documents/QP-07.md": document()})
    commit(root, "首次发布")
    commit(root, "又一次")
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{root}", str(clone)], check=True)
    text = text_of(clone)
    assert "No revision history: this copy of the repository is shallow" in text
    assert str(tmp_path) not in text
    found = history(clone, "documents/QP-07.md")
    assert found.trouble is not None
    assert "fetch --unshallow" in str(found.trouble)


def test_no_git_on_the_machine(
    workspace: Callable[..., Path], commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({"documents/QP-07.md": document()})
    commit(root)
    monkeypatch.setenv("PATH", "")
    found = history(root, "documents/QP-07.md")
    assert str(found.missing) == "git could not be used"
    assert found.trouble is not None
    assert "No revision history: git could not be used." in text_of(root)


@pytest.mark.parametrize(
    ("front", "version"),
    [
        ("version: A/1", "A/1"),
        ("version:   'A/1'  # comment", "A/1"),
        ("version: 1.10", "1.10"),
        ("version: 2", "2"),
        ("version: true", None),
        ("version:", None),
        ("version:\n  A/2", "A/2"),
        ("version: >-\n  A/3", "A/3"),
        ("title: |\n  version: X\nversion: A/4", "A/4"),
        ('title: "a\nversion: X"\nversion: A/5', "A/5"),
        ("{version: A/6}", "A/6"),
        ("version: A/7\nversion: A/8", "A/7"),
        ("version: [1]", None),
        ("version: A/9\nbroken: [", "A/9"),
        ("title: x", None),
        ("- version: x", None),
        ("broken: [", None),
    ],
)
def test_the_version_that_a_blob_states(front: str, version: str | None) -> None:
    assert stated_version(f"---\n{front}\n---\n# x\nversion: body\n") == version


def test_a_blob_without_front_matter_states_none() -> None:
    assert stated_version("version: A/1\n") is None

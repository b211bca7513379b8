"""A fresh repository with a history."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from qmsdoc.errors import GitError, OutputError
from qmsdoc.vcs.fresh import NewCommit, create
from qmsdoc.vcs.git import Repository

COMMITS = (
    NewCommit(
        "张三", "zhang@example.org", "2025-03-01T09:00:00+08:00", "制定\n\n首次发布",
        {"qmsdoc.yaml": b"version: 1\n", '文件/a "b".md': "甲\r\n".encode(), "empty": b""},
    ),
    NewCommit(
        "李四", "li@example.org", "2025-04-01T09:00:00-03:30", "修订",
        {"文件/c.md": b"\0data 5\ndone\n"}, ("empty",), tag="发布/1.0",
    ),
)  # fmt: skip


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True)
    return done.stdout.decode().strip()


@pytest.mark.parametrize("exists", [True, False])
def test_a_repository_with_its_files(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "a $HOME folder" / "~deep"
    if exists:
        folder.mkdir(parents=True)
    head = create(folder, COMMITS)
    assert (folder / "文件" / 'a "b".md').read_bytes() == "甲\r\n".encode()
    assert (folder / "文件" / "c.md").read_bytes() == b"\0data 5\ndone\n"
    assert not (folder / "empty").exists()
    assert _git(folder, "status", "--porcelain") == ""
    assert _git(folder, "fsck", "--strict") == ""
    assert _git(folder, "symbolic-ref", "HEAD") == "refs/heads/main"
    with Repository.find(folder) or pytest.fail("not found") as opened:
        assert opened.resolve("HEAD") == opened.resolve("发布/1.0") == head
        newest, oldest = opened.log("HEAD")
    assert (newest.author, newest.email, newest.subject) == ("李四", "li@example.org", "修订")
    assert str(newest.authored) == "2025-04-01 09:00:00-03:30"
    assert newest.committed == newest.authored
    assert (oldest.subject, oldest.body) == ("制定", "首次发布")


def test_same_input_same_ids_whoever_asks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = create(tmp_path / "first", COMMITS)
    canary = tmp_path / "canary"
    hooks = tmp_path / "template" / "hooks"
    hooks.mkdir(parents=True)
    for name in ("post-index-change", "reference-transaction", "post-checkout"):
        (hooks / name).write_text(f"#!/bin/sh\ntouch '{canary}'\n")
        (hooks / name).chmod(0o755)
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / ".gitconfig").write_text(
        f"[init]\n\ttemplateDir = {hooks.parent}\n\tdefaultBranch = trunk\n"
        f"\tdefaultObjectFormat = sha256\n[core]\n\tautocrlf = true\n\thooksPath = {hooks}\n"
        "[user]\n\tname = Somebody\n[commit]\n\tgpgSign = true\n"
    )
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("GIT_TEMPLATE_DIR", str(hooks.parent))
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Somebody")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "first" / ".git"))
    monkeypatch.setenv("TZ", "America/New_York")
    assert create(tmp_path / "second", COMMITS) == first
    assert not canary.exists()
    assert not (tmp_path / "second" / ".git" / "hooks").exists()
    assert (tmp_path / "second" / "文件" / 'a "b".md').read_bytes() == "甲\r\n".encode()


def test_without_a_home_and_from_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.chdir(tmp_path)
    create(Path("demo"), COMMITS)
    assert (tmp_path / "demo" / "qmsdoc.yaml").exists()


def test_within_another_repository(tmp_path: Path) -> None:
    create(tmp_path / "outer", COMMITS[:1])
    create(tmp_path / "outer" / "inner", COMMITS)
    assert _git(tmp_path / "outer" / "inner", "rev-list", "--count", "HEAD") == "2"
    assert _git(tmp_path / "outer", "rev-list", "--count", "HEAD") == "1"


def test_a_folder_that_is_not_empty(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(OutputError, match="is not empty"):
        create(tmp_path, COMMITS)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(OutputError, match="cannot make"):
            create(folder, COMMITS)


def test_no_git_and_nothing_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="install git"):
        create(tmp_path / "demo", COMMITS)
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("exists", [True, False])
def test_a_failure_leaves_nothing_behind(tmp_path: Path, exists: bool) -> None:
    folder = tmp_path / "demo"
    if exists:
        folder.mkdir()
    clash = NewCommit("A", "a@b", "2025-01-01T00:00:00Z", "x", {"a": b"1"}, tag="x.lock")
    with pytest.raises(GitError, match="fast-import failed"):
        create(folder, [clash])
    assert folder.exists() is exists
    if exists:
        assert list(folder.iterdir()) == []
        shutil.rmtree(folder)


def _one(**changes: object) -> NewCommit:
    given: dict[str, object] = {
        "author": "A", "email": "a@b", "date": "2025-01-01T00:00:00Z", "message": "m",
        "files": {"a": b""}, **changes,
    }  # fmt: skip
    return NewCommit(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "commit",
    [
        _one(author="A <b>"),
        _one(author="A\nB"),
        _one(email="a>b"),
        _one(date="2025-01-01T00:00:00"),
        _one(date="yesterday"),
        _one(files={"../a": b""}),
        _one(files={"/a": b""}),
        _one(files={".git/config": b""}),
        _one(files={"a\nb": b""}),
        _one(deleted=("../a",)),
        _one(tag="a b"),
        _one(tag="../x"),
        _one(tag="-x"),
    ],
)
def test_what_cannot_be_a_commit(tmp_path: Path, commit: NewCommit) -> None:
    with pytest.raises(ValueError, match=r"."):
        create(tmp_path / "demo", [commit])
    assert not (tmp_path / "demo").exists()


def test_no_commits_and_empty_commits(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least one"):
        create(tmp_path / "demo", [])
    with pytest.raises(ValueError, match="changes nothing"):
        create(tmp_path / "demo", [_one(), _one(files={})])

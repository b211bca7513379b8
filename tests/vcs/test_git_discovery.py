"""Which repository a folder belongs to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.vcs.git import Repository

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop


def _root(folder: Path) -> Path | None:
    found = Repository.find(folder)
    if found is None:
        return None
    with found:
        return found.root


def test_from_the_root_a_folder_and_through_a_link(repo: Workshop, tmp_path: Path) -> None:
    deep = repo.root / "文件" / "a b"
    deep.mkdir(parents=True)
    (tmp_path / "link").symlink_to(deep)
    for folder in (repo.root, deep, tmp_path / "link"):
        assert _root(folder) == repo.root.resolve()


def test_outside_any_repository(tmp_path: Path) -> None:
    assert _root(tmp_path) is None


def test_dollars_and_tildes_in_the_path_mean_themselves(
    make_repo: Callable[..., Workshop], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOSTILE", "/")
    made = make_repo("~$HOSTILE %PATH% -x")
    commit = made.commit()
    with Repository(made.root, made.root / ".git") as opened:
        assert opened.resolve("HEAD") == commit


def test_an_embedded_bare_repository_is_content(repo: Workshop) -> None:
    outer = repo.commit("outer", {"a.md": "x"})
    inner = repo.root / "docs" / "sub"
    inner.mkdir(parents=True)
    repo.git("init", "-q", "--bare", str(inner))
    canary = repo.root / "canary"
    with (inner / "config").open("a") as config:
        config.write(f'[core]\n\tfsmonitor = "touch {canary}; false"\n')
    with Repository.find(inner) or pytest.fail("not found") as found:
        assert found.root == repo.root
        assert found.resolve("HEAD") == outer
        assert [entry.path for entry in found.files("HEAD")] == ["a.md"]
    assert not canary.exists()


def test_a_git_folder_without_a_repository_is_passed_by(repo: Workshop) -> None:
    inner = repo.root / "inner" / ".git"
    inner.mkdir(parents=True)
    assert _root(inner.parent) == repo.root


def test_a_fifo_called_git_is_passed_by(repo: Workshop) -> None:
    inner = repo.root / "inner"
    inner.mkdir()
    os.mkfifo(inner / ".git")
    assert _root(inner) == repo.root


def test_a_git_folder_behind_a_link(repo: Workshop, tmp_path: Path) -> None:
    commit = repo.commit()
    other = tmp_path / "other"
    other.mkdir()
    (other / ".git").symlink_to(repo.root / ".git")
    with Repository.find(other) or pytest.fail("not found") as found:
        assert found.root == other
        assert found.resolve("main") == commit


def test_a_linked_worktree_has_its_own_head(repo: Workshop, tmp_path: Path) -> None:
    repo.commit("main")
    repo.git("worktree", "add", "-q", "-b", "side", "../side")
    ahead = repo.commit("ahead")
    with Repository.find(tmp_path / "side") or pytest.fail("not found") as found:
        assert found.root == tmp_path / "side"
        assert found.resolve("main") == ahead
        assert found.resolve("HEAD") == found.resolve("main~1")


def test_a_submodule_is_its_own_repository(
    make_repo: Callable[..., Workshop], repo: Workshop
) -> None:
    inside = make_repo("inside").commit("inside", {"b.md": "b"})
    repo.commit("outside", {"a.md": "a"})
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", "../inside", "sub")
    with Repository.find(repo.root / "sub") or pytest.fail("not found") as found:
        assert found.root == repo.root / "sub"
        assert found.resolve("HEAD") == inside


def test_a_gitfile_that_leads_nowhere(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: ../gone\n")
    with pytest.raises(GitError, match="git worktree repair"):
        Repository.find(tmp_path)


@pytest.mark.parametrize("content", [b"", b"junk", b"\xff\xfe", b"gitdir:/x"])
def test_a_gitfile_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / ".git").write_bytes(content)
    with pytest.raises(GitError, match="does not name a repository"):
        Repository.find(tmp_path)


def test_a_gitfile_with_a_nul(tmp_path: Path) -> None:
    (tmp_path / ".git").write_bytes(b"gitdir: a\0b\n")
    with pytest.raises(GitError, match="no repository is"):
        Repository.find(tmp_path)

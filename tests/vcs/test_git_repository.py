"""Revisions: which commit a user means, and what is refused."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.vcs.git import Repository

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop


@pytest.fixture
def opened(repo: Workshop) -> Iterator[Repository]:
    with Repository(repo.root, repo.root / ".git") as opened:
        yield opened


def test_what_names_a_commit(repo: Workshop, opened: Repository) -> None:
    first = repo.commit("one")
    second = repo.commit("two")
    repo.git("tag", "-a", "-m", "signed off", "发布/1.0", first)
    repo.git("branch", "文控")
    for rev in ("HEAD", "main", "文控", "refs/heads/main", second, second[:9], "@"):
        assert opened.resolve(rev) == second
    for rev in ("HEAD~1", "main^", "发布/1.0", "发布/1.0^{commit}", "HEAD^1"):
        assert opened.resolve(rev) == first


@pytest.mark.parametrize(
    "rev",
    [
        *("", "-", "--all", "--output=canary", "-n1", "--git-dir=x", "--end-of-options"),
        *("HEAD..main", "main...HEAD", "..", "^HEAD", "main^@", "main^!", "main^-", "main^-1"),
        *(":/one", "HEAD:a.md", "main^{/one}", ":0:a.md", "HEAD main", "HEAD\nmain", "a\0b"),
        *("\x1b[31m", "\ud800", "main\t"),
    ],
)
def test_what_is_refused_without_asking_git(repo: Workshop, opened: Repository, rev: str) -> None:
    repo.commit("one", {"a.md": "x"})
    with pytest.raises(GitError, match="does not name one commit"):
        opened.resolve(rev)
    assert sorted(path.name for path in repo.root.iterdir()) == [".git", "a.md"]


@pytest.mark.parametrize("rev", ["0" * 40, "f" * 40, "HEAD^{tree}", "HEAD~9", "HEAD^5", "a.md"])
def test_what_git_does_not_know(repo: Workshop, opened: Repository, rev: str) -> None:
    repo.commit("one", {"a.md": "x"})
    with pytest.raises(GitError, match="no commit is called"):
        opened.resolve(rev)


def test_a_tag_of_a_blob_is_no_commit(repo: Workshop, opened: Repository) -> None:
    repo.commit("one")
    repo.git("tag", "thing", repo.blob(b"thing"))
    with pytest.raises(GitError, match="no commit is called"):
        opened.resolve("thing")


def test_the_nearest_name_is_offered(repo: Workshop, opened: Repository) -> None:
    repo.commit("one")
    repo.git("tag", "release-2026")
    with pytest.raises(GitError, match="did you mean release-2026"):
        opened.resolve("relaese-2026")
    with pytest.raises(GitError, match="did you mean main"):
        opened.resolve("mian")


def test_a_repository_without_a_commit(opened: Repository) -> None:
    with pytest.raises(GitError, match="has no commit yet"):
        opened.resolve("HEAD")


def test_names(repo: Workshop, opened: Repository) -> None:
    assert opened.names() == []
    repo.commit("one")
    repo.git("tag", "v1")
    repo.git("branch", "topic/a")
    repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    repo.git("update-ref", "refs/notes/x", "HEAD")
    assert sorted(opened.names()) == ["main", "origin/main", "topic/a", "v1"]


def test_merge_base(repo: Workshop, opened: Repository) -> None:
    base = repo.commit("base")
    repo.git("checkout", "-q", "-b", "side")
    side = repo.commit("side", {"s": "s"})
    repo.git("checkout", "-q", "main")
    ahead = repo.commit("ahead", {"m": "m"})
    assert opened.merge_base(side, ahead) == base
    assert opened.merge_base("side", "main") == base
    repo.git("checkout", "-q", "--orphan", "alone")
    assert opened.merge_base(repo.commit("alone"), side) is None
    with pytest.raises(GitError, match="does not name one commit"):
        opened.merge_base("--all", side)
    with pytest.raises(GitError, match="merge-base failed"):
        opened.merge_base("e" * 40, side)


def test_a_shallow_clone(repo: Workshop, make_repo: Callable[..., Workshop]) -> None:
    repo.commit("one", {"a.md": "1"})
    head = repo.commit("two", {"b.md": "2"})
    clone = make_repo("clone")
    clone.git("-c", "protocol.file.allow=always", "pull", "-q", "--depth=1", f"file://{repo.root}")
    with Repository.find(clone.root) or pytest.fail("not found") as shallow:
        assert shallow.is_shallow
        assert shallow.resolve("HEAD") == head
        assert [entry.path for entry in shallow.files(head)] == ["a.md", "b.md"]
        with pytest.raises(GitError, match="fetch --unshallow"):
            shallow.log(head)
        with pytest.raises(GitError, match="fetch --unshallow"):
            shallow.resolve("HEAD~1")


def test_a_sha256_repository(make_repo: Callable[..., Workshop]) -> None:
    made = make_repo("long", object_format="sha256")
    made.commit("one", {"a.md": "甲"})
    head = made.commit("two", {"a.md": "甲乙"})
    with Repository.find(made.root) or pytest.fail("not found") as opened:
        assert opened.object_format == "sha256"
        assert opened.resolve("main") == head
        assert len(head) == 64
        (entry,) = opened.files(head)
        assert opened.read_entry(entry).decode() == "甲乙"
        assert [commit.subject for commit in opened.log(head)] == ["two", "one"]


def test_a_broken_configuration_is_told_in_git_s_words(repo: Workshop) -> None:
    (repo.root / ".git" / "config").write_text("[core\x1b[31m")
    with pytest.raises(GitError, match="bad config") as raised:
        Repository(repo.root, repo.root / ".git")
    assert "\x1b" not in str(raised.value)


def test_a_folder_that_is_gone(repo: Workshop, opened: Repository) -> None:
    repo.root.rename(repo.root.parent / "moved")
    with pytest.raises(GitError, match="cannot start git"):
        opened.resolve("HEAD")


def test_nothing_is_written_in_a_repository_that_is_read(
    repo: Workshop, opened: Repository
) -> None:
    repo.commit("one", {"a.md": "1"})
    repo.commit("two", {"a.md": "2"})
    before = _state(repo.root)
    opened.merge_base("HEAD", "HEAD~1")
    assert len(list(opened.log("HEAD"))) == 2
    assert len(list(opened.read_many(opened.files("HEAD")))) == 1
    assert _state(repo.root) == before


def _state(root: Path) -> dict[str, tuple[int, int]]:
    found = (path for path in root.rglob("*"))
    return {str(path): (path.stat().st_mtime_ns, path.stat().st_size) for path in found}

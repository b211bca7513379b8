"""The files of a commit: what is read, and what only has its trouble told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from qmsdoc.errors import GitError
from qmsdoc.source.tree import Entry, blob_id
from qmsdoc.vcs import listing, names
from qmsdoc.vcs.git import Repository

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop


@pytest.fixture
def opened(repo: Workshop) -> Iterator[Repository]:
    with Repository(repo.root, repo.root / ".git") as opened:
        yield opened


def _troubled(entries: tuple[Entry, ...]) -> dict[str, str]:
    assert all(not entry.blob and not entry.size for entry in entries if entry.trouble)
    return {entry.path: str(entry.trouble) for entry in entries if entry.trouble}


def test_entries_are_git_s_own_ids_and_sizes_sorted(repo: Workshop, opened: Repository) -> None:
    files = {"b/z.md": "乙", "b.md": "", "a b.md": "空格", "文件/质量手册.md": "甲" * 100}
    head = repo.commit("files", files)
    assert opened.files(head) == tuple(
        Entry(path, blob_id(text.encode()), len(text.encode()))
        for path, text in sorted(files.items())
    )


def test_an_executable_file_is_a_file(repo: Workshop, opened: Repository) -> None:
    repo.write({"run": "x"})
    (repo.root / "run").chmod(0o755)
    assert [entry.trouble for entry in opened.files(repo.commit())] == [None]


def test_a_folder(repo: Workshop, opened: Repository) -> None:
    repo.commit("files", {"qms/a.md": "1", "qms/-x *[d]/b.md": "2", "qms2/c.md": "3", "f": "4"})
    assert [entry.path for entry in opened.files("HEAD", "qms")] == ["-x *[d]/b.md", "a.md"]
    assert [entry.path for entry in opened.files("HEAD", "qms/-x *[d]")] == ["b.md"]
    for folder in ("qm", "nothing", "qms/*", "f", ":(top)qms", "-r"):
        assert opened.files("HEAD", folder) == ()
    for folder in ("../qms", "qms/", "/qms", "qms/../qms2", "a\0b"):
        with pytest.raises(GitError, match="not a folder"):
            opened.files("HEAD", folder)


def test_an_empty_commit(repo: Workshop, opened: Repository) -> None:
    assert opened.files(repo.commit("nothing")) == ()


def test_links_and_submodules_are_not_read(
    repo: Workshop, opened: Repository, make_repo: Callable[..., Workshop]
) -> None:
    repo.write({"a.md": "1"})
    (repo.root / "link.md").symlink_to("/etc/passwd")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},sub")
    repo.git("add", "link.md", "a.md")
    repo.git("commit", "-q", "-m", "links")
    entries = opened.files("HEAD")
    troubled = _troubled(entries)
    assert [entry.path for entry in entries] == ["a.md", "link.md", "sub"]
    assert "this is a link" in troubled["link.md"]
    assert "submodule" in troubled["sub"]
    for entry, data in opened.read_many(entries):
        assert isinstance(data, OSError) is (entry.trouble is not None)


HOSTILE = {
    b"..": "“..”",
    b".": "“.”",
    b".git": "“.git”",
    b".GIT": "“.git”",
    b"git~1": "“git~1”",
    b"a\\..\\b.md": "backslash",
    b"line\nbreak.md": "control character",
    b"tab\there.md": "control character",
    b"\x1b[31m.md": "control character",
    "\u0085.md".encode(): "control character",
    b"\xb7\xe7\xbc\xfe.md": "not UTF-8",
    b"\xed\xa0\x80.md": "not UTF-8",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_told_and_the_rest_read(
    repo: Workshop, opened: Repository, name: bytes
) -> None:
    repo.commit("base", {"a.md": "x"})
    blob = repo.blob(b"planted")
    tree = repo.tree(("100644", name, blob), ("100644", b"z.md", blob))
    within = repo.tree(("40000", b"sub", tree))
    for commit, folder in ((repo.commit_of(tree), ""), (repo.commit_of(within), "sub")):
        entries = opened.files(commit, folder)
        (trouble,) = _troubled(entries).values()
        assert HOSTILE[name] in trouble
        assert [entry.path for entry in entries if not entry.trouble] == ["z.md"]


def test_a_hostile_folder_troubles_what_is_in_it(repo: Workshop, opened: Repository) -> None:
    inner = repo.tree(("100644", b"config", repo.blob(b"[core]")))
    commit = repo.commit_of(repo.tree(("40000", b".git", inner), ("40000", b"..", inner)))
    assert set(_troubled(opened.files(commit))) == {".git/config", "../config"}


def test_a_name_that_is_there_twice(repo: Workshop, opened: Repository) -> None:
    records = [("100644", b"a.md", repo.blob(text)) for text in (b"shown", b"hidden")]
    entries = opened.files(repo.commit_of(repo.tree(*records)))
    assert [entry.path for entry in entries] == ["a.md", "a.md"]
    assert [entry.trouble is None for entry in entries] == [True, False]


def test_a_blob_that_the_repository_lacks(repo: Workshop, opened: Repository) -> None:
    tree = repo.tree(("100644", b"a.md", "2" * 40), ("100644", b"b.md", repo.blob(b"b")))
    entries = opened.files(repo.commit_of(tree))
    assert "lacks the file" in _troubled(entries)["a.md"]
    assert entries[1].trouble is None


def test_a_tree_that_stands_for_billions_of_files(
    repo: Workshop, opened: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "MAX_FILES", 1000)
    identity, mode = repo.blob(b"x"), "100644"
    for _ in range(9):
        identity = repo.tree(*((mode, b"%d" % number, identity) for number in range(10)))
        mode = "40000"
    with pytest.raises(GitError, match="more than 1000 files"):
        opened.files(repo.commit_of(identity))


def test_an_unknown_commit(opened: Repository) -> None:
    with pytest.raises(GitError, match="ls-tree failed"):
        opened.files("3" * 40)


@pytest.mark.parametrize(
    "path", ["a", "a b/c", "文件/程序.md", "a..b", ".gitignore", ".github/x", "...", "~/x", "-rf"]
)
def test_names_that_are_no_trouble(path: str) -> None:
    assert names.decode(path.encode()) == (path, None)


@pytest.mark.parametrize("path", ["", "/a", "a/", "a//b", "a/../b", "./a", "a/.Git/b", "\x00"])
def test_names_that_are(path: str) -> None:
    assert names.trouble(path) is not None

"""The work tree: what is listed, what is never read."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from scratch import PROCEDURE, git

from qmsdoc.errors import WorkspaceError
from qmsdoc.model.roles import role_of
from qmsdoc.source.tree import MAX_BLOB_SIZE, blob_id
from qmsdoc.workspace.discover import find_root
from qmsdoc.workspace.work_tree import FileStat, WorkTree

_opened: list[str] | None = None


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    watched = event in {"open", "os.listdir", "os.scandir"}
    if _opened is not None and watched and not isinstance(arguments[0], int):
        _opened.append(f"{event} {arguments[0]!s}")


sys.addaudithook(_watch)


@contextmanager
def opened() -> Iterator[list[str]]:
    """Every path that is opened or listed in this process."""
    global _opened
    _opened = []
    try:
        yield _opened
    finally:
        _opened = None


def tree(root: Path, known: dict[str, FileStat] | None = None) -> WorkTree:
    return WorkTree(root, role_of, known=known)


def troubles(root: Path) -> dict[str, str]:
    return {entry.path: str(entry.trouble) for entry in tree(root).entries() if entry.trouble}


def paths(root: Path) -> list[str]:
    return [entry.path for entry in tree(root).entries()]


Make = Callable[..., Path]


def test_files_are_sorted_and_have_the_id_that_git_gives(workspace: Make) -> None:
    root = workspace({"documents/乙.md": PROCEDURE, "documents/a/b.md": "x", "img/a.png": b"\x89"})
    git(root, "init", "-q")
    entries = tree(root).entries()
    assert [entry.path for entry in entries] == sorted(entry.path for entry in entries)
    assert {entry.path for entry in entries} == {
        "documents/a/b.md",
        "documents/乙.md",
        "img/a.png",
        "qmsdoc.yaml",
    }
    for entry in entries:
        if role_of(entry.path):
            assert entry.blob == git(root, "hash-object", entry.path)
        else:
            assert entry.blob == ""
        assert entry.size == (root / entry.path).stat().st_size


def test_links_are_named_and_never_followed(workspace: Make, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("secret")
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "QP-01.md").write_text(PROCEDURE)
    root = workspace({"documents/QP-07.md": PROCEDURE})
    folder = root / "documents"
    (folder / "out.md").symlink_to(secret)
    (folder / "in.md").symlink_to("QP-07.md")
    (folder / "nowhere.md").symlink_to("none")
    (folder / "loop.md").symlink_to("loop.md")
    (folder / "out").symlink_to(outside)
    (folder / "self").symlink_to(folder)
    (folder / "device.md").symlink_to("/dev/zero")
    with opened() as seen:
        found = tree(root)
        entries = {entry.path: entry for entry in found.entries()}
        for entry in entries.values():
            if entry.trouble is None:
                found.read(entry)
    linked = ["out.md", "in.md", "nowhere.md", "loop.md", "out", "self", "device.md"]
    for name in linked:
        assert "this is a link" in str(entries[f"documents/{name}"].trouble)
    assert set(entries) == {"qmsdoc.yaml", "documents/QP-07.md"} | {
        f"documents/{n}" for n in linked
    }
    assert seen
    assert all(str(root) in line for line in seen)
    assert not any(name in line for line in seen for name in ("secret", "outside", "zero"))


def test_a_file_that_becomes_a_link_before_it_is_read_is_not_followed(
    workspace: Make, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    root = workspace({"documents/QP-07.md": PROCEDURE})
    first = tree(root)
    first.entries()
    again = tree(root, first.seen)
    (entry,) = (entry for entry in again.entries() if role_of(entry.path) == "document")
    (root / entry.path).unlink()
    (root / entry.path).symlink_to(secret)
    with pytest.raises(OSError, match=r".*"):
        again.read(entry)
    ((_, failure),) = again.read_many([entry])
    assert isinstance(failure, OSError)


def test_pipes_sockets_and_folders_are_named_and_never_opened(workspace: Make) -> None:
    root = workspace({"documents/QP-07.md/inner.md": PROCEDURE, "documents/x/y.md": PROCEDURE})
    os.mkfifo(root / "documents/pipe.md")
    here = Path.cwd()
    os.chdir(root / "documents")
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("socket.md")
    finally:
        os.chdir(here)
    with opened() as seen:
        found = troubles(root)
    assert "not a plain file" in found["documents/pipe.md"]
    assert "not a plain file" in found["documents/socket.md"]
    assert "a folder stands under the name of a file" in found["documents/QP-07.md"]
    assert len(found) == 3
    assert not any("pipe.md" in line or "socket.md" in line for line in seen)
    # What lies in that folder is still checked.
    assert "documents/QP-07.md/inner.md" in paths(root)


def test_hidden_files_and_other_repositories_are_left_out(workspace: Make) -> None:
    root = workspace(
        {
            ".git/config": "",
            ".hidden/documents/a.md": "a",
            "documents/.a.md": "a",
            "documents/.b/a.md": "a",
            "vendor/other/.git/HEAD": "ref: refs/heads/main\n",
            "vendor/other/documents/a.md": "a",
            "vendor/worktree/.git": "gitdir: elsewhere\n",
            "vendor/worktree/a.md": "a",
            "vendor/mine.md": "a",
        }
    )
    assert paths(root) == ["qmsdoc.yaml", "vendor/mine.md"]


def test_a_name_that_is_not_utf8_is_named(workspace: Make) -> None:
    root = workspace({"documents/QP-07.md": PROCEDURE})
    folder = os.fsencode(root / "documents")
    Path(os.fsdecode(folder + b"/\xc4\xbf\xff.md")).write_text("a")
    Path(os.fsdecode(folder + b"/\xff")).mkdir()
    Path(os.fsdecode(folder + b"/\xff/a.md")).write_text("a")
    found = troubles(root)
    assert len(found) == 2
    assert all("not UTF-8" in text for text in found.values())
    assert all(path.encode() for path in paths(root))


@pytest.mark.parametrize(
    "error", [PermissionError(13, "Permission denied"), OSError(5, "I/O error")]
)
def test_a_file_that_cannot_be_read_is_named_and_the_others_are_listed(
    workspace: Make, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    root = workspace({"documents/a.md": "a", "documents/b.md": "b", "documents/c.md": "c"})
    really = os.open

    def failing(path: Path, flags: int) -> int:
        if str(path).endswith("b.md"):
            raise error
        return really(path, flags)

    monkeypatch.setattr(os, "open", failing)
    assert list(troubles(root)) == ["documents/b.md"]
    assert str(error.strerror) in troubles(root)["documents/b.md"]
    assert len(paths(root)) == 4


def test_a_folder_that_cannot_be_read_is_named(
    workspace: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = workspace({"documents/a.md": "a", "documents/closed/b.md": "b"})
    really = os.scandir

    def failing(path: Path) -> object:
        if str(path).endswith("closed") or (str(path) == str(root) and root_is_closed):
            raise PermissionError(13, "Permission denied")
        return really(path)

    root_is_closed = False
    monkeypatch.setattr(os, "scandir", failing)
    assert "cannot be read" in troubles(root)["documents/closed"]
    assert "documents/a.md" in paths(root)
    root_is_closed = True
    with pytest.raises(WorkspaceError, match="Permission denied"):
        tree(root).entries()


def test_a_file_that_is_too_long_is_not_read(workspace: Make) -> None:
    root = workspace({"documents/a.md": b"a" * (MAX_BLOB_SIZE + 1), "documents/b.md": b"a" * 9})
    with opened() as seen:
        long, short, _ = tree(root).entries()
    assert not any("a.md" in line for line in seen)
    assert str(MAX_BLOB_SIZE + 1) in str(long.never_read)
    assert short.never_read is None
    # It may have grown since it was listed.
    (root / "documents/b.md").write_bytes(b"a" * (MAX_BLOB_SIZE + 500))
    assert len(tree(root).read(short)) == MAX_BLOB_SIZE + 1


def test_a_file_whose_stat_is_known_is_not_read_again(workspace: Make) -> None:
    root = workspace({"documents/a.md": "a", "documents/b.md": "b"})
    first = tree(root)
    before = first.entries()
    with opened() as seen:
        again = tree(root, first.seen)
        assert again.entries() == before
    assert not any("open " in line for line in seen)
    assert again.seen == first.seen


def test_a_change_that_keeps_size_and_time_is_seen(workspace: Make) -> None:
    root = workspace({"documents/a.md": "a"})
    file = root / "documents/a.md"
    first = tree(root)
    first.entries()
    stat = file.stat()
    file.write_text("b")
    os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    now = file.stat()
    assert (now.st_size, now.st_mtime_ns) == (stat.st_size, stat.st_mtime_ns)
    (entry,) = (e for e in tree(root, first.seen).entries() if e.path == "documents/a.md")
    assert entry.blob == blob_id(b"b")


def test_the_root_is_found_from_anywhere_below(workspace: Make, tmp_path: Path) -> None:
    root = workspace({"documents/deep/a.md": "a"})
    assert find_root(root) == root
    assert find_root(root / "documents/deep") == root
    (tmp_path / "link").symlink_to(root / "documents")
    assert find_root(tmp_path / "link") == root
    for path, said in ((tmp_path, "no qmsdoc.yaml"), (tmp_path / "no", "is not a folder")):
        with pytest.raises(WorkspaceError, match=said):
            find_root(path)

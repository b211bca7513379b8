"""Reading blobs: one failure is one failure."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry
from qmsdoc.text.message import Message
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.git_tree import GitTree

if TYPE_CHECKING:
    from tests.vcs.conftest import Workshop


@pytest.fixture
def opened(repo: Workshop) -> Iterator[Repository]:
    with Repository(repo.root, repo.root / ".git") as opened:
        yield opened


def _number(opened: Repository, blob: str, size: int = 0) -> int | None:
    with pytest.raises(OSError) as raised:  # noqa: PT011 - the number is what is checked
        opened.read(blob, size)
    return raised.value.errno


@pytest.mark.parametrize("data", [b"", b"\n", b"a", b"no newline", b"\0\n\0", b"x" * MAX_BLOB_SIZE])
def test_the_bytes_are_the_bytes(repo: Workshop, opened: Repository, data: bytes) -> None:
    after = repo.blob(b"after")
    assert opened.read(repo.blob(data)) == data
    assert opened.read(after) == b"after"


def test_one_process_serves_all(repo: Workshop, opened: Repository) -> None:
    blob = repo.blob(b"x")
    opened.read(blob)
    first = opened._runner.batch().pid
    opened.read(blob)
    assert opened._runner.batch().pid == first


def test_what_cannot_be_read_does_not_stop_the_next(repo: Workshop, opened: Repository) -> None:
    head = repo.commit("one", {"a.md": "x"})
    good = repo.blob(b"good")
    large = repo.blob(b"0" * (MAX_BLOB_SIZE + 1))
    assert _number(opened, "4" * 40) == errno.ENOENT
    assert opened.read(good) == b"good"
    assert _number(opened, head) == errno.EINVAL
    assert opened.read(good) == b"good"
    assert _number(opened, large) == errno.EFBIG
    assert opened.read(good) == b"good"


def test_a_large_blob_is_not_asked_for(opened: Repository) -> None:
    assert _number(opened, "5" * 40, MAX_BLOB_SIZE + 1) == errno.EFBIG
    assert opened._runner.cat_file_all is None


@pytest.mark.parametrize("blob", ["", "HEAD", "HEAD:a.md", "6" * 39, "6" * 40 + "\n", "é" * 40])
def test_only_full_ids(repo: Workshop, opened: Repository, blob: str) -> None:
    repo.commit("one", {"a.md": "x"})
    assert _number(opened, blob) == errno.EINVAL


def test_a_damaged_object(repo: Workshop, opened: Repository) -> None:
    good, bad = repo.blob(b"good"), repo.blob(b"bad")
    stored = repo.root / ".git" / "objects" / bad[:2] / bad[2:]
    stored.chmod(0o644)
    stored.write_bytes(b"damaged")
    assert _number(opened, bad) in (errno.EIO, errno.ENOENT)
    assert opened.read(good) == b"good"


def test_a_process_that_died(repo: Workshop, opened: Repository) -> None:
    good = repo.blob(b"good")
    opened.read(good)
    process = opened._runner.batch().proc
    assert process is not None
    process.kill()
    process.wait()
    assert _number(opened, good) == errno.EIO
    assert opened.read(good) == b"good"


def test_many_damaged_objects_do_not_hang_it(repo: Workshop, opened: Repository) -> None:
    """Each makes git complain on stderr: more than a pipe holds."""
    folder = repo.root / ".git" / "objects" / "77"
    folder.mkdir()
    ids = [f"77{number:038x}" for number in range(700)]
    for name in ids:
        (folder / name[2:]).write_bytes(b"damaged")
    entries = [Entry(name, name, 1) for name in ids[:40]]
    assert all(isinstance(data, OSError) for _, data in opened.read_many(entries))
    assert opened.read(repo.blob(b"good")) == b"good"


def test_read_many_keeps_the_order_and_tells_failures(repo: Workshop, opened: Repository) -> None:
    blob = repo.blob(b"good")
    entries = [
        Entry("a", blob, 4),
        Entry("b", "8" * 40, 4),
        Entry("c", "", 0, Message.of("a link")),
        Entry("d", blob, MAX_BLOB_SIZE + 1),
        Entry("e", blob, 4),
    ]
    read = list(opened.read_many(entries))
    assert [entry for entry, _ in read] == entries
    numbers = [data.errno if isinstance(data, OSError) else data for _, data in read]
    assert numbers == [b"good", errno.ENOENT, errno.EINVAL, errno.EFBIG, b"good"]


def test_closing_ends_the_process_and_reading_starts_another(
    repo: Workshop, opened: Repository
) -> None:
    blob = repo.blob(b"good")
    opened.read(blob)
    process = opened._runner.batch().proc
    assert process is not None
    opened.close()
    opened.close()
    assert process.returncode is not None
    assert opened.read(blob) == b"good"


def test_the_tree_of_a_commit(repo: Workshop, opened: Repository) -> None:
    repo.commit("one", {"qms/a.md": "旧", "qms/b.md": "乙", "qms/.x/c.md": "x", "qms/.d.md": "x"})
    repo.git("tag", "v1")
    repo.commit("two", {"qms/a.md": "新"})
    (repo.root / "qms" / "a.md").write_text("not committed")
    old, new = GitTree(opened, "v1", "qms"), GitTree(opened, "HEAD", "qms")
    assert [entry.path for entry in old.entries()] == ["a.md", "b.md"]
    assert old.read(old.entries()[0]).decode() == "旧"
    assert [data for _, data in new.read_many(new.entries())] == ["新".encode(), "乙".encode()]
    assert new.entries() is new.entries()
    assert old.commit == repo.git("rev-parse", "v1")


def test_attributes_do_not_change_the_bytes(repo: Workshop, opened: Repository) -> None:
    attributes = "*.md text eol=crlf ident working-tree-encoding=UTF-16\n"
    blob = repo.blob("$Id$ 甲\n".encode())
    tree = repo.tree(
        ("100644", b".gitattributes", repo.blob(attributes.encode())), ("100644", b"a.md", blob)
    )
    commit = repo.commit_of(tree)
    Path(repo.root / ".gitattributes").write_text(attributes)
    git_tree = GitTree(opened, commit)
    assert git_tree.read(git_tree.entries()[0]).decode() == "$Id$ 甲\n"

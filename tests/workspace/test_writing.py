"""The one writer: the old file or the new one, and nothing else left behind."""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import Any, Self

import pytest

from qmsdoc.errors import OutputError
from qmsdoc.workspace.output import is_special, write_file, write_special

FAILURES = [
    errno.ENOSPC,
    errno.EIO,
    errno.EDQUOT,
    errno.EROFS,
    errno.EACCES,
    errno.EMFILE,
    errno.EXDEV,
]


def left(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_file_is_written_with_its_folders(tmp_path: Path) -> None:
    write_file(tmp_path / "a/b/报告.json", b"new")
    assert left(tmp_path / "a/b") == {"报告.json": b"new"}
    write_file(tmp_path / "a/b/报告.json", b"newer")
    assert left(tmp_path / "a/b") == {"报告.json": b"newer"}


def test_permissions_are_those_of_any_new_file_or_of_the_old_one(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(tmp_path / "a", b"")
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640
        (tmp_path / "a").chmod(0o604)
        write_file(tmp_path / "a", b"x")
        assert (tmp_path / "a").stat().st_mode & 0o777 == 0o604
        assert os.umask(0o027) == 0o027
    finally:
        os.umask(before)


@pytest.mark.parametrize("call", ["fsync", "replace", "chmod", "mkstemp", "write"])
@pytest.mark.parametrize("number", FAILURES, ids=[errno.errorcode[n] for n in FAILURES])
def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    target = tmp_path / "report.json"
    target.write_bytes(b"old")

    def failing(*_: Any, **__: Any) -> Any:
        raise OSError(number, os.strerror(number))

    class Full:
        def __init__(self, descriptor: int, _mode: str) -> None:
            self._descriptor = descriptor

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            os.close(self._descriptor)

        write = failing

    if call == "fsync":
        monkeypatch.setattr(os, "fsync", failing)
    elif call == "mkstemp":
        monkeypatch.setattr("tempfile.mkstemp", failing)
    elif call == "write":
        monkeypatch.setattr(os, "fdopen", Full)
    else:
        monkeypatch.setattr(Path, call, failing)
    with pytest.raises(OutputError) as caught:
        write_file(target, b"new")
    monkeypatch.undo()
    assert str(target) in str(caught.value)
    assert os.strerror(number) in str(caught.value)
    assert left(tmp_path) == {"report.json": b"old"}


def test_an_interrupt_leaves_nothing_either(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_file(tmp_path / "a", b"new")
    assert left(tmp_path) == {}


def test_a_link_is_replaced_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "old").write_bytes(b"old")
    (tmp_path / "link").symlink_to("old")
    write_file(tmp_path / "link", b"new")
    assert left(tmp_path) == {"old": b"old", "link": b"new"}
    assert not (tmp_path / "link").is_symlink()


def test_a_folder_or_a_pipe_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "pipe"):
        with pytest.raises(OutputError):
            write_file(tmp_path / name, b"new")
    assert is_special(tmp_path / "pipe")
    assert not is_special(tmp_path / "folder")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "pipe"]
    with pytest.raises(OutputError):
        write_file(tmp_path / "pipe" / "below", b"new")


def test_what_cannot_be_replaced_is_written_into(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    content = b"x" * 200_000
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    write_special(tmp_path / "pipe", content)
    reader.join()
    assert read == [content]
    with pytest.raises(OutputError, match="No space"):
        write_special(Path("/dev/full"), b"x")


def test_readers_see_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "a"
    versions = [bytes([48 + n]) * 50_000 for n in range(10)]
    write_file(target, versions[0])
    done = threading.Event()
    torn: list[int] = []

    def look() -> None:
        while not done.is_set():
            if target.read_bytes() not in versions:
                torn.append(1)

    readers = [threading.Thread(target=look) for _ in range(2)]
    for reader in readers:
        reader.start()
    for version in versions * 3:
        write_file(target, version)
    done.set()
    for reader in readers:
        reader.join()
    assert torn == []

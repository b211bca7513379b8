"""A folder is published whole or not at all, and what did not change is not touched."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest

from qmsdoc.errors import OutputError
from qmsdoc.workspace import publish as module
from qmsdoc.workspace.publish import MANIFEST, Published, publish

FIRST = {"index.html": b"home", "a/b.html": b"page", "c.html": b"same"}


def put(folder: Path, files: dict[str, bytes], revision: str = "r1") -> Published:
    return publish(folder, "site", revision, files.items())


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def only(folder: Path) -> None:
    """Nothing is left beside the folder."""
    assert [path.name for path in folder.parent.iterdir()] == [folder.name]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "inside" / "site"


@pytest.fixture(params=["exchange", "two renames"])
def either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "two renames":
        monkeypatch.setattr(module, "_exchange", lambda one, other: False)


def test_first_time(folder: Path) -> None:
    assert put(folder, FIRST) == Published(3, 0, 0)
    found = content(folder)
    manifest = json.loads(found.pop(MANIFEST))
    assert found == FIRST
    assert manifest["revision"] == "r1"
    assert list(manifest["files"]) == sorted(FIRST)
    assert manifest["files"]["c.html"] == {"sha256": sha256(b"same").hexdigest(), "size": 4}
    only(folder)


@pytest.mark.usefixtures("either_way")
def test_what_is_the_same_keeps_inode_and_time(folder: Path) -> None:
    put(folder, FIRST)
    os.utime(folder / "c.html", ns=(10**18, 10**18))
    before = (folder / "c.html").stat()
    second = {"index.html": b"new!", "c.html": b"same", "d.html": b"more"}
    assert put(folder, second) == Published(2, 1, 1)
    after = (folder / "c.html").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    found = content(folder)
    del found[MANIFEST]
    assert found == second
    only(folder)


def test_nothing_changed_leaves_the_folder_itself(folder: Path) -> None:
    put(folder, FIRST)
    before = folder.stat()
    assert put(folder, FIRST) == Published(0, 3, 0)
    assert folder.stat().st_ino == before.st_ino
    assert put(folder, FIRST, "r2") == Published(0, 3, 0)
    assert json.loads((folder / MANIFEST).read_bytes())["revision"] == "r2"


def test_a_file_that_somebody_changed_is_made_anew(folder: Path) -> None:
    put(folder, FIRST)
    (folder / "c.html").write_bytes(b"eval")
    assert put(folder, FIRST) == Published(1, 2, 0)
    assert (folder / "c.html").read_bytes() == b"same"


def test_a_link_in_the_old_site_is_not_taken_for_a_file(folder: Path, tmp_path: Path) -> None:
    put(folder, FIRST)
    (tmp_path / "elsewhere").write_bytes(b"same")
    (folder / "c.html").unlink()
    (folder / "c.html").symlink_to(tmp_path / "elsewhere")
    put(folder, FIRST)
    assert not (folder / "c.html").is_symlink()


@pytest.mark.usefixtures("either_way")
@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, OSError])
def test_a_build_that_fails_leaves_the_old_site(folder: Path, error: type[BaseException]) -> None:
    put(folder, FIRST)
    before = content(folder)

    def failing() -> Iterator[tuple[str, bytes]]:
        yield "index.html", b"half"
        raise error

    with pytest.raises(OutputError if error is OSError else error):
        publish(folder, "site", "r2", failing())
    assert content(folder) == before
    only(folder)


def test_a_rename_that_fails_is_taken_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, FIRST)
    before = content(folder)
    monkeypatch.setattr(module, "_exchange", lambda one, other: False)
    real = Path.rename
    calls: list[Path] = []

    def rename(self: Path, target: Path) -> Path:
        calls.append(self)
        if len(calls) == 2:
            raise OSError(28, "no space")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(OutputError, match="no space"):
        put(folder, {"index.html": b"new"})
    assert len(calls) == 3
    assert content(folder) == before
    only(folder)


def test_a_run_that_was_killed_between_the_renames_is_mended(folder: Path) -> None:
    put(folder, FIRST)
    folder.rename(module._aside(folder))
    assert put(folder, FIRST) == Published(0, 3, 0)
    only(folder)


@pytest.mark.parametrize(
    "manifest",
    [
        None,
        b"{}",
        b"not json",
        b"\xff",
        b'{"generator":"mkdocs","kind":"site","revision":"","files":{}}',
        b'{"generator":"qmsdoc","kind":"audit","revision":"","files":{}}',
        b'{"generator":"qmsdoc","kind":"site","revision":"","files":[]}',
    ],
)
def test_another_folder_is_left_alone(folder: Path, manifest: bytes | None) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.doc").write_bytes(b"years of work")
    if manifest is not None:
        (folder / MANIFEST).write_bytes(manifest)
    before = content(folder)
    with pytest.raises(OutputError, match="something else"):
        put(folder, FIRST)
    assert content(folder) == before
    only(folder)


def test_an_empty_folder_is_taken(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o750)
    folder.chmod(0o750)
    put(folder, FIRST)
    assert folder.stat().st_mode & 0o777 == 0o750


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_is_no_folder_is_left_alone(folder: Path, tmp_path: Path, kind: str) -> None:
    folder.parent.mkdir(parents=True)
    if kind == "file":
        folder.write_bytes(b"x")
    else:
        (tmp_path / "real").mkdir()
        folder.symlink_to(tmp_path / "real")
    with pytest.raises(OutputError, match="no folder"):
        put(folder, FIRST)


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", "a//x", "", ".", MANIFEST])
def test_no_name_leads_out(folder: Path, path: str) -> None:
    with pytest.raises(OutputError):
        put(folder, {path: b"x"})
    assert not folder.exists()


def test_a_name_cannot_come_twice(folder: Path) -> None:
    with pytest.raises(OutputError):
        publish(folder, "site", "", [("a", b"1"), ("a", b"2")])

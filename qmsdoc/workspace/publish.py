"""The one writer of whole folders: the old site or the new one, never half of either.

A site is built in a fresh folder beside its place, then the two change places. A file that comes
out as before is linked into the new folder, so it keeps its inode and its date, and is neither
written nor sent again by whoever copies the site on. The other way, to change the old folder file
by file with a journal, would show readers pages of two editions while it lasts.
"""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import msgspec
from msgspec import Struct

from qmsdoc.errors import OutputError
from qmsdoc.text.message import Message

MANIFEST = "manifest.json"
GENERATOR = "qmsdoc"
_MAX_MANIFEST = 64 * 1024 * 1024
# linux/fs.h
_AT_FDCWD, _EXCHANGE = -100, 2


class FileEntry(Struct, frozen=True):
    """``size`` is in bytes."""

    sha256: str
    size: int


class Manifest(Struct, frozen=True):
    """What a published folder holds, beside the manifest itself, by path and sorted."""

    generator: str
    kind: str
    revision: str
    files: dict[str, FileEntry]


@dataclass(frozen=True, slots=True)
class Published:
    """How many files were written, kept as they were, and are no longer there."""

    written: int
    kept: int
    removed: int


def publish(
    folder: Path, kind: str, revision: str, files: Iterable[tuple[str, bytes]]
) -> Published:
    """Make *folder* hold exactly *files*, by path, and a manifest of them.

    *folder* is not there yet, is empty, or holds what was published of the same *kind* before.
    Raises OutputError, also for any other folder; then, as after any failure of *files*, what was
    there is as it was.
    """
    folder = Path(os.path.abspath(folder))  # noqa: PTH100  # a link is to be seen, not followed
    try:
        _recover(folder)
        old = _earlier(folder, kind)
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _fresh(folder) as fresh:
            entries, written, kept = _fill(fresh, folder, old, files)
            manifest = Manifest(GENERATOR, kind, revision, dict(sorted(entries.items())))
            _put(fresh, folder, MANIFEST, _encoded(manifest))
            # Also what somebody else put there: a site is what its manifest says, and no more.
            removed = len(file_stats(folder).keys() - entries.keys() - {MANIFEST})
            if written or removed or _differ(fresh / MANIFEST, folder / MANIFEST):
                _swap(fresh, folder)
            return Published(written, kept, removed)
    except OSError as error:
        raise OutputError(
            "cannot write {path}: {problem}", path=folder, problem=error.strerror or error
        ) from None


def file_stats(folder: Path) -> dict[str, tuple[int, int]]:
    """Size and time of every file below *folder*, by path: what tells that nobody changed it."""
    found = {}
    folders = [""]
    while folders:
        inside = folders.pop()
        try:
            with os.scandir(folder / inside) as items:
                for item in items:
                    path = f"{inside}/{item.name}" if inside else item.name
                    if item.is_dir(follow_symlinks=False):
                        folders.append(path)
                    else:
                        info = item.stat(follow_symlinks=False)
                        found[path] = (info.st_size, info.st_mtime_ns)
        except OSError:
            return {}
    return found


def _fill(
    fresh: Path, folder: Path, old: Mapping[str, FileEntry], files: Iterable[tuple[str, bytes]]
) -> tuple[dict[str, FileEntry], int, int]:
    entries: dict[str, FileEntry] = {}
    written = 0
    made: set[str] = set()
    for path, content in files:
        if path in entries or path == MANIFEST or not _is_inside(path):
            raise OSError(errno.EINVAL, f"{path} cannot be the name of a file here")
        parent = path.rpartition("/")[0]
        if parent and parent not in made:
            (fresh / parent).mkdir(parents=True, exist_ok=True)
            made.add(parent)
        entries[path] = FileEntry(sha256(content).hexdigest(), len(content))
        same = path in old and old[path] == entries[path]
        written += not _put(fresh, folder, path, content, maybe=same)
    return entries, written, len(entries) - written


def _put(fresh: Path, folder: Path, path: str, content: bytes, *, maybe: bool = True) -> bool:
    """Put a file into the fresh folder: whether it is the old one. Its bytes decide, not what the
    manifest says of them."""
    if maybe and _holds(folder / path, content):
        try:
            os.link(folder / path, fresh / path, follow_symlinks=False)
        except OSError:  # a file system without links
            shutil.copy2(folder / path, fresh / path, follow_symlinks=False)
        return True
    with (fresh / path).open("xb") as file:
        file.write(content)
    return False


def _holds(path: Path, content: bytes) -> bool:
    try:
        info = path.lstat()
        if not stat.S_ISREG(info.st_mode) or info.st_size != len(content):
            return False
        return path.read_bytes() == content
    except OSError:
        return False


def _differ(one: Path, other: Path) -> bool:
    return not _holds(other, one.read_bytes())


def _is_inside(path: str) -> bool:
    return bool(path) and all(part not in ("", ".", "..") for part in path.split("/"))


def _encoded(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def _earlier(folder: Path, kind: str) -> Mapping[str, FileEntry]:
    """The files of what was published here before. Raises OutputError for any other folder."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise OutputError("{path} is no folder; name one that is empty or new", path=folder)
    if not folder.exists() or not any(folder.iterdir()):
        return {}
    try:
        if (folder / MANIFEST).lstat().st_size > _MAX_MANIFEST:
            raise OSError(errno.EFBIG, "too large")
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        if (manifest.generator, manifest.kind) == (GENERATOR, kind):
            return manifest.files
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        pass
    raise OutputError(
        "{path} holds something else than an earlier site, and is left alone",
        hint=Message.of("name an empty or a new folder with `-o`"),
        path=folder,
    )


@contextmanager
def _fresh(folder: Path) -> Iterator[Path]:
    """An empty folder beside *folder*, gone at the end whatever it holds then."""
    fresh = Path(tempfile.mkdtemp(prefix=_prefix(folder), dir=folder.parent))
    try:
        mask = os.umask(0)
        os.umask(mask)
        fresh.chmod(stat.S_IMODE(folder.stat().st_mode) if folder.exists() else 0o777 & ~mask)
        yield fresh
    finally:
        # After the two changed places this is the old site; also when the run is interrupted.
        shutil.rmtree(fresh, ignore_errors=True)


def _prefix(folder: Path) -> str:
    return f".{folder.name}.{GENERATOR}-"


def _aside(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.{GENERATOR}.old")


def _swap(fresh: Path, folder: Path) -> None:
    """Let the two change places, in one step where the system can."""
    if not folder.exists():
        fresh.rename(folder)
    elif not _exchange(fresh, folder):
        aside = _aside(folder)
        shutil.rmtree(aside, ignore_errors=True)
        folder.rename(aside)
        try:
            fresh.rename(folder)
        except BaseException:
            aside.rename(folder)
            raise
        shutil.rmtree(aside, ignore_errors=True)


def _recover(folder: Path) -> None:
    """Bring back the old site where a run was killed between the two renames."""
    aside = _aside(folder)
    if aside.is_dir() and not folder.exists():
        aside.rename(folder)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; False where the system cannot."""
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None, use_errno=True)
        done = library.renameat2(
            _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_EXCHANGE)
        )
        return bool(done == 0)
    return False

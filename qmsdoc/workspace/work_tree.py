"""The files of a folder as a tree of blobs.

Nothing is followed out of the root: links, FIFOs and devices are seen, named and never read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from qmsdoc.errors import WorkspaceError
from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry, ObjectFormat, blob_id
from qmsdoc.text.message import Message

_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


class FileStat(NamedTuple):
    """What tells without reading that a file is the one of last time; ``blob`` is its id."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    blob: str


class WorkTree:
    """``wanted`` says which files are compiled: only their ids are computed.

    ``known`` holds the stats of the last run: a file whose stat is the same is not read again.
    ``seen`` holds those of this one, once entries were asked for. The folder is walked once.
    ``history`` tells since when entries have been there, and ``repository`` has earlier blobs, see
    ``Tree.since`` and ``Tree.past``.
    """

    def __init__(
        self,
        root: Path,
        wanted: Callable[[str], object],
        object_format: ObjectFormat = "sha1",
        known: Mapping[str, FileStat] | None = None,
    ) -> None:
        self.root = root
        self.seen: dict[str, FileStat] = {}
        self._wanted = wanted
        self._format = object_format
        self._known = known or {}
        self.history: Callable[[Iterable[Entry]], Mapping[str, date]] | None = None
        self.repository: Callable[[str], bytes | None] | None = None
        self._read: dict[str, bytes] = {}
        self._entries: tuple[Entry, ...] | None = None

    def entries(self) -> tuple[Entry, ...]:
        """Every file below the root, hidden ones and other repositories left out."""
        if self._entries is None:
            self._entries = tuple(sorted(self._walk(), key=lambda entry: entry.path))
        return self._entries

    def read(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of one entry, once; OSError where it is no plain file any more."""
        data = self._read.pop(entry.path, None)
        return data if data is not None else self._read_file(entry.path, limit)

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries; a failure is a value."""
        for entry in entries:
            try:
                yield entry, self.read(entry)
            except OSError as error:
                yield entry, error

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        """What ``history`` knows of them."""
        return self.history(entries) if self.history else {}

    def past(self, blob: str) -> bytes | None:
        """What ``repository`` has."""
        return self.repository(blob) if self.repository else None

    def _walk(self) -> Iterator[Entry]:
        folders = [""]
        while folders:
            folder = folders.pop()
            try:
                with os.scandir(self.root / folder) as found:
                    items = list(found)
            except OSError as error:
                if not folder:
                    raise WorkspaceError(
                        "cannot read the folder {path}: {problem}",
                        path=self.root,
                        problem=error.strerror,
                    ) from None
                yield _trouble(
                    folder, Message.of("the folder cannot be read; check its permissions")
                )
                continue
            for item in items:
                if item.name.startswith("."):
                    continue
                path = f"{folder}/{item.name}" if folder else item.name
                if item.is_dir(follow_symlinks=False):
                    if self._wanted(path):
                        text = "a folder stands under the name of a file; rename it"
                        yield _trouble(path, Message.of(text))
                    if not Path(item.path, ".git").exists():
                        folders.append(path)
                else:
                    yield self._entry(path, item)

    def _entry(self, path: str, item: os.DirEntry[str]) -> Entry:
        try:
            path.encode("utf-8")
            info = item.stat(follow_symlinks=False)
        except UnicodeEncodeError:
            shown = path.encode("utf-8", "backslashreplace").decode()
            return _trouble(shown, Message.of("the file name is not UTF-8; rename the file"))
        except OSError as error:
            return _trouble(
                path, Message.of("the file cannot be read: {problem}", problem=error.strerror)
            )
        if stat.S_ISLNK(info.st_mode):
            return _trouble(path, Message.of("this is a link; put the file itself here"))
        if not stat.S_ISREG(info.st_mode):
            return _trouble(path, Message.of("this is not a plain file; take it away"))
        if not self._wanted(path) or info.st_size > MAX_BLOB_SIZE:
            return Entry(path, "", info.st_size)
        known = self._known.get(path)
        now = (info.st_size, info.st_mtime_ns, info.st_ctime_ns, info.st_ino)
        if known is not None and known[:4] == now:
            self.seen[path] = known
            return Entry(path, known.blob, info.st_size)
        return self._identify(path, now)

    def _identify(self, path: str, now: tuple[int, int, int, int]) -> Entry:
        try:
            data = self._read_file(path)
        except OSError as error:
            return _trouble(
                path, Message.of("the file cannot be read: {problem}", problem=error.strerror)
            )
        blob = blob_id(data, self._format)
        self.seen[path] = FileStat(*now, blob)
        self._read[path] = data
        return Entry(path, blob, now[0])

    def _read_file(self, path: str, limit: int = MAX_BLOB_SIZE) -> bytes:
        descriptor = os.open(self.root / path, _OPEN_FLAGS)
        with os.fdopen(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(0, "not a plain file")
            # One byte more than is allowed: the reader of the text says that it is too long.
            return file.read(limit + 1)


def _trouble(path: str, message: Message) -> Entry:
    return Entry(path, "", 0, message)

"""The compile cache: units by content id, in the user's cache folder.

Values are msgpack, which holds no code. Whatever is wrong with the cache, a miss is the answer and
never an error: it can be deleted at any time.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from zlib import crc32

import msgspec

from qmsdoc import __version__
from qmsdoc.workspace.work_tree import FileStat

_STATS = msgspec.msgpack.Decoder(dict[str, FileStat])
# Nothing in a cache is lost by deleting it, so it is not tidied but begun anew.
_MOST_BYTES = 1 << 30
_UNUSED_NS = 30 * 86_400 * 10**9
# A file written within this time before its stat was kept could be written again unseen.
_RACY_NS = 20_000_000


class CompileCache:
    """A table from key to bytes, and the stats of the files of each work tree."""

    def __init__(self, folder: Path | None) -> None:
        self._path = folder / f"units-{compiler_version()}.sqlite" if folder else None
        self._connection = _open(self._path) if self._path else None

    @property
    def is_open(self) -> bool:
        """Whether anything is kept."""
        return self._connection is not None

    def get_many(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are there."""
        if self._connection is None:
            return {}
        wanted = list(keys)
        found: dict[str, bytes] = {}
        try:
            for start in range(0, len(wanted), 500):
                some = wanted[start : start + 500]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, value FROM entry WHERE key IN ({marks})"  # noqa: S608
                found.update(self._connection.execute(query, some).fetchall())
        except sqlite3.Error as error:
            self._give_up(error)
            return {}
        return {key: value[4:] for key, value in found.items() if _is_whole(value)}

    def put_many(self, values: Mapping[str, bytes]) -> None:
        """Keep values; a cache that cannot be written is left as it is."""
        if self._connection is None or not values:
            return
        try:
            with self._connection:
                self._connection.executemany(
                    "INSERT OR REPLACE INTO entry (key, value) VALUES (?, ?)",
                    ((key, _checksum(value) + value) for key, value in values.items()),
                )
        except sqlite3.Error as error:
            self._give_up(error)

    def stats(self, root: Path) -> dict[str, FileStat]:
        """The stats that the last run kept for this work tree."""
        key = _stats_key(root)
        try:
            return _STATS.decode(self.get_many([key])[key])
        except (KeyError, msgspec.DecodeError, UnicodeDecodeError):
            return {}

    def put_stats(self, root: Path, stats: Mapping[str, FileStat]) -> None:
        """Keep stats, except of files so fresh that a later write could leave them equal."""
        settled = time.time_ns() - _RACY_NS
        kept = {path: stat for path, stat in stats.items() if stat.mtime_ns < settled}
        self.put_many({_stats_key(root): msgspec.msgpack.encode(kept)})

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _give_up(self, error: sqlite3.Error) -> None:
        """After damage the file goes, so that the next run can begin anew."""
        self.close()
        if self._path is not None and _is_damage(error):
            _remove(self._path)


def default_folder() -> Path | None:
    """The user's cache folder for qmsdoc; None where there is no home."""
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if base:
        return Path(base, "qmsdoc")
    try:
        home = Path.home()
    except RuntimeError:
        return None
    folder = home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache"
    return folder / "qmsdoc"


@cache
def compiler_version() -> str:
    """Changes whenever a unit could come out differently for the same blob.

    A version number does not tell: it stays while the code of a checkout changes, and while that
    code is installed again and again.
    """
    package = Path(__file__).parent.parent
    parts = [__version__, f"{sys.version_info.major}.{sys.version_info.minor}"]
    shipped = package / "_data" / "schemas"
    schemas = shipped if shipped.is_dir() else package.parent / "schemas"
    files = (*package.rglob("*.py"), *schemas.rglob("*.json"), *schemas.rglob("*.yaml"))
    for file in sorted(files):
        stat = file.stat()
        parts.append(f"{file}:{stat.st_size}:{stat.st_mtime_ns}")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _checksum(value: bytes) -> bytes:
    """Four bytes in front of each value: a page that went bad on the disk may still decode."""
    return crc32(value).to_bytes(4, "big")


def _is_whole(value: object) -> bool:
    return isinstance(value, bytes) and value[:4] == _checksum(value[4:])


def _stats_key(root: Path) -> str:
    return f"stats:{os.fspath(root)}"


def _open(path: Path) -> sqlite3.Connection | None:
    for _ in range(2):
        connection = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with suppress(OSError):
                _make_room(path)
            connection = sqlite3.connect(path, timeout=2.0)
            connection.execute("PRAGMA journal_mode=WAL")
            connection.execute("PRAGMA synchronous=OFF")
            connection.execute(
                "CREATE TABLE IF NOT EXISTS entry (key TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID"
            )
        except (sqlite3.Error, OSError) as error:
            if connection is not None:
                connection.close()
            if not _is_damage(error):
                return None
            _remove(path)
        else:
            return connection
    return None


def _is_damage(error: Exception) -> bool:
    """Whether the file itself is bad; it may also be locked, or its folder not writable."""
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(
        error, sqlite3.OperationalError | sqlite3.ProgrammingError
    )


def _make_room(path: Path) -> None:
    """Delete the cache that has grown too large, and those that no run has used for a month."""
    if not path.exists():
        oldest = time.time_ns() - _UNUSED_NS
        for file in path.parent.glob("units-*.sqlite"):
            if file.stat().st_mtime_ns < oldest:
                _remove(file)
    elif path.stat().st_size > _MOST_BYTES:
        _remove(path)


def _remove(path: Path) -> None:
    for file in (path, Path(f"{path}-wal"), Path(f"{path}-shm")):
        with suppress(OSError):
            file.unlink()

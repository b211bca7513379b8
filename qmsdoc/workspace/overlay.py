"""Unsaved text over another tree: an editor's, or that of mends not yet written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry, Tree, blob_id


class Overlay:
    """*base* with the bytes of some paths replaced, or the path taken away where they are None.

    Paths that *base* has not are added. *history* is asked since when files have been there, and for
    earlier texts, where that is not *base*.
    """

    def __init__(
        self, base: Tree, texts: Mapping[str, bytes | None], history: Tree | None = None
    ) -> None:
        self._base = base
        self._history = history or base
        self._texts = {path: data for path, data in texts.items() if data is not None}
        self._gone = texts.keys() - self._texts.keys()

    def entries(self) -> tuple[Entry, ...]:
        """The entries of the base with the ids of what lies over it."""
        found = {
            entry.path: entry for entry in self._base.entries() if entry.path not in self._gone
        }
        found.update(
            (path, Entry(path, blob_id(data), len(data))) for path, data in self._texts.items()
        )
        return tuple(found[path] for path in sorted(found))

    def read(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes that lie over the entry, or its own."""
        data = self._texts.get(entry.path)
        return self._base.read(entry, limit) if data is None else data

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries in their order; a failure is a value."""
        for entry in entries:
            try:
                yield entry, self.read(entry)
            except OSError as error:
                yield entry, error

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        """What the history tells of entries that nothing lies over."""
        return self._history.since(entry for entry in entries if entry.path not in self._texts)

    def past(self, blob: str) -> bytes | None:
        """What the history has."""
        return self._history.past(blob)

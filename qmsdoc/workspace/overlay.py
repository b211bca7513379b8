"""Unsaved text over another tree: an editor's, or that of mends not yet written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from qmsdoc.source.tree import Entry, Tree, blob_id


class Overlay:
    """*base* with the bytes of some paths replaced; paths that *base* has not are added."""

    def __init__(self, base: Tree, texts: Mapping[str, bytes]) -> None:
        self._base = base
        self._texts = dict(texts)

    def entries(self) -> tuple[Entry, ...]:
        """The entries of the base with the ids of what lies over it."""
        found = {entry.path: entry for entry in self._base.entries()}
        found.update(
            (path, Entry(path, blob_id(data), len(data))) for path, data in self._texts.items()
        )
        return tuple(found[path] for path in sorted(found))

    def read(self, entry: Entry) -> bytes:
        """The bytes that lie over the entry, or its own."""
        data = self._texts.get(entry.path)
        return self._base.read(entry) if data is None else data

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries in their order; a failure is a value."""
        for entry in entries:
            try:
                yield entry, self.read(entry)
            except OSError as error:
                yield entry, error

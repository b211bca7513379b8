"""The tree of a commit: a workspace read without checking anything out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property

from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry
from qmsdoc.vcs.first_seen import first_seen
from qmsdoc.vcs.git import Repository


class GitTree:
    """A ``qmsdoc.source.tree.Tree`` over one folder of one commit.

    *commit* is anything that ``Repository.resolve`` takes. As in a work tree, hidden files and
    folders are left out. The repository stays the caller's to close.
    """

    def __init__(self, repository: Repository, commit: str, folder: str = "") -> None:
        self.repository = repository
        self.commit = repository.resolve(commit)
        self.folder = folder

    def entries(self) -> tuple[Entry, ...]:
        """Every file below the folder, sorted by path."""
        return self._entries

    @cached_property
    def _entries(self) -> tuple[Entry, ...]:
        files = self.repository.files(self.commit, self.folder)
        return tuple(entry for entry in files if not _is_hidden(entry.path))

    def read(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of one entry; OSError where they cannot be read."""
        return self.repository.read_entry(entry, limit)

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries in their order; a failure is a value."""
        return self.repository.read_many(entries)

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        """By path, the day on which the branch of this commit got each entry."""
        blobs = {entry.path: entry.blob for entry in entries}
        return first_seen(self.repository.log(self.commit, self.folder), blobs) if blobs else {}

    def past(self, blob: str) -> bytes | None:
        """A blob of the repository, of any commit."""
        try:
            return self.repository.read(blob)
        except OSError:
            return None


def _is_hidden(path: str) -> bool:
    return path.startswith(".") or "/." in path

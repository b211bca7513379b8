"""A workspace is a tree of blobs; where the tree lies is somebody else's business."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from hashlib import new as new_hash
from typing import Literal, Protocol

from msgspec import Struct

from qmsdoc.text.message import Message

ObjectFormat = Literal["sha1", "sha256"]
MAX_BLOB_SIZE = 2 * 1024 * 1024


class Entry(Struct, frozen=True, array_like=True, gc=False):
    """One file of a tree. ``blob`` is git's own id of its bytes; ``size`` is in bytes.

    ``trouble`` is set, and ``blob`` empty, where there is something under the name that is never
    read (a symbolic link, a FIFO, a folder named like a document) or cannot be (permissions).
    """

    path: str
    blob: str
    size: int
    trouble: Message | None = None

    @property
    def never_read(self) -> Message | None:
        """Why its bytes are not asked for: its trouble, or that there are too many of them."""
        if self.trouble is None and self.size > MAX_BLOB_SIZE:
            return too_long(self.size)
        return self.trouble


class Tree(Protocol):
    """A work tree, a git revision, or an editor's unsaved text over one of these."""

    def entries(self) -> tuple[Entry, ...]:
        """Every file below the root of the workspace, sorted by path."""

    def read(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of one entry. Raises OSError where it cannot be read any more.

        Of one that is longer than *limit*, no more than one byte beyond it is read.
        """

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries in their order; a failure is a value, not the end."""

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        """By path, the day by which each entry is known to have been there with these bytes.

        What is not known, or only since today, is left out.
        """

    def past(self, blob: str) -> bytes | None:
        """The bytes of a blob that the repository of this tree has by that id of git's, at hand or
        not; None where they are not to be had."""


def blob_id(data: bytes, object_format: ObjectFormat = "sha1") -> str:
    """The id that git gives to a blob of these bytes."""
    digest = new_hash(object_format, b"blob %d\0" % len(data), usedforsecurity=False)
    digest.update(data)
    return digest.hexdigest()


def too_long(size: int) -> Message:
    """What to say of a file of *size* bytes, more than MAX_BLOB_SIZE."""
    text = "the file has {size} bytes; the limit is {limit}"
    return Message.of(text, size=size, limit=MAX_BLOB_SIZE)

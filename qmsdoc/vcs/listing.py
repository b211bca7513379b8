"""The files of a commit, from ``git ls-tree``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from qmsdoc.errors import GitError
from qmsdoc.source.tree import Entry
from qmsdoc.text.message import Message
from qmsdoc.vcs import names

# A small commit can name the same folder again and again and stand for billions of files.
MAX_FILES = 1_000_000


def entries(records: Iterable[bytes], folder: str) -> tuple[Entry, ...]:
    """*records* of ``ls-tree -r -z -l`` as entries relative to *folder*, sorted by path."""
    prefix = folder.encode("utf-8") + b"/" if folder else b""
    listed = sorted(_each(records, prefix), key=lambda entry: entry.path)
    return tuple(_without_doubles(listed))


def _each(records: Iterable[bytes], prefix: bytes) -> Iterator[Entry]:
    for number, record in enumerate(records):
        if number >= MAX_FILES:
            raise GitError("the commit holds more than {limit} files", limit=MAX_FILES)
        facts, _, name = record.partition(b"\t")
        if name.startswith(prefix):
            yield _entry(facts, name.removeprefix(prefix))


def _entry(facts: bytes, name: bytes) -> Entry:
    mode, kind, blob, size = facts.split()
    path, trouble = names.decode(name)
    if trouble is None:
        trouble = _never_read(mode, kind)
    if trouble is None and not size.isdigit():
        trouble = Message.of("this clone lacks the file; fetch it with `git fetch --refetch`")
    if trouble is not None:
        return Entry(path, "", 0, trouble)
    return Entry(path, blob.decode("ascii"), int(size))


def _never_read(mode: bytes, kind: bytes) -> Message | None:
    if kind == b"commit":
        return Message.of("this is a submodule; its files belong to another repository")
    if mode.startswith(b"120"):
        return Message.of("this is a link; put the file itself here")
    if kind != b"blob" or not mode.startswith(b"100"):
        return Message.of("this is not a plain file; take it away")
    return None


def _without_doubles(listed: Iterable[Entry]) -> Iterator[Entry]:
    """A crafted tree can hold a name twice: the second one is not to be chosen from."""
    last: str | None = None
    for entry in listed:
        if entry.path == last:
            trouble = Message.of("the commit holds this name twice; take one of them away")
            yield Entry(entry.path, "", 0, trouble)
        else:
            yield entry
        last = entry.path

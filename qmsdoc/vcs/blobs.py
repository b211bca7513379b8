"""Reading blobs through one persistent ``git cat-file --batch``."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry
from qmsdoc.vcs.identity import is_object_id

if TYPE_CHECKING:
    from qmsdoc.vcs.runner import Runner

_HEADER_AT_MOST = 256


class Blobs:
    """The blobs of one repository. A failure concerns one blob: the next can still be read.

    GitPython's own reader of the protocol takes 40-digit ids only, so the answers are read here.
    """

    def __init__(self, runner: Runner) -> None:
        self._runner = runner

    def read(self, blob: str, size: int = 0, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of *blob*. *size* is what is believed: too large a blob is not even asked for.

        OSError where there is no such blob, it is damaged, or above *limit*.
        """
        if size > limit:
            raise _error(errno.EFBIG, blob)
        if not is_object_id(blob):
            raise _error(errno.EINVAL, blob)
        try:
            return self._ask(blob, limit)
        except FileNotFoundError:
            raise
        except (EOFError, ValueError, BrokenPipeError) as error:
            self._runner.end_batch()
            raise _error(errno.EIO, blob) from error
        except BaseException:
            # What it still has to say would be taken for the answer to the next question.
            self._runner.end_batch()
            raise

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries, in their order; a failure is a value."""
        for entry in entries:
            try:
                yield entry, self.read_entry(entry)
            except OSError as error:
                yield entry, error

    def read_entry(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of one entry; OSError also for what is never read."""
        if entry.trouble is not None:
            raise _error(errno.EINVAL, entry.path)
        return self.read(entry.blob, entry.size, limit)

    def _ask(self, blob: str, limit: int) -> bytes:
        process = self._runner.batch()
        process.stdin.write(blob.encode("ascii") + b"\n")
        process.stdin.flush()
        header = process.stdout.readline(_HEADER_AT_MOST).split()
        if header[1:] == [b"missing"]:
            raise _error(errno.ENOENT, blob)
        if len(header) != 3:
            raise EOFError
        if header[1] != b"blob":
            raise _error(errno.EINVAL, blob)
        size = int(header[2])
        if size > limit:
            raise _error(errno.EFBIG, blob)
        data: bytes = process.stdout.read(size + 1)
        if len(data) != size + 1:
            raise EOFError
        return data[:-1]


def _error(number: int, name: str) -> OSError:
    return OSError(number, os.strerror(number), name)

"""Adding entries to the approvals ledger: each one whole or not at all, and never over another.

The signature goes first, so that a run that is killed leaves at most a signature without an entry,
which says nothing and is replaced by the next run. A file gets its name when it is complete.
"""

from __future__ import annotations

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from qmsdoc.errors import LedgerError, OutputError
from qmsdoc.model.approval import FOLDER, SIGNATURE_SUFFIX

ATTRIBUTES_FILE = ".gitattributes"
_PREFIX = ".qmsdoc-"
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EOPNOTSUPP, errno.EMLINK}
_KEEPS_LINE_ENDS = re.compile(
    r"^(\*|/?approvals/\*\*)[ \t]+(.*[ \t])?(-text|binary)\b", re.MULTILINE
)


def write_entry(
    root: Path, path_of: Callable[[int], str], content: bytes, signature: bytes | None
) -> str:
    """Add an entry to the ledger of the workspace at *root*; the path that it got.

    *path_of* tells its paths in the order in which they are tried, from 1 on. Where the same entry
    is there already, by a run at the same moment, that one will do. Raises OutputError where it
    cannot be written, LedgerError where the way to it is not made of plain folders.
    """
    folder = (root / path_of(1)).parent
    try:
        _make_folders(root, folder)
        with _alone_in(root / FOLDER) as is_alone:
            if is_alone:
                _clear(root / FOLDER)
            return _add(root, path_of, content, signature)
    except OSError as error:
        raise OutputError(
            "cannot write {path}: {problem}", path=folder, problem=error.strerror or error
        ) from None


def keeps_line_ends(root: Path) -> bool:
    """Whether .gitattributes tells git to leave the line ends of the ledger alone."""
    try:
        text = (root / ATTRIBUTES_FILE).read_text("utf-8", "replace")
    except OSError:
        return False
    return _KEEPS_LINE_ENDS.search(text) is not None


def _add(root: Path, path_of: Callable[[int], str], content: bytes, signature: bytes | None) -> str:
    for number in count(1):
        path = path_of(number)
        entry, beside = root / path, root / f"{path}{SIGNATURE_SUFFIX}"
        if os.path.lexists(entry):
            if _is_whole(entry, beside, content, signature):
                return path
            continue
        # What a run that was killed left behind: no entry ever went with it.
        beside.unlink(missing_ok=True)
        try:
            if signature is not None:
                _place(beside, signature)
            _place(entry, content)
        except BaseException:
            if not os.path.lexists(entry):
                beside.unlink(missing_ok=True)
            raise
        _settle(entry.parent)
        return path
    raise AssertionError


def _is_whole(entry: Path, beside: Path, content: bytes, signature: bytes | None) -> bool:
    """Whether *entry* is this very one, with a signature where it should have one."""
    if not _is_file(entry) or entry.read_bytes() != content:
        return False
    return signature is None or _is_file(beside)


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _place(target: Path, content: bytes) -> None:
    """Put a file under a name that nobody has, complete from the first moment."""
    descriptor, temporary = tempfile.mkstemp(prefix=_PREFIX, suffix=".tmp", dir=target.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(0o644)
        try:
            os.link(temporary, target)
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            # No hard links here: the lock has to be enough.
            if os.path.lexists(target):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from None
            Path(temporary).rename(target)
    finally:
        Path(temporary).unlink(missing_ok=True)


def _make_folders(root: Path, folder: Path) -> None:
    """Every folder from *root* to *folder*; a link could lead out of the workspace."""
    for place in (*reversed(folder.relative_to(root).parents[:-1]), folder.relative_to(root)):
        step = root / place
        with suppress(FileExistsError):
            step.mkdir()
        if step.is_symlink() or not step.is_dir():
            raise LedgerError("{path} is no plain folder; put one there", path=step)


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Hold the ledger against other runs on this computer; whether that could be done."""
    try:
        import fcntl
    except ImportError:  # not a POSIX system: names that nobody has are all there is
        yield False
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield True
    finally:
        os.close(descriptor)


def _clear(folder: Path) -> None:
    """Take away the unfinished files of runs that were killed: nobody else is at work here."""
    for item in folder.rglob(f"{_PREFIX}*.tmp"):
        item.unlink(missing_ok=True)


def _settle(folder: Path) -> None:
    """Have the names on the disk, too."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

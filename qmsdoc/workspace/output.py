"""The one writer of files: the old file or the new one, never half of either."""

from __future__ import annotations

import errno
import os
import stat
import tempfile
from pathlib import Path

from qmsdoc.errors import OutputError


def write_file(path: Path, content: bytes) -> None:
    """Write *content* to *path* in one step. A link is replaced, never followed.

    Raises OutputError, also where a folder or a device has that name.
    """
    temporary = ""
    try:
        _refuse_special(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".qmsdoc-", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
        temporary = ""
    except OSError as error:
        raise _failure(path, error) from None
    finally:
        # Also when the run is interrupted in the middle.
        if temporary:
            Path(temporary).unlink(missing_ok=True)


def write_special(path: Path, content: bytes) -> None:
    """Write *content* into a device or a pipe, which cannot be replaced. Raises OutputError."""
    try:
        with path.open("wb", buffering=0) as file:
            view = memoryview(content)
            while view:
                view = view[file.write(view) :]
    except BrokenPipeError:
        raise
    except OSError as error:
        raise _failure(path, error) from None


def is_special(path: Path) -> bool:
    """Whether *path* leads to something that takes bytes but is no file: a device, a pipe."""
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)


def _refuse_special(path: Path) -> None:
    if is_special(path) and not path.is_symlink():
        raise OSError(errno.EINVAL, "this is not a plain file")


def _failure(path: Path, error: OSError) -> OutputError:
    return OutputError("cannot write {path}: {problem}", path=path, problem=error.strerror or error)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file."""
    if path.is_file():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

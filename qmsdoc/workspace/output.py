"""The one writer of files: the old file or the new one, never half of either."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from qmsdoc.errors import OutputError


def write_file(path: Path, content: bytes) -> None:
    """Write *content* to *path* in one step. Raises OutputError."""
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".qmsdoc-", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(_mode(path))
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise OutputError(
            "cannot write {path}: {problem}", path=path, problem=error.strerror or error
        ) from None


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those of any new file."""
    if path.is_file():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask

"""Writing files that are not there yet: all of them or none, and never over anything."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from qmsdoc.errors import OutputError

_EXCLUSIVE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
_LISTED = 10


def create_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write *files* (path below *folder*, with ``/``) in one step, making folders as needed.

    Raises OutputError where anything stands under one of the names, or writing fails; then
    nothing is left behind. Where *folder* is new, even a kill leaves all of it or nothing.
    """
    in_the_way = tuple(_in_the_way(folder, sorted(files)))
    if in_the_way:
        raise _refusal(folder, in_the_way)
    try:
        if os.path.lexists(folder):
            _add(folder, files)
        else:
            _build(folder, files)
    except OSError as error:
        where = error.filename if isinstance(error.filename, str) else folder
        raise OutputError(
            "cannot write {path}: {problem}; nothing was changed",
            path=where,
            problem=error.strerror or error,
        ) from None


def _in_the_way(folder: Path, paths: Sequence[str]) -> Iterator[str]:
    """What is there already: a file of the same name, or something that is no folder above it."""
    if os.path.lexists(folder) and not folder.is_dir():
        yield "."
        return
    seen: set[str] = set()
    for path in paths:
        parts = path.split("/")
        for end in range(1, len(parts) + 1):
            name = "/".join(parts[:end])
            place = folder / name
            is_plain_folder = place.is_dir() and not place.is_symlink()
            blocked = os.path.lexists(place) and (end == len(parts) or not is_plain_folder)
            if blocked and name not in seen:
                seen.add(name)
                yield name


def _refusal(folder: Path, names: Sequence[str]) -> OutputError:
    if names == (".",):
        return OutputError("{folder} is not a folder; name another one", folder=folder)
    more = ("…",) if len(names) > _LISTED else ()
    return OutputError(
        "nothing was written, because {folder} already has {names}; name another folder, or move "
        "these away",
        folder=folder,
        names=(*names[:_LISTED], *more),
    )


def _build(folder: Path, files: Mapping[str, bytes]) -> None:
    """Beside its place first, and then there at once."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".qmsdoc-", suffix=".tmp", dir=folder.parent))
    try:
        ready = beside / "ready"
        ready.mkdir()
        _add(ready, files)
        ready.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


def _add(folder: Path, files: Mapping[str, bytes]) -> None:
    """Into a folder that is there; what was made is taken away again where one file fails."""
    made: list[Path] = []
    try:
        for path, content in files.items():
            target = folder / path
            for above in reversed(target.relative_to(folder).parents[:-1]):
                if not (folder / above).is_dir():
                    (folder / above).mkdir()
                    made.append(folder / above)
            descriptor = os.open(target, _EXCLUSIVE, 0o666)
            made.append(target)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        for place in reversed(made):
            with contextlib.suppress(OSError):
                place.rmdir() if place.is_dir() else place.unlink()
        raise

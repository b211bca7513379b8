"""Commits with the files they change, parsed from one ``git log --raw``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from itertools import takewhile

from msgspec import Struct

from qmsdoc.errors import GitError
from qmsdoc.vcs import names

MAX_CHANGES = 1_000_000

# A merge is compared with its first parent alone: each commit then says how it differs from the
# line it was made on, which is enough to know the state of any file at any commit (history.py),
# and a change that only the merge itself made is not lost, as it is with git's default.
# --topo-order: no parent before its child, whatever dates the commits claim.
# Most of the switches take away what a configuration could have added.
ARGUMENTS = (
    "log",
    "--topo-order",
    "--raw",
    "-z",
    "--no-abbrev",
    "-M50%",
    "-l1000",
    "--diff-merges=first-parent",
    "--no-relative",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-notes",
    "--no-mailmap",
    "--no-show-signature",
    "--no-decorate",
    "--ignore-submodules=none",
    "--root",
    "--date=raw",
    "--encoding=UTF-8",
    "--format=tformat:%H%x00%P%x00%an%x00%ae%x00%ad%x00%cd%x00%B",
)

_DATE = re.compile(rb"(\d{1,12}) ([+-])(\d\d)([0-5]\d)")


class PathChange(Struct, frozen=True, gc=False):
    """One file in a commit, against the first parent. Blobs are "" where there is no regular file.

    ``status`` is A, M, D, T (changed type) or R (renamed; only then is ``old_path`` set).
    """

    status: str
    path: str
    old_path: str | None
    blob: str
    old_blob: str


class Commit(Struct, frozen=True):
    """What a commit says of itself: nothing of it is verified, and any character may be in it.

    ``authored`` and ``committed`` are aware, or None where the commit's date makes no sense.
    """

    id: str
    parents: tuple[str, ...]
    author: str
    email: str
    authored: datetime | None
    committed: datetime | None
    subject: str
    body: str
    changes: tuple[PathChange, ...]


def parse(fields: Iterator[bytes], folder: str = "") -> Iterator[Commit]:
    """*fields* of the output, cut at its NULs. Paths are made relative to *folder*.

    A path outside the folder begins with ``../``, so that a file that was moved in, or a
    workspace that was moved as a whole, keeps its history.
    """
    relative = _relative_to(folder)
    field = next(fields, None)
    while field is not None:
        head = [field, *(next(fields, b"") for _ in range(6))]
        changes: list[PathChange] = []
        field = next(fields, None)
        while field is not None and field[:1] in (b"\n", b":"):
            changes.append(_change(field, fields, relative))
            if len(changes) > MAX_CHANGES:
                raise GitError(
                    "commit {commit} changes more than {limit} files",
                    commit=_text(head[0]),
                    limit=MAX_CHANGES,
                )
            field = next(fields, None)
        yield _commit(head, tuple(changes))


def _commit(head: list[bytes], changes: tuple[PathChange, ...]) -> Commit:
    identity, parents, author, email, authored, committed, message = head
    subject, body = _message(_text(message))
    return Commit(
        id=_text(identity),
        parents=tuple(_text(parents).split()),
        author=_text(author).strip(),
        email=_text(email).strip(),
        authored=_moment(authored),
        committed=_moment(committed),
        subject=subject,
        body=body,
        changes=changes,
    )


def _change(field: bytes, fields: Iterator[bytes], relative: Callable[[bytes], str]) -> PathChange:
    """One record: ``:mode mode id id status``, then one path, or two for a rename."""
    old_mode, mode, old_blob, blob, status = field.lstrip(b"\n:").split()
    path = relative(next(fields, b""))
    old_path: str | None = None
    if status[:1] in b"RC":
        old_path, path = path, relative(next(fields, b""))
    return PathChange(
        status=chr(status[0]),
        path=path,
        old_path=old_path,
        blob=blob.decode("ascii") if mode.startswith(b"100") else "",
        old_blob=old_blob.decode("ascii") if old_mode.startswith(b"100") else "",
    )


def _relative_to(folder: str) -> Callable[[bytes], str]:
    """How a path of the repository reads from *folder*."""
    if not folder:
        return lambda name: names.decode(name)[0]
    prefix = f"{folder}/"
    up = "../" * prefix.count("/")

    def relative(name: bytes) -> str:
        path, _ = names.decode(name)
        return path.removeprefix(prefix) if path.startswith(prefix) else up + path

    return relative


def _message(text: str) -> tuple[str, str]:
    """The first paragraph on one line, and the rest."""
    lines = iter(text.strip().splitlines())
    subject = [line.strip() for line in takewhile(str.strip, lines)]
    return " ".join(subject), "\n".join(lines).strip()


def _moment(raw: bytes) -> datetime | None:
    """*raw* is ``seconds +hhmm``. What git cannot read it gives as the first second of 1970."""
    match = _DATE.fullmatch(raw)
    if match is None or int(match[1]) == 0:
        return None
    offset = timedelta(hours=int(match[3]), minutes=int(match[4]))
    try:
        zone = timezone(-offset if match[2] == b"-" else offset)
        return datetime.fromtimestamp(int(match[1]), zone)
    except (ValueError, OverflowError, OSError):
        return None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")

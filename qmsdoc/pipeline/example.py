"""The examples that ship with qmsdoc, and the history that is told of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from qmsdoc.errors import UsageError
from qmsdoc.model.approval import FOLDER as LEDGER
from qmsdoc.model.approval import SIGNATURE_SUFFIX, Act, Entry
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.resources import data_dir
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.yaml import load_yaml
from qmsdoc.vcs.fresh import NewCommit

Files = dict[str, bytes]
# It shows what goes wrong, and holds files that git and an archive can hold but no one wants.
_NOT_TO_COPY = frozenset({"broken"})


class Edit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``after`` stands exactly once in the file as the commit leaves it."""

    before: str
    after: str


class Rename(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"old": "from", "new": "to"}
):
    """A file that the commit gives another name."""

    old: str
    new: str


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One commit of the history file. ``adds`` are globs over the names of its own time."""

    author: str
    email: str
    date: str
    message: str
    tag: str = ""
    adds: tuple[str, ...] = ()
    renames: tuple[Rename, ...] = ()
    edits: dict[str, tuple[Edit, ...]] = {}


class _History(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    commits: tuple[Told, ...]


def example_names() -> tuple[str, ...]:
    """The names of the examples that can be copied."""
    folders = (path.parent.name for path in data_dir("examples").glob(f"*/{POLICY_FILE}"))
    return tuple(sorted(name for name in folders if name not in _NOT_TO_COPY))


def example_files(name: str) -> Files:
    """The files of an example, by path from its root. Raises UsageError for an unknown name."""
    if name not in example_names():
        raise UsageError(
            "there is no example {name}; there are {known}",
            hint=suggestion(name, example_names()),
            name=name,
            known=tuple(example_names()),
        )
    root = data_dir("examples") / name
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _is_hidden(path.relative_to(root))
    }


def told_history(name: str) -> tuple[Told, ...]:
    """The history of an example, from ``examples/history``."""
    text = (data_dir("examples") / "history" / f"{name}.yaml").read_text("utf-8")
    return msgspec.convert(load_yaml(text).data, _History).commits


def states(last: Mapping[str, bytes], history: Sequence[Told]) -> list[Files]:
    """The files after each commit, oldest first; the last are *last*.

    They are had by undoing one commit after the other; entries of the ledger come with the first
    commit after their time. ValueError where the history does not fit the files: text that is not
    there exactly once, a file that is added twice or never.
    """
    found: list[Files] = []
    files = {path: data for path, data in last.items() if not path.startswith(LEDGER)}
    entries = _ledger(last)
    for commit in reversed(history):
        moment = datetime.fromisoformat(commit.date)
        signed = {path: last[path] for path, time in entries.items() if time <= moment}
        found.append({**files, **signed})
        files = _undone(files, commit)
    if files:
        raise ValueError(f"no commit adds {', '.join(sorted(files))}")
    return found[::-1]


def commits(
    last: Mapping[str, bytes], history: Sequence[Told], extra: Mapping[str, bytes]
) -> list[NewCommit]:
    """The history as commits to make; *extra* files come with the first one."""
    made: list[NewCommit] = []
    before: Files = {}
    for told, files in zip(history, states(last, history), strict=True):
        now = {**extra, **files}
        made.append(
            NewCommit(
                author=told.author,
                email=told.email,
                date=told.date,
                message=told.message,
                files={path: data for path, data in now.items() if before.get(path) != data},
                deleted=tuple(sorted(before.keys() - now.keys())),
                tag=told.tag,
            )
        )
        before = now
    return made


def _ledger(files: Mapping[str, bytes]) -> dict[str, datetime]:
    """When each file of the ledger came: not before its version was released, and with the entry
    that it signs."""
    entries = {
        path: msgspec.json.decode(files[path.removesuffix(SIGNATURE_SUFFIX)], type=Entry)
        for path in files
        if path.startswith(LEDGER)
    }
    released = {
        (entry.document, entry.version): entry.moment
        for entry in entries.values()
        if entry.role is Act.RELEASED
    }
    return {
        path: max(entry.moment, released.get((entry.document, entry.version), entry.moment))
        for path, entry in entries.items()
    }


def _undone(files: Files, commit: Told) -> Files:
    """The files as they were before the commit."""
    earlier = dict(files)
    for path, edits in commit.edits.items():
        # Last edit first: each was made on what the ones before it had left.
        for edit in reversed(edits):
            earlier[path] = _replaced(earlier, path, edit, commit)
    for rename in commit.renames:
        if rename.new not in earlier or rename.old in earlier:
            raise ValueError(f"{rename.old} cannot become {rename.new} in {commit.message!r}")
        earlier[rename.old] = earlier.pop(rename.new)
    for pattern in commit.adds:
        matching = [path for path in earlier if fnmatchcase(path, pattern)]
        if not matching:
            raise ValueError(f"nothing matches {pattern} in {commit.message!r}")
        for path in matching:
            del earlier[path]
    return earlier


def _replaced(files: Mapping[str, bytes], path: str, edit: Edit, commit: Told) -> bytes:
    data, after = files.get(path, b""), edit.after.encode()
    if not after or data.count(after) != 1:
        count = data.count(after) if after else 0
        raise ValueError(f"{path} has {count} times {edit.after!r} after {commit.message!r}")
    return data.replace(after, edit.before.encode())


def _is_hidden(path: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)

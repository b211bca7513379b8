"""Every number that was ever used: those of the workspace, and those in git's history."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from qmsdoc.errors import GitError
from qmsdoc.index.types import Index
from qmsdoc.model.roles import Role, role_of
from qmsdoc.pipeline.open import Workspace
from qmsdoc.text.message import Message
from qmsdoc.vcs.git import Repository

# In the front matter of a document, or an objective: the key stands at the start of a line.
_ID = re.compile(rb"^id[ \t]*:[ \t]*[\"']?([A-Za-z0-9][A-Za-z0-9_.-]{0,63})", re.MULTILINE)
_HEAD = 4096
_LONGEST = 64


class UsedNumbers(Struct, frozen=True):
    """``trouble`` says why the history could not be looked through; None where it was, or where
    there is none."""

    numbers: frozenset[str]
    trouble: Message | None = None


def used_numbers(workspace: Workspace, index: Index) -> UsedNumbers:
    """The numbers of *index*, and all that stand in the history up to HEAD."""
    now = frozenset(identifier for identifier in index.by_id if len(identifier) <= _LONGEST)
    try:
        repository = workspace.repository
        commit = _head(repository) if repository else ""
        past = _past(repository, commit, workspace) if repository and commit else ()
        return UsedNumbers(now.union(past))
    except GitError as error:
        return UsedNumbers(now, error.message)


def _head(repository: Repository) -> str:
    """The last commit; "" where there is none yet."""
    try:
        return repository.resolve("HEAD")
    except GitError:
        return ""


def _past(repository: Repository, commit: str, workspace: Workspace) -> Iterator[str]:
    inside = workspace.root.relative_to(repository.root).as_posix()
    folder = "" if inside == "." else inside
    seen: set[str] = set()
    for made in repository.log(commit, folder):
        for change in made.changes:
            numbered = role_of(change.path) in (Role.DOCUMENT, Role.OBJECTIVE)
            if not numbered or not change.blob or change.blob in seen:
                continue
            seen.add(change.blob)
            try:
                found = _ID.search(repository.read(change.blob)[:_HEAD])
            except OSError:
                continue  # a damaged or huge blob had no number that anyone could have read
            if found:
                yield found[1].decode("ascii")

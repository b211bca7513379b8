"""The revisions of all documents, from one pass through git's log."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from qmsdoc.errors import GitError
from qmsdoc.model.revision import Revision
from qmsdoc.pipeline.open import Workspace
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.file import split_front_matter
from qmsdoc.source.yaml import load_yaml
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.vcs.git import Repository
    from qmsdoc.vcs.history import FileHistory


@dataclass(frozen=True, slots=True)
class History:
    """``revisions`` by path, newest first; empty where a path is in no commit.

    ``missing`` says, without naming a place on this machine, why there are none at all, and
    ``trouble`` what git said, for the person at the terminal.
    """

    revisions: Mapping[str, tuple[Revision, ...]] = field(default_factory=dict)
    missing: Message | None = None
    trouble: Message | None = None


def history_of(workspace: Workspace, paths: Collection[str]) -> History:
    """The revisions of *paths* up to the revision that is open, or HEAD. Never raises GitError."""
    try:
        repository = workspace.repository
    except GitError as error:
        return History(missing=Message.of("git could not be used"), trouble=error.message)
    if repository is None:
        return History(missing=Message.of("the documents are not kept in git"))
    if repository.is_shallow:
        text = "this copy of the repository is shallow, so its history is cut off"
        hint = Message.of("complete it with `git fetch --unshallow` (in CI: fetch-depth 0)")
        return History(missing=Message.of(text), trouble=Message.of(text).with_hint(hint))
    try:
        commit = workspace.revision or repository.resolve("HEAD")
    except GitError:
        return History(missing=Message.of("nothing has been committed yet"))
    try:
        return History(_revisions(repository, commit, workspace, paths))
    except GitError as error:
        return History(missing=Message.of("git could not read the history"), trouble=error.message)


def stated_version(text: str) -> str | None:
    """The version in the front matter of a document; None where it states none."""
    return stated(text, "version")


def stated(text: str, key: str) -> str | None:
    """What the front matter of a document says under *key*; None where that is no plain value."""
    front, _ = split_front_matter(text)
    if front is None:
        return None
    # The usual one-line form needs no parse of the rest, which is most of the work over a
    # history. Whatever is not plainly that is left to the loader.
    lines = _line_of(key).findall(front)
    for source in (lines[0], front) if len(lines) == 1 else (front,):
        try:
            data = load_yaml(source).data
        except SourceError:
            continue
        value = data.get(key) if isinstance(data, dict) else None
        if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "":
            return str(value)
    return None


def folder_in(repository: Repository, workspace: Workspace) -> str:
    """The folder of the workspace in its repository; "" for the root."""
    inside = workspace.root.resolve().relative_to(repository.root).as_posix()
    return "" if inside == "." else inside


def file_history(
    repository: Repository, commit: str, workspace: Workspace, paths: Collection[str]
) -> FileHistory:
    """The past of *paths* up to *commit*: the one source of every history that is shown.

    Raises GitError.
    """
    from qmsdoc.vcs.history import FileHistory

    commits = repository.log_of(commit, paths, folder_in(repository, workspace))
    return FileHistory(commits, paths, _version_reader(repository))


@cache
def _line_of(key: str) -> re.Pattern[str]:
    # A value that goes on below its line is not matched.
    return re.compile(rf"^{key}[ \t]*:.*$(?!\n[ \t])", re.MULTILINE)


def _revisions(
    repository: Repository, commit: str, workspace: Workspace, paths: Collection[str]
) -> dict[str, tuple[Revision, ...]]:
    history = file_history(repository, commit, workspace, paths)
    return {path: history.revisions(path) for path in paths}


def _version_reader(repository: Repository) -> Callable[[str], str | None]:
    def version_of(blob: str) -> str | None:
        try:
            return stated_version(decode(repository.read(blob)))
        except (OSError, SourceError):
            return None

    return version_of

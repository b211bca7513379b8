"""The log as far as it concerns a few files: several times cheaper than the whole.

Git looks only at the folders on the way to the files. It then finds no renames, so each commit in
which one of the files comes or goes is read whole, and the older names are asked for in turn.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

import msgspec

from qmsdoc.vcs import log, names
from qmsdoc.vcs.log import Commit, PathChange

if TYPE_CHECKING:
    from qmsdoc.vcs.runner import Runner

# What goes beyond these is no cheaper than the whole log.
MAX_PASSES = 3
MAX_READ_WHOLE = 500


def focused_log(
    runner: Runner, head: str, paths: Collection[str], folder: str
) -> list[Commit] | None:
    """*head* and all its ancestors, as ``Repository.log`` gives them, for ``vcs.history``.

    Commits that touch none of *paths* say nothing but their id and their parents, the others
    perhaps less than they change. None where the whole log has to be read instead.
    """
    touched = _Touched(runner, folder)
    waiting: dict[str, set[str]] = {path: {head} for path in paths}
    for _ in range(MAX_PASSES):
        if not waiting:
            break
        found = touched.follow(waiting)
        if found is None:
            return None
        waiting = found
    if waiting:
        return None
    return list(_all_commits(runner, head, touched.commits))


class _Touched:
    """``commits`` are those found so far, by id."""

    def __init__(self, runner: Runner, folder: str) -> None:
        self.commits: dict[str, Commit] = {}
        self._runner = runner
        self._folder = folder
        self._wanted: set[str] = set()
        self._whole: set[str] = set()

    def follow(self, paths: dict[str, set[str]]) -> dict[str, set[str]] | None:
        """Find what touches *paths*, each from some commits on back; return where it goes on.

        None where a name cannot be asked for, or where too many commits would be read whole.
        """
        asked = [_in_repository(path, self._folder) for path in paths]
        if any(names.trouble(name) for name in asked):
            return None
        self._wanted |= paths.keys()
        starts = sorted(set().union(*paths.values()))
        arguments = (*log.ARGUMENTS, "--no-renames", "--full-history", *starts, "--", *asked)
        unclear: list[str] = []
        for commit in log.parse(self._runner.stream(*arguments), self._folder):
            if commit.id in self._whole:
                continue
            self.commits[commit.id] = _joined(self.commits.get(commit.id), commit)
            if any(change.status not in "MT" for change in commit.changes):
                unclear.append(commit.id)
        if len(unclear) > MAX_READ_WHOLE:
            return None
        self._read_whole(unclear)
        return self._older_names()

    def _read_whole(self, commits: list[str]) -> None:
        if commits:
            arguments = (*log.ARGUMENTS, "--no-walk=unsorted", *commits, "--")
            for commit in log.parse(self._runner.stream(*arguments), self._folder):
                self.commits[commit.id] = commit
                self._whole.add(commit.id)

    def _older_names(self) -> dict[str, set[str]]:
        """Names that files had before a commit that is read whole, with these commits."""
        older: dict[str, set[str]] = {}
        for identity in self._whole:
            for change in self.commits[identity].changes:
                old = change.old_path
                if old is not None and change.path in self._wanted and old not in self._wanted:
                    older.setdefault(old, set()).add(identity)
        return older


def _all_commits(runner: Runner, head: str, touched: dict[str, Commit]) -> Iterable[Commit]:
    listed = runner.output("rev-list", "--topo-order", "--parents", head, "--")
    for line in listed.decode("ascii", "replace").splitlines():
        identity, *parents = line.split()
        found = touched.get(identity)
        yield found or Commit(identity, tuple(parents), "", "", None, None, "", "", ())


def _joined(known: Commit | None, found: Commit) -> Commit:
    """A commit that was found under two names."""
    if known is None:
        return found
    changes: dict[str, PathChange] = {change.path: change for change in known.changes}
    changes.update((change.path, change) for change in found.changes)
    return msgspec.structs.replace(found, changes=tuple(changes.values()))


def _in_repository(path: str, folder: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path)) if folder else path

"""Since when files have been on a branch, by its first-parent line. Pure: it reads no repository."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from qmsdoc.vcs.log import Commit


def first_seen(commits: Iterable[Commit], blobs: Mapping[str, str]) -> dict[str, date]:
    """For each path of *blobs* that has this blob in the head, the day on which the branch got it.

    *commits* begin with the head, children before parents, as ``Repository.log`` gives them. What
    happened on other branches counts from the merge that brought it: only there did it pass
    whatever protects this one. The day is the committer's, in his own time zone.
    """
    found: dict[str, date] = {}
    settled: set[str] = set()
    expected = ""
    for commit in commits:
        if expected not in ("", commit.id):
            continue
        expected = commit.parents[0] if commit.parents else "none"
        for change in commit.changes:
            if change.path not in blobs or change.path in settled:
                continue
            # The youngest change of a path is the one that gave it what it has now.
            settled.add(change.path)
            if change.blob == blobs[change.path] and commit.committed:
                found[change.path] = commit.committed.date()
    return found

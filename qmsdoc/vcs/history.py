"""The revision history of documents, from the log. Pure: it reads no repository."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from qmsdoc.model.revision import Revision
from qmsdoc.vcs.ancestry import Ancestry, Place
from qmsdoc.vcs.log import Commit, PathChange


def revisions(
    commits: Iterable[Commit],
    paths: Collection[str],
    version_of: Callable[[str], str | None],
) -> dict[str, tuple[Revision, ...]]:
    """For each of *paths*, one revision per change of version, newest first.

    *commits* begin with the head, children before parents, as ``Repository.log`` gives them.
    *version_of* tells the version that a blob states, None where it states none (such a blob is
    passed over); it is asked once per blob. A path that no commit holds has no revision.

    A revision is credited to the first commit that carried the version:

    - A rename is followed to the older name. A file that was deleted and made again under the
      same name goes on; where the older file went on under another name, its history went too.
    - Going back to an older version is a revision of its own.
    - What a merge took from a branch is credited to the branch's commits, not to the merge. A
      text that only the merge made is credited to the branch's commit that first carried the
      version, and otherwise to the merge.
    """
    history = _History(commits, paths, version_of)
    return {path: history.of(path) for path in paths}


class _Touch:
    """A commit that changes a path, as seen from that path."""

    __slots__ = ("change", "commit", "place")

    def __init__(self, place: Place, commit: Commit, change: PathChange) -> None:
        self.place = place
        self.commit = commit
        self.change = change


_Carried = tuple[str, Commit]


class _History:
    def __init__(
        self,
        commits: Iterable[Commit],
        paths: Collection[str],
        version_of: Callable[[str], str | None],
    ) -> None:
        self._version_of = version_of
        self._versions: dict[str, str | None] = {"": None}
        links: list[tuple[str, tuple[str, ...]]] = []
        touched: list[tuple[str, Commit, PathChange]] = []
        wanted = set(paths)
        for commit in commits:
            links.append((commit.id, commit.parents))
            touched.extend(_relevant(commit, wanted))
        self._ancestry: Ancestry[_Touch] = Ancestry(links)
        self._head = self._ancestry.place(links[0][0]) if links else None
        for path, commit, change in touched:
            place = self._ancestry.place(commit.id)
            assert place is not None
            self._ancestry.mark(path, place, _Touch(place, commit, change))

    def of(self, path: str) -> tuple[Revision, ...]:
        """The revisions of the file that is now at *path*."""
        carried = self._carried(path, self._head, into_merges=True)
        runs = groupby(carried, key=itemgetter(0))
        return tuple(_revision(*list(run)[-1]) for _, run in runs)

    def _carried(self, path: str, place: Place | None, *, into_merges: bool) -> Iterator[_Carried]:
        """Version and commit at every change of a file, newest first, from *place* on back."""
        while touch := self._ancestry.nearest(path, place):
            change = touch.change
            if change.old_path == path:
                return  # From here on back, the file of this name is another one's past.
            if source := self._taken_from(touch, path):
                place = source
                continue
            version = self._version(change.blob)
            if version is not None:
                commit = touch.commit
                if into_merges:
                    commit = self._first_in_branch(touch, path, version) or commit
                yield version, commit
            path = change.old_path or path
            place = self._ancestry.first_parent(touch.place)

    def _taken_from(self, touch: _Touch, path: str) -> Place | None:
        """Where a merge took the file unchanged from another parent than its first: there."""
        if touch.change.blob:
            for parent in touch.commit.parents[1:]:
                place = self._ancestry.place(parent)
                found = self._ancestry.nearest(path, place)
                if found and found.change.path == path and found.change.blob == touch.change.blob:
                    return place
        return None

    def _first_in_branch(self, touch: _Touch, path: str, version: str) -> Commit | None:
        """The commit that first carried *version* on a branch that a merge brought in."""
        for parent in touch.commit.parents[1:]:
            first: Commit | None = None
            # Merges on the branch are taken as they are: looking into those too could take
            # exponential time in a repository that was made for it.
            place = self._ancestry.place(parent)
            for carried, commit in self._carried(path, place, into_merges=False):
                if carried != version:
                    break
                first = commit
            if first:
                return first
        return None

    def _version(self, blob: str) -> str | None:
        if blob not in self._versions:
            self._versions[blob] = self._version_of(blob)
        return self._versions[blob]


def _relevant(commit: Commit, wanted: set[str]) -> Iterator[tuple[str, Commit, PathChange]]:
    """The changes of wanted paths; the older names of renamed files become wanted too."""
    for change in commit.changes:
        if change.path in wanted:
            yield change.path, commit, change
            if change.old_path is not None:
                wanted.add(change.old_path)
    for change in commit.changes:
        if change.old_path is not None and change.old_path in wanted:
            yield change.old_path, commit, change


def _revision(version: str, commit: Commit) -> Revision:
    moment = commit.authored or commit.committed
    return Revision(
        version=version,
        date=moment.date().isoformat() if moment else "",
        author=commit.author,
        summary=commit.subject,
        commit=commit.id,
    )

"""The revision history of documents, from the log. Pure: it reads no repository."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import NamedTuple

from qmsdoc.model.revision import Revision, RevisionCommit
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
    - A commit that leaves the file without a version, or takes it away, is counted among those of
      the version before it.
    """
    history = FileHistory(commits, paths, version_of)
    return {path: history.revisions(path) for path in paths}


class _Touch:
    """A commit that changes a path, as seen from that path."""

    __slots__ = ("change", "commit", "place")

    def __init__(self, place: Place, commit: Commit, change: PathChange) -> None:
        self.place = place
        self.commit = commit
        self.change = change


class _Step(NamedTuple):
    """A change of a file: the version it states then, None for none, and the commits behind it,
    of which the last is credited."""

    version: str | None
    commits: tuple[RevisionCommit, ...]


class FileHistory:
    """The past of *paths*, as ``revisions`` has it. *commits* are read once, when it is made."""

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
        self._order = {identity: number for number, (identity, _) in enumerate(links)}
        for path, commit, change in touched:
            place = self._ancestry.place(commit.id)
            assert place is not None
            self._ancestry.mark(path, place, _Touch(place, commit, change))

    def blob(self, path: str) -> str:
        """The blob that is now at *path*; "" where there is no such file."""
        touch = self._ancestry.nearest(path, self._head)
        return touch.change.blob if touch and touch.change.path == path else ""

    def revisions(self, path: str) -> tuple[Revision, ...]:
        """The revisions of the file that is now at *path*."""
        runs: list[tuple[str, list[RevisionCommit], list[RevisionCommit]]] = []
        without: list[RevisionCommit] = []
        for version, commits in self._steps(path, self._head, into_merges=True):
            if version is None:
                without.extend(commits)
                continue
            if not runs or runs[-1][0] != version:
                runs.append((version, [], []))
            _, credited, every = runs[-1]
            credited[:] = commits[-1:]
            every.extend([*without, *commits])
            without.clear()
        if runs:
            runs[-1][2].extend(without)
        return tuple(
            _revision(version, credited[0], self._in_order(every))
            for version, credited, every in runs
        )

    def _in_order(self, commits: list[RevisionCommit]) -> tuple[RevisionCommit, ...]:
        """Newest first, each once: a branch and the line it left share their past."""
        once = {commit.id: commit for commit in commits}
        return tuple(sorted(once.values(), key=lambda commit: self._order[commit.id]))

    def _steps(self, path: str, place: Place | None, *, into_merges: bool) -> Iterator[_Step]:
        """Every change of a file, newest first, from *place* on back."""
        while touch := self._ancestry.nearest(path, place):
            change = touch.change
            if change.old_path == path:
                return  # From here on back, the file of this name is another one's past.
            if source := self._taken_from(touch, path):
                place = source
                continue
            version = self._version(change.blob)
            branch = self._in_branch(touch, path, version) if into_merges and version else ()
            yield _Step(version, (_commit_of(touch), *branch))
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

    def _in_branch(
        self, touch: _Touch, path: str, version: str | None
    ) -> tuple[RevisionCommit, ...]:
        """The commits that carried *version* on a branch that a merge brought in, newest first."""
        for parent in touch.commit.parents[1:]:
            carried: list[RevisionCommit] = []
            # Merges on the branch are taken as they are: looking into those too could take
            # exponential time in a repository that was made for it.
            place = self._ancestry.place(parent)
            for stated, commits in self._steps(path, place, into_merges=False):
                if stated is None:
                    continue
                if stated != version:
                    break
                carried.extend(commits)
            if carried:
                return tuple(carried)
        return ()

    def _version(self, blob: str) -> str | None:
        if blob not in self._versions:
            self._versions[blob] = self._version_of(blob)
        return self._versions[blob]


def day_of(commit: Commit) -> str:
    """The author's day, or the committer's where the author's makes no sense; "" for neither."""
    moment = commit.authored or commit.committed
    return moment.date().isoformat() if moment else ""


def commit_of(commit: Commit, change: PathChange) -> RevisionCommit:
    """A commit as it is told of the file that *change* is about."""
    return RevisionCommit(
        id=commit.id,
        date=day_of(commit),
        author=commit.author,
        summary=commit.subject,
        path=change.path if change.status != "D" else "",
        old_path=change.old_path or "",
    )


def _commit_of(touch: _Touch) -> RevisionCommit:
    return commit_of(touch.commit, touch.change)


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


def _revision(
    version: str, credited: RevisionCommit, commits: tuple[RevisionCommit, ...]
) -> Revision:
    return Revision(
        version=version,
        date=credited.date,
        author=credited.author,
        summary=credited.summary,
        commit=credited.id,
        commits=commits,
    )

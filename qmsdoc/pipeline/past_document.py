"""A number that no document has any more: what became of the document that had it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from qmsdoc.model.revision import RevisionCommit
from qmsdoc.model.roles import Role, role_of
from qmsdoc.pipeline.history import folder_in, stated
from qmsdoc.pipeline.open import Workspace
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.vcs.ancestry import Ancestry
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.history import commit_of
from qmsdoc.vcs.log import Commit, PathChange


@dataclass(frozen=True, slots=True)
class PastDocument:
    """``last`` is the last commit that had the document at ``path``; ``text`` what it said there.

    ``ended`` took it away, or gave it the number ``became``.
    """

    path: str
    text: str
    last: str
    ended: RevisionCommit
    became: str = ""


class PastNumbers:
    """The numbers that stood in documents up to *commit*. Raises GitError."""

    def __init__(self, repository: Repository, commit: str, workspace: Workspace) -> None:
        self._repository = repository
        self._commits = list(repository.log(commit, folder_in(repository, workspace)))
        self._numbers: dict[str, str] = {}

    def find(self, number: str) -> PastDocument | None:
        """The document that last had *number*; None where none ever had."""
        for commit in self._commits:
            for change in commit.changes:
                if self._ends(number, change):
                    became = "" if change.status == "D" else self._number(change.blob)
                    return PastDocument(
                        path=change.old_path or change.path,
                        text=self._text(change.old_blob),
                        last=commit.parents[0],
                        ended=self._ended(number, commit, change),
                        became=became,
                    )
        return None

    def all(self) -> Iterator[str]:
        """Every number that any document ever had."""
        for commit in self._commits:
            for change in commit.changes:
                if role_of(change.path) is Role.DOCUMENT and change.blob:
                    yield self._number(change.blob)

    def _ends(self, number: str, change: PathChange) -> bool:
        """Whether a document has *number* before the change, and not after it."""
        if not change.old_blob or role_of(change.old_path or change.path) is not Role.DOCUMENT:
            return False
        if self._number(change.old_blob) != number:
            return False
        # A file that leaves the documents is none any more.
        goes_on = change.blob and role_of(change.path) is Role.DOCUMENT
        return not (goes_on and self._number(change.blob) == number)

    def _ended(self, number: str, commit: Commit, change: PathChange) -> RevisionCommit:
        """The commit itself or, for a merge, the one on its branch that did the same."""
        if len(commit.parents) < 2:
            return commit_of(commit, change)
        ancestry: Ancestry[tuple[Commit, PathChange]] = Ancestry(
            (each.id, each.parents) for each in self._commits
        )
        before = change.old_path or change.path
        for each in self._commits:
            place = ancestry.place(each.id)
            if place is not None:
                for other in each.changes:
                    if (other.old_path or other.path) == before:
                        ancestry.mark(before, place, (each, other))
        seen = {commit.id}
        parents: Sequence[str] = commit.parents[1:]
        while parents:
            found = ancestry.nearest(before, ancestry.place(parents[0]))
            if found is None or found[0].id in seen or not self._ends(number, found[1]):
                parents = parents[1:]
                continue
            if len(found[0].parents) < 2:
                return commit_of(*found)
            seen.add(found[0].id)
            parents = found[0].parents[1:]
        return commit_of(commit, change)

    def _number(self, blob: str) -> str:
        if blob not in self._numbers:
            self._numbers[blob] = stated(self._text(blob), "id") or ""
        return self._numbers[blob]

    def _text(self, blob: str) -> str:
        try:
            return decode(self._repository.read(blob)) if blob else ""
        except (OSError, SourceError):
            return ""

"""Who wrote a version of a document, by the commits that led to its text."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from qmsdoc.model.organization import Person
from qmsdoc.model.revision import Revision
from qmsdoc.pipeline.history import folder_in, stated_version
from qmsdoc.pipeline.open import Workspace
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.vcs.git import Repository
from qmsdoc.vcs.history import FileHistory
from qmsdoc.vcs.log import Commit


@dataclass(frozen=True, slots=True)
class Provenance:
    """``summary`` is the subject of the commit that first carried the version, "" if unknown;
    ``emails`` are those of the authors of its text, in lower case."""

    summary: str = ""
    emails: frozenset[str] = frozenset()

    def includes(self, person: Person) -> bool:
        """Whether *person* is one of the authors, as far as git was told the truth."""
        return bool(person.email) and person.email.casefold() in self.emails


class Authorship:
    """The past of *paths* up to *commit*. Raises GitError, also for a shallow clone."""

    def __init__(
        self, workspace: Workspace, repository: Repository, commit: str, paths: Collection[str]
    ) -> None:
        commits = list(repository.log_of(commit, paths, folder_in(repository, workspace)))
        self._commits = {found.id: found for found in commits}
        self._history = FileHistory(commits, paths, _VersionReader(repository))

    def of(self, paths: Iterable[str], version: str, blob: str) -> Provenance:
        """Who wrote *blob*, a text of *version* that was at one of *paths*."""
        summary = ""
        emails: set[str] = set()
        for path in dict.fromkeys(paths):
            for revision in self._history.revisions(path):
                if revision.version == version:
                    summary = summary or revision.summary
                    emails |= {commit.email.casefold() for commit in self._up_to(revision, blob)}
        return Provenance(summary, frozenset(emails - {""}))

    def _up_to(self, revision: Revision, blob: str) -> list[Commit]:
        """The commits of a revision from the one that made *blob* on back; all where none did."""
        commits = [self._commits[commit.id] for commit in revision.commits]
        for number, commit in enumerate(commits):
            if any(change.blob == blob for change in commit.changes):
                return commits[number:]
        return commits


class _VersionReader:
    def __init__(self, repository: Repository) -> None:
        self._repository = repository

    def __call__(self, blob: str) -> str | None:
        try:
            return stated_version(decode(self._repository.read(blob)))
        except (OSError, SourceError):
            return None

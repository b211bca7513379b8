"""A git repository to read from: revisions, files, history. Nothing in it is ever written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, cast

from qmsdoc.errors import GitError
from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry, ObjectFormat
from qmsdoc.text.message import Message
from qmsdoc.vcs import environment, listing, log, names
from qmsdoc.vcs.blobs import Blobs
from qmsdoc.vcs.discovery import find_repository
from qmsdoc.vcs.focus import focused_log
from qmsdoc.vcs.identity import is_object_id
from qmsdoc.vcs.log import Commit

if TYPE_CHECKING:
    from qmsdoc.vcs.runner import Runner

# What git would take for a range, a set, a search or a path, or that no name can contain.
_NOT_ONE_COMMIT = re.compile(r"^[-^]|\.\.|:|\^[!@-]|\^\{/|[\x00-\x20\x7f-\x9f\ud800-\udfff]")
# So many files are asked for one by one; for more, the whole log is read.
FEW = 8
_NAMESPACES = ("refs/heads/", "refs/tags/", "refs/remotes/")


class Repository:
    """One repository with a work tree. Not for use by several threads at once.

    ``close`` (or ``with``) ends the child processes. Methods raise GitError where git refuses.
    """

    root: Path
    object_format: ObjectFormat
    is_shallow: bool

    def __init__(self, root: Path, git_dir: Path) -> None:
        # GitPython takes a tenth of a second to import, which most commands can do without.
        runner = _runner(root, git_dir)
        environment.check_version(runner.output("version").decode("utf-8", "replace"))
        said = runner.output("rev-parse", "--show-object-format", "--is-shallow-repository")
        object_format, shallow = said.decode("ascii", "replace").split()
        self.root = root
        self._git_dir = git_dir
        self.object_format = cast("Literal['sha1', 'sha256']", object_format)
        self.is_shallow = shallow == "true"
        self._runner = runner
        self._blobs = Blobs(runner)

    @classmethod
    def find(cls, folder: Path) -> Repository | None:
        """The repository whose work tree holds *folder*; None where there is none.

        ``root`` is free of symbolic links: compare it with ``folder.resolve()``.
        """
        found = find_repository(folder)
        return None if found is None else cls(*found)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the child processes. Reading again starts new ones."""
        self._runner.close()

    def resolve(self, rev: str) -> str:
        """The full id of the commit that *rev* (an id, branch, tag, ``HEAD~2``, …) names."""
        if not rev or _NOT_ONE_COMMIT.search(rev):
            raise GitError(
                "“{rev}” does not name one commit; give a branch, a tag or a commit id, not a range",
                rev=rev,
            )
        status, output, _ = self._runner.attempt(
            "rev-parse", "--verify", "--quiet", "--end-of-options", f"{rev}^{{commit}}"
        )
        commit = output.decode("ascii", "replace").strip()
        if status != 0 or not is_object_id(commit):
            raise self._unknown(rev)
        return commit

    def merge_base(self, a: str, b: str) -> str | None:
        """The best common ancestor of two commits; None where their histories share nothing."""
        status, output, said = self._runner.attempt("merge-base", self._id(a), self._id(b))
        if status == 1:
            return None
        if status != 0:
            raise GitError("git {verb} failed: {said}", verb="merge-base", said=said)
        return output.decode("ascii").strip()

    def files(self, commit: str, folder: str = "") -> tuple[Entry, ...]:
        """Every file of *commit* below *folder*, sorted; none where there is no such folder.

        Paths are relative to *folder*, a path from the root with ``/``; "" is the root.
        """
        where = [f"{folder}/"] if folder else []
        if folder and names.trouble(folder):
            raise GitError("“{folder}” is not a folder of a repository", folder=folder)
        records = self._runner.stream(
            "ls-tree", "-r", "-z", "-l", "--full-tree", "--", self._id(commit), *where
        )
        return listing.entries(records, folder)

    def read(self, blob: str, size: int = 0) -> bytes:
        """The bytes of a blob of at most MAX_BLOB_SIZE; OSError where they cannot be read.

        Where *size* is known to be larger, git is not asked.
        """
        return self._blobs.read(blob, size)

    def read_entry(self, entry: Entry, limit: int = MAX_BLOB_SIZE) -> bytes:
        """The bytes of an entry; OSError where they cannot or must not be read."""
        return self._blobs.read_entry(entry, limit)

    def read_many(self, entries: Iterable[Entry]) -> Iterator[tuple[Entry, bytes | OSError]]:
        """The bytes of several entries, in their order; a failure is a value."""
        return self._blobs.read_many(entries)

    def log(self, commit: str, folder: str = "") -> Iterator[Commit]:
        """*commit* and all its ancestors, children before parents.

        Every commit of the repository is there, and every file that it changes; paths are
        relative to *folder*, and begin with ``../`` outside it. A shallow clone would show its
        oldest commit as the author of everything, so it is refused.
        """
        self._refuse_shallow()
        return log.parse(self._runner.stream(*log.ARGUMENTS, self._id(commit), "--"), folder)

    def log_of(self, commit: str, paths: Collection[str], folder: str = "") -> Iterable[Commit]:
        """The same for what is asked of a few files: other commits say nothing but their parents."""
        self._refuse_shallow()
        head = self._id(commit)
        found = focused_log(self._runner, head, paths, folder) if len(paths) <= FEW else None
        return self.log(head, folder) if found is None else found

    def _refuse_shallow(self) -> None:
        if self.is_shallow:
            raise GitError(
                "the history of {root} is cut off, since the clone is shallow; "
                "complete it with `git fetch --unshallow` (in CI: fetch-depth 0)",
                root=self.root,
            )

    def setting(self, name: Literal["user.email", "user.signingkey"]) -> str:
        """What git's settings say of the person at this computer; "" where they say nothing.

        The repository's own settings have a say, too: take it for a claim.
        """
        from qmsdoc.vcs.runner import SETTINGS, Runner

        runner = Runner(self.root, git_dir=self._git_dir, verbs=SETTINGS)
        status, output, _ = runner.attempt("config", "--get", name)
        return output.decode("utf-8", "replace").strip() if status == 0 else ""

    def names(self) -> list[str]:
        """Every branch and tag, as a user would write it."""
        output = self._runner.output("for-each-ref", "--format=%(refname)", *_NAMESPACES)
        refs = output.decode("utf-8", "replace").splitlines()
        return [ref.split("/", 2)[2] for ref in refs]

    @property
    def shallow_hint(self) -> Message | None:
        """Where revisions may be that are not here."""
        if not self.is_shallow:
            return None
        return Message.of("the clone is shallow; `git fetch --unshallow` brings the rest")

    def _id(self, commit: str) -> str:
        return commit if is_object_id(commit) else self.resolve(commit)

    def _unknown(self, rev: str) -> GitError:
        """Why *rev* names no commit."""
        if not self._runner.output("rev-list", "--max-count=1", "--all"):
            return GitError(
                "the repository {root} has no commit yet; commit the files first", root=self.root
            )
        near = get_close_matches(rev, self.names(), n=1)
        hint = Message.of("did you mean {name}?", name=near[0]) if near else self.shallow_hint
        return GitError("no commit is called “{rev}” in {root}", hint=hint, rev=rev, root=self.root)


def _runner(root: Path, git_dir: Path) -> Runner:
    environment.executable()
    try:
        from qmsdoc.vcs.runner import Runner
    except ImportError as error:
        raise GitError("GitPython cannot be used: {problem}", problem=error) from error
    return Runner(root, git_dir=git_dir)

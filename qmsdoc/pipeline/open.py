"""Opening a workspace: the tree that is meant, the cache, and git where it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from qmsdoc.errors import GitError
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE, Role, is_policy, role_of
from qmsdoc.rules.compile import parse
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.tree import Entry, ObjectFormat, Tree
from qmsdoc.workspace.cache import CompileCache, default_folder
from qmsdoc.workspace.discover import find_root
from qmsdoc.workspace.overlay import Overlay
from qmsdoc.workspace.work_tree import WorkTree

if TYPE_CHECKING:
    from qmsdoc.vcs.git import Repository


_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp")


class TreeText:
    """The text of a file of *tree*; "" where there is none that can be read."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The files of the tree by path."""
        return {entry.path: entry for entry in self._tree.entries()}

    def __call__(self, path: str) -> str:
        entry = self.entries.get(path)
        if entry is None or entry.trouble is not None:
            return ""
        try:
            return decode(self._tree.read(entry))
        except (SourceError, OSError):
            return ""


@dataclass
class Workspace:
    """One workspace. ``revision`` is "" for the work tree, else the full id of a commit."""

    root: Path
    tree: Tree
    cache: CompileCache
    stack: ExitStack
    revision: str = ""

    @cached_property
    def repository(self) -> Repository | None:
        """The git repository around the workspace, opened when it is first asked for."""
        return _repository(self.root, self.stack)

    def require_repository(self) -> Repository:
        """The git repository, or a GitError that says why one is needed."""
        if self.repository is None:
            raise GitError(
                "{root} is not in a git repository; history needs one (`git init`, then commit)",
                root=self.root,
            )
        return self.repository

    def tree_at(self, revision: str) -> Tree:
        """The same workspace in another revision."""
        return _git_tree(self.require_repository(), self.root, revision)

    def tree_before(self, revision: str) -> Tree:
        """The workspace where this state and *revision* parted: what a review compares with."""
        repository = self.require_repository()
        start = repository.merge_base(repository.resolve(revision), self.revision or "HEAD")
        return self.tree_at(start or revision)

    def tree_with_policy(self, revision: str) -> Tree:
        """This workspace under the policy files of *revision*, which stand in for its own."""
        trusted = self.tree_at(revision)
        policy: dict[str, bytes | None] = {
            entry.path: None for entry in self.tree.entries() if is_policy(entry.path)
        }
        policy.update(
            (entry.path, trusted.read(entry))
            for entry in trusted.entries()
            if is_policy(entry.path) and entry.trouble is None
        )
        return Overlay(self.tree, policy, trusted)

    def since(self, entries: Iterable[Entry]) -> Mapping[str, date]:
        """Since when the last commit has had these files of a work tree; see ``Tree.since``."""
        try:
            head = self.tree_at("HEAD")
        except GitError:  # no repository, or no commit in it: nothing has been anywhere
            return {}
        return head.since(entries)

    def past(self, blob: str) -> bytes | None:
        """A blob of the repository around a work tree; see ``Tree.past``."""
        try:
            return self.repository.read(blob) if self.repository else None
        except (OSError, GitError):  # not there, or no git
            return None

    @cached_property
    def entries(self) -> dict[str, Entry]:
        """The files of the tree by path."""
        return self.text.entries

    @cached_property
    def text(self) -> TreeText:
        """Reads the text of a file."""
        return TreeText(self.tree)

    @cached_property
    def language(self) -> str:
        """The language that qmsdoc.yaml asks for; it is spoken before anything else is loaded."""
        content = parse(Role.POLICY, self.text(POLICY_FILE).encode(), judged=False).unit.content
        return content.language if isinstance(content, Policy) else ""


@contextmanager
def open_workspace(
    folder: Path, at: str | None = None, *, use_cache: bool = True
) -> Iterator[Workspace]:
    """The workspace at or above *folder*, in the work tree or at the revision *at*."""
    cache = CompileCache(default_folder() if use_cache else None)
    with ExitStack() as stack:
        stack.callback(cache.close)
        if at is None:
            root = find_root(folder)
            stats = cache.stats(root)
            tree = WorkTree(root, _is_known, _object_format(root), stats)
            workspace = Workspace(root, tree, cache, stack)
            tree.history, tree.repository = workspace.since, workspace.past
            yield workspace
            cache.put_stats(root, tree.seen)
            return
        repository = _repository(folder.resolve(), stack)
        if repository is None:
            raise GitError(
                "--at needs a git repository, and {root} is in none", root=folder.resolve()
            )
        root = _root_at(folder.resolve(), repository, at)
        workspace = Workspace(root, _git_tree(repository, root, at), cache, stack)
        workspace.revision = repository.resolve(at)
        yield workspace


def _is_known(path: str) -> bool:
    """Whether the content of a file decides what is found: it then goes by its id."""
    return role_of(path) is not None or path.lower().endswith(_PICTURES)


def _root_at(folder: Path, repository: Repository, revision: str) -> Path:
    """The workspace at or above *folder* as it was in that revision."""
    commit = repository.resolve(revision)
    for candidate in (folder, *folder.parents):
        if not candidate.is_relative_to(repository.root):
            break
        path = candidate.relative_to(repository.root).as_posix()
        inside = "" if path == "." else path
        if any(entry.path == POLICY_FILE for entry in repository.files(commit, inside)):
            return candidate
    raise GitError(
        "there is no {file} in {folder} or above it in {revision}",
        file=POLICY_FILE,
        folder=folder,
        revision=revision,
    )


def _git_tree(repository: Repository, root: Path, revision: str) -> Tree:
    from qmsdoc.vcs.git_tree import GitTree

    inside = root.relative_to(repository.root).as_posix()
    return GitTree(repository, revision, "" if inside == "." else inside)


def _repository(folder: Path, stack: ExitStack) -> Repository | None:
    from qmsdoc.vcs.git import Repository

    found = Repository.find(folder)
    return stack.enter_context(found) if found else None


def _object_format(root: Path) -> ObjectFormat:
    """How git names blobs here, without starting git: its import and its process cost more than
    the whole run."""
    from qmsdoc.vcs.discovery import find_repository

    try:
        found = find_repository(root)
        if found is None:
            return "sha1"
        # A linked worktree keeps its configuration with the repository that it belongs to.
        pointer = found[1] / "commondir"
        common = found[1] / pointer.read_text("utf-8").strip() if pointer.is_file() else found[1]
        config = (common / "config").read_text("utf-8", "replace")
    except (OSError, ValueError, GitError):
        return "sha1"
    return "sha256" if "objectformat = sha256" in config.lower() else "sha1"

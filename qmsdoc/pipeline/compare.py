"""Comparing two revisions of a workspace: which ones are meant, loading both, what changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from msgspec import Struct

from qmsdoc import __version__
from qmsdoc.diff.compare import compare
from qmsdoc.diff.files import Side
from qmsdoc.diff.types import Comparison
from qmsdoc.errors import GitError, UsageError
from qmsdoc.index.types import Index
from qmsdoc.model.roles import POLICY_FILE, role_of
from qmsdoc.pipeline.change_checks import with_checks
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace, open_workspace
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.tree import MAX_BLOB_SIZE, Entry, Tree, blob_id
from qmsdoc.text.language import Translate

WORK_TREE = ""
_RANGE = re.compile(r"(?P<base>.*?)(?P<dots>\.{2,})(?P<head>.*)", re.DOTALL)
# A file that is new elsewhere is more likely something made (a rendered page) than something kept.
_KEPT = (
    "documents/",
    "objectives/",
    "records/",
    "standards/",
    "templates/",
    "approvals/",
    "improvement/",
)


class Ends(Struct, frozen=True):
    """What is compared, as the user wrote it; ``head`` is "" for the work tree.

    ``fork`` asks for what happened on the side of *head* since it left *base* (three dots).
    """

    base: str = "HEAD"
    head: str = WORK_TREE
    fork: bool = False


class Compared(Struct, frozen=True):
    """``base`` is the full id of the commit compared with, ``head`` that of the other, "" for the
    work tree; ``began`` says that there was no workspace in *base*, so everything is new.
    """

    comparison: Comparison
    ends: Ends
    base: str
    head: str
    began: bool

    def report(
        self, translate: Translate, language: str, *, colour: bool = False, width: int = 80
    ) -> DiffReport:
        """What a reporter needs to tell it."""
        return DiffReport(
            version=__version__,
            comparison=self.comparison,
            base=self.ends.base,
            head=self.ends.head,
            commits=(self.base, self.head),
            translate=translate,
            language=language,
            began=self.began,
            colour=colour,
            width=width,
        )


def parse_range(text: str) -> Ends:
    """``A`` (against the work tree), ``A..B``, ``A...B``; a missing end is HEAD."""
    match = _RANGE.fullmatch(text)
    if match is None:
        return Ends(text)
    base, dots, head = match.group("base", "dots", "head")
    if len(dots) > 3 or ".." in head or not (base or head):
        raise UsageError(
            "“{text}” is not a range; write BASE..HEAD for what differs between two revisions, "
            "or BASE...HEAD for what HEAD changed since it left BASE",
            text=text,
        )
    return Ends(base or "HEAD", head or "HEAD", fork=dots == "...")


@contextmanager
def open_range(
    folder: Path, arguments: Sequence[str], *, use_cache: bool = True
) -> Iterator[tuple[Workspace, Ends, tuple[str, ...]]]:
    """The workspace at the newer end, both ends, and the numbers that were asked for.

    The first argument may be left out: where it names no revision, it is taken for a number.
    """
    first = arguments[0] if arguments else ""
    ends = parse_range(first) if ".." in first else Ends()
    with open_workspace(folder, ends.head or None, use_cache=use_cache) as workspace:
        if first and ".." not in first and _is_revision(workspace, first):
            ends = Ends(first)
        named = ".." in first or ends.base == first
        yield workspace, ends, tuple(arguments[1:] if named else arguments)


def compare_ends(
    workspace: Workspace,
    ends: Ends,
    ids: Sequence[str],
    today: date,
    jobs: int | None = None,
) -> Compared:
    """What changed from ``ends.base`` to *workspace*, in all or in the documents *ids*.

    Raises GitError where a revision cannot be had, UsageError for a number that neither end has.
    """
    base = _base(workspace, ends)
    old_tree = workspace.tree_at(base)
    old = Workspace(workspace.root, old_tree, workspace.cache, workspace.stack)
    began = POLICY_FILE not in old.entries
    attachments = _attachments(old.entries, workspace.entries, old_tree, workspace.tree)
    after = _side(workspace, today, jobs, attachments[1])
    before = (
        Side(None, {}, old.text, attachments[0])
        if began
        else _side(old, today, jobs, attachments[0])
    )
    _known(ids, before.index, after.index, workspace)
    comparison = compare(before, after, ids)
    checked = with_checks(comparison, workspace, (before, after), (ends.base, base))
    return Compared(checked, ends, base, workspace.revision, began)


def _is_revision(workspace: Workspace, text: str) -> bool:
    try:
        workspace.require_repository().resolve(text)
    except GitError:
        return False
    return True


def _base(workspace: Workspace, ends: Ends) -> str:
    repository = workspace.require_repository()
    base = repository.resolve(ends.base)
    if not ends.fork:
        return base
    fork = repository.merge_base(base, workspace.revision)
    if fork is None:
        raise GitError(
            "{base} and {head} have no commit in common; compare them with {base}..{head}",
            base=ends.base,
            head=ends.head,
        )
    return fork


def _side(
    workspace: Workspace, today: date, jobs: int | None, attachments: Mapping[str, str]
) -> Side:
    loaded = load(workspace.tree, workspace.cache, jobs)
    return Side(link_tree(loaded, today), loaded.blobs, workspace.text, attachments)


def _attachments(
    old: Mapping[str, Entry], new: Mapping[str, Entry], old_tree: Tree, new_tree: Tree
) -> tuple[dict[str, str], dict[str, str]]:
    """The other files that were kept, by path, with something that differs where they do."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    for path in {*old, *new}:
        left, right = old.get(path), new.get(path)
        if role_of(path) or (left is None and not path.startswith(_KEPT)):
            continue
        if left:
            before[path] = _content(left, right, old_tree)
        if right:
            after[path] = _content(right, left, new_tree)
    return before, after


def _content(entry: Entry, other: Entry | None, tree: Tree) -> str:
    """The content id, computed only where sizes leave the question open; of a text whose size is
    another, that without its kind of line ends."""
    if other is None or entry.trouble or other.trouble:
        return f"{entry.size} {entry.trouble or ''}"
    if entry.size != other.size:
        return (
            _plain(entry, tree) if max(entry.size, other.size) <= MAX_BLOB_SIZE else str(entry.size)
        )
    if entry.blob and other.blob:
        return entry.blob
    if entry.size > MAX_BLOB_SIZE:
        return ""  # too large to be read: of one size, they are taken for the same
    if entry.blob:
        return entry.blob
    try:
        return blob_id(tree.read(entry), "sha256" if len(other.blob) == 64 else "sha1")
    except OSError as error:
        return str(error)


def _plain(entry: Entry, tree: Tree) -> str:
    try:
        content = tree.read(entry)
    except OSError as error:
        return str(error)
    return str(entry.size) if b"\0" in content else blob_id(content.replace(b"\r\n", b"\n"))


def _known(
    ids: Sequence[str], before: Index | None, after: Index | None, workspace: Workspace
) -> None:
    known = {name for index in (before, after) if index for name in index.by_id}
    for name in ids:
        if name not in known:
            repository = workspace.require_repository()
            hint = suggestion(name, [*sorted(known), *repository.names()])
            raise UsageError(
                "“{name}” is neither a revision nor the number of a document or an objective",
                hint=hint or repository.shallow_hint,
                name=name,
            )

"""Which text is published: the version in force, or the one that is being worked on.

The edition in force is a tree like any other: the work tree, or a revision, with the text of each
document replaced by the one that its release put in force, and without those that have none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

from qmsdoc.errors import GitError
from qmsdoc.index.control import Control, Release, State
from qmsdoc.index.types import Index
from qmsdoc.model.approval import Entry as LedgerRecord
from qmsdoc.model.edition import EditionName
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import After, load
from qmsdoc.pipeline.open import TreeText, Workspace
from qmsdoc.render.standing import Signed, Standing
from qmsdoc.source.tree import Tree
from qmsdoc.workspace.overlay import Overlay


@dataclass(frozen=True, slots=True)
class Edition:
    """``moved`` leads from a path here to the one in the workspace, where they differ.

    ``left_out`` are the numbers of documents of which no version is in force; ``standings`` go by
    path.
    """

    name: EditionName
    tree: Tree
    index: Index
    text: TreeText
    standings: Mapping[str, Standing]
    moved: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()

    @property
    def places(self) -> dict[str, str]:
        """The path of every document in the workspace, by its path here."""
        return {path: self.moved.get(path, path) for path in self.index.documents}


def edition_of(
    workspace: Workspace,
    today: date,
    jobs: int | None = None,
    name: EditionName | None = None,
    after: After | None = None,
) -> Edition:
    """The edition *name* of *workspace*; without a name that in force, where a ledger is kept.

    Raises GitError where a text that is in force cannot be had, and what ``load`` and ``known`` raise.
    """
    loaded = load(workspace.tree, workspace.cache, jobs, after, judged=False).known()
    index = link_tree(loaded, today)
    if name is EditionName.WORKING or (name is None and not index.ledger.is_used):
        standings = {
            file.path: working_standing(index.control.get(file.id))
            for file in index.documents.values()
        }
        text = workspace.text
        return Edition(EditionName.WORKING, workspace.tree, index, text, standings)
    replaced = _Replaced(workspace, index)
    tree = Overlay(workspace.tree, replaced.texts, workspace.tree) if replaced.texts else None
    published = (
        link_tree(load(tree, workspace.cache, jobs, after, judged=False), today) if tree else index
    )
    return Edition(
        name=EditionName.IN_FORCE,
        tree=tree or workspace.tree,
        index=published,
        text=TreeText(tree) if tree else workspace.text,
        standings={
            file.path: standing_in_force(release)
            for file in published.documents.values()
            if (control := index.control.get(file.id)) and (release := control.in_force)
        },
        moved=replaced.moved,
        left_out=replaced.left_out,
    )


def standing_in_force(release: Release) -> Standing:
    """A version in force: uncontrolled, until somebody makes a numbered copy of it."""
    return Standing(
        state=State.IN_FORCE.value,
        mark="uncontrolled",
        issued=_day(release.item.entry),
        effective=release.effective,
        signed=tuple(
            Signed(
                role=item.entry.role.value,
                person=item.entry.person,
                post=item.entry.post,
                date=_day(item.entry),
                key=item.key,
            )
            for item in release.signatures
        ),
    )


def working_standing(control: Control | None) -> Standing:
    """The text at hand: a draft, unless it is approved or was withdrawn."""
    if control is None:
        return Standing(state=State.DRAFT.value, mark="draft")
    if control.state is State.IN_FORCE and control.in_force:
        return standing_in_force(control.in_force)
    mark = {
        State.WITHDRAWN: "obsolete",
        State.SUPERSEDED: "obsolete",
        State.APPROVED: "uncontrolled",
    }.get(control.state, "draft")
    signed = tuple(
        Signed(
            item.entry.role.value, item.entry.person, item.entry.post, _day(item.entry), item.key
        )
        for item in control.signatures
    )
    gone = control.withdrawal.entry if control.withdrawal else None
    return Standing(
        state=control.state.value,
        mark=mark,
        signed=signed,
        withdrawn=gone.effective or gone.moment.date().isoformat() if gone else "",
        successor=gone.successor if gone else "",
    )


class _Replaced:
    """``texts`` lie over the workspace: bytes by path, None where a file is taken away."""

    def __init__(self, workspace: Workspace, index: Index) -> None:
        self._workspace = workspace
        self._index = index
        self.texts: dict[str, bytes | None] = {}
        self.moved: dict[str, str] = {}
        left_out = []
        for path, file in index.documents.items():
            control = index.control.get(file.id)
            if control is not None and control.path != path:
                control = None  # another file has its number
            if control is None or control.in_force is None:
                left_out.append(file.id or path)
                self.texts[path] = None
            elif control.state is not State.IN_FORCE:
                self.texts[path] = None
                self._put(control.in_force, path)
        for control in index.control.values():
            if control.in_force is not None and not control.path:
                self._put(control.in_force, "")
        self.left_out = tuple(left_out)

    def _put(self, release: Release, path: str) -> None:
        entry = release.item.entry
        for where, blob, digest in _files(entry):
            self.texts[where] = self._bytes(blob, digest, entry)
        if path and path != entry.path:
            self.moved[entry.path] = path

    def _bytes(self, blob: str, digest: str, entry: LedgerRecord) -> bytes:
        try:
            data = self._workspace.require_repository().read(blob)
        except OSError:
            data = None
        if data is None or sha256(data).hexdigest() != digest:
            raise GitError(
                "the text of {document} {version}, which is in force, is not in this repository; "
                "fetch its history, or render the text at hand with `--edition working`",
                document=entry.document,
                version=entry.version,
            )
        return data


def _files(entry: LedgerRecord) -> Iterator[tuple[str, str, str]]:
    """Path, blob and SHA-256 of the document and of all that it includes."""
    yield entry.path, entry.blob, entry.sha256
    for include in entry.includes:
        yield include.path, include.blob, include.sha256


def _day(entry: LedgerRecord) -> str:
    return entry.moment.date().isoformat()

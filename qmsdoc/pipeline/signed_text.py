"""Exactly what is signed: the bytes of a document as they were committed, and all it includes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from hashlib import sha256

from msgspec import Struct

from qmsdoc.errors import LedgerError, UsageError
from qmsdoc.index.control import Control
from qmsdoc.index.ledger import LedgerEntry
from qmsdoc.index.types import DocumentFile, Index, ReferenceKind
from qmsdoc.model.approval import Entry, Include
from qmsdoc.model.unit import Digests
from qmsdoc.rules.nearest import suggestion
from qmsdoc.source.tree import Entry as TreeEntry
from qmsdoc.source.tree import Tree


class SignedText(Struct, frozen=True, gc=False):
    """One text of a document. Digests as in ``qmsdoc.model.approval.Entry``."""

    document: str
    path: str
    version: str
    sha256: str
    blob: str
    includes: tuple[Include, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> SignedText:
        """The text that *entry* is about."""
        return cls(
            entry.document, entry.path, entry.version, entry.sha256, entry.blob, entry.includes
        )

    def is_of(self, item: LedgerEntry) -> bool:
        """Whether an entry is about this text."""
        mine = (self.version, self.sha256, self.includes)
        return mine == (item.entry.version, item.entry.sha256, item.entry.includes)


def document_named(index: Index, document: str) -> DocumentFile:
    """The document of that number. Raises UsageError with the nearest known one."""
    found = index.document(document)
    if found is not None:
        return found
    known = {file.id for file in index.documents.values() if file.id}
    if document in index.by_id:
        raise UsageError("{id} is an objective; only documents are signed", id=document)
    raise UsageError("there is no document {id}", hint=suggestion(document, known), id=document)


def included_files(index: Index) -> dict[str, set[str]]:
    """The pictures and attachments that belong to each document, by path."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for reference in index.references:
        is_part = reference.kind in (ReferenceKind.ATTACHMENT, ReferenceKind.IMAGE)
        if is_part and reference.target not in ("", reference.source):
            found[reference.source].add(reference.target)
    return dict(found)


class CommittedTexts:
    """The texts of a work tree that are the same in the last commit."""

    def __init__(self, index: Index, work_tree: Tree, head: Tree) -> None:
        self._index = index
        self._work_tree = work_tree
        self._head = head
        self._included = included_files(index)
        self._here = {entry.path: entry for entry in work_tree.entries()}
        self._there = {entry.path: entry for entry in head.entries()}

    def text(self, document: str) -> SignedText:
        """The text of *document*. Raises UsageError for an unknown number, LedgerError where it, or
        what it includes, is not committed as it is."""
        file = document_named(self._index, document)
        version = file.document.version.value if file.document.version else ""
        if not version:
            raise LedgerError(
                "{path} states no version; give it one, and commit it", path=file.path
            )
        entry, data = self._committed(file.path)
        includes = tuple(self._includes(file))
        digest = sha256(data).hexdigest()
        return SignedText(file.id, file.path, version, digest, entry.blob, includes)

    def _includes(self, file: DocumentFile) -> Iterator[Include]:
        for path in sorted(self._included.get(file.path, ())):
            entry, data = self._committed(path)
            yield Include(path, sha256(data).hexdigest(), entry.blob)

    def _committed(self, path: str) -> tuple[TreeEntry, bytes]:
        here, there = self._here[path], self._there.get(path)
        if there is None:
            raise LedgerError("{path} is not committed yet; commit it, then sign", path=path)
        for entry in (here, there):
            if entry.never_read is not None:
                raise LedgerError("{path} cannot be signed", hint=entry.never_read, path=path)
        try:
            data, at_hand = self._head.read(there), self._work_tree.read(here)
        except OSError as error:
            raise LedgerError(
                "{path} cannot be read: {problem}", path=path, problem=error.strerror or error
            ) from error
        if Digests.of(data).plain_sha256 != Digests.of(at_hand).plain_sha256:
            raise LedgerError(
                "{path} is not as it was last committed, and only what is committed can be signed; "
                "commit the change, or take it back with `git restore`",
                path=path,
            )
        return there, data


def text_in_circulation(index: Index, document: str, version: str = "") -> SignedText:
    """The *version* that is in force or will be; without one, what is in force, else what comes
    next. Raises UsageError and LedgerError."""
    control = control_named(index, document)
    known = [release for release in (control.in_force, *control.upcoming) if release]
    release = next((one for one in known if version in ("", one.version)), None)
    if known and release is None:
        raise UsageError(
            "{document} {version} is not released, or not any more; --version takes {known}",
            document=document,
            version=version,
            known=tuple(dict.fromkeys(one.version for one in known)),
        )
    if release is None:
        raise LedgerError(
            "no version of {document} is in force; release one first (`qmsdoc release {document}`)",
            document=document,
        )
    return SignedText.of(release.item.entry)


def control_named(index: Index, document: str) -> Control:
    """Where a document stands that has a text or an entry. Raises UsageError."""
    found = index.control.get(document)
    if found is not None:
        return found
    return Control(document_named(index, document).id)

"""The values of a linked workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.index.control import Control
from qmsdoc.index.ledger import Ledger
from qmsdoc.model.document import Claim, Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.organization import Glossary, Organization
from qmsdoc.model.policy import Policy
from qmsdoc.model.series import SeriesTable
from qmsdoc.model.text import Text
from qmsdoc.source.picture import Picture
from qmsdoc.standards.overlay import Fault
from qmsdoc.standards.types import Standard


class DocumentFile(Struct, frozen=True, gc=False):
    """A document and where it lies."""

    path: str
    document: Document

    @property
    def id(self) -> str:
        return self.document.id.value if self.document.id else ""

    @property
    def title(self) -> str:
        return self.document.title.value if self.document.title else ""

    @property
    def kind(self) -> str:
        return self.document.kind.value if self.document.kind else ""


class ObjectiveFile(Struct, frozen=True, gc=False):
    """An objective and where it lies."""

    path: str
    objective: Objective

    @property
    def id(self) -> str:
        return self.objective.id.value if self.objective.id else ""

    @property
    def title(self) -> str:
        return self.objective.title.value if self.objective.title else ""


class ReferenceKind(StrEnum):
    """How one file names another."""

    PARENT = "parent"
    REFERENCE = "reference"
    RECORD = "record"
    OBJECTIVE = "objective"
    SUPERSEDES = "supersedes"
    ATTACHMENT = "attachment"
    LINK = "link"
    IMAGE = "image"
    MENTION = "mention"
    TITLE = "title"


class Reference(Struct, frozen=True, gc=False):
    """``source`` is the path of the file that refers; ``text`` what it typed, and where.

    ``target`` is the path of the file that is meant, or "" where there is none. ``anchor`` is the
    part of a link behind ``#``.
    """

    kind: ReferenceKind
    source: str
    text: Text
    target: str = ""
    anchor: str = ""

    @property
    def location(self) -> Location:
        return self.text.at(self.source)


class ClauseClaim(Struct, frozen=True, gc=False):
    """A claim with the file that makes it; ``standard`` and ``number`` are "" where malformed."""

    path: str
    claim: Claim
    standard: str
    number: str

    @property
    def location(self) -> Location:
        return self.claim.clause.at(self.path)


class OverlayFault(Struct, frozen=True, gc=False):
    """Something in an overlay that has no effect: ``text`` is the number, or the id, as typed."""

    path: str
    standard: str
    text: Text
    fault: Fault

    @property
    def location(self) -> Location:
        return self.text.at(self.path)


@dataclass(frozen=True, slots=True)
class Index:
    """The whole workspace on one day. Paths are POSIX, from the root.

    ``by_id`` holds documents and objectives; of several with one id, the first by path.
    ``references`` are all of them, resolved or not; ``backlinks`` those that arrive, by target path.
    ``unreadable`` are the file names, without ending, of documents whose number cannot be read: a
    reference to one of them is no mistake of its own. ``claims`` go by (standard, number). ``standards`` are the packs in force that were found.
    ``other_standards`` are packs of the workspace, its own or overlaid ones, that are not in force.
    ``series`` are the CSV files below objectives/, ``policy_texts`` what each manual says under its
    heading on the quality policy; both by path. ``control`` says by number where each document
    stands; it is empty where no ledger is kept. ``pictures`` are what documents show, by path; only
    a check looks at them. ``texts_in_force`` are those of documents, by number, whose text at hand is
    another one, or is gone; only a check and the status look at them.
    """

    policy: Policy
    organization: Organization | None
    glossary: Glossary
    today: date
    paths: frozenset[str]
    documents: Mapping[str, DocumentFile]
    objectives: Mapping[str, ObjectiveFile]
    by_id: Mapping[str, DocumentFile | ObjectiveFile]
    references: tuple[Reference, ...] = ()
    backlinks: Mapping[str, tuple[Reference, ...]] = field(default_factory=dict)
    claims: Mapping[tuple[str, str], tuple[ClauseClaim, ...]] = field(default_factory=dict)
    standards: Mapping[str, Standard] = field(default_factory=dict)
    known_standards: frozenset[str] = frozenset()
    other_standards: Mapping[str, Standard] = field(default_factory=dict)
    overlay_faults: tuple[OverlayFault, ...] = ()
    unreadable: frozenset[str] = frozenset()
    series: Mapping[str, SeriesTable] = field(default_factory=dict)
    policy_texts: Mapping[str, tuple[Text, ...]] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)
    ledger: Ledger = field(default_factory=Ledger)
    control: Mapping[str, Control] = field(default_factory=dict)
    texts_in_force: Mapping[str, Document] = field(default_factory=dict)

    def document(self, identifier: str) -> DocumentFile | None:
        """The document of that number."""
        found = self.by_id.get(identifier)
        return found if isinstance(found, DocumentFile) else None

    def named(self, path: str) -> DocumentFile | ObjectiveFile | None:
        """The document or objective at that path."""
        return self.documents.get(path) or self.objectives.get(path)

"""What changed between two revisions, in the words of document control, and what that touches."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.redline import Run
from qmsdoc.standards.types import Title
from qmsdoc.text.message import Message


class Aspect(StrEnum):
    """What a change is about."""

    FILE = "file"
    DOCUMENT = "document"
    ID = "id"
    KIND = "kind"
    VERSION = "version"
    TITLE = "title"
    OWNER = "owner"
    PARENT = "parent"
    CLAUSE = "clause"
    REFERENCE = "reference"
    RECORD = "record"
    OBJECTIVE = "objective"
    DISTRIBUTION = "distribution"
    AUDIENCE = "audience"
    REVIEW = "review"
    RETENTION = "retention"
    STEP = "step"
    STEP_ACTION = "step-action"
    STEP_POST = "step-post"
    STEP_LIMIT = "step-limit"
    STEP_RECORD = "step-record"
    FORM_FIELD = "form-field"
    SECTION = "section"
    REQUIREMENT = "requirement"
    FIGURE = "figure"
    TARGET = "target"
    DIRECTION = "direction"
    PERIOD = "period"
    DEPARTMENT = "department"
    POST = "post"
    PERSON = "person"
    TERM = "term"
    STANDARD = "standard"
    EXCLUSION = "exclusion"
    VALUE = "value"


class Action(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"
    RENUMBERED = "renumbered"
    EDITED = "edited"
    UNREADABLE = "unreadable"


class Weight(StrEnum):
    """How much a change matters: 重大, 一般, 编辑性. The criteria are in qmsdoc.diff.criteria."""

    MAJOR = "major"
    ORDINARY = "ordinary"
    EDITORIAL = "editorial"


class Passage(Struct, frozen=True, array_like=True, gc=False):
    """One paragraph, list item or table row of a section, as it was and as it is.

    ``edited`` has runs of all three kinds, the other passages one run. ``moved`` shows where the
    text now stands; ``same`` is context. ``line`` is where it begins: in the file as it is or,
    where it was ``removed``, as it was.
    """

    op: Literal["same", "edited", "added", "removed", "moved"]
    runs: tuple[Run, ...]
    line: int = 0


class Change(Struct, frozen=True, gc=False):
    """One change of one file.

    ``document`` is its number after the change ("" where it has none). ``where`` lies in the text
    after the change or, where ``gone``, in the text before it. ``subject`` is the thing itself (the
    clause, the heading, what a step does), ``place`` what it stands in (the section of a step),
    ``detail`` the part of it that changed: keys and names of items, downwards. ``before`` and ``after``
    are None where there is nothing to quote; ``runs`` is their redline where they are long.
    ``judgement`` names what the change comes to, and its weight follows from that.
    """

    aspect: Aspect
    action: Action
    document: str
    where: Location
    subject: str = ""
    before: str | None = None
    after: str | None = None
    place: str = ""
    detail: tuple[str, ...] = ()
    gone: bool = False
    weight: Weight = Weight.ORDINARY
    runs: tuple[Run, ...] = ()
    passages: tuple[Passage, ...] = ()
    judgement: Judgement = Judgement.VALUE_CHANGED

    @property
    def path(self) -> str:
        """The file of ``where``."""
        return self.where.path

    @property
    def kind(self) -> str:
        """A name for programs, such as ``step-limit-changed``."""
        return f"{self.aspect}-{self.action}"


class FileChanges(Struct, frozen=True, gc=False):
    """A file whose bytes changed. Without ``changes`` it is only laid out anew.

    ``path`` is where it lies now, or lay where it was removed; ``old_path`` is "" where it is new.
    ``version`` is that after the change. ``role`` names what the file is for, "" an attachment.
    """

    path: str
    old_path: str
    role: str
    id: str = ""
    title: str = ""
    version: str = ""
    changes: tuple[Change, ...] = ()

    @property
    def only_layout(self) -> bool:
        """Whether the file says what it said before."""
        return not self.changes

    @property
    def weight(self) -> Weight:
        """The heaviest of its changes."""
        found = {change.weight for change in self.changes}
        return next((weight for weight in Weight if weight in found), Weight.EDITORIAL)


class ImpactKind(StrEnum):
    """How a change touches something else."""

    REFERENCE = "reference"
    BROKEN = "broken"
    COVER_LOST = "cover-lost"
    COVER_GAINED = "cover-gained"
    FORM_UNUSED = "form-unused"
    DISTRIBUTE = "distribute"
    RECALL = "recall"
    TRAIN = "train"
    FORM = "form"
    OBJECTIVE = "objective"
    APPROVAL = "approval"
    COPY = "copy"


class Impact(Struct, frozen=True, gc=False):
    """Something that changes touch.

    ``subject`` is the changed document (with the anchor of a section, where one of its sections is
    concerned), the clause, the form, the objective, the department or the post; ``title`` is its
    own title where it has one; ``documents`` are the numbers (paths where there is none) of the
    documents concerned, ``where`` places to look at, in the same order, in the text after the
    changes unless ``gone``.
    """

    kind: ImpactKind
    subject: str
    documents: tuple[str, ...]
    where: tuple[Location, ...]
    title: Title = Title()
    gone: bool = False


class CheckKind(StrEnum):
    """What is checked of a change before it is approved."""

    VERSION = "version"
    SUMMARY = "summary"
    NUMBER = "number"
    RECORD = "record"
    APPROVAL = "approval"


class CheckState(StrEnum):
    """``OPEN`` is what cannot be settled yet: text that is not committed, or not yet approved."""

    PASSED = "passed"
    FAILED = "failed"
    OPEN = "open"


class Check(Struct, frozen=True, gc=False):
    """One question to the change and its answer. ``subject`` is the number of the document, or its
    path; ``message`` says what was found and, as its hint, the mend. ``where`` lies in the text
    after the change unless ``gone``.
    """

    kind: CheckKind
    state: CheckState
    subject: str
    message: Message
    where: Location
    gone: bool = False


class Comparison(Struct, frozen=True, gc=False):
    """``files`` are sorted by number and path, ``impact`` by kind and subject, ``checks`` by kind
    and subject."""

    files: tuple[FileChanges, ...]
    impact: tuple[Impact, ...]
    checks: tuple[Check, ...] = ()

    @property
    def meaningful(self) -> tuple[FileChanges, ...]:
        """The files that say something new."""
        return tuple(file for file in self.files if not file.only_layout)

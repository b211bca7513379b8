"""What a reporter of revision histories is given, and the words that all of them use."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from qmsdoc.model.revision import Revision, RevisionCommit
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message


class DocumentState(StrEnum):
    """How a document stands to git."""

    COMMITTED = "committed"
    CHANGED = "changed"
    NEW = "new"
    DELETED = "deleted"
    REMOVED = "removed"
    RENUMBERED = "renumbered"


@dataclass(frozen=True, slots=True)
class DocumentTrail:
    """One document. ``version`` is what its text says now, "" where there is none.

    ``ended`` is the commit that took it away or gave it another number, which is ``became`` then.
    """

    id: str
    title: str
    path: str
    version: str
    state: DocumentState
    revisions: tuple[Revision, ...]
    ended: RevisionCommit | None = None
    became: str = ""

    @property
    def out_of_order(self) -> frozenset[str]:
        """The first commits of versions that claim an earlier day than the version before them."""
        return frozenset(
            newer.commit
            for newer, older in pairwise(self.revisions)
            if newer.date and older.date and newer.date < older.date
        )


@dataclass(frozen=True, slots=True)
class HistoryReport:
    """``revision`` is the commit that was looked at, "" for the work tree; ``language`` zh or en.

    ``colour`` is only for terminals.
    """

    version: str
    organization: str
    revision: str
    documents: tuple[DocumentTrail, ...]
    translate: Translate
    language: str = "en"
    colour: bool = False
    width: int = 80

    def say(self, message: Message) -> str:
        """A label or a sentence in the language of the report."""
        return message.render(self.translate)

    def notes(self, trail: DocumentTrail) -> Iterator[str]:
        """What is to be said of the document as a whole."""
        told = _state(trail)
        if told is not None:
            yield self.say(told)
        if trail.out_of_order:
            yield self.say(OUT_OF_ORDER)

    def roles(self, trail: DocumentTrail) -> tuple[str, ...]:
        """The roles in which any of its versions was signed, in the order of ROLES."""
        held = {signature.role for revision in trail.revisions for signature in revision.signatures}
        return tuple(role for role in ROLES if role in held)

    def signed(self, revision: Revision, role: str) -> str:
        """Who signed in that role, with the day: ``李四 2026-03-01``, several parted by commas."""
        return self.say(Message.of(", ")).join(
            f"{signature.person} {signature.date}".rstrip()
            for signature in revision.signatures
            if signature.role == role
        )


HistoryReporter = Callable[[HistoryReport], str]

ROLES = {
    "prepared": Message.of("Prepared by"),
    "reviewed": Message.of("Reviewed by"),
    "countersigned": Message.of("Countersigned by"),
    "approved": Message.of("Approved by"),
}
HEADS = (
    Message.of("Version"),
    Message.of("Date"),
    Message.of("Revised by"),
    Message.of("Commit"),
    Message.of("Summary of the revision"),
)
OUT_OF_ORDER = Message.of(
    "a date marked ! is earlier than that of the version before it; "
    "a commit's date is what its author's computer said, and the order here is that of the commits"
)
SHORT = 10


def tells(revision: Revision, commit: RevisionCommit) -> bool:
    """Whether *revision* says itself all that its *commit* has to say."""
    return (commit.id, commit.summary) == (revision.commit, revision.summary)


def moved(commit: RevisionCommit) -> Message | None:
    """What a commit did to the file beside its text; None for nothing."""
    if not commit.path:
        return Message.of("file deleted")
    if commit.old_path:
        return Message.of("renamed from {path}", path=commit.old_path)
    return None


def _state(trail: DocumentTrail) -> Message | None:
    newest = trail.revisions[0].version if trail.revisions else ""
    match trail.state:
        case DocumentState.NEW:
            return Message.of("the document has not been committed yet")
        case DocumentState.DELETED:
            return Message.of("the document is deleted in the work tree; this is not committed")
        case DocumentState.CHANGED if trail.version != newest:
            text = "version {version} in the work tree is not committed"
            return Message.of(text, version=trail.version or "-")
        case DocumentState.CHANGED:
            return Message.of("the work tree holds changes that are not committed")
    if trail.ended is None:
        return None
    return _ending(trail, trail.ended)


def _ending(trail: DocumentTrail, ended: RevisionCommit) -> Message:
    values = {
        "date": ended.date or "-",
        "author": ended.author,
        "commit": ended.id[:SHORT],
        "summary": ended.summary,
        "became": trail.became or "-",
    }
    if trail.state is DocumentState.RENUMBERED:
        return Message.of(
            "the number was given up on {date}, when the document became {became}: "
            "{author}, commit {commit}, “{summary}”",
            **values,
        )
    return Message.of(
        "the document was removed on {date}: {author}, commit {commit}, “{summary}”", **values
    )

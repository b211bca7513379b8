"""What a reporter of `qmsdoc verify` is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from qmsdoc.index.ledger import LedgerEntry
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message


class EntryVerdict(Struct, frozen=True, gc=False):
    """An entry, and why it is refused: nothing where it is accepted."""

    item: LedgerEntry
    problems: tuple[Message, ...] = ()
    notes: tuple[Message, ...] = ()


class Remark(Struct, frozen=True, gc=False):
    """What is to be said beside the entries. ``path`` is "" where it is about no one file."""

    path: str
    message: Message


class DocumentVerdict(Struct, frozen=True, gc=False):
    """A document with its ledger, by the order of the chain.

    ``state`` is one of ``qmsdoc.index.control.State``; ``version`` that of the text at hand, "" where
    there is none; ``in_force`` and ``effective`` those of what is in force today. ``heads`` are the
    digests of the entries that no other one names.
    """

    document: str
    title: str
    state: str
    version: str
    in_force: str = ""
    effective: str = ""
    entries: tuple[EntryVerdict, ...] = ()
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()
    heads: tuple[str, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return not self.problems and not any(verdict.problems for verdict in self.entries)


class Verdict(Struct, frozen=True):
    """The whole ledger. ``problems`` and ``notes`` are about no one document.

    ``revision`` is the commit that was looked at, "" for the work tree; ``policy`` the one that
    policy and people were taken from, "" where they came with the rest; ``anchor`` what the heads
    were compared with.
    """

    repository: str
    day: str
    revision: str = ""
    policy: str = ""
    anchor: str = ""
    documents: tuple[DocumentVerdict, ...] = ()
    problems: tuple[Remark, ...] = ()
    notes: tuple[Remark, ...] = ()

    @property
    def is_accepted(self) -> bool:
        return not self.problems and all(item.is_accepted for item in self.documents)

    @property
    def summary(self) -> Message:
        """What it comes to."""
        entries = [entry for item in self.documents for entry in item.entries]
        counts = {
            "accepted": sum(1 for entry in entries if not entry.problems),
            "total": len(entries),
            "documents": len(self.documents),
        }
        if not self.is_accepted:
            text = "refused: {accepted} of {total} entries accepted; documents: {documents}"
            return Message.of(text, **counts)
        text = "integrity evidence: {accepted} of {total} entries accepted; documents: {documents}"
        return Message.of(text, **counts)

    @property
    def heads(self) -> Mapping[str, tuple[str, ...]]:
        """The heads of each document that has any."""
        return {item.document: item.heads for item in self.documents if item.heads}


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """A verdict, and how it is to be said. ``version`` is that of qmsdoc."""

    version: str
    verdict: Verdict
    translate: Translate
    colour: bool = False
    width: int = 80

    def say(self, message: Message) -> str:
        """A message in the language of the report."""
        return message.render(self.translate)


VerifyReporter = Callable[[VerifyReport], str]

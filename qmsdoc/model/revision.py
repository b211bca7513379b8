"""The revision history of a document, as it is printed."""

from __future__ import annotations

from msgspec import Struct


class RevisionCommit(Struct, frozen=True, gc=False):
    """A commit that changed a document. ``date`` is the author's day, YYYY-MM-DD, "" if senseless.

    ``path`` is where the document lay after it, "" where it was taken away; ``old_path`` where it
    was renamed from.
    """

    id: str
    date: str
    author: str
    summary: str
    path: str
    old_path: str = ""


class Signature(Struct, frozen=True, gc=False):
    """Somebody who signed a version. ``role`` is a value of Act, ``date`` is YYYY-MM-DD."""

    role: str
    person: str
    date: str
    post: str = ""


class Approval(Struct, frozen=True, gc=False):
    """What the ledger proves of a version; ``summary`` is what its writer signed as the change."""

    summary: str
    signatures: tuple[Signature, ...]


class Revision(Struct, frozen=True, gc=False):
    """One version of a document, and the commit that first carried it.

    ``date`` is the author's day, YYYY-MM-DD; ``summary`` what was signed as the change, else the
    subject line of that commit. ``commits`` are all that touched the document while it stated this
    version, newest first; ``signatures`` those that count.
    """

    version: str
    date: str
    author: str
    summary: str
    commit: str
    commits: tuple[RevisionCommit, ...] = ()
    signatures: tuple[Signature, ...] = ()

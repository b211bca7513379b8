"""The revision history of a document, as it is printed."""

from __future__ import annotations

from msgspec import Struct


class Revision(Struct, frozen=True, gc=False):
    """One version of a document: the commit that first carried it.

    ``date`` is the author's day, YYYY-MM-DD; ``summary`` the subject line of the commit.
    """

    version: str
    date: str
    author: str
    summary: str
    commit: str

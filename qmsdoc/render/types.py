"""What rendering takes and gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec import Struct

from qmsdoc.model.revision import Revision
from qmsdoc.text.message import Message


class Artifact(Struct, frozen=True):
    """A file to be written: ``path`` is relative to the output folder, with ``/``."""

    path: str
    content: bytes


@dataclass(frozen=True, slots=True)
class DocumentHistory:
    """The revisions of one document, newest first.

    ``missing`` says why there are none; ``uncommitted`` whether the version at hand is in no
    commit yet.
    """

    revisions: tuple[Revision, ...] = ()
    missing: Message | None = None
    uncommitted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page to make: a template, the plain data that it sees, and where it goes."""

    path: str
    template: str
    data: Mapping[str, object] = field(default_factory=dict)

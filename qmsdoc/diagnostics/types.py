"""The values that a check returns."""

from __future__ import annotations

from enum import StrEnum
from hashlib import sha256

from msgspec import Struct

from qmsdoc.text.message import Message
from qmsdoc.text.span import START, Span


class Severity(StrEnum):
    """How much a finding weighs; ``OFF`` only in policy."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for an error, rising as it matters less."""
        return _RANK[self]


_RANK = {severity: rank for rank, severity in enumerate(Severity)}


class RuleInfo(Struct, frozen=True, gc=False):
    """What a report tells of a rule. ``page`` is its Markdown; ``summary`` the first line of it."""

    code: str
    name: str
    severity: Severity
    summary: str
    page: str


class Location(Struct, frozen=True, array_like=True, gc=False):
    """A place in the workspace. ``path`` is POSIX, from the root, and empty in a unit (see Unit).

    ``pointer`` names the value within YAML or front matter, as a JSON pointer; "" elsewhere.
    """

    path: str
    span: Span = START
    pointer: str = ""


class Related(Struct, frozen=True, array_like=True, gc=False):
    """Another place that explains the finding."""

    location: Location
    message: Message


class Edit(Struct, frozen=True, array_like=True, gc=False):
    """Replace what *span* covers, in the file of the finding, by *text*."""

    span: Span
    text: str


class Fix(Struct, frozen=True, array_like=True, gc=False):
    """A mend. A safe one cannot change what the document means."""

    title: Message
    edits: tuple[Edit, ...]
    safe: bool = True


class Finding(Struct, frozen=True, array_like=True, gc=False):
    """What a rule yields. The engine stamps code, name and severity on it."""

    location: Location
    message: Message
    related: tuple[Related, ...] = ()
    fix: Fix | None = None


class Diagnostic(Struct, frozen=True, gc=False):
    """A finding with the rule that made it."""

    code: str
    name: str
    severity: Severity
    message: Message
    location: Location
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def fingerprint(self) -> str:
        """Identity that survives moved lines: no line number goes in."""
        where = self.location.pointer
        identity = "\0".join((self.code, self.location.path, where, str(self.message)))
        return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def order(self) -> tuple[str, Span, str, str]:
        """Sort key: by file, place, rule, text."""
        return (self.location.path, self.location.span, self.code, str(self.message))

"""What one blob says: the result of compiling it, kept by content id."""

from __future__ import annotations

from hashlib import sha256, sha512
from typing import Any

from msgspec import Struct

from qmsdoc.diagnostics.types import Finding
from qmsdoc.model.approval import ApprovalFile
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.organization import Glossary, Organization
from qmsdoc.model.policy import Policy
from qmsdoc.model.series import SeriesTable
from qmsdoc.model.text import Text
from qmsdoc.source.ssh_signature import SshSignature

# The key that makes a file under standards/ an overlay.
OVERLAY = "overlay"


class StandardData(Struct, frozen=True, array_like=True, tag="standard"):
    """A pack of the organisation's own, or an overlay, as plain data; ``standards`` reads it.

    ``overlay`` is the id of the pack that an overlay changes, ``numbers`` are the numbers of its
    clauses; None and empty for a pack.
    """

    data: dict[str, Any]
    overlay: Text | None = None
    numbers: tuple[Text, ...] = ()


Content = (
    Document
    | Objective
    | SeriesTable
    | Organization
    | Glossary
    | Policy
    | StandardData
    | ApprovalFile
    | SshSignature
)


class Digests(Struct, frozen=True, array_like=True, gc=False):
    """Of what signatures are about: the bytes as they are, and with plain line ends.

    A checkout may change the line ends of a file; that is no other text. Hexadecimal.
    """

    sha256: str
    plain_sha256: str
    plain_sha512: str

    @classmethod
    def of(cls, data: bytes) -> Digests:
        """The digests of the bytes of a blob."""
        plain = data.replace(b"\r\n", b"\n")
        first = sha256(data).hexdigest()
        second = first if plain == data else sha256(plain).hexdigest()
        return cls(first, second, sha512(plain).hexdigest())

    def __contains__(self, digest: str) -> bool:
        return digest in (self.sha256, self.plain_sha256)


class RuleFinding(Struct, frozen=True, array_like=True, gc=False):
    """A finding of the rule *code*, before a path and a severity are known."""

    code: str
    finding: Finding


class Unit(Struct, frozen=True, array_like=True, gc=False):
    """Depends on the bytes of the blob and on its role, and on nothing else.

    Locations in ``findings`` have an empty path: the same blob may lie at several.
    ``policy_texts`` are what a manual says under its heading on the quality policy; ``digests`` are
    there for documents and for entries of the approvals ledger.
    """

    content: Content | None
    findings: tuple[RuleFinding, ...] = ()
    policy_texts: tuple[Text, ...] = ()
    digests: Digests | None = None

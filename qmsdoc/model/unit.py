"""What one blob says: the result of compiling it, kept by content id."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from qmsdoc.diagnostics.types import Finding
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.organization import Glossary, Organization
from qmsdoc.model.policy import Policy
from qmsdoc.model.series import SeriesTable
from qmsdoc.model.text import Text


class StandardData(Struct, frozen=True, array_like=True, tag="standard"):
    """A pack of the organisation's own, as plain data; ``standards`` makes a Standard of it."""

    data: dict[str, Any]


Content = Document | Objective | SeriesTable | Organization | Glossary | Policy | StandardData


class RuleFinding(Struct, frozen=True, array_like=True, gc=False):
    """A finding of the rule *code*, before a path and a severity are known."""

    code: str
    finding: Finding


class Unit(Struct, frozen=True, array_like=True, gc=False):
    """Depends on the bytes of the blob and on its role, and on nothing else.

    Locations in ``findings`` have an empty path: the same blob may lie at several.
    ``policy_texts`` are what a manual says under its heading on the quality policy.
    """

    content: Content | None
    findings: tuple[RuleFinding, ...] = ()
    policy_texts: tuple[Text, ...] = ()

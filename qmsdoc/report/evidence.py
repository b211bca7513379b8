"""How reports say what a clause lacks, and on whose authority it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdoc.standards.evidence import Basis, Shortfall
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

BASES: Mapping[Basis, Message] = {
    "standard": Message.of("called for by the standard"),
    "toolkit": Message.of("as this toolkit reads the clause"),
    "organization": Message.of("asked by the organisation itself"),
}


def shortfall_data(shortfall: Shortfall) -> dict[str, Any]:
    """The same for programs, in both languages."""
    said = shortfall.message
    return {
        "message": {"zh": display(said.zh), "en": display(said.en)},
        "basis": shortfall.basis,
        "where": shortfall.where,
    }


def missing_text(shortfall: Shortfall, language: str) -> Message:
    """What is missing and on whose authority, for a report in ``zh`` or ``en``."""
    what = shortfall.message.in_language(language)
    if not what:
        return Message.of("missing: what the organisation's own evidence schema asks")
    if shortfall.basis == "standard":
        return Message.of("missing: {what} (called for by the standard)", what=what)
    if shortfall.basis == "organization":
        return Message.of("missing: {what} (asked by the organisation itself)", what=what)
    return Message.of("missing: {what} (as this toolkit reads the clause)", what=what)

"""How reports say what a clause lacks, and on whose authority it is asked."""

from __future__ import annotations

from typing import Any

from qmsdoc.standards.evidence import Shortfall
from qmsdoc.text.display import display
from qmsdoc.text.message import Message


def missing_text(shortfall: Shortfall, language: str) -> Message:
    """What is missing and on whose authority, for a report in ``zh`` or ``en``."""
    what = shortfall.message.in_language(language)
    if not what:
        return Message.of("evidence that the organisation asks for under standards/")
    if shortfall.basis == "standard":
        return Message.of("{what} (called for by the standard)", what=what)
    if shortfall.basis == "organization":
        return Message.of("{what} (asked for by the organisation itself)", what=what)
    return Message.of("{what} (as this toolkit reads the clause)", what=what)


def shortfall_data(shortfall: Shortfall) -> dict[str, Any]:
    """The same for programs, in both languages."""
    said = shortfall.message
    return {
        "message": {"zh": display(said.zh), "en": display(said.en)},
        "basis": shortfall.basis,
        "where": shortfall.where,
    }

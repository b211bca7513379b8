"""How reports for programs say what a clause lacks, and on whose authority it is asked."""

from __future__ import annotations

from typing import Any

from qmsdoc.standards.evidence import Shortfall
from qmsdoc.text.display import display


def shortfall_data(shortfall: Shortfall) -> dict[str, Any]:
    """What is missing, in both languages."""
    said = shortfall.message
    return {
        "message": {"zh": display(said.zh), "en": display(said.en)},
        "basis": shortfall.basis,
        "where": shortfall.where,
    }

"""Text for the cells of spreadsheets, which take some of it for formulas."""

from __future__ import annotations

import re

from qmsdoc.text.display import display

_FORMULA = re.compile(r" *[=+\-@\t\r＝＋－＠]")
_NUMBER = re.compile(r" *[+-]?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would work out *text*, typed or read from CSV; numbers are none."""
    return bool(_FORMULA.match(text)) and not _NUMBER.fullmatch(text)


def safe_cell(text: str) -> str:
    """*text* on one line, so that no spreadsheet takes it for a formula: then ``'`` goes before it."""
    shown = display(text)
    return f"'{shown}" if is_formula(shown) else shown

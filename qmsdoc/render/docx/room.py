"""Columns that are wide enough for numbers and days, which do not break."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qmsdoc.render.docx.faces import MM
from qmsdoc.render.drawing.widths import text_width

# What is left and right of the text in a cell, and what fonts may be wider than ours, in twips.
BESIDE = round(2 * 1.8 * MM) + 30
_POINT = 20


def unbroken(texts: Iterable[str], points: float) -> int:
    """How wide a column is, in twips, in which no text of that size breaks."""
    return round(max(map(text_width, texts), default=0.0) * points * _POINT) + BESIDE


def roomy(widths: Sequence[int], least: Sequence[int]) -> list[int]:
    """*widths* in which each column has its *least*, taken from the others by what they can spare.

    They stay as they are where there is not that much; the sum stays the same.
    """
    pairs = list(zip(widths, least, strict=True))
    spare = [max(0, width - need) for width, need in pairs]
    missing = sum(max(0, need - width) for width, need in pairs)
    if not 0 < missing < sum(spare):
        return list(widths)
    made = [
        max(pair) - round(over * missing / sum(spare))
        for pair, over in zip(pairs, spare, strict=True)
    ]
    made[spare.index(max(spare))] += sum(widths) - sum(made)
    return made

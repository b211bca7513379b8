"""The order in which people count: 4.2 before 4.10, QP-9 before QP-10, letters after digits."""

from __future__ import annotations

import re

_RUNS = re.compile(r"([0-9]+)|[^0-9]+", re.ASCII)

NaturalKey = tuple[tuple[tuple[int, int, str], ...], str]


def natural_key(text: str) -> NaturalKey:
    """A sort key that takes each run of ASCII digits as one number.

    No two texts share a key: those that differ in leading zeros alone are ordered as text.
    Digits are compared by length first, because int() refuses very long ones.
    """
    return tuple(_run(match) for match in _RUNS.finditer(text)), text


def _run(match: re.Match[str]) -> tuple[int, int, str]:
    if match[1] is None:
        return (1, 0, match[0])
    digits = match[1].lstrip("0")
    return (0, len(digits), digits)

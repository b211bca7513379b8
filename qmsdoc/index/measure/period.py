"""Periods of measurement: 2026-01, 2026-Q1, 2026-H1 and 2026."""

from __future__ import annotations

import re
from unicodedata import normalize

from msgspec import Struct


class Calendar(Struct, frozen=True):
    """How a year is cut into periods. ``mark`` stands before the number of a period."""

    example: str
    parts: int
    mark: str
    pattern: re.Pattern[str]

    def ordinal(self, text: str) -> int | None:
        """The place of a period in the row of all periods; None for what is none."""
        match = self.pattern.fullmatch(text)
        if match is None:
            return None
        part = int(match[2]) if self.parts > 1 else 1
        return int(match[1]) * self.parts + part - 1 if 1 <= part <= self.parts else None

    def name(self, ordinal: int) -> str:
        """The period at that place, as it is written."""
        year, part = divmod(ordinal, self.parts)
        digits = 2 if self.parts > 9 else 1
        return f"{year}-{self.mark}{part + 1:0{digits}}" if self.parts > 1 else str(year)

    def meant(self, text: str) -> str | None:
        """The period that a reader would take *text* for: 2026/1, 2026年1月, 2026年第一季度."""
        match = _LOOSE.match(normalize("NFKC", text).translate(_NUMERALS))
        if match is None or (match[2] is None) != (self.parts == 1):
            return None
        part = int(match[2] or 1)
        found = int(match[1]) * self.parts + part - 1
        return self.name(found) if 1 <= part <= self.parts else None


# Years that a quality objective can be of; without a bound, a typing error makes a row of gaps.
_YEAR = "((?:19|20)[0-9]{2})"
CALENDARS = {
    "month": Calendar("2026-01", 12, "", re.compile(f"{_YEAR}-([0-9]{{2}})", re.ASCII)),
    "quarter": Calendar("2026-Q1", 4, "Q", re.compile(f"{_YEAR}-Q([0-9])", re.ASCII)),
    "half-year": Calendar("2026-H1", 2, "H", re.compile(f"{_YEAR}-H([0-9])", re.ASCII)),
    "year": Calendar("2026", 1, "", re.compile(_YEAR, re.ASCII)),
}
_NUMERALS = str.maketrans("一二三四上下", "123412")
_LOOSE = re.compile(rf"{_YEAR}(?:[^0-9]{{0,3}}([0-9]{{1,2}}))?[^0-9]{{0,3}}$", re.ASCII)

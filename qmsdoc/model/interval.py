"""Lengths of time as front matter and policy state them: ``12 months``, ``90 days``, ``2 年``."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from msgspec import Struct

_FORM = re.compile(
    r"([0-9]{1,4}) ?(?:(?P<day>days?|天|日)|(?P<week>weeks?|周)|(?P<month>months?|个月|月)"
    r"|(?P<year>years?|年))"
)


class Interval(Struct, frozen=True, gc=False):
    """Either ``days`` or ``months``; the other is 0."""

    days: int = 0
    months: int = 0

    def after(self, start: date) -> date | None:
        """The day that is so much later; None where the calendar ends before.

        From the last of a long month it is the last of a short one: a month after 31 January is
        28 February.
        """
        try:
            if self.days:
                return start + timedelta(days=self.days)
            years, month = divmod(start.month - 1 + self.months, 12)
            year = start.year + years
            last = monthrange(year, month + 1)[1]
            return date(year, month + 1, min(start.day, last))
        except (ValueError, OverflowError):
            return None


def parse_interval(text: str) -> Interval | None:
    """The length of time that *text* states; None where it states none, or one of nothing."""
    match = _FORM.fullmatch(text)
    count = int(match[1]) if match else 0
    if match is None or count == 0:
        return None
    if match["day"]:
        return Interval(days=count)
    if match["week"]:
        return Interval(days=7 * count)
    return Interval(months=count * (12 if match["year"] else 1))

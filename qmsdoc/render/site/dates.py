"""Days on which something is due. Nothing here knows what day it is: the reader's browser does."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from qmsdoc.index.measure.period import CALENDARS

_INTERVAL = re.compile(r"([0-9]{1,3}) ?(?:(days?|天|日)|(weeks?|周)|(months?|个月|月)|(years?|年))")


def after(start: str, interval: str) -> str:
    """The day *interval*, such as ``12 months``, after YYYY-MM-DD; "" where either is no such."""
    match = _INTERVAL.fullmatch(interval.strip())
    if match is None:
        return ""
    try:
        day = date.fromisoformat(start)
        count = int(match[1])
        if match[2] or match[3]:
            return (day + timedelta(days=count * (7 if match[3] else 1))).isoformat()
        return _months_later(day, count * (12 if match[5] else 1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def end_of_next(period: str, last: str) -> tuple[str, str]:
    """The period after *last* and its last day; ("", "") where *last* is no *period*."""
    calendar = CALENDARS.get(period)
    ordinal = calendar.ordinal(last) if calendar else None
    if calendar is None or ordinal is None:
        return "", ""
    year, part = divmod(ordinal + 1, calendar.parts)
    month = (part + 1) * 12 // calendar.parts
    day = date(year, month, monthrange(year, month)[1])
    return calendar.name(ordinal + 1), day.isoformat()


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

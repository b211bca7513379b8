"""The next measurement of each objective: the period after the last one that has a value."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from msgspec import Struct

from qmsdoc.index.measure.measurements import measurements
from qmsdoc.index.measure.period import CALENDARS
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.text.message import Message


class NextMeasurement(Struct, frozen=True, gc=False):
    """``period`` ends with the day ``ends``, and ``last`` is the last that was measured.

    Of what was never measured, all three say nothing, and ``trouble`` why, where that is known.
    """

    file: ObjectiveFile
    period: str = ""
    ends: date | None = None
    last: str = ""
    trouble: Message | None = None


def next_measurements(index: Index) -> Iterator[NextMeasurement]:
    """Every objective, by path."""
    measured = measurements(index)
    for path, file in sorted(index.objectives.items()):
        found = measured[path]
        values = [item.period for item in found.measurements if item.value is not None]
        period, ends = _after(found.period, values[-1]) if values else ("", None)
        if ends is None:
            yield NextMeasurement(file, trouble=found.trouble)
        else:
            yield NextMeasurement(file, period, ends, values[-1])


def _after(kind: str, last: str) -> tuple[str, date | None]:
    """The period after *last*, and its last day; ("", None) where *last* is no such period."""
    calendar = CALENDARS.get(kind)
    ordinal = calendar.ordinal(last) if calendar else None
    if calendar is None or ordinal is None:
        return "", None
    year, part = divmod(ordinal + 1, calendar.parts)
    month = (part + 1) * 12 // calendar.parts
    return calendar.name(ordinal + 1), date(year, month, monthrange(year, month)[1])

"""The first page: what there is, what is new, what is due, and the ways in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from qmsdoc.render.site.due import DueRow
from qmsdoc.render.site.objectives import ObjectivePage
from qmsdoc.render.site.people import DepartmentView
from qmsdoc.render.site.rows import LevelRows, newest
from qmsdoc.render.site.standards import StandardPage
from qmsdoc.render.view import Library

_NEW = 6
_DUE = 6


class Tally(TypedDict):
    """How many documents a level has, and of them how many in which state."""

    name: str
    href: str
    count: int
    number: int


def home_data(
    library: Library,
    levels: Sequence[LevelRows],
    departments: Sequence[DepartmentView],
    standards: Sequence[StandardPage],
    objectives: Sequence[ObjectivePage],
    due: tuple[Sequence[DueRow], Sequence[DueRow]],
) -> dict[str, object]:
    """What the template of the first page sees. *due* are reviews and measurements."""
    reviews, measurements = due
    unmeasured = [row for row in measurements if not row["date"]]
    rows = [row for level in levels for row in level["rows"]]
    return {
        "levels": tuple(
            Tally(
                name=level["name"],
                href=f"documents.html#{level['anchor']}",
                count=len(level["rows"]),
                number=level["number"],
            )
            for level in levels
        ),
        "states": _states(rows),
        "departments": departments,
        "standards": standards,
        "objectives": objectives,
        "missed": sum(
            page["latest"] is not None and page["latest"]["verdict"] == "missed"
            for page in objectives
        ),
        "news": newest(library, _NEW),
        # Those without a date first; then the two kinds by day.
        "due": (*unmeasured, *_soonest(reviews, measurements))[:_DUE],
        "due_count": len(reviews) + len(measurements),
        "documents": len(rows),
    }


def _soonest(reviews: Sequence[DueRow], measurements: Sequence[DueRow]) -> list[DueRow]:
    dated = [row for row in (*reviews, *measurements) if row["date"]]
    return sorted(dated, key=lambda row: (row["date"], row["number"]))


def _states(rows: Sequence[object]) -> tuple[tuple[str, int], ...]:
    """How many documents are in each state, in the order in which the states first come."""
    counted: dict[str, int] = {}
    for row in rows:
        state = row["state"] if isinstance(row, dict) else ""
        if state:
            counted[state] = counted.get(state, 0) + 1
    return tuple(counted.items())

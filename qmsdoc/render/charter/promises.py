"""The steps of a procedure that are promises, and those that fall to the public."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from qmsdoc.index.charter import PlacedStep, service_steps
from qmsdoc.index.types import Index
from qmsdoc.render.charter.choice import Chosen
from qmsdoc.render.charter.types import PromiseView
from qmsdoc.text.display import display

# A day in the calendar of the staff says nothing of how long one person waits.
_ROUTINE = re.compile(
    r"每个?(?:工作)?(?:日|天|周|星期|月|季|季度|半年|年|年度)"
    r"|(?:daily|weekly|monthly|quarterly|yearly|annually)\b"
    r"|(?:every|each) (?:working )?(?:day|week|month|quarter|year|half-year)\b",
    re.IGNORECASE,
)


class Promised(NamedTuple):
    """``ours`` are promises, ``theirs`` what the public is asked to do."""

    ours: tuple[PromiseView, ...]
    theirs: tuple[PromiseView, ...]


def promised(index: Index, chosen: Chosen) -> Promised:
    """The steps that the policy names, in its order; else those with a limit, in the document's."""
    steps = service_steps(index, chosen.file, chosen.setting)
    if chosen.setting.promises:
        named = [steps.beginning(text.value) for text in chosen.setting.promises]
        return Promised(_views(item for item in named if item), ())
    ours = [item for item in steps.ours if (limit := _limit(item)) and not _ROUTINE.match(limit)]
    return Promised(_views(ours), _views(item for item in steps.theirs if _limit(item)))


def _limit(item: PlacedStep) -> str:
    return item.step.limit.value if item.step.limit else ""


def _views(placed: Iterable[PlacedStep]) -> tuple[PromiseView, ...]:
    return tuple(
        PromiseView(
            what=display(item.step.action.value),
            limit=display(_limit(item)),
            section=display(item.section),
        )
        for item in placed
    )

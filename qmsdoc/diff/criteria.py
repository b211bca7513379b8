"""How much each judgement weighs and by which criterion: the one place to look for both."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from qmsdoc.diff.criteria_major import MAJOR
from qmsdoc.diff.criteria_minor import EDITORIAL, ORDINARY
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.types import Weight
from qmsdoc.text.message import Message


class Criterion(Struct, frozen=True, gc=False):
    """``label`` stands before what changed; ``when`` is the criterion in a sentence, as in docs/."""

    weight: Weight
    label: Message
    when: str


CRITERIA: Mapping[Judgement, Criterion] = {
    judgement: Criterion(weight, *said)
    for weight, table in (
        (Weight.MAJOR, MAJOR),
        (Weight.ORDINARY, ORDINARY),
        (Weight.EDITORIAL, EDITORIAL),
    )
    for judgement, said in table.items()
}
_ORDER = {weight: place for place, weight in enumerate(Weight)}


def heaviest(*judgements: Judgement) -> Judgement:
    """The one that weighs most; of several, the first."""
    return min(judgements, key=lambda judgement: _ORDER[CRITERIA[judgement].weight])

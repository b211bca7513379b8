"""What a measurement came to: a value, no measurement, or a value that is not defined."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from qmsdoc.text.message import Message


class Value(Struct, frozen=True, tag="value"):
    """A number in the unit of the objective, not rounded."""

    number: float


class NotMeasured(Struct, frozen=True, tag="not-measured"):
    """Nothing can be computed because these series have no number in the period."""

    series: tuple[str, ...]


class Undefined(Struct, frozen=True, tag="undefined"):
    """Everything was measured and there is no value all the same, such as 0 of 0 complaints."""

    reason: Message


Outcome = Value | NotMeasured | Undefined


class Verdict(StrEnum):
    """Whether the target was met; ``UNDEFINED`` where there is no value or no target."""

    MET = "met"
    MISSED = "missed"
    UNDEFINED = "undefined"


class Measurement(Struct, frozen=True):
    """One period. ``inputs`` go by the names of the series; None where nothing was measured."""

    period: str
    outcome: Outcome
    verdict: Verdict
    inputs: dict[str, float | None]

    @property
    def value(self) -> float | None:
        """The number, where there is one."""
        return self.outcome.number if isinstance(self.outcome, Value) else None


class Measured(Struct, frozen=True):
    """An objective over time: every period from the first of its data to the last, gaps included.

    ``direction`` is at-least or at-most. ``trouble`` says why there are no measurements.
    """

    path: str
    id: str
    unit: str
    period: str
    direction: str
    target: float | None
    measurements: tuple[Measurement, ...] = ()
    trouble: Message | None = None

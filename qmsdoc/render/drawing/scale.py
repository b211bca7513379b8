"""The scale of an axis: round numbers, and how to write a value."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

_STEPS = (1, 2, 2.5, 5, 10)
_FEWEST = 3


class Scale(Struct, frozen=True):
    """``ticks`` go from the low end of the axis to its high end; ``decimals`` are those of a tick."""

    ticks: tuple[float, ...]
    decimals: int

    def place(self, value: float) -> float:
        """Where on the axis the value lies: 0 at the low end, 1 at the high one."""
        low, high = self.ticks[0], self.ticks[-1]
        return (value - low) / (high - low)


def scale_for(values: Sequence[float], bottom: float | None, top: float | None) -> Scale | None:
    """A scale of four to seven round ticks around *values*, within *bottom* and *top*.

    None where the values are too large to be told apart.
    """
    low, high = min(values), max(values)
    room = (high - low) * 0.12 or abs(high) * 0.05 or 1.0
    # Below the lowest point its value is written.
    low = low - 2 * room if bottom is None else max(low - 2 * room, bottom)
    high = high + room if top is None else min(high + room, top)
    rough = (high - low) / 4
    if not math.isfinite(rough) or rough < abs(high) * 1e-9 or rough < 1e-9 or rough > 1e15:
        return None
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in _STEPS if factor * power >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    last = max(last, first + _FEWEST - 1)
    decimals = max(0, 1 - math.floor(math.log10(step))) if step % 1 else 0
    decimals = next(n for n in range(decimals + 1) if n == decimals or _is_whole(step * 10**n))
    return Scale(tuple(round(n * step, decimals) for n in range(first, last + 1)), decimals)


def plain(value: float, decimals: int) -> str:
    """The value with that many decimals, without a sign where it is nothing."""
    text = f"{value:.{decimals}f}"
    return text.removeprefix("-") if float(text) == 0 else text


def _is_whole(value: float) -> bool:
    return abs(value - round(value)) < 1e-9

"""How changes are called. The layer above gives it, so that papers and reports say the same."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Change, CheckKind, FileChanges, Impact, ImpactKind, Weight
from qmsdoc.text.language import Translate


@dataclass(frozen=True, slots=True)
class Wording:
    """``title``, ``totals`` and ``layout`` are sentences on the whole, ``layout`` "" where there is
    nothing to say. ``value`` words the value of a key. What the other functions give is safe to show, but for the runs of a sentence.
    """

    translate: Translate
    language: str
    title: str
    totals: str
    layout: str
    name: Callable[[FileChanges], str]
    sentence: Callable[[Change], Sequence[Run]]
    weight: Callable[[Weight], str]
    impact: Callable[[ImpactKind], str]
    places: Callable[[Impact], Sequence[str]]
    check: Callable[[CheckKind], str]
    key: Callable[[str], str]
    value: Callable[[str, str], str]

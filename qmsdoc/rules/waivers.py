"""Waivers: findings that the organisation accepts for a time, with a reason and an approver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from fnmatch import fnmatchcase

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.index.types import Index
from qmsdoc.model.policy import Waiver


class Waivers:
    """``used`` counts the findings that each waiver took away, by its place in the policy."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._valid = [
            (number, waiver)
            for number, waiver in enumerate(index.policy.waivers)
            if not is_expired(waiver, index.today)
        ]
        self.used: Counter[int] = Counter()

    def kept(self, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """The diagnostics that no valid waiver covers."""
        if not self._valid:
            yield from found
            return
        for diagnostic in found:
            covering = [
                number for number, waiver in self._valid if self._covers(waiver, diagnostic)
            ]
            self.used.update(covering)
            if not covering:
                yield diagnostic

    def _covers(self, waiver: Waiver, diagnostic: Diagnostic) -> bool:
        if waiver.rule.value not in (diagnostic.code, diagnostic.name):
            return False
        path = diagnostic.location.path
        if waiver.path and not fnmatchcase(path, waiver.path):
            return False
        named = self._index.named(path)
        return not waiver.id or (named is not None and named.id == waiver.id)


def is_expired(waiver: Waiver, today: date) -> bool:
    """Whether its last day is over; a day that is none has passed."""
    try:
        return date.fromisoformat(waiver.expires.value) < today
    except ValueError:
        return True

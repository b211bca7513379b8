"""Overlays: what an organisation changes in a pack, and the clauses that it adds to it.

Data in, data out: the overlaid pack is read like any other, so that parents and children follow from
the numbers again.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from msgspec import Struct

from qmsdoc.standards.evidence import ORGANIZATION

Data = dict[str, Any]
OFF = "off"
# What an overlay says of the edition as a whole, and of a clause that the pack has.
_EDITION = ("status", "superseded_by", "note")
_CLAUSE = ("applies", "about", "note")


class Fault(StrEnum):
    """Why an entry of an overlay has no effect."""

    UNKNOWN_STANDARD = "unknown-standard"
    UNKNOWN_CLAUSE = "unknown-clause"
    ALREADY_THERE = "already-there"
    NOTHING_ABOVE = "nothing-above"


class Misplaced(Struct, frozen=True):
    """An entry that has no effect: its place in the overlay as a JSON pointer, its number, why."""

    pointer: str
    number: str
    fault: Fault


def overlaid(pack: Data, overlay: Data) -> tuple[Data, tuple[Misplaced, ...]]:
    """*pack* with *overlay* laid over it, and the entries for which there is no place.

    Both have passed their schemas; neither is changed.
    """
    clauses = {item["number"]: item for item in pack["clauses"]}
    misplaced = []
    for index, item in enumerate(overlay.get("add", ())):
        number = item["number"]
        if number in clauses:
            misplaced.append(Misplaced(f"/add/{index}/number", number, Fault.ALREADY_THERE))
        elif not _has_above(number, clauses):
            misplaced.append(Misplaced(f"/add/{index}/number", number, Fault.NOTHING_ABOVE))
        else:
            clauses[number] = _added(item, overlay)
    for index, change in enumerate(overlay.get("clauses", ())):
        number = change["number"]
        if number in clauses:
            clauses[number] = _changed(clauses[number], change)
        else:
            misplaced.append(Misplaced(f"/clauses/{index}/number", number, Fault.UNKNOWN_CLAUSE))
    edition = {key: overlay[key] for key in _EDITION if key in overlay}
    return {**pack, **edition, "clauses": list(clauses.values())}, tuple(misplaced)


def _has_above(number: str, clauses: dict[str, Data]) -> bool:
    while "." in number:
        number = number.rpartition(".")[0]
        if number in clauses:
            return True
    return False


def _added(item: Data, overlay: Data) -> Data:
    """Whoever adds a clause answers for it, so it rests on the source of the overlay."""
    facts = {"source": overlay["source"], "confidence": overlay.get("confidence", "general")}
    added = {**facts, **item}
    if "evidence" in item:
        added["evidence"] = _own(item["evidence"])
    return added


def _changed(clause: Data, change: Data) -> Data:
    changed = {**clause, **{key: change[key] for key in _CLAUSE if key in change}}
    evidence = change.get("evidence")
    if evidence == OFF:
        changed.pop("evidence", None)
    elif evidence is not None:
        changed["evidence"] = _own(evidence)
    if "tighten" in change:
        parts = [changed["evidence"]] if "evidence" in changed else []
        changed["evidence"] = {"allOf": [*parts, _own(change["tighten"])]}
    return changed


def _own(evidence: Data) -> Data:
    """What the organisation asks, it asks on its own authority, unless it names another."""
    return evidence if "x-basis" in evidence else {"x-basis": ORGANIZATION, **evidence}

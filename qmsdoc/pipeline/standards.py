"""The standards of a workspace: its own packs before the built-in ones, its overlays over both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from qmsdoc.index.types import OverlayFault
from qmsdoc.model.schema import misfits
from qmsdoc.model.text import Text
from qmsdoc.model.unit import OVERLAY, StandardData
from qmsdoc.pipeline.load import Loaded
from qmsdoc.standards.builtin import builtin_data, builtin_ids, builtin_standard
from qmsdoc.standards.overlay import Fault, overlaid
from qmsdoc.standards.pack import load_pack
from qmsdoc.standards.types import Standard


@dataclass(frozen=True, slots=True)
class WorkspaceStandards:
    """``in_force`` are the packs that qmsdoc.yaml names, in its order; QD401 reports a name without
    a pack. ``others`` are packs that it does not name and that the workspace holds or overlays,
    ``known`` every id that it may name. ``own`` are the ids of the packs that the workspace holds.
    """

    in_force: Mapping[str, Standard]
    others: Mapping[str, Standard]
    known: frozenset[str]
    own: frozenset[str]
    faults: tuple[OverlayFault, ...]


def workspace_standards(loaded: Loaded) -> WorkspaceStandards:
    """The packs and overlays under standards/ that fit their schema, and the built-in packs that are
    in force; QD006 reports the others."""
    made = _Made(loaded)
    own = {identifier: load_pack(data) for identifier, data in made.packs.items()}
    builtin = builtin_ids()
    in_force: dict[str, Standard] = {}
    for named in loaded.policy.standards:
        identifier = named.id.value
        if identifier in own:
            in_force[identifier] = own[identifier]
        elif identifier in builtin:
            in_force[identifier] = builtin_standard(identifier)
    return WorkspaceStandards(
        in_force,
        {identifier: pack for identifier, pack in own.items() if identifier not in in_force},
        frozenset((*builtin, *own)),
        frozenset(made.own),
        tuple(made.faults),
    )


def all_standards(loaded: Loaded) -> tuple[dict[str, Standard], frozenset[str]]:
    """Every pack by id with its overlays, and the ids of those that the workspace holds itself."""
    found = workspace_standards(loaded)
    changed = {**found.in_force, **found.others}
    packs = {name: changed.get(name) or builtin_standard(name) for name in builtin_ids()}
    return {**packs, **changed}, found.own


class _Made:
    """The packs of the workspace as data: its own, and those that an overlay changes."""

    def __init__(self, loaded: Loaded) -> None:
        self.packs: dict[str, dict[str, Any]] = {}
        self.own: set[str] = set()
        self.faults: list[OverlayFault] = []
        overlays: list[tuple[str, StandardData, Text]] = []
        for path, unit in loaded.units.items():
            content = unit.content
            if not isinstance(content, StandardData):
                continue
            if content.overlay:
                overlays.append((path, content, content.overlay))
            elif not misfits("standard", content.data):
                self.packs[content.data["id"]] = content.data
        self.own |= self.packs.keys()
        for path, content, identifier in overlays:
            if not misfits(OVERLAY, content.data):
                self._lay(path, content, identifier)

    def _lay(self, path: str, content: StandardData, identifier: Text) -> None:
        name = identifier.value
        if name not in self.packs and name not in builtin_ids():
            self.faults.append(OverlayFault(path, name, identifier, Fault.UNKNOWN_STANDARD))
            return
        pack = self.packs.get(name) or builtin_data(name)
        self.packs[name], misplaced = overlaid(pack, content.data)
        places = {text.pointer: text for text in content.numbers}
        for item in misplaced:
            text = places.get(item.pointer, identifier)
            self.faults.append(OverlayFault(path, name, text, item.fault))

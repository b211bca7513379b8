"""The standards of a workspace: its own packs before the built-in ones."""

from __future__ import annotations

from qmsdoc.model.schema import misfits
from qmsdoc.model.unit import StandardData
from qmsdoc.pipeline.load import Loaded
from qmsdoc.standards.builtin import builtin_ids, builtin_standard
from qmsdoc.standards.pack import load_pack
from qmsdoc.standards.types import Standard


def own_standards(loaded: Loaded) -> dict[str, Standard]:
    """The packs under standards/ that fit their schema; QD006 reports the others."""
    data = (
        unit.content.data
        for unit in loaded.units.values()
        if isinstance(unit.content, StandardData)
    )
    packs = (load_pack(pack) for pack in data if not misfits("standard", pack))
    return {standard.id: standard for standard in packs}


def known_standards(loaded: Loaded) -> frozenset[str]:
    """Every id that qmsdoc.yaml may name."""
    return frozenset(builtin_ids()) | own_standards(loaded).keys()


def standards_in_force(loaded: Loaded) -> dict[str, Standard]:
    """The packs that qmsdoc.yaml names, in its order; QD401 reports a name without a pack."""
    own, builtin = own_standards(loaded), builtin_ids()
    found: dict[str, Standard] = {}
    for named in loaded.policy.standards:
        identifier = named.id.value
        if identifier in own:
            found[identifier] = own[identifier]
        elif identifier in builtin:
            found[identifier] = builtin_standard(identifier)
    return found

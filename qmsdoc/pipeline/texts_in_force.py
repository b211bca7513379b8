"""The texts that are in force where other ones are at hand: taken from the cache, else from git."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qmsdoc.index.control import Release
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document
from qmsdoc.model.roles import Role
from qmsdoc.model.unit import Unit
from qmsdoc.pipeline.compiled import compile_one, decode_unit
from qmsdoc.source.tree import Tree
from qmsdoc.workspace.cache import CompileCache


def with_texts_in_force(
    index: Index, units: Mapping[str, Unit], tree: Tree, cache: CompileCache
) -> tuple[Index, tuple[Release, ...]]:
    """*index* with them, and the releases whose texts could not be had.

    *units* are what *index* was linked from. Nothing is read where the texts at hand are in force.
    """
    wanted = {
        control.document: control.in_force
        for control in index.control.values()
        if control.in_force and not _is_of(units.get(control.path), control.in_force)
    }
    if not wanted:
        return index, ()
    # The same bytes were a text at hand once, and are compiled as any.
    keys = {number: f"{Role.DOCUMENT}:{release.blob}" for number, release in wanted.items()}
    known = cache.get_many(set(keys.values()))
    found: dict[str, Document] = {}
    fresh: dict[str, bytes] = {}
    for number, release in wanted.items():
        unit = decode_unit(known.get(keys[number]))
        if unit is None and (data := tree.past(release.blob)) is not None:
            made = compile_one(Role.DOCUMENT, data, None)
            unit, fresh[keys[number]] = made.unit, made.encoded()[0]
        if unit and _is_of(unit, release) and isinstance(unit.content, Document):
            found[number] = unit.content
    cache.put_many(fresh)
    missing = tuple(release for number, release in wanted.items() if number not in found)
    return replace(index, texts_in_force=found), missing


def _is_of(unit: Unit | None, release: Release) -> bool:
    """Whether *unit* is of the very bytes that were released."""
    return unit is not None and unit.digests is not None and release.sha256 in unit.digests

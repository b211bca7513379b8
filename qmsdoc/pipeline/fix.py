"""Mending: the edits of findings carried out until none is left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from qmsdoc.diagnostics.edits import apply_edits
from qmsdoc.diagnostics.types import Diagnostic, Edit
from qmsdoc.pipeline.check import Selection, check
from qmsdoc.source.tree import Entry, Tree
from qmsdoc.workspace.cache import CompileCache
from qmsdoc.workspace.overlay import Overlay

# A mend can make room for another (a renamed key, a renumbered heading), but not for ever.
_PASSES = 8


@dataclass(frozen=True, slots=True)
class Mend:
    """A file before and after; ``findings`` are those whose fix was carried out."""

    path: str
    before: bytes
    after: bytes
    findings: tuple[Diagnostic, ...]


@dataclass(slots=True)
class _State:
    """What the passes so far have made of the files."""

    after: dict[str, bytes] = field(default_factory=dict)
    findings: defaultdict[str, list[Diagnostic]] = field(default_factory=lambda: defaultdict(list))


def mend(
    tree: Tree, cache: CompileCache, today: date, selection: Selection, *, unsafe: bool = False
) -> tuple[Mend, ...]:
    """The files that change when the fixes of *tree* are carried out. Writes nothing."""
    entries = {entry.path: entry for entry in tree.entries()}
    state = _State()
    for _ in range(_PASSES):
        result = check(Overlay(tree, state.after), cache, today, selection)
        fixable = [item for item in result.diagnostics if item.fix and (unsafe or item.fix.safe)]
        if not _carry_out(fixable, tree, entries, state):
            break
    return tuple(
        Mend(path, before, after, tuple(state.findings[path]))
        for path, after in sorted(state.after.items())
        if (before := tree.read(entries[path])) != after
    )


def _carry_out(
    fixable: Iterable[Diagnostic], tree: Tree, entries: Mapping[str, Entry], state: _State
) -> bool:
    """One pass over all files; whether it changed any."""
    by_path: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in fixable:
        by_path[diagnostic.location.path].append(diagnostic)
    changed = False
    for path, diagnostics in by_path.items():
        before = state.after.get(path) or tree.read(entries[path])
        edits = [edit for item in diagnostics for edit in _edits(item)]
        after = apply_edits(before.decode("utf-8"), edits).encode("utf-8")
        if after != before:
            state.after[path] = after
            state.findings[path] += diagnostics
            changed = True
    return changed


def _edits(diagnostic: Diagnostic) -> tuple[Edit, ...]:
    return diagnostic.fix.edits if diagnostic.fix else ()

"""Checking: a tree becomes an index and its diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from hashlib import sha256

import msgspec
from msgspec import Struct

from qmsdoc.diagnostics.types import Diagnostic
from qmsdoc.errors import UsageError
from qmsdoc.index.ledger import LedgerEvidence
from qmsdoc.index.link import link
from qmsdoc.index.types import Index
from qmsdoc.pipeline.load import Loaded, load
from qmsdoc.pipeline.open import TreeText
from qmsdoc.pipeline.pictures import with_pictures
from qmsdoc.pipeline.standards import workspace_standards
from qmsdoc.pipeline.texts_in_force import with_texts_in_force
from qmsdoc.rules.catalogue import all_rules, find_rule
from qmsdoc.rules.engine import Stamp
from qmsdoc.rules.nearest import suggestion
from qmsdoc.rules.types import Revised
from qmsdoc.source.tree import Tree
from qmsdoc.workspace.cache import CompileCache


class CheckResult(Struct, frozen=True):
    """``diagnostics`` are sorted by place; ``documents`` counts documents and objectives;
    ``paths`` are the files that were read."""

    diagnostics: tuple[Diagnostic, ...]
    documents: int
    paths: tuple[str, ...]


_RESULT = msgspec.msgpack.Decoder(CheckResult)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are heard: codes, names, or groups such as QD3. Empty ``select`` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def codes(self) -> frozenset[str]:
        """The codes that remain. Raises UsageError for a name that is no rule."""
        chosen = _expand(self.select) if self.select else set(all_rules())
        return frozenset(chosen - _expand(self.ignore))


@dataclass(frozen=True, slots=True)
class Base:
    """An earlier state of the workspace, and what the user calls it."""

    name: str
    tree: Tree


def link_tree(loaded: Loaded, today: date) -> Index:
    """Link what was loaded."""
    standards = workspace_standards(loaded)
    return link(
        loaded.units,
        loaded.paths,
        loaded.policy,
        standards.in_force,
        standards.known,
        today,
        standards.others,
        standards.faults,
        loaded.evidence,
    )


def check(
    tree: Tree,
    cache: CompileCache,
    today: date,
    selection: Selection | None = None,
    jobs: int | None = None,
    base: Base | None = None,
) -> CheckResult:
    """Everything that the rules find in *tree*; with *base*, in the change since then as well.

    Where qmsdoc.yaml cannot be read, that and what is wrong with each file by itself.
    """
    codes = (selection or Selection()).codes()
    if base is not None:
        return _check(tree, load(tree, cache, jobs), cache, today, codes, base)[0]
    # Nothing goes into a result but the tree, the day and the choice of rules: the same ones give
    # the same result, and a run in which nothing changed need not even link.
    key = f"result:{_digest(tree, today, codes)}"
    try:
        return _RESULT.decode(cache.get_many([key])[key])
    except (KeyError, msgspec.DecodeError, UnicodeDecodeError):
        loaded = load(tree, cache, jobs)
        result, is_whole = _check(tree, loaded, cache, today, codes, None)
        # That a file could not be read this time says nothing of the tree, and what the ledger says
        # of other files and of the history is not in the key. Of the texts in force it is: entries of
        # the tree name their SHA-256.
        if is_whole and not loaded.failed and loaded.evidence == LedgerEvidence():
            cache.put_many({key: msgspec.msgpack.encode(result)})
        return result


def _check(
    tree: Tree,
    loaded: Loaded,
    cache: CompileCache,
    today: date,
    codes: frozenset[str],
    base: Base | None,
) -> tuple[CheckResult, bool]:
    """The result, and whether every text that is in force could be had for it."""
    index, missing = with_texts_in_force(link_tree(loaded, today), loaded.units, tree, cache)
    index = with_pictures(index, tree, cache)
    stamp = Stamp(loaded.policy, codes)
    found = list(_unit_diagnostics(loaded, stamp))
    if loaded.policy_is_known:
        found += stamp.index(index)
        if base is not None:
            found += stamp.change(_revised(tree, loaded, index, cache, base))
    kept = stamp.outcome(index, found)
    # Two rules of one cause can meet on one spot; the same finding twice helps nobody.
    unique = {(diagnostic.order, diagnostic.name): diagnostic for diagnostic in kept}
    ordered = sorted(unique.values(), key=lambda diagnostic: diagnostic.order)
    documents = len(index.documents) + len(index.objectives)
    return CheckResult(tuple(ordered), documents, tuple(loaded.units)), not missing


def _digest(tree: Tree, today: date, codes: frozenset[str]) -> str:
    """The identity of a tree for its rules: what its files are called, and what is in them."""
    digest = sha256(f"{today}\0{sorted(codes)}".encode())
    for entry in tree.entries():
        line = f"\0{entry.path}\0{entry.blob or entry.size}\0{entry.trouble or ''}"
        digest.update(line.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _revised(tree: Tree, loaded: Loaded, index: Index, cache: CompileCache, base: Base) -> Revised:
    earlier = load(base.tree, cache)
    return Revised(
        index=index,
        base=link_tree(earlier, index.today),
        base_name=base.name,
        blobs=loaded.blobs,
        base_blobs=earlier.blobs,
        text=TreeText(tree),
        base_text=TreeText(base.tree),
    )


def _unit_diagnostics(loaded: Loaded, stamp: Stamp) -> Iterator[Diagnostic]:
    """Findings file by file. Without a policy only those that need none: the others would be
    hundreds, and all of them consequences of one mistake in qmsdoc.yaml."""
    for path, unit in loaded.units.items():
        judged = loaded.findings.get(path, ()) if loaded.policy_is_known else ()
        yield from stamp.unit(path, (*unit.findings, *judged))


def _expand(names: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for name in names:
        group = name.upper()
        matching = {code for code in all_rules() if group[2:] and code.startswith(group)}
        rule = find_rule(name)
        if not matching and rule is None:
            known = [word for item in all_rules().values() for word in (item.code, item.name)]
            raise UsageError(
                "{name} is no rule; `qmsdoc rule` lists them",
                hint=suggestion(name, known),
                name=name,
            )
        codes |= matching or {rule.code if rule else ""}
    return codes

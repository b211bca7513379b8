"""Checking: a tree becomes an index and its diagnostics."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from qmsdoc.diagnostics.types import Diagnostic, Finding, Location, Severity
from qmsdoc.errors import UsageError
from qmsdoc.index.link import link
from qmsdoc.index.types import Index
from qmsdoc.model.policy import Policy
from qmsdoc.pipeline.load import Loaded, load
from qmsdoc.pipeline.standards import known_standards, standards_in_force
from qmsdoc.rules.catalogue import all_rules, find_rule, index_rules
from qmsdoc.rules.types import Rule
from qmsdoc.source.tree import Tree
from qmsdoc.workspace.cache import CompileCache


@dataclass(frozen=True, slots=True)
class CheckResult:
    """``diagnostics`` are sorted by place; ``index`` is what they are about."""

    index: Index
    diagnostics: tuple[Diagnostic, ...]
    loaded: Loaded

    @property
    def worst(self) -> Severity | None:
        """The heaviest severity found."""
        severities = (diagnostic.severity for diagnostic in self.diagnostics)
        return min(severities, key=lambda severity: severity.rank, default=None)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules are heard: codes, names, or groups such as QD3. Empty ``select`` means all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def codes(self) -> frozenset[str]:
        """The codes that remain. Raises UsageError for a name that is no rule."""
        chosen = _expand(self.select) if self.select else set(all_rules())
        return frozenset(chosen - _expand(self.ignore))


def link_tree(loaded: Loaded, today: date) -> Index:
    """Link what was loaded."""
    return link(
        loaded.units,
        loaded.paths,
        loaded.policy,
        standards_in_force(loaded),
        known_standards(loaded),
        today,
    )


def check(
    tree: Tree,
    cache: CompileCache,
    today: date,
    selection: Selection | None = None,
    jobs: int | None = None,
) -> CheckResult:
    """Everything that the rules find in *tree*."""
    codes = (selection or Selection()).codes()
    loaded = load(tree, cache, jobs)
    index = link_tree(loaded, today)
    stamp = _Stamp(loaded.policy, codes)
    found = [*stamp.units(loaded), *stamp.index(index)]
    # Two rules of one cause can meet on one spot; the same finding twice helps nobody.
    unique = {(diagnostic.order, diagnostic.name): diagnostic for diagnostic in found}
    ordered = sorted(unique.values(), key=lambda diagnostic: diagnostic.order)
    return CheckResult(index, tuple(ordered), loaded)


class _Stamp:
    """Puts code, name, severity and path on findings, and drops those that are switched off."""

    def __init__(self, policy: Policy, codes: Collection[str]) -> None:
        rules = all_rules()
        self._rules = {code: rules[code] for code in rules if code in codes}
        self._severity = {code: rule.severity for code, rule in self._rules.items()}
        for name, severity in policy.severity.items():
            rule = find_rule(name)
            if rule and rule.code in self._severity and severity in set(Severity):
                self._severity[rule.code] = Severity(severity)

    def units(self, loaded: Loaded) -> Iterator[Diagnostic]:
        for path, unit in loaded.units.items():
            for found in (*unit.findings, *loaded.findings.get(path, ())):
                rule = self._rules.get(found.code)
                if rule:
                    yield from self._stamped(rule, _located(found.finding, path))

    def index(self, index: Index) -> Iterator[Diagnostic]:
        for rule in index_rules():
            if rule.code in self._rules:
                for finding in rule.check(index):
                    yield from self._stamped(rule, finding)

    def _stamped(self, rule: Rule[Any], finding: Finding) -> Iterator[Diagnostic]:
        severity = self._severity[rule.code]
        if severity is not Severity.OFF:
            yield Diagnostic(
                rule.code,
                rule.name,
                severity,
                finding.message,
                finding.location,
                finding.related,
                finding.fix,
            )


def _located(finding: Finding, path: str) -> Finding:
    where = finding.location
    located = Location(path, where.span, where.pointer)
    return Finding(located, finding.message, finding.related, finding.fix)


def _expand(names: Iterable[str]) -> set[str]:
    codes: set[str] = set()
    for name in names:
        matching = {code for code in all_rules() if code.startswith(name.upper())}
        rule = find_rule(name)
        if not matching and rule is None:
            raise UsageError("{name} is no rule; `qmsdoc rule` lists them", name=name)
        codes |= matching or {rule.code if rule else ""}
    return codes

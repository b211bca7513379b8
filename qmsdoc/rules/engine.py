"""The engine: it runs the rules and puts code, name, severity and path on what they yield."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from qmsdoc.diagnostics.types import Diagnostic, Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.policy import Policy
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.model.unit import RuleFinding
from qmsdoc.rules.catalogue import (
    all_rules,
    change_rules,
    find_rule,
    index_rules,
    outcome_rules,
)
from qmsdoc.rules.types import Context, Outcome, Revised, Rule
from qmsdoc.rules.waivers import Waivers


class Stamp:
    """Knows which rules are heard and how severe the policy takes each."""

    def __init__(self, policy: Policy, codes: Collection[str]) -> None:
        self._policy = policy
        rules = {code: rule for code, rule in all_rules().items() if code in codes}
        self._severity = {code: rule.severity for code, rule in rules.items()}
        for choice in policy.severity:
            rule = find_rule(choice.rule.value)
            if rule and rule.code in rules and choice.severity in set(Severity):
                self._severity[rule.code] = Severity(choice.severity)
        self._rules = {
            code: rule for code, rule in rules.items() if self._severity[code] is not Severity.OFF
        }

    def unit(self, path: str, found: Iterable[RuleFinding]) -> Iterator[Diagnostic]:
        """The findings of one file, which do not know its path."""
        for item in found:
            rule = self._rules.get(item.code)
            if rule:
                where = item.finding.location
                yield self._stamped(rule, item.finding, Location(path, where.span, where.pointer))

    def index(self, index: Index) -> Iterator[Diagnostic]:
        """What the index rules find."""
        yield from self._run(index_rules(), index)

    def change(self, revised: Revised) -> Iterator[Diagnostic]:
        """What the rules about change find."""
        yield from self._run(change_rules(), revised)

    def outcome(self, index: Index, found: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
        """What of *found* is not waived, and what there is to say of the waivers."""
        waivers = Waivers(index)
        yield from waivers.kept(found)
        outcome = Outcome(self._policy, index.today, self._rules.keys(), waivers.used)
        for rule in outcome_rules():
            if rule.code in self._rules:
                for finding in rule.check(outcome):
                    where = finding.location
                    place = Location(POLICY_FILE, where.span, where.pointer)
                    yield self._stamped(rule, finding, place)

    def _run(self, rules: Iterable[Rule[Context]], context: Context) -> Iterator[Diagnostic]:
        for rule in rules:
            if rule.code in self._rules:
                for finding in rule.check(context):
                    yield self._stamped(rule, finding, finding.location)

    def _stamped(self, rule: Rule[Any], finding: Finding, location: Location) -> Diagnostic:
        return Diagnostic(
            rule.code,
            rule.name,
            self._severity[rule.code],
            finding.message,
            location,
            finding.related,
            finding.fix,
        )

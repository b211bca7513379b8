"""qmsdoc.yaml names a rule that there is not.

## Why
A misspelt rule under severity or waivers does nothing, and nobody notices: the finding that was to
be an error stays a warning, the waiver waives nothing.

## Wrong
    severity: {orphan-documents: error}

## Right
    severity: {orphan-document: error}

## How to mend
Use a code or a name that `qmsdoc rule` lists.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.roles import POLICY_FILE
from qmsdoc.rules.catalogue import all_rules, find_rule
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message


@rule("QD013", "unknown-rule", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    named = [
        *(choice.rule for choice in index.policy.severity),
        *(waiver.rule for waiver in index.policy.waivers),
    ]
    known = KnownNames(name for rule in all_rules().values() for name in (rule.code, rule.name))
    for text in named:
        if find_rule(text.value) is None:
            message = Message.of("there is no rule {name}", name=text.value)
            yield Finding(text.at(POLICY_FILE), message.with_hint(known.suggestion(text.value)))

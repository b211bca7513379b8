"""A value does not have the shape that its key asks for.

## Why
What other rules, registers and rendered pages rely on is checked once, here: a version that is
missing, an owner that is a list, a review interval that no calendar knows.

## Wrong
    owner: [服务大厅]
    review: {every: often}

## Right
    owner: 服务大厅
    review: {every: 12 months}

## How to mend
The message names the key and what it takes. The schemas are in the reference documentation, and an
editor with YAML support shows them while you type.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.model.roles import Role
from qmsdoc.model.text import Fields
from qmsdoc.rules.source.misfit_message import describe
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD006", "schema-violation", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    yaml = unit.file.yaml
    if yaml is None:
        return
    for misfit in unit.misfits:
        if misfit.keyword == "unknown":
            continue
        key_is_at_fault = misfit.keyword in ("required", "minItems", "minLength")
        span = yaml.key_span(misfit.pointer) if key_is_at_fault else yaml.span(misfit.pointer)
        yield Finding(Location("", span, misfit.pointer), describe(misfit))
    if unit.role is Role.STANDARD and isinstance(yaml.data, dict):
        yield from _repeated_clauses(Fields(yaml))


def _repeated_clauses(pack: Fields) -> Iterator[Finding]:
    """A schema cannot say that a number stands once. The first one counts."""
    met = set()
    for clause in pack.items("clauses"):
        number = clause.text("number")
        if number is None:
            continue
        if number.value in met:
            message = Message.of(
                "the clause {number} stands here a second time", number=number.value
            )
            yield Finding(Location("", number.span, number.pointer), message)
        met.add(number.value)

"""A key that qmsdoc does not know.

## Why
A misspelt key is worse than a missing one: the author believes that the review interval is set,
and no program reads it.

## Wrong
    titel: 前台接待服务程序

## Right
    title: 前台接待服务程序

## How to mend
Correct the spelling; the message offers the nearest known key. A key of your own begins with x-,
as in x-archive-number.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Edit, Finding, Fix, Location, Severity
from qmsdoc.rules.nearest import nearest
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD007", "unknown-field", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    yaml = unit.file.yaml
    if yaml is None:
        return
    for misfit in unit.misfits:
        if misfit.keyword != "unknown":
            continue
        span = yaml.key_span(misfit.pointer)
        parent = misfit.pointer.rpartition("/")[0]
        free = [key for key in misfit.expected if f"{parent}/{key}" not in yaml.places]
        name = nearest(misfit.instance, free)
        message = Message.of("the key {key} is not known here", key=misfit.instance)
        if name is None:
            hint = Message.of("a key of your own begins with x-")
            yield Finding(Location("", span, misfit.pointer), message.with_hint(hint))
            continue
        hint = Message.of("did you mean {name}?", name=name)
        fix = Fix(Message.of("rename the key to {name}", name=name), (Edit(span, name),))
        yield Finding(Location("", span, misfit.pointer), message.with_hint(hint), fix=fix)

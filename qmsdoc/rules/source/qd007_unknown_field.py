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

from collections import Counter
from collections.abc import Iterable, Iterator

from qmsdoc.diagnostics.types import Edit, Finding, Fix, Location, Severity
from qmsdoc.model.roles import Role
from qmsdoc.model.schema import Misfit
from qmsdoc.rules.nearest import nearest
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.source.yaml import YamlDocument
from qmsdoc.text.message import Message

# From so many letters on, two may be wrong.
_LONG = 6


@rule("QD007", "unknown-field", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    yaml = unit.file.yaml
    if yaml is None:
        return
    unknown = [misfit for misfit in unit.misfits if misfit.keyword == "unknown"]
    meant = [_meant(misfit, yaml) for misfit in unknown]
    often = Counter(meant)
    for misfit, name in zip(unknown, meant, strict=True):
        span = yaml.key_span(misfit.pointer)
        where = Location("", span, misfit.pointer)
        message = Message.of("the key {key} is not known here", key=misfit.instance)
        if name is None:
            own = unit.role is Role.DOCUMENT and misfit.pointer.count("/") == 1
            hint = Message.of("a key of your own begins with x-") if own else None
            yield Finding(where, message.with_hint(hint))
            continue
        hint = Message.of("did you mean {name}?", name=name[1])
        fix = None
        # Two keys of one mapping cannot both become the same.
        if often[name] == 1:
            safe = _is_slip(misfit.instance, name[1], misfit.expected)
            title = Message.of("rename the key to {name}", name=name[1])
            fix = Fix(title, (Edit(span, name[1]),), safe)
        yield Finding(where, message.with_hint(hint), fix=fix)


def _meant(misfit: Misfit, yaml: YamlDocument) -> tuple[str, str] | None:
    """The mapping that the key stands in, and the known key that it most likely means."""
    parent = misfit.pointer.rpartition("/")[0]
    free = [key for key in misfit.expected if f"{parent}/{key}" not in yaml.places]
    name = nearest(misfit.instance, free)
    return None if name is None else (parent, name)


def _is_slip(typed: str, name: str, known: Iterable[str]) -> bool:
    """Whether *typed* can be nothing but *name* with a letter or two wrong, missing, added or
    swapped: one in a short word, and no other known key as near."""
    from rapidfuzz.distance import OSA

    distance = OSA.distance(typed.lower(), name)
    if distance > (1 if len(name) < _LONG else 2):
        return False
    return all(OSA.distance(typed.lower(), key) > distance for key in known if key != name)

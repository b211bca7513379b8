"""The departments' shares do not add up to the objective.

## Why
An objective is reached by departments, or not at all: GB/T 19001-2016 6.2.1 asks for objectives at
the functions and levels concerned. Where a department may do worse than the whole and none has to do
better, everyone can reach the own target and the centre miss its own.

## Wrong
    owner: 信息统计科
    target: {direction: at-least, value: 95}
    cascade:
      - {department: 服务大厅, target: 94, weight: 0.6}
      - {department: 职业介绍科, target: 95, weight: 0.3}

## Right
    owner: 服务大厅
    target: {direction: at-least, value: 95}
    cascade:
      - {department: 服务大厅, target: 96, weight: 0.6}
      - {department: 职业介绍科, target: 94, weight: 0.4}

## How to mend
Give each department that takes part a target, the owner among them, and weights that add up to 1 or
none at all. Where one department's target is weaker than the whole, make another one's stricter. (A
department that organization.yaml does not know is QD307's.)
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.model.objective import AT_LEAST, AT_MOST, Share
from qmsdoc.model.series import number
from qmsdoc.rules.objectives.place import place_of
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_TOLERANCE = Fraction(1, 1000)


@rule("QD605", "cascade-gap", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    departments = index.organization.department_names if index.organization else frozenset()
    for file in index.objectives.values():
        if not file.objective.keys:
            continue
        if not file.objective.lacks("cascade"):
            yield from _departments(file)
            yield from _weights(file)
            yield from _targets(file)
        elif len(departments) > 1:
            text = "the objective is not cascaded; give each department that takes part a target"
            yield Finding(place_of(file, "cascade"), Message.of(text))


def _departments(file: ObjectiveFile) -> Iterator[Finding]:
    seen: set[str] = set()
    for share in file.objective.cascade:
        name = share.department.value
        if name in seen:
            message = Message.of("{department} stands here a second time", department=name)
            yield Finding(share.department.at(file.path), message)
        seen.add(name)
    owner = file.objective.owner
    if owner and file.objective.cascade and owner.value not in seen:
        message = Message.of(
            "{department} answers for the objective and has no share in it; add it to cascade, or "
            "name another owner",
            department=owner.value,
        )
        yield Finding(owner.at(file.path), message)


def _weights(file: ObjectiveFile) -> Iterator[Finding]:
    shares = file.objective.cascade
    weights = [share.weight for share in shares if share.weight]
    if not weights:
        return
    for share in shares:
        if "weight" not in share.keys:
            message = Message.of(
                "{department} has no weight, but others do", department=share.department.value
            )
            yield Finding(share.department.at(file.path), message)
    numbers = [number(weight.value) for weight in weights]
    known = [value for value in numbers if value is not None]
    total = sum(known, Fraction(0))
    if len(known) == len(shares) and abs(total - 1) > _TOLERANCE:
        message = Message.of("the weights add up to {total}, not to 1", total=f"{float(total):.6g}")
        yield Finding(place_of(file, "cascade"), message)


def _targets(file: ObjectiveFile) -> Iterator[Finding]:
    objective = file.objective
    for share in objective.cascade:
        if "target" not in share.keys:
            message = Message.of("{department} has no target", department=share.department.value)
            yield Finding(share.department.at(file.path), message)
    direction = str(objective.direction or "")
    whole = number(objective.target.value) if objective.target else None
    if whole is None or direction not in (AT_LEAST, AT_MOST):
        return
    sign = 1 if direction == AT_LEAST else -1
    gains = [(share, sign * (value - whole)) for share, value in _numbers(objective.cascade)]
    if any(gain > 0 for _, gain in gains):
        return
    for share, gain in gains:
        if gain < 0:
            assert share.target is not None
            message = Message.of(
                "the target of {department}, {target}, is weaker than that of the whole, {whole}, "
                "and no other department's is stricter",
                department=share.department.value,
                target=share.target.value,
                whole=objective.target.value if objective.target else "",
            )
            yield Finding(share.target.at(file.path), message)


def _numbers(shares: tuple[Share, ...]) -> Iterator[tuple[Share, Fraction]]:
    for share in shares:
        value = number(share.target.value) if share.target else None
        if value is not None:
            yield share, value

"""An objective does not say how it is to be reached.

## Why
GB/T 19001-2016 6.2.2 asks what will be done, with which resources, by whom, by when, and how the
result is evaluated. An objective without these is a wish: at the end of the year nobody can say why
it was missed.

## Wrong
    actions:
      - {action: 增开登记窗口}

## Right
    resources: 窗口评价器12台及年度维护
    actions:
      - {action: 增开2个登记窗口, owner: 服务大厅, due: 2026-04-15}
    evaluation: 数据统计岗每月计算，年度结果提交管理评审
    source: 政务服务“好差评”系统导出数据

## How to mend
Add what the message names. Each action has one department or post that answers for it, and a calendar
day by which it is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index, ObjectiveFile
from qmsdoc.model.text import Text
from qmsdoc.rules.objectives.place import place_of
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

_NEEDED = {
    "resources": Message.of("the objective has no resources; say what is needed to reach it"),
    "actions": Message.of("the objective has no actions; say what is done, by whom, by when"),
    "evaluation": Message.of(
        "the objective has no evaluation; say how and by whom the result is evaluated"
    ),
    "source": Message.of("the objective has no source; say where its data come from"),
}


@rule("QD603", "incomplete-plan", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    for file in index.objectives.values():
        if file.objective.keys:
            for key, message in _NEEDED.items():
                if file.objective.lacks(key):
                    yield Finding(place_of(file, key), message)
            yield from _actions(file)


def _actions(file: ObjectiveFile) -> Iterator[Finding]:
    for action in file.objective.actions:
        if "owner" not in action.keys:
            text = "nobody answers for the action; name a department or a post as its owner"
            yield Finding(action.action.at(file.path), Message.of(text))
        if "due" not in action.keys:
            text = "the action has no day by which it is done; write {example}, for instance"
            message = Message.of(text, example="due: 2026-06-30")
            yield Finding(action.action.at(file.path), message)
        elif action.due and _looks_like_a_day(action.due) and not _is_day(action.due):
            text = "the calendar has no day {day}"
            yield Finding(action.due.at(file.path), Message.of(text, day=action.due.value))


def _looks_like_a_day(due: Text) -> bool:
    """Whether it has the form of a day; another form is the schema's business."""
    parts = due.value.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and all(
        part.isascii() and part.isdigit() for part in parts
    )


def _is_day(due: Text) -> bool:
    try:
        date.fromisoformat(due.value)
    except ValueError:
        return False
    return True

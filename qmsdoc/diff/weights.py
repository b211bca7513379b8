"""Which judgement each change comes to: a small judge for each aspect. Weights follow from it.

The criteria are stated in qmsdoc.diff.criteria and in docs/diff.md; what a sentence comes to is
found in qmsdoc.diff.wording, where its redline is made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import msgspec

from qmsdoc.diff.criteria import CRITERIA, heaviest
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.limits import Course, limit_course, read_duration, read_interval, text_course
from qmsdoc.diff.policy_weights import judge_organization, judge_policy
from qmsdoc.diff.redline import redline
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.diff.wording import Vocabulary, judge_wording, named
from qmsdoc.model.objective import AT_LEAST, AT_MOST
from qmsdoc.model.roles import Role
from qmsdoc.text.words import normalise

J = Judgement
# Where files are only ever added.
_ONLY_ADDED = ("records/", "approvals/")


@dataclass(frozen=True, slots=True)
class Ground:
    """What a judge must know besides the change: the role of the file, the direction of the
    objective's target ("" where there is none, or another one than before), the words that have
    a meaning of their own in the organisation."""

    role: str
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    direction: str = ""


def judged(change: Change, ground: Ground) -> Change:
    """*change* with its judgement and its weight."""
    if change.aspect in _JUDGES:
        judgement = _JUDGES[change.aspect](change)
    elif change.aspect in _GROUNDED:
        judgement = _GROUNDED[change.aspect](change, ground)
    else:
        judgement = change.judgement
    weight = CRITERIA[judgement].weight
    return msgspec.structs.replace(change, judgement=judgement, weight=weight)


_Judge = Callable[[Change], Judgement]
_GroundedJudge = Callable[[Change, Ground], Judgement]


def _always(judgement: Judgement) -> _Judge:
    return lambda _: judgement


def _by_action(table: Mapping[Action, Judgement], other: Judgement) -> _Judge:
    return lambda change: table.get(change.action, other)


def _gained_or_lost(lost: Judgement, gained: Judgement) -> _Judge:
    """For items of a list; an item that changed in place is gained."""
    return lambda change: lost if change.after is None else gained


def _course(
    way: Callable[[str | None, str | None], Course],
    longer: Judgement,
    shorter: Judgement,
    unclear: Judgement,
) -> _Judge:
    """By whether a stretch of time grew; set where there was none, it got shorter than for ever."""

    def judge(change: Change) -> Judgement:
        if change.before is None:
            return shorter
        found = way(change.before, change.after)
        judgements = {Course.LONGER: longer, Course.SHORTER: shorter, Course.SAME: J.WORDING}
        return judgements.get(found, unclear)

    return judge


def _file(change: Change) -> Judgement:
    if change.action is Action.UNREADABLE:
        return J.UNREADABLE
    if change.path.startswith(_ONLY_ADDED) and change.action is not Action.ADDED:
        return J.RECORD_ALTERED
    found = {Action.ADDED: J.FILE_ADDED, Action.REMOVED: J.FILE_REMOVED}
    return found.get(change.action, J.FILE_CHANGED)


def _title(change: Change) -> Judgement:
    old, new = _letters(change.before), _letters(change.after)
    return J.TITLE_CASE if old == new else J.TITLE_CHANGED


def _letters(text: str | None) -> str:
    return "".join(filter(str.isalnum, normalise(text or "").casefold()))


def _step_post(change: Change) -> Judgement:
    lost = set((change.before or "").split("、")) - set((change.after or "").split("、")) - {""}
    return J.RESPONSIBILITY_MOVED if lost else J.RESPONSIBILITY_ADDED


def _step_limit(change: Change) -> Judgement:
    if not change.before:
        return J.LIMIT_ADDED
    if not change.after:
        return J.LIMIT_DROPPED
    found = limit_course(change.before, change.after)
    if change.before.startswith("每") and change.after.startswith("每"):
        went = text_course(change.before, change.after, read_interval)
        return {
            Course.LONGER: J.FREQUENCY_LOWERED,
            Course.SHORTER: J.FREQUENCY_RAISED,
            Course.SAME: J.PUNCTUATION,
        }.get(went, J.LIMIT_CHANGED)
    return {
        Course.LONGER: J.LIMIT_LOOSENED,
        Course.SHORTER: J.LIMIT_TIGHTENED,
        Course.SAME: J.PUNCTUATION,
    }.get(found, J.LIMIT_CHANGED)


def _step_record(change: Change) -> Judgement:
    lost = set((change.before or "").split("、")) - set((change.after or "").split("、")) - {""}
    return J.RECORD_DROPPED if lost else J.RECORD_ADDED


def _step_action(change: Change, ground: Ground) -> Judgement:
    runs = redline(change.before or "", change.after or "", ignore_layout=True)
    told = [item.judgement for item in named(runs, ground.vocabulary)]
    found = judge_wording(runs, ground.vocabulary)
    return heaviest(*told, J.STEP_REWORDED if found is J.REQUIREMENT_REWORDED else found)


def _prose(change: Change, ground: Ground) -> Judgement:
    if not change.before or not change.after:
        return J.TEXT_ADDED if change.after else J.TEXT_REMOVED
    runs = redline(change.before, change.after, ignore_layout=True)
    return judge_wording(runs, ground.vocabulary)


def _clause(change: Change) -> Judgement:
    found = {Action.REMOVED: J.CLAUSE_LOST, Action.ADDED: J.CLAUSE_GAINED}
    return found.get(change.action, J.CLAUSE_PLACED)


def _field(change: Change) -> Judgement:
    if change.action is Action.MOVED:
        return J.FIELD_MOVED
    if change.action is Action.REMOVED and not change.detail:
        return J.FIELD_DROPPED
    if change.action is Action.ADDED and not change.detail:
        return J.FIELD_ADDED
    key = change.detail[-1] if change.detail else ""
    if "columns" in change.detail and key not in {"sensitive", "required"}:
        # A column that came or went is the last name, behind ``columns``.
        if change.before is None:
            return J.FIELD_ADDED
        if change.after is None:
            return J.FIELD_DROPPED
    if key == "sensitive" and change.after != "true":
        return J.PROTECTION_LIFTED
    if key == "required" and change.after != "true":
        return J.FIELD_RELAXED
    return J.FIELD_CHANGED


def _target(change: Change, ground: Ground) -> Judgement:
    old, new = _number(change.before), _number(change.after)
    if change.before is None and change.after is not None:
        return J.TARGET_RAISED
    if old is None or new is None or ground.direction not in (AT_LEAST, AT_MOST):
        return J.TARGET_CHANGED
    raised = new > old if ground.direction == AT_LEAST else new < old
    return J.TARGET_RAISED if raised else J.TARGET_LOWERED


def _number(text: str | None) -> float | None:
    return float(text) if text and _is_number(text) else None


def _is_number(text: str) -> bool:
    digits = text.removeprefix("-").replace(".", "", 1)
    return digits.isascii() and digits.isdecimal()


def _value(change: Change, ground: Ground) -> Judgement:
    if ground.role == Role.POLICY:
        return judge_policy(change)
    top = change.detail[0] if change.detail else ""
    if top == "keywords":
        return J.KEYWORD_CHANGED
    if change.action is Action.MOVED:
        return J.ORDER_CHANGED
    if ground.role == Role.OBJECTIVE:
        if top == "cascade" and change.detail[-1] == "target":
            return _target(change, ground)
        if top == "cascade" and change.action is Action.REMOVED and len(change.detail) == 2:
            return J.RESPONSIBILITY_MOVED
        if top in {"formula", "series", "unit", "satisfaction"}:
            label = top == "series" and change.detail[-1] == "label"
            return J.VALUE_CHANGED if label else J.MEASURE_CHANGED
    if top in {"attachments", "supersedes"}:
        return J.REFERENCE_CHANGED
    if top in {"basis", "indicator", "evaluation", "resources", "source", "policy"}:
        return _prose(change, ground)
    return J.VALUE_CHANGED


_DOCUMENT = {Action.REMOVED: J.DOCUMENT_WITHDRAWN, Action.ADDED: J.DOCUMENT_ADDED}
_STEP = {Action.REMOVED: J.STEP_REMOVED, Action.ADDED: J.STEP_ADDED}
_JUDGES: Mapping[Aspect, _Judge] = {
    Aspect.FILE: _file,
    Aspect.DOCUMENT: _by_action(_DOCUMENT, J.DOCUMENT_MOVED),
    Aspect.ID: _always(J.NUMBER_CHANGED),
    Aspect.KIND: _always(J.LEVEL_CHANGED),
    Aspect.VERSION: _always(J.VERSION_CHANGED),
    Aspect.TITLE: _title,
    Aspect.OWNER: lambda change: (
        J.RESPONSIBILITY_MOVED if change.before else J.RESPONSIBILITY_ADDED
    ),
    Aspect.PARENT: _always(J.REFERENCE_CHANGED),
    Aspect.CLAUSE: _clause,
    Aspect.REFERENCE: _always(J.REFERENCE_CHANGED),
    Aspect.RECORD: _gained_or_lost(J.RECORD_DROPPED, J.RECORD_ADDED),
    Aspect.OBJECTIVE: _gained_or_lost(J.OBJECTIVE_DROPPED, J.OBJECTIVE_ADDED),
    Aspect.DISTRIBUTION: _gained_or_lost(J.DISTRIBUTION_SHRUNK, J.DISTRIBUTION_WIDENED),
    Aspect.AUDIENCE: _gained_or_lost(J.AUDIENCE_SHRUNK, J.AUDIENCE_WIDENED),
    Aspect.REVIEW: _course(
        lambda old, new: text_course(old, new, read_interval),
        J.REVIEW_LENGTHENED,
        J.REVIEW_SHORTENED,
        J.REVIEW_CHANGED,
    ),
    Aspect.RETENTION: _course(
        lambda old, new: text_course(old, new, read_duration),
        J.RETENTION_LENGTHENED,
        J.RETENTION_SHORTENED,
        J.RETENTION_CHANGED,
    ),
    Aspect.STEP: _by_action(_STEP, J.STEP_MOVED),
    Aspect.STEP_POST: _step_post,
    Aspect.STEP_LIMIT: _step_limit,
    Aspect.STEP_RECORD: _step_record,
    Aspect.FORM_FIELD: _field,
    Aspect.DIRECTION: _always(J.TARGET_CHANGED),
    Aspect.PERIOD: _course(
        lambda old, new: text_course(old, new, read_interval),
        J.PERIOD_LENGTHENED,
        J.PERIOD_SHORTENED,
        J.PERIOD_CHANGED,
    ),
    Aspect.DEPARTMENT: judge_organization,
    Aspect.POST: judge_organization,
    Aspect.PERSON: judge_organization,
    Aspect.TERM: _always(J.TERM_CHANGED),
    Aspect.STANDARD: _always(J.STANDARD_CHANGED),
    Aspect.EXCLUSION: _always(J.EXCLUSION_CHANGED),
}
_GROUNDED: Mapping[Aspect, _GroundedJudge] = {
    Aspect.STEP_ACTION: _step_action,
    Aspect.TARGET: _target,
    Aspect.VALUE: _value,
}

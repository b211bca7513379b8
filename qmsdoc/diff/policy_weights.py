"""What a change of qmsdoc.yaml or organization.yaml comes to."""

from __future__ import annotations

from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.limits import Course, read_interval, text_course
from qmsdoc.diff.types import Action, Aspect, Change

_APPROVAL = frozenset({"levels", "signatures"})
_CHECKS = frozenset({"severity", "waivers", "sections", "wording", "ids", "version_scheme"})


def judge_policy(change: Change) -> Judgement:
    """A value of qmsdoc.yaml that is neither a standard nor an exclusion."""
    top = change.detail[0] if change.detail else ""
    if top in _APPROVAL:
        return Judgement.APPROVAL_CHANGED
    if top in _CHECKS:
        return Judgement.CHECK_CHANGED
    if top == "review":
        went = text_course(change.before, change.after, read_interval)
        if went is Course.SHORTER or change.before is None:
            return Judgement.REVIEW_SHORTENED
        longer = went is Course.LONGER
        return Judgement.REVIEW_LENGTHENED if longer else Judgement.REVIEW_CHANGED
    return Judgement.VALUE_CHANGED


def judge_organization(change: Change) -> Judgement:
    """Something about a department, a post or a person."""
    whole = not change.detail
    key = change.detail[0] if change.detail else ""
    if change.aspect is Aspect.PERSON:
        # Someone who comes with a key, or goes with one, signs or no longer does.
        signs = key == "key" or (whole and "key: " in (change.before or change.after or ""))
        return Judgement.SIGNER_CHANGED if signs else Judgement.ORGANIZATION_CHANGED
    if whole and change.action is Action.REMOVED:
        return Judgement.POST_ABOLISHED
    if key in {"duties", "head", "department"}:
        lost = change.before is not None
        return Judgement.RESPONSIBILITY_MOVED if lost else Judgement.RESPONSIBILITY_ADDED
    return Judgement.ORGANIZATION_CHANGED

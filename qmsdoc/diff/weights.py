"""How much a change weighs, by what it is about.

Major (重大): who answers, what is promised, what proves it, and what a standard asks for. Editorial
(编辑性): where something stands and what it is called in the order of things. All else is ordinary
(一般). The criteria look at the kind of a change, not at its size: whether a limit was loosened or
tightened is for the reviewer.
"""

from __future__ import annotations

from qmsdoc.diff.types import Action, Aspect, Weight

_MAJOR = {
    Action.ADDED: {Aspect.DOCUMENT, Aspect.STEP, Aspect.STANDARD, Aspect.EXCLUSION},
    Action.REMOVED: {
        Aspect.DOCUMENT,
        Aspect.STEP,
        Aspect.CLAUSE,
        Aspect.RECORD,
        Aspect.OBJECTIVE,
        Aspect.SECTION,
        Aspect.FORM_FIELD,
        Aspect.TARGET,
        Aspect.STANDARD,
        Aspect.EXCLUSION,
    },
    Action.CHANGED: {
        Aspect.OWNER,
        Aspect.STEP_POST,
        Aspect.STEP_LIMIT,
        Aspect.STEP_RECORD,
        Aspect.TARGET,
        Aspect.DIRECTION,
        Aspect.PERIOD,
        Aspect.RETENTION,
        Aspect.KIND,
    },
    Action.UNREADABLE: {Aspect.FILE},
}
_EDITORIAL = {
    Action.MOVED: {Aspect.DOCUMENT, Aspect.SECTION, Aspect.FORM_FIELD},
    Action.RENUMBERED: {Aspect.SECTION},
    Action.RENAMED: {Aspect.SECTION},
}


def weigh(aspect: Aspect, action: Action) -> Weight:
    """The weight of such a change."""
    if aspect in _MAJOR.get(action, ()):
        return Weight.MAJOR
    if aspect in _EDITORIAL.get(action, ()):
        return Weight.EDITORIAL
    return Weight.ORDINARY

"""What reports and publications say of a covered clause, in the same words."""

from __future__ import annotations

from qmsdoc.index.coverage import OBJECTIVE, ClauseCoverage, State
from qmsdoc.standards.evidence import Shortfall
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

STATES = {
    State.MET: Message.of("met"),
    State.PARTLY: Message.of("partly met"),
    State.MISSING: Message.of("missing"),
    State.EXCLUDED: Message.of("excluded"),
    State.ADAPTABLE: Message.of("adaptable"),
    State.FREE: Message.of("no requirement"),
}
KINDS = {
    "manual": Message.of("manual"),
    "procedure": Message.of("procedure"),
    "instruction": Message.of("work instruction"),
    "form": Message.of("record form"),
    OBJECTIVE: Message.of("quality objective"),
}


def state_word(item: ClauseCoverage) -> Message:
    """How a clause stands, as a word."""
    if item.state is State.MET and item.clause.applies == "adaptable":
        return Message.of("met (adaptable)")
    return STATES[item.state]


def remark(item: ClauseCoverage, translate: Translate) -> str:
    """What is to be said of an exclusion; "" where there is none."""
    if item.unjustified:
        text = Message.of("excluded without a reason, so it does not count as excluded")
        return text.render(translate)
    return item.reason


def missing_text(shortfall: Shortfall, language: str) -> Message:
    """What a clause lacks and on whose authority it is asked, in ``zh`` or ``en``."""
    what = shortfall.message.in_language(language)
    if not what:
        return Message.of("evidence that the organisation asks for under standards/")
    if shortfall.basis == "standard":
        return Message.of("{what} (called for by the standard)", what=what)
    if shortfall.basis == "organization":
        return Message.of("{what} (asked for by the organisation itself)", what=what)
    return Message.of("{what} (as this toolkit reads the clause)", what=what)


def missing_texts(item: ClauseCoverage, language: str, translate: Translate) -> list[str]:
    """All that the evidence of a clause lacks, each as a line."""
    found = (missing_text(each, language).render(translate) for each in item.shortfalls)
    return [Message.of("missing: {what}", what=what).render(translate) for what in found]

"""A change as one sentence, in the words of a catalogue."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.report.diff.labels import ASPECTS, KEYS
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

_STEPS = frozenset({Aspect.STEP_ACTION, Aspect.STEP_POST, Aspect.STEP_LIMIT, Aspect.STEP_RECORD})
# Stands for a redline in a sentence; no text made safe to show contains it.
_HERE = "\0"
_LONGEST_VALUE = 160
_LONGEST_NAME = 40

_SENTENCES: Mapping[tuple[Aspect, Action], Message] = {
    (Aspect.FILE, Action.ADDED): Message.of("new file"),
    (Aspect.FILE, Action.REMOVED): Message.of("file removed"),
    (Aspect.FILE, Action.CHANGED): Message.of("content changed (it is not compared)"),
    (Aspect.FILE, Action.UNREADABLE): Message.of(
        "the front matter or the YAML cannot be read on both sides, so its values are not compared; "
        "`qmsdoc validate` says why"
    ),
    (Aspect.DOCUMENT, Action.ADDED): Message.of("new: {after}"),
    (Aspect.DOCUMENT, Action.REMOVED): Message.of("removed: {before}"),
    (Aspect.DOCUMENT, Action.MOVED): Message.of("file moved: {before} → {after}"),
    (Aspect.CLAUSE, Action.ADDED): Message.of("covers the clause {subject} now"),
    (Aspect.CLAUSE, Action.REMOVED): Message.of("no longer covers the clause {subject}"),
    (Aspect.STEP, Action.ADDED): Message.of("new step in {place}: “{subject}” ({after})"),
    (Aspect.STEP, Action.REMOVED): Message.of("step removed from {place}: “{subject}” ({before})"),
    (Aspect.SECTION, Action.ADDED): Message.of("new section “{subject}”"),
    (Aspect.SECTION, Action.REMOVED): Message.of("section “{subject}” removed"),
    (Aspect.SECTION, Action.RENAMED): Message.of("section renamed: {before} → {after}"),
    (Aspect.SECTION, Action.RENUMBERED): Message.of("section renumbered: {before} → {after}"),
    (Aspect.SECTION, Action.EDITED): Message.of("section “{subject}” edited"),
}
_ITEM: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label} added: {subject}"),
    Action.REMOVED: Message.of("{label} removed: {subject}"),
    Action.MOVED: Message.of("{label} “{subject}” stands elsewhere in the order"),
}
_VALUE: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label}: {after} (new)"),
    Action.REMOVED: Message.of("{label}: {before} (taken away)"),
    Action.CHANGED: Message.of("{label}: {before} → {after}"),
}
_PART: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label} “{subject}”, {detail}: {after} (new)"),
    Action.REMOVED: Message.of("{label} “{subject}”, {detail}: {before} (taken away)"),
    Action.CHANGED: Message.of("{label} “{subject}”, {detail}: {before} → {after}"),
}
_STEP_PART = Message.of("step “{subject}”, {label}: {before} → {after}")
_STEP_PART_RUNS = Message.of("step “{subject}”, {label}: {redline}")
_MOVED_STEP = Message.of("step “{subject}” moved: {before} → {after}")
_MOVED_SECTION = Message.of("section “{subject}” moved: {before} → {after}")
_VALUE_RUNS = Message.of("{label}: {redline}")
_PART_RUNS = Message.of("{label} “{subject}”, {detail}: {redline}")
_RENUMBERED = Message.of("sections renumbered: {numbers}")
_NOTHING = Message.of("(none)")
_TOP = Message.of("(top of the text)")


def sentence(change: Change, translate: Translate) -> tuple[Run, ...]:
    """What changed, text of files made safe to show; a redline of long values is part of it."""
    template = _template(change)
    label = ASPECTS[change.aspect].render(translate)
    detail = " › ".join(_part(name, translate) for name in change.detail)
    if change.aspect is Aspect.VALUE:
        label = detail
    values = {
        "label": label,
        "detail": detail,
        "subject": _named(change.subject, translate),
        "place": _named(change.place, translate),
        "before": _quoted(change.before, translate),
        "after": _quoted(change.after, translate),
        "redline": _HERE,
    }
    said = Message(template.text, values).render(translate)
    before, here, after = said.partition(_HERE)
    if not here:
        return (Run("equal", said),)
    return (Run("equal", before), *change.runs, Run("equal", after))


def renumbered(changes: Sequence[Change], translate: Translate) -> str:
    """Several sections that got other numbers, in one sentence."""
    numbers = ", ".join(
        f"{_quoted(item.before, translate)} → {_quoted(item.after, translate)}" for item in changes
    )
    return Message(_RENUMBERED.text, {"numbers": numbers}).render(translate)


def shortened(text: str, longest: int) -> str:
    """*text*, cut where it is longer than *longest* characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _template(change: Change) -> Message:
    aspect, action = change.aspect, change.action
    if aspect in _STEPS:
        return _STEP_PART_RUNS if change.runs else _STEP_PART
    if action is Action.MOVED and change.before != change.after:
        if aspect is Aspect.STEP:
            return _MOVED_STEP
        if aspect is Aspect.SECTION:
            return _MOVED_SECTION
    if (aspect, action) in _SENTENCES:
        return _SENTENCES[aspect, action]
    if change.subject:
        if action is not Action.CHANGED:
            return _ITEM[action]
        return _PART_RUNS if change.runs else _PART[_happened(change)]
    return _VALUE_RUNS if change.runs else _VALUE[_happened(change)]


def _happened(change: Change) -> Action:
    if change.before is None:
        return Action.ADDED
    return Action.REMOVED if change.after is None else Action.CHANGED


def _part(name: str, translate: Translate) -> str:
    if name in KEYS:
        return display(KEYS[name].render(translate))
    return display(shortened(name, _LONGEST_NAME))


def _named(text: str, translate: Translate) -> str:
    return display(shortened(text, _LONGEST_NAME)) if text else display(_TOP.render(translate))


def _quoted(text: str | None, translate: Translate) -> str:
    return display(shortened(text, _LONGEST_VALUE)) if text else display(_NOTHING.render(translate))

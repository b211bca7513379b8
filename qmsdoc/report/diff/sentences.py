"""A change as one sentence, in the words of a catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from qmsdoc.diff.criteria import CRITERIA
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.report.diff.labels import ASPECTS, FEW, KEYS, VALUES
from qmsdoc.text.display import display
from qmsdoc.text.interval import interval
from qmsdoc.text.language import Translate
from qmsdoc.text.message import Message

_STEPS = frozenset({Aspect.STEP_ACTION, Aspect.STEP_POST, Aspect.STEP_LIMIT, Aspect.STEP_RECORD})
# Stands for a redline in a sentence; no text made safe to show contains it.
_HERE = "\0"
# The keys in what a mapping is shown as, see qmsdoc.diff.values.summary.
_KEY = re.compile(r"(?P<between>^|; )(?P<key>[a-z_]+): ")
# What stands between the items of a list, where these are Chinese.
_COMMA = re.compile(r"(?<=[\u3400-\u9fff”》）]), (?=[\u3400-\u9fff“《（])")
# The keys of lengths of time.
_LENGTHS = frozenset({"every", "retention"})
_YES_OR_NO = {name: VALUES[name] for name in ("true", "false")}
_KEYS = {
    Aspect.KIND: "kind",
    Aspect.DIRECTION: "direction",
    Aspect.PERIOD: "period",
    Aspect.REVIEW: "every",
    Aspect.RETENTION: "retention",
}
_LONGEST_VALUE = 160
_LONGEST_NAME = 40
J = Judgement
# Judgements that say more than what the thing is called and that it changed: they stand first.
_TELLING = frozenset(
    {J.RESPONSIBILITY_MOVED, J.RESPONSIBILITY_ADDED, J.RECORD_DROPPED, J.RECORD_ADDED}
    | {J.CLAUSE_LOST, J.CLAUSE_GAINED, J.CLAUSE_PLACED, J.FIELD_DROPPED, J.FIELD_ADDED}
    | {J.FIELD_RELAXED, J.PROTECTION_LIFTED, J.TARGET_LOWERED, J.TARGET_CHANGED, J.TARGET_RAISED}
    | {J.PERIOD_LENGTHENED, J.PERIOD_SHORTENED, J.MEASURE_CHANGED, J.OBJECTIVE_DROPPED}
    | {J.OBJECTIVE_ADDED, J.DISTRIBUTION_SHRUNK, J.DISTRIBUTION_WIDENED, J.AUDIENCE_SHRUNK}
    | {J.AUDIENCE_WIDENED, J.RETENTION_SHORTENED, J.RETENTION_LENGTHENED, J.REVIEW_LENGTHENED}
    | {J.REVIEW_SHORTENED, J.APPROVAL_CHANGED, J.CHECK_CHANGED, J.SIGNER_CHANGED}
    | {J.POST_ABOLISHED, J.RECORD_ALTERED, J.TITLE_CASE}
)

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
    (Aspect.STEP, Action.ADDED): Message.of("new step in {place}: “{subject}” ({after})"),
    (Aspect.STEP, Action.REMOVED): Message.of("step removed from {place}: “{subject}” ({before})"),
    (Aspect.SECTION, Action.ADDED): Message.of("new section “{subject}”"),
    (Aspect.SECTION, Action.REMOVED): Message.of("section “{subject}” removed"),
    (Aspect.SECTION, Action.RENAMED): Message.of("section renamed: {before} → {after}"),
    (Aspect.SECTION, Action.RENUMBERED): Message.of("section renumbered: {before} → {after}"),
    (Aspect.SECTION, Action.EDITED): Message.of("section “{subject}” edited"),
    (Aspect.REQUIREMENT, Action.REMOVED): Message.of("{label}: “{subject}”, {before}"),
    (Aspect.FIGURE, Action.ADDED): Message.of("{label}: {subject}, {after}"),
    (Aspect.FIGURE, Action.REMOVED): Message.of("{label}: {subject}, {before}"),
    (Aspect.FIGURE, Action.CHANGED): Message.of("{label}: {subject}, {detail}: {before} → {after}"),
}
_JUDGED: Mapping[Judgement, Message] = {
    J.RECORD_ALTERED: Message.of("a record was changed or removed after it had been made"),
    J.SECTION_SPLIT: Message.of("new section “{subject}”, of text that stood elsewhere"),
    J.SECTION_MERGED: Message.of("section “{subject}” is gone; its text stands elsewhere"),
}
_ITEM: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label} added: {subject}"),
    Action.REMOVED: Message.of("{label} removed: {subject}"),
    Action.MOVED: Message.of("{label} “{subject}” stands elsewhere in the order"),
}
_TELLING_ITEM = Message.of("{label}: {subject}")
_VALUE: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label}: {after} (new)"),
    Action.REMOVED: Message.of("{label}: {before} (taken away)"),
    Action.CHANGED: Message.of("{label}: {before} → {after}"),
}
_TELLING_VALUE: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label}: {detail}, {after} (new)"),
    Action.REMOVED: Message.of("{label}: {detail}, {before} (taken away)"),
    Action.CHANGED: Message.of("{label}: {detail}, {before} → {after}"),
}
_PART: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label} “{subject}”, {detail}: {after} (new)"),
    Action.REMOVED: Message.of("{label} “{subject}”, {detail}: {before} (taken away)"),
    Action.CHANGED: Message.of("{label} “{subject}”, {detail}: {before} → {after}"),
}
_TELLING_PART: Mapping[Action, Message] = {
    Action.ADDED: Message.of("{label}: {aspect} “{subject}”, {detail}: {after} (new)"),
    Action.REMOVED: Message.of("{label}: {aspect} “{subject}”, {detail}: {before} (taken away)"),
    Action.CHANGED: Message.of("{label}: {aspect} “{subject}”, {detail}: {before} → {after}"),
}
_STEP_PART = Message.of("{label}: step “{subject}”, {before} → {after}")
_STEP_PART_RUNS = Message.of("{label}: step “{subject}”, {redline}")
_REQUIREMENT = Message.of("{label}: “{subject}”, {before} → {after}")
_REQUIREMENT_ONLY = Message.of("{label}: “{subject}”")
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
    aspect = ASPECTS[change.aspect].render(translate)
    detail = " › ".join(_part(name, translate) for name in change.detail)
    before, after = _worded(change, translate)
    plain = detail if change.aspect is Aspect.VALUE else aspect
    values = {
        "label": judgement_label(change, translate) if _is_named(change) else plain,
        "aspect": aspect,
        "detail": detail,
        "subject": _named(change.subject, translate),
        "place": _named(change.place, translate),
        "before": _quoted(before, translate),
        "after": _quoted(after, translate),
        "redline": _HERE,
    }
    said = Message(template.text, values).render(translate)
    left, here, right = said.partition(_HERE)
    if not here:
        return (Run("equal", said),)
    return (Run("equal", left), *change.runs, Run("equal", right))


def told(changes: Sequence[Change]) -> Iterator[tuple[Change, ...]]:
    """What is said together: all sections that were renumbered where the first of them stands, any
    other change by itself."""
    numbers = tuple(change for change in changes if _is_renumbered(change))
    for change in changes:
        if not _is_renumbered(change):
            yield (change,)
        elif change is numbers[0]:
            yield numbers


def _is_renumbered(change: Change) -> bool:
    return change.aspect is Aspect.SECTION and change.action is Action.RENUMBERED


def renumbered(changes: Sequence[Change], translate: Translate) -> str:
    """Several sections that got other numbers, in one sentence."""
    numbers = ", ".join(
        f"{_quoted(item.before, translate)} → {_quoted(item.after, translate)}" for item in changes
    )
    return Message(_RENUMBERED.text, {"numbers": numbers}).render(translate)


def shortened(text: str, longest: int) -> str:
    """*text*, cut where it is longer than *longest* characters."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def judgement_label(change: Change, translate: Translate) -> str:
    """What the change comes to, in a word or two."""
    return CRITERIA[change.judgement].label.render(translate)


def _is_named(change: Change) -> bool:
    """Whether a sentence on *change* begins with what it comes to."""
    named = _STEPS | {Aspect.REQUIREMENT, Aspect.FIGURE}
    return change.aspect in named or change.judgement in _TELLING


def _template(change: Change) -> Message:
    aspect, action = change.aspect, change.action
    if change.judgement in _JUDGED:
        return _JUDGED[change.judgement]
    if aspect in _STEPS:
        return _STEP_PART_RUNS if change.runs else _STEP_PART
    if aspect is Aspect.REQUIREMENT and action is Action.CHANGED:
        return _REQUIREMENT if change.before or change.after else _REQUIREMENT_ONLY
    if action is Action.MOVED and change.before != change.after:
        if aspect is Aspect.STEP:
            return _MOVED_STEP
        if aspect is Aspect.SECTION:
            return _MOVED_SECTION
    if (aspect, action) in _SENTENCES:
        return _SENTENCES[aspect, action]
    return _telling(change) if _is_named(change) else _plain(change)


def _telling(change: Change) -> Message:
    happened = _happened(change)
    if change.subject:
        return _TELLING_PART[happened] if change.detail else _TELLING_ITEM
    return _TELLING_VALUE[happened] if change.detail else _VALUE[happened]


def _plain(change: Change) -> Message:
    if change.subject:
        if change.action is not Action.CHANGED:
            return _ITEM[change.action]
        return _PART_RUNS if change.runs else _PART[_happened(change)]
    return _VALUE_RUNS if change.runs else _VALUE[_happened(change)]


def worded(key: str, text: str, translate: Translate) -> str:
    """The value of *key* as a reader says it: one of few by its name, a length of time in words,
    any other as it was typed."""
    if key in _LENGTHS:
        return interval(text, "", translate)
    said = FEW.get(key, _YES_OR_NO).get(text)
    return said.render(translate) if said else text


def _worded(change: Change, translate: Translate) -> tuple[str | None, str | None]:
    """What was and what is, in words; as typed where the words are the same."""
    key = change.detail[-1] if change.aspect is Aspect.VALUE and change.detail else ""
    key = _KEYS.get(change.aspect, key)
    texts = (change.before, change.after)
    if None in texts:
        name = change.detail[-1] if change.detail else ""
        first, second = (text and _named_keys(text, name, translate) for text in texts)
    else:
        first, second = texts
    before, after = (text and worded(key, text, translate) for text in (first, second))
    if change.aspect is Aspect.FIGURE:
        # Names and figures of a row, see qmsdoc.diff.series.
        before, after = (text and text.replace(", ", translate(", ")) for text in (before, after))
    return (before, after) if before != after else texts


def _named_keys(text: str, name: str, translate: Translate) -> str:
    """A whole mapping with its keys by their names and the marks of the language, but for what
    gives it its *name*."""
    first = _KEY.match(text)
    if not first:
        return text

    def named(match: re.Match[str]) -> str:
        between = translate("; ") if match["between"] else ""
        return f"{between}{_part(match['key'], translate)}{translate(': ')}"

    said = _KEY.sub(named, text.removeprefix(f"{first[0]}{name}; "))
    return _COMMA.sub(translate(", "), said)


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

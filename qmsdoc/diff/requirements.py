"""Sections that changed, read as requirements: what a sentence of them comes to is a change too."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec
from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.blocks import key_of
from qmsdoc.diff.criteria import heaviest
from qmsdoc.diff.judgements import Judgement
from qmsdoc.diff.pairing import pair_alike
from qmsdoc.diff.redline import Run, redline
from qmsdoc.diff.types import Action, Aspect, Change, Passage
from qmsdoc.diff.wording import Named, Vocabulary, judge_passage, named
from qmsdoc.model.document import Document
from qmsdoc.text.span import Span

# Shorter passages (无, the number of a row) are not looked for in other sections.
_LEAST, _LEAST_ALIKE, _ALIKE = 6, 12, 0.6
_ITEM = re.compile(r"^\s*(?:[-*+]|[0-9]{1,4}[.)])\s+")
_WHOLE = {
    Action.ADDED: Judgement.SECTION_ADDED,
    Action.REMOVED: Judgement.SECTION_REMOVED,
    Action.MOVED: Judgement.SECTION_MOVED,
    Action.RENAMED: Judgement.SECTION_RENAMED,
    Action.RENUMBERED: Judgement.SECTION_RENUMBERED,
}


class Rows(Struct, frozen=True, gc=False):
    """The lines, old and new, of table rows that are told as steps."""

    old: frozenset[int]
    new: frozenset[int]

    @classmethod
    def of(cls, before: Document, after: Document) -> Rows:
        """Those of two states of a document."""
        return cls(_lines(before), _lines(after))

    def hold(self, passage: Passage) -> bool:
        """Whether *passage* is one of them."""
        return passage.line in (self.old if passage.op == "removed" else self.new)


def judged_sections(
    changes: Sequence[Change], paths: tuple[str, str], rows: Rows, vocabulary: Vocabulary
) -> Iterator[Change]:
    """*changes* of sections with their judgements, and the limits, bounds, duties and posts in their
    sentences that changed, each a change of its own."""
    edited = []
    for change, old in zip(_settled(changes), changes, strict=True):
        if change.action is Action.EDITED:
            edited.append(change)
        else:
            judgement = _judge_whole(change, bool(old.passages))
            yield msgspec.structs.replace(change, judgement=judgement)
            # Of what came from another section, an edit is one all the same.
            for passage in change.passages:
                if passage.op == "edited" and not rows.hold(passage):
                    yield from _named(change, passage, paths, vocabulary)
    for change in edited:
        differing = [passage for passage in change.passages if passage.op != "same"]
        for passage in differing:
            # What is told as a step is judged there.
            if not rows.hold(passage):
                yield from _named(change, passage, paths, vocabulary)
        if differing:
            found = (_judge(passage, rows, vocabulary) for passage in differing)
            yield msgspec.structs.replace(change, judgement=heaviest(*found))


def _lines(document: Document) -> frozenset[int]:
    return frozenset(step.action.span.line for steps in document.steps for step in steps)


def _judge_whole(change: Change, had_text: bool) -> Judgement:
    if had_text and all(passage.op == "moved" for passage in change.passages):
        if change.action is Action.ADDED:
            return Judgement.SECTION_SPLIT
        if change.action is Action.REMOVED:
            return Judgement.SECTION_MERGED
    return _WHOLE[change.action]


def _judge(passage: Passage, rows: Rows, vocabulary: Vocabulary) -> Judgement:
    found = judge_passage(passage, vocabulary, told=rows.hold(passage))
    # A requirement that is gone is a change of its own.
    return Judgement.TEXT_REMOVED if found is Judgement.REQUIREMENT_DROPPED else found


def _named(
    change: Change, passage: Passage, paths: tuple[str, str], vocabulary: Vocabulary
) -> Iterator[Change]:
    gone = passage.op == "removed"
    where = Location(paths[0] if gone else paths[1], Span(passage.line, 1, passage.line, 1))
    found: Sequence[Named] = ()
    if passage.op == "edited":
        found = list(named(passage.runs, vocabulary))
    elif gone and judge_passage(passage, vocabulary) is Judgement.REQUIREMENT_DROPPED:
        said = _ITEM.sub("", passage.runs[0].text, count=1)
        found = [Named(Judgement.REQUIREMENT_DROPPED, said)]
    for item in found:
        yield Change(
            aspect=Aspect.REQUIREMENT,
            action=Action.REMOVED if gone else Action.CHANGED,
            document=change.document,
            where=where,
            subject=change.subject,
            before=item.before or None,
            after=item.after or None,
            gone=gone,
            judgement=item.judgement,
        )


def _settled(changes: Sequence[Change]) -> list[Change]:
    """*changes* in which what went from one section to another came there, and is gone nowhere."""
    gone = [(n, p) for n, c in enumerate(changes) for p in _of(c, "removed", _LEAST)]
    come = [(n, p) for n, c in enumerate(changes) for p in _of(c, "added", _LEAST)]
    keys = Counter(_key(p) for _, p in gone) & Counter(_key(p) for _, p in come)
    found = _exchanged(changes, keys) if keys else list(changes)
    gone = [(n, p) for n, c in enumerate(found) for p in _of(c, "removed", _LEAST_ALIKE)]
    come = [(n, p) for n, c in enumerate(found) for p in _of(c, "added", _LEAST_ALIKE)]
    pairs = pair_alike([_key(p) for _, p in gone], [_key(p) for _, p in come], _ALIKE)
    edits = {(come[k][0], come[k][1].line): gone[i][1] for i, k in pairs}
    left = {(gone[i][0], gone[i][1].line) for i, _ in pairs}
    if not pairs:
        return found
    return [_edited(change, n, edits, left) for n, change in enumerate(found)]


def _of(change: Change, op: str, least: int) -> Iterator[Passage]:
    for passage in change.passages:
        if passage.op == op and len(_key(passage)) >= least:
            yield passage


def _key(passage: Passage) -> str:
    return key_of(passage.runs[0].text)


def _exchanged(changes: Sequence[Change], keys: Counter[str]) -> list[Change]:
    """*changes* with passages of *keys* as moved where they came, and not at all where they went."""
    went, came = keys.copy(), keys.copy()
    found = []
    for change in changes:
        kept = []
        for passage in change.passages:
            key = _key(passage) if passage.op in {"removed", "added"} else ""
            if passage.op == "removed" and went[key] > 0:
                went[key] -= 1
            elif passage.op == "added" and came[key] > 0:
                came[key] -= 1
                kept.append(Passage("moved", (Run("equal", passage.runs[0].text),), passage.line))
            else:
                kept.append(passage)
        found.append(msgspec.structs.replace(change, passages=tuple(kept)))
    return found


def _edited(
    change: Change,
    number: int,
    edits: dict[tuple[int, int], Passage],
    left: set[tuple[int, int]],
) -> Change:
    """*change* with what came from elsewhere and was edited as an edit, and without what went."""
    kept = []
    for passage in change.passages:
        place = (number, passage.line)
        if passage.op == "removed" and place in left:
            continue
        if passage.op == "added" and place in edits:
            texts = edits[place].runs[0].text, passage.runs[0].text
            runs = redline(*texts, ignore_layout=True)
            kept.append(Passage("edited", runs, passage.line))
        else:
            kept.append(passage)
    return msgspec.structs.replace(change, passages=tuple(kept))

"""Redlines cut down to what is needed to read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Action, Aspect, FileChanges, Passage
from qmsdoc.text.words import words

# What stays of equal text beside an edit, and of a passage that is only context, in characters.
_BESIDE = 40
_CONTEXT = 60


class Gap(Struct, frozen=True, gc=False):
    """So many passages that stayed are left out here, between others."""

    count: int


def moved_steps(file: FileChanges) -> frozenset[int]:
    """The lines of steps that stand elsewhere in the order, whether or not they were edited."""
    return frozenset(
        change.where.span.line
        for change in file.changes
        if change.aspect is Aspect.STEP and change.action is Action.MOVED
    )


def in_context(found: Sequence[Passage], moved: Collection[int] = ()) -> Iterator[Passage | Gap]:
    """The passages that changed, each with the one before and after it; gaps between them.

    One that stayed, on a line of *moved*, is one that moved.
    """
    passages = [
        replace(passage, op="moved") if passage.op == "same" and passage.line in moved else passage
        for passage in found
    ]
    changed = {place for place, passage in enumerate(passages) if passage.op != "same"}
    kept = sorted({place for near in changed for place in (near - 1, near, near + 1)})
    before: int | None = None
    for place in kept:
        if not 0 <= place < len(passages):
            continue
        if before is not None and place > before + 1:
            yield Gap(place - before - 1)
        before = place
        yield passages[place]


def cut(passage: Passage, longest: int) -> tuple[Run, ...]:
    """The runs of a passage: equal text only near an edit, other text up to *longest* characters."""
    if passage.op in {"same", "moved"}:
        return tuple(Run("equal", _head(run.text, _CONTEXT)) for run in passage.runs)
    return cut_runs(passage.runs, longest)


def cut_runs(runs: Sequence[Run], longest: int) -> tuple[Run, ...]:
    """*runs* with long equal stretches cut in the middle and long edits at their end; no more in
    all than twice *longest*."""
    last = len(runs) - 1
    if not last:
        return tuple(runs) if runs[0].op == "equal" else (_ended(runs[0], longest),)
    short: list[Run] = []
    used = 0
    for place, run in enumerate(runs):
        if run.op == "equal":
            short.append(Run("equal", _beside(run.text, place > 0, place < last)))
        else:
            short.append(_ended(run, longest))
        used += len(short[-1].text)
        if used > 2 * longest and place < last:
            short.append(Run("equal", " …"))
            break
    return tuple(short)


def _ended(run: Run, longest: int) -> Run:
    return run if len(run.text) <= longest else Run(run.op, f"{run.text[: longest - 1]}…")


def _beside(text: str, edit_before: bool, edit_after: bool) -> str:
    """The ends of *text* at which an edit is."""
    if len(text) <= _BESIDE * (edit_before + edit_after) + _BESIDE // 2:
        return text
    head = _head(text, _BESIDE) if edit_before else "…"
    return head + (_tail(text, _BESIDE) if edit_after else "")


def _head(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    # Words are found in a stretch only, since a text can be long.
    kept, used = [], 0
    for word in words(text[: longest + 40]):
        if used + len(word) > longest:
            break
        kept.append(word)
        used += len(word)
    return ("".join(kept) or text[:longest]) + "…"


def _tail(text: str, longest: int) -> str:
    kept, used = [], 0
    for word in reversed(words(text[-longest - 40 :])):
        if used + len(word) > longest:
            break
        kept.append(word)
        used += len(word)
    return "".join(reversed(kept)) or text[-longest:]

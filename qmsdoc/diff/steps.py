"""Steps of a procedure: matched although reordered or reworded, compared by what they demand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.fields import value_runs
from qmsdoc.diff.pairing import out_of_order, pair_alike, pair_equal, rest
from qmsdoc.diff.types import Action, Aspect, Change
from qmsdoc.model.document import Document, Step
from qmsdoc.model.text import Text
from qmsdoc.text.words import normalise

_ALIKE = 0.5


class _Placed(Struct, frozen=True, gc=False):
    """A step, and the heading that it stands under: as typed, and without its number."""

    step: Step
    heading: str
    title: str

    @property
    def whole(self) -> str:
        step = self.step
        return "|".join(
            (step.action.value, _joined(step.posts), _text(step.limit), _joined(step.records))
        )


def step_changes(
    document: str, paths: tuple[str, str], before: Document, after: Document
) -> Iterator[Change]:
    """What was asked of whom, by when and with which record, and is not so any more."""
    old, new = list(_placed(before)), list(_placed(after))
    pairs = _pairs(old, new)
    strays = out_of_order([k for _, k in pairs])
    titles = {placed.title for placed in new}
    for position, (i, k) in enumerate(pairs):
        where = new[k].step.action.at(paths[1])
        left, right = old[i], new[k]
        # Under a heading that is gone, the table was moved or renamed, and not this step.
        elsewhere = left.title != right.title and left.title in titles
        if position in strays or elsewhere:
            came_from = left.heading if elsewhere else right.heading
            yield _change(
                Aspect.STEP, Action.MOVED, document, where, right, came_from, right.heading
            )
        yield from _compare(document, paths[1], left, right)
    for i in rest(len(old), (i for i, _ in pairs)):
        where = old[i].step.action.at(paths[0])
        yield _change(Aspect.STEP, Action.REMOVED, document, where, old[i], _told(old[i]), None)
    for k in rest(len(new), (k for _, k in pairs)):
        where = new[k].step.action.at(paths[1])
        yield _change(Aspect.STEP, Action.ADDED, document, where, new[k], None, _told(new[k]))


def step_pairs(before: Document, after: Document) -> Iterator[tuple[Step, Step]]:
    """Each step that is in both states, as it was and as it is."""
    old, new = list(_placed(before)), list(_placed(after))
    return ((old[i].step, new[k].step) for i, k in _pairs(old, new))


def _placed(document: Document) -> Iterator[_Placed]:
    for steps in document.steps:
        first = steps[0].action.span.line
        above = [heading for heading in document.headings if heading.span.line < first]
        number, title = (above[-1].number, above[-1].title) if above else ("", "")
        for step in steps:
            yield _Placed(step, f"{number} {title}".strip(), normalise(title))


def _pairs(old: Sequence[_Placed], new: Sequence[_Placed]) -> list[tuple[int, int]]:
    """Steps of one wording; then those most alike in all that they say, then in what is done."""
    texts = (
        ([placed.whole for placed in old], [placed.whole for placed in new]),
        (
            [placed.step.action.value for placed in old],
            [placed.step.action.value for placed in new],
        ),
    )
    pairs: list[tuple[int, int]] = []
    for before, after in texts:
        left, right = rest(len(old), (i for i, _ in pairs)), rest(len(new), (k for _, k in pairs))
        found = pair_equal(
            [normalise(before[i]) for i in left], [normalise(after[k]) for k in right]
        )
        pairs += [(left[i], right[k]) for i, k in found]
    for before, after in texts:
        left, right = rest(len(old), (i for i, _ in pairs)), rest(len(new), (k for _, k in pairs))
        alike = pair_alike([before[i] for i in left], [after[k] for k in right], _ALIKE)
        pairs += [(left[i], right[k]) for i, k in alike]
    return sorted(pairs)


def _compare(document: str, path: str, old: _Placed, new: _Placed) -> Iterator[Change]:
    before, after = old.step, new.step
    for aspect, left, right, span_of in (
        (Aspect.STEP_ACTION, before.action.value, after.action.value, after.action),
        (Aspect.STEP_POST, _joined(before.posts), _joined(after.posts), _first(after.posts)),
        (Aspect.STEP_LIMIT, _text(before.limit), _text(after.limit), after.limit),
        (
            Aspect.STEP_RECORD,
            _joined(before.records),
            _joined(after.records),
            _first(after.records),
        ),
    ):
        if normalise(left) != normalise(right):
            where = (span_of or after.action).at(path)
            yield _change(aspect, Action.CHANGED, document, where, new, left, right)


def _change(
    aspect: Aspect,
    action: Action,
    document: str,
    where: Location,
    placed: _Placed,
    before: str | None,
    after: str | None,
) -> Change:
    return Change(
        aspect=aspect,
        action=action,
        document=document,
        where=where,
        subject=placed.step.action.value,
        before=before,
        after=after,
        place=placed.heading,
        gone=action is Action.REMOVED,
        runs=value_runs(before, after) if action is Action.CHANGED else (),
    )


def _told(placed: _Placed) -> str:
    """What a step demands, after its action: posts, limit, records."""
    step = placed.step
    parts = (_joined(step.posts), _text(step.limit), _joined(step.records))
    return " | ".join(part for part in parts if part)


def _joined(texts: Iterable[Text]) -> str:
    return "、".join(text.value for text in texts)


def _text(text: Text | None) -> str:
    return text.value if text else ""


def _first(texts: Sequence[Text]) -> Text | None:
    return texts[0] if texts else None

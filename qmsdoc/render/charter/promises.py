"""The steps of a procedure that are promises, and those that fall to the public."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from qmsdoc.errors import PolicyError
from qmsdoc.index.sections import find_section
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.charter import CharterService
from qmsdoc.model.document import Document, Step
from qmsdoc.render.charter.choice import Chosen
from qmsdoc.render.charter.types import PromiseView
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.display import display

# A day in the calendar of the staff says nothing of how long one person waits.
_ROUTINE = re.compile(
    r"每个?(?:工作)?(?:日|天|周|星期|月|季|季度|半年|年|年度)"
    r"|(?:daily|weekly|monthly|quarterly|yearly|annually)\b"
    r"|(?:every|each) (?:working )?(?:day|week|month|quarter|year|half-year)\b",
    re.IGNORECASE,
)


class Promised(NamedTuple):
    """``ours`` are promises, ``theirs`` what the public is asked to do."""

    ours: tuple[PromiseView, ...]
    theirs: tuple[PromiseView, ...]


def promised(index: Index, chosen: Chosen) -> Promised:
    """The steps with a limit, in the order of the document. Raises PolicyError where the policy
    names a section or a step that the document does not have."""
    file, setting = chosen.file, chosen.setting
    public = {text.value for text in index.policy.charter.public}
    # Not everyone who holds no post is the public; whom the policy does not name promises nothing.
    others = frozenset() if public else _outsiders(index)
    placed = list(_placed(file, setting))
    theirs = [item for item in placed if _is_alone(item[1], public)]
    ours = [item for item in placed if not _is_alone(item[1], public | others)]
    if setting.promises:
        return Promised(_views(_named(file, setting, ours)), ())
    ours = [item for item in ours if item[1].limit and not _is_routine(item[1].limit.value)]
    return Promised(_views(ours), _views(item for item in theirs if item[1].limit))


def _placed(file: DocumentFile, setting: CharterService) -> Iterator[tuple[str, Step]]:
    """The steps of the sections that are meant, each with the title of its section."""
    document = file.document
    spans = list(_spans(file, setting))
    for steps in document.steps:
        line = steps[0].action.span.line
        if any(first <= line < end for first, end in spans):
            title = _title_above(document, line)
            yield from ((title, step) for step in steps)


def _spans(file: DocumentFile, setting: CharterService) -> Iterator[tuple[int, int]]:
    if not setting.sections:
        yield 0, 1 << 30
    for text in setting.sections:
        section = find_section(file.document, text.value)
        if section is None:
            known = [heading.title for heading in file.document.sections]
            raise PolicyError(
                "the charter of qmsdoc.yaml names the section {section}, which {id} does not have",
                hint=suggestion(text.value, known),
                section=text.value,
                id=file.id,
            )
        yield section.first, section.end


def _title_above(document: Document, line: int) -> str:
    above = [heading.title for heading in document.sections if heading.span.line < line]
    return above[-1] if above else ""


def _named(
    file: DocumentFile, setting: CharterService, placed: Iterable[tuple[str, Step]]
) -> Iterator[tuple[str, Step]]:
    """The steps that the policy names by their beginning, in the order of the policy."""
    steps = list(placed)
    for text in setting.promises:
        found = [item for item in steps if item[1].action.value.startswith(text.value)]
        if not found:
            raise PolicyError(
                "the charter of qmsdoc.yaml promises the step “{step}”, and no step of {id} begins "
                "like that",
                hint=suggestion(text.value, [step.action.value for _, step in steps]),
                step=text.value,
                id=file.id,
            )
        if found[0][1].limit is None:
            raise PolicyError(
                "the charter of qmsdoc.yaml promises the step “{step}” of {id}, which has no time "
                "limit",
                step=text.value,
                id=file.id,
            )
        yield found[0]


def _outsiders(index: Index) -> frozenset[str]:
    listed = index.organization.outsiders if index.organization else ()
    return frozenset(text.value for text in listed)


def _is_alone(step: Step, names: AbstractSet[str]) -> bool:
    """Whether nobody but those of *names* does the step."""
    return bool(step.posts) and all(post.value in names for post in step.posts)


def _is_routine(limit: str) -> bool:
    return _ROUTINE.match(limit) is not None


def _views(placed: Iterable[tuple[str, Step]]) -> tuple[PromiseView, ...]:
    return tuple(
        PromiseView(
            what=display(step.action.value),
            limit=display(step.limit.value if step.limit else ""),
            section=display(title),
        )
        for title, step in placed
    )

"""What the charter of qmsdoc.yaml names: procedures, sections and steps that are promised."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from msgspec import Struct

from qmsdoc.index.sections import find_section
from qmsdoc.index.types import DocumentFile, Index
from qmsdoc.model.charter import CharterService
from qmsdoc.model.document import Document, Step

_EVERYWHERE = (0, 1 << 30)


class PlacedStep(Struct, frozen=True, gc=False):
    """A step, and the title of the section that it stands in."""

    section: str
    step: Step


class ServiceSteps(Struct, frozen=True, gc=False):
    """The steps of a service: those of the organisation, and those of the public alone."""

    ours: tuple[PlacedStep, ...]
    theirs: tuple[PlacedStep, ...]

    def beginning(self, words: str) -> PlacedStep | None:
        """The first step of the organisation that begins with *words*."""
        found = (item for item in self.ours if item.step.action.value.startswith(words))
        return next(found, None)


def service_steps(index: Index, file: DocumentFile, setting: CharterService) -> ServiceSteps:
    """The steps of the sections that *setting* names, in the order of the document."""
    public = {text.value for text in index.policy.charter.public}
    # Not everyone who holds no post is the public; whom the policy does not name promises nothing.
    others = frozenset() if public else _outsiders(index)
    placed = tuple(_placed(file.document, setting))
    return ServiceSteps(
        ours=tuple(item for item in placed if not _is_alone(item.step, public | others)),
        theirs=tuple(item for item in placed if _is_alone(item.step, public)),
    )


def _placed(document: Document, setting: CharterService) -> Iterator[PlacedStep]:
    named = [find_section(document, text.value) for text in setting.sections]
    spans = [(found.first, found.end) for found in named if found] if named else [_EVERYWHERE]
    for steps in document.steps:
        line = steps[0].action.span.line
        if any(first <= line < end for first, end in spans):
            title = _title_above(document, line)
            yield from (PlacedStep(title, step) for step in steps)


def _title_above(document: Document, line: int) -> str:
    above = [heading.title for heading in document.sections if heading.span.line < line]
    return above[-1] if above else ""


def _outsiders(index: Index) -> frozenset[str]:
    listed = index.organization.outsiders if index.organization else ()
    return frozenset(text.value for text in listed)


def _is_alone(step: Step, names: AbstractSet[str]) -> bool:
    """Whether nobody but those of *names* does the step."""
    return bool(step.posts) and all(post.value in names for post in step.posts)

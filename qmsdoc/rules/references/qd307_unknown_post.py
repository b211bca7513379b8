"""A post or a department is not in organization.yaml.

## Why
A step is somebody's duty only if the post exists. A post that was renamed or dissolved, or one that
only the author knows by that name, leaves the step to nobody.

## Wrong
    | 首问接待 | 前台接待员 | 当场 |

## Right
    | 首问接待 | 前台接待岗 | 当场 |

## How to mend
Use the name of organization.yaml; the message offers the nearest one. Add a post that is missing
there, another name of it under aliases, and who takes part from outside under outsiders.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.index.types import Index
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.model.organization import Organization
from qmsdoc.model.text import Text
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

_ORGANIZATION = "organization.yaml"
_REMARK = re.compile(r"\s*(?:（[^（）]*）|\([^()]*\))$")
_ALTERNATIVE = re.compile(r"[或与及和]")


@rule("QD307", "unknown-post", Severity.ERROR)
def check(index: Index) -> Iterator[Finding]:
    if index.organization is None:
        return
    names = _Names(index.organization)
    yield from _organization(index.organization, names)
    for path, file in index.documents.items():
        yield from _document(path, file.document, names)
    for path, item in index.objectives.items():
        yield from _objective(path, item.objective, names)


class _Names:
    """Whom organization.yaml knows. What it lists none of, it says nothing of."""

    def __init__(self, organization: Organization) -> None:
        self._belongs = {post.name.value: post.department for post in organization.posts}
        aliases = (alias.value for post in organization.posts for alias in post.aliases)
        self._departments = KnownNames(organization.department_names)
        self._responsible = KnownNames(organization.responsible_names)
        self._knows_departments = bool(organization.departments)
        self._knows_posts = bool(organization.posts)
        self.departments = organization.department_names
        self.responsible = organization.responsible_names
        self.posts = frozenset((*self._belongs, *aliases))
        self._posts = KnownNames(self.posts)

    def no_department(self, path: str, text: Text) -> Iterator[Finding]:
        """The finding for *text*, which names no department."""
        if not self._knows_departments:
            return
        message = Message.of("{name} is no department of organization.yaml", name=text.value)
        belongs = self._belongs.get(text.value)
        if belongs:
            hint: Message | None = Message.of(
                "it is a post of the department {department}", department=belongs.value
            )
        else:
            hint = self._departments.suggestion(text.value)
        yield Finding(text.at(path), message.with_hint(hint))

    def nobody(self, path: str, text: Text) -> Iterator[Finding]:
        """A finding for each name in *text* that is neither a post nor who else may take part."""
        if not self._knows_posts:
            return
        for name, location in _parts(path, text, self.responsible):
            message = Message.of("{name} is no post of organization.yaml", name=name)
            yield Finding(location, message.with_hint(self._responsible.suggestion(name)))

    def no_post(self, path: str, text: Text) -> Iterator[Finding]:
        """The finding for *text*, which names nothing that a person can hold."""
        if self._knows_posts:
            message = Message.of("{name} is no post of organization.yaml", name=text.value)
            yield Finding(text.at(path), message.with_hint(self._posts.suggestion(text.value)))


def _parts(path: str, text: Text, known: frozenset[str]) -> list[tuple[str, Location]]:
    """``甲岗或乙岗（节假日）``: each unknown name without the remark, and its place.

    Where no part is known, the words between which it was split belong to the name.
    """
    value = _REMARK.sub("", text.value)
    bounds = [
        0,
        *(edge for match in _ALTERNATIVE.finditer(value) for edge in match.span()),
        len(value),
    ]
    spans = list(zip(bounds[::2], bounds[1::2], strict=True))
    names = [value[start:end].strip() for start, end in spans]
    if known.isdisjoint(names):
        return [(value, Location(path, _within(text, 0, len(value)), text.pointer))]
    return [
        (name, Location(path, _within(text, start, end), text.pointer))
        for name, (start, end) in zip(names, spans, strict=True)
        if name and name not in known
    ]


def _within(text: Text, start: int, end: int) -> Span:
    """A part of the span, where it holds the value to the letter (quotation marks do not)."""
    span = text.span
    if span.line != span.end_line or span.end_column - span.column != len(text.value):
        return span
    return Span.on_line(span.line, span.column + start, end - start)


def _document(path: str, document: Document, names: _Names) -> Iterator[Finding]:
    if document.owner and document.owner.value not in names.departments:
        yield from names.no_department(path, document.owner)
    for text in document.distribution:
        if text.value not in names.departments:
            yield from names.no_department(path, text)
    for text in document.audience:
        if text.value not in names.responsible:
            yield from names.nobody(path, text)
    for table in document.steps:
        for step in table:
            for text in step.posts:
                if text.value not in names.responsible:
                    yield from names.nobody(path, text)


def _objective(path: str, objective: Objective, names: _Names) -> Iterator[Finding]:
    for text in (objective.owner, *(share.department for share in objective.cascade)):
        if text and text.value not in names.departments:
            yield from names.no_department(path, text)
    for action in objective.actions:
        if action.owner and action.owner.value not in names.responsible:
            yield from names.nobody(path, action.owner)


def _organization(organization: Organization, names: _Names) -> Iterator[Finding]:
    for post in organization.posts:
        if post.department and post.department.value not in names.departments:
            yield from names.no_department(_ORGANIZATION, post.department)
    heads = (department.head for department in organization.departments)
    held = (text for person in organization.people for text in person.posts)
    for text in (*heads, *held):
        # Only a post can be held; to lead a department, its own name will not do.
        if text and text.value not in names.posts:
            yield from names.no_post(_ORGANIZATION, text)

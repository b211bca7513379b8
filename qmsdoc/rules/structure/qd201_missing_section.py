"""A section that every document of its kind has is missing.

## Why
Readers know where to look: what the document is for, whom it binds, who does what, in which steps.
A procedure without responsibilities or scope leaves open who has to follow it, and an auditor asks
for it first.

## Wrong
    ## 1 目的
    ## 2 工作程序

## Right
    ## 1 目的
    ## 2 适用范围
    ## 3 职责
    ## 4 工作程序

## How to mend
Add the section under its usual title. If it is there under another title, name that title in
qmsdoc.yaml, under sections, kind, titles; what your organisation asks for instead of the built-in
sections stands there under required. The built-in list is the usual practice, not a requirement of
a standard.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.model.document import Document
from qmsdoc.rules.nearest import nearest
from qmsdoc.rules.structure.section_titles import Sections, sections_of
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.text.message import Message


@rule("QD201", "missing-section", Severity.ERROR)
def check(context: PolicyContext) -> Iterator[Finding]:
    found = sections_of(context)
    if found is None:
        return
    document, sections = found
    named = frozenset[str]().union(*map(sections.named_by, document.sections))
    missing = [section for section in sections.required if section not in named]
    for section in missing:
        title = sections.title(section)
        message = Message.of("the section {section} is missing", section=title)
        where = Location("", document.headings[0].span)
        yield Finding(where, message.with_hint(_hint(document, sections, section)))


def _hint(document: Document, sections: Sections, section: str) -> Message:
    free = [heading.title for heading in document.sections if not sections.named_by(heading)]
    near = nearest(sections.title(section), free)
    if near:
        return Message.of("is {title} meant to be it?", title=near)
    return Message.of(
        "a document of this kind has {sections}", sections=sections.titles(sections.required)
    )

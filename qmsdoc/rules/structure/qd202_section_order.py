"""The sections do not stand in the usual order.

## Why
All documents of one kind are read in the same way: purpose and scope first, then who answers, then
what is done, references and records last. A reader who has to search in one of them doubts the
others.

## Wrong
    ## 1 目的
    ## 2 职责
    ## 3 适用范围

## Right
    ## 1 目的
    ## 2 适用范围
    ## 3 职责

## How to mend
Move the section, with all that stands in it. Only the sections that qmsdoc knows are compared;
others may stand between them. An organisation sets an order of its own in qmsdoc.yaml, under
sections, kind, order; an empty list asks for none.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.structure.section_titles import sections_of, top_sections
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.source.markdown import Heading
from qmsdoc.text.message import Message


@rule("QD202", "section-order", Severity.WARNING)
def check(context: PolicyContext) -> Iterator[Finding]:
    found = sections_of(context)
    if found is None or not found[1].order:
        return
    document, sections = found
    places = {section: place for place, section in enumerate(sections.order)}
    last: tuple[int, Heading] | None = None
    for heading in top_sections(document):
        known = [places[section] for section in sections.named_by(heading) if section in places]
        if not known:
            continue
        if last is None or min(known) >= last[0]:
            last = (max(known), heading)
            continue
        message = Message.of(
            "{title} stands behind {other}", title=heading.title, other=last[1].title
        )
        hint = Message.of("the order is {sections}", sections=sections.titles(sections.order))
        yield Finding(Location("", heading.span), message.with_hint(hint))

"""The section that is said to cover a clause is no heading of the document.

## Why
A claim with its section leads an auditor to the paragraph in one step. A section that was renamed or
dropped leads to nothing, and often the text that covered the clause is gone with it.

## Wrong
    clauses:
      - {clause: "gbt-19001-2016:8.2.1", section: 一次告知}
    …
    ### 4.2 一次性告知

## Right
    clauses:
      - {clause: "gbt-19001-2016:8.2.1", section: 一次性告知}

## How to mend
Write the title of the heading, without its number; the message offers the nearest one. If the text is
gone, the claim goes too.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.model.document import Document
from qmsdoc.model.objective import Objective
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD407", "claim-without-section", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    content = unit.content
    if isinstance(content, Document):
        yield from _document(content)
    elif isinstance(content, Objective):
        for claim in content.claims:
            if claim.section:
                message = Message.of("an objective has no sections; claim the clause alone")
                yield Finding(claim.section.at(""), message)


def _document(document: Document) -> Iterator[Finding]:
    claims = [claim for claim in document.claims if claim.section]
    if not claims:
        return
    titles = {_plain(heading.title) for heading in document.headings}
    numbered = {_plain(heading.number + heading.title) for heading in document.headings}
    names = KnownNames(titles)
    for claim in claims:
        if claim.section is None or _plain(claim.section.value) in titles | numbered:
            continue
        message = Message.of("there is no section {section} here", section=claim.section.value)
        yield Finding(
            claim.section.at(""), message.with_hint(names.suggestion(claim.section.value))
        )


def _plain(title: str) -> str:
    """A title without the spaces that do not tell two titles apart."""
    return "".join(title.split())

"""A heading lies more than one level below the one before it.

## Why
Levels make the numbering, the table of contents and the outline that a screen reader speaks. A jump
leaves a level without a name, so that the section belongs to nothing.

## Wrong
    ## 4 工作程序
    #### 4.1 受理

## Right
    ## 4 工作程序
    ### 4.1 受理

## How to mend
Take a # away, or add the heading of the level between. Levels are not a matter of type size: the
style sheet decides how large a heading is.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.text.message import Message


@rule("QD206", "heading-jump", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    body = unit.file.body
    above = 1
    for heading in body.headings if body else ():
        if heading.level > above + 1:
            message = Message.of(
                "{title} has level {level}, below level {above}",
                title=heading.title,
                level=heading.level,
                above=above,
            )
            hint = Message.of("write {marks}", marks="#" * (above + 1))
            yield Finding(Location("", heading.span), message.with_hint(hint))
        above = heading.level

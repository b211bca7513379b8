"""A section has a heading and nothing below it.

## Why
An empty section is a promise that nobody kept: the reader cannot tell whether nothing applies or
whether something was forgotten.

## Wrong
    ## 6 相关记录

    ## 7 附录

## Right
    ## 6 相关记录

    无

## How to mend
Write the section. Where nothing applies, say so (无, 本程序不产生记录); where the section is not
needed, delete its heading.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.source.markdown import Block, Heading
from qmsdoc.text.message import Message

# A line of these alone is a rule, the underline of a heading or an empty quotation.
_NO_CONTENT = "-=_*> \t"


@rule("QD203", "empty-section", Severity.ERROR)
def check(unit: UnitContext) -> Iterator[Finding]:
    body = unit.file.body
    if body is None:
        return
    lines: list[str] | None = None
    for heading, following in _bare(body.blocks, body.headings):
        lines = unit.file.text.split("\n") if lines is None else lines
        end = following.span.line - 1 if following else len(lines)
        # A picture of code or a formula is no block, but it is content.
        if all(not line.strip(_NO_CONTENT) for line in lines[heading.span.end_line : end]):
            message = Message.of("the section {title} is empty", title=heading.title)
            hint = Message.of("write it, say that nothing applies, or delete the heading")
            yield Finding(Location("", heading.span), message.with_hint(hint))


def _bare(
    blocks: tuple[Block, ...], headings: tuple[Heading, ...]
) -> Iterator[tuple[Heading, Heading | None]]:
    """Each section without any text, and the heading after it."""
    count = 0
    for index, block in enumerate(blocks):
        if block.kind != "heading":
            continue
        heading = headings[count]
        count += 1
        last = index + 1 == len(blocks)
        if heading.level == 1 or not (last or blocks[index + 1].kind == "heading"):
            continue
        following = None if last else headings[count]
        # A section may hold nothing but sections.
        if following is None or following.level <= heading.level:
            yield heading, following

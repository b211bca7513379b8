"""The numbers of headings do not run on.

## Why
Sections are cited by their number: in other documents, in audit findings, at the window. A number
that is missing, doubled or written in another style sends the reader to the wrong rule.

## Wrong
    ## 1 目的
    ## 3 适用范围
    ### 2.1 对象

## Right
    ## 1 目的
    ## 2 适用范围
    ### 2.1 对象

## How to mend
`qmsdoc fix` numbers all headings of the document anew: 1, 2, 3, below them 4.1, 4.2. Anchors hold
the number, so links to these sections change with them; where the document itself links to one, the
mend is left to you. Sections beside each other are all numbered, in one style, or none is; 前言,
附录, 参考文献 and the like need no number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote

from qmsdoc.diagnostics.types import Edit, Finding, Fix, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.source.markdown import Body, Heading
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.rules.structure.numbering import Fault, Section

# So many changed anchors are named in the message.
_NAMED = 4


@rule("QD205", "heading-numbering", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    body = unit.file.body
    if body is None or _runs_on(body.headings):
        return
    if not any(heading.number for heading in body.headings):
        return
    # What reads numbers of every form is loaded where the usual form does not do.
    from qmsdoc.rules.structure.numbering import faults, sections

    top = sections(body.headings)
    # The first fault of a number carries the mend of all of them.
    mended = False
    for fault in faults(top):
        fix: Fix | None = None
        changed: tuple[Heading, ...] = ()
        if fault.expected is not None and not mended:
            mended = True
            fix, changed = _mend(unit.file.text, body, top)
        where = Location("", fault.section.heading.span)
        yield Finding(where, _message(fault, changed if fix else ()), fix=fix)


def _runs_on(headings: Sequence[Heading]) -> bool:
    """Whether all headings are numbered 1, 2, 3 and 4.1, 4.2 without a fault: the usual case."""
    places: list[int] = []
    for heading in headings:
        depth = heading.level - 1
        if depth == 0:
            continue
        del places[depth:]
        if len(places) == depth:
            places[-1] += 1
        elif len(places) == depth - 1:
            places.append(1)
        else:
            return False
        if heading.number != ".".join(map(str, places)):
            return False
    return True


def _message(fault: Fault, changed: Sequence[Heading]) -> Message:
    from qmsdoc.rules.structure.numbering import write_number

    heading = fault.section.heading
    if fault.expected is None:
        if not heading.number:
            return Message.of("{title} has no number, its neighbours have", title=heading.title)
        return Message.of(
            "the number of {title} is of another form than those of its neighbours",
            title=f"{heading.number} {heading.title}",
        )
    message = Message.of(
        "{title} is numbered {number}, but {expected} comes here",
        title=heading.title,
        number=heading.number,
        expected=write_number(heading.number, fault.expected),
    )
    if not changed:
        return message
    anchors = [f"#{heading.anchor}" for heading in changed[:_NAMED]]
    if len(changed) > _NAMED:
        anchors.append("…")
    return message.with_hint(
        Message.of("numbering anew changes the anchors {anchors}", anchors=tuple(anchors))
    )


def _mend(text: str, body: Body, top: Sequence[Section]) -> tuple[Fix | None, tuple[Heading, ...]]:
    """The mend of all numbers, and the headings that it changes."""
    from qmsdoc.rules.structure.numbering import renumber, write_number

    renumber(top)
    lines = text.split("\n")
    blocks = {block.span: block for block in body.blocks if block.kind == "heading"}
    edits: list[Edit] = []
    changed: list[Heading] = []
    for section in _all(top):
        heading, number = section.heading, section.renumbered
        if number is None or number == section.number:
            continue
        block = blocks[heading.span]
        place = block.place(0, len(heading.number))
        if lines[place.line - 1][place.column - 1 : place.end_column - 1] != heading.number:
            # Bold or a link: where the number stands is not worth guessing.
            return None, ()
        edits.append(Edit(place, write_number(heading.number, number)))
        changed.append(heading)
    if not edits:
        return None, ()
    linked = {unquote(link.target[1:]) for link in body.links if link.target.startswith("#")}
    safe = linked.isdisjoint(heading.anchor for heading in changed)
    return Fix(Message.of("number the headings anew"), tuple(edits), safe), tuple(changed)


def _all(siblings: Sequence[Section]) -> Iterator[Section]:
    for section in siblings:
        yield section
        yield from _all(section.children)

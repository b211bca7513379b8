"""A mark of punctuation that does not belong in Chinese text.

## Why
Half-width marks between Chinese characters, doubled marks and stray spaces come from switched input
methods and pasted text. They print badly, and a search for the phrase misses it.

## Wrong
    服务对象(求职者,用人单位)提出的"申请" 应当场受理。。

## Right
    服务对象（求职者，用人单位）提出的“申请”应当场受理。

## How to mend
`qmsdoc fix` does it. Code, addresses, numbers, Latin text and titles in 《》 are left alone. Where two
different marks stand side by side, choose the one that was meant. The heading that repeats the title
is left to you: correct both.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from qmsdoc.diagnostics.types import Finding, Fix, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.rules.wording.prose import Prose, prose_of
from qmsdoc.text.message import Message

if TYPE_CHECKING:
    from qmsdoc.rules.wording.marks import Mark


@rule("QD805", "punctuation", Severity.WARNING)
def check(unit: UnitContext) -> Iterator[Finding]:
    # Its patterns are dear to compile, and a run with nothing changed does without them.
    from qmsdoc.rules.wording.marks import wrong_marks

    prose = prose_of(unit)
    if prose is None or unit.document is None:
        return
    titles = {heading.span.line for heading in unit.document.headings if heading.level == 1}
    for mark in wrong_marks(prose):
        span = mark.hit.span
        # The heading repeats the title of the front matter, and is to go on doing so.
        fix = _fix(prose, mark, safe=span.line not in titles)
        yield Finding(Location("", span), _message(mark), fix=fix)


def _message(mark: Mark) -> Message:
    text = mark.hit.text.strip()
    ends = text if len(text) == 1 else f"{text[:1]} {text[-1:]}"
    if mark.kind == "narrow":
        return Message.of("the mark {mark} between Chinese characters is half-width", mark=text)
    if mark.kind == "brackets":
        return Message.of("the brackets {mark} in Chinese text are half-width", mark=ends)
    if mark.kind == "quotes":
        return Message.of("the quotation marks {mark} around Chinese text are ASCII", mark=ends)
    if mark.kind == "doubled":
        return Message.of("{mark} are several marks where one belongs", mark=text)
    return Message.of("a space stands between Chinese characters")


def _fix(prose: Prose, mark: Mark, *, safe: bool) -> Fix | None:
    made = [prose.edit(mark.hit.block, *replacement) for replacement in mark.replacements]
    edits = tuple(edit for edit in made if edit is not None)
    if not edits or len(edits) < len(made):
        return None
    written = "".join(text for _, _, text in mark.replacements)
    if not written:
        return Fix(Message.of("take the space away"), edits, safe)
    return Fix(Message.of("write {mark}", mark=written), edits, safe)

"""A sentence of more than 80 characters.

## Why
Who looks something up at the window reads one sentence. Beyond two or three lines, conditions and
exceptions are missed, and a requirement that is hard to read is not kept.

## Wrong
    经办人员收到材料后应核对是否齐全，齐全的当场受理并登记编号后转交审核人员……（一句到底）

## Right
    经办人员收到材料后应核对是否齐全。齐全的，当场受理并登记编号，转交审核人员。

## How to mend
Make two sentences of it, or a list: one item for each condition. A Latin word or a number counts as
one character; lists of names and links are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import UnitContext, rule
from qmsdoc.rules.wording.prose import prose_of
from qmsdoc.source.markdown import Block
from qmsdoc.text.message import Message

LIMIT = 80
# A quotation that holds whole sentences is judged by their length.
_RUN = re.compile(rf"(?:\A|[。！？；])[^。！？；]{{{LIMIT}}}")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What a list of names is made of, once the names are taken away.
_JOINS = re.compile(r"[\s、，,和及与《》\[\]。；;-]*")
_TITLE = re.compile(r"《[^《》]*》|\[[^\[\]]*")


@rule("QD806", "long-sentence", Severity.INFO)
def check(unit: UnitContext) -> Iterator[Finding]:
    prose = prose_of(unit)
    if prose is None or unit.document is None:
        return
    for block in prose.blocks:
        if len(block.shown) > LIMIT and block.kind != "heading" and _RUN.search(block.shown):
            yield from _long(block)


def _long(block: Block) -> Iterator[Finding]:
    from qmsdoc.text.sentences import length, sentences

    for start, end in sentences(block.shown):
        sentence = block.shown[start:end]
        if len(sentence) <= LIMIT or not _CHINESE.search(sentence):
            continue
        count = length(sentence)
        if count <= LIMIT or _JOINS.fullmatch(_TITLE.sub("", sentence)):
            continue
        message = Message.of("this sentence has {count} characters", count=count)
        hint = Message.of("make two of it, or a list")
        yield Finding(Location("", block.place(start, end)), message.with_hint(hint))

"""An abbreviation that neither the document nor the glossary explains.

## Why
Who writes a procedure knows what KPI or HRMIS stands for; who was hired last week, and the public,
do not. An abbreviation is explained where it is first used, or once for all documents.

## Wrong
    结果录入HRMIS。

## Right
    结果录入人力资源市场信息系统（HRMIS）。

## How to mend
Write the full name with the abbreviation in brackets at its first use, or add it to glossary.yaml
under abbreviations. Numbers of documents and standards, and abbreviations that every office knows
(PDF, ID), are left alone; one of your own kind is allowed in qmsdoc.yaml under wording, ignore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.rules.wording.lexicon import Lexicon, lexicon_of
from qmsdoc.rules.wording.prose import Prose, prose_of
from qmsdoc.text.message import Message

# Two to eight capitals that are no part of a number, a path or an address.
_ABBREVIATION = re.compile(
    r"[A-Z](?<![A-Za-z0-9_./@#&+:$%-][A-Z])[A-Z]{1,7}(?![A-Za-z0-9_/@&+-]|\.[A-Za-z0-9]|\s?[0-9])"
)
_ROMAN = re.compile(r"[IVX]+")
_RATING = re.compile(r"([A-Z])\1+")


@rule("QD802", "undefined-abbreviation", Severity.WARNING)
def check(context: PolicyContext) -> Iterator[Finding]:
    prose = prose_of(context)
    if prose is None or context.document is None:
        return
    lexicon = lexicon_of(context)
    seen: set[str] = set()
    for hit in prose.matches(_ABBREVIATION):
        word = hit.text
        if word in seen or hit.is_other_word:
            continue
        seen.add(word)
        # A cell that holds nothing else is an entry of a list of codes.
        if hit.block.text.strip() == word or _is_known(word, lexicon, prose):
            continue
        message = Message.of("{word} is explained nowhere", word=word)
        hint = Message.of("write the full name before it, or add it to glossary.yaml")
        yield Finding(Location("", hit.span), message.with_hint(hint))


def _is_known(word: str, lexicon: Lexicon, prose: Prose) -> bool:
    if word in lexicon.abbreviations or _ROMAN.fullmatch(word) or _RATING.fullmatch(word):
        return True
    defined = re.compile(
        # 全称（ABC）, （Full Name, ABC）, （以下简称“ABC”）
        rf"[（(][^（）()\n]{{0,60}}(?<![A-Z]){word}[”\"]?[）)]"
        # ABC（全称）, ABC：全称, ABC是…, 以下简称ABC
        rf"|(?<![A-Z]){word}[”\"]?(?:[（(][^（）()\n]{{2,}}[）)]|：|为|是|即|指|代表|表示|——)"
        rf"|(?:简称|缩写|代号|代码)(?:为|是)?[“\"]?{word}(?![A-Z])"
    )
    return defined.search(prose.shown) is not None

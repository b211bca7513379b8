"""A word that the glossary replaces by another one.

## Why
One thing, one name. 顾客, 客户 and 服务对象 in one manual make three of one, and the wording of
factories (产品, 工序, 返工) tells the staff of a public service that the system was written for
somebody else.

## Wrong
    前台接待岗向顾客说明办理时限。

## Right
    前台接待岗向服务对象说明办理时限。

## How to mend
`qmsdoc fix` writes the preferred term; in headings and in the text of links, which other places
repeat, the mend is left to you. The words stand in glossary.yaml (replaces) and in qmsdoc.yaml
(wording, discouraged); where the Beijing standards for public employment services are in force, a
built-in list adds the usual words of factories. Names of texts in 《》 and quotations are left alone;
a word that is right here is allowed under wording, ignore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Fix, Location, Severity
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.rules.wording.lexicon import lexicon_of
from qmsdoc.rules.wording.prose import prose_of
from qmsdoc.text.message import Message

# Typed into a text, these would be read as Markdown, or break its line.
_NEEDS_ESCAPE = re.compile(r"[*_`\\\[\]<>#|&~]|[^\S ]")


@rule("QD801", "discouraged-term", Severity.WARNING)
def check(context: PolicyContext) -> Iterator[Finding]:
    prose = prose_of(context)
    if prose is None or context.document is None:
        return
    lexicon = lexicon_of(context)
    for hit in prose.matches(lexicon.discouraged_words):
        word = hit.text
        if lexicon.belongs_to_longer(hit) or hit.quoted:
            continue
        use = lexicon.discouraged[word]
        message = Message.of("{word} is not the word used here", word=word)
        hint = Message.of("write {use}", use=use)
        # A heading has an anchor and a clause that names it, the text of a link a title.
        safe = hit.block.kind != "heading" and not hit.linked
        edit = prose.edit(hit.block, hit.start, hit.end, use)
        is_plain = not _NEEDS_ESCAPE.search(use)
        fix = Fix(hint, (edit,), safe=safe) if edit and is_plain else None
        yield Finding(Location("", hit.span), message.with_hint(hint), fix=fix)

"""A requirement is worded with another verb than 应, 宜, 可 or 能.

## Why
Where 必须, 应当 and 应 stand side by side, readers ask whether one binds more than the other. The
drafting rules for standards (GB/T 1.1, annex C) give each meaning one form: 应 requires, 宜
recommends, 可 permits, 能 says what is possible; 不应 is the form of what must not be done. This
toolkit asks the same of controlled documents.

## Wrong
    经办人员必须当场核对证件，不得扣押原件。

## Right
    经办人员应当场核对证件，不应扣押原件。

## How to mend
Write the form that the message names; read the sentence once more, since what was meant may be 宜
or 可. Words in quotation marks, in 《》 and in headings are left alone: a law is quoted as it is
worded. Further words, and words to allow, stand in qmsdoc.yaml, under wording, modal and ignore.
"""

from __future__ import annotations

from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.rules.wording.lexicon import lexicon_of
from qmsdoc.rules.wording.prose import prose_of
from qmsdoc.text.message import Message


@rule("QD804", "modal-verb", Severity.WARNING)
def check(context: PolicyContext) -> Iterator[Finding]:
    prose = prose_of(context)
    if prose is None or context.document is None:
        return
    lexicon = lexicon_of(context)
    for hit in prose.matches(lexicon.modal_words):
        word = hit.text
        if hit.block.kind == "heading" or lexicon.belongs_to_longer(hit) or hit.is_other_word:
            continue
        message = Message.of("{word} is not the form of a requirement", word=word)
        hint = Message.of("write {use}", use=lexicon.modal[word])
        yield Finding(Location("", hit.span), message.with_hint(hint))

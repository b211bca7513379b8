"""A requirement leaves open by when, how much, when or by which text.

## Why
及时 is three minutes to the person at the window and three days to the person behind it. What is
not decided when the rule is written is decided anew each time, by each post in its own way, and no
audit can say whether it was kept.

## Wrong
    投诉受理员应及时答复投诉人，必要时上门走访。

## Right
    投诉受理员应在10个工作日内答复投诉人；投诉人行动不便的，上门走访。

## How to mend
Say the limit, the amount, the condition or the text: 3个工作日内, 不少于2人, 经科长批准, 按QP-05. A word is
only named where a requirement is made (应, 宜, 须, 负责, a step of a table) and the sentence does not
already say it. Words that your organisation wants to see or to allow stand in qmsdoc.yaml, under
wording, vague and ignore.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.diagnostics.types import Finding, Location, Severity
from qmsdoc.model.document import Document, Step
from qmsdoc.rules.types import PolicyContext, rule
from qmsdoc.rules.wording.lexicon import Lexicon, Vague, lexicon_of
from qmsdoc.rules.wording.prose import Hit, Prose, prose_of
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

# 及时 in 投诉及时办结率 is a name. 等 ends a list only behind another word.
_IN_A_NAME = re.compile(r"[\u4e00-\u9fff]{0,5}[率性度](?![\u4e00-\u9fff]{0,3}应)")
_AND_SO_ON = re.compile(
    r"等(?<=[\u4e00-\u9fff）”》]等)(?<![同平初中高对优均相上下特何甲乙丙一二三]等)等?(?=[。；;]|$)",
    re.M,
)
_HINTS = {
    "time": Message.of("say by when or how often, such as 3个工作日内 or 每季度"),
    "degree": Message.of("say how much, or what is enough"),
    "condition": Message.of("say in which cases, or who decides"),
    "reference": Message.of("name the document and its section"),
}


@rule("QD803", "vague-requirement", Severity.WARNING)
def check(context: PolicyContext) -> Iterator[Finding]:
    prose, document = prose_of(context), context.document
    if prose is None or document is None:
        return
    lexicon = lexicon_of(context)
    cells = _StepCells(document)
    for hit in prose.matches(lexicon.vague_words):
        word = hit.text
        vague = lexicon.vague[word]
        if _is_vague(vague, hit, lexicon, cells):
            message = Message.of("{word} leaves the requirement open", word=word)
            yield Finding(Location("", hit.span), message.with_hint(_HINTS[vague.kind]))
    yield from _open_lists(prose, cells, lexicon)


class _StepCells:
    """Which cells of a document are steps and their limits, by place."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._steps: dict[Span, tuple[Step, bool]] | None = None

    def step(self, hit: Hit) -> tuple[Step, bool] | None:
        """The step whose action or limit the hit stands in, and whether it is the limit."""
        if hit.block.kind != "cell" or not self._document.steps:
            return None
        if self._steps is None:
            self._steps = {}
            for table in self._document.steps:
                for step in table:
                    self._steps[step.action.span] = (step, False)
                    if step.limit:
                        self._steps[step.limit.span] = (step, True)
        return self._steps.get(hit.block.span)


def _is_vague(vague: Vague, hit: Hit, lexicon: Lexicon, cells: _StepCells) -> bool:
    after = hit.after
    if hit.block.kind == "heading" or (vague.before and not after.startswith(vague.before)):
        return False
    if _IN_A_NAME.match(after) or lexicon.belongs_to_longer(hit) or hit.is_other_word:
        return False
    from qmsdoc.rules.wording import requirement

    if vague.kind == "reference" and not requirement.relies_on(hit.before, after):
        return False
    start, end = hit.sentence
    sentence = hit.block.shown[start:end]
    found = cells.step(hit)
    if found is None:
        return requirement.requires(sentence) and not _is_closed(vague, hit, sentence)
    step, in_limit = found
    if not in_limit and vague.kind == "time" and step.limit:
        # The row is the sentence: what the limit leaves open is named there.
        return False
    return not _is_closed(vague, hit, sentence)


def _is_closed(vague: Vague, hit: Hit, sentence: str) -> bool:
    """Whether the sentence itself says what the word leaves open."""
    from qmsdoc.rules.wording import requirement

    if requirement.names_text(sentence) or _links(hit):
        return True
    if vague.kind == "time":
        return requirement.has_time(sentence)
    if vague.kind == "reference":
        return False
    limited = requirement.has_time(sentence) or requirement.has_amount(sentence)
    return limited or requirement.names_decision(sentence)


def _links(hit: Hit) -> bool:
    """Whether the sentence of the hit holds a link to another document."""
    if not hit.block.links:
        return False
    start, end = hit.sentence
    span = hit.block.place(start, end)
    return any(
        span.start <= link.span.start and link.span.start <= span.end for link in hit.block.links
    )


def _open_lists(prose: Prose, cells: _StepCells, lexicon: Lexicon) -> Iterator[Finding]:
    from qmsdoc.rules.wording import requirement

    for hit in prose.matches(_AND_SO_ON):
        if hit.block.kind == "heading" or hit.is_other_word or lexicon.belongs_to_longer(hit):
            continue
        start, _ = hit.sentence
        sentence = hit.block.shown[start : hit.end]
        if "、" in sentence and (requirement.requires(sentence) or cells.step(hit)):
            message = Message.of("{word} leaves the list open", word=hit.text)
            hint = Message.of("name everything, or say what else belongs to it")
            yield Finding(Location("", hit.span), message.with_hint(hint))

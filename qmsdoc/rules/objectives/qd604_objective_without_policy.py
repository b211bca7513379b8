"""An objective is not tied to the quality policy.

## Why
GB/T 19001-2016 6.2.1 asks that objectives be consistent with the quality policy. An objective that
cites what the policy does not say, perhaps because the policy was revised, serves something else.

## Wrong
    policy: 高效便民

## Right
    policy: 依法公益、便民高效

## How to mend
Cite under policy, word for word, the phrase of the quality policy that the objective serves: it
stands in the manual below the heading 质量方针 (or one with the word policy). Spaces, bold type and
full or half width of punctuation make no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from unicodedata import normalize

from qmsdoc.diagnostics.types import Finding, Severity
from qmsdoc.index.types import Index
from qmsdoc.rules.nearest import KnownNames
from qmsdoc.rules.objectives.place import place_of
from qmsdoc.rules.types import rule
from qmsdoc.text.message import Message

# What NFKC leaves apart.
_SIGNS = str.maketrans({"。": ".", "“": '"', "”": '"', "‘": "'", "’": "'"})
_MARKUP = re.compile(r"[*_`~\\]")
_SENTENCE_END = re.compile(r"[。；;！!？?：:]|\.(?=\s|$)|\n")


@rule("QD604", "objective-without-policy", Severity.WARNING)
def check(index: Index) -> Iterator[Finding]:
    policy = _Policy(index)
    for file in index.objectives.values():
        objective = file.objective
        if objective.keys and objective.lacks("policy"):
            text = "the objective does not say which phrase of the quality policy it serves"
            yield Finding(place_of(file, "policy"), Message.of(text))
        elif objective.policy and policy.manuals and not policy.says(objective.policy.value):
            yield Finding(objective.policy.at(file.path), policy.silence(objective.policy.value))


class _Policy:
    """What the manuals say under their headings on the quality policy."""

    def __init__(self, index: Index) -> None:
        self._texts = [text.value for texts in index.policy_texts.values() for text in texts]
        self.manuals = [file for file in index.documents.values() if file.kind == "manual"]

    def says(self, phrase: str) -> bool:
        wanted = _plain(phrase)
        return any(wanted in text for text in self._plain_texts)

    def silence(self, phrase: str) -> Message:
        """Why *phrase* is not found, and what is nearest to it."""
        if not self._texts:
            return Message.of(
                "no manual has a section under a heading such as 质量方针, where the phrase would stand"
            )
        message = Message.of(
            "the quality policy in the manual does not say {phrase}", phrase=phrase
        )
        return message.with_hint(self._phrases.suggestion(phrase))

    @cached_property
    def _plain_texts(self) -> list[str]:
        return [_plain(text) for text in self._texts]

    @cached_property
    def _phrases(self) -> KnownNames:
        parts = (
            part for text in self._texts for part in _SENTENCE_END.split(_MARKUP.sub("", text))
        )
        return KnownNames(part.strip() for part in parts if part.strip())


def _plain(text: str) -> str:
    """*text* without markup, white space, and what only the width of a sign makes different."""
    folded = normalize("NFKC", _MARKUP.sub("", text)).translate(_SIGNS)
    return "".join(folded.split()).strip(".;,").casefold()

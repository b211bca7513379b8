"""The words that the rules of wording look for: the built-in ones, the policy's, the glossary's."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any

from msgspec import Struct

from qmsdoc.model.organization import Glossary
from qmsdoc.model.policy import Policy
from qmsdoc.resources import data_dir
from qmsdoc.rules.types import PolicyContext
from qmsdoc.rules.wording.once import LastMade
from qmsdoc.rules.wording.prose import Hit, any_of
from qmsdoc.source.yaml import load_yaml


class Vague(Struct, frozen=True):
    """What a word leaves open; *before*, where it is not empty, is what must follow the word."""

    kind: str
    before: tuple[str, ...] = ()


class Words(Struct, frozen=True):
    """``schemas/wording.yaml``, which a test holds to its schema."""

    vague: dict[str, Vague]
    modal: dict[str, str]
    discouraged: dict[str, str]
    service_standards: frozenset[str]
    abbreviations: frozenset[str]
    longer: tuple[str, ...]


class Lexicon:
    """The words of one policy and glossary."""

    def __init__(self, policy: Policy, glossary: Glossary) -> None:
        self._policy = policy
        self._glossary = glossary

    @cached_property
    def vague(self) -> dict[str, Vague]:
        # What an organisation calls vague is so wherever nothing at all is said beside it.
        added = dict.fromkeys(self._policy.wording.vague, Vague("degree"))
        return {**builtin_words().vague, **added}

    @cached_property
    def modal(self) -> dict[str, str]:
        return {**builtin_words().modal, **self._policy.wording.modal}

    @cached_property
    def discouraged(self) -> dict[str, str]:
        """Each word with the one to write: the policy's word before the glossary's, then ours."""
        builtin = builtin_words()
        in_force = {standard.id.value for standard in self._policy.standards}
        found = dict(builtin.discouraged) if in_force & builtin.service_standards else {}
        for term in self._glossary.terms:
            found.update((word.value, term.term.value) for word in term.replaces)
        found.update(self._policy.wording.discouraged)
        return {word: use for word, use in found.items() if word != use}

    @cached_property
    def abbreviations(self) -> frozenset[str]:
        """Abbreviations that need no explanation in the document."""
        policy = self._policy
        own = {short for short, _ in self._glossary.abbreviations}
        return builtin_words().abbreviations | own | {policy.code} | set(policy.wording.ignore)

    @cached_property
    def vague_words(self) -> re.Pattern[str]:
        return any_of(self.vague)

    @cached_property
    def modal_words(self) -> re.Pattern[str]:
        return any_of(self.modal)

    @cached_property
    def discouraged_words(self) -> re.Pattern[str]:
        return any_of(self.discouraged)

    def belongs_to_longer(self, hit: Hit) -> bool:
        """Whether the word found is part of one that means something of its own, or is ignored."""
        shown, word = hit.block.shown, hit.text
        for longer, offset in self._longer(word):
            start = hit.start - offset
            if start >= 0 and shown.startswith(longer, start):
                return True
        return False

    def _longer(self, word: str) -> tuple[tuple[str, int], ...]:
        """The longer words that hold *word*, each with the offset at which it stands there."""
        found = self._found.get(word)
        if found is None:
            found = self._found[word] = tuple(_holding(word, self._all_longer))
        return found

    @cached_property
    def _found(self) -> dict[str, tuple[tuple[str, int], ...]]:
        return {}

    @cached_property
    def _all_longer(self) -> tuple[str, ...]:
        # The term that replaces a word may hold it: 外部供应方 for 供应方.
        terms = (term.term.value for term in self._glossary.terms)
        used = self.discouraged.values()
        return (*builtin_words().longer, *self._policy.wording.ignore, *terms, *used)


def _holding(word: str, longer: Iterable[str]) -> Iterable[tuple[str, int]]:
    for one in longer:
        offset = one.find(word)
        while offset >= 0:
            yield one, offset
            offset = one.find(word, offset + 1)


@cache
def builtin_words() -> Words:
    """The words that ship with qmsdoc."""
    data = load_yaml((data_dir("schemas") / "wording.yaml").read_text("utf-8")).data
    return load_words(data)


def load_words(data: Any) -> Words:
    """The words in *data*, which has passed ``wording.schema.json``."""
    return Words(
        vague={
            word: Vague(entry["kind"], tuple(entry.get("before", ())))
            for entry in data["vague"]
            for word in entry["words"]
        },
        modal=data["modal"],
        discouraged=data["discouraged"]["words"],
        service_standards=frozenset(data["discouraged"]["standards"]),
        abbreviations=frozenset(data["abbreviations"]),
        longer=tuple(data["longer"]),
    )


# The policy and the glossary are the same values for all files of a run.
_LAST: LastMade[Policy, LastMade[Glossary, Lexicon]] = LastMade(
    lambda policy: LastMade(lambda glossary: Lexicon(policy, glossary))
)


def lexicon_of(context: PolicyContext) -> Lexicon:
    """The words for the policy and the glossary of *context*."""
    return _LAST.of(context.policy).of(context.glossary)

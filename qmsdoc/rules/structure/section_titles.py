"""Which sections a kind of document has, and under which titles they are found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from typing import Any

from msgspec import Struct

from qmsdoc.model.document import Document
from qmsdoc.model.policy import Policy, SectionPolicy
from qmsdoc.resources import data_dir
from qmsdoc.rules.types import PolicyContext
from qmsdoc.rules.wording.once import LastMade
from qmsdoc.source.markdown import Heading
from qmsdoc.source.yaml import load_yaml

_AND = re.compile(r"以及|[和与及、/，,]| and ")


class Structure(Struct, frozen=True):
    """``schemas/structure.yaml``, which a test holds to its schema."""

    kinds: dict[str, SectionPolicy]
    titles: dict[str, tuple[str, ...]]


class Sections:
    """The sections of one kind: which there must be, in which order they stand."""

    def __init__(self, kind: str, own: SectionPolicy, language: str = "") -> None:
        builtin = builtin_structure().kinds.get(kind, SectionPolicy())
        self.required = _first(own.required, builtin.required)
        self.order = _first(own.order, builtin.order)
        self._own = own.titles
        self._is_english = language.startswith("en")
        # Most documents have the same headings.
        self._known: dict[str, frozenset[str]] = {}

    @cached_property
    def _by_title(self) -> dict[str, frozenset[str]]:
        """The sections that a title names, by the title as it is compared."""
        found: dict[str, set[str]] = {}
        for section in (*self.required, *self.order):
            usual = builtin_structure().titles.get(section, ())
            for title in (section, *usual, *self._own.get(section, ())):
                found.setdefault(_plain(title), set()).add(section)
        return {title: frozenset(sections) for title, sections in found.items()}

    def title(self, section: str) -> str:
        """What *section* is called in the language of the documents."""
        if not self._is_english:
            return section
        usual = builtin_structure().titles.get(section, ())
        return next((title.capitalize() for title in usual if title.isascii()), section)

    def titles(self, sections: Iterable[str]) -> str:
        """The titles of *sections*, listed as that language lists."""
        return (", " if self._is_english else "、").join(map(self.title, sections))

    def named_by(self, heading: Heading) -> frozenset[str]:
        """The sections that a heading names: 目的和适用范围 is two of them."""
        found = self._known.get(heading.title)
        if found is None:
            found = self._known[heading.title] = self._named(_plain(heading.title))
        return found

    def _named(self, title: str) -> frozenset[str]:
        whole = self._by_title.get(title)
        if whole:
            return whole
        parts = [self._by_title.get(part.strip(), frozenset()) for part in _AND.split(title)]
        return frozenset().union(*parts)


def sections_of(context: PolicyContext) -> tuple[Document, Sections] | None:
    """The document with the sections of its kind; None for a file that is no document."""
    document = context.document
    if document is None or document.kind is None or not document.headings:
        return None
    return document, _LAST.of(context.policy)(document.kind.value)


def top_sections(document: Document) -> Iterator[Heading]:
    """The sections that stand in no other section."""
    sections = document.sections
    top = min((heading.level for heading in sections), default=2)
    return (heading for heading in sections if heading.level == top)


def load_structure(data: Any) -> Structure:
    """The structure in *data*, which has passed ``structure.schema.json``."""
    kinds = {
        kind: SectionPolicy(tuple(entry["required"]), tuple(entry["order"]))
        for kind, entry in data["kinds"].items()
    }
    return Structure(kinds, {name: tuple(titles) for name, titles in data["titles"].items()})


@cache
def builtin_structure() -> Structure:
    """The sections that ship with qmsdoc."""
    data = load_yaml((data_dir("schemas") / "structure.yaml").read_text("utf-8")).data
    return load_structure(data)


class _ByKind:
    """The sections of each kind under one policy, made when they are asked for."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._made: dict[str, Sections] = {}

    def __call__(self, kind: str) -> Sections:
        if kind not in self._made:
            own = self._policy.sections.get(kind, SectionPolicy())
            self._made[kind] = Sections(kind, own, self._policy.language)
        return self._made[kind]


_LAST: LastMade[Policy, _ByKind] = LastMade(_ByKind)


def _first(own: tuple[str, ...] | None, builtin: tuple[str, ...] | None) -> tuple[str, ...]:
    return own if own is not None else builtin or ()


def _plain(title: str) -> str:
    """As titles are compared: 目 的 is 目的."""
    text = title.strip().rstrip("：:").lower()
    return text if text.isascii() else "".join(text.split())

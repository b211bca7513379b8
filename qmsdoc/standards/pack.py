"""From the plain data of a pack to a Standard. What can be derived is derived here, never stored."""

from __future__ import annotations

import re
from typing import Any

from qmsdoc.standards.types import (
    Applies,
    Clause,
    ClauseFacts,
    Confidence,
    Fact,
    Standard,
    Title,
)
from qmsdoc.text.natural import natural_key

Data = dict[str, Any]
_FOLD = re.compile(r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])")


def load_pack(data: Data) -> Standard:
    """Make a Standard of *data*, which has passed ``standard.schema.json``.

    Of clauses under one number the first stands; QD006 reports the others.
    """
    base = Fact(_text(data, "source"), data["confidence"])
    title_zh, title_en = _title_facts(data, base, base)
    return Standard(
        id=data["id"],
        number=_text(data, "number"),
        title=_title(data, "title"),
        title_zh=title_zh,
        title_en=title_en,
        status=data["status"],
        source=base.source,
        confidence=base.confidence,
        clauses=_clauses(data["clauses"], _pack_facts(data.get("facts", {}), base)),
        issued=_text(data, "issued"),
        effective=_text(data, "effective"),
        issuer=_text(data, "issuer"),
        identical_to=_text(data, "identical_to"),
        superseded_by=_text(data, "superseded_by"),
        supersedes=_text(data, "supersedes"),
        note=_prose(data, "note"),
    )


def _clauses(items: list[Data], facts: ClauseFacts) -> dict[str, Clause]:
    """All clauses by number, in natural order. Above comes before below in that order."""
    by_number: dict[str, Data] = {}
    for item in items:
        by_number.setdefault(item["number"], item)
    numbers = sorted(by_number, key=natural_key)
    parents = {number: _parent(number, by_number) for number in numbers}
    children: dict[str, list[str]] = {number: [] for number in numbers}
    for number, parent in parents.items():
        if parent is not None:
            children[parent].append(number)
    clauses: dict[str, Clause] = {}
    for number in numbers:
        parent = parents[number]
        above: Applies = clauses[parent].applies if parent is not None else "required"
        clauses[number] = _clause(by_number[number], facts, above, parent, children[number])
    return clauses


def _parent(number: str, known: dict[str, Data]) -> str | None:
    while "." in number:
        number = number.rpartition(".")[0]
        if number in known:
            return number
    return None


def _clause(
    data: Data, facts: ClauseFacts, above: Applies, parent: str | None, children: list[str]
) -> Clause:
    return Clause(
        number=data["number"],
        title=_title(data, "title"),
        applies=data.get("applies", above),
        facts=_clause_facts(data, facts),
        documented=tuple(data.get("documented", ())),
        about=_prose(data, "about"),
        note=_prose(data, "note"),
        evidence=data.get("evidence"),
        parent=parent,
        children=tuple(children),
    )


def _pack_facts(data: Data, base: Fact) -> ClauseFacts:
    """What holds for every clause that says nothing else of itself."""
    number = _fact(data.get("clauses"), base)
    documented = _fact(data.get("documented"), number)
    return ClauseFacts(
        number=number,
        title_zh=_fact(data.get("title_zh"), number),
        title_en=_fact(data.get("title_en"), number),
        documented=documented,
        about=_fact(data.get("about"), documented),
    )


def _clause_facts(data: Data, facts: ClauseFacts) -> ClauseFacts:
    if "source" in data or "confidence" in data:
        facts = ClauseFacts(
            number=_fact(data, facts.number),
            title_zh=_fact(data, facts.title_zh),
            title_en=_fact(data, facts.title_en),
            documented=_fact(data, facts.documented),
            about=_fact(data, facts.about),
        )
    if "title_confidence" in data:
        title_zh, title_en = _title_facts(data, facts.title_zh, facts.title_en)
        facts = ClauseFacts(facts.number, title_zh, title_en, facts.documented, facts.about)
    return facts


def _title_facts(data: Data, zh: Fact, en: Fact) -> tuple[Fact, Fact]:
    sure: dict[str, Confidence] = data.get("title_confidence", {})
    return (
        Fact(zh.source, sure.get("zh", zh.confidence)),
        Fact(en.source, sure.get("en", en.confidence)),
    )


def _fact(data: Data | None, default: Fact) -> Fact:
    """The source and confidence that *data* states, each with its default."""
    if data is None:
        return default
    confidence: Confidence = data.get("confidence", default.confidence)
    return Fact(_text(data, "source") or default.source, confidence)


def _title(data: Data, key: str) -> Title:
    said: Data = data.get(key, {})
    return Title(_text(said, "zh"), _text(said, "en"))


def _prose(data: Data, key: str) -> Title:
    """Sentences. Where YAML folds a line it puts a space, which Chinese does not have."""
    said = _title(data, key)
    return Title(_FOLD.sub("", said.zh), said.en)


def _text(data: Data, key: str) -> str:
    """A one-line text; a number typed without quotes is the text that was typed."""
    return str(data.get(key, "")).strip()

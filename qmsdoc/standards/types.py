"""A standard and its clauses: numbers, titles and own words, never the text of the standard."""

from __future__ import annotations

import re
from typing import Any, Literal

from msgspec import Struct

Status = Literal["in-force", "superseded", "withdrawn", "unknown"]
Confidence = Literal["verified", "weak", "general", "translation"]
Applies = Literal["required", "adaptable", "none"]
Call = Literal["document", "record", "general", "amend", "consider"]

_CLAUSE_REF = re.compile(
    r"([a-z0-9]+(?:-[a-z0-9]+)*):([0-9]+(?:\.[0-9]+)*|[A-Z](?:\.[0-9]+)*)", re.ASCII
)


class ClauseRef(Struct, frozen=True, order=True, array_like=True, gc=False):
    """One clause of one standard; ``str`` writes it as in front matter."""

    standard: str
    number: str

    def __str__(self) -> str:
        return f"{self.standard}:{self.number}"


def parse_clause_ref(text: str) -> ClauseRef | None:
    """Read ``standard:number``; None where the text is anything else, a stray space included."""
    match = _CLAUSE_REF.fullmatch(text)
    return ClauseRef(match[1], match[2]) if match else None


class Title(Struct, frozen=True, array_like=True, gc=False):
    """A text in Chinese and in English; "" where a language has none."""

    zh: str = ""
    en: str = ""

    def in_language(self, language: str) -> str:
        """The text in ``zh`` or ``en`` (``zh_CN`` counts as ``zh``), else in the other; "" if none."""
        if language.startswith("zh"):
            return self.zh or self.en
        return self.en or self.zh

    def __bool__(self) -> bool:
        return bool(self.zh or self.en)


class Fact(Struct, frozen=True, array_like=True, gc=False):
    """Where a fact was seen, and how sure it is."""

    source: str
    confidence: Confidence


class ClauseFacts(Struct, frozen=True, array_like=True, gc=False):
    """Source and confidence of each kind of fact that a clause states, every default filled in."""

    number: Fact
    title_zh: Fact
    title_en: Fact
    documented: Fact
    about: Fact


class Clause(Struct, frozen=True, gc=False):
    """One numbered clause. ``title`` is empty where the standard gives none or it was not seen.

    ``parent`` and ``children`` follow from the numbers. A parent is the nearest clause above that
    the pack holds, so 0.1 has none where there is no 0. ``applies`` is filled in from above.
    ``evidence`` is a JSON Schema over the evidence of the clause; None asks for nothing but a claim.
    """

    number: str
    title: Title
    applies: Applies
    facts: ClauseFacts
    documented: tuple[Call, ...] = ()
    about: Title = Title()
    note: Title = Title()
    evidence: dict[str, Any] | None = None
    parent: str | None = None
    children: tuple[str, ...] = ()

    @property
    def source(self) -> str:
        """Where the clause, as a number, was seen."""
        return self.facts.number.source

    @property
    def confidence(self) -> Confidence:
        """How sure it is that there is a clause of this number."""
        return self.facts.number.confidence

    @property
    def must_be_covered(self) -> bool:
        """Whether it counts on its own. A clause with children is covered when they are."""
        return self.applies == "required" and not self.children


class Standard(Struct, frozen=True, gc=False):
    """An edition of a standard. ``clauses`` is by number, in natural order, annexes last.

    ``superseded_by`` and ``supersedes`` name the packs of the neighbouring editions; whether this
    one has been superseded is ``status``. Dates are YYYY-MM-DD, "" where they were not found.
    """

    id: str
    number: str
    title: Title
    title_zh: Fact
    title_en: Fact
    status: Status
    source: str
    confidence: Confidence
    clauses: dict[str, Clause]
    issued: str = ""
    effective: str = ""
    issuer: str = ""
    identical_to: str = ""
    superseded_by: str = ""
    supersedes: str = ""
    note: Title = Title()

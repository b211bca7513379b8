"""Standards for programs: every fact of a pack with its source and how sure it is."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from qmsdoc.standards.types import Clause, Fact, Standard, Title
from qmsdoc.text.display import display


def render_list(standards: Iterable[Standard], own: frozenset[str]) -> str:
    """One object a pack, without its clauses."""
    found = [
        {**_edition(item), "own": item.id in own, "clauses": len(item.clauses)}
        for item in standards
    ]
    return _text({"standards": found})


def render_page(standard: Standard) -> str:
    """One pack with all its clauses."""
    clauses = [_clause(standard.id, clause) for clause in standard.clauses.values()]
    return _text({**_edition(standard), "clauses": clauses})


def _edition(standard: Standard) -> dict[str, Any]:
    return {
        "id": standard.id,
        "number": display(standard.number),
        "title": _title(standard.title),
        "title_facts": {"zh": _fact(standard.title_zh), "en": _fact(standard.title_en)},
        "status": standard.status,
        "issued": display(standard.issued),
        "effective": display(standard.effective),
        "issuer": display(standard.issuer),
        "identical_to": display(standard.identical_to),
        "supersedes": display(standard.supersedes),
        "superseded_by": display(standard.superseded_by),
        "source": display(standard.source),
        "confidence": standard.confidence,
        "note": _title(standard.note),
    }


def _clause(standard: str, clause: Clause) -> dict[str, Any]:
    facts = clause.facts
    return {
        "ref": f"{standard}:{clause.number}",
        "number": clause.number,
        "title": _title(clause.title),
        "parent": clause.parent,
        "applies": clause.applies,
        "documented": list(clause.documented),
        "about": _title(clause.about),
        "note": _title(clause.note),
        "evidence": shown(clause.evidence),
        "facts": {
            "number": _fact(facts.number),
            "title_zh": _fact(facts.title_zh),
            "title_en": _fact(facts.title_en),
            "documented": _fact(facts.documented),
            "about": _fact(facts.about),
        },
    }


def _title(title: Title) -> dict[str, str]:
    return {"zh": display(title.zh), "en": display(title.en)}


def _fact(fact: Fact) -> dict[str, str]:
    return {"source": display(fact.source), "confidence": fact.confidence}


def _text(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def shown(value: Any) -> Any:
    """Plain data with every text safe to print."""
    if isinstance(value, str):
        return display(value)
    if isinstance(value, dict):
        return {display(key): shown(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [shown(item) for item in value]
    return value

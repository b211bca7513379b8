"""The coverage for programs: stable, described by schemas/coverage.schema.json."""

from __future__ import annotations

import json
from typing import Any

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.report.evidence import shortfall_data
from qmsdoc.text.display import display


def render(report: CoverageReport) -> str:
    """One JSON object with every clause of every standard in force."""
    data = {
        "version": report.version,
        "revision": report.revision,
        "standards": [_standard(item) for item in report.standards],
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _standard(item: StandardCoverage) -> dict[str, Any]:
    standard = item.standard
    return {
        "id": standard.id,
        "number": standard.number,
        "title": _title(standard.title.zh, standard.title.en),
        "status": standard.status,
        "summary": {
            "total": item.total,
            "met": item.met,
            "partly_met": item.partly,
            "missing": len(item.gaps),
            "excluded": item.excluded,
        },
        "clauses": [_clause(standard.id, clause) for clause in item.clauses],
    }


def _clause(standard: str, item: ClauseCoverage) -> dict[str, Any]:
    clause = item.clause
    return {
        "ref": f"{standard}:{clause.number}",
        "number": clause.number,
        "title": _title(clause.title.zh, clause.title.en),
        "parent": clause.parent,
        "applies": clause.applies,
        "state": item.state.value,
        "total": item.total,
        "covered": item.covered,
        "met": item.met,
        "shortfalls": [shortfall_data(found) for found in item.shortfalls],
        "reason": display(item.reason),
        "unjustified": item.unjustified,
        "covers": [_cover(cover) for cover in item.covers],
    }


def _cover(cover: Cover) -> dict[str, Any]:
    start = cover.location.span.start
    return {
        "id": display(cover.id),
        "title": display(cover.title),
        "kind": display(cover.kind),
        "path": display(cover.path),
        "line": start.line,
        "column": start.column,
        "section": display(cover.section),
        "anchor": display(cover.anchor),
        "records": [display(identifier) for identifier in cover.records],
        "objectives": [display(identifier) for identifier in cover.objectives],
    }


def _title(zh: str, en: str) -> dict[str, str]:
    return {"zh": display(zh), "en": display(en)}

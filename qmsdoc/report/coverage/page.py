"""The coverage as plain data for the template of its page."""

from __future__ import annotations

from typing import Any

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage, State
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.text.display import display


def page_data(report: CoverageReport) -> dict[str, Any]:
    """What ``templates/html/coverage.html.j2`` sees."""
    return {
        "language": "zh-CN" if report.language == "zh" else "en",
        "organization": display(report.organization),
        "revision": report.revision,
        "standards": [_standard(report, item) for item in report.standards],
    }


def _standard(report: CoverageReport, item: StandardCoverage) -> dict[str, Any]:
    standard = item.standard
    return {
        "id": standard.id,
        "number": standard.number,
        "title": standard.title.in_language(report.language),
        "summary": report.summary(item),
        "total": item.total,
        "met": item.met,
        "partly": item.partly,
        "excluded": item.excluded,
        "gaps": [{"number": gap.clause.number, "title": report.title(gap)} for gap in item.gaps],
        "clauses": [
            _clause(report, clause)
            for clause in item.clauses
            if clause.state is not State.FREE or clause.covers
        ],
    }


def _clause(report: CoverageReport, item: ClauseCoverage) -> dict[str, Any]:
    return {
        "number": item.clause.number,
        "depth": item.clause.number.count("."),
        "is_parent": bool(item.clause.children),
        "title": report.title(item),
        "state": item.state.value,
        "state_label": report.state(item),
        "covers": [_cover(report, cover) for cover in item.covers],
        "missing": [display(text) for text in report.missing(item)],
        "note": display(report.note(item)),
    }


def _cover(report: CoverageReport, cover: Cover) -> dict[str, Any]:
    return {
        "id": display(cover.id),
        "title": display(cover.title),
        "kind": report.kind(cover),
        "section": display(cover.section),
        "records": [display(identifier) for identifier in cover.records],
        "objectives": [display(identifier) for identifier in cover.objectives],
    }

"""The report for programs: stable, described by schemas/diff.schema.json."""

from __future__ import annotations

from typing import Any

from qmsdoc.diagnostics.types import Location
from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Change, Check, FileChanges, Impact
from qmsdoc.report.diff.sentences import judgement_label, sentence
from qmsdoc.report.diff.summary import counts, happened
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.report.json_text import json_text
from qmsdoc.text.display import display


def render(report: DiffReport) -> str:
    """One JSON object; files, changes and impact in the order of the text report."""
    comparison = report.comparison
    return json_text(
        {
            "version": report.version,
            "base": {"name": report.base, "commit": report.commits[0]},
            "head": {"name": report.head, "commit": report.commits[1]},
            "summary": counts(comparison),
            "files": [_file(file, report) for file in comparison.files],
            "impact": [_impact(impact, report) for impact in comparison.impact],
            "checks": [_check(check, report) for check in comparison.checks],
        }
    )


def _file(file: FileChanges, report: DiffReport) -> dict[str, Any]:
    return {
        "path": file.path,
        "old_path": file.old_path,
        "role": file.role,
        "id": file.id,
        "title": file.title,
        "version": file.version,
        "happened": "layout" if file.only_layout else happened(file).value,
        "weight": None if file.only_layout else file.weight.value,
        "changes": [_change(change, report) for change in file.changes],
    }


def _change(change: Change, report: DiffReport) -> dict[str, Any]:
    said = sentence(change, report.translate)
    return {
        "kind": change.kind,
        "aspect": change.aspect.value,
        "action": change.action.value,
        "judgement": change.judgement.value,
        "label": judgement_label(change, report.translate),
        "weight": change.weight.value,
        "message": "".join(display(run.text) for run in said if run.op != "delete"),
        "gone": change.gone,
        "location": _location(change.where),
        "subject": change.subject,
        "place": change.place,
        "detail": list(change.detail),
        "before": change.before,
        "after": change.after,
        "runs": _runs(change.runs),
        "passages": [
            {"op": passage.op, "line": passage.line, "runs": _runs(passage.runs)}
            for passage in change.passages
        ],
    }


def _impact(impact: Impact, report: DiffReport) -> dict[str, Any]:
    return {
        "kind": impact.kind.value,
        "subject": impact.subject,
        "title": impact.title.in_language(report.language),
        "gone": impact.gone,
        "places": [
            {"document": document, "location": _location(where)}
            for document, where in zip(impact.documents, impact.where, strict=True)
        ],
    }


def _check(check: Check, report: DiffReport) -> dict[str, Any]:
    return {
        "kind": check.kind.value,
        "state": check.state.value,
        "subject": check.subject,
        "message": display(check.message.render(report.translate)),
        "gone": check.gone,
        "location": _location(check.where),
    }


def _runs(runs: tuple[Run, ...]) -> list[dict[str, str]]:
    return [{"op": run.op, "text": run.text} for run in runs]


def _location(location: Location) -> dict[str, Any]:
    span = location.span
    return {
        "path": location.path,
        "start": {"line": span.line, "column": span.column},
        "end": {"line": span.end_line, "column": span.end_column},
        "pointer": location.pointer,
    }

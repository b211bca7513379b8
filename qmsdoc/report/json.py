"""The report for programs: stable, described by schemas/report.schema.json."""

from __future__ import annotations

from typing import Any

from qmsdoc.diagnostics.types import Diagnostic, Location, Severity
from qmsdoc.report.json_text import json_text
from qmsdoc.report.types import Report
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.span import Position


def render(report: Report) -> str:
    """One JSON object, sorted as the text report is."""
    counts = report.counts
    data = {
        "version": report.version,
        "summary": {
            "documents": report.documents,
            "files": report.files,
            "errors": counts.get(Severity.ERROR, 0),
            "warnings": counts.get(Severity.WARNING, 0),
            "infos": counts.get(Severity.INFO, 0),
        },
        "diagnostics": [
            _diagnostic(item, fingerprint, report.translate)
            for item, fingerprint in zip(report.diagnostics, report.fingerprints, strict=True)
        ],
    }
    return json_text(data)


def _diagnostic(item: Diagnostic, fingerprint: str, translate: Translate) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "severity": item.severity.value,
        "message": display(item.message.render(translate)),
        "location": _location(item.location),
        "related": [
            {
                "message": display(related.message.render(translate)),
                "location": _location(related.location),
            }
            for related in item.related
        ],
        "fix": None
        if item.fix is None
        else {
            "title": display(item.fix.title.render(translate)),
            "safe": item.fix.safe,
            "edits": [
                {
                    "start": _position(edit.span.start),
                    "end": _position(edit.span.end),
                    "text": edit.text,
                }
                for edit in item.fix.edits
            ],
        },
        "fingerprint": fingerprint,
    }


def _location(location: Location) -> dict[str, Any]:
    return {
        "path": display(location.path),
        "start": _position(location.span.start),
        "end": _position(location.span.end),
        "pointer": display(location.pointer),
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column}

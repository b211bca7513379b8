"""GitLab's code quality report: what a merge request made better and worse."""

from __future__ import annotations

from typing import Any

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.report.json_text import json_text
from qmsdoc.report.types import Report
from qmsdoc.text.display import display

_SEVERITIES = {
    Severity.ERROR: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
    Severity.OFF: "info",
}


def render(report: Report) -> str:
    """An array with one issue a finding. GitLab drops the second of two equal fingerprints."""
    return json_text(
        [
            _issue(diagnostic, fingerprint, report)
            for diagnostic, fingerprint in zip(report.diagnostics, report.fingerprints, strict=True)
        ]
    )


def _issue(diagnostic: Diagnostic, fingerprint: str, report: Report) -> dict[str, Any]:
    location = diagnostic.location
    message = display(diagnostic.message.render(report.translate))
    return {
        "description": f"{diagnostic.code} {diagnostic.name}: {message}",
        "check_name": diagnostic.name,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {
            "path": display(report.in_repository(location.path)),
            "lines": {"begin": location.span.line},
        },
    }

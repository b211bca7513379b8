"""The formats of the status report that are plain text, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.status.types import StatusReporter

STATUS_REPORTERS = {
    "table": "qmsdoc.report.status.table",
    "json": "qmsdoc.report.status.json",
    "ics": "qmsdoc.report.status.ics",
}


def status_reporter(name: str) -> StatusReporter:
    """The reporter of that name."""
    found: StatusReporter = import_module(STATUS_REPORTERS[name]).render
    return found

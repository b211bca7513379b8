"""The formats of the coverage report that are plain text, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.coverage.types import CoverageReporter

COVERAGE_REPORTERS = {
    "table": "qmsdoc.report.coverage.table",
    "json": "qmsdoc.report.coverage.json",
    "csv": "qmsdoc.report.coverage.csv",
}


def coverage_reporter(name: str) -> CoverageReporter:
    """The reporter of that name."""
    found: CoverageReporter = import_module(COVERAGE_REPORTERS[name]).render
    return found

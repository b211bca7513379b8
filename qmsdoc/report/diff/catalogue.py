"""The formats of a comparison, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.diff.types import DiffReporter

DIFF_REPORTERS = {
    "text": "qmsdoc.report.diff.text",
    "md": "qmsdoc.report.diff.markdown",
    "json": "qmsdoc.report.diff.json",
}


def diff_reporter(name: str) -> DiffReporter:
    """The reporter of that name."""
    found: DiffReporter = import_module(DIFF_REPORTERS[name]).render
    return found

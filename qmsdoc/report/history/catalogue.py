"""The formats of the history that are plain text, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.history.types import HistoryReporter

HISTORY_REPORTERS = {
    "text": "qmsdoc.report.history.text",
    "md": "qmsdoc.report.history.markdown",
    "json": "qmsdoc.report.history.json",
}


def history_reporter(name: str) -> HistoryReporter:
    """The reporter of that name."""
    found: HistoryReporter = import_module(HISTORY_REPORTERS[name]).render
    return found

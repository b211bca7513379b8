"""The report formats, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.types import Reporter

REPORTERS = {
    "text": "qmsdoc.report.text",
    "json": "qmsdoc.report.json",
}


def reporter(name: str) -> Reporter:
    """The reporter of that name."""
    found: Reporter = import_module(REPORTERS[name]).render
    return found

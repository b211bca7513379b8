"""The report formats, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.types import Reporter

REPORTERS = {
    "text": "qmsdoc.report.text",
    "json": "qmsdoc.report.json",
    "sarif": "qmsdoc.report.sarif",
    "junit": "qmsdoc.report.junit",
    "github": "qmsdoc.report.github",
    "gitlab": "qmsdoc.report.gitlab",
}


def reporter(name: str) -> Reporter:
    """The reporter of that name."""
    found: Reporter = import_module(REPORTERS[name]).render
    return found

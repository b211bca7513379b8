"""The formats of `qmsdoc verify`, by the name that --format takes."""

from __future__ import annotations

from importlib import import_module

from qmsdoc.report.verify.types import VerifyReporter

VERIFY_REPORTERS = {
    "text": "qmsdoc.report.verify.text",
    "json": "qmsdoc.report.verify.json",
}


def verify_reporter(name: str) -> VerifyReporter:
    """The reporter of that name."""
    found: VerifyReporter = import_module(VERIFY_REPORTERS[name]).render
    return found

"""Coverage of an opened workspace, ready for a reporter."""

from __future__ import annotations

from datetime import date

from qmsdoc import __version__
from qmsdoc.errors import UsageError
from qmsdoc.index.coverage import coverage
from qmsdoc.index.evidence import evidence_shortfalls
from qmsdoc.index.types import Index
from qmsdoc.pipeline.check import link_tree
from qmsdoc.pipeline.load import load
from qmsdoc.pipeline.open import Workspace
from qmsdoc.report.coverage.catalogue import coverage_reporter
from qmsdoc.report.coverage.page import page_data
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.rules.nearest import suggestion
from qmsdoc.text.language import Translate

HTML = "html"


def coverage_of(
    workspace: Workspace,
    today: date,
    translate: Translate,
    language: str,
    only: str | None = None,
    *,
    colour: bool = False,
    width: int = 80,
) -> CoverageReport:
    """The coverage of the standards in force, or of the one named *only*. Raises UsageError."""
    index = link_tree(load(workspace.tree, workspace.cache).known(), today)
    return report_on(
        index, translate, language, only, revision=workspace.revision, colour=colour, width=width
    )


def coverage_text(report: CoverageReport, name: str) -> str:
    """The report in the format of that name. Raises TemplateError."""
    if name != HTML:
        return coverage_reporter(name)(report)
    from qmsdoc.render.html import render_pages
    from qmsdoc.render.types import Page

    page = Page("coverage.html", "html/coverage.html.j2", page_data(report))
    artifact = next(iter(render_pages([page], {}, report.language)))
    return artifact.content.decode("utf-8")


def report_on(
    index: Index,
    translate: Translate,
    language: str,
    only: str | None = None,
    *,
    revision: str = "",
    colour: bool = False,
    width: int = 80,
) -> CoverageReport:
    """The same for what is linked already."""
    _require(index, only)
    return CoverageReport(
        version=__version__,
        organization=index.policy.organization,
        standards=coverage(index, only, evidence_shortfalls(index, only)),
        translate=translate,
        language=language,
        revision=revision,
        colour=colour,
        width=width,
    )


def _require(index: Index, only: str | None) -> None:
    """A standard without a pack is left to the rule about it, unless it was asked for by name."""
    if only is not None and only not in index.standards:
        raise UsageError(
            "{id} is not among the standards in force of qmsdoc.yaml: {known}",
            hint=suggestion(only, index.standards),
            id=only,
            known=tuple(index.standards) or "-",
        )
    if not index.standards:
        raise UsageError(
            "qmsdoc.yaml names no standard that qmsdoc knows; name one under `standards:` "
            "(`qmsdoc standard list` shows them)"
        )

"""The coverage as one self-contained page: no script, nothing loaded, right on paper too."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import Any

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage, State
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.resources import data_dir
from qmsdoc.text.display import display

_TEMPLATE = "coverage.html.j2"
_STYLE = "coverage.css"


def render(report: CoverageReport) -> str:
    """The page. The template sees plain data only, every value of it escaped."""
    from jinja2 import FileSystemLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    folder = data_dir("templates") / "html"
    environment = ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals["_"] = report.translate
    style = (folder / _STYLE).read_text("utf-8")
    digest = b64encode(sha256(style.encode()).digest()).decode()
    return environment.get_template(_TEMPLATE).render(
        # Our own file, and the page's policy allows exactly this style.
        style=Markup(style),  # noqa: S704
        style_digest=digest,
        **_page(report),
    )


def _page(report: CoverageReport) -> dict[str, Any]:
    return {
        "language": "zh-CN" if report.language == "zh" else "en",
        "organization": display(report.organization),
        "revision": report.revision,
        "version": report.version,
        "standards": [_standard(report, item) for item in report.standards],
    }


def _standard(report: CoverageReport, item: StandardCoverage) -> dict[str, Any]:
    standard = item.standard
    return {
        "id": standard.id,
        "number": standard.number,
        "title": standard.title.in_language(report.language),
        "summary": report.summary(item),
        "total": item.total,
        "covered": item.covered,
        "excluded": item.excluded,
        "gaps": [{"number": gap.clause.number, "title": report.title(gap)} for gap in item.gaps],
        "clauses": [
            _clause(report, clause)
            for clause in item.clauses
            if clause.state is not State.FREE or clause.covers
        ],
    }


def _clause(report: CoverageReport, item: ClauseCoverage) -> dict[str, Any]:
    return {
        "number": item.clause.number,
        "depth": item.clause.number.count("."),
        "is_parent": bool(item.clause.children),
        "title": report.title(item),
        "state": item.state.value,
        "state_label": report.state(item),
        "covers": [_cover(report, cover) for cover in item.covers],
        "note": display(report.note(item)),
    }


def _cover(report: CoverageReport, cover: Cover) -> dict[str, Any]:
    return {
        "id": display(cover.id),
        "title": display(cover.title),
        "kind": report.kind(cover),
        "section": display(cover.section),
        "records": [display(identifier) for identifier in cover.records],
        "objectives": [display(identifier) for identifier in cover.objectives],
    }

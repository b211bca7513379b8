"""SARIF 2.1.0, the format of code scanning: findings, their mends, and the pages of the rules."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from qmsdoc.diagnostics.types import Diagnostic, Fix, Location, Related, RuleInfo, Severity
from qmsdoc.report.json_text import json_text
from qmsdoc.report.types import Report
from qmsdoc.text.display import display
from qmsdoc.text.language import Translate
from qmsdoc.text.span import Span

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
    Severity.OFF: "none",
}
# The groups of rules, by the first digit of their codes.
_GROUPS = (
    "source",
    "identity",
    "structure",
    "references",
    "clauses",
    "control",
    "objectives",
    "records",
    "wording",
    "improvement",
)


def render(report: Report) -> str:
    """A log with one run."""
    index = {rule.code: number for number, rule in enumerate(report.rules)}
    driver = {
        "name": "qmsdoc",
        "version": report.version,
        "rules": [_rule(rule, report.translate) for rule in report.rules],
    }
    results = [
        _result(diagnostic, fingerprint, index, report)
        for diagnostic, fingerprint in zip(report.diagnostics, report.fingerprints, strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True}],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(rule: RuleInfo, translate: Translate) -> dict[str, Any]:
    page = translate(rule.page)
    summary, *sections = page.split("\n## ")
    # The first section of a page says why the rule is.
    why = sections[0].partition("\n")[2].strip() if sections else ""
    plain = "\n".join(line.removeprefix("## ") for line in page.split("\n"))
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary.strip() or rule.summary},
        "fullDescription": {"text": why or rule.summary},
        "help": {"text": plain, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": ["quality-management", _GROUPS[int(rule.code[2])]]},
    }


def _result(
    diagnostic: Diagnostic, fingerprint: str, index: dict[str, int], report: Report
) -> dict[str, Any]:
    result: dict[str, Any] = {"ruleId": diagnostic.code}
    if diagnostic.code in index:
        result["ruleIndex"] = index[diagnostic.code]
    result |= {
        "level": _LEVELS[diagnostic.severity],
        "message": _message(diagnostic.message.render(report.translate)),
        "locations": [_location(diagnostic.location, report)],
        "partialFingerprints": {"qmsdoc/v1": fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            _related(number, related, report) for number, related in enumerate(diagnostic.related)
        ]
    if diagnostic.fix:
        result["fixes"] = [_fix(diagnostic.fix, diagnostic.location, report)]
    return result


def _message(text: str) -> dict[str, str]:
    """A plain message: `{0}` is no placeholder in it and `[text](link)` no link."""
    return {"text": display(text).replace("{", "{{").replace("}", "}}").replace("](", "] (")}


def _location(location: Location, report: Report) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(location.path, report),
            "region": _region(location.span),
        }
    }


def _related(number: int, related: Related, report: Report) -> dict[str, Any]:
    return {
        "id": number,
        **_location(related.location, report),
        "message": _message(related.message.render(report.translate)),
    }


def _artifact(path: str, report: Report) -> dict[str, str]:
    """Percent-encoded: the bytes of the file's name, as UTF-8 or as they are."""
    name = report.in_repository(path)
    try:
        encoded = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        encoded = name.encode("utf-8", "backslashreplace")
    return {"uri": quote(encoded, safe="/"), "uriBaseId": "%SRCROOT%"}


def _region(span: Span) -> dict[str, int]:
    return {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }


def _fix(fix: Fix, location: Location, report: Report) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {
        "artifactLocation": _artifact(location.path, report),
        "replacements": replacements,
    }
    return {
        "description": _message(fix.title.render(report.translate)),
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }

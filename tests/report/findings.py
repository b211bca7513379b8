"""Reports made by hand, and how each format is read back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from jsonschema import Draft202012Validator

from qmsdoc.diagnostics.types import (
    Diagnostic,
    Edit,
    Fix,
    Location,
    Related,
    RuleInfo,
    Severity,
)
from qmsdoc.report.types import Report
from qmsdoc.text.message import Message
from qmsdoc.text.span import Span

SARIF_SCHEMA = json.loads(Path(__file__).with_name("sarif.schema.json").read_text("utf-8"))
_ANNOTATION = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")
_LISTED = re.compile(r" {4}\d+:\d+ (error|warning|notice) QD\d{3} ")
_PAGE = """A number names no document of the workspace.

## Why
A reader must be able to reach everything that a document relies on.

## Wrong
    references: [QP-99]

## Right
    references: [QP-01]
"""

PLACE = Span(12, 5, 12, 10)
RULES = (
    RuleInfo(
        "QD007",
        "unknown-field",
        Severity.WARNING,
        "A key that nobody knows.",
        "A key that nobody knows.",
    ),
    RuleInfo("QD301", "unknown-document", Severity.ERROR, _PAGE.partition("\n")[0], _PAGE),
)


def finding(
    path: str,
    text: str = "no document has the number QP-99",
    severity: Severity = Severity.ERROR,
    span: Span = PLACE,
    code: str = "QD301",
    name: str = "unknown-document",
    **more: Any,
) -> Diagnostic:
    """A diagnostic with *text* as a value, where text of files goes."""
    return Diagnostic(
        code, name, severity, Message.of("{text}", text=text), Location(path, span), **more
    )


def report_on(diagnostics: Iterable[Diagnostic], **more: Any) -> Report:
    """A report in English on these findings, in the order of a check."""
    found = tuple(sorted(diagnostics, key=lambda diagnostic: diagnostic.order))
    values = {"documents": 4, "files": 5, "rules": RULES, **more}
    return Report("0.1.0", found, translate=lambda text: text, **values)


def sample() -> Report:
    """One of each thing that a format can tell."""
    procedure = "documents/procedures/QP-07 前台接待.md"
    related = Related(
        Location("documents/manual/QM-01.md", Span(3, 5, 3, 10)), Message.of("QP-07 is listed here")
    )
    mend = Fix(Message.of("rename the key to owner"), (Edit(Span(6, 1, 6, 6), "owner"),))
    return report_on(
        [
            finding(procedure, span=Span(12, 5, 12, 10), related=(related,)),
            finding(procedure, span=Span(30, 5, 30, 10)),
            finding(
                procedure,
                "key ower is not known",
                Severity.WARNING,
                Span(6, 1, 6, 6),
                "QD007",
                "unknown-field",
                fix=mend,
            ),
            finding(
                "documents/forms/QR,01:%.md",
                "the step says «{0}» [here](https://example.org) and names no record: 100%",
                Severity.INFO,
                Span(4, 3, 6, 1),
                "QD209",
                "step-without-record",
            ),
        ],
        paths=(
            "documents/forms/QR,01:%.md",
            "documents/manual/QM-01.md",
            procedure,
            "qmsdoc.yaml",
        ),
        base="qms",
    )


def sarif(text: str) -> dict[str, Any]:
    """The one run of a log that fits the schema."""
    log = json.loads(text)
    Draft202012Validator.check_schema(SARIF_SCHEMA)
    assert not [error.message for error in Draft202012Validator(SARIF_SCHEMA).iter_errors(log)]
    run: dict[str, Any] = log["runs"][0]
    return run


def github(text: str) -> tuple[list[tuple[str, dict[str, str], str]], list[str]]:
    """Commands as the runner reads them (kind, properties, message), and the other lines."""
    commands, plain = [], []
    for line in text.split("\n"):
        if not line.lstrip().startswith("::"):
            plain.append(line)
            continue
        match = _ANNOTATION.fullmatch(line)
        assert match, f"a command that is not ours: {line!r}"
        pairs = (pair.partition("=") for pair in match[2].split(","))
        properties = {name: _unescaped(value, ":,") for name, _, value in pairs}
        commands.append((match[1], properties, _unescaped(match[3])))
    return commands, plain


def _unescaped(text: str, more: str = "") -> str:
    for character in f"\r\n{more}%":
        text = text.replace(f"%{ord(character):02X}", character)
    return text


def count(format_name: str, text: str) -> int:
    """How many findings a report tells of."""
    match format_name:
        case "sarif":
            return len(sarif(text)["results"])
        case "gitlab":
            return len(json.loads(text))
        case "json":
            return len(json.loads(text)["diagnostics"])
        case "junit":
            root = ET.fromstring(text)
            return len(root.findall(".//failure")) + len(root.findall(".//skipped"))
        case "github":
            commands, plain = github(text)
            return len(commands) + sum(bool(_LISTED.match(line)) for line in plain)
    raise AssertionError(format_name)

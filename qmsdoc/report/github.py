"""Annotations of GitHub Actions: findings beside the changed lines of a pull request."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.report.types import Report
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
    Severity.OFF: "notice",
}
# GitHub shows so many annotations of a kind a step, and drops the rest without a word.
_SHOWN = 10
_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def render(report: Report) -> str:
    """Workflow commands, then in plain lines what is beyond GitHub's limit, then the summary."""
    shown, rest = _divided(report.diagnostics)
    lines = [_command(diagnostic, report) for diagnostic in shown]
    if rest:
        lines.extend(_listed(rest, report))
    # Nothing of a file stands at the start of a line: the runner would take `::` for a command.
    lines.append(report.summary.render(report.translate))
    return "\n".join(lines) + "\n"


def _divided(
    diagnostics: Sequence[Diagnostic],
) -> tuple[Sequence[Diagnostic], Sequence[Diagnostic]]:
    """Those that GitHub shows, the gravest first, and the others."""
    met: Counter[Severity] = Counter()
    shown: list[Diagnostic] = []
    rest: list[Diagnostic] = []
    for diagnostic in diagnostics:
        met[diagnostic.severity] += 1
        fits = met[diagnostic.severity] <= _SHOWN
        (shown if fits else rest).append(diagnostic)
    return sorted(shown, key=lambda diagnostic: diagnostic.severity.rank), rest


def _command(diagnostic: Diagnostic, report: Report) -> str:
    span = diagnostic.location.span
    properties: dict[str, object] = {
        "file": display(report.in_repository(diagnostic.location.path)),
        "line": span.line,
    }
    if span.line == span.end_line:
        # The runner refuses columns where the lines differ.
        properties |= {"col": span.column, "endLine": span.end_line, "endColumn": span.end_column}
    else:
        properties["endLine"] = span.end_line
    properties["title"] = f"{diagnostic.code} {diagnostic.name}"
    said = ",".join(
        f"{name}={str(value).translate(_PROPERTY)}" for name, value in properties.items()
    )
    message = display(diagnostic.message.render(report.translate)).translate(_DATA)
    return f"::{_COMMANDS[diagnostic.severity]} {said}::{message}"


def _listed(rest: Sequence[Diagnostic], report: Report) -> Iterator[str]:
    """The findings that are not annotations, by file."""
    yield Message.of(
        "further findings: {count}; GitHub shows {limit} annotations of a kind",
        count=len(rest),
        limit=_SHOWN,
    ).render(report.translate)
    for path, group in groupby(rest, key=lambda diagnostic: diagnostic.location.path):
        found = list(group)
        yield f"- {display(report.in_repository(path))} ({len(found)})"
        for diagnostic in found:
            span = diagnostic.location.span
            message = display(diagnostic.message.render(report.translate))
            kind = f"{_COMMANDS[diagnostic.severity]} {diagnostic.code} {diagnostic.name}"
            yield f"    {span.line}:{span.column} {kind}: {message}"

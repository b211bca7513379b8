"""JUnit's XML, which Jenkins, GitLab and most other CI servers show as test results.

A suite a file and a test case a finding, because Jenkins and GitLab show one failure of a test
case and no more; a file without findings is one case that passed. A note, which never fails a run,
is a case that was skipped. No name holds a line number, so that the servers know a finding again
when lines move.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from xml.etree import ElementTree as ET

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.report.types import Report
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_CLEAN = Message.of("nothing to mend")


def render(report: Report) -> str:
    """The document ``testsuites``. What display() lets through is fit for XML 1.0."""
    found: defaultdict[str, list[Diagnostic]] = defaultdict(list)
    for diagnostic in report.diagnostics:
        found[diagnostic.location.path].append(diagnostic)
    root = ET.Element("testsuites", name="qmsdoc")
    for path in sorted({*report.paths, *found}):
        root.append(_suite(path, found[path], report))
    for name in ("tests", "failures", "errors", "skipped"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    text = ET.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'


def _suite(path: str, found: Sequence[Diagnostic], report: Report) -> ET.Element:
    file = display(report.in_repository(path))
    suite = ET.Element("testsuite", name=file)
    names = _Names()
    for diagnostic in found:
        message = display(diagnostic.message.render(report.translate))
        name = names.unique(f"{diagnostic.code} {diagnostic.name}: {message}")
        case = ET.SubElement(suite, "testcase", name=name)
        outcome = "skipped" if diagnostic.severity is Severity.INFO else "failure"
        verdict = ET.SubElement(case, outcome, message=message, type=diagnostic.severity.value)
        verdict.text = _details(diagnostic, message, report)
    if not found:
        ET.SubElement(suite, "testcase", name=_CLEAN.render(report.translate))
    for case in suite:
        case.set("classname", _class_name(report.in_repository(path)))
        case.set("file", file)
    skipped = len(suite.findall("testcase/skipped"))
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(found) - skipped))
    suite.set("errors", "0")
    suite.set("skipped", str(skipped))
    return suite


class _Names:
    """The names of a suite: GitLab takes two cases of one name for the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._met: Counter[str] = Counter()

    def unique(self, name: str) -> str:
        """*name*, or where it is taken *name* with a number."""
        counted = name
        while counted in self._taken:
            self._met[name] += 1
            counted = f"{name} ({self._met[name] + 1})"
        self._taken.add(counted)
        return counted


def _class_name(path: str) -> str:
    """Dots make the packages that Jenkins sums up: ``documents.procedures.QP-01``."""
    folder, slash, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return display(f"{folder}{slash}{stem}".replace(".", "_").replace("/", "."))


def _details(diagnostic: Diagnostic, message: str, report: Report) -> str:
    """All of it, as GitLab shows the text and not the attributes."""
    where = diagnostic.location
    place = f"{display(report.in_repository(where.path))}:{where.span.line}:{where.span.column}"
    kind = f"{diagnostic.severity.value} {diagnostic.code} {diagnostic.name}"
    lines = [f"{place}: {kind}: {message}"]
    for related in diagnostic.related:
        other = related.location
        said = display(related.message.render(report.translate))
        path = display(report.in_repository(other.path))
        lines.append(f"- {path}:{other.span.line}:{other.span.column}: {said}")
    return "\n".join(lines)

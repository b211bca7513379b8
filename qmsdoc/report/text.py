"""The report that a person reads: by file, with the line and a caret under the thing itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from qmsdoc.diagnostics.types import Diagnostic, Severity
from qmsdoc.report.types import Report
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

_COLOURS = {Severity.ERROR: "31;1", Severity.WARNING: "33;1", Severity.INFO: "36;1"}
SEVERITY_NAMES = {
    Severity.ERROR: Message.of("error"),
    Severity.WARNING: Message.of("warning"),
    Severity.INFO: Message.of("info"),
}
# A word with the space behind it, or one wide character with the marks that may not begin a line.
_PIECES = re.compile(r"[\x21-\u2e7f]+ *|.[，。；：、？！）》」』”’…]* *", re.DOTALL)


def render(report: Report) -> str:
    """The whole report, ending with a summary line."""
    writer = _Writer(report)
    lines: list[str] = []
    for path, found in groupby(report.diagnostics, key=lambda item: item.location.path):
        lines.append(writer.bold(display(path)))
        source = report.sources(path).split("\n")
        for diagnostic in found:
            lines.extend(writer.finding(diagnostic, source))
        lines.append("")
    lines.append(writer.summary())
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, report: Report) -> None:
        self._report = report
        self._translate = report.translate

    def bold(self, text: str) -> str:
        return self._paint("1", text)

    def finding(self, diagnostic: Diagnostic, source: list[str]) -> Iterator[str]:
        span, severity = diagnostic.location.span, diagnostic.severity
        name = SEVERITY_NAMES[severity].render(self._translate)
        message = display(diagnostic.message.render(self._translate))
        place = f"  {f'{span.line}:{span.column}':<7} "
        head = f"{name} {diagnostic.code} "
        first, *rest = self._wrapped(f"{head}{message}", len(place))
        yield f"{place}{self._paint(_COLOURS[severity], head)}{first[len(head) :]}"
        yield from (" " * len(place) + line for line in rest)
        if span.line <= len(source) and source != [""]:
            yield from self._excerpt(source[span.line - 1], diagnostic)
        for related in diagnostic.related:
            where = related.location
            said = display(related.message.render(self._translate))
            line = f"{display(where.path)}:{where.span.line}:{where.span.column} {said}"
            yield from (" " * len(place) + part for part in self._wrapped(line, len(place)))

    def _wrapped(self, text: str, indent: int) -> list[str]:
        return wrap(text, max(self._report.width - indent, 20))

    def _excerpt(self, line: str, diagnostic: Diagnostic) -> Iterator[str]:
        span = diagnostic.location.span
        start = min(span.column - 1, len(line))
        end = span.end_column - 1 if span.end_line == span.line else len(line)
        end = max(min(end, len(line)), start)
        room = max(self._report.width - 12, 20)
        # Of a line of a million characters only those that could be shown are looked at: each
        # takes a column at least, and one more than there is room for tells that there are more.
        before, marked, after = (
            display(line[max(start - room - 1, 0) : start]),
            display(line[start : min(end, start + room + 1)]),
            display(line[end : end + room + 1]),
        )
        before, marked, after = _fit(*_apart(before, marked, after), room)
        gutter = self._paint("2", "        | ")
        yield f"{gutter}{before}{marked}{after}".rstrip()
        caret = "^" * max(columns(marked), 1)
        yield f"{gutter}{' ' * columns(before)}{self._paint(_COLOURS[diagnostic.severity], caret)}"

    def summary(self) -> str:
        counts = self._report.counts
        values = {
            "documents": self._report.documents,
            "errors": counts.get(Severity.ERROR, 0),
            "warnings": counts.get(Severity.WARNING, 0),
            "infos": counts.get(Severity.INFO, 0),
        }
        if not self._report.diagnostics:
            text = Message.of("documents checked: {documents}; nothing to mend", **values)
        else:
            text = Message.of(
                "documents checked: {documents}; errors: {errors}, warnings: {warnings}, "
                "notes: {infos}",
                **values,
            )
        worst = min(counts, key=lambda severity: severity.rank, default=None)
        said = "\n".join(self._wrapped(text.render(self._translate), 0))
        return self._paint(_COLOURS[worst] if worst else "32;1", said)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._report.colour else text


def wrap(text: str, room: int) -> list[str]:
    """*text* in lines of at most *room* columns: between words, or between Chinese characters."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if columns(lines[-1]) + columns(piece.rstrip()) > room and lines[-1].strip():
            lines[-1] = lines[-1].rstrip()
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _apart(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """Break up a workflow command that lies across the edge of what is marked: see ``display``."""
    if _joins(before, marked + after):
        before += " "
    if _joins(before + marked, after):
        after = f" {after}"
    return before, marked, after


def _joins(left: str, right: str) -> bool:
    return any(left[-size:] + right[: 3 - size] == "##[" for size in (1, 2))


def _fit(before: str, marked: str, after: str, room: int) -> tuple[str, str, str]:
    """Cut a long line around what is marked."""
    if columns(before + marked + after) <= room:
        return before, marked, after
    if columns(marked) > room * 2 // 3:
        marked, after = _cut(marked, room * 2 // 3), "…"
    left = (room - columns(marked)) // 2
    if columns(before) > left:
        before = "…" + _cut(before[::-1], left - 1)[::-1]
    rest = room - columns(before) - columns(marked)
    if columns(after) > rest:
        after = _cut(after, rest - 1) + "…"
    return before, marked, after


def _cut(text: str, room: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += columns(character)
        if used > room:
            return text[:index]
    return text

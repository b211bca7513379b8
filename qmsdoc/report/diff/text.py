"""The report for the terminal: by document, the meaning first, then the redline, then the impact."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import Action, Change, CheckState, FileChanges, Impact, Weight
from qmsdoc.report.diff.checks import MARKS, check_lines
from qmsdoc.report.diff.labels import IMPACTS
from qmsdoc.report.diff.lines import Pen
from qmsdoc.report.diff.redlines import Gap, cut, cut_runs, in_context, moved_steps
from qmsdoc.report.diff.sentences import renumbered, sentence, told
from qmsdoc.report.diff.summary import PEOPLE, ends, layout_files, name, places_of, totals
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_CHECK_COLOURS = {
    CheckState.PASSED: "32",
    CheckState.FAILED: "31;1",
    CheckState.OPEN: "33",
}
_SIGNS = {"same": " ", "edited": "~", "added": "+", "removed": "-", "moved": ">"}
# The terminal shows every edit whole.
_LONGEST = 10**9
# One subject lists so many places; the others are counted.
_MOST_PLACES = 12


def render(report: DiffReport) -> str:
    """The whole report; one line where nothing changed."""
    writer = _Writer(report)
    lines = [*writer.head()]
    for file in report.comparison.meaningful:
        lines += ["", *writer.file(file)]
    lines += writer.impact()
    lines += writer.checks()
    lines += writer.layout()
    lines += writer.legend()
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, report: DiffReport) -> None:
        self._report = report
        self._translate = report.translate
        self._pen = Pen(report.width, report.colour)

    def head(self) -> Iterator[str]:
        yield from self._said(ends(self._report), "1")
        yield from self._said(totals(self._report))

    def file(self, file: FileChanges) -> Iterator[str]:
        yield from self._pen.lines([Run("equal", name(file, self._translate))], "", "  ", "1")
        if file.id:
            yield self._pen.paint("2", display(file.path))
        texts = [change for change in file.changes if change.passages]
        rest = [change for change in file.changes if change.action is not Action.EDITED]
        for change, *more in told(rest):
            if more:
                said = renumbered([change, *more], self._translate)
                yield from self._line(change, [Run("equal", said)])
            else:
                yield from self._line(change, sentence(change, self._translate))
        moved = moved_steps(file)
        for change in texts:
            yield from self._section(change, moved)

    def _line(self, change: Change, said: Sequence[Run]) -> Iterator[str]:
        major = change.weight is Weight.MAJOR
        mark = self._pen.paint("31;1", "!") if major else " "
        line = change.where.span.line
        number = f"-{line}" if change.gone else str(line)
        first = f"{mark} {self._pen.paint('2', f'{number:>5}')}  "
        yield from self._pen.lines(cut_runs(said, _LONGEST), first, " " * 9)

    def _section(self, change: Change, moved: Collection[int]) -> Iterator[str]:
        yield ""
        heading = sentence(change, self._translate)
        line = change.where.span.line
        number = f"-{line}" if change.gone else str(line)
        yield from self._pen.lines(heading, f"  {number:>5}  ", " " * 9, "36")
        for passage in in_context(change.passages, moved):
            if isinstance(passage, Gap):
                yield self._pen.paint("2", " " * 9 + "⋮")
                continue
            runs = cut(passage, _LONGEST)
            dim = "2" if passage.op in {"same", "moved"} else ""
            sign = _SIGNS[passage.op]
            if passage.op in {"edited", "added"} and passage.line in moved:
                sign = _SIGNS["moved"] + sign
            yield from self._pen.lines(runs, f"{sign:>8} ", " " * 9, dim)

    def impact(self) -> Iterator[str]:
        for kind, group in groupby(self._report.comparison.impact, key=lambda item: item.kind):
            yield ""
            yield self._pen.paint("1", IMPACTS[kind].render(self._translate))
            for impact in group:
                yield from self._touched(impact)

    def _touched(self, impact: Impact) -> Iterator[str]:
        title = impact.title.in_language(self._report.language)
        subject, places = f"{impact.subject} {title}".strip(), places_of(impact)
        many = len(places) > _MOST_PLACES
        if impact.kind in PEOPLE and (many or len(places) == 1):
            listed = self._translate(", ").join(impact.documents if many else places)
            said = Message.of("{subject}: {places}", subject=subject, places=listed)
            text = said.render(self._translate)
            yield from self._pen.lines([Run("equal", text)], "  ", "    ")
            return
        yield from self._pen.lines([Run("equal", subject)], "  ", "    ")
        for place in places[:_MOST_PLACES]:
            yield from self._pen.lines([Run("equal", place)], "    ", "      ", "2")
        if len(places) > _MOST_PLACES:
            said = Message.of(
                "… and {count} more (--format json has them all)",
                count=len(places) - _MOST_PLACES,
            )
            yield f"    {said.render(self._translate)}"

    def checks(self) -> Iterator[str]:
        found = self._report.comparison.checks
        if not found:
            return
        yield ""
        yield self._pen.paint("1", Message.of("Checks").render(self._translate))
        for line in check_lines(found, self._translate):
            place = f"  {line.place}" if line.place else ""
            mark = self._pen.paint(_CHECK_COLOURS[line.state], MARKS[line.state])
            yield from self._pen.lines([Run("equal", f"{line.text}{place}")], f"  {mark} ", "    ")

    def layout(self) -> Iterator[str]:
        said = layout_files(self._report)
        if said:
            yield ""
            yield from self._said(said, "2")

    def legend(self) -> Iterator[str]:
        """The marks that do not explain themselves, where they stand."""
        files = self._report.comparison.meaningful
        said = []
        if any(file.weight is Weight.MAJOR for file in files):
            said.append(
                Message.of("! marks a major change; a line number with - is one of the old text")
            )
        if any(moved_steps(file) or _shows_moved(file) for file in files):
            said.append(Message.of("> marks what stands elsewhere than before"))
        if said:
            yield ""
        for message in said:
            yield from self._said(message, "2")

    def _said(self, message: Message, code: str = "") -> Iterator[str]:
        text = message.render(self._translate)
        return self._pen.lines([Run("equal", text)], "", "  ", code)


def _shows_moved(file: FileChanges) -> bool:
    return any(passage.op == "moved" for change in file.changes for passage in change.passages)

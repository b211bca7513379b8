"""The report for a pull request: a short summary first, details folded, never too long to post."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from qmsdoc.diff.types import Action, Aspect, Change, FileChanges, Weight
from qmsdoc.report.diff.budget import LIMIT, fitting, size
from qmsdoc.report.diff.checks import MARKS, check_lines
from qmsdoc.report.diff.escape import html, inline, message, redlined
from qmsdoc.report.diff.labels import IMPACTS, WEIGHTS
from qmsdoc.report.diff.redlines import Gap, cut, cut_runs, in_context, moved_steps
from qmsdoc.report.diff.sentences import renumbered, sentence, shortened, told
from qmsdoc.report.diff.summary import ends, happened, layout_files, name, places_of, totals
from qmsdoc.report.diff.types import DiffReport
from qmsdoc.text.message import Message

_SIGNS = {"same": "&nbsp;", "edited": "±", "added": "\\+", "removed": "−", "moved": "↷"}
# Of one edit, one place list, one name in the table.
_LONGEST_EDIT = 1500
_MOST_PLACES = 12
_LONGEST_NAME = 120
# Shares of the room; what one part leaves, the next ones have.
_TABLE, _CHECKS, _IMPACT, _LAYOUT = LIMIT // 4, LIMIT // 8, LIMIT // 4, 2000
_RESERVE = 1500
# A file has at least so much of what is left, even where later ones have nothing then.
_SHARE = 1500


def render(report: DiffReport) -> str:
    """At most LIMIT characters, whatever changed; what is left out is counted and said."""
    writer = _Writer(report)
    parts = [writer.head()]
    files = report.comparison.meaningful
    if files:
        parts.append(writer.table(files))
    if report.comparison.checks:
        parts.append(writer.checks())
    if report.comparison.impact:
        parts.append(writer.impact())
    said = layout_files(report)
    layout = [inline(shortened(said.render(report.translate), _LAYOUT // 4))] if said else []
    used = sum(size(part) + 2 for part in [*parts, *layout])
    # Of a file that came or went as a whole, the table says all.
    told = [file for file in files if happened(file) is Action.CHANGED]
    parts += writer.details(told, LIMIT - used - _RESERVE)
    return "\n\n".join([*parts, *layout]) + "\n"


class _Writer:
    def __init__(self, report: DiffReport) -> None:
        self._report = report
        self._translate = report.translate

    def head(self) -> str:
        title = inline(shortened(ends(self._report).render(self._translate), 400))
        return f"### {title}\n\n{inline(totals(self._report).render(self._translate))}"

    def table(self, files: Sequence[FileChanges]) -> str:
        head = [
            f"| {self._say(Message.of('Document'))} | {self._say(Message.of('Changes'))} |",
            "|---|---|",
        ]
        rows = [
            f"| {inline(shortened(name(file, self._translate), _LONGEST_NAME))} | {self._weights(file)} |"
            for file in files
        ]
        room = fitting(rows, _TABLE)
        lines = head + rows[:room]
        if room < len(rows):
            lines += ["", self._left_out(len(rows) - room)]
        return "\n".join(lines)

    def checks(self) -> str:
        rows = [
            f"- {MARKS[line.state]} {message(shortened(line.text, _LONGEST_EDIT))}"
            + (f" <sub>{inline(line.place)}</sub>" if line.place else "")
            for line in check_lines(self._report.comparison.checks, self._translate)
        ]
        room = fitting(rows, _CHECKS)
        if room < len(rows):
            rows = [*rows[:room], "", self._left_out(len(rows) - room)]
        return "\n".join([f"**{self._say(Message.of('Checks'))}**\n", *rows])

    def details(self, files: Sequence[FileChanges], room: int) -> Iterator[str]:
        """One folded part a file; the room that is left is shared by the files that are left."""
        for place, file in enumerate(files):
            share = min(max(room // (len(files) - place), _SHARE), room)
            title = html(shortened(name(file, self._translate), _LONGEST_NAME))
            part = self._folded(title, list(self._file(file)), share)
            if part is None:
                count = len(files) - place
                text = Message.of("There is no room here for the details of {count} more files.")
                yield Message(text.text, {"count": str(count)}).render(self._translate)
                return
            room -= size(part) + 2
            yield part

    def impact(self) -> str:
        title = html(Message.of("What this touches").render(self._translate))
        part = self._folded(title, list(self._touched()), _IMPACT)
        assert part is not None
        return part

    def _folded(self, title: str, lines: list[str], room: int) -> str | None:
        """A folded part of at most *room*; None where not even one line has room."""
        opening, closing = f"<details><summary>{title}</summary>\n", "\n</details>"
        count = fitting(lines, room - size(opening) - size(closing) - 200)
        if count == 0:
            return None
        if count < len(lines):
            lines = [*lines[:count], "", self._left_out(len(lines) - count)]
        return "\n".join([opening, *lines, closing])

    def _file(self, file: FileChanges) -> Iterator[str]:
        if file.id:
            yield f"{inline(file.path)}\n"
        rest = [change for change in file.changes if change.action is not Action.EDITED]
        for change, *more in told(rest):
            if more:
                said = renumbered([change, *more], self._translate)
                yield f"- {inline(shortened(said, _LONGEST_EDIT))}{self._line(change)}"
            else:
                yield f"- {self._mark(change)}{self._sentence(change)}{self._line(change)}"
        moved = moved_steps(file)
        for change in file.changes:
            if change.passages:
                yield f"\n{self._sentence(change)}{self._line(change)}\n"
                yield from self._passages(change, moved)

    def _sentence(self, change: Change) -> str:
        if change.action is Action.UNREADABLE:
            return message("".join(run.text for run in sentence(change, self._translate)))
        return redlined(cut_runs(sentence(change, self._translate), _LONGEST_EDIT))

    def _mark(self, change: Change) -> str:
        if change.weight is not Weight.MAJOR:
            return ""
        return f"❗{WEIGHTS[Weight.MAJOR].render(self._translate)} · "

    def _line(self, change: Change) -> str:
        if change.aspect in {Aspect.DOCUMENT, Aspect.FILE}:
            return ""
        text = Message.of("old line {line}") if change.gone else Message.of("line {line}")
        said = Message(text.text, {"line": str(change.where.span.line)}).render(self._translate)
        return f" <sub>{said}</sub>"

    def _passages(self, change: Change, moved: Collection[int]) -> Iterator[str]:
        for passage in in_context(change.passages, moved):
            if isinstance(passage, Gap):
                yield "> ⋮\n>"
                continue
            sign = _SIGNS[passage.op]
            if passage.op in {"edited", "added"} and passage.line in moved:
                sign = _SIGNS["moved"] + sign
            yield f"> {sign} {redlined(cut(passage, _LONGEST_EDIT))}\n>"

    def _touched(self) -> Iterator[str]:
        for kind, group in groupby(self._report.comparison.impact, key=lambda item: item.kind):
            yield f"\n**{IMPACTS[kind].render(self._translate)}**\n"
            for impact in group:
                title, places = impact.title.in_language(self._report.language), places_of(impact)
                said = shortened(f"{impact.subject} {title}".strip(), _LONGEST_NAME)
                shown = shortened(self._translate(", ").join(places[:_MOST_PLACES]), _LONGEST_EDIT)
                more = f" … +{len(places) - _MOST_PLACES}" if len(places) > _MOST_PLACES else ""
                line = Message.of("{subject}: {places}", subject=said, places=f"{shown}{more}")
                yield f"- {inline(self._say(line))}"

    def _weights(self, file: FileChanges) -> str:
        if happened(file) is Action.ADDED:
            return self._say(Message.of("new"))
        if happened(file) is Action.REMOVED:
            return f"❗{self._say(Message.of('removed'))}"
        found = Counter(change.weight for change in file.changes)
        counts = [
            f"{WEIGHTS[weight].render(self._translate)} {found[weight]}"
            for weight in Weight
            if weight in found
        ]
        return ("❗" if Weight.MAJOR in found else "") + self._translate(", ").join(counts)

    def _left_out(self, count: int) -> str:
        text = Message.of("({count} more left out here; `qmsdoc diff` in the repository shows all)")
        return Message(text.text, {"count": str(count)}).render(self._translate)

    def _say(self, message: Message) -> str:
        return message.render(self._translate)

"""The history for a terminal: a row per version, and under it what else belongs to it.

Nothing is cut: what does not fit is wrapped within its column, Chinese or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from qmsdoc.model.revision import Revision, RevisionCommit
from qmsdoc.report.cells import padded, wrapped
from qmsdoc.report.history.types import (
    HEADS,
    ROLES,
    SHORT,
    DocumentTrail,
    HistoryReport,
    moved,
    tells,
)
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

_GAP, _NARROWEST = "  ", 60
_LONGEST_VERSION, _LONGEST_AUTHOR = 10, 16
_BOLD, _DIM, _WARN = "1", "2", "33;1"


def render(report: HistoryReport) -> str:
    """One table a document."""
    tables = ("\n".join(_Table(report, trail).lines()) for trail in report.documents)
    return "\n\n".join(tables) + "\n"


class _Table:
    def __init__(self, report: HistoryReport, trail: DocumentTrail) -> None:
        self._report = report
        self._trail = trail
        self._width = max(report.width, _NARROWEST)
        version, date, author, commit, _ = (columns(report.say(head)) for head in HEADS)
        version = max(version, *(columns(display(item.version)) for item in trail.revisions), 0)
        author = max(author, *(columns(display(item.author)) for item in trail.revisions), 0)
        taken = (
            min(version, _LONGEST_VERSION),
            max(date, len("2026-01-01!" if trail.out_of_order else "2026-01-01")),
            min(author, _LONGEST_AUTHOR),
            max(commit, SHORT),
        )
        self._widths = (*taken, self._width - sum(taken) - len(taken) * len(_GAP))

    def lines(self) -> Iterator[str]:
        trail, say = self._trail, self._report.say
        yield from self._wide(_BOLD, f"{trail.id} {trail.title}".strip())
        yield from self._wide(_DIM, trail.path)
        for note in self._report.notes(trail):
            yield from self._wide(_WARN, note)
        if trail.revisions:
            yield ""
            yield from self._row([say(head) for head in HEADS], _DIM)
        for revision in trail.revisions:
            yield from self._revision(revision)

    def _revision(self, revision: Revision) -> Iterator[str]:
        mark = "!" if revision.commit in self._trail.out_of_order else ""
        yield from self._row(
            [
                revision.version,
                f"{revision.date or '-'}{mark}",
                revision.author,
                revision.commit[:SHORT],
                revision.summary,
            ]
        )
        for role in self._report.roles(self._trail):
            names = self._report.signed(revision, role)
            if names:
                label = self._report.say(ROLES[role])
                text = self._report.say(Message.of("{label}: {text}", label=label, text=names))
                yield from self._row(["", "", "", "", text])
        for commit in revision.commits:
            yield from self._commit(commit, told=tells(revision, commit))

    def _commit(self, commit: RevisionCommit, *, told: bool) -> Iterator[str]:
        """A line for each commit that the row of the version does not tell; and for moves."""
        if not told:
            day = commit.date or "-"
            cells = ["", day, commit.author, commit.id[:SHORT], commit.summary]
            yield from self._row(cells, _DIM)
        move = moved(commit)
        if move is not None:
            yield from self._row(["", "", "", "", self._report.say(move)], _DIM)

    def _row(self, texts: list[str], colour: str = "") -> Iterator[str]:
        """The lines of cells side by side, with no space at the end of any."""
        cells = [
            wrapped(display(text), width) for text, width in zip(texts, self._widths, strict=True)
        ]
        for parts in zip_longest(*cells, fillvalue=""):
            line = _GAP.join(
                padded(part, width) for part, width in zip(parts, self._widths, strict=True)
            )
            yield self._paint(colour, line.rstrip())

    def _wide(self, colour: str, text: str) -> Iterator[str]:
        for line in wrapped(display(text), self._width):
            yield self._paint(colour, line)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._report.colour and code and text else text

"""The status for a terminal: a section for each kind of thing that is due, none that is empty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from qmsdoc.report.cells import wrapped
from qmsdoc.report.status import words
from qmsdoc.report.status.grid import figures, grid
from qmsdoc.report.status.types import ChangeRow, CopyRow, StatusReport
from qmsdoc.report.verify.labels import STATES
from qmsdoc.text.display import display
from qmsdoc.text.message import Message

_INDENT = "  "
_BOLD, _DIM, _RED, _YELLOW, _GREEN = "1", "2", "31;1", "33;1", "32"


def render(report: StatusReport) -> str:
    """The whole report, and in its last line what is overdue, or that nothing is due."""
    writer = _Writer(report)
    lines: list[str] = []
    for section in (
        writer.top(),
        writer.changes(),
        writer.reviews(),
        writer.measurements(),
        writer.copies(Message.of("Copies to take back"), report.status.recalls),
        writer.copies(Message.of("Copies to hand out"), report.status.handouts),
        writer.trainings(),
        writer.end(),
    ):
        if found := list(section):
            lines += [*([""] if lines else []), *found]
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, report: StatusReport) -> None:
        self._report = report
        self._status = report.status
        self._say = report.say
        self._width = max(report.width, 60)

    def top(self) -> Iterator[str]:
        status = self._status
        said = Message.of(
            "Status on {day}: {name}", day=status.day, name=status.owner or status.organization
        )
        yield from self._lines(self._say(said), "", _BOLD)
        states = [
            self._say(
                Message.of(
                    "{state}: {count}", state=self._report.translate(STATES[name]), count=count
                )
            )
            for name, count in status.states.items()
        ]
        if states:
            yield from self._lines("  ".join(states), _INDENT)

    def reviews(self) -> Iterator[str]:
        rows = self._status.reviews
        if not rows:
            return
        yield self._paint(_BOLD, self._say(Message.of("Reviews")))
        table = words.counts(rows, self._status.window)
        heads = [
            Message.of("Overdue"),
            *map(words.bucket_label, words.buckets(self._status.window)),
        ]
        yield from self._set_in(
            figures(
                [
                    ["", *map(self._say, heads)],
                    *(
                        [display(owner) or "-", *map(str, numbers)]
                        for owner, numbers in table.items()
                    ),
                ],
                self._width - len(_INDENT),
            )
        )
        yield ""
        cells = [
            [
                row.due.isoformat(),
                self._say(words.away(row.days)),
                display(words.head(row.subject, row.version)),
                display(row.subject.owner),
            ]
            for row in rows
        ]
        colours = [_RED if row.days < 0 else _YELLOW if row.days <= 30 else "" for row in rows]
        yield from self._grid(cells, 2, colours)

    def changes(self) -> Iterator[str]:
        rows = self._status.changes
        if not rows:
            return
        yield self._paint(_BOLD, self._say(Message.of("Texts that are not in force")))
        for row in rows:
            if row.state != "draft":
                yield from self._change(row)
        drafts = [row for row in rows if row.state == "draft"]
        if drafts:
            named = (f"{row.subject.id} {row.version}".rstrip() for row in drafts)
            said = Message.of("drafts: {names}", names=self._report.translate(", ").join(named))
            yield from self._hanging(self._say(said), "")

    def _change(self, row: ChangeRow) -> Iterator[str]:
        said = [words.change(row), words.beside(row)]
        state = self._report.translate("; ").join(self._say(one) for one in said if one)
        text = Message.of("{head}: {state}", head=words.head(row.subject, row.version), state=state)
        yield from self._hanging(self._say(text), _RED if row.state == "changed" else "")
        for signature in row.lacking:
            said_of = words.signature(signature)
            yield from self._lines(self._say(said_of), _INDENT * 2, _YELLOW)

    def _hanging(self, text: str, code: str) -> Iterator[str]:
        """Wrapped, and set in a step more than what is below it."""
        first, *rest = wrapped(display(text), self._width - 3 * len(_INDENT))
        yield _INDENT + self._paint(code, first)
        yield from (_INDENT * 3 + self._paint(code, line) for line in rest)

    def copies(self, title: Message, rows: Sequence[CopyRow]) -> Iterator[str]:
        if not rows:
            return
        yield self._paint(_BOLD, self._say(title))
        numbered = any(row.number for row in rows)
        cells = [
            [
                display(row.department),
                display(words.head(row.subject, row.version)),
                *(
                    [self._say(Message.of("No. {number}", number=display(row.number))), row.issued]
                    if numbered
                    else []
                ),
            ]
            for row in rows
        ]
        yield from self._grid(cells, 1)

    def trainings(self) -> Iterator[str]:
        if not self._status.trainings:
            return
        yield self._paint(_BOLD, self._say(Message.of("Trainings that are missing")))
        for post, people in words.by_post(self._status.trainings).items():
            yield from self._lines(post, _INDENT)
            cells = [
                [
                    display(name),
                    display(
                        self._report.translate(", ").join(
                            f"{row.subject.id} {row.version}" for row in rows
                        )
                    ),
                ]
                for name, rows in people.items()
            ]
            yield from self._set_in(self._grid(cells, 1, room=2 * len(_INDENT)))

    def measurements(self) -> Iterator[str]:
        rows = self._status.unmeasured
        if not rows:
            return
        yield self._paint(_BOLD, self._say(Message.of("Objectives to measure")))
        cells = [
            [
                row.due.isoformat() if row.due else "-",
                display(self._say(words.measurement(row))),
                display(words.head(row.subject)),
                display(row.subject.owner),
            ]
            for row in rows
        ]
        yield from self._grid(cells, 2, [_YELLOW] * len(rows))

    def end(self) -> Iterator[str]:
        status = self._status
        if not status.ledger:
            text = "no approvals ledger is kept here, so nobody can tell what is in force, reviewed, handed out or trained; `qmsdoc approve` begins one"
            yield from self._lines(self._say(Message.of(text)), "", _DIM)
        elif status.overdue:
            said = Message.of("reviews overdue: {count}", count=len(status.overdue))
            yield self._paint(_RED, self._say(said))
        if status.is_quiet:
            said = Message.of("nothing is due within {days} days", days=status.window)
            if not status.ledger:
                said = Message.of("no measurement is missing")
            yield self._paint(_GREEN, self._say(said))

    def _grid(
        self,
        cells: Sequence[Sequence[str]],
        flexible: int,
        colours: Sequence[str] = (),
        room: int = len(_INDENT),
    ) -> Iterator[str]:
        """Rows in columns; a wide terminal is not filled with blanks."""
        found = grid(cells, self._width - room, flexible)
        for number, lines in enumerate(found):
            code = colours[number] if colours else ""
            yield from (_INDENT + self._paint(code, line) for line in lines)

    @staticmethod
    def _set_in(lines: Iterable[str]) -> Iterator[str]:
        return (_INDENT + line for line in lines)

    def _lines(self, text: str, indent: str, code: str = "") -> Iterator[str]:
        for line in wrapped(display(text), self._width - len(indent)):
            yield indent + self._paint(code, line)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._report.colour and code and text else text

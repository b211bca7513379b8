"""The coverage for a terminal: a line per clause, and under it where it is covered.

Nothing is cut: what does not fit is wrapped within its column, Chinese or not.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from qmsdoc.index.coverage import ClauseCoverage, Cover, StandardCoverage, State
from qmsdoc.report.cells import wrapped
from qmsdoc.report.coverage.types import CoverageReport
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

_COLOURS = {
    State.MET: "32",
    State.PARTLY: "33;1",
    State.MISSING: "31;1",
    State.EXCLUDED: "2",
    State.ADAPTABLE: "36",
    State.FREE: "2",
}
_GAP, _BOLD, _DIM = "  ", "1", "2"


def render(report: CoverageReport) -> str:
    """A table per standard, then a summary line for each."""
    table = _Table(report)
    lines: list[str] = []
    for item in report.standards:
        lines.extend(table.standard(item))
        lines.append("")
    lines.extend(table.summaries())
    return "\n".join(lines) + "\n"


class _Table:
    def __init__(self, report: CoverageReport) -> None:
        self._report = report
        shown = [c for item in report.standards for c in item.clauses if _is_shown(c)]
        number = min(max([6, *(columns(c.clause.number) for c in shown)]), 14)
        state = max(
            [columns(report.say(Message.of("State"))), *(columns(report.state(c)) for c in shown)]
        )
        rest = max(report.width, 60) - number - state - 3 * len(_GAP)
        title = min(rest * 2 // 5, max([8, *(columns(report.title(c)) for c in shown)]))
        self._widths = (number, title, state, rest - title)

    def standard(self, item: StandardCoverage) -> Iterator[str]:
        standard, say = item.standard, self._report.say
        title = standard.title.in_language(self._report.language)
        yield from self._painted(_BOLD, f"{standard.number} {title}".strip())
        if item.clauses:
            heads = (
                say(Message.of("Clause")),
                say(Message.of("Title")),
                say(Message.of("State")),
                say(Message.of("Document and section, records")),
            )
            cells = [wrapped(head, width) for head, width in zip(heads, self._widths, strict=True)]
            yield from self._rows(cells, (_DIM, _DIM, _DIM, _DIM))
        notes: dict[str | None, str] = {}
        for clause in item.clauses:
            note = notes[clause.clause.number] = self._report.note(clause)
            if _is_shown(clause):
                # A clause below an excluded one has the same note: it is said once, at the top.
                said = notes.get(clause.clause.parent) == note
                yield from self._clause(clause, "" if said else note)

    def _clause(self, item: ClauseCoverage, note: str) -> Iterator[str]:
        number, title, state, place = self._widths
        report = self._report
        places = [*(_place(cover) for cover in item.covers), *report.missing(item), note]
        cells = [
            wrapped(item.clause.number, number),
            wrapped(display(report.title(item)), title),
            wrapped(report.state(item), state),
            [line for text in places if text for line in _hanging(display(text).strip(), place)],
        ]
        colour = _BOLD if item.clause.children else ""
        yield from self._rows(cells, (colour, colour, _COLOURS[item.state], ""))

    def _rows(self, cells: list[list[str]], colours: tuple[str, ...]) -> Iterator[str]:
        """The lines of cells side by side, with no space at the end of any."""
        for texts in zip_longest(*cells, fillvalue=""):
            last = max((place for place, text in enumerate(texts) if text), default=-1)
            parts = []
            for place, (text, width) in enumerate(zip(texts, self._widths, strict=True)):
                gap = " " * (max(width - columns(text), 0) + len(_GAP)) if place < last else ""
                if place <= last:
                    parts.append(self._paint(colours[place], text) + gap)
            yield "".join(parts)

    def summaries(self) -> Iterator[str]:
        for item in self._report.standards:
            state = State.MISSING if item.gaps else State.PARTLY if item.partly else State.MET
            colour = _COLOURS[state]
            yield from self._painted(colour, self._report.summary(item))

    def _painted(self, code: str, text: str) -> Iterator[str]:
        for line in wrapped(display(text), max(self._report.width, 60)):
            yield self._paint(code, line)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._report.colour and code and text else text


def _is_shown(item: ClauseCoverage) -> bool:
    """Clauses that ask nothing are left out, unless something claims them."""
    return item.state is not State.FREE or bool(item.covers)


def _place(cover: Cover) -> str:
    text = f"{cover.id or cover.path} {cover.section or cover.title}".rstrip()
    records = [identifier for identifier in cover.records if identifier != cover.id]
    return f"{text} [{', '.join(records)}]" if records else text


def _hanging(text: str, width: int) -> list[str]:
    """Wrapped, the lines after the first set in, so that one sees where the next place begins."""
    first, *rest = wrapped(text, width)
    if not rest:
        return [first]
    remainder = text[len(first) :].lstrip()
    return [first, *(f"  {line}" for line in wrapped(remainder, width - 2))]

"""The report for the terminal: by document where it stands and who signed, then what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qmsdoc.model.approval import DONE, SIGNATURES, Act
from qmsdoc.report.cells import padded, wrapped
from qmsdoc.report.verify.labels import STATES
from qmsdoc.report.verify.types import DocumentVerdict, EntryVerdict, Remark, VerifyReport
from qmsdoc.text.display import display
from qmsdoc.text.message import Message
from qmsdoc.text.wide import columns

_ACCEPTED, _REFUSED = "✓", "✗"
# Enough of a fingerprint to tell keys apart; the whole is in the JSON.
_KEY = 15
# Before what is said of an entry below its first line.
_BELOW = " " * 6
_SHOWN = (*SIGNATURES, Act.RELEASED, Act.WITHDRAWN)


def render(report: VerifyReport) -> str:
    """The whole report, and in its last lines what it comes to."""
    writer = _Writer(report)
    lines: list[str] = []
    for item in report.verdict.documents:
        lines += [*writer.document(item), ""]
    lines += writer.remarks(report.verdict.problems, "31")
    lines += writer.remarks(report.verdict.notes, "2")
    return "\n".join([*lines, *writer.end()]) + "\n"


class _Writer:
    def __init__(self, report: VerifyReport) -> None:
        self._report = report
        self._say = report.say

    def document(self, item: DocumentVerdict) -> Iterator[str]:
        mark = self._mark(item.is_accepted)
        head = f"{item.document} {item.title}".strip()
        first, *rest = self._lines(head, "  ", "1")
        yield f"{mark} {first.removeprefix('  ')}"
        yield from rest
        for line in self._standing(item):
            yield from self._lines(line, "  ")
        shown = [verdict for verdict in item.entries if _is_shown(verdict, item)]
        widths = [
            max((columns(cell) for cell in column), default=0) for column in self._cells(shown)
        ]
        for verdict in shown:
            yield from self._entry(verdict, widths)
        if hidden := len(item.entries) - len(shown):
            said = Message.of("and {count} more entries, all accepted", count=hidden)
            yield f"    {self._paint('2', self._say(said))}"
        yield from self.remarks(item.problems, "31")
        yield from self.remarks(item.notes, "2")

    def remarks(self, remarks: Sequence[Remark], code: str) -> Iterator[str]:
        for remark in remarks:
            if remark.path:
                yield from self._lines(remark.path, "    ", "2")
            yield from self._lines(self._say(remark.message), "    ", code)

    def end(self) -> Iterator[str]:
        verdict = self._report.verdict
        code = "32" if verdict.is_accepted else "31"
        yield from self._lines(self._say(verdict.summary), "", code)
        if not verdict.policy:
            text = "policy and people came from the same tree as the ledger; --policy-ref takes them from a protected branch"
            yield from self._lines(self._say(Message.of(text)), "")
        if not verdict.anchor:
            text = "entries taken away at the end go unseen without --anchor, which compares with an earlier run"
            yield from self._lines(self._say(Message.of(text)), "")

    def _standing(self, item: DocumentVerdict) -> Iterator[str]:
        if item.state == "in-force" and item.version:
            text = "{version}, in force since {day}"
            yield self._say(Message.of(text, version=item.version, day=item.effective))
            return
        if item.version:
            state = self._report.translate(STATES[item.state])
            text = "text at hand: {version}, {state}"
            yield self._say(Message.of(text, version=item.version, state=state))
        else:
            yield self._say(Message.of("there is no text at hand"))
        if item.in_force:
            text = "in force: {version}, since {day}"
            yield self._say(Message.of(text, version=item.in_force, day=item.effective))

    def _cells(self, verdicts: Sequence[EntryVerdict]) -> tuple[list[str], ...]:
        rows = [self._row(verdict) for verdict in verdicts]
        return tuple(list(column) for column in zip(*rows, strict=True)) if rows else ()

    def _row(self, verdict: EntryVerdict) -> tuple[str, ...]:
        entry = verdict.item.entry
        said = (
            self._report.translate(DONE[entry.role.value]),
            entry.version,
            entry.person,
            entry.post,
            entry.moment.date().isoformat(),
        )
        return tuple(display(cell) for cell in said)

    def _entry(self, verdict: EntryVerdict, widths: Sequence[int]) -> Iterator[str]:
        key = verdict.item.key[:_KEY] + "…" if verdict.item.key else ""
        key = key or self._say(Message.of("unsigned"))
        cells = self._row(verdict)
        room = self._report.width - len(_BELOW)
        aligned = [padded(cell, width) for cell, width in zip(cells, widths, strict=True)]
        # Where a row does not fit, blanks between its cells would only make it longer.
        for joined in ("  ".join([*aligned, key]), "  ".join([*cells, key])):
            first, *rest = wrapped(joined, room)
            if not rest:
                break
        yield f"  {self._mark(not verdict.problems)} {first}"
        yield from (f"{_BELOW}{part}" for part in rest)
        if verdict.problems or verdict.notes:
            yield from self._lines(verdict.item.path, _BELOW, "2")
        for problem in verdict.problems:
            yield from self._lines(self._say(problem), _BELOW, "31")
        for note in verdict.notes:
            yield from self._lines(self._say(note), _BELOW, "2")

    def _lines(self, text: str, indent: str, code: str = "") -> Iterator[str]:
        for line in wrapped(display(text), self._report.width - len(indent)):
            yield indent + self._paint(code, line)

    def _mark(self, accepted: bool) -> str:
        return self._paint("32", _ACCEPTED) if accepted else self._paint("31;1", _REFUSED)

    def _paint(self, code: str, text: str) -> str:
        return f"\x1b[{code}m{text}\x1b[0m" if self._report.colour and code else text


def _is_shown(verdict: EntryVerdict, item: DocumentVerdict) -> bool:
    """Signatures and releases of what is at hand or in force, and all that is wrong."""
    entry = verdict.item.entry
    current = entry.version in (item.version, item.in_force) or not item.in_force
    return bool(verdict.problems or verdict.notes) or (entry.role in _SHOWN and current)

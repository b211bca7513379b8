"""Edits carried out on a text as it stands in the file, byte-order mark and line ends kept."""

from __future__ import annotations

from collections.abc import Iterable

from qmsdoc.diagnostics.types import Edit
from qmsdoc.text.span import Span

_MARK = "\ufeff"


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """*text* with those *edits* made that touch no earlier one; the others are left for later.

    Spans count in the text as it was read: without a byte-order mark and with LF line ends.
    """
    starts = _line_starts(text)
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.span):
        start, end = _range(starts, edit.span)
        if start < done or (start == done and pieces and start == end):
            continue
        pieces += [text[done:start], edit.text]
        done = end
    return "".join([*pieces, text[done:]])


def _line_starts(text: str) -> list[int]:
    starts = [1 if text.startswith(_MARK) else 0]
    position = text.find("\n")
    while position >= 0:
        starts.append(position + 1)
        position = text.find("\n", position + 1)
    return starts


def _range(starts: list[int], span: Span) -> tuple[int, int]:
    """The offsets of *span* in a text whose lines start at *starts*."""
    return (
        starts[span.line - 1] + span.column - 1,
        starts[span.end_line - 1] + span.end_column - 1,
    )

"""Aligned lines as the parts of a page: paragraphs, tables, and what is folded between changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Literal, NotRequired, TypedDict

from qmsdoc.diff.redline import Run
from qmsdoc.render.column_widths import column_widths
from qmsdoc.render.redline.align import OLD_ONLY, Marked
from qmsdoc.text.code import code_parts

# A table with more rows shows those that changed, with so many beside them; of the front matter
# only those are shown.
_LONG_TABLE, _BESIDE = 24, 2
_LABEL_WIDTH, _VALUE_WIDTH = 9.0, 38.0


class RunView(TypedDict):
    """``op`` is equal, insert, delete or code."""

    op: str
    text: str


class LineView(TypedDict):
    """``op`` as of Marked; in a table also skip, for ``count`` rows that are left out."""

    op: str
    kind: str
    level: int
    marker: str
    is_head: bool
    count: int
    cells: list[list[RunView]]


class PartView(TypedDict):
    """``t`` is text (one line), table (rows of ``widths``) or gap (parts that stayed)."""

    t: Literal["text", "table", "gap"]
    lines: list[LineView]
    widths: NotRequired[list[float]]
    fields: NotRequired[bool]
    parts: NotRequired[list[PartView]]


def parts_of(marked: Sequence[Marked]) -> list[PartView]:
    """Parts, those far from any change folded into gaps."""
    markers = _markers(marked)
    parts: list[PartView] = []
    for (kind, _, _), group in groupby(enumerate(marked), key=lambda pair: _table(pair[1])):
        lines = [_line(one, markers[place]) for place, one in group]
        if kind == "text":
            parts += ({"t": "text", "lines": [line]} for line in lines)
        else:
            parts.append(_table_part(lines, fields=kind == "field"))
    return list(_folded(parts))


def run_views(runs: Sequence[Run]) -> list[RunView]:
    """Runs as plain data."""
    return [{"op": run.op, "text": run.text} for run in runs if run.text]


def message_views(text: str) -> list[RunView]:
    """A message with its commands as code."""
    return [
        {"op": "code" if is_code else "equal", "text": part} for part, is_code in code_parts(text)
    ]


def _table(marked: Marked) -> tuple[str, int, int]:
    """What keeps neighbours in one table: values of the front matter, or as many columns."""
    line = marked.line
    if line.kind not in {"field", "row"}:
        return "text", 0, 0
    return line.kind, len(line.cells), 0


def _table_part(lines: list[LineView], *, fields: bool) -> PartView:
    rows = [["".join(run["text"] for run in cell) for cell in line["cells"]] for line in lines]
    widths = [_LABEL_WIDTH, _VALUE_WIDTH] if fields else column_widths(rows[:200])
    kept = lines
    if fields or len(lines) > _LONG_TABLE:
        kept = list(_rows_in_context(lines, 0 if fields else _BESIDE))
    return {"t": "table", "lines": kept, "widths": widths, "fields": fields}


def _rows_in_context(lines: Sequence[LineView], beside: int) -> Iterator[LineView]:
    changed = [place for place, line in enumerate(lines) if line["op"] != "same"]
    near = {place + step for place in changed for step in range(-beside, beside + 1)}
    for kept, group in groupby(
        enumerate(lines), key=lambda pair: pair[0] in near or pair[1]["is_head"]
    ):
        rows = [line for _, line in group]
        if kept or not changed or len(rows) == 1:
            yield from rows
        else:
            yield _skipped(len(rows))


def _skipped(count: int) -> LineView:
    return {
        "op": "skip",
        "kind": "row",
        "level": 0,
        "marker": "",
        "is_head": False,
        "count": count,
        "cells": [],
    }


def _line(marked: Marked, marker: str) -> LineView:
    line = marked.line
    return {
        "op": marked.op,
        "kind": line.kind,
        "level": line.level,
        "marker": marker,
        "is_head": line.is_head,
        "count": 1,
        "cells": [run_views(cell) for cell in marked.cells],
    }


def _markers(marked: Sequence[Marked]) -> list[str]:
    """A bullet, or the number of an item as it is now; of one that is gone, as it was."""
    counts: dict[tuple[bool, int], int] = {}
    found = []
    for one in marked:
        line, marker = one.line, ""
        if line.kind == "item" and not line.ordered:
            marker = "•"
        elif line.kind == "item":
            sides = [(True, one.old.group)] if one.old else []
            sides.append((one.op in OLD_ONLY, line.group))
            for side in sides:
                counts[side] = counts.get(side, 0) + 1
            marker = f"{counts[sides[-1]]}."
        found.append(marker)
    return found


def _folded(parts: Sequence[PartView]) -> Iterator[PartView]:
    """Changed parts with their neighbours and the heading above; others in a gap."""
    changed = [place for place, part in enumerate(parts) if _is_changed(part)]
    near = {place + step for place in changed for step in (-1, 0, 1)}
    heading = -1
    for place, part in enumerate(parts):
        if part["lines"] and part["lines"][0]["kind"] == "heading":
            heading = place
        if place in changed and heading >= 0:
            near.add(heading)
    for kept, group in groupby(enumerate(parts), key=lambda pair: pair[0] in near):
        found = [part for _, part in group]
        if kept or len(found) == 1:
            yield from found
        else:
            yield {"t": "gap", "lines": [], "parts": found}


def _is_changed(part: PartView) -> bool:
    return any(line["op"] not in {"same", "skip"} for line in part["lines"])

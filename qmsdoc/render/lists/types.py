"""A list to publish: plain data, the same for every format.

A cell holds lines of text; nothing in it is markup, and no format may take it for more than text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, TypedDict

from qmsdoc.text.display import display

Align = Literal["start", "center", "end"]
# "soft" is less than what stands beside it, "mark" is to be noticed.
Tone = Literal["", "soft", "mark"]


class LineView(TypedDict):
    """One line of a cell; ``href`` is "" where it leads nowhere. Text formats leave it out."""

    text: str
    href: str
    tone: Tone


Cell = tuple[LineView, ...]


class ColumnView(TypedDict):
    """``width`` is the share of the column, in full-width characters of a line of A4 landscape.

    Cells of a column that is to ``keep`` are numbers and dates, which are not broken.
    """

    label: str
    width: float
    align: Align
    keep: bool


class RowView(TypedDict):
    """``cells`` go by column. A ``heading`` stands over the rows below it: ``level`` counts from 1,
    and cells behind the second are empty."""

    cells: tuple[Cell, ...]
    heading: bool
    level: int


class GroupView(TypedDict):
    """``label`` is "" where the list has no groups; ``remark`` is one line below the label."""

    label: str
    remark: str
    rows: tuple[RowView, ...]


class ListView(TypedDict):
    """``name`` is the stem of the file. ``number`` is that of the form with the title of the list,
    "" where there is none. ``as_of`` is YYYY-MM-DD, "" where git tells nothing; ``revision`` the
    commit that was asked for. ``group_label`` heads the groups where they become a column.
    ``count`` says how much is listed, ``empty`` what is said in place of an empty list."""

    name: str
    title: str
    number: str
    organisation: str
    as_of: str
    revision: str
    group_label: str
    columns: tuple[ColumnView, ...]
    groups: tuple[GroupView, ...]
    count: str
    empty: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What is a list's own; the rest of a ListView is the same for all."""

    title: str
    columns: tuple[ColumnView, ...]
    groups: tuple[GroupView, ...]
    group_label: str = ""
    count: str = ""
    empty: str = ""
    notes: tuple[str, ...] = ()


def column(label: str, width: float, *, align: Align = "start", keep: bool = False) -> ColumnView:
    """A column; *width* in full-width characters."""
    return ColumnView(label=label, width=width, align=align, keep=keep)


def line(text: str, href: str = "", tone: Tone = "") -> LineView:
    """A line of a cell: *text* with what is unsafe to show made visible."""
    return LineView(text=display(text), href=href, tone=tone)


def cell(text: str, href: str = "", tone: Tone = "") -> Cell:
    """A cell of one line; of none where *text* is ""."""
    return (line(text, href, tone),) if text else ()


def row(*cells: Cell) -> RowView:
    """A row of the list."""
    return RowView(cells=cells, heading=False, level=0)


def group(label: str, rows: Iterable[RowView], remark: str = "") -> GroupView:
    """Rows under a label."""
    return GroupView(label=display(label), remark=display(remark), rows=tuple(rows))

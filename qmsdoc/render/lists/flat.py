"""A list as lines of texts, for spreadsheets: what heads its groups becomes a column."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qmsdoc.render.lists.types import Cell, ColumnView, ListView


class FlatRow(NamedTuple):
    """The lines of each cell, by column."""

    cells: tuple[tuple[str, ...], ...]
    heading: bool


def flat_columns(view: ListView) -> tuple[ColumnView, ...]:
    """The columns, with one for the groups before them where there are any."""
    if not _has_groups(view):
        return view["columns"]
    label = view["group_label"]
    return (ColumnView(label=label, width=8, align="start", keep=False), *view["columns"])


def flat_rows(view: ListView) -> Iterator[FlatRow]:
    """The rows of all groups."""
    has_groups = _has_groups(view)
    for group in view["groups"]:
        before = ((group["label"],),) if has_groups else ()
        for row in group["rows"]:
            empty = ((),) * (len(view["columns"]) - len(row["cells"]))
            yield FlatRow((*before, *map(_texts, row["cells"]), *empty), row["heading"])


def _has_groups(view: ListView) -> bool:
    return any(group["label"] for group in view["groups"])


def _texts(cell: Cell) -> tuple[str, ...]:
    return tuple(line["text"] for line in cell)

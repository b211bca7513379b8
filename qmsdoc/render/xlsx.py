"""Lists as workbooks of Excel: cells hold text alone, and the same list gives the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import chain
from math import ceil
from typing import TYPE_CHECKING, Any

from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.lists.flat import FlatRow, flat_columns, flat_rows
from qmsdoc.render.lists.types import ColumnView, ListView
from qmsdoc.render.order import Order
from qmsdoc.render.types import Artifact
from qmsdoc.text.language import Translate
from qmsdoc.text.spreadsheet import is_formula
from qmsdoc.text.wide import columns as text_columns

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

MOST_CHARACTERS = 32767  # that Excel takes in a cell
_FACE = "宋体"
_HEAD_ROW = 3
# The height of a line, and how many lines fit in the tallest row that Excel knows.
_POINTS = 14.5
_MOST_LINES = 28
_NARROWEST, _WIDEST = 7, 44
_LANDSCAPE_A4 = 9
# The time of creation where git tells no day; zip knows nothing earlier.
_NO_DAY = "1980-01-01"


def make(order: Order) -> Iterator[Artifact]:
    """The lists of *order*."""
    for name in order.publications:
        view = LISTS[name](order.library)
        yield Artifact(f"{name}.xlsx", list_workbook(view, order.library.translate))


def list_workbook(view: ListView, translate: Translate) -> bytes:
    """The list on one sheet, laid out for A4 landscape."""
    import xlsxwriter

    out = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    workbook = xlsxwriter.Workbook(out, options)
    day = datetime.fromisoformat(view["as_of"] or _NO_DAY).replace(tzinfo=UTC)
    workbook.set_properties(
        {"title": view["title"], "author": view["organisation"], "created": day}
    )
    _Sheet(workbook, view, translate).fill()
    workbook.close()
    return out.getvalue()


class _Sheet:
    """One use."""

    def __init__(self, workbook: Workbook, view: ListView, translate: Translate) -> None:
        self._workbook = workbook
        self._view = view
        self._translate = translate
        self._columns = flat_columns(view)
        self._rows = list(flat_rows(view))
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._widths = [self._width(place) for place in range(len(self._columns))]
        self._sheet: Worksheet = workbook.add_worksheet(view["title"][:31])

    def fill(self) -> None:
        """Write everything."""
        view = self._view
        self._write(0, 0, view["title"], bold=True, font_size=16)
        self._write(1, 0, "    ".join(filter(None, self._said())), font_color="#59636E")
        for place, column in enumerate(self._columns):
            self._write(_HEAD_ROW, place, column["label"], **_HEAD)
        end = _HEAD_ROW
        for end, row in enumerate(self._rows, start=_HEAD_ROW + 1):
            self._row(end, row)
        for place, note in enumerate(view["notes"] if self._rows else (view["empty"],)):
            self._write(end + 2 + place, 0, note, font_color="#59636E", font_size=9)
        self._lay_out(end)

    def _said(self) -> Sequence[str]:
        view = self._view
        as_of = self._translate("as of {date}").replace("{date}", view["as_of"])
        day = as_of if view["as_of"] else ""
        return view["organisation"], view["number"], view["count"], day, view["revision"][:10]

    def _row(self, number: int, row: FlatRow) -> None:
        self._sheet.set_row(number, _POINTS * self._height(row) + 3)
        for place, (column, lines) in enumerate(zip(self._columns, row.cells, strict=True)):
            fill = {"bold": True, "bg_color": "#F3F5F7"} if row.heading else {}
            self._write(number, place, "\n".join(lines), **_CELL, **_aligned(column), **fill)

    def _write(self, row: int, column: int, text: str, **style: Any) -> None:
        if len(text) > MOST_CHARACTERS:
            text = f"{text[: MOST_CHARACTERS - 1]}…"
        # As text the cell stays text when someone edits it; the prefix is what Excel itself sets
        # for a formula that was typed as text.
        style |= {"font_name": _FACE, "num_format": "@", "quote_prefix": is_formula(text)}
        self._sheet.write_string(row, column, text, self._format(style))

    def _format(self, style: dict[str, Any]) -> Format:
        key = tuple(sorted(style.items()))
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format(style)
        return self._formats[key]

    def _height(self, row: FlatRow) -> int:
        """How many lines the row takes; not every program finds that out when it opens the file."""
        cells = zip(row.cells, self._widths, strict=True)
        taken = (
            sum(max(1, ceil(text_columns(line) / (width - 1.5))) for line in lines)
            for lines, width in cells
        )
        return min(max(1, *taken), _MOST_LINES)

    def _lay_out(self, end: int) -> None:
        sheet, translate, last = self._sheet, self._translate, len(self._columns) - 1
        for place, width in enumerate(self._widths):
            sheet.set_column(place, place, width)
        sheet.freeze_panes(_HEAD_ROW + 1, 0)
        sheet.autofilter(_HEAD_ROW, 0, max(end, _HEAD_ROW + 1), last)
        sheet.set_landscape()
        sheet.set_paper(_LANDSCAPE_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD_ROW)
        pages = f"{translate('Page ')}&P{translate(' of ')}&N{translate(' pages')}"
        sheet.set_footer(f"&L{_header_text(self._view['organisation'])}&R{pages}")

    def _width(self, place: int) -> float:
        cells = (row.cells[place] for row in self._rows if not row.heading)
        label = (self._columns[place]["label"],)
        lines = chain(label, chain.from_iterable(cells))
        return min(max(_NARROWEST, *map(text_columns, lines)) + 2, _WIDEST)


_CELL = {"border": 1, "border_color": "#AEB7C0", "text_wrap": True, "font_size": 10}
_HEAD = {**_CELL, "bold": True, "bg_color": "#E4E9EE", "valign": "vcenter"}


def _aligned(column: ColumnView) -> dict[str, str]:
    sides = {"start": "left", "center": "center", "end": "right"}
    return {"align": sides[column["align"]], "valign": "top"}


def _header_text(text: str) -> str:
    """``&`` begins a command there, and 255 characters are all that Excel takes."""
    return text[:60].replace("&", "&&")

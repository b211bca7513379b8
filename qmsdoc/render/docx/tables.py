"""Paragraphs, and tables of paragraphs: heads that are repeated, rows that stay whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from qmsdoc.render.docx.faces import TINT, borders
from qmsdoc.render.docx.inline import FIRM, PLAIN, Look, run
from qmsdoc.render.docx.xml import NOTHING, Value, Xml, flag, w

_NARROWEST = 200


class Paragraph(NamedTuple):
    """``style`` is the id of a style. ``keep`` holds it on the sheet of the next, ``break_before``
    begins a sheet. ``item`` is list and level; lengths are in twips, None as the style says.
    ``line`` is the least height of a line, 0 as the style says."""

    inside: Xml
    style: str = ""
    keep: bool = False
    break_before: bool = False
    item: tuple[int, int] | None = None
    left: int | None = None
    align: str = ""
    before: int | None = None
    ruled: bool = False
    line: int = 0
    section: Xml = NOTHING

    def xml(self, keep: bool = False) -> Xml:
        """The paragraph; with *keep*, on the sheet of the next."""
        return w("p", self._properties(keep or self.keep), self.inside)

    def _properties(self, keep: bool) -> Xml:
        item = self.item
        inside = (
            w("pStyle", val=self.style) if self.style else NOTHING,
            flag("keepNext", keep),
            flag("pageBreakBefore", self.break_before),
            w("numPr", w("ilvl", val=item[1]), w("numId", val=item[0])) if item else NOTHING,
            borders("pBdr", "bottom", 4, "auto") if self.ruled else NOTHING,
            self._spacing(),
            NOTHING
            if self.left is None
            else w("ind", left=self.left, firstLineChars=0, firstLine=0),
            w("jc", val=self.align) if self.align else NOTHING,
            self.section,
        )
        return w("pPr", *inside) if any(inside) else NOTHING

    def _spacing(self) -> Xml:
        least: dict[str, Value] = {"line": self.line, "lineRule": "atLeast"} if self.line else {}
        if self.before is None and not least:
            return NOTHING
        return w("spacing", before=self.before, **least)


class Cell(NamedTuple):
    """``span`` is over how many columns it goes, ``across`` where its text stands: top, center,
    bottom."""

    paragraphs: Sequence[Paragraph]
    span: int = 1
    tinted: bool = False
    across: str = "top"


class Row(NamedTuple):
    """``head`` is repeated on every sheet, ``whole`` on one; ``keep`` with the next row.
    ``height`` is the least, in twips."""

    cells: Sequence[Cell]
    head: bool = False
    whole: bool = True
    keep: bool = False
    height: int = 0


_GAP = Paragraph(NOTHING, "SectionEnd", before=160)
SPACE = _GAP.xml()


def cell(inside: Xml, span: int = 1, align: str = "") -> Cell:
    """A cell of one paragraph."""
    return Cell((Paragraph(inside, "TableText", align=align),), span)


def firm_cell(content: str) -> Cell:
    """A cell with a number or a day, which is not broken at its hyphens."""
    return cell(run(content, FIRM))


def label_cell(label: str) -> Cell:
    """The name of what stands in the next cell."""
    return Cell((Paragraph(run(label, Look("Note")), "TableText"),), tinted=True, across="center")


def text_cell(content: str, look: Look = PLAIN, span: int = 1, align: str = "") -> Cell:
    """A cell of plain text."""
    return cell(run(content, look), span, align)


def head_row(labels: Iterable[str], align: str = "", style: str = "TableHead") -> Row:
    """The head of a table."""
    cells = [
        Cell((Paragraph(run(label), style, align=align),), tinted=True, across="center")
        for label in labels
    ]
    return Row(cells, head=True)


def group_row(columns: int, inside: Xml) -> Row:
    """A row over those of its group."""
    return Row([Cell((Paragraph(inside, "TableHead"),), columns, tinted=True)], keep=True)


def table(
    widths: Sequence[int],
    rows: Sequence[Row],
    left: int = 0,
    together: bool = False,
    followed: bool = False,
) -> Xml:
    """A table and the space below it. *widths* are those of its columns, *together* keeps it whole,
    *followed* its last row on the sheet of what comes next."""
    last = len(rows) - 1
    # The last row never stands alone under a repeated head.
    kept = (
        (together and n < last) or (followed and n == last) or row.keep or row.head or n == last - 1
        for n, row in enumerate(rows)
    )
    made = (_row(row, widths, keep) for row, keep in zip(rows, kept, strict=True))
    columns = (w("gridCol", w=width) for width in widths)
    properties = w(
        "tblPr",
        w("tblStyle", val="TableGrid"),
        w("tblW", w=sum(widths), type="dxa"),
        w("tblInd", w=left, type="dxa"),
        w("tblLayout", type="fixed"),
        w(
            "tblLook",
            val="0420",
            firstRow=1,
            lastRow=0,
            firstColumn=0,
            lastColumn=0,
            noHBand=0,
            noVBand=1,
        ),
    )
    return Xml(f"{w('tbl', properties, w('tblGrid', *columns), *made)}{_GAP.xml(followed)}")


def _row(row: Row, widths: Sequence[int], keep: bool) -> Xml:
    properties = (
        flag("cantSplit", row.whole),
        w("trHeight", val=row.height, hRule="atLeast") if row.height else NOTHING,
        flag("tblHeader", row.head),
    )
    cells, column = [], 0
    for one in row.cells:
        cells.append(_cell(one, sum(widths[column : column + one.span]), keep))
        column += one.span
    return w("tr", w("trPr", *properties) if any(properties) else NOTHING, *cells)


def _cell(one: Cell, width: int, keep: bool) -> Xml:
    properties = w(
        "tcPr",
        w("tcW", w=width, type="dxa"),
        w("gridSpan", val=one.span) if one.span > 1 else NOTHING,
        w("shd", val="clear", color="auto", fill=TINT) if one.tinted else NOTHING,
        w("vAlign", val=one.across) if one.across != "top" else NOTHING,
    )
    # A cell that has no paragraph is no cell to Word.
    paragraphs = one.paragraphs or (Paragraph(NOTHING, "TableText"),)
    return w("tc", properties, *(paragraph.xml(keep) for paragraph in paragraphs))


def shares(parts: Sequence[float], width: int) -> list[int]:
    """*width* shared among columns by *parts*, so that the sum is right."""
    total = sum(parts) or 1.0
    edges = [round(width * sum(parts[: n + 1]) / total) for n in range(len(parts))]
    return [
        max(_NARROWEST, edge - before) for edge, before in zip(edges, [0, *edges[:-1]], strict=True)
    ]

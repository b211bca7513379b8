"""The redline as a Word file with tracked changes: all accepted, the new text; rejected, the old.

Nothing else stands in it, so that whoever decides on the change can go through it in Word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from docx.oxml.ns import qn

from qmsdoc.diff.redline import Run
from qmsdoc.diff.types import FileChanges
from qmsdoc.render.column_widths import column_widths
from qmsdoc.render.redline.align import NEW_ONLY, OLD_ONLY, Marked
from qmsdoc.render.redline.docx_marks import Marks, cell, element, shares, table
from qmsdoc.render.redline.docx_package import TEXT_WIDTH, Package
from qmsdoc.render.redline.view import Papers, change_view
from qmsdoc.text.display import display

_STYLES = {"paragraph": "Normal", "item": "Item", "code": "Code", "quote": "Quoted"}
# Above text that follows a table, in twips.
_BELOW_TABLE = "160"
_LABEL_SHARE = (1.0, 3.6)
# Of a table, so many rows decide on the widths of its columns.
_MEASURED = 200


def redline_docx(papers: Papers) -> bytes:
    """The file. Each document begins on a new page."""
    author = display(papers.author)
    package = Package(papers.wording.language, display(papers.wording.title), author, papers.moment)
    writer = _Writer(package, Marks(author, papers.moment))
    for place, file in enumerate(papers.comparison.files):
        marked = papers.marked(file, exact=True)
        if place and package.last_tag:
            package.add(element("w:p", element("w:r", element("w:br", type="page"))))
        writer.lines(marked) if marked else writer.note(_not_compared(papers, file))
    if not package.last_tag.endswith("}p"):
        writer.note("" if papers.comparison.files else display(papers.wording.totals))
    return package.save()


def _not_compared(papers: Papers, file: FileChanges) -> str:
    """What there is to say of a file whose text is not compared."""
    said = [
        "".join(
            run["text"]
            for run in change_view(change, papers.wording)["said"]
            if run["op"] != "delete"
        )
        for change in file.changes
    ]
    return "\n".join([display(papers.wording.name(file)), *said])


class _Writer:
    def __init__(self, package: Package, marks: Marks) -> None:
        self._package, self._marks = package, marks

    def note(self, text: str) -> None:
        """A line that belongs to no document."""
        self._package.add(self._marks.paragraph("Note", [Run("equal", text)] if text else []))

    def lines(self, marked: Sequence[Marked]) -> None:
        """One document."""
        lists = _lists(marked)
        for is_table, group in groupby(marked, key=lambda one: one.line.kind in {"field", "row"}):
            lines = list(group)
            if is_table:
                for rows in _tables(lines):
                    self._table(rows)
            else:
                for one in lines:
                    self._package.add(self._paragraph(one, lists))

    def _paragraph(self, one: Marked, lists: dict[tuple[bool, int], int]) -> Any:
        line = one.line
        style = f"Heading{min(line.level, 6)}" if line.kind == "heading" else ""
        further = []
        if line.kind == "item":
            number = lists[one.op in OLD_ONLY, line.group]
            name = self._package.list_of(number, ordered=line.ordered)
            further.append(
                element(
                    "w:numPr", element("w:ilvl", val=str(line.level)), element("w:numId", val=name)
                )
            )
        elif not style and self._package.last_tag == qn("w:tbl"):
            further.append(element("w:spacing", before=_BELOW_TABLE))
        style = style or _STYLES.get(line.kind, "Normal")
        return self._marks.paragraph(style, one.cells[0], _fate(one), *further)

    def _table(self, lines: Sequence[Marked]) -> None:
        if self._package.last_tag == qn("w:tbl"):
            # Two tables without anything between them would become one.
            self._package.add(self._marks.paragraph("Cell", [], _common_fate(lines)))
        columns = max(len(one.cells) for one in lines)
        if lines[0].line.kind == "field":
            widths = shares(_LABEL_SHARE, TEXT_WIDTH)
        else:
            texts = [
                ["".join(run.text for run in c) for c in one.cells] for one in lines[:_MEASURED]
            ]
            widths = shares(column_widths(texts), TEXT_WIDTH)
        assert len(widths) == columns
        self._package.add(table([self._row(one, widths) for one in lines], widths))

    def _row(self, one: Marked, widths: Sequence[int]) -> Any:
        """A row with fewer cells than there are columns is closed by a wider one."""
        cells = []
        last = len(one.cells) - 1
        for place, runs in enumerate(one.cells):
            taken = widths[place:] if place == last else widths[place : place + 1]
            is_label = one.line.is_head or (one.line.kind == "field" and not place)
            paragraph = self._marks.paragraph("CellHead" if is_label else "Cell", runs)
            cells.append(cell([paragraph], sum(taken), span=len(taken), shaded=is_label))
        return self._marks.row(cells, _fate(one), is_head=one.line.is_head)


def _tables(lines: Sequence[Marked]) -> Iterator[list[Marked]]:
    """Neighbouring rows as tables: another begins with values after rows, or with a head."""
    table_lines: list[Marked] = []
    for one in lines:
        if table_lines and _begins_table(table_lines, one):
            yield table_lines
            table_lines = []
        table_lines.append(one)
    yield table_lines


def _begins_table(above: Sequence[Marked], one: Marked) -> bool:
    if above[-1].line.kind != one.line.kind:
        return True
    # A head that went and the head that came for it belong to one table.
    return one.line.is_head and not all(other.line.is_head for other in above)


def _lists(marked: Sequence[Marked]) -> dict[tuple[bool, int], int]:
    """For each list, old (True) or new, its number: a list that stayed has one on both sides."""
    found: dict[tuple[bool, int], int] = {}
    for one in marked:
        if one.line.kind == "item" and one.old is not None:
            old, new = (True, one.old.group), (False, one.line.group)
            number = found.get(new) or found.get(old) or len(found) + 1
            found.setdefault(new, number)
            found.setdefault(old, number)
    for one in marked:
        if one.line.kind == "item":
            key = (one.op in OLD_ONLY, one.line.group)
            found.setdefault(key, max(found.values(), default=0) + 1)
    return found


def _fate(one: Marked) -> str:
    return "delete" if one.op in OLD_ONLY else "insert" if one.op in NEW_ONLY else ""


def _common_fate(lines: Sequence[Marked]) -> str:
    fates = {_fate(one) for one in lines}
    return fates.pop() if len(fates) == 1 else ""

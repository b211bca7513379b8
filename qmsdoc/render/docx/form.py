"""A record form as a blank to print and fill in by hand, or to type into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from qmsdoc.render.docx.choices import boxes, broken, listed
from qmsdoc.render.docx.faces import MM, SANS
from qmsdoc.render.docx.inline import Look, run
from qmsdoc.render.docx.parts import MARKED, SOFT, day_gaps
from qmsdoc.render.docx.room import roomy, unbroken
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.styles import resolved
from qmsdoc.render.docx.tables import Cell, Paragraph, Row, shares, table
from qmsdoc.render.docx.xml import Xml, text, w
from qmsdoc.render.form_widths import head_room, label_of

_REQUIRED, _PERSONAL = "*", "◆"
_LINE, _LONG, _ENTRY = (round(height * MM) for height in (9, 20, 8))
# The height of what is written on, where a remark stands beneath it.
_WRITTEN = round(5 * MM)
# What is left and right of the text in a cell, in twips.
_BESIDE = round(2 * 1.8 * MM)
_NUMBER = 3.6
# Up to this many ordinary lines, and rows of entries, stay on one sheet.
_FEW_LINES, _FEW_ENTRIES = 3, 6
# Of the grid after a table, that many lines do not go over to the next sheet alone.
_SIGNED = 2


def blank_form(story: Story, form: Any) -> Iterator[Xml]:
    """The blank: runs of ordinary lines are one grid, a table of entries stands between two."""
    yield from _Blank(story, form).blocks()


class _Blank:
    """One use. ``_size`` is that of the text of tables, ``_small`` of remarks, in twips."""

    def __init__(self, story: Story, form: Any) -> None:
        self._story = story
        self._form = form
        styles = resolved(story)
        self._size, self._small = (styles[name].size * 10 for name in ("TableText", "SmallText"))
        wide = story.profile.wide
        name = min(round(form["label_width"] * self._size) + _BESIDE, wide // 3)
        first = wide // 2 - name
        self._widths = [name, first, name, wide - first - 2 * name]

    def blocks(self) -> Iterator[Xml]:
        legend = self._legend()
        parts = [
            (is_table, list(lines))
            for is_table, lines in groupby(self._form["lines"], lambda line: _is_table(line[0]))
        ]
        for place, (is_table, lines) in enumerate(parts):
            rest = parts[place + 1 :]
            is_last = not rest and bool(legend)
            if is_table:
                signed = len(rest) == 1 and len(rest[0][1]) <= _SIGNED
                for line in lines:
                    ends = line is lines[-1]
                    yield from self._entries(line[0], ends and (signed or is_last))
            else:
                yield self._grid(lines, is_last)
        if legend:
            yield Paragraph(legend, "SmallText").xml()

    def _grid(self, lines: Sequence[Any], followed: bool) -> Xml:
        rows = _held([self._line(line) for line in lines])
        return table(self._widths, rows, together=len(rows) <= _FEW_LINES, followed=followed)

    def _line(self, fields: Sequence[Any]) -> Row:
        """Fields side by side are written on one line, whichever has a remark beneath it."""
        span = 3 if len(fields) == 1 else 1
        is_tall = fields[0]["type"] == "longtext"
        remarked = not is_tall and any(field["help"] for field in fields)
        cells = [
            cell
            for field in fields
            for cell in (self._name(field), self._room(field, span, remarked))
        ]
        return Row(cells, height=_LONG if is_tall else _LINE)

    def _name(self, field: Any) -> Cell:
        named = Paragraph(_label(field, field["label_lines"]), "TableText")
        return Cell((named,), tinted=True, across="center")

    def _room(self, field: Any, span: int, remarked: bool) -> Cell:
        said, align = self._blank(field, sum(self._widths[1 : 1 + span]) - _BESIDE)
        if field["type"] == "longtext":
            return Cell(self._remark(field), across="bottom", span=span)
        line = _WRITTEN if remarked else 0
        written = Paragraph(said, "TableText", align=align, line=line, before=0 if line else None)
        return Cell((written, *self._remark(field)), span, across="top" if remarked else "center")

    def _remark(self, field: Any) -> tuple[Paragraph, ...]:
        return (Paragraph(run(field["help"]), "SmallText", before=0),) if field["help"] else ()

    def _blank(self, field: Any, room: int) -> tuple[Xml, str]:
        """What is printed where the field is filled in, *room* twips wide, and on which side."""
        story = self._story
        match field["type"]:
            case "choice" | "choices":
                return boxes(field["choices"], room / self._size), ""
            case "boolean":
                return boxes((story.label("yes"), story.label("no")), room / self._size), ""
            case "date":
                return run(day_gaps(story), SOFT), ""
            case "time":
                said = (story.label("(hour)"), story.label("(minute)"))
                return run("　　　" + "　　".join(said), SOFT), ""
            case "signature":
                return run(day_gaps(story), SOFT), "right"
        return run(field["unit"], SOFT), "right"

    def _entries(self, field: Any, followed: bool) -> Iterator[Xml]:
        story = self._story
        help_ = run(f"　{field['help']}", SOFT) if field["help"] else ""
        yield Paragraph(Xml(f"{_label(field)}{help_}"), "TableHead", before=160).xml()
        columns, said = field["columns"], story.label("No.")
        widths = roomy(
            shares([_NUMBER, *field["shares"]], story.profile.wide),
            [unbroken([said], self._size / 20), *(0 for _ in columns)],
        )
        number = Paragraph(run(said), "TableHead", align="center")
        heads = [self._head(*one) for one in zip(columns, widths[1:], strict=True)]
        head = Row([Cell((number,), tinted=True, across="center"), *heads], head=True)
        rows = [
            Row([_centred(str(n)), *(_centred("") for _ in columns)], height=_ENTRY)
            for n in field["empty_rows"]
        ]
        few = len(rows) <= _FEW_ENTRIES
        yield table(widths, [head, *_held(rows)], together=few, followed=followed)

    def _head(self, column: Any, width: int) -> Cell:
        say = self._story.label
        below = [run(say("({unit})", unit=column["unit"]))] if column["unit"] else []
        below += listed(column["choices"], say(", "), (width - _BESIDE) / self._small)
        room = head_room(width / self._size)
        lines = label_of(column["label"], column["required"], column["sensitive"], room).lines
        paragraphs = [Paragraph(_label(column, lines), "TableHead", align="center")]
        paragraphs += [Paragraph(said, "SmallText", align="center", keep=True) for said in below]
        return Cell(paragraphs, tinted=True, across="center")

    def _legend(self) -> Xml:
        form, say = self._form, self._story.label
        said = []
        # First, as in labels: some programs choose the face of a sign by what stands before it.
        if form["has_sensitive"]:
            personal = say(
                "personal data: ask for it only where it is needed; it is never kept with the documents"
            )
            said.append(f"{_personal()}{run(f' {personal}')}")
        if form["has_required"]:
            always = say("to be filled in always")
            said.append(f"{run(_REQUIRED, MARKED)}{run(f' {always}')}")
        return Xml(run("　　").join(said))


def _is_table(field: Any) -> bool:
    return bool(field["type"] == "table" and field["columns"])


def _held(rows: Sequence[Row]) -> list[Row]:
    """The first row stays with the second."""
    return [row._replace(keep=n == 0 and len(rows) > 1) for n, row in enumerate(rows)]


def _label(field: Any, lines: Sequence[str] = ()) -> Xml:
    required = run(_REQUIRED, MARKED) if field["required"] else ""
    personal = _personal() if field["sensitive"] else ""
    # In front, where neither can come to stand alone on a line.
    return Xml(f"{required}{personal}{broken(map(run, lines or (field['label'],)))}")


def _personal() -> Xml:
    """The mark in one face and size, whatever the script of what stands beside it."""
    name = SANS.chinese
    fonts = w("rFonts", hint="eastAsia", ascii=name, hAnsi=name, eastAsia=name, cs=name)
    look = w("rPr", w("rStyle", val=Look("Note").style), fonts)
    return w("r", look, text("t", _PERSONAL))


def _centred(said: str) -> Cell:
    return Cell((Paragraph(run(said), "TableText", align="center"),), across="center")

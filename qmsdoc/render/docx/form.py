"""A record form as a blank to print and fill in by hand, or to type into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from qmsdoc.render.docx.faces import MM
from qmsdoc.render.docx.inline import Look, run
from qmsdoc.render.docx.parts import MARKED, SOFT, day_gaps
from qmsdoc.render.docx.room import roomy, unbroken
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import Cell, Paragraph, Row, shares, table
from qmsdoc.render.docx.xml import Xml

_BOX, _REQUIRED, _PERSONAL = "☐", "*", "◆"
_LINE, _LONG, _ENTRY = (round(height * MM) for height in (9.6, 21, 8.4))
_NUMBER = 0.45
# Of the text of a table, in points.
_SIZE = 9.0
_WIDER = ("text", "longtext")


def blank_form(story: Story, form: Any) -> Iterator[Xml]:
    """The blank: runs of ordinary lines are one grid, a table of entries stands between two."""
    for is_table, lines in groupby(form["lines"], lambda line: line[0]["type"] == "table"):
        if is_table:
            for line in lines:
                yield from _entries(story, line[0])
        else:
            rows = [_line(story, line) for line in lines]
            yield table(shares((1.15, 2, 1.15, 2), story.profile.wide), rows)
    yield from _legend(story, form)


def _line(story: Story, fields: Sequence[Any]) -> Row:
    span = 3 if len(fields) == 1 else 1
    cells = [cell for field in fields for cell in (_name(field), _room(story, field, span))]
    return Row(cells, height=_LONG if fields[0]["type"] == "longtext" else _LINE)


def _name(field: Any) -> Cell:
    return Cell((Paragraph(_label(field), "TableText"),), tinted=True, across="center")


def _label(field: Any) -> Xml:
    required = run(_REQUIRED, MARKED) if field["required"] else ""
    personal = run(_PERSONAL, SOFT) if field["sensitive"] else ""
    # In front, where neither can come to stand alone on a line.
    return Xml(f"{required}{personal}{run(field['label'])}")


def _room(story: Story, field: Any, span: int) -> Cell:
    said, align = _blank(story, field)
    paragraphs = [Paragraph(said, "TableText", align=align)]
    if field["help"]:
        paragraphs.append(Paragraph(run(field["help"]), "SmallText"))
    return Cell(paragraphs, span, across="bottom" if field["type"] == "longtext" else "center")


def _blank(story: Story, field: Any) -> tuple[Xml, str]:
    """What is printed where the field is filled in, and on which side."""
    match field["type"]:
        case "choice" | "choices":
            return _boxes(field["choices"]), ""
        case "boolean":
            return _boxes((story.label("yes"), story.label("no"))), ""
        case "date":
            return run(day_gaps(story), SOFT), ""
        case "time":
            said = (story.label("(hour)"), story.label("(minute)"))
            return run("　　　" + "　　".join(said), SOFT), ""
        case "signature":
            return run(day_gaps(story), SOFT), "right"
    return run(field["unit"], SOFT), "right"


def _boxes(choices: Sequence[str]) -> Xml:
    # No line ends between a box and what it stands for.
    joined = "\u3000".join(f"{_BOX}\u00a0{choice}" for choice in choices)
    return run(joined)


def _entries(story: Story, field: Any) -> Iterator[Xml]:
    help_ = run(f"　{field['help']}", SOFT) if field["help"] else ""
    yield Paragraph(Xml(f"{_label(field)}{help_}"), "TableHead", before=160).xml()
    columns = field["columns"]
    parts = [1.4 if column["type"] in _WIDER else 1.0 for column in columns]
    widths = roomy(
        shares([_NUMBER, *parts], story.profile.wide),
        [unbroken([story.label("No.")], _SIZE), *(0 for _ in columns)],
    )
    number = Cell((Paragraph(run(story.label("No.")), "TableHead", align="center"),), tinted=True)
    head = Row(
        [number._replace(across="center"), *(_head(story, column) for column in columns)], head=True
    )
    rows = [
        Row([_centred(str(n)), *(_centred("") for _ in columns)], height=_ENTRY)
        for n in field["empty_rows"]
    ]
    yield table(widths, [head, *rows])


def _centred(said: str) -> Cell:
    return Cell((Paragraph(run(said), "TableText", align="center"),), across="center")


def _head(story: Story, column: Any) -> Cell:
    unit = story.label("({unit})", unit=column["unit"]) if column["unit"] else ""
    below = (unit, story.label(" / ").join(column["choices"]))
    paragraphs = [Paragraph(_label(column), "TableHead", align="center")]
    paragraphs += [Paragraph(run(said), "SmallText", align="center") for said in below if said]
    return Cell(paragraphs, tinted=True, across="center")


def _legend(story: Story, form: Any) -> Iterator[Xml]:
    said = []
    if form["has_required"]:
        text = story.label("to be filled in always")
        said.append(f"{run(_REQUIRED, MARKED)}{run(f' {text}')}")
    if form["has_sensitive"]:
        text = story.label(
            "personal data: ask for it only where it is needed; it is never kept with the documents"
        )
        said.append(f"{run(_PERSONAL, Look('Note'))}{run(f' {text}')}")
    if said:
        yield Paragraph(Xml(str(run("　　")).join(said)), "SmallText").xml()

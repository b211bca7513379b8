"""Lists of the whole workspace, on sheets that lie."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from qmsdoc.render.docx.file import File, Properties
from qmsdoc.render.docx.inline import FIRM, PLAIN, Inline, Look, run
from qmsdoc.render.docx.room import roomy, unbroken
from qmsdoc.render.docx.sheets import Head, ended, section
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import Cell, Paragraph, Row, group_row, head_row, shares, table
from qmsdoc.render.docx.xml import Xml
from qmsdoc.render.lists.types import ListView

_TONES = {"soft": Look("Soft"), "mark": Look("Mark")}
_SIDES = {"center": "center", "end": "right"}
_BOLD = PLAIN._replace(strong=True)
_LONG_ROW = 900
# Of the text of a list, in points.
_SIZE = 8.0


def list_file(story: Story, view: ListView, language: str, suffix: str) -> File:
    """The file of one list."""
    as_of = story.label("as of {date}", date=view["as_of"]) if view["as_of"] else ""
    head = Head(f"{view['number']} {view['title']}".strip(), as_of)
    properties = Properties(
        title=view["title"],
        organisation=view["organisation"],
        language=language,
        day=view["as_of"],
        number=view["number"],
    )
    blocks = [*_title(view, as_of), *_content(story, view)]
    blocks += [Paragraph(run(note), "SmallText", before=160).xml() for note in view["notes"]]
    return File(
        path=f"{view['name']}{suffix}",
        story=story,
        properties=properties,
        blocks=ended(blocks),
        section=section(story, head, view["organisation"], lying=True),
    )


def _title(view: ListView, as_of: str) -> Iterator[Xml]:
    yield Paragraph(run(view["organisation"]), "Organisation").xml()
    yield Paragraph(run(view["title"]), "Heading1").xml()
    said = (view["number"], view["count"], as_of, view["revision"][:10])
    yield Paragraph(run("　　".join(filter(None, said))), "Edition").xml()


def _content(story: Story, view: ListView) -> Iterator[Xml]:
    if not view["groups"]:
        yield Paragraph(run(view["empty"], _TONES["soft"]), "TableText").xml()
        return
    inline, columns = Inline(story), view["columns"]
    sides = [_SIDES.get(column["align"], "") for column in columns]
    kept = [column["keep"] for column in columns]
    rows = [head_row([column["label"] for column in columns], style="ListHead")]
    for group in view["groups"]:
        if group["label"]:
            remark = run(f"　{group['remark']}", _TONES["soft"]) if group["remark"] else ""
            rows.append(group_row(len(columns), Xml(f"{run(group['label'])}{remark}")))
        rows += [_row(inline, row, sides, kept) for row in group["rows"]]
    widths = shares([column["width"] for column in columns], story.profile.lying)
    yield table(roomy(widths, [_least(view, n) for n in range(len(columns))]), rows)


def _least(view: ListView, n: int) -> int:
    """How narrow the column may be: its head stays whole, and numbers and days do."""
    column = view["columns"][n]
    rows = (row for group in view["groups"] for row in group["rows"] if not row["heading"])
    kept = [line["text"] for row in rows for line in row["cells"][n]] if column["keep"] else []
    return unbroken([column["label"], *kept], _SIZE)


def _row(inline: Inline, row: Any, sides: Sequence[str], kept: Sequence[bool]) -> Row:
    if row["heading"]:
        first, second = (_cell(inline, lines, "", _BOLD) for lines in row["cells"][:2])
        wide = second._replace(span=len(sides) - 1)
        return Row([first._replace(tinted=True), wide._replace(tinted=True)], keep=True)
    cells = [
        _cell(inline, lines, side, FIRM if keep else PLAIN)
        for lines, side, keep in zip(row["cells"], sides, kept, strict=True)
    ]
    longest = max((sum(len(line["text"]) for line in lines) for lines in row["cells"]), default=0)
    return Row(cells, whole=longest < _LONG_ROW)


def _cell(inline: Inline, lines: Any, side: str, look: Look = PLAIN) -> Cell:
    paragraphs = [
        Paragraph(
            inline.link(
                line["href"],
                line["text"],
                _TONES.get(line["tone"], PLAIN)._replace(firm=look.firm, strong=look.strong),
            ),
            "ListText",
            align=side,
        )
        for line in lines
    ]
    return Cell(paragraphs or [Paragraph(run("—", _TONES["soft"]), "ListText", align=side)])

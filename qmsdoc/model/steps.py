"""Step tables: a table whose head says step, post, time limit and record is data."""

from __future__ import annotations

import re
from collections.abc import Iterator

from qmsdoc.model.document import Step
from qmsdoc.model.text import Text
from qmsdoc.source.markdown import Block, Body, Table

# The usual variants of the four headings. The first two make a table a step table.
HEADINGS: dict[str, tuple[str, ...]] = {
    "action": (
        "步骤",
        "工作步骤",
        "流程",
        "工作内容",
        "作业内容",
        "步骤及要求",
        "step",
        "activity",
    ),
    "post": ("责任岗位", "岗位", "责任人", "负责岗位", "责任部门", "post", "responsible"),
    "limit": ("时限", "办理时限", "时间要求", "完成时限", "limit", "time limit"),
    "record": ("记录", "相关记录", "形成记录", "记录表单", "record", "records"),
}
_COLUMN = {heading: column for column, headings in HEADINGS.items() for heading in headings}
_SEPARATOR = re.compile(r"[、，,；;/／]|\s和\s|\sand\s")
_NOTHING = frozenset({"", "-", "—", "——", "/", "无", "none"})


def step_tables(body: Body) -> tuple[tuple[Step, ...], ...]:
    """The steps of every step table, table by table."""
    found = (tuple(_steps(table)) for table in body.tables)
    return tuple(steps for steps in found if steps)


def _steps(table: Table) -> Iterator[Step]:
    columns: dict[str, int] = {}
    for index, cell in enumerate(table.rows[0]):
        column = _COLUMN.get(cell.text.strip().lower())
        if column:
            columns.setdefault(column, index)
    if "action" not in columns or "post" not in columns:
        return
    for number, row in enumerate(table.rows[1:], start=1):
        cells = {column: row[index] for column, index in columns.items() if index < len(row)}
        limit, record = cells.get("limit"), cells.get("record")
        yield Step(
            number=number,
            action=_whole(cells["action"]),
            posts=tuple(_parts(cells["post"])),
            limit=_whole(limit) if limit and limit.text.strip() not in _NOTHING else None,
            records=tuple(_records(record)) if record else (),
            links=record.links if record else (),
        )


def _records(cell: Block) -> Iterator[Text]:
    if cell.links:
        for link in cell.links:
            yield Text(link.text, link.span)
    else:
        yield from _parts(cell)


def _whole(cell: Block) -> Text:
    text = cell.text
    for link in cell.links:
        text = text.replace(f"[{link.text}]({link.target})", link.text)
    return Text(text.replace("**", "").strip(), cell.span)


def _parts(cell: Block) -> Iterator[Text]:
    start = 0
    bounds = [match.span() for match in _SEPARATOR.finditer(cell.shown)]
    for end, following in [*bounds, (len(cell.shown), len(cell.shown))]:
        piece = cell.shown[start:end]
        value = piece.strip().strip("*")
        if value not in _NOTHING:
            offset = start + piece.index(value)
            yield Text(value, cell.place(offset, offset + len(value)))
        start = following

"""The text of a document: the blocks of its body tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from typing import Any

from qmsdoc.render.docx.inline import PLAIN, Inline, run
from qmsdoc.render.docx.numbering import DEEPEST
from qmsdoc.render.docx.pictures import shown_chart
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.styles import HEADINGS
from qmsdoc.render.docx.tables import Cell, Paragraph, Row, shares, table
from qmsdoc.render.docx.xml import NOTHING, Xml

_QUOTED = 420
# A row with more characters than this may go on on the next sheet.
_LONG_ROW = 900
# The least height of a line with a picture in a cell: lines of a very height, which put digits and
# characters of different faces side by side, would cut it off.
_PICTURE_LINE = 285
# Points in a unit of drawings, 1/96 inch.
_UNIT = 0.75
_SIDES = {"right": "right", "center": "center"}


class Blocks:
    """Writes blocks, ``left`` twips from the margin and in so many lists."""

    def __init__(
        self, story: Story, left: int = 0, level: int = 0, style: str = "BodyText"
    ) -> None:
        self._story = story
        self._wide = story.profile.wide
        self._inline = Inline(story, self._wide - left)
        self._left = left
        self._level = level
        self._style = style

    def write(self, nodes: Sequence[Any]) -> Iterator[Xml]:
        """The paragraphs and tables of *nodes*."""
        before, kept = "", False
        for node, after in zip_longest(nodes, nodes[1:]):
            if node["t"] == "table" and before not in ("", "heading", "table"):
                yield Paragraph(NOTHING, "SectionEnd", before=80).xml(keep=kept)
            before, kept = node["t"], node.get("keep", False)
            if node["t"] == "table":
                yield self._table(node, followed=after is not None and after["t"] == "chart")
            else:
                method: Callable[[Any], Iterator[Xml]] = getattr(self, f"_{node['t']}")
                yield from method(node)

    def _inside(self, left: int, style: str, level: int | None = None) -> Blocks:
        deeper = self._level if level is None else level
        return Blocks(self._story, min(left, self._wide // 2), deeper, style)

    def _plain(self, inside: Xml, **more: Any) -> Xml:
        return Paragraph(inside, self._style, left=self._left or None, **more).xml()

    def _line(self, nodes: Sequence[Any]) -> int:
        """The least height of lines with *nodes*; lines of a very height would cut off a picture."""
        return self._story.profile.pitch if _has_picture(nodes) else 0

    def _paragraph(self, node: Any) -> Iterator[Xml]:
        content = node["c"]
        alone = (
            len(content) == 1 and not isinstance(content[0], str) and content[0]["t"] == "picture"
        )
        inside = self._inline.runs(content)
        line = self._line(content)
        if alone:
            yield Paragraph(inside, "Figure").xml()
        else:
            yield self._plain(inside, line=line, keep=node.get("keep", False))

    def _heading(self, node: Any) -> Iterator[Xml]:
        inside = self._inline.runs(node["c"])
        number = run(f"{node['number']} ") if node["number"] else NOTHING
        placed = self._story.bookmark(node["id"], number, inside)
        style = f"Heading{min(node['level'], HEADINGS)}"
        line = self._line(node["c"])
        yield Paragraph(placed, style, left=self._left or None, line=line).xml()

    def _list(self, node: Any) -> Iterator[Xml]:
        numbering, level = self._story.numbering, min(self._level, DEEPEST)
        number = (
            numbering.numbered(level, node["start"]) if node["ordered"] else numbering.bullets()
        )
        within = self._inside(numbering.indent(level), "ListParagraph", level + 1)
        for item in node["c"]:
            first, *rest = item or [{"t": "paragraph", "c": []}]
            if first["t"] != "paragraph":
                first, rest = {"c": []}, item
            inside = self._inline.runs(first["c"])
            line = self._line(first["c"])
            yield Paragraph(inside, "ListParagraph", item=(number, level), line=line).xml()
            yield from within.write(rest)

    def _quote(self, node: Any) -> Iterator[Xml]:
        yield from self._inside(self._left + _QUOTED, "Quote").write(node["c"])

    def _code(self, node: Any) -> Iterator[Xml]:
        yield Paragraph(run(node["c"], lines=True), "Code", left=self._left or None).xml()

    def _terms(self, node: Any) -> Iterator[Xml]:
        within = self._inside(self._left + _QUOTED, self._style)
        for term, said in node["c"]:
            inside = self._inline.runs(term)
            yield Paragraph(inside, "Term", left=self._left).xml()
            yield from within.write(said)

    def _rule(self, _node: Any) -> Iterator[Xml]:
        yield Paragraph(NOTHING, ruled=True, left=self._left or None).xml()

    def _table(self, node: Any, *, followed: bool) -> Xml:
        widths = shares(node["columns"], self._wide - self._left)
        aligned = [_SIDES.get(side, "") for side in node["align"]]
        count = len(node["head"])
        rows = [self._row(node["head"], aligned, count, head=True)]
        rows += [self._row(cells, aligned, count) for cells in node["rows"]]
        return table(widths, rows, self._left, followed=followed)

    def _row(
        self, cells: Sequence[Any], sides: Sequence[str], count: int, head: bool = False
    ) -> Row:
        style = "BodyTableHead" if head else "BodyTable"
        padded = [*cells, *([()] * (count - len(cells)))][:count]
        made = [
            Cell(
                (Paragraph(self._inline.runs(inside), style, align=side, line=_in_cell(inside)),),
                tinted=head,
            )
            for inside, side in zip(padded, sides, strict=True)
        ]
        return Row(made, head=head, whole=max(map(_length, padded), default=0) < _LONG_ROW)

    def _chart(self, node: Any) -> Iterator[Xml]:
        """Which chart it is; the chart itself stands at the end of the document."""
        if node["id"]:
            where = self._story.label("See {figure}", figure=node["number"])
            said = self._inline.runs([{"t": "link", "href": f"#{node['id']}", "c": [where]}])
            yield Paragraph(said, "ChartPlace", left=self._left or None).xml()

    def _figure(self, node: Any) -> Iterator[Xml]:
        width, height = node["width"], node["height"]
        profile = self._story.profile
        scale = min(_UNIT, profile.wide / 20 / width, profile.tallest / height)
        shown = shown_chart(self._story, node["svg"], width * scale, height * scale, node["said"])
        placed = self._story.bookmark(node["id"], shown) if node["id"] else shown
        yield Paragraph(placed, "Figure").xml()
        yield caption(node["number"], self._inline.runs(node["c"]))


def caption(number: str, inside: Xml) -> Xml:
    """What stands below a figure."""
    said = f"{run(number, PLAIN._replace(strong=True))}{run('　')}{inside}"
    return Paragraph(Xml(said), "Caption").xml()


def _in_cell(nodes: Sequence[Any]) -> int:
    return _PICTURE_LINE if _has_picture(nodes) else 0


def _has_picture(nodes: Sequence[Any]) -> bool:
    return any(
        not isinstance(node, str) and (node["t"] == "picture" or _has_picture(node.get("c", ())))
        for node in nodes
    )


def _length(nodes: Sequence[Any]) -> int:
    """About how many characters there are in a cell; a picture is as much as a few lines."""
    return sum(
        len(node) if isinstance(node, str) else _length(node.get("c", "")) + 20 for node in nodes
    )

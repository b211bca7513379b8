"""Charts a little smaller where that keeps them on the sheet of the text before them.

Only the program that opens a file knows where its sheets end; this reckons with the heights that
styles give, and leaves some room for what it cannot know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from math import ceil
from typing import NamedTuple
from unicodedata import east_asian_width

from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.styles import Style, resolved
from qmsdoc.render.docx.xml import Xml

# No chart is made smaller than this part of itself.
SMALLEST = 0.7
# The part of a sheet that is left free, for fonts that are larger than ours.
_SLACK = 0.04
_POINT = 12700
# What is left and right of the text in a cell, in twips.
_CELL = 204
_CHART, _NEW_SHEET = "<asvg:svgBlip ", "<w:pageBreakBefore/>"
_KEPT = "<w:keepNext/>"
_EXTENT = re.compile(r'cx="(\d+)" cy="(\d+)"')
_STYLE = re.compile(r'<w:pStyle w:val="([^"]+)"/>')
_TEXT = re.compile(r"<w:t [^>]*>([^<]*)</w:t>|(<w:noBreakHyphen/>)")
_BEFORE = re.compile(r'<w:spacing w:before="(\d+)"')
_LEFT = re.compile(r'<w:ind w:left="(\d+)"')
_ROW, _CELLS, _PARAGRAPH = (
    re.compile(f"<w:{name}>.*?</w:{name}>", re.DOTALL) for name in ("tr", "tc", "p")
)
_WIDTH = re.compile(r'<w:tcW w:w="(\d+)"')
_LEAST = re.compile(r'<w:trHeight w:val="(\d+)"')


def fitted(story: Story, blocks: Sequence[Xml]) -> list[Xml]:
    """*blocks*, which begin a sheet, with charts in the size in which they fit."""
    charts = [place for place, block in enumerate(blocks) if _CHART in block]
    if not charts:
        return [*blocks]
    flow = _Flow(_Heights(resolved(story), story.profile.wide), story.profile.room)
    made = [*blocks]
    for place in range(charts[-1] + 1):
        if _CHART in blocks[place]:
            made[place] = flow.chart(blocks[place], blocks[place + 1 : place + 2])
        else:
            flow.pass_over(blocks[place])
    return made


class _Heights(NamedTuple):
    """How high things are, in points. ``wide`` is that of the text, in twips."""

    styles: Mapping[str, Style]
    wide: int

    def paragraph(self, block: str, wide: int) -> float:
        style = self.style(block)
        before = _number(_BEFORE, block, style.before or 0)
        around = (before + (style.after or 0)) / 20
        drawn = _EXTENT.search(block)
        if drawn:
            return around + int(drawn[2]) / _POINT
        size = style.size / 2
        least = style.line / 20
        line = least if style.exact else max(least, size * 1.25)
        room = max(1.0, (wide - _number(_LEFT, block, style.left)) / 20 / size)
        return around + line * max(1, ceil((_ems(block) + 2 * style.first) / room))

    def style(self, block: str) -> Style:
        named = _STYLE.search(block)
        return self.styles[named[1] if named else "Normal"]

    def row(self, row: str) -> float:
        highest = _number(_LEAST, row, 0) / 20
        for one in _CELLS.findall(row):
            wide = _number(_WIDTH, one, self.wide) - _CELL
            inside = sum(self.paragraph(text, wide) for text in _PARAGRAPH.findall(one))
            highest = max(highest, inside)
        return highest + 0.5


class _Flow:
    """Fills sheets of *room* points; ``kept`` is the height of what stays with what comes next."""

    def __init__(self, heights: _Heights, room: float) -> None:
        self._heights = heights
        self._room = room
        self._at = self._kept = 0.0

    def chart(self, block: Xml, after: Sequence[Xml]) -> Xml:
        """The chart as large as it is to be; *after* is its caption."""
        height = self._heights.paragraph(block, self._heights.wide)
        caption = sum(self._heights.paragraph(one, self._heights.wide) for one in after)
        drawn = max(int(tall) for _, tall in _EXTENT.findall(block)) / _POINT
        free = self._room - self._at - (height - drawn) - caption
        share = (free - self._room * _SLACK) / drawn
        if free >= drawn:
            self._add(height)
            return block
        if share < SMALLEST:
            self._at = self._kept
            self._add(height)
            return block
        share = min(share, 1.0)
        self._add(height - drawn * (1 - share))
        return Xml(_EXTENT.sub(lambda found: _smaller(found, share), block))

    def pass_over(self, block: Xml) -> None:
        """What stands between charts."""
        if _NEW_SHEET in block:
            self._at = self._kept = 0.0
        if block.startswith("<w:tbl>"):
            self._table(block)
            return
        height = self._heights.paragraph(block, self._heights.wide)
        if _KEPT in block or self._heights.style(block).keep:
            self._add(height)
            self._kept += height
        else:
            self._add(height)
            self._kept = 0.0

    def _table(self, block: str) -> None:
        rows = _ROW.findall(block)
        heights = [self._heights.row(row) for row in rows]
        head = sum(
            height for height, row in zip(heights, rows, strict=True) if "<w:tblHeader/>" in row
        )
        for height in _together(rows, heights):
            if self._at + height > self._room and self._at > self._kept:
                self._at = self._kept or head
            self._at += height
            self._kept = 0.0
        self._at += self._heights.paragraph(_PARAGRAPH.findall(block)[-1], self._heights.wide)

    def _add(self, height: float) -> None:
        if self._at + height > self._room:
            # Where it ends on the next sheet: a few lines go over whole, a long text in part.
            over = self._at + height - self._room
            self._at = self._kept + min(height, max(over, 40.0))
        else:
            self._at += height


def _together(rows: Sequence[str], heights: Sequence[float]) -> Iterator[float]:
    """The heights of rows, those that stay with the next one added to it."""
    held = 0.0
    for row, height in zip(rows, heights, strict=True):
        held += height
        if _KEPT not in row:
            yield held
            held = 0.0
    if held:
        yield held


def _number(pattern: re.Pattern[str], block: str, otherwise: int) -> int:
    found = pattern.search(block)
    return int(found[1]) if found else otherwise


def _ems(block: str) -> float:
    """How long the text is, in characters as wide as they are high."""
    said = (unescape(text) if text else "-" for text, _ in _TEXT.findall(block))
    return sum(1.0 if east_asian_width(one) in "WFA" else 0.52 for text in said for one in text)


def _smaller(found: re.Match[str], share: float) -> str:
    wide, tall = (max(1, int(int(length) * share)) for length in found.groups())
    return f'cx="{wide}" cy="{tall}"'

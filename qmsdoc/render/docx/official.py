"""What styles are in the official layout, after the measures of GB/T 9704-2012."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qmsdoc.render.docx.faces import Face

# Half points: 三号, 二号 and 四号.
SIZE, _TITLE, _NUMBER = 32, 44, 28
# 225 mm are 22 lines of so many twips, 156 mm are 28 characters that are so much closer. Not by the
# grid: LibreOffice gives a character the room of two where it is wider than that of one.
LINE, _CLOSER = 579, -5
# A little less, for LibreOffice parts a heading from its text where the grid is as high as the sheet.
PITCH = 577
FACES = {
    "body": ("仿宋_GB2312",),
    "heading": ("SimHei",),
    "subheading": ("楷体_GB2312",),
    "title": ("方正小标宋简体",),
}
_LINES: Mapping[str, Any] = {
    "line": LINE,
    "exact": True,
    "before": 0,
    "after": 0,
    "grid": True,
    "spacing": _CLOSER,
}
_HEADING = {**_LINES, "size": SIZE, "bold": False, "first": True}
_NAMED = {**_LINES, "size": _TITLE, "bold": False, "before": 360, "after": 240, "spacing": 0}
_TABLE = {"size": 21, "line": 300}

RESTYLED: Mapping[str, Mapping[str, Any]] = {
    "Body Text": _LINES,
    "List Paragraph": _LINES,
    "Quote": _LINES,
    "Term": {"after": 0, "grid": True},
    "Part": {"size": 28, "bold": False},
    "Front Title": _NAMED,
    "Cover Name": {"size": 52, "bold": False},
    "Table Text": _TABLE,
    "Body Table": {"size": 24, "line": 340},
    "List Text": {"size": 18, "line": 260},
    "Small Text": {"size": 18, "line": 260},
    "Code": _TABLE,
    "caption": _TABLE,
    "footnote text": _TABLE,
    "toc 1": {"size": 28},
    "toc 2": {"size": 24, "line": 340},
    "toc 3": {"size": 24, "line": 340},
    "footer": {"face": Face("SimSun", "SimSun"), "size": _NUMBER, "colour": "", "line": 280, "exact": True},
    "title": _NAMED,
    "heading": _HEADING,
}  # fmt: skip

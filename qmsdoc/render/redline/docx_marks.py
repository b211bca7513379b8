"""WordprocessingML with tracked changes: runs, paragraphs, tables, as Word itself writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from qmsdoc.diff.redline import Run

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_REVISIONS = {"insert": ("w:ins", "w:t"), "delete": ("w:del", "w:delText")}
# What a whole line is to the text: inserted, deleted, or neither.
Fate = str


class Marks:
    """Makes elements; one for a document, since every tracked change has a number of its own.

    ``moment`` is ISO 8601 in UTC, ending in Z.
    """

    def __init__(self, author: str, moment: str) -> None:
        self._author, self._moment = author, moment
        self._last = 0

    def paragraph(
        self,
        style: str,
        runs: Sequence[Run],
        fate: Fate = "",
        *before_mark: Any,
        bold: bool = False,
    ) -> Any:
        """A paragraph. ``fate`` is insert or delete where its end comes or goes as well;
        *before_mark* are further properties."""
        paragraph = OxmlElement("w:p")
        properties = element("w:pPr", element("w:pStyle", val=style), *before_mark)
        if fate:
            properties.append(element("w:rPr", self._revision(_REVISIONS[fate][0])))
        paragraph.append(properties)
        self.append_runs(paragraph, runs, bold=bold)
        return paragraph

    def append_runs(self, paragraph: Any, runs: Sequence[Run], *, bold: bool = False) -> None:
        """Add *runs*, each insertion and deletion with its stamp."""
        for run in runs:
            if run.op == "equal":
                paragraph.append(text_run(run.text, bold=bold))
                continue
            wrapper, tag = _REVISIONS[run.op]
            revision = self._revision(wrapper)
            revision.append(text_run(run.text, tag, bold=bold))
            paragraph.append(revision)

    def row(self, cells: Sequence[Any], fate: Fate = "", *, is_head: bool = False) -> Any:
        """A row of *cells*, which comes or goes as a whole where there is a *fate*."""
        properties = element("w:trPr", element("w:cantSplit"))
        if is_head:
            properties.append(element("w:tblHeader"))
        if fate:
            properties.append(self._revision(_REVISIONS[fate][0]))
        return element("w:tr", properties, *cells)

    def _revision(self, tag: str) -> Any:
        self._last += 1
        return element(tag, id=str(self._last), author=self._author, date=self._moment)


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """An element of the main namespace."""
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


def text_run(text: str, tag: str = "w:t", *, bold: bool = False) -> Any:
    """A run; line ends are breaks."""
    run = OxmlElement("w:r")
    if bold:
        run.append(element("w:rPr", element("w:b")))
    for place, line in enumerate(text.split("\n")):
        if place:
            run.append(OxmlElement("w:br"))
        if line:
            words = OxmlElement(tag)
            words.text = line
            words.set(_SPACE, "preserve")
            run.append(words)
    return run


def cell(
    content: Sequence[Any], width: int, *, span: int = 1, shaded: bool = False, middle: bool = False
) -> Any:
    """A cell of *width* twips; *content* are paragraphs, at least one."""
    properties = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if span > 1:
        properties.append(element("w:gridSpan", val=str(span)))
    if shaded:
        properties.append(element("w:shd", val="clear", color="auto", fill="F1F3F5"))
    if middle:
        properties.append(element("w:vAlign", val="center"))
    return element("w:tc", properties, *content)


def table(rows: Sequence[Any], widths: Sequence[int]) -> Any:
    """A table with lines; *widths* are those of its grid, in twips."""
    properties = element(
        "w:tblPr",
        element("w:tblStyle", val="TableGrid"),
        element("w:tblW", w=str(sum(widths)), type="dxa"),
        element("w:tblLayout", type="fixed"),
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths))
    return element("w:tbl", properties, grid, *rows)


def shares(weights: Sequence[float], total: int) -> list[int]:
    """*total* twips in the proportion of *weights*."""
    whole = sum(weights) or 1.0
    widths = [int(total * weight / whole) for weight in weights]
    widths[-1] += total - sum(widths)
    return widths

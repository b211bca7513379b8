"""The Word file around the content: sheet, faces, styles, numbering; the same bytes every time."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from qmsdoc.render.redline.docx_marks import element

# A4 less its margins, in twips.
TEXT_WIDTH = 9070
_EPOCH = (1980, 1, 1, 0, 0, 0)
_BULLETS, _NUMBERS = 90, 91
_FIRST_LIST = 900
_LEVELS = 9
_SIZES = {1: 16, 2: 14, 3: 12, 4: 11, 5: 10.5, 6: 10.5}
# Space below, in points, where it is not the usual one.
_AFTER = {"Cell": 1, "CellHead": 1, "Item": 2}
_WORDS = {"zh": ("宋体", "黑体", "zh-CN"), "en": ("宋体", "黑体", "en-GB")}


class Package:
    """A document to fill. Styles: Normal, Heading1 to 6, Item, Cell, CellHead, Code, Quoted, Note,
    FormTitle."""

    def __init__(self, language: str, title: str, author: str, moment: str) -> None:
        self.document: WordDocument = Document()
        self._body: Any = self.document.element.body
        for child in list(self._body)[:-1]:
            self._body.remove(child)
        self._section()
        self._styles(language)
        self._lists: Any = self.document.part.numbering_part.element
        self._numbering()
        core = self.document.core_properties
        core.title, core.author, core.last_modified_by = title[:250], author[:250], author[:250]
        core.comments = ""
        core.revision = 1
        core.created = core.modified = datetime.fromisoformat(moment).replace(tzinfo=None)

    def add(self, block: Any) -> None:
        """Put a paragraph or a table at the end."""
        self._body.insert(len(self._body) - 1, block)

    @property
    def last_tag(self) -> str:
        """The tag of the last block, "" where there is none."""
        return str(self._body[-2].tag) if len(self._body) > 1 else ""

    def list_of(self, number: int, *, ordered: bool) -> str:
        """The numbering of the list *number*, which counts from one by itself."""
        if not ordered:
            return str(_BULLETS)
        name = str(_FIRST_LIST + number)
        if not any(child.get(qn("w:numId")) == name for child in self._lists):
            restart = [
                element("w:lvlOverride", element("w:startOverride", val="1"), ilvl=str(level))
                for level in range(_LEVELS)
            ]
            self._lists.append(
                element(
                    "w:num", element("w:abstractNumId", val=str(_NUMBERS)), *restart, numId=name
                )
            )
        return name

    def save(self) -> bytes:
        """The file; every member carries one date."""
        raw, fixed = BytesIO(), BytesIO()
        self.document.save(raw)
        with ZipFile(raw) as source, ZipFile(fixed, "w", ZIP_DEFLATED) as target:
            for name in source.namelist():
                member = ZipInfo(name, _EPOCH)
                member.compress_type = ZIP_DEFLATED
                target.writestr(member, source.read(name))
        return fixed.getvalue()

    def _section(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = Mm(25)
        section.top_margin, section.bottom_margin = Mm(25), Mm(22)

    def _styles(self, language: str) -> None:
        serif, sans, spoken = _WORDS[language]
        styles = self.document.styles
        _face(styles["Normal"], "Times New Roman", serif, spoken)
        normal: Any = styles["Normal"]
        normal.font.size = Pt(10.5)
        normal.paragraph_format.space_after = Pt(6)
        normal.paragraph_format.line_spacing = 1.35
        for level, size in _SIZES.items():
            style: Any = styles[f"Heading {level}"]
            _face(style, "Arial", sans, spoken)
            style.font.size, style.font.color.rgb = Pt(size), RGBColor(0, 0, 0)
            style.font.bold, style.font.italic = True, False
            style.paragraph_format.space_before = Pt(12 if level < 3 else 9)
            style.paragraph_format.space_after = Pt(6)
        for name, size, face in (
            ("Cell", 9.5, ""),
            ("CellHead", 9.5, sans),
            ("Item", 10.5, ""),
            ("Code", 9.0, ""),
            ("Quoted", 10.5, ""),
            ("Note", 9.0, ""),
            ("FormTitle", 18.0, sans),
        ):
            made: Any = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
            made.base_style = styles["Normal"]
            made.font.size = Pt(size)
            made.paragraph_format.space_after = Pt(_AFTER.get(name, 6))
            made.paragraph_format.line_spacing = 1.1 if name in _AFTER else 1.25
            if face:
                _face(made, "Arial", face, spoken)
        styles["Quoted"].paragraph_format.left_indent = Mm(8)
        styles["Note"].font.color.rgb = RGBColor(0x56, 0x60, 0x6B)
        styles["FormTitle"].paragraph_format.alignment = 1
        styles["FormTitle"].font.bold = True

    def _numbering(self) -> None:
        bullets = [("bullet", "•")] * _LEVELS
        numbers = [("decimal", f"%{level + 1}.") for level in range(_LEVELS)]
        for place, (name, levels) in enumerate(((_BULLETS, bullets), (_NUMBERS, numbers))):
            self._lists.insert(place, _abstract(name, levels))
        self._lists.append(
            element("w:num", element("w:abstractNumId", val=str(_BULLETS)), numId=str(_BULLETS))
        )


def _abstract(name: int, levels: list[tuple[str, str]]) -> Any:
    made = element("w:abstractNum", abstractNumId=str(name))
    made.append(element("w:multiLevelType", val="multilevel"))
    for level, (kind, text) in enumerate(levels):
        indent = element("w:ind", left=str(425 * (level + 1)), hanging="425")
        made.append(
            element(
                "w:lvl",
                element("w:start", val="1"),
                element("w:numFmt", val=kind),
                element("w:lvlText", val=text),
                element("w:lvlJc", val="left"),
                element("w:pPr", indent),
                ilvl=str(level),
            )
        )
    return made


def _face(style: Any, latin: str, chinese: str, spoken: str) -> None:
    """Set the faces of a style by name, and its language."""
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    faces = element("w:rFonts", ascii=latin, hAnsi=latin, cs=latin, eastAsia=chinese)
    properties.insert(0, faces)
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(
        element("w:lang", val="en-GB", eastAsia=spoken if "zh" in spoken else "zh-CN")
    )

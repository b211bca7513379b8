"""Typefaces and measures. Lengths are in twips (1/20 pt) unless their name says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from qmsdoc.render.docx.xml import Xml, part, w

_LIKE_HEADINGS = ("title", "subheading")
MM = 1440 / 25.4
SHEET = (11906, 16838)

SOFT, LINE, RULE, TINT = "3D444B", "9AA2AA", "6D757D", "F1F3F5"
ACCENT, MARK = "1F3F60", "A5281B"


class Face(NamedTuple):
    """One name for Latin text, one for Chinese. For its ``use`` an organisation may name a font of
    its own."""

    latin: str
    chinese: str
    use: str = ""


Fonts = Mapping[str, Sequence[str]]
SERIF = Face("Times New Roman", "SimSun", "body")
SANS = Face("Arial", "SimHei")
HEADING = Face("Arial", "SimHei", "heading")
SUBHEADING = Face("Arial", "SimHei", "subheading")
TITLE = Face("Arial", "SimHei", "title")
MONO = Face("Courier New", "SimHei")


def own_face(face: Face, fonts: Fonts) -> Face:
    """*face* with the organisation's own font for Chinese, where *fonts* name one for its use."""
    names = fonts.get(face.use) or (fonts.get("heading") if face.use in _LIKE_HEADINGS else None)
    return face._replace(chinese=names[0]) if names else face


class Font(NamedTuple):
    """What a reader may have in the place of a font, and what it is like."""

    name: str
    other: str
    family: str
    pitch: str
    panose: str
    charset: str = "00"


# Fonts that come with Word and WPS, under the names that font replacement on Linux knows too.
_FONTS = (
    Font("Times New Roman", "Liberation Serif", "roman", "variable", "02020603050405020304"),
    Font("Arial", "Liberation Sans", "swiss", "variable", "020B0604020202020204"),
    Font("Courier New", "Liberation Mono", "modern", "fixed", "02070309020205020404"),
    Font("SimSun", "宋体", "roman", "variable", "02010600030101010101", "86"),
    Font("SimHei", "黑体", "swiss", "variable", "02010609060101010101", "86"),
)
# Those of official documents. Where the face of titles is missing, a reader has 宋体.
_OFFICIAL = (
    Font("仿宋_GB2312", "FangSong", "modern", "fixed", "02010609060101010101", "86"),
    Font("楷体_GB2312", "KaiTi", "modern", "fixed", "02010609060101010101", "86"),
    Font("方正小标宋简体", "FZXiaoBiaoSong-B05S", "roman", "fixed", "02010600030101010101", "86"),
    Font("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "roman", "fixed", "02010600030101010101", "86"),
)


def rfonts(face: Face, hint: bool = False) -> Xml:
    """The typefaces of a run or a style."""
    return w(
        "rFonts",
        hint="eastAsia" if hint else None,
        ascii=face.latin,
        hAnsi=face.latin,
        eastAsia=face.chinese,
        cs=face.latin,
    )


def font_table(named: Fonts) -> bytes:
    """The part that says what to take where a font is missing; *named* are fonts by use."""
    wanted = {name for names in named.values() for name in names[:1]}
    known = (*_FONTS, *(font for font in _OFFICIAL if font.name in wanted))
    fonts = (
        w(
            "font",
            w("altName", val=font.other),
            w("panose1", val=font.panose),
            w("charset", val=font.charset),
            w("family", val=font.family),
            w("pitch", val=font.pitch),
            name=font.name,
        )
        for font in known
    )
    return part("w:fonts", "w", *fonts)


def borders(name: str, sides: str, size: int, colour: str, space: int = 0) -> Xml:
    """Lines on *sides*, parted by spaces; *size* is in eighths of a point, *space* in points."""
    lines = (w(side, val="single", sz=size, space=space, color=colour) for side in sides.split())
    return w(name, *lines)

"""The theme of a file: its colours and faces, which Word offers beside those of the styles."""

from __future__ import annotations

from collections.abc import Mapping

from qmsdoc.render.docx.faces import ACCENT, LINE, MARK, RULE, SANS, SERIF, SOFT, TINT, Face
from qmsdoc.render.docx.xml import Xml, element, part

_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": ACCENT, "lt2": TINT,
    "accent1": ACCENT, "accent2": MARK, "accent3": SOFT, "accent4": RULE, "accent5": LINE,
    "accent6": "4A6B8A", "hlink": ACCENT, "folHlink": SOFT,
}  # fmt: skip


def a(name: str, /, *inside: Xml, **attributes: str | int) -> Xml:
    """An element of DrawingML."""
    return element(f"a:{name}", attributes, *inside)


def theme() -> bytes:
    """The part; every list in it has as many entries as the format asks for."""
    solid = a("solidFill", a("schemeClr", val="phClr"))
    lines = [a("ln", solid, w=width) for width in (6350, 12700, 19050)]
    formats = a(
        "fmtScheme",
        a("fillStyleLst", *[solid] * 3),
        a("lnStyleLst", *lines),
        a("effectStyleLst", *[a("effectStyle", a("effectLst"))] * 3),
        a("bgFillStyleLst", *[solid] * 3),
        name="qmsdoc",
    )
    fonts = a("fontScheme", _faces("majorFont", SANS), _faces("minorFont", SERIF), name="qmsdoc")
    elements = a("themeElements", _colours(_COLOURS), fonts, formats)
    return part("a:theme", "a", elements, attributes={"name": "qmsdoc"})


def _colours(colours: Mapping[str, str]) -> Xml:
    named = (a(name, a("srgbClr", val=colour)) for name, colour in colours.items())
    return a("clrScheme", *named, name="qmsdoc")


def _faces(name: str, face: Face) -> Xml:
    return a(
        name,
        a("latin", typeface=face.latin),
        a("ea", typeface=face.chinese),
        a("cs", typeface=face.latin),
    )

"""Runs of sheets: their size, what runs along their head and foot, and the mark behind the text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple
from unicodedata import east_asian_width

from qmsdoc.render.docx.faces import SHEET
from qmsdoc.render.docx.inline import Look, field, run
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.tables import SPACE, Paragraph
from qmsdoc.render.docx.xml import NOTHING, Value, Xml, element, part, w

# The colours of marks, faint enough for text to be read over them.
_FAINT = {"controlled": "F6E4E2", "obsolete": "F6E4E2"}
_FAINTEST = "EAECEE"
# How a block begins that is one paragraph with properties.
_PARAGRAPH = "<w:p><w:pPr>"
_WORD_ART = "#_x0000_t136"
_LONGEST, _TALLEST = 400.0, 90.0
# The sheets that have a head and foot of their own, where they are bound alternately.
_SIDES = ("default", "even")
# One of the characters in the number of a sheet, in twips.
_CHARACTER = 280


class Head(NamedTuple):
    """What is at the head of the sheets; ``mark`` is the view of a mark."""

    left: str
    right: str
    mark: Any = None


def section(story: Story, head: Head | None, organisation: str, lying: bool = False) -> Xml:
    """The properties of a run of sheets; without *head*, nothing runs along them."""
    width, height = SHEET[::-1] if lying else SHEET
    profile, pitch = story.profile, story.profile.pitch
    references = NOTHING
    if head is not None:
        wide = profile.lying if lying else profile.wide
        sides = _SIDES if profile.sides else _SIDES[:1]
        tops = [_header(story, head, side, wide) for side in sides]
        references = Xml(
            "".join((*tops, *(_footer(story, organisation, side, wide) for side in sides)))
        )
    margins = dict(zip(("top", "right", "bottom", "left"), profile.margins, strict=True))
    return w(
        "sectPr",
        references,
        w("type", val="nextPage"),
        w("pgSz", w=width, h=height, orient="landscape" if lying else None),
        w("pgMar", **margins, header=profile.head, footer=profile.foot, gutter=0),
        w("docGrid", type="lines", linePitch=pitch) if pitch and not lying else NOTHING,
    )


def ended(blocks: Iterable[Xml], properties: Xml = NOTHING) -> list[Xml]:
    """*blocks* as a whole run of sheets; its *properties* are left out where it is the last.

    The space below a table goes, and a paragraph is its own end: neither can come to stand on a
    sheet of its own.
    """
    *before, last = blocks
    if last.startswith(_PARAGRAPH):
        return [*before, Xml(last.replace("</w:pPr>", f"{properties}</w:pPr>", 1))]
    end = Paragraph(NOTHING, "SectionEnd", section=properties).xml()
    return [*before, Xml(last.removesuffix(SPACE)), end]


def _header(story: Story, head: Head, side: str, width: int) -> Xml:
    mark = head.mark if head.mark and head.mark["kind"] else None
    marked = Xml("")
    if mark:
        look = Look("Mark" if mark["kind"] in _FAINT else "", strong=True)
        marked = Xml(f"{run(mark['text'], look)}{run('　' if head.right else '')}")
    tab = w("r", w("tab"))
    inside = (run(head.left), tab, marked, run(head.right))
    drawn = _watermark(story, mark) if mark else NOTHING
    paragraph = w("p", _running(story, "Header", width), drawn, *inside)
    return _reference(story, "header", side, part("w:hdr", "w r v o w10", paragraph))


def _footer(story: Story, organisation: str, side: str, width: int) -> Xml:
    if story.profile.sides:
        return _reference(story, "footer", side, part("w:ftr", "w r", _outer_number(side)))
    inside = (
        run(organisation),
        w("r", w("tab")),
        run(story.label("Page ")),
        field("PAGE", "1"),
        run(story.label(" of ")),
        field("NUMPAGES", "1"),
        run(story.label(" pages")),
    )
    paragraph = w("p", _running(story, "Footer", width), *inside)
    return _reference(story, "footer", side, part("w:ftr", "w r", paragraph))


def _outer_number(side: str) -> Xml:
    """The number of the sheet between dashes, one character from the outer edge."""
    outer = "left" if side == "even" else "right"
    away = {f"{outer}Chars": 100, outer: _CHARACTER}
    place = w("pPr", w("pStyle", val="Footer"), w("ind", **away), w("jc", val=outer))
    return w("p", place, run("— "), field("PAGE", "1"), run(" —"))


def _running(story: Story, style: str, width: int) -> Xml:
    usual = story.profile.wide
    tabs = NOTHING
    if width != usual:
        places = w("tab", val="clear", pos=usual), w("tab", val="right", pos=width)
        tabs = w("tabs", *places)
    return w("pPr", w("pStyle", val=style), tabs)


def _reference(story: Story, kind: str, side: str, content: bytes) -> Xml:
    name = story.running(kind, side, content)
    identifier = story.relations_of("document.xml").to_part(name)
    return element(f"w:{kind}Reference", {"w:type": side, "r:id": identifier})


def _watermark(story: Story, mark: Any) -> Xml:
    """The mark across the sheet, as Word's own command puts it there."""
    text = mark["text"]
    letters = sum(1.0 if east_asian_width(one) in "WF" else 0.56 for one in text)
    size = min(_TALLEST, _LONGEST / max(letters, 1.0))
    number = story.drawing_id()
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{letters * size:.0f}pt;"
        f"height:{size:.0f}pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin"
    )
    shape = element(
        "v:shape",
        {
            "id": f"PowerPlusWaterMarkObject{number}",
            "o:spid": f"_x0000_s{2048 + number}",
            "type": _WORD_ART,
            "alt": text,
            "style": style,
            "o:allowincell": "f",
            "fillcolor": f"#{_FAINT.get(mark['kind'], _FAINTEST)}",
            "stroked": "f",
        },
        element("v:textpath", {"style": "font-family:SimHei;font-size:1pt", "string": text}),
    )
    return w("r", w("rPr", w("noProof")), w("pict", _word_art(), shape))


def _word_art() -> Xml:
    """The kind of shape that is a text from edge to edge."""
    formulas = (
        "sum #0 0 10800", "prod #0 2 1", "sum 21600 0 @1", "sum 0 0 @2", "sum 21600 0 @3",
        "if @0 @3 0", "if @0 21600 @1", "if @0 0 @2", "if @0 @4 21600", "mid @5 @6",
        "mid @8 @5", "mid @7 @8", "mid @6 @7", "sum @6 0 @5",
    )  # fmt: skip
    kind: dict[str, Value] = {
        "id": "_x0000_t136",
        "coordsize": "21600,21600",
        "o:spt": 136,
        "adj": "10800",
        "path": "m@7,l@8,m@5,21600l@6,21600e",
    }
    handles = {"position": "#0,bottomRight", "xrange": "6629,14971"}
    path = {
        "textpathok": "t",
        "o:connecttype": "custom",
        "o:connectlocs": "@9,0;@10,10800;@11,21600;@12,10800",
        "o:connectangles": "270,180,90,0",
    }
    return element(
        "v:shapetype",
        kind,
        element("v:formulas", {}, *(element("v:f", {"eqn": formula}) for formula in formulas)),
        element("v:path", path),
        element("v:textpath", {"on": "t", "fitshape": "t"}),
        element("v:handles", {}, element("v:h", handles)),
        element("o:lock", {"v:ext": "edit", "text": "t", "shapetype": "t"}),
    )

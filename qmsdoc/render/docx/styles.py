"""The styles of a document, under the names that Word knows them by."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from qmsdoc.render.docx.faces import (
    ACCENT,
    HEADING,
    LINE,
    MARK,
    MM,
    MONO,
    RULE,
    SANS,
    SERIF,
    SOFT,
    SUBHEADING,
    TINT,
    TITLE,
    Face,
    Fonts,
    borders,
    own_face,
    rfonts,
)
from qmsdoc.render.docx.profiles import Profile
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.xml import NOTHING, Xml, flag, part, w

HEADINGS = 6
_LEAST_LINE = 300
# Two characters of 10.5 pt.
_TWO = 420


class Style(NamedTuple):
    """A paragraph style. ``size`` is in half points, 0 as its base; lengths are in twips.

    ``line`` is the least height of a line, and its very height where it is ``exact``; ``outline``
    the level of a heading from 0, ``border`` the size of the line below. ``tab`` is at the right
    margin. ``first`` indents the first line in Chinese, ``flush`` does not as its base does; what
    is on the ``grid`` keeps to the lines of the sheet.
    """

    name: str
    base: str = "Normal"
    then: str = ""
    face: Face | None = None
    size: int = 0
    bold: bool = False
    colour: str = ""
    spacing: int = 0
    before: int | None = None
    after: int | None = None
    line: int = 0
    left: int = 0
    align: str = ""
    outline: int | None = None
    keep: bool = False
    whole: bool = False
    border: int = 0
    left_border: int = 0
    shade: str = ""
    tab: bool = False
    first: bool = False
    exact: bool = False
    grid: bool = False
    flush: bool = False
    id: str = ""


_STYLES = (
    Style("Body Text", line=360, after=60, align="both", first=True),
    Style("List Paragraph", "BodyText", line=360, after=40, flush=True),
    Style("Table Text", face=SANS, size=18, line=270, before=40, after=40),
    Style("Table Head", "TableText", bold=True, keep=True),
    Style("List Text", "TableText", size=16, line=240, before=30, after=30),
    Style("List Head", "ListText", bold=True, keep=True),
    Style("Body Table", face=SERIF, size=19, line=285, exact=True, before=40, after=40),
    Style("Body Table Head", "BodyTable", face=SANS, bold=True, keep=True),
    Style("Small Text", "TableText", size=16, colour=SOFT, line=240, before=20, after=20),
    Style("Chart Place", "SmallText", before=0, after=140),
    Style("Signing Line", "TableText", colour=SOFT, align="right", before=560, after=40),
    Style("Organisation", face=SANS, size=21, colour=SOFT, spacing=24, align="center", keep=True),
    Style("Kind", face=SANS, size=20, colour=ACCENT, spacing=40, align="center", before=60, keep=True),
    Style("Edition", face=SANS, size=19, colour=SOFT, align="center", before=120, after=320, border=10),
    Style("Part", face=HEADING, size=25, bold=True, before=320, after=160, keep=True, whole=True),
    Style("Front Title", then="BodyText", face=TITLE, size=30, bold=True, align="center", before=200, after=320, keep=True, outline=0, spacing=60),
    Style("Front Title Above", "FrontTitle", then="FrontLine", after=100),
    Style("Front Line", face=SANS, size=21, colour=SOFT, align="center", after=280, keep=True),
    Style("Cover Line", face=SANS, size=32, align="center", spacing=40),
    Style("Cover Small", face=SANS, size=21, colour=SOFT, align="center", before=80, after=80),
    Style("Cover Name", face=TITLE, size=54, bold=True, align="center", before=640, after=480, spacing=30, line=900, border=13),
    Style("Promise", face=SANS, size=25, line=330, before=70, after=70),
    Style("Promise Limit", "Promise", bold=True, colour=ACCENT, align="right"),
    Style("Promise Small", "Promise", size=21, line=255, before=30, after=30),
    Style("Promise Small Limit", "PromiseSmall", bold=True, colour=ACCENT, align="right"),
    Style("Promise Fine", "Promise", size=18, line=225, before=20, after=20),
    Style("Promise Fine Limit", "PromiseFine", bold=True, colour=ACCENT, align="right"),
    Style("Promise Part", face=SANS, size=28, bold=True, colour=ACCENT, before=240, after=120, keep=True),
    Style("Promise Name", face=SANS, size=60, bold=True, colour=ACCENT, before=60, after=140, line=800, keep=True, outline=0),
    Style("Quote", face=SERIF, colour=SOFT, left=_TWO, line=360, before=60, after=60, left_border=12),
    Style("Code", face=MONO, size=18, line=270, before=120, after=120, shade=TINT),
    Style("Term", "BodyText", bold=True, keep=True, after=20),
    Style("Figure", align="center", before=240, after=60, keep=True),
    Style("caption", then="BodyText", face=SANS, size=18, align="center", before=40, after=280, id="Caption"),
    Style("TOC Heading", face=SANS, size=28, bold=True, align="center", spacing=60, before=0, after=240, keep=True),
    Style("toc 1", face=SANS, size=21, bold=True, before=240, after=80, keep=True, tab=True, id="TOC1"),
    Style("toc 2", face=SANS, size=19, line=270, before=20, after=20, tab=True, left=200, id="TOC2"),
    Style("toc 3", face=SANS, size=19, before=20, after=20, tab=True, left=620, id="TOC3"),
    Style("header", face=SANS, size=17, colour=SOFT, border=3, tab=True, line=240, id="Header"),
    Style("footer", face=SANS, size=17, colour=SOFT, tab=True, line=240, id="Footer"),
    Style("footnote text", face=SERIF, size=18, line=270, id="FootnoteText"),
    Style("Section End", size=2, line=20, before=0, after=0),
)  # fmt: skip


def styles_part(story: Story) -> bytes:
    """The styles of the file, in the layout that it has."""
    profile, fonts = story.profile, story.fonts
    paragraphs = (
        _Written(_own(style, fonts), profile, story.chinese).xml() for style in _paragraphs(story)
    )
    defaults = _defaults(fonts, profile)
    return part("w:styles", "w", defaults, _normal(), *paragraphs, *_others(story.chinese, profile))


def resolved(story: Story) -> dict[str, Style]:
    """The styles of paragraphs by id, with the measures that they have of their base."""
    normal = Style("Normal", size=story.profile.size, line=_LEAST_LINE, before=0, after=0)
    known = {"Normal": normal}
    for style in _paragraphs(story):
        base = known[style.base]
        known[style.id or style_id(style.name)] = style._replace(
            size=style.size or base.size,
            line=style.line or base.line,
            exact=style.exact if style.line else base.exact,
            before=base.before if style.before is None else style.before,
            after=base.after if style.after is None else style.after,
            left=style.left or base.left,
        )
    return known


def _paragraphs(story: Story) -> Iterator[Style]:
    yield from (_restyled(style, style.name, story.profile) for style in _STYLES)
    yield from _headings(story.base, story.profile)


def style_id(name: str) -> str:
    """The id of the style of that name: its words without the spaces."""
    return name.replace(" ", "")


def _own(style: Style, fonts: Fonts) -> Style:
    return style._replace(face=own_face(style.face, fonts)) if style.face else style


def _restyled(style: Style, name: str, profile: Profile) -> Style:
    return style._replace(**profile.restyled.get(name, {}))


def _headings(base: int, profile: Profile) -> Iterator[Style]:
    """Levels above *base* are small lines over the title."""
    for level in range(1, HEADINGS + 1):
        depth = level - base
        style = Style(
            f"heading {level}",
            then="BodyText",
            face=_face(depth, profile),
            bold=True,
            keep=True,
            whole=True,
            outline=level - 1,
            id=f"Heading{level}",
        )
        if depth < 0:
            yield style._replace(
                size=20, bold=False, colour=ACCENT, spacing=40, align="center", before=60
            )
        elif depth == 0:
            style = style._replace(size=38, align="center", before=280, after=200, line=560)
            yield _restyled(style, "title", profile)
        else:
            size, above = {1: (25, 320), 2: (22, 260)}.get(depth, (21, 260))
            yield _restyled(style._replace(size=size, before=above, after=140), "heading", profile)


def _face(depth: int, profile: Profile) -> Face:
    if depth == 0:
        return TITLE
    # Below the second level, headings of official documents are in the face of the text.
    return HEADING if depth < 2 else SERIF if depth > 2 and profile.pitch else SUBHEADING


def _defaults(fonts: Fonts, profile: Profile) -> Xml:
    spoken = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    run = w("rPr", rfonts(own_face(SERIF, fonts)), *_sizes(profile.size), spoken)
    paragraph = w("pPr", w("spacing", after=0, line=_LEAST_LINE, lineRule="atLeast"))
    return w("docDefaults", w("rPrDefault", run), w("pPrDefault", paragraph))


def _normal() -> Xml:
    return w(
        "style",
        w("name", val="Normal"),
        w("qFormat"),
        type="paragraph",
        default=1,
        styleId="Normal",
    )


# Those of our names that are Word's too.
_KNOWN = ("Body Text", "List Paragraph", "Quote", "TOC Heading")


class _Written(NamedTuple):
    """A paragraph style as XML."""

    style: Style
    profile: Profile
    chinese: bool

    def xml(self) -> Xml:
        style = self.style
        return w(
            "style",
            w("name", val=style.name),
            w("basedOn", val=style.base),
            w("next", val=style.then) if style.then else NOTHING,
            w("uiPriority", val=39) if style.name.startswith("toc") else NOTHING,
            flag("qFormat", style.outline is not None),
            self._paragraph(),
            self._run(),
            type="paragraph",
            customStyle=1 if style.name[0].isupper() and style.name not in _KNOWN else None,
            styleId=style.id or style_id(style.name),
        )

    def _paragraph(self) -> Xml:
        style = self.style
        inside = (
            flag("keepNext", style.keep),
            flag("keepLines", style.whole),
            _border(style),
            w("shd", val="clear", color="auto", fill=style.shade) if style.shade else NOTHING,
            w("tabs", w("tab", val="right", pos=self.profile.wide)) if style.tab else NOTHING,
            self._off_grid(),
            _spacing(style),
            self._indent(),
            w("jc", val=style.align) if style.align else NOTHING,
            NOTHING if style.outline is None else w("outlineLvl", val=style.outline),
        )
        return w("pPr", *inside)

    def _indent(self) -> Xml:
        style = self.style
        if style.left:
            return w("ind", left=style.left)
        if style.flush:
            return w("ind", firstLineChars=0, firstLine=0)
        if style.first and self.chinese:
            return w("ind", firstLineChars=200, firstLine=self.profile.size * 20)
        return NOTHING

    def _off_grid(self) -> Xml:
        if not self.profile.pitch or self.style.grid:
            return NOTHING
        return w("snapToGrid", val=0)

    def _run(self) -> Xml:
        style = self.style
        return w(
            "rPr",
            rfonts(style.face) if style.face else NOTHING,
            flag("b", style.bold),
            flag("bCs", style.bold),
            self._off_grid(),
            w("color", val=style.colour) if style.colour else NOTHING,
            w("spacing", val=style.spacing) if style.spacing and self.chinese else NOTHING,
            *(_sizes(style.size) if style.size else ()),
        )


def _sizes(size: int) -> tuple[Xml, Xml]:
    return w("sz", val=size), w("szCs", val=size)


def _border(style: Style) -> Xml:
    if style.border:
        return borders("pBdr", "bottom", style.border, ACCENT if style.border > 8 else RULE, 6)
    return borders("pBdr", "left", style.left_border, LINE, 8) if style.left_border else NOTHING


def _spacing(style: Style) -> Xml:
    if style.line or style.before is not None or style.after is not None:
        return w(
            "spacing",
            before=style.before,
            after=style.after,
            line=style.line or None,
            lineRule=("exact" if style.exact else "atLeast") if style.line else None,
        )
    return NOTHING


def _others(chinese: bool, profile: Profile) -> Iterator[Xml]:
    """Styles of characters, and the one of tables."""
    leaning = rfonts(SANS) if chinese else Xml(f"{w('i')}{w('iCs')}")
    yield _character("Default Paragraph Font", NOTHING, default=True)
    yield _character("Strong", Xml(f"{rfonts(SANS) if chinese else ''}{w('b')}{w('bCs')}"))
    yield _character("Emphasis", leaning)
    yield _character("Code Text", rfonts(MONO))
    yield _character("Hyperlink", w("color", val=ACCENT))
    yield _character("Note", Xml(f"{w('color', val=SOFT)}{w('sz', val=profile.note)}"))
    yield _character("FollowedHyperlink", w("color", val=ACCENT))
    yield _character("Soft", w("color", val=SOFT))
    yield _character("Mark", w("color", val=MARK))
    yield _character(
        "footnote reference", w("vertAlign", val="superscript"), name_id="FootnoteReference"
    )
    margins = w(
        "tblCellMar", *(w(side, w=round(1.8 * MM), type="dxa") for side in ("left", "right"))
    )
    lines = borders("tblBorders", "top left bottom right insideH insideV", 4, LINE)
    yield w(
        "style",
        w("name", val="Normal Table"),
        w("uiPriority", val=99),
        w("semiHidden"),
        w("tblPr", w("tblInd", w=0, type="dxa")),
        type="table",
        default=1,
        styleId="TableNormal",
    )
    yield w(
        "style",
        w("name", val="Table Grid"),
        w("basedOn", val="TableNormal"),
        w("tblPr", lines, margins),
        type="table",
        styleId="TableGrid",
    )


def _character(name: str, properties: Xml, default: bool = False, name_id: str = "") -> Xml:
    custom = name in ("Code Text", "Note", "Soft", "Mark")
    return w(
        "style",
        w("name", val=name),
        NOTHING if default else w("basedOn", val="DefaultParagraphFont"),
        w("rPr", properties) if properties else NOTHING,
        type="character",
        default=1 if default else None,
        customStyle=1 if custom else None,
        styleId=name_id or style_id(name),
    )

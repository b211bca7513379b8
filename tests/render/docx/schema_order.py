"""The sequences of ECMA-376 part 1 (WordprocessingML, transitional) for the elements we write.

Of each type, the names of its children in the order of the schema, as far as we may use them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr"
    " suppressLineNumbers pBdr shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct"
    " topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind"
    " contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint"
    " noProof snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect"
    " bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
    " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tr": "tblPrEx trPr tc",
    "tc": "tcPr p",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "tblBorders": "top left start bottom right end insideH insideV",
    "tblCellMar": "top left start bottom right end",
    "pBdr": "top left bottom right between bar",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi"
    " rtlGutter docGrid printerSettings",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr"
    " tcPr tblStylePr",
    "styles": "docDefaults latentStyles style",
    "numbering": "numPicBullet abstractNum num",
    "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
    "num": "abstractNumId lvlOverride",
    "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
    "numPr": "ilvl numId",
    "settings": "writeProtection view zoom removePersonalInformation mirrorMargins"
    " trackRevisions defaultTabStop evenAndOddHeaders characterSpacingControl updateFields"
    " hdrShapeDefaults footnotePr endnotePr compat docVars rsids mathPr themeFontLang"
    " clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
    "font": "altName panose1 charset family notTrueType pitch sig",
}
# Word leaves out a file in which a cell does not end with a paragraph.
_SEVERAL = {
    "tr",
    "tc",
    "p",
    "tbl",
    "style",
    "abstractNum",
    "num",
    "lvl",
    "lvlOverride",
    "tab",
    "footnote",
}
_SEVERAL |= {"headerReference", "footerReference"}


def misplaced(part: Any) -> Iterator[str]:
    """Children that the schema has elsewhere, not at all, or only once."""
    for element in part.iter():
        if not isinstance(element.tag, str) or not element.tag.startswith(W):
            continue
        name = element.tag.removeprefix(W)
        order = (ORDER.get(name) or "").split()
        if not order:
            continue
        names = [child.tag.removeprefix(W) for child in element]
        unknown = [child for child in names if child not in order]
        if unknown:
            yield f"{name} has {unknown}"
            continue
        places = [order.index(child) for child in names]
        if places != sorted(places):
            yield f"{name} has {names}"
        once = [child for child in names if child not in _SEVERAL]
        if len(once) != len(set(once)):
            yield f"{name} has twice one of {once}"
        if name == "tc" and names[-1:] != ["p"]:
            yield f"a cell ends with {names[-1:]}"

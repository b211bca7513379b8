"""One DOCX file, put together from its story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from qmsdoc.render.docx.faces import font_table
from qmsdoc.render.docx.package import Contents, pack
from qmsdoc.render.docx.story import Story
from qmsdoc.render.docx.styles import styles_part
from qmsdoc.render.docx.theme import theme
from qmsdoc.render.docx.xml import NOTHING, Xml, element, escape, flag, part, w

# The parts of the version of Word whose layout is asked for.
_COMPATIBLE = {"compatibilityMode": "15", "overrideTableStyleFontSizeAndJustification": "1"}
_COMPATIBLE |= {"enableOpenTypeFeatures": "1", "doNotFlipMirrorIndents": "1"}
_WORD = "http://schemas.microsoft.com/office/word"
_PARTS = ("styles.xml", "numbering.xml", "settings.xml", "fontTable.xml", "footnotes.xml")
_BESIDE = (*_PARTS, "theme.xml")


class Properties(NamedTuple):
    """What a file says of itself. ``day`` is YYYY-MM-DD, "" where git tells none."""

    title: str
    organisation: str
    language: str
    day: str = ""
    number: str = ""
    version: str = ""


class File(NamedTuple):
    """One file to make: ``blocks`` are its paragraphs and tables, ``section`` its last sheets."""

    path: str
    story: Story
    properties: Properties
    blocks: Sequence[Xml]
    section: Xml
    has_contents: bool = False


def build(file: File, dots: Mapping[str, bytes]) -> bytes:
    """The bytes of *file*; *dots* are the pictures of its charts by name of the part."""
    story = file.story
    relations = story.relations_of("document.xml")
    for name in _BESIDE:
        relations.to_part(name)
    parts = {
        "document.xml": document_part([*file.blocks, file.section]),
        "styles.xml": styles_part(story),
        "numbering.xml": story.numbering.part(),
        "settings.xml": _settings(file),
        "fontTable.xml": font_table(story.fonts),
        "footnotes.xml": footnotes_part(story.notes),
        "theme.xml": theme(),
        **story.running_parts(),
        **story.media.files,
        **dots,
    }
    return pack(Contents(parts, story.relations, _core(file.properties)))


def document_part(blocks: Sequence[Xml]) -> bytes:
    """The part with the text."""
    return part("w:document", "w r wp a pic asvg", w("body", *blocks))


def footnotes_part(notes: Iterable[Xml]) -> bytes:
    """The part with the notes, behind the lines that part them from the text."""
    line = w("p", w("pPr", w("spacing", after=0)), w("r", w("separator")))
    more = w("p", w("pPr", w("spacing", after=0)), w("r", w("continuationSeparator")))
    separators = (
        w("footnote", line, type="separator", id=-1),
        w("footnote", more, type="continuationSeparator", id=0),
    )
    return part("w:footnotes", "w r wp a pic asvg", *separators, *notes)


def _settings(file: File) -> bytes:
    return part(
        "w:settings",
        "w",
        w("zoom", percent=100),
        flag("mirrorMargins", file.story.profile.sides),
        w("defaultTabStop", val=420),
        flag("evenAndOddHeaders", file.story.profile.sides),
        w(
            "characterSpacingControl",
            val="compressPunctuation" if file.story.chinese else "doNotCompress",
        ),
        # Only Word knows on which sheet a heading comes to stand.
        flag("updateFields", file.has_contents),
        w("footnotePr", w("footnote", id=-1), w("footnote", id=0)),
        w(
            "compat",
            flag("useFELayout", file.story.chinese),
            *(
                w("compatSetting", name=name, uri=_WORD, val=value)
                for name, value in _COMPATIBLE.items()
            ),
        ),
        w("themeFontLang", val="en-US", eastAsia="zh-CN"),
        w("decimalSymbol", val="."),
        w("listSeparator", val=","),
    )


def _core(properties: Properties) -> bytes:
    def said(name: str, content: str) -> Xml:
        return element(name, {}, Xml(escape(content))) if content else NOTHING

    def moment(name: str) -> Xml:
        day = Xml(f"{escape(properties.day)}T00:00:00Z")
        return element(name, {"xsi:type": "dcterms:W3CDTF"}, day) if properties.day else NOTHING

    return part(
        "cp:coreProperties",
        "cp dc dcterms xsi",
        said("dc:title", properties.title),
        said("dc:creator", properties.organisation),
        said("dc:identifier", properties.number),
        said("dc:language", properties.language),
        said("cp:lastModifiedBy", properties.organisation),
        said("cp:version", properties.version),
        moment("dcterms:created"),
        moment("dcterms:modified"),
    )

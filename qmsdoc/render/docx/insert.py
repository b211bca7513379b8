"""What qmsdoc writes, put into a Word file that somebody else made."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any

from msgspec import Struct

from qmsdoc.render.docx.package import content_type, settled
from qmsdoc.render.docx.profiles import GB

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
# In the units of python-docx.
_TWIP = 635
# Ids of ours begin above those of the template.
_ABOVE = 20000
_STYLED = ("pStyle", "rStyle", "tblStyle", "basedOn", "next", "link")


class MisplacedError(Exception):
    """A piece, by its name, that is not alone in its paragraph."""


class Insert(Struct, frozen=True):
    """``pieces`` by name are parts ``w:document`` whose body is what is put in; ``relations`` go by
    part: id, whether it is an address, target. ``properties`` are those of the file. ``wide`` is
    how wide the pieces are, in twips."""

    pieces: dict[str, str]
    styles: bytes
    numbering: bytes
    footnotes: bytes
    media: dict[str, bytes]
    relations: dict[str, list[tuple[str, bool, str]]]
    properties: dict[str, str]
    day: str = ""
    wide: int = GB.wide


def inserted(content: bytes, insert: Insert, marks: Mapping[str, str]) -> bytes:
    """The file *content* with each piece in the place of the paragraph that is its mark."""
    from docx import Document
    from lxml import etree

    document = Document(BytesIO(content))
    body = document.element.body
    ours = {name: etree.fromstring(piece.encode()) for name, piece in insert.pieces.items()}
    notes = etree.fromstring(insert.footnotes)
    used = [name for name in ours if _holders(body, marks[name])]
    numbering = etree.fromstring(insert.numbering)
    styles = etree.fromstring(insert.styles)
    _styles(document, styles, [*ours.values(), notes, numbering])
    _numbering(document, numbering, [*ours.values()])
    _notes(document, notes, insert, [*ours.values()])
    renamed = _relations(document.part, insert, "document.xml")
    share = min(1.0, _room(document.sections[0], insert.wide) / insert.wide)
    for name in used:
        _scale(ours[name], share)
        _rename(ours[name], renamed)
        _raise_ids(ours[name])
        for holder in _holders(body, marks[name]):
            for block in [*deepcopy(ours[name])[0]]:
                holder.addprevious(block)
            holder.getparent().remove(holder)
    _properties(document, insert)
    _forget_old_styles(document.part)
    made = BytesIO()
    document.save(made)
    return settled(made)


def _holders(body: Any, mark: str) -> list[Any]:
    """The paragraphs that hold *mark* and nothing else."""
    found = []
    for paragraph in body.iter(f"{_W}p"):
        text = "".join(one.text or "" for one in paragraph.iter(f"{_W}t"))
        if mark not in text:
            continue
        if text.strip() != mark:
            raise MisplacedError(mark.rpartition("-")[0])
        found.append(paragraph)
    return found


def _styles(document: Any, ours: Any, parts: list[Any]) -> None:
    """Add those of our styles that the template has not; take its own where names are alike."""
    theirs = document.styles.element
    names = {
        name.get(f"{_W}val", "").casefold(): style.get(f"{_W}styleId")
        for style in theirs.iter(f"{_W}style")
        for name in style.iter(f"{_W}name")
    }
    ids = {style.get(f"{_W}styleId") for style in theirs.iter(f"{_W}style")}
    renamed: dict[str, str] = {}
    new = []
    for style in ours.iter(f"{_W}style"):
        identifier = style.get(f"{_W}styleId")
        known = names.get(style.find(f"{_W}name").get(f"{_W}val").casefold())
        if known is not None:
            renamed[identifier] = known
            continue
        renamed[identifier] = identifier if identifier not in ids else f"Qd{identifier}"
        style.set(f"{_W}styleId", renamed[identifier])
        style.attrib.pop(f"{_W}default", None)
        new.append(style)
    for part in [*parts, *new]:
        for kind in _STYLED:
            for one in part.iter(f"{_W}{kind}"):
                value = one.get(f"{_W}val")
                one.set(f"{_W}val", renamed.get(value, value))
    theirs.extend(new)


def _numbering(document: Any, ours: Any, parts: list[Any]) -> None:
    """Add our lists behind those of the template."""
    for one in ours.iter(f"{_W}abstractNum", f"{_W}abstractNumId"):
        _raise(one, "abstractNumId" if one.tag.endswith("abstractNum") else "val")
    for part in [ours, *parts]:
        for one in part.iter(f"{_W}num", f"{_W}numId"):
            _raise(one, "numId" if one.tag.endswith("}num") else "val")
    theirs = _part(document.part, "numbering")
    if theirs is None:
        _add(document.part, "numbering.xml", _bytes(ours))
        return
    root = theirs.element
    first = next(root.iter(f"{_W}num"), None)
    for one in list(ours):
        if one.tag.endswith("abstractNum") and first is not None:
            first.addprevious(one)
        else:
            root.append(one)


def _notes(document: Any, ours: Any, insert: Insert, parts: list[Any]) -> None:
    """Add our notes behind those of the template."""
    if len(ours) <= 2:  # the lines that part notes from the text
        return
    from docx.opc.part import Part
    from lxml import etree

    theirs = _part(document.part, "footnotes")
    if theirs is None:
        theirs = _add(document.part, "footnotes.xml", b"")
        root = ours
    else:
        root = etree.fromstring(theirs.blob)
        for one in [*ours][2:]:
            _raise(one, "id")
            root.append(one)
        for part in parts:
            for one in part.iter(f"{_W}footnoteReference"):
                _raise(one, "id")
    _rename(root, _relations(theirs, insert, "footnotes.xml"))
    # python-docx keeps notes as bytes, and what it reads as such it writes as such.
    assert isinstance(theirs, Part)
    theirs._blob = _bytes(root)  # noqa: SLF001


def _relations(part: Any, insert: Insert, source: str) -> dict[str, str]:
    """The ids in the template of what our part *source* refers to."""
    from docx.opc.constants import RELATIONSHIP_TYPE as RT

    renamed = {}
    for identifier, outside, target in insert.relations.get(source, ()):
        if outside:
            renamed[identifier] = part.relate_to(target, RT.HYPERLINK, is_external=True)
        elif target in insert.media:
            name = target.replace("media/", "media/qmsdoc-")
            known = {str(one.partname): one for one in part.package.iter_parts()}
            made = known.get(f"/word/{name}")
            picture = made or _new(part.package, name, insert.media[target])
            renamed[identifier] = part.relate_to(picture, RT.IMAGE)
    return renamed


def _rename(part: Any, renamed: Mapping[str, str]) -> None:
    for one in part.iter():
        for key in [key for key in one.attrib if key.startswith(_R)]:
            if one.get(key) in renamed:
                one.set(key, renamed[one.get(key)])


def _room(section: Any, wide: int) -> float:
    """How wide the text of the template is, in twips."""
    lengths = (section.page_width, section.left_margin, section.right_margin)
    sheet, left, right = (float(length or 0) / _TWIP for length in lengths)
    return max(sheet - left - right, wide / 4) if sheet else wide


def _scale(part: Any, share: float) -> None:
    """Make tables and pictures as much narrower as the sheet of the template is."""
    if share == 1.0:
        return
    for one in part.iter(f"{_W}gridCol", f"{_W}tcW", f"{_W}tblW"):
        one.set(f"{_W}w", str(int(int(one.get(f"{_W}w")) * share)))
    for one in part.iter():
        if "cx" in one.attrib:
            for side in ("cx", "cy"):
                one.set(side, str(max(1, int(int(one.get(side)) * share))))


def _forget_old_styles(part: Any) -> None:
    """Leave out the styles for Word 2010, which have to be those of the file to be right."""
    for identifier, relation in [*part.rels.items()]:
        if relation.reltype.endswith("/stylesWithEffects"):
            del part.rels[identifier]


def _raise_ids(part: Any) -> None:
    for one in part.iter(f"{_W}bookmarkStart", f"{_W}bookmarkEnd"):
        _raise(one, "id")
    for one in part.iter():
        if one.tag.endswith(("}docPr", "}cNvPr")):
            one.set("id", str(int(one.get("id")) + _ABOVE))


def _raise(one: Any, name: str) -> None:
    one.set(f"{_W}{name}", str(int(one.get(f"{_W}{name}")) + _ABOVE))


def _part(part: Any, kind: str) -> Any:
    return next(
        (one.target_part for one in part.rels.values() if one.reltype == f"{_OFFICE}{kind}"), None
    )


def _add(part: Any, name: str, content: bytes) -> Any:
    made = _new(part.package, name, content)
    part.relate_to(made, f"{_OFFICE}{name.partition('.')[0]}")
    return made


def _new(package: Any, name: str, content: bytes) -> Any:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    return Part(PackURI(f"/word/{name}"), content_type(name), content, package)


def _properties(document: Any, insert: Insert) -> None:
    from datetime import datetime

    properties = document.core_properties
    for name, said in insert.properties.items():
        setattr(properties, name, said[:255])
    day = datetime.fromisoformat(insert.day or "1980-01-01")
    properties.created = properties.modified = day


def _bytes(element: Any) -> bytes:
    from lxml import etree

    made: bytes = etree.tostring(element, xml_declaration=True, encoding="UTF-8", standalone=True)
    return made

"""Two states in memory as what papers are made from, and Word files read back."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from comparing import Files, side
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from qmsdoc.diff.compare import compare
from qmsdoc.pipeline.compare import Compared, Ends
from qmsdoc.pipeline.redline import wording_of
from qmsdoc.render.redline.lines import Words
from qmsdoc.render.redline.view import Papers
from qmsdoc.text.language import translator

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PATH = "documents/QP-07.md"
AS_TYPED = Words(str, lambda key, text: text, str)
Text = tuple[str, ...]


def papers(
    before: Files, after: Files, ids: Collection[str] = (), language: str = "en", **more: Any
) -> Papers:
    """What changed from one state to the other, to be put on paper."""
    old, new = side(before), side(after)
    comparison = compare(old, new, ids)
    compared = Compared(comparison, Ends("A", "B"), "a" * 40, "b" * 40, False)
    values: dict[str, Any] = {
        "comparison": comparison,
        "wording": wording_of(compared, translator(language), language),
        "before": old.text,
        "after": new.text,
        "organisation": "示范中心",
        "commits": ("a" * 40, "b" * 40),
        "author": "张三",
        "moment": "2026-03-01T01:00:00Z",
    }
    return Papers(**{**values, **more})


def of_texts(before: str, after: str, **more: Any) -> Papers:
    """One document, changed."""
    return papers({PATH: before}, {PATH: after}, **more)


def document_part(docx: bytes) -> Any:
    """The root of the main part."""
    with ZipFile(BytesIO(docx)) as archive:
        return parse_xml(archive.read("word/document.xml"))


def accepted(docx: bytes) -> list[Text]:
    """The blocks after all changes are accepted: a paragraph is one text, a row its cells."""
    return _settled(docx, "ins", "del")


def rejected(docx: bytes) -> list[Text]:
    """The blocks after all changes are rejected."""
    return _settled(docx, "del", "ins")


def _settled(docx: bytes, kept: str, dropped: str) -> list[Text]:
    """By the rules of the format, not by those of the writer: what is *dropped* goes with its
    content, a row that is goes whole, a paragraph whose end is joins the next one."""
    root = deepcopy(document_part(docx))
    for row in [*root.iter(qn("w:tr"))]:
        if row.find(f"{W}trPr/{W}{dropped}") is not None:
            row.getparent().remove(row)
    for table in [*root.iter(qn("w:tbl"))]:
        if table.find(qn("w:tr")) is None:
            table.getparent().remove(table)
    for revision in [*root.iter(f"{W}{dropped}")]:
        if revision.getparent().tag == qn("w:p"):
            revision.getparent().remove(revision)
    return list(_blocks(root.find(qn("w:body")), dropped))


def _blocks(body: Any, dropped: str) -> Iterator[Text]:
    waiting = ""
    for block in body:
        if block.tag == qn("w:tbl"):
            assert not waiting, "a paragraph whose end went stands before a table"
            for row in block.findall(qn("w:tr")):
                yield tuple(text_of(cell) for cell in row.findall(qn("w:tc")))
        elif block.tag == qn("w:p"):
            waiting += text_of(block)
            if block.find(f"{W}pPr/{W}rPr/{W}{dropped}") is None:
                if waiting:
                    yield (waiting,)
                waiting = ""
    assert not waiting


def text_of(block: Any) -> str:
    """All that a block says, kept or gone."""
    said = {qn("w:t"), qn("w:delText")}
    return "".join(
        "\n" if node.tag == qn("w:br") else node.text or ""
        for node in block.iter()
        if node.tag in said or node.tag == qn("w:br")
    )


def revisions(docx: bytes) -> list[Mapping[str, str]]:
    """The attributes of every tracked change."""
    root = document_part(docx)
    return [
        {name.removeprefix(W): value for name, value in node.attrib.items()}
        for tag in ("ins", "del")
        for node in root.iter(f"{W}{tag}")
    ]

"""The text of PDF and DOCX files."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

from docx import Document
from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """All pages, one after the other."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def page_count(content: bytes) -> int:
    """How many sheets the file has."""
    return len(PdfReader(BytesIO(content)).pages)


def docx_text(content: bytes) -> str:
    """All paragraphs, those in tables too; none of them is a field or leads anywhere on opening."""
    document = Document(BytesIO(content))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for table in document.tables:
        texts += [
            paragraph.text
            for row in table.rows
            for cell in row.cells
            for paragraph in cell.paragraphs
        ]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        body = archive.read("word/document.xml").decode()
        assert "instrText" not in body
        relations = archive.read("word/_rels/document.xml.rels").decode()
    # Links lead to the other files of the same publication, and nowhere else.
    outside = re.findall(r'<Relationship [^>]*TargetMode="External"[^>]*>', relations)
    targets = [re.search(r'Target="([^"]*)"', relation) for relation in outside]
    assert all(found and re.fullmatch(r"[\w-]+\.docx(#\S*)?", found[1]) for found in targets)
    return "\n".join(texts)

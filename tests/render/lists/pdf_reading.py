"""The text of a PDF file."""

from __future__ import annotations

from io import BytesIO

from pypdf import PdfReader


def text_of(content: bytes) -> str:
    """All pages, one after the other."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def page_count(content: bytes) -> int:
    """How many sheets the file has."""
    return len(PdfReader(BytesIO(content)).pages)

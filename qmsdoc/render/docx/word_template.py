"""A Word template that can tell in which of its paragraphs something went wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from qmsdoc.text.message import Message

# What Jinja calls a template that comes from no file.
_UNNAMED = "<template>"
_MARKUP = re.compile("<[^>]*>")
# docxtpl takes away what stands around {%p …%}, {%tr …%}, {%tc …%} and {%r …%}, and the letters.
_AROUND = re.compile(r"(\{%|\{\{)(?:p|tr|tc|r) ")
_LONGEST = 60


class WordTemplate(DocxTemplate):  # type: ignore[misc]  # without types
    """One use."""

    def __init__(self, content: bytes) -> None:
        super().__init__(BytesIO(content))
        self._part = ""
        self._lines: list[str] = []
        self._paragraphs: list[str] = []

    def fill(self, view: Mapping[str, Any], environment: SandboxedEnvironment) -> bytes:
        """The file with *view* in it. Raises what Jinja, docxtpl and python-docx raise."""
        self.render(view, environment, autoescape=True)
        made = BytesIO()
        self.save(made)
        return made.getvalue()

    def place_of(self, error: BaseException) -> tuple[Message | None, str, str]:
        """The part of the template that *error* came up in, the text there, and the number of its
        paragraph, from 1 and those in tables counted, or first and last number of several; None or
        "" where it is not known."""
        line = _line_of(error)
        part = _named(self._part) if self._part else None
        if not 0 < line <= len(self._lines):
            return part, "", ""
        text = _said(self._lines[line - 1])
        # A line can hold several paragraphs once docxtpl took away what stood around tags.
        held = [
            number
            for number, paragraph in enumerate(self._paragraphs, 1)
            if "{" in paragraph and _AROUND.sub(r"\1 ", paragraph).strip() in text
        ]
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        return part, shown, "–".join(map(str, dict.fromkeys((held[0], held[-1])))) if held else ""

    # Called by docxtpl for each part, with the part as it makes it ready for Jinja.
    def render_xml_part(self, src_xml: str, part: Any, *arguments: Any) -> str:
        """As docxtpl does, which puts each paragraph on a line of its own."""
        self._part = str(part.partname)
        self._lines = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml).splitlines()
        root = part.element if hasattr(part, "element") else parse_xml(part.blob)
        self._paragraphs = list(_paragraphs(root))
        return str(super().render_xml_part(src_xml, part, *arguments))

    def render_properties(self, *arguments: Any) -> None:
        """As docxtpl does."""
        self._part, self._lines = "properties", []
        super().render_properties(*arguments)


def _paragraphs(root: Any) -> Iterator[str]:
    for paragraph in root.iter(qn("w:p")):
        yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def _said(line: str) -> str:
    return unescape(_MARKUP.sub("", line)).strip()


def _line_of(error: BaseException) -> int:
    """The line of the innermost template that *error* passed through, 0 for none."""
    if isinstance(error, TemplateSyntaxError):
        return error.lineno
    line, trace = 0, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == _UNNAMED:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _named(part: str) -> Message:
    if "header" in part:
        return Message.of("the header")
    if "footer" in part:
        return Message.of("the footer")
    if "footnotes" in part:
        return Message.of("the footnotes")
    return Message.of("the properties") if part == "properties" else Message.of("the text")

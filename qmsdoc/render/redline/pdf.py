"""The redline and the change request form as PDF, by way of Typst."""

from __future__ import annotations

import json
import re
from calendar import timegm
from collections.abc import Mapping
from datetime import date

from qmsdoc.errors import TemplateError
from qmsdoc.render.html import render_pages
from qmsdoc.render.pdf.compiler import PDF_LIMITS, Job, Outcome, compile_all
from qmsdoc.render.pdf.data import DATA_FILE
from qmsdoc.render.pdf.font_names import FACES_FILE
from qmsdoc.render.redline.request_view import request_views
from qmsdoc.render.redline.view import Papers, redline_view
from qmsdoc.render.types import Page
from qmsdoc.text.display import display

_NO_GLYPH = re.compile(r'the text `"((?:[^"\\]|\\.)+)"` could not be displayed')
_ESCAPE = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
# Each attempt names more characters; those that are left then are said in the error.
_ATTEMPTS = 8


def redline_pdf(papers: Papers) -> bytes:
    """The redline, inline, on A4."""
    return _made(papers, "redline", {"view": redline_view(papers)})


def request_pdf(papers: Papers) -> bytes:
    """The change request forms. Raises UsageError where no document changed."""
    return _made(papers, "change_request", {"forms": request_views(papers)})


def _made(papers: Papers, source: str, data: Mapping[str, object]) -> bytes:
    """The PDF. A character without a glyph is shown by its code: this is no controlled document,
    and must be made whatever stands in one. Raises TemplateError."""
    language = "zh-CN" if papers.wording.language == "zh" else "en"
    frame = {"language": language, "organisation": display(papers.organisation), **data}
    text = json.dumps(frame, ensure_ascii=False, separators=(",", ":"))
    names = ("style", source)
    pages = [Page(f"{name}.typ", f"typst/{name}.typ.j2") for name in names]
    made = list(render_pages(pages, {}, papers.wording.language))
    sources = {"main.typ": made[1].content, "style.typ": made[0].content}
    seconds = timegm(date.fromisoformat(papers.day).timetuple())
    outcome = Outcome()
    for _ in range(_ATTEMPTS):
        files = {**sources, FACES_FILE: b"{}", DATA_FILE: text.encode("utf-8", "replace")}
        (outcome,) = compile_all([Job(files, seconds)], 1, PDF_LIMITS)
        lacking = _lacking(outcome)
        if not lacking:
            break
        for one in sorted(lacking):
            text = text.replace(one, f"[U+{ord(one):04X}]")
    if outcome.problem:
        problem = display(outcome.problem)[:500]
        raise TemplateError("{page}: {problem}", page=f"{source}.pdf", problem=problem)
    return outcome.pdf


def _lacking(outcome: Outcome) -> set[str]:
    """The characters of the texts that could not be shown, those of ASCII left out."""
    texts = [
        _ESCAPE.sub(lambda match: chr(int(match[1], 16)) if match[1] else match[2], text)
        for text in _NO_GLYPH.findall(outcome.diagnostic)
    ]
    return {character for text in texts for character in text if character > "~"}

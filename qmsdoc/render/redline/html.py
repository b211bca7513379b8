"""The redline as one HTML file, inline and side by side. No script; nothing is loaded."""

from __future__ import annotations

from qmsdoc.render.html import render_pages
from qmsdoc.render.redline.view import Papers, redline_view
from qmsdoc.render.types import Page


def redline_html(papers: Papers) -> bytes:
    """The page. Templates of the organisation take no part: content that is reviewed can be theirs."""
    page = Page(
        "redline.html", "html/redline.html.j2", {"view": redline_view(papers), **_frame(papers)}
    )
    (artifact,) = render_pages([page], {}, papers.wording.language)
    return artifact.content


def _frame(papers: Papers) -> dict[str, object]:
    """What the frame of every page asks for."""
    view_language = "zh-CN" if papers.wording.language == "zh" else "en"
    return {"language": view_language, "organisation": papers.organisation}

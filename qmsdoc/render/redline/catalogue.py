"""The papers on a comparison, by the name that --format takes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from qmsdoc.render.redline.view import Papers

# Where each is made; those of the second table are the change request form.
REDLINES: Mapping[str, tuple[str, str]] = {
    "html": ("qmsdoc.render.redline.html", "redline_html"),
    "docx": ("qmsdoc.render.redline.docx", "redline_docx"),
    "pdf": ("qmsdoc.render.redline.pdf", "redline_pdf"),
}
REQUESTS: Mapping[str, tuple[str, str]] = {
    "docx": ("qmsdoc.render.redline.docx_request", "request_docx"),
    "pdf": ("qmsdoc.render.redline.pdf", "request_pdf"),
}


def paper(papers: Papers, name: str, *, request: bool = False) -> bytes:
    """The file of that format. Raises TemplateError."""
    module, function = (REQUESTS if request else REDLINES)[name]
    make: Callable[[Papers], bytes] = getattr(import_module(module), function)
    return make(papers)

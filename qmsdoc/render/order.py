"""What is asked of a format: documents, and publications made from the whole workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.pdf.choices import PdfChoices
from qmsdoc.render.types import Artifact
from qmsdoc.render.view import Library
from qmsdoc.render.worker import Limits


@dataclass(frozen=True, slots=True)
class Order:
    """``publications`` are names of PUBLICATIONS, ``own`` the organisation's templates by name,
    ``words`` those of them that are Word files.

    ``workers`` is how many processes may work at once, 0 where the format decides.
    """

    library: Library
    documents: Sequence[DocumentFile] = ()
    publications: Sequence[str] = ()
    own: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, bytes] = field(default_factory=dict)
    workers: int = 0
    limits: Limits | None = None
    pdf: PdfChoices = field(default_factory=PdfChoices)

    @property
    def language(self) -> str:
        return self.library.language


# The module of each format; its ``make`` takes an Order.
FORMATS = {
    "html": "qmsdoc.render.html",
    "pdf": "qmsdoc.render.pdf.pages",
    "docx": "qmsdoc.render.docx.pages",
    "xlsx": "qmsdoc.render.xlsx",
    "csv": "qmsdoc.render.csv",
}
_LIST = ("html", "pdf", "docx", "xlsx", "csv")
# What is made from the whole workspace, and the formats that it comes in.
PUBLICATIONS: dict[str, tuple[str, ...]] = {
    "manual": ("html", "pdf", "docx"),
    "register": _LIST,
    "external": _LIST,
    "records": _LIST,
    "coverage": _LIST,
    "charter": ("html", "pdf", "docx"),
}
# Documents come in these; without targets they and the manual are made.
DOCUMENT_FORMATS = ("html", "pdf", "docx")


def make(name: str, order: Order) -> Iterator[Artifact]:
    """The files of *order* in the format *name*. Raises TemplateError."""
    maker: Callable[[Order], Iterator[Artifact]] = import_module(FORMATS[name]).make
    return maker(order)

"""The page of one document: its view, and who refers to it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from qmsdoc.index.types import DocumentFile, Reference, ReferenceKind
from qmsdoc.model.document import Document
from qmsdoc.render.body import BodyContext, fill_sketch
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.rows import site_addresses
from qmsdoc.render.site.types import SiteContent
from qmsdoc.render.view import DocumentView, LinkView, document_view

# How one document names another, the most telling first.
_KINDS = {
    ReferenceKind.PARENT: "names it as its parent",
    ReferenceKind.SUPERSEDES: "supersedes it",
    ReferenceKind.RECORD: "keeps records on it",
    ReferenceKind.REFERENCE: "lists it as related",
    ReferenceKind.ATTACHMENT: "attaches it",
    ReferenceKind.OBJECTIVE: "serves it",
}


class Backlink(TypedDict):
    """A document that refers to this one: ``how`` in words, ``places`` the sections where."""

    number: str
    title: str
    href: str
    how: tuple[str, ...]
    places: tuple[LinkView, ...]


class DocumentPages:
    """Makes the data of each document's page."""

    def __init__(self, content: SiteContent) -> None:
        self._content = content
        self._library = content.library
        self._addresses = site_addresses(content.library)
        self._files = sorted_documents(content.library)
        self._places = {file.path: place for place, file in enumerate(self._files)}

    def data(self, file: DocumentFile) -> dict[str, object]:
        """What the template sees beside the shell."""
        return {
            "document": self._view(file),
            "backlinks": self._backlinks(file),
            "downloads": self._content.downloads.get(file.path, ()),
            "before": self._neighbour(file, -1),
            "after": self._neighbour(file, 1),
        }

    def _view(self, file: DocumentFile) -> DocumentView:
        return document_view(self._library, file)

    def _neighbour(self, file: DocumentFile, step: int) -> LinkView | None:
        """The document before or behind it in its level."""
        place = self._places[file.path] + step
        if not 0 <= place < len(self._files) or self._files[place].kind != file.kind:
            return None
        other = self._files[place]
        return LinkView(
            number=other.id, title=other.title, href=f"{self._library.names[other.path]}.html"
        )

    def _backlinks(self, file: DocumentFile) -> tuple[Backlink, ...]:
        by_source: dict[str, list[Reference]] = {}
        for reference in self._library.index.backlinks.get(file.path, ()):
            if reference.source != file.path and reference.kind is not ReferenceKind.IMAGE:
                by_source.setdefault(reference.source, []).append(reference)
        ordered = sorted(by_source, key=lambda path: (self._places.get(path, 1 << 30), path))
        found = (self._backlink(path, by_source[path]) for path in ordered)
        return tuple(link for link in found if link)

    def _backlink(self, path: str, references: Sequence[Reference]) -> Backlink | None:
        source = self._library.index.named(path)
        if source is None:
            return None
        document = source.document if isinstance(source, DocumentFile) else None
        kinds = {reference.kind for reference in references}
        return Backlink(
            number=source.id,
            title=source.title,
            href=self._addresses.of(path),
            how=tuple(
                self._library.translate(said) for kind, said in _KINDS.items() if kind in kinds
            ),
            places=tuple(self._sections(path, document, references)) if document else (),
        )

    def _sections(
        self, path: str, document: Document, references: Sequence[Reference]
    ) -> list[LinkView]:
        """The sections of the body in which the document is named, each once."""
        found: dict[str, LinkView] = {}
        for reference in references:
            if reference.kind in _KINDS:
                continue
            line = reference.text.span.line
            above = [heading for heading in document.headings if heading.span.line <= line]
            if above and above[-1].level > 1:
                heading = above[-1]
                found[heading.anchor] = LinkView(
                    number=heading.number,
                    title=heading.title,
                    href=self._addresses.of(path, heading.anchor),
                )
        return list(found.values())


def body_of(content: SiteContent, context: BodyContext) -> object:
    """The body on a page of the site, from the sketch that may have been kept."""
    return fill_sketch(content.sketch(context.file.path), context)

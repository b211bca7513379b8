"""Building the site: sketches from the cache, files to download, pages, and the search index."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from qmsdoc.index.types import DocumentFile
from qmsdoc.model.document import Document
from qmsdoc.model.unit import Unit
from qmsdoc.pipeline.render import Rendering
from qmsdoc.pipeline.site import SITE
from qmsdoc.render.body_sketch import Sketch, sketch_body
from qmsdoc.render.html import render_pages
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.order import make
from qmsdoc.render.site.pages import site_library, site_pages
from qmsdoc.render.site.search import search_files
from qmsdoc.render.site.types import DOWNLOADS, Download, SiteContent
from qmsdoc.render.types import Artifact
from qmsdoc.render.view import Library
from qmsdoc.source.decode import decode
from qmsdoc.source.defect import SourceError
from qmsdoc.source.tree import Entry
from qmsdoc.workspace.cache import CompileCache

_SKETCH = msgspec.msgpack.Decoder(Sketch)
_LABELS = {"pdf": "PDF", "docx": "Word", "md": "Markdown"}


def build_site(
    rendering: Rendering,
    cache: CompileCache,
    beside: Sequence[str] = (),
    early: EarlySketches | None = None,
) -> Iterator[tuple[str, bytes]]:
    """Every file of the site by path; *beside* are the formats to download, *early* the
    sketches that were made while documents were compiled.

    Raises UsageError and TemplateError.
    """
    order = rendering.order((), [SITE])
    library = site_library(order.library)
    downloads: dict[str, list[Download]] = {}
    for name in beside:
        for file, artifact in _beside(rendering, name):
            path = f"{DOWNLOADS}{artifact.path}"
            download = Download(label=_LABELS[name], href=path, size=_size(len(artifact.content)))
            downloads.setdefault(file.path, []).append(download)
            yield path, artifact.content
    made = early.made if early else {}
    sketches = Sketches(rendering, order.library, cache, made)
    content = SiteContent(
        library=library,
        sketch=sketches.of,
        downloads={path: tuple(found) for path, found in downloads.items()},
    )
    pages = list(site_pages(content))
    for artifact in render_pages(pages, order.own, order.language, order.limits):
        yield artifact.path, artifact.content
    for artifact in search_files(content):
        yield artifact.path, artifact.content


class EarlySketches:
    """Makes sketches while documents are compiled, so that each is parsed but once.

    ``made`` goes by the id of the blob.
    """

    def __init__(self) -> None:
        self.made: dict[str, Sketch] = {}

    def __call__(self, entry: Entry, data: bytes, unit: Unit) -> None:
        """Called with each unit that was compiled, and what it was compiled from."""
        if isinstance(unit.content, Document) and entry.blob:
            try:
                text = decode(data)
            except SourceError:
                return
            self.made[entry.blob] = sketch_body(text, DocumentFile(entry.path, unit.content))


class Sketches:
    """The sketch of each document, kept by the content that it is made of."""

    def __init__(
        self,
        rendering: Rendering,
        library: Library,
        cache: CompileCache,
        made: Mapping[str, Sketch],
    ) -> None:
        self._library = library
        documents = self._library.index.documents
        blobs = {
            entry.path: entry.blob
            for entry in rendering.edition.tree.entries()
            if entry.path in documents and entry.blob
        }
        wanted = (blob for blob in blobs.values() if blob not in made)
        kept = cache.get_many(f"sketch:{blob}" for blob in wanted)
        self._sketches: dict[str, Sketch] = {}
        fresh: dict[str, bytes] = {}
        for path, file in documents.items():
            key = f"sketch:{blobs[path]}" if path in blobs else ""
            sketch = _decoded(kept.get(key))
            if sketch is None:
                sketch = made.get(blobs.get(path, ""))
                if sketch is None:
                    sketch = sketch_body(self._library.text(path), file)
                if key:
                    fresh[key] = msgspec.msgpack.encode(sketch)
            self._sketches[path] = sketch
        cache.put_many(fresh)

    def of(self, path: str) -> Sketch:
        """The sketch of the document at *path*."""
        return self._sketches[path]


def _decoded(data: bytes | None) -> Sketch | None:
    try:
        return _SKETCH.decode(data) if data is not None else None
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _beside(rendering: Rendering, name: str) -> Iterator[tuple[DocumentFile, Artifact]]:
    """The documents in the format *name*."""
    order = rendering.order((), [SITE])
    files = sorted_documents(order.library)
    if name == "md":
        for file in files:
            text = order.library.text(file.path).encode("utf-8", "backslashreplace")
            yield file, Artifact(f"{order.library.names[file.path]}.md", text)
        return
    by_name: Mapping[str, DocumentFile] = {order.library.names[file.path]: file for file in files}
    for artifact in make(name, rendering.order(files, formats=(name,))):
        stem = artifact.path.rpartition(".")[0]
        if stem in by_name:
            yield by_name[stem], artifact


def _size(count: int) -> str:
    """A size in the words of all languages: 12 KB, 1.4 MB."""
    if count < 1024 * 1024:
        return f"{max(round(count / 1024), 1)} KB"
    return f"{count / 1024 / 1024:.1f} MB"

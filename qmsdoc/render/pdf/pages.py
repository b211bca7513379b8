"""PDF files: of one document, or of the whole manual."""

from __future__ import annotations

import json
import os
from calendar import timegm
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import chain

from msgspec import structs

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.body_tree import body_tree
from qmsdoc.render.charter.view import charter_views
from qmsdoc.render.column_widths import LINES
from qmsdoc.render.figures import figure_node
from qmsdoc.render.html import render_pages
from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.manual_view import manual_view, sorted_documents
from qmsdoc.render.order import Order
from qmsdoc.render.pdf.choices import PdfChoices
from qmsdoc.render.pdf.compiler import PDF_LIMITS, Job, Outcome, compile_all
from qmsdoc.render.pdf.data import DATA_FILE, PageData, page_data, without_pictures
from qmsdoc.render.pdf.font_names import FACES_FILE, called
from qmsdoc.render.pdf.problems import failure, is_about_a_picture
from qmsdoc.render.types import Artifact, Page
from qmsdoc.render.view import Library, document_view, organisation_view
from qmsdoc.render.worker import Limits

MANUAL_FILE = "manual.pdf"
SUFFIX = ".pdf"
# Below this many files for each process, starting it costs more than it saves.
_WORTH_A_WORKER = 8
_SHARED = ("style", "body", "parts", "form")


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One file to make: its main source, what that reads, the day of the latest revision, and the
    paths of the documents that are in it."""

    path: str
    source: str
    data: PageData
    day: str = ""
    documents: tuple[str, ...] = ()


def make(order: Order) -> Iterator[Artifact]:
    """The files of *order*. Raises TemplateError."""
    count = len(order.documents) + len(order.publications)
    wanted = order.workers or min(os.cpu_count() or 1, count // _WORTH_A_WORKER)
    workers = min(wanted, count)
    return render_pdf(_pages(order), order.own, order.language, workers, order.limits, order.pdf)


def _pages(order: Order) -> Iterator[PdfPage]:
    """One page after the other: Typst works on those before while the next is made."""
    library = for_pdf(order.library)
    documents = (document_page(library, file) for file in order.documents)
    publications = (page for name in order.publications for page in _PUBLICATIONS[name](library))
    for page in chain(documents, publications):
        yield with_sources(page, library, order.pdf) if order.pdf.holds_sources else page


def for_pdf(library: Library) -> Library:
    """The same documents, with bodies as trees and links to PDF files."""
    body = partial(body_tree, line=LINES[library.index.policy.layout.profile])
    return replace(library, body=body, figure=figure_node, suffix=SUFFIX)


def document_page(library: Library, file: DocumentFile) -> PdfPage:
    """One document. *library* is one ``for_pdf``."""
    view = document_view(library, file)
    data = page_data({**organisation_view(library), "document": view})
    name = f"{library.names[file.path]}{SUFFIX}"
    return PdfPage(name, "document", data, view["date"], (file.path,))


def manual_page(library: Library) -> PdfPage:
    """Every document of the workspace in one file. *library* is one ``for_pdf``."""
    view = manual_view(library)
    objectives = [{**objective, "id": objective["number"]} for objective in view["objectives"]]
    manual = {**view, "objectives": objectives}
    data = page_data({**organisation_view(library), "manual": manual})
    paths = tuple(file.path for file in sorted_documents(library))
    return PdfPage(MANUAL_FILE, "manual", data, view["date"], paths)


def list_page(name: str, library: Library) -> PdfPage:
    """The list of that name in one file. *library* is one ``for_pdf``."""
    view = LISTS[name](library)
    data = page_data({**organisation_view(library), "list": view})
    return PdfPage(f"{name}{SUFFIX}", "list", data, view["as_of"])


def with_sources(page: PdfPage, library: Library, choices: PdfChoices) -> PdfPage:
    """*page* with the bytes of its documents in the file, as they lie in the workspace."""
    files, sources = dict(page.data.files), []
    for number, path in enumerate(page.documents, start=1):
        name = f"source-{number}.md"
        files[name] = choices.source(path)
        sources.append({"file": name, "name": f"{library.names[path]}.md", "path": path})
    files["sources.json"] = json.dumps(sources).encode()
    return replace(page, data=replace(page.data, files=files))


def render_pdf(
    pages: Iterable[PdfPage],
    own: Mapping[str, str],
    language: str,
    workers: int = 1,
    limits: Limits | None = None,
    choices: PdfChoices | None = None,
) -> Iterator[Artifact]:
    """Make *pages*, in so many processes. Raises TemplateError.

    *own* goes by name below the folder of templates.
    """
    chosen = choices or PdfChoices()
    fonts = [chosen.fonts[path] for path in sorted(chosen.fonts)]
    faces = called(fonts)
    under_way: deque[tuple[PdfPage, Job]] = deque()

    def jobs() -> Iterator[Job]:
        sources: dict[str, dict[str, bytes]] = {}
        for page in pages:
            if page.source not in sources:
                sources[page.source] = _sources(page.source, own, language, limits)
            files = _files(page, sources[page.source], faces)
            job = Job(files, _seconds(page.day), standard=chosen.standard)
            under_way.append((page, job))
            yield job

    for made in compile_all(jobs(), workers, limits or PDF_LIMITS, fonts):
        page, job = under_way.popleft()
        outcome = _without_broken_pictures(page, job, fonts) if is_about_a_picture(made) else made
        if outcome.problem:
            raise failure(page.path, outcome, job.files, page.source, own)
        yield Artifact(page.path, outcome.pdf)


def _sources(
    main: str, own: Mapping[str, str], language: str, limits: Limits | None
) -> dict[str, bytes]:
    """The Typst sources by name, *main* and what it needs. Content is no part of them: it reaches Typst as data."""
    pages = [Page(f"{name}.typ", f"typst/{name}.typ.j2") for name in (*_SHARED, main)]
    overrides = own if any(name.startswith("typst/") for name in own) else {}
    made = render_pages(pages, overrides, language, limits)
    return {artifact.path: artifact.content for artifact in made}


def _files(
    page: PdfPage, sources: Mapping[str, bytes], faces: Mapping[str, str]
) -> dict[str, bytes]:
    shared = {f"{name}.typ": sources[f"{name}.typ"] for name in _SHARED}
    shared["sources.json"] = b"[]"
    shared[FACES_FILE] = json.dumps(faces).encode()
    return {"main.typ": sources[f"{page.source}.typ"], **shared, **page.data.files}


def _seconds(day: str) -> int:
    """The day of the latest revision as the time that the file says it was made."""
    return timegm(date.fromisoformat(day).timetuple()) if day else 0


def _without_broken_pictures(page: PdfPage, job: Job, fonts: Sequence[bytes]) -> Outcome:
    """*page* with a box in the place of each picture that Typst cannot decode.

    It does not say which, so that each is tried by itself.
    """
    names = sorted(page.data.pictures)
    main = b'#image(bytes(json("picture.json")))'
    tries = [Job({"main.typ": main, "picture.json": page.data.files[name]}) for name in names]
    outcomes = compile_all(tries, 1, PDF_LIMITS)
    broken = {name for name, tried in zip(names, outcomes, strict=True) if tried.problem}
    files = {**job.files, DATA_FILE: without_pictures(page.data.files[DATA_FILE], broken)}
    return next(compile_all([structs.replace(job, files=files)], 1, PDF_LIMITS, fonts))


def charter_pages(library: Library) -> Iterator[PdfPage]:
    """The charter of all services, and the sheet of each. *library* is one ``for_pdf``.

    Raises PolicyError.
    """
    organisation = organisation_view(library)
    for stem, view in charter_views(library):
        data = page_data({**organisation, "charter": view})
        yield PdfPage(f"{stem}{SUFFIX}", "charter", data, view["as_of"])


def _one(make_page: Callable[[Library], PdfPage]) -> Callable[[Library], Iterable[PdfPage]]:
    return lambda library: [make_page(library)]


_PUBLICATIONS: dict[str, Callable[[Library], Iterable[PdfPage]]] = {
    "manual": _one(manual_page),
    "charter": charter_pages,
    **{name: _one(partial(list_page, name)) for name in LISTS},
}

"""Pages as single HTML files: styles inside, no script, nothing loaded from anywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.charter.view import charter_views
from qmsdoc.render.environment import make_environment, render_template
from qmsdoc.render.lists.catalogue import LISTS
from qmsdoc.render.manual_view import manual_view
from qmsdoc.render.order import Order
from qmsdoc.render.types import Artifact, Page
from qmsdoc.render.view import Library, document_view, organisation_view
from qmsdoc.render.worker import Limits, render_apart

MANUAL_PAGE = "manual.html"


def make(order: Order) -> Iterator[Artifact]:
    """The pages of *order*. Raises TemplateError."""
    library = order.library
    pages = [document_page(library, file) for file in order.documents]
    for name in order.publications:
        pages += _PUBLICATIONS[name](library)
    return render_pages(pages, order.own, order.language, order.limits)


def document_page(library: Library, file: DocumentFile) -> Page:
    """One document; a record form is laid out to be printed and filled in."""
    data = {**organisation_view(library), "document": document_view(library, file)}
    template = "html/form.html.j2" if file.kind == "form" else "html/document.html.j2"
    return Page(f"{library.names[file.path]}.html", template, data)


def manual_page(library: Library) -> Page:
    """Every document of the workspace on one page."""
    data = {**organisation_view(library), "manual": manual_view(library)}
    return Page(MANUAL_PAGE, "html/manual.html.j2", data)


def list_page(name: str, library: Library) -> Page:
    """The list of that name on one page."""
    data = {**organisation_view(library), "list": LISTS[name](library)}
    return Page(f"{name}.html", "html/list.html.j2", data)


def render_pages(
    pages: Sequence[Page], own: Mapping[str, str], language: str, limits: Limits | None = None
) -> Iterator[Artifact]:
    """Render *pages*; in a process of its own where *own* templates take part.

    *own* goes by name below the folder of templates. Raises TemplateError.
    """
    if own:
        rendered = render_apart(pages, own, language, limits or Limits())
    else:
        environment = make_environment({}, language)
        rendered = (render_template(environment, page.template, page.data) for page in pages)
    for page, html in zip(pages, rendered, strict=True):
        yield Artifact(page.path, html.encode("utf-8", "backslashreplace"))


def charter_pages(library: Library) -> Iterator[Page]:
    """The charter of all services, and the sheet of each. Raises PolicyError."""
    organisation = organisation_view(library)
    for stem, view in charter_views(library):
        yield Page(f"{stem}.html", "html/charter.html.j2", {**organisation, "charter": view})


def _one(make_page: Callable[[Library], Page]) -> Callable[[Library], Iterable[Page]]:
    return lambda library: [make_page(library)]


_PUBLICATIONS: dict[str, Callable[[Library], Iterable[Page]]] = {
    "manual": _one(manual_page),
    "charter": charter_pages,
    **{name: _one(partial(list_page, name)) for name in LISTS},
}

"""Every page of the site, as templates and the data that they see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qmsdoc.index.measure.measurements import measurements
from qmsdoc.model.organization import Glossary
from qmsdoc.render.body import BodyContext
from qmsdoc.render.lists.external import external
from qmsdoc.render.lists.records import records
from qmsdoc.render.lists.register import register
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.document import DocumentPages, body_of
from qmsdoc.render.site.due import measurements_due, reviews_due
from qmsdoc.render.site.home import home_data
from qmsdoc.render.site.objectives import objective_pages
from qmsdoc.render.site.people import People
from qmsdoc.render.site.rows import by_level, form_rows
from qmsdoc.render.site.standards import StandardPage, standard_pages
from qmsdoc.render.site.types import ASSETS, HOME, OBJECTIVES, SiteContent
from qmsdoc.render.types import Page
from qmsdoc.render.view import Library, organisation_view

# Styles and scripts, made from templates like the pages, so that they can be overridden.
_ASSETS = ("site.css", "theme.js", "site.js")
_LISTS = {"register": register, "external": external, "records": records}


def site_library(library: Library) -> Library:
    """*library* with the addresses of the site."""
    return replace(library, objectives=OBJECTIVES)


def site_pages(content: SiteContent) -> Iterator[Page]:
    """All pages, styles and scripts; the search index is search.py's."""
    content = _with_bodies(content)
    library = content.library
    shell = _Shell(library)
    standards = standard_pages(library)
    yield from _overviews(content, shell, standards)
    yield from _lists(content, shell)
    pages = DocumentPages(content)
    for file in sorted_documents(library):
        template = "form" if file.kind == "form" else "document"
        name = f"{library.names[file.path]}.html"
        yield shell.page(name, template, "documents", pages.data(file))
    for standard in standards:
        yield shell.page(standard["page"], "standard", "standards", {"standard": standard})
    for name in _ASSETS:
        yield Page(f"{ASSETS}{name}", f"site/{name}")


def _with_bodies(content: SiteContent) -> SiteContent:
    """Bodies come from sketches, for which no text has to be read."""

    def body(_text: str, context: BodyContext) -> object:
        return body_of(content, context)

    library = replace(content.library, text=lambda _path: "", body=body)
    return replace(content, library=library)


def _overviews(
    content: SiteContent, shell: _Shell, standards: Sequence[StandardPage]
) -> Iterator[Page]:
    library = content.library
    measured = measurements(library.index)
    levels = by_level(library)
    people = People(library)
    departments = people.departments()
    objectives = objective_pages(library, measured)
    due = reviews_due(library), measurements_due(library, measured)
    home = home_data(library, levels, departments, standards, objectives, due)
    yield shell.page(HOME, "home", "home", home)
    yield shell.page("documents.html", "documents", "documents", {"levels": levels})
    yield shell.page("departments.html", "departments", "people", {"departments": departments})
    for post in people.posts():
        yield shell.page(post["page"], "post", "people", {"post": post})
    yield shell.page("forms.html", "forms", "forms", {"forms": form_rows(content)})
    yield shell.page(OBJECTIVES, "objectives", "objectives", {"objectives": objectives})
    yield shell.page("standards.html", "standards", "standards", {"standards": standards})
    yield shell.page("due.html", "due", "home", {"reviews": due[0], "measurements": due[1]})


def _lists(content: SiteContent, shell: _Shell) -> Iterator[Page]:
    library = content.library
    for name, make in _LISTS.items():
        yield shell.page(f"{name}.html", "list", "lists", {"list": make(library)})
    glossary = library.index.glossary or Glossary()
    terms = sorted(
        (
            {
                "term": term.term.value,
                "english": term.english,
                "definition": term.definition,
                "replaces": tuple(text.value for text in term.replaces),
            }
            for term in glossary.terms
        ),
        key=lambda term: str(term["term"]),
    )
    data: dict[str, object] = {"terms": terms, "abbreviations": glossary.abbreviations}
    yield shell.page("glossary.html", "glossary", "lists", data)


class _Shell:
    """What every page shows around its own content."""

    def __init__(self, library: Library) -> None:
        self._common: dict[str, object] = {**organisation_view(library)}
        index = library.index
        self._common["has"] = {
            "objectives": bool(index.objectives),
            "standards": bool(index.standards),
            "people": bool(index.organization and index.organization.departments),
            "glossary": bool(index.glossary.terms or index.glossary.abbreviations),
        }

    def page(self, path: str, template: str, part: str, data: dict[str, object]) -> Page:
        """A page; *part* is where in the navigation it belongs."""
        return Page(path, f"site/{template}.html.j2", {**self._common, "part": part, **data})

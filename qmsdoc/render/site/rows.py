"""Documents in lists: by level, by department, as forms, as the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import TypedDict

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.types import DocumentRow, SiteContent
from qmsdoc.render.standing import Standing, standing_view
from qmsdoc.render.types import DocumentHistory
from qmsdoc.render.view import LEVEL_NAMES, Library, LinkView
from qmsdoc.text.display import display


class LevelRows(TypedDict):
    """``anchor`` is the kind; ``number`` is 0 for a level that is not in use."""

    anchor: str
    name: str
    number: int
    rows: tuple[DocumentRow, ...]


def site_addresses(library: Library) -> Addresses:
    """Where links of the site lead."""
    return Addresses(library.index, library.names, objectives=library.objectives)


def date_of(library: Library, path: str) -> str:
    """The day of a document's version, "" where git tells nothing."""
    revisions = library.histories.get(path, DocumentHistory()).revisions
    return revisions[0].date if revisions else ""


def document_row(library: Library, file: DocumentFile) -> DocumentRow:
    """One line of a list."""
    standing = library.standings.get(file.path, Standing())
    view = standing_view(standing, library.translate)
    version, owner = file.document.version, file.document.owner
    return DocumentRow(
        number=file.id,
        title=file.title or file.path.rpartition("/")[2],
        href=f"{library.names[file.path]}.html",
        version=version.value if version else "",
        date=standing.effective or standing.issued or date_of(library, file.path),
        owner=owner.value if owner else "",
        kind=library.translate(LEVEL_NAMES.get(file.kind, "Document")),
        state=view["state"],
        mark=view["mark_kind"],
        notable=standing.state not in ("", "in-force"),
    )


def by_level(library: Library) -> tuple[LevelRows, ...]:
    """Every document, level by level."""
    used = library.index.policy.levels
    return tuple(
        LevelRows(
            anchor=kind if kind in LEVEL_NAMES else "other",
            name=library.translate(LEVEL_NAMES.get(kind, "Document")),
            number=used.index(kind) + 1 if kind in used else 0,
            rows=tuple(document_row(library, file) for file in files),
        )
        for kind, files in groupby(sorted_documents(library), key=lambda file: file.kind)
    )


class FormRow(TypedDict):
    """``used_by`` are the documents that call for the record."""

    row: DocumentRow
    retention: str
    used_by: tuple[LinkView, ...]
    downloads: Sequence[object]


def form_rows(content: SiteContent) -> tuple[FormRow, ...]:
    """The forms with the documents that name them among their records."""
    library = content.library
    users: dict[str, list[DocumentFile]] = {}
    files = sorted_documents(library)
    for file in files:
        for record in file.document.records:
            users.setdefault(record.value, []).append(file)
    return tuple(
        FormRow(
            row=document_row(library, file),
            retention=retention_of(library, file),
            used_by=links_to(library, users.get(file.id, ())),
            downloads=content.downloads.get(file.path, ()),
        )
        for file in files
        if file.kind == "form"
    )


def retention_of(library: Library, file: DocumentFile) -> str:
    """How long its records are kept, in words."""
    from qmsdoc.text.interval import interval

    text = file.document.retention
    return interval(text.value, "", library.translate) if text else ""


def links_to(library: Library, files: Iterable[DocumentFile]) -> tuple[LinkView, ...]:
    """Links to documents, each once."""
    unique = {file.path: file for file in files}
    return tuple(
        LinkView(number=file.id, title=file.title, href=f"{library.names[file.path]}.html")
        for file in unique.values()
    )


class NewsRow(TypedDict):
    """A document with the summary of its latest revision."""

    row: DocumentRow
    summary: str


def newest(library: Library, count: int) -> tuple[NewsRow, ...]:
    """The latest versions, by the day on which they took effect, else that of their commit."""
    rows = [(document_row(library, file), file.path) for file in sorted_documents(library)]
    dated = [(row, path) for row, path in rows if row["date"]]
    # The sort is stable: on one day, by level and number.
    dated.sort(key=lambda pair: pair[0]["date"], reverse=True)
    return tuple(NewsRow(row=row, summary=_summary(library, path)) for row, path in dated[:count])


def _summary(library: Library, path: str) -> str:
    revisions = library.histories.get(path, DocumentHistory()).revisions
    return display(revisions[0].summary) if revisions else ""

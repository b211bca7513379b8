"""The register of controlled documents: which there are, in which version, and who holds them."""

from __future__ import annotations

from itertools import groupby

from qmsdoc.index.types import DocumentFile
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.lists.frame import full_number, list_view
from qmsdoc.render.lists.types import (
    ColumnView,
    Content,
    ListView,
    RowView,
    cell,
    column,
    group,
    row,
)
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.standing import Standing, standing_view
from qmsdoc.render.types import DocumentHistory
from qmsdoc.render.view import LEVEL_NAMES, Library
from qmsdoc.text.language import Translate

NAME = "register"


def register(library: Library) -> ListView:
    """Every document, by level. What the ledger does not tell is left empty."""
    translate = library.translate
    files = sorted_documents(library)
    return list_view(
        library,
        NAME,
        Content(
            title=translate("Register of controlled documents"),
            columns=_columns(translate),
            groups=tuple(
                group(
                    translate(LEVEL_NAMES.get(kind, "Document")),
                    [_row(library, file) for file in of],
                )
                for kind, of in groupby(files, key=lambda file: file.kind)
            ),
            group_label=translate("Level"),
            count=translate("{count} documents").replace("{count}", str(len(files))),
            empty=translate("There are no documents."),
            notes=_notes(library),
        ),
    )


def _columns(translate: Translate) -> tuple[ColumnView, ...]:
    return (
        column(translate("Document number"), 9.5, keep=True),
        column(translate("Title"), 13),
        column(translate("Version"), 4, keep=True),
        column(translate("Version dated"), 5.7, keep=True),
        column(translate("Issued"), 5.7, keep=True),
        column(translate("Effective"), 5.7, keep=True),
        column(translate("Approver"), 4.6),
        column(translate("Responsible department"), 6.6),
        column(translate("Distribution"), 20.6),
        column(translate("State"), 5.4),
    )


def _row(library: Library, file: DocumentFile) -> RowView:
    document = file.document
    addresses = Addresses(library.index, library.names, suffix=library.suffix)
    standing = standing_view(library.standings.get(file.path, Standing()), library.translate)
    version = document.version.value if document.version else ""
    return row(
        cell(full_number(library, file.id)),
        cell(file.title or file.path, addresses.of(file.path)),
        cell(version),
        cell(_version_date(library, file.path, version)),
        cell(standing["issued"]),
        cell(standing["effective"]),
        cell(standing["approved_by"]),
        cell(document.owner.value if document.owner else ""),
        cell(library.translate(", ").join(text.value for text in document.distribution)),
        cell(standing["state"]),
    )


def _version_date(library: Library, path: str, version: str) -> str:
    """The day on which git first has this very version, "" for one that is not committed."""
    revisions = library.histories.get(path, DocumentHistory()).revisions
    return revisions[0].date if revisions and revisions[0].version == version else ""


def _notes(library: Library) -> tuple[str, ...]:
    translate = library.translate
    note = translate(
        "“Version dated” is the day of the revision in the version history; issued, effective and "
        "approved by are what the signatures of the version say, and empty where it has none."
    )
    return (note,)

"""The register of records: every record form, where it is used, and how long records are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from qmsdoc.index.types import DocumentFile, ReferenceKind
from qmsdoc.model.document import FormField, Step
from qmsdoc.render.addresses import Addresses
from qmsdoc.render.lists.frame import full_number, list_view
from qmsdoc.render.lists.types import (
    Cell,
    ColumnView,
    Content,
    ListView,
    RowView,
    cell,
    column,
    group,
    line,
    row,
)
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.view import Library
from qmsdoc.text.interval import interval
from qmsdoc.text.language import Translate
from qmsdoc.text.natural import natural_key

NAME = "records"
# By path of the form: the documents that use it, each with the posts of the steps that do.
Users = Mapping[str, Mapping[str, Sequence[str]]]


def records(library: Library) -> ListView:
    """Every record form by number."""
    translate = library.translate
    forms = [file for file in sorted_documents(library) if file.kind == "form"]
    users = _users(library)
    return list_view(
        library,
        NAME,
        Content(
            title=translate("Register of records"),
            columns=_columns(translate),
            groups=(group("", [_row(library, form, users) for form in forms]),),
            count=translate("{count} record forms").replace("{count}", str(len(forms))),
            empty=translate("There are no record forms."),
            notes=(
                translate(
                    "“Responsible posts” are the posts of the steps that name the form. A form with "
                    "personal data asks for it in at least one field."
                ),
            ),
        ),
    )


def _columns(translate: Translate) -> tuple[ColumnView, ...]:
    return (
        column(translate("Number"), 9.5, keep=True),
        column(translate("Title"), 15),
        column(translate("Version"), 4, keep=True),
        column(translate("Used in"), 19),
        column(translate("Responsible posts"), 15),
        column(translate("Responsible department"), 7),
        column(translate("Retention"), 6),
        column(translate("Personal data"), 5.5, align="center"),
    )


def _row(library: Library, form: DocumentFile, users: Users) -> RowView:
    translate, document = library.translate, form.document
    addresses = Addresses(library.index, library.names, suffix=library.suffix)
    using = users.get(form.path, {})
    posts = dict.fromkeys(post for named in using.values() for post in named)
    retention = document.retention.value if document.retention else ""
    kept = interval(retention, "", translate)
    return row(
        cell(full_number(library, form.id)),
        cell(form.title or form.path, addresses.of(form.path)),
        cell(document.version.value if document.version else ""),
        _documents(library, using, addresses),
        cell(translate(", ").join(posts)),
        cell(document.owner.value if document.owner else ""),
        cell(kept) if kept else cell(translate("not laid down"), tone="mark"),
        cell(translate("yes") if _is_sensitive(document.fields) else translate("no")),
    )


def _documents(library: Library, using: Mapping[str, object], addresses: Addresses) -> Cell:
    files = (library.index.documents[path] for path in using)
    ordered = sorted(files, key=lambda file: (natural_key(file.id), file.path))
    return tuple(
        line(f"{file.id} {file.title}".strip() or file.path, addresses.of(file.path))
        for file in ordered
    )


def _users(library: Library) -> Users:
    """Who names each form among its records, or links it in a step."""
    found: dict[str, dict[str, dict[str, None]]] = {}
    posts = _posts_by_line(library)
    for reference in library.index.references:
        target = library.index.documents.get(reference.target)
        if target is None or target.kind != "form" or reference.source not in posts:
            continue
        by_line = posts[reference.source]
        line_number = reference.text.span.line
        in_step = reference.kind is ReferenceKind.LINK and line_number in by_line
        if in_step or reference.kind is ReferenceKind.RECORD:
            named = found.setdefault(target.path, {}).setdefault(reference.source, {})
            if in_step:
                named.update(dict.fromkeys(by_line[line_number]))
    return {
        form: {path: tuple(named) for path, named in users.items()} for form, users in found.items()
    }


def _posts_by_line(library: Library) -> dict[str, dict[int, tuple[str, ...]]]:
    """The posts of each step, by path and line; a form that names itself is none of its users."""
    return {
        path: {
            step.action.span.line: _posts(step) for steps in file.document.steps for step in steps
        }
        for path, file in library.index.documents.items()
        if file.kind != "form"
    }


def _posts(step: Step) -> tuple[str, ...]:
    return tuple(post.value for post in step.posts)


def _is_sensitive(fields: Sequence[FormField]) -> bool:
    return any(field.sensitive or _is_sensitive(field.columns) for field in fields)

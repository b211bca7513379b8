"""What every list says of itself: organisation, day, number of its form."""

from __future__ import annotations

from qmsdoc.render.lists.types import Content, ListView
from qmsdoc.render.view import Library
from qmsdoc.text.display import display


def list_view(library: Library, name: str, content: Content) -> ListView:
    """*content* with what the library says."""
    return ListView(
        name=name,
        title=content.title,
        number=_form_number(library, content.title),
        organisation=display(library.index.policy.organization),
        as_of=as_of(library),
        revision=library.revision,
        group_label=content.group_label,
        columns=content.columns,
        groups=tuple(group for group in content.groups if group["rows"]),
        count=content.count,
        empty=content.empty,
        notes=content.notes,
    )


def as_of(library: Library) -> str:
    """The day of the latest revision of any document, "" where there is none."""
    dates = (
        history.revisions[0].date for history in library.histories.values() if history.revisions
    )
    return max(dates, default="")


def full_number(library: Library, identifier: str) -> str:
    """The number as it is printed, with the code of the organisation before it."""
    code = library.index.policy.code
    return f"{code}-{identifier}" if code and identifier else identifier


def _form_number(library: Library, title: str) -> str:
    """The list is the form of that title, where the organisation has one."""
    for file in library.index.documents.values():
        if file.kind == "form" and file.title == title:
            return full_number(library, file.id)
    return ""

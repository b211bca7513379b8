"""What is due: reviews by their interval, and the next measurement of each objective.

Dates only. Whether one has passed, the script says by the reader's clock, so that a site that was
built last month does not lie today.
"""

from __future__ import annotations

from typing import TypedDict

from qmsdoc.index.measure.outcome import Measured
from qmsdoc.index.types import DocumentFile
from qmsdoc.render.manual_view import sorted_documents
from qmsdoc.render.site.dates import after, end_of_next
from qmsdoc.render.site.rows import date_of
from qmsdoc.render.standing import Standing
from qmsdoc.render.view import Library
from qmsdoc.text.message import Message


class DueRow(TypedDict):
    """``date`` is YYYY-MM-DD, "" where something was never done and is due at once."""

    date: str
    what: str
    number: str
    title: str
    href: str
    owner: str
    note: str


def reviews_due(library: Library) -> tuple[DueRow, ...]:
    """The next review of every document that has a date, the earliest first."""
    rows = [row for file in sorted_documents(library) if (row := _review(library, file))]
    return tuple(sorted(rows, key=lambda row: row["date"]))


def measurements_due(library: Library, measured: dict[str, Measured]) -> tuple[DueRow, ...]:
    """The next measurement of every objective; first those that were never measured."""
    rows = []
    for path, file in library.index.objectives.items():
        owner = file.objective.owner
        found = measured[path]
        values = [item for item in found.measurements if item.value is not None]
        last = values[-1].period if values else ""
        period, day = end_of_next(found.period, last)
        if last:
            note = Message.of("measured up to {period}", period=last)
        else:
            note = found.trouble or Message.of("never measured")
        rows.append(
            DueRow(
                date=day,
                what=Message.of("Measure {period}", period=period).render(library.translate)
                if period
                else library.translate("Measure"),
                number=file.id,
                title=file.title,
                href=f"{library.objectives}#{file.id}",
                owner=owner.value if owner else "",
                note=note.render(library.translate),
            )
        )
    return tuple(sorted(rows, key=lambda row: (row["date"], row["number"])))


def _review(library: Library, file: DocumentFile) -> DueRow | None:
    standing = library.standings.get(file.path, Standing())
    since = standing.effective or standing.issued or date_of(library, file.path)
    own = file.document.review_every
    day = after(since, own.value if own else library.index.policy.review_every)
    if not day:
        return None
    owner = file.document.owner
    return DueRow(
        date=day,
        what=library.translate("Review"),
        number=file.id,
        title=file.title,
        href=f"{library.names[file.path]}.html",
        owner=owner.value if owner else "",
        note=Message.of("version of {date}", date=since).render(library.translate),
    )
